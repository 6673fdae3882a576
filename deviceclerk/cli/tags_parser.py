"""The words of registering devices, of their tags and cards, and of moving a pupil."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import Any

from deviceclerk.cli import pupil_parser, tags, tags_print
from deviceclerk.cli.handling_parser import Add, AsDate
from deviceclerk.cli.words import Parser
from deviceclerk.domain.custody import Kind
from deviceclerk.services.labels import KindShown, Naming
from deviceclerk.support.i18n import _

Subparsers = Any  # argparse keeps the class of what add_subparsers returns to itself
Group = argparse._ArgumentGroup


def add_device(actions: Subparsers, add: Add) -> None:
    """`device add`."""
    command = add(actions, "add", tags.add, _("registers a device"))
    _whose(command)
    command.add_argument("--tag", metavar="CODE", help=_("the code on the tag; otherwise a new one is issued"))


def _whose(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--pupil", required=True, metavar="REF", help=_("id:17, the pupil number or the full name")
    )
    command.add_argument("--group", metavar="G", help=_("the pupil's group, where the name alone is not enough"))
    command.add_argument("--kind", required=True, type=Kind, choices=list(Kind), metavar="|".join(Kind))
    command.add_argument("--pocket", type=int, metavar="N", help=_("the pocket in the bag"))


def add_commands(commands: Subparsers, add: Add, as_date: AsDate) -> None:
    """`tag`, `tags` and `pupil`."""
    _tag(commands, add)
    _tags(commands, add)
    pupil = add(commands, "pupil", tags.move, _("pupils"))
    actions = pupil.add_subparsers(required=True, metavar="ACTION", parser_class=Parser)
    move = add(actions, "move", tags.move, _("puts a pupil in another group; the pockets go along"))
    move.add_argument("pupil", metavar="REF", help=_("id:17, the pupil number or the full name"))
    move.add_argument("--group", metavar="G", help=_("the pupil's group, where the name alone is not enough"))
    move.add_argument("--to", required=True, metavar="GROUP", help=_("the other group"))
    pupil_parser.add_pupil_actions(actions, add, as_date)


def _tag(commands: Subparsers, add: Add) -> None:
    tag = add(commands, "tag", tags.claim, _("blank tags, and tags that are lost"))
    actions = tag.add_subparsers(required=True, metavar="ACTION", parser_class=Parser)
    claim = add(actions, "claim", tags.claim, _("puts a blank tag on a pupil's device"))
    claim.add_argument("code", metavar="CODE", help=_("the code on the tag"))
    _whose(claim)
    revoke = add(actions, "revoke", tags.revoke, _("withdraws a lost tag, badge or command card"))
    replace = add(actions, "replace", tags.replace, _("puts another in place of a lost tag, badge or command card"))
    for command in (revoke, replace):
        command.add_argument("code", metavar="CODE", help=_("the code that is lost"))
    replace.add_argument("--tag", metavar="NEW", help=_("the code of a blank tag; otherwise a new one is issued"))


def _tags(commands: Subparsers, add: Add) -> None:
    tags_command = add(commands, "tags", tags_print.print_, _("label sheets and cards"))
    actions = tags_command.add_subparsers(required=True, metavar="ACTION", parser_class=Parser)
    sheets = add(actions, "print", tags_print.print_, _("writes label sheets, cards or pocket numbers as PDF"))
    sheets.add_argument("--group", action="append", default=[], metavar="G", help=_("only this group"))
    sheets.add_argument("--blank", type=int, default=0, metavar="N", help=_("so many tags without a device"))
    what = sheets.add_argument_group(_("other paper than labels"))
    what.add_argument("--commands", action="store_true", help=_("the cards with the door's commands"))
    what.add_argument("--badges", action="store_true", help=_("the badges of the staff"))
    what.add_argument("--strips", action="store_true", help=_("the numbers of the wall bag's pockets"))
    what.add_argument("--pockets", type=int, metavar="N", help=_("with --strips: so many pockets"))
    what.add_argument(
        "--calibration", action="store_true", help=_("a page that shows where the printer puts the labels")
    )
    _sheet(sheets.add_argument_group(_("the sheet")))
    _face(sheets.add_argument_group(_("what stands on a label")))
    sheets.add_argument("--output", required=True, type=Path, metavar="FILE.pdf")
    sheets.add_argument(
        "--remember", action="store_true", help=_("keeps the sheet, the offset and what stands on a label")
    )


def _sheet(sheet: Group) -> None:
    sheet.add_argument(
        "--sheet", default="", metavar="NAME", help=_("L7160, L7651, or another maker's name: “HERMA 4677”; OWN")
    )
    sheet.add_argument(
        "--measures",
        nargs=8,
        type=_measure,
        metavar=("COLUMNS", "ROWS", "WIDTH", "HEIGHT", "LEFT", "TOP", "ACROSS", "DOWN"),
        help=_(
            "a sheet of your own, in mm: labels across and down, a label's width and height, the margins at the "
            "left and the top, and the distances from one label to the next"
        ),
    )
    sheet.add_argument("--start", type=int, metavar="N", help=_("the first free position on the sheet"))
    sheet.add_argument(
        "--offset", nargs=2, type=_measure, metavar=("X", "Y"), help=_("moves all to the right and down, in mm")
    )


def _face(face: Group) -> None:
    face.add_argument("--name", type=Naming, choices=list(Naming), metavar="|".join(Naming), help=_("the name"))
    face.add_argument(
        "--kind", type=KindShown, choices=list(KindShown), metavar="|".join(KindShown), help=_("the device")
    )
    yes_no = argparse.BooleanOptionalAction
    face.add_argument("--pocket", action=yes_no, default=None, help=_("the number of the pocket"))
    face.add_argument("--group-name", action=yes_no, default=None, help=_("the group"))


def _measure(text: str) -> float:
    """A number of millimetres, with a comma or a point."""
    number = float(text.replace(",", "."))
    if not math.isfinite(number):
        raise ValueError
    return number
