"""`log export`."""

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from pathlib import Path

from deviceclerk.cli.call import Call, day
from deviceclerk.cli.general import known_groups
from deviceclerk.domain.logscope import Period, Scope, days_of
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import log_export
from deviceclerk.support.i18n import _, ngettext


def add_export(command: ArgumentParser, a_date: Callable[[str], date], a_year: Callable[[str], object]) -> None:
    """The arguments of `log export`."""
    days = command.add_mutually_exclusive_group()
    days.add_argument("--from", dest="first", type=a_date, metavar="DATE", help=_("the first day"))
    days.add_argument("--day", type=a_date, metavar="DATE", help=_("one day"))
    days.add_argument("--week", type=a_date, metavar="DATE", help=_("the week that this day is in"))
    days.add_argument("--year", type=a_year, metavar="2026-2027", help=_("a school year"))
    command.add_argument("--to", dest="last", type=a_date, metavar="DATE", help=_("the last day"))
    command.add_argument("--group", action="append", default=[], metavar="G", help=_("only this group"))
    one = command.add_mutually_exclusive_group()
    one.add_argument("--pupil", metavar="REF", help=_("only this pupil: id:17, the number or the full name"))
    one.add_argument("--device", metavar="REF", help=_("only this device: its number, its tag or its pupil"))
    command.add_argument("--totals", action="store_true", help=_("only numbers, without names"))
    command.add_argument("--output", required=True, type=Path, metavar="FILE.xlsx|.csv|.pdf")


def export(call: Call) -> int:
    """Writes the log of a span of days, by default of today."""
    given = call.arguments
    if given.last is not None and (given.day or given.week or given.year):
        call.say(_("--to goes with --from only."))
        return 2
    scope = _scope(call)
    made = log_export.export(call.clerk, given.output, scope, names=not given.totals)
    document = {
        "output": str(made.path),
        "from": day(scope.first),
        "to": day(scope.last),
        "rows": made.rows,
        "names": not given.totals,
        "fingerprint": made.fingerprint or None,
    }
    if given.totals:
        text = _("The numbers are in {file}.").format(file=made.path)
    else:
        text = ngettext("{n} event in {file}.", "{n} events in {file}.", made.rows)
        text = text.format(n=made.rows, file=made.path)
    call.answer(document, [text])
    call.warn_if_synchronised(given.output)
    return 0


def _scope(call: Call) -> Scope:
    """The days and of whom. Raises Refused: `days_reversed`, and what finding a pupil, group or device raises."""
    from deviceclerk.services import finding, people

    given = call.arguments
    first, last = _days(call)
    if first > last:
        raise Refused("days_reversed", first=first.isoformat(), last=last.isoformat())
    narrowed = given.group[0] if len(given.group) == 1 else None
    if given.pupil is not None:
        return Scope(first, last, person_id=people.find(call.clerk, given.pupil, narrowed).id)
    if given.device is not None:
        named = f"device:{given.device}" if given.device.strip().isdecimal() else given.device
        return Scope(first, last, device_id=finding.device(call.clerk, named, narrowed).device_id)
    return Scope(first, last, known_groups(call.clerk, given.group))


def _days(call: Call) -> tuple[date, date]:
    from deviceclerk.services import school

    given, today = call.arguments, call.clerk.clock().date()
    if given.day is not None:
        return given.day, given.day
    if given.week is not None:
        return days_of(Period.WEEK, given.week)
    if given.year is not None:
        begins = school.settings(call.clerk).year_begins
        return days_of(Period.YEAR, date(given.year.start, *begins), begins)
    first = given.first or given.last or today
    return first, given.last or max(first, today)
