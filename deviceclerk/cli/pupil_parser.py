"""The words of a pupil's page, of answers by hand, and of what is no longer kept."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from deviceclerk.cli import pupil
from deviceclerk.cli.handling_parser import Add, AsDate
from deviceclerk.cli.persons import SELF, add_staff_flag, respondent
from deviceclerk.cli.words import Parser
from deviceclerk.domain.consent import Medium, Respondent, Value
from deviceclerk.support.i18n import _

Subparsers = Any  # argparse keeps the class of what add_subparsers returns to itself


def add_pupil_actions(actions: Subparsers, add: Add, as_date: AsDate) -> None:
    """`pupil show`, `pupil looks` and `pupil erase`, beside `pupil move`."""
    show = add(actions, "show", pupil.show, _("everything that is kept of a pupil"))
    _reference(show)
    show.add_argument(
        "--output", type=Path, metavar="FILE.pdf", help=_("writes the extract for the pupil's parents")
    )
    show.add_argument("--on", type=as_date, metavar="DATE", help=_("whether it was allowed on this day"))
    looked = add(actions, "looks", pupil.looks_, _("who looked at the pupil's consent, and when"))
    _reference(looked)
    erase = add(
        actions, "erase", pupil.erase, _("erases a pupil with everything that is kept; there is no way back")
    )
    _reference(erase)
    _preview(erase)
    _meant(erase)


def add_commands(commands: Subparsers, add: Add, as_date: AsDate) -> None:
    """`consent set` and `retention`."""
    group = add(commands, "consent", pupil.set_, _("answers entered by hand"))
    actions = group.add_subparsers(required=True, metavar="ACTION", parser_class=Parser)
    entered = add(actions, "set", pupil.set_, _("records an answer from a paper form or a message"))
    _reference(entered)
    entered.add_argument("--purpose", required=True, metavar="P", help=_("the purpose: its key or its heading"))
    entered.add_argument(
        "--medium", action="append", required=True, type=Medium, choices=list(Medium), metavar="|".join(Medium),
        help=_("the medium; may be given several times"),
    )  # fmt: skip
    entered.add_argument(
        "--answer", required=True, type=Value, choices=[Value.YES, Value.NO], metavar="yes|no", help=_("the answer")
    )
    entered.add_argument(
        "--by", type=respondent, choices=list(Respondent), metavar="|".join([*Respondent, SELF]),
        help=_("who answered; a staff member in person"),
    )  # fmt: skip
    entered.add_argument(
        "--on", required=True, type=as_date, metavar="DATE", help=_("the day of the signature or the message")
    )
    entered.add_argument("--source", required=True, metavar="TEXT", help=_("which form or message"))
    kept = add(commands, "retention", pupil.retention, _("erases what the school no longer keeps"))
    _preview(kept)
    _meant(kept)


def _reference(command: argparse.ArgumentParser) -> None:
    command.add_argument("pupil", metavar="REF", help=_("id:17, the pupil number or the full name"))
    command.add_argument("--group", metavar="G", help=_("the pupil's group, where the name alone is not enough"))
    add_staff_flag(command)


def _meant(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--meant", action="store_true", help=_("takes what may be the name out of texts about others too")
    )


def _preview(command: argparse.ArgumentParser) -> None:
    command.add_argument("--preview", action="store_true", help=_("tells what would go, and erases nothing"))
