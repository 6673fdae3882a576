"""The words of the command line."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import deviceclerk
from deviceclerk.cli import (
    about,
    activities_parser,
    closing,
    custody,
    figures,
    general,
    handling_parser,
    log,
    profiles_parser,
    pupil_parser,
    roster,
    rosterchoices,
    scanner,
    settings,
    staff,
    tags,
    tags_parser,
)
from deviceclerk.cli.call import Call
from deviceclerk.cli.words import Parser, common_options
from deviceclerk.domain.consent import RECORDED, Medium
from deviceclerk.domain.schoolday import Mode, SchoolYear
from deviceclerk.support.i18n import _

Subparsers = Any  # argparse keeps the class of what add_subparsers returns to itself


def build_parser() -> argparse.ArgumentParser:
    """All commands, with their texts in the language in force."""
    parser = Parser(
        prog="deviceclerk",
        description=_("Keeps pupils' devices, and knows who may be photographed. Without a command: the window."),
        parents=[common_options(defaults=True)],
        allow_abbrev=False,
    )
    version = f"DeviceClerk {deviceclerk.__version__}"
    parser.add_argument("--version", action="version", version=version)
    parser.set_defaults(work=general.window, needs_school=False)
    commands = parser.add_subparsers(title=_("commands"), metavar="COMMAND", parser_class=Parser)
    _add_import(commands)
    profiles_parser.add_commands(commands, _add)
    _add_roster(commands)
    _add_figures(commands)
    activities_parser.add_commands(commands, _add, _date)
    _add_tags(commands)
    _add_scan(commands)
    _add_day_and_log(commands)
    handling_parser.add_commands(commands, _add)
    pupil_parser.add_commands(commands, _add, _date)
    _add_staff(commands)
    _add_scanner_page(commands)
    _add_settings(commands)
    _add(commands, "demo", general.demo, _("opens a demonstration school, apart from the real data"), school=False)
    about.add_command(commands, _add)
    _add(commands, "self-test", general.self_test, _("checks this installation"), school=False)
    return parser


def _add(
    commands: Subparsers, name: str, work: Callable[[Call], int], help_text: str, *, school: bool = True
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name, help=help_text, description=help_text, parents=[common_options(defaults=False)], allow_abbrev=False
    )
    command.set_defaults(work=work, needs_school=school)
    return command


def _add_import(commands: Subparsers) -> None:
    command = _add(commands, "import", roster.import_, _("reads the parent app's export"))
    kinds = _("the export: .xlsx, .xls, .xlsb, .ods, .csv or .txt, or a page or XML that is called .xls")
    command.add_argument("file", nargs="?", type=Path, metavar="FILE", help=kinds)
    command.add_argument("--profile", metavar="NAME", help=_("how the columns are to be understood"))
    command.add_argument("--sheet", metavar="NAME", help=_("the sheet to read"))
    command.add_argument("--group", metavar="NAME", help=_("the group of rows that name none"))
    command.add_argument("--year", type=_year, metavar="2026-2027", help=_("the school year of the answers"))
    command.add_argument("--preview", action="store_true", help=_("shows the difference and changes nothing"))
    command.add_argument(
        "--accept", type=_accepted, default=frozenset(), metavar="left,moved,conflicts",
        help=_("agrees to leavers, moved pupils or conflicts with entries by hand"),
    )  # fmt: skip
    rosterchoices.add_options(command)
    command.add_argument("--undo", action="store_true", help=_("takes the newest import back"))


def _add_roster(commands: Subparsers) -> None:
    command = _add(commands, "roster", roster.roster, _("who may be shown, and why not"))
    command.add_argument("--group", action="append", default=[], metavar="G", help=_("only this group"))
    command.add_argument("--purpose", action="append", default=[], metavar="P", help=_("only this purpose"))
    command.add_argument(
        "--medium", action="append", default=[], type=Medium, choices=RECORDED, metavar="photo|film|sound",
        help=_("only this medium"),
    )  # fmt: skip
    command.add_argument("--activity", metavar="ID", help=_("for this activity"))
    command.add_argument("--on", type=_date, metavar="DATE", help=_("as it is on this day"))
    command.add_argument(
        "--output", type=Path, metavar="FILE.xlsx|.csv|.pdf", help=_("writes it as a table, a row a pupil")
    )


def _add_figures(commands: Subparsers) -> None:
    command = _add(commands, "figures", figures.figures, _("how many consented, without names"))
    command.add_argument("--year", type=_year, metavar="2026-2027", help=_("another school year than the present"))
    command.add_argument("--output", type=Path, metavar="FILE.xlsx|.csv", help=_("writes them to a file as well"))


def _add_tags(commands: Subparsers) -> None:
    device = _add(commands, "device", tags.add, _("devices of pupils"))
    actions = device.add_subparsers(required=True, metavar="ACTION", parser_class=Parser)
    tags_parser.add_device(actions, _add)
    handling_parser.add_device_actions(actions, _add, _date)
    tags_parser.add_commands(commands, _add, _date)


def _add_scan(commands: Subparsers) -> None:
    command = _add(commands, "scan", custody.scan, _("scans tags as at the door"))
    command.add_argument("codes", nargs="+", metavar="CODE", help=_("codes, or - to read one a line"))
    command.add_argument(
        "--mode", type=Mode, choices=list(Mode), default=Mode.AUTO, metavar="auto|in|out",
        help=_("by the time of day, handing in, or handing back"),
    )  # fmt: skip


def _add_day_and_log(commands: Subparsers) -> None:
    command = _add(commands, "day", custody.day, _("what is in keeping, expected and left over"))
    command.add_argument("--date", type=_date, metavar="DATE", help=_("another day than today"))
    command.add_argument("--group", action="append", default=[], metavar="G", help=_("only this group"))
    actions = command.add_subparsers(metavar="close", parser_class=Parser)
    closing.add_close(_add(actions, "close", closing.close, _("closes today: why is each device left?")))
    closing.add_undo(_add(commands, "undo", closing.undo, _("takes an event of today back")))
    group = _add(commands, "log", log.export, _("the daily log"))
    actions = group.add_subparsers(required=True, metavar="ACTION", parser_class=Parser)
    export = _add(actions, "export", log.export, _("writes the log to a file"))
    log.add_export(export, _date, _year)


def _add_scanner_page(commands: Subparsers) -> None:
    command = _add(commands, "scanner-page", scanner.page, _("writes codes to try a scanner with"), school=False)
    command.add_argument("--output", required=True, type=Path, metavar="FILE.pdf")


def _add_staff(commands: Subparsers) -> None:
    group = _add(commands, "staff", staff.list_, _("who can act at the door, and their badges"))
    actions = group.add_subparsers(required=True, metavar="ACTION", parser_class=Parser)
    _add(actions, "list", staff.list_, _("lists them"))
    add = _add(actions, "add", staff.add, _("adds somebody"))
    add.add_argument("name", metavar="NAME", help=_("the name as it is to stand in the log"))
    badge = _add(actions, "badge", staff.badge, _("gives a badge, in place of the one before"))
    leave = _add(actions, "leave", staff.leave, _("takes somebody off the list; the badge no longer works"))
    for one in (badge, leave):
        one.add_argument("member", metavar="REF", help=_("id:17 or the full name"))
    for one in (add, badge):
        one.add_argument("--badge", metavar="CODE", help=_("the code of a blank tag that becomes the badge"))


def _add_settings(commands: Subparsers) -> None:
    from deviceclerk.services.settings import KEYS

    group = _add(commands, "settings", settings.get, _("the school's settings"))
    actions = group.add_subparsers(required=True, metavar="ACTION", parser_class=Parser)
    keys = _("one of: {keys}").format(keys=", ".join(KEYS))
    get = _add(actions, "get", settings.get, _("tells one setting, or all"))
    get.add_argument("key", nargs="?", choices=KEYS, metavar="KEY", help=keys)
    put = _add(actions, "set", settings.put, _("changes a setting"))
    put.add_argument("key", choices=KEYS, metavar="KEY", help=keys)
    put.add_argument(
        "value", metavar="VALUE",
        help=_("true or false, several with commas, the timetable as JSON; or - to read it from standard input"),
    )  # fmt: skip


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("{text} is not a date such as 2026-11-20").format(text=text)) from None


def _year(text: str) -> SchoolYear:
    try:
        return SchoolYear.parse(text)
    except ValueError:
        message = _("{text} is not a school year such as 2026-2027").format(text=text)
        raise argparse.ArgumentTypeError(message) from None


def _accepted(text: str) -> frozenset[str]:
    words = frozenset(word.strip() for word in text.split(",") if word.strip())
    unknown = words - {"left", "moved", "conflicts"}
    if unknown:
        raise argparse.ArgumentTypeError(", ".join(sorted(unknown)))
    return words
