"""The words of what is done with a device by hand, of the marks of the day, and of handing a group back."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from deviceclerk.cli import handling
from deviceclerk.cli.call import Call
from deviceclerk.domain.reasons import HandedTo, LendFor, ReleaseReason, TakeReason
from deviceclerk.support.i18n import _

Subparsers = Any  # argparse keeps the class of what add_subparsers returns to itself
AsDate = Callable[[str], date]


class Add(Protocol):
    """Adds a command with the options that all have."""

    def __call__(
        self, commands: Subparsers, name: str, work: Callable[[Call], int], help_text: str
    ) -> argparse.ArgumentParser: ...


def add_device_actions(actions: Subparsers, add: Add, as_date: AsDate) -> None:
    """`device lend`, `take`, `release`, `missing`, `found`, `none` and `exempt`."""
    _lend(actions, add)
    _take(actions, add)
    _release(actions, add)
    missing = _one(actions, add, "missing", handling.missing, _("notes that a device is nowhere to be found"))
    found = _one(actions, add, "found", handling.found, _("a missing device is there again"))
    for command in (missing, found):
        _words(command)
    none = _one(actions, add, "none", handling.none, _("the pupil has not brought the device today"))
    none.add_argument("--undo", action="store_true", help=_("it is expected again"))
    exempt = _one(actions, add, "exempt", handling.exempt, _("the pupil may keep the device; why is never kept"))
    exempt.add_argument("--from", dest="first", type=as_date, metavar="DATE", help=_("the first day"))
    exempt.add_argument("--to", dest="last", type=as_date, metavar="DATE", help=_("the last day"))
    exempt.add_argument("--end", action="store_true", help=_("ends the exemption"))


def add_commands(commands: Subparsers, add: Add) -> None:
    """`absent` and `hand-back`."""
    absent = add(commands, "absent", handling.absent, _("a pupil is absent today"))
    absent.add_argument("pupil", metavar="REF", help=_("id:17, the pupil number or the full name"))
    absent.add_argument("--group", metavar="G", help=_("the pupil's group, where the name alone is not enough"))
    absent.add_argument("--undo", action="store_true", help=_("present after all"))
    back = add(commands, "hand-back", handling.hand_back, _("hands back everything of a group"))
    back.add_argument("--group", action="append", required=True, metavar="G", help=_("only this group"))


def _one(
    actions: Subparsers, add: Add, name: str, work: Callable[[Call], int], help_text: str
) -> argparse.ArgumentParser:
    command = add(actions, name, work, help_text)
    handling.device_reference(command)
    return command


def _lend(actions: Subparsers, add: Add) -> None:
    lend = add(actions, "lend", handling.lend, _("lends devices out for a lesson"))
    lend.add_argument(
        "devices",
        nargs="+",
        metavar="DEVICE",
        help=_("the code on its tag, device:12, or a pupil who has one device"),
    )
    lend.add_argument("--group", metavar="G", help=_("the pupil's group, where the name alone is not enough"))
    lend.add_argument("--until", required=True, metavar="10:15|ISO", help=_("until when"))
    lend.add_argument("--by", required=True, metavar="NAME", help=_("who allows it"))
    _choice(lend, "--for", LendFor, LendFor.TASK, _("what for"), dest="purpose")
    _words(lend)


def _take(actions: Subparsers, add: Add) -> None:
    take = _one(actions, add, "take", handling.take, _("takes a device in for the school"))
    take.add_argument("--by", required=True, metavar="NAME", help=_("who takes it in"))
    _choice(take, "--reason", TakeReason, None, _("why"))
    take.add_argument("--due", metavar="15:00|ISO", help=_("when it is due back; otherwise today after school"))
    _words(take)


def _release(actions: Subparsers, add: Add) -> None:
    release = _one(actions, add, "release", handling.release, _("hands over a device that was taken in"))
    release.add_argument("--by", required=True, metavar="NAME", help=_("who decides it"))
    _choice(release, "--to", HandedTo, None, _("to whom"))
    release.add_argument("--name", default="", metavar="NAME", help=_("who that is, for somebody else"))
    _choice(release, "--reason", ReleaseReason, None, _("why"))
    _words(release)


def _choice(
    command: argparse.ArgumentParser,
    option: str,
    members: type[StrEnum],
    default: StrEnum | None,
    help_text: str,
    **more: str,
) -> None:
    words = "|".join(member.value for member in members)
    command.add_argument(
        option,
        type=members,
        choices=list(members),
        default=default,
        required=default is None,
        metavar=words,
        help=help_text,
        **more,
    )


def _words(command: argparse.ArgumentParser) -> None:
    command.add_argument("--words", default="", metavar="TEXT", help=_("in a few words, never about health"))
