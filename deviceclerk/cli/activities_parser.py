"""The words of `activity` and `publication`."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from deviceclerk.cli import activities, publications
from deviceclerk.cli.persons import add_staff_flag, respondent
from deviceclerk.cli.words import Parser
from deviceclerk.domain.consent import RECORDED, Medium, Respondent
from deviceclerk.support.i18n import _

Adder = Callable[..., argparse.ArgumentParser]
Date = Callable[[str], date]


def add_commands(commands: Any, add: Adder, parse_date: Date) -> None:
    """Adds both commands."""
    _activity(commands, add, parse_date)
    _publication(commands, add, parse_date)


def _activity(commands: Any, add: Adder, parse_date: Date) -> None:
    group = add(commands, "activity", activities.list_, _("activities, and who may not be recorded there"))
    actions = group.add_subparsers(required=True, metavar="ACTION", parser_class=Parser)
    listed = add(actions, "list", activities.list_, _("lists them"))
    listed.add_argument("--from", dest="first", type=parse_date, metavar="DATE", help=_("the first day"))
    listed.add_argument("--to", dest="last", type=parse_date, metavar="DATE", help=_("the last day"))
    made = add(actions, "add", activities.add, _("enters an activity"))
    made.add_argument("name", metavar="NAME", help=_("what people call it"))
    changed = add(actions, "change", activities.change, _("changes what is named; the rest stays"))
    _id(changed)
    changed.add_argument("--name", metavar="NAME", help=_("what people call it"))
    changed.add_argument("--whole-school", action="store_true", help=_("no group: the whole school"))
    changed.add_argument("--no-staff", action="store_true", help=_("no staff members"))
    made.set_defaults(no_staff=False)
    for one in (made, changed):
        one.add_argument(
            "--on", "--date", dest="on", required=one is made, type=parse_date, metavar="DATE", help=_("its day")
        )
        one.add_argument("--group", action="append", metavar="G", help=_("a group; none: the whole school"))
        one.add_argument("--purpose", action="append", required=one is made, metavar="P", help=_("for what"))
        one.add_argument("--staff", action="append", metavar="REF", help=_("a staff member who is there too"))
        one.add_argument("--all-staff", action="store_true", help=_("everybody who works at the school is there"))
        _media(one, required=False)
    _activity_acts(actions, add, parse_date)


def _activity_acts(actions: Any, add: Adder, parse_date: Date) -> None:
    shown = add(actions, "show", activities.show, _("who may not be in the pictures, and who may"))
    shown.add_argument("--on", type=parse_date, metavar="DATE", help=_("as it was known on this day"))
    removed = add(actions, "remove", activities.remove, _("takes it off the list"))
    exported = add(actions, "export", activities.export, _("writes the check as a PDF, with 'confidential' on it"))
    exported.add_argument("--output", required=True, type=Path, metavar="FILE.pdf")
    withdrawn = add(
        actions, "withdraw", activities.withdraw, _("a pupil, parent or staff member says no to this activity")
    )
    restored = add(actions, "restore", activities.restore, _("takes such a withdrawal back"))
    for one in (shown, removed, exported, withdrawn, restored):
        _id(one)
    for one in (withdrawn, restored):
        _pupil(one)
        one.add_argument(
            "--by",
            type=respondent,
            choices=list(Respondent),
            metavar="guardian|pupil|self|…",
            help=_("who says so"),
        )
    withdrawn.add_argument("--source", default="", metavar="TEXT", help=_("how the school heard"))
    looks = add(actions, "looks", activities.looks, _("who looked at consent, and when"))
    looks.add_argument("id", nargs="?", type=_number, metavar="ID", help=_("the activity's number"))


def _publication(commands: Any, add: Adder, parse_date: Date) -> None:
    group = add(commands, "publication", publications.list_, _("published images, and what is to be taken down"))
    actions = group.add_subparsers(required=True, metavar="ACTION", parser_class=Parser)
    add(actions, "list", publications.list_, _("what was published"))
    checked = add(actions, "check", publications.check, _("may it be published with these pupils in it?"))
    made = add(actions, "add", publications.add, _("notes where images were published, and who is in them"))
    made.add_argument("--place", required=True, metavar="TEXT", help=_("an address, a number of the newsletter"))
    for one in (checked, made):
        one.add_argument("--purpose", required=True, metavar="P", help=_("for what"))
        _media(one, required=True)
        one.add_argument("--pupil", action="append", default=[], metavar="REF", help=_("who is in the picture"))
        one.add_argument("--group", metavar="G", help=_("the group of these pupils"))
        one.add_argument(
            "--staff", action="append", default=[], metavar="REF", help=_("a staff member in the picture")
        )
        one.add_argument("--activity", type=_number, metavar="ID", help=_("for this activity"))
        one.add_argument("--on", type=parse_date, metavar="DATE", help=_("the day of publication"))
    shown = add(actions, "show", publications.show, _("a publication, and the answers on which it rested"))
    shown.add_argument("id", type=_number, metavar="ID", help=_("the publication's number"))
    add(actions, "open", publications.open_, _("what is still to be taken down"))
    _removal_acts(actions, add, parse_date)


def _removal_acts(actions: Any, add: Adder, parse_date: Date) -> None:
    asked = add(actions, "ask", publications.ask, _("somebody asks to take a pupil, or all of it, down"))
    finished = add(actions, "done", publications.done, _("it was taken down"))
    opened = add(actions, "reopen", publications.reopen, _("takes such a mark back"))
    for one in (asked, finished, opened):
        one.add_argument("id", type=_number, metavar="ID", help=_("the publication's number"))
        one.add_argument("--pupil", metavar="REF", help=_("this pupil; without it all of the publication"))
        one.add_argument("--group", metavar="G", help=_("the pupil's group"))
        add_staff_flag(one)
    for one in (asked, finished):
        one.add_argument("--on", type=parse_date, metavar="DATE", help=_("on this day"))
    asked.add_argument("--source", default="", metavar="TEXT", help=_("how the school heard"))


def _number(text: str) -> int:
    """A number as the lists give it; the database holds 64-bit numbers, more digits name nothing."""
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise argparse.ArgumentTypeError(_("{text} is not a number from the list").format(text=text))
    return int(text)


def _id(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=_number, metavar="ID", help=_("the activity's number"))


def _pupil(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pupil", metavar="REF", help=_("id:17, the pupil number or the full name"))
    parser.add_argument("--group", metavar="G", help=_("the pupil's group"))
    add_staff_flag(parser)


def _media(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument(
        "--medium", action="append", required=required, type=Medium, choices=RECORDED, metavar="photo|film|sound",
        help=_("photo, film or sound"),
    )  # fmt: skip
