"""The words of registering devices, of their tags and cards, and of moving a pupil."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from deviceclerk.cli import pupil_parser, tags
from deviceclerk.cli.handling_parser import Add, AsDate
from deviceclerk.cli.words import Parser
from deviceclerk.domain.custody import Kind
from deviceclerk.support.i18n import _

Subparsers = Any  # argparse keeps the class of what add_subparsers returns to itself


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
    tags_command = add(commands, "tags", tags.print_, _("label sheets and cards"))
    actions = tags_command.add_subparsers(required=True, metavar="ACTION", parser_class=Parser)
    sheets = add(actions, "print", tags.print_, _("writes label sheets or cards as PDF"))
    sheets.add_argument("--group", action="append", default=[], metavar="G", help=_("only this group"))
    sheets.add_argument("--blank", type=int, default=0, metavar="N", help=_("so many tags without a device"))
    sheets.add_argument("--sheet", default="L7160", metavar="L7160|L7651", help=_("the kind of sheet"))
    sheets.add_argument("--start", type=int, metavar="N", help=_("the first free position on the sheet"))
    sheets.add_argument("--commands", action="store_true", help=_("the cards with the door's commands"))
    sheets.add_argument("--badges", action="store_true", help=_("the badges of the staff"))
    sheets.add_argument("--output", required=True, type=Path, metavar="FILE.pdf")
