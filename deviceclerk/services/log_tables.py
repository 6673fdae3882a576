"""The log's numbers as tables for a file: by group, by day and by week, the latter two with a chart."""

from datetime import date
from typing import TYPE_CHECKING

from deviceclerk.services.log_totals import Numbers, Totals
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.documents.log import LogTable as LogTable

HANDED_IN_COLOUR, LEFT_OVER_COLOUR = "2E6DA4", "B3261E"
"""The colours of the charts in a workbook."""


def tables(found: Totals) -> "list[LogTable]":
    """By group; by day and by week only where there is more than one."""
    made = [by_group(found)]
    if found.scope.first < found.scope.last:
        made.append(by_day(found))
    if len(found.by_week()) > 1:
        made.append(by_week(found))
    return made


def _headings() -> tuple[str, ...]:
    return _("Handed in"), _("Handed back"), _("Left over"), _("Refused"), _("Undone")


def _row(first: str | date, numbers: Numbers) -> tuple[str | int | date, ...]:
    left = (numbers.left_over, numbers.refused, numbers.undone)
    return (first, numbers.handed_in, numbers.handed_back, *left)


def by_group(found: Totals) -> "LogTable":
    """What each group comes to; left over is what was there at the end."""
    from deviceclerk.documents.log import LogTable

    rows = [_row(group or _("(no group)"), found.by_group(group)) for group in found.groups]
    return LogTable(_("Totals"), (_("Group"), *_headings()), rows, _("Total"))


def by_day(found: Totals) -> "LogTable":
    """A line for each day on which anything happened, and how many devices were handed in as a chart."""
    from deviceclerk.documents.log import Columns, LogTable

    rows = [_row(day, numbers) for day, numbers in found.by_day().items()]
    chart = Columns(_("Devices handed in per day"), (1,), (HANDED_IN_COLOUR,))
    return LogTable(_("Per day"), (_("Date"), *_headings()), rows, _("Total"), chart)


def by_week(found: Totals) -> "LogTable":
    """A line for each week, and how often a device stayed behind as a chart."""
    from deviceclerk.documents.log import Columns, LogTable

    rows: list[tuple[str | int | date, ...]] = []
    for monday, numbers in found.by_week().items():
        rows.append((week_text(monday), monday, *_row("", numbers)[1:]))
    chart = Columns(_("Devices left over per week"), (4,), (LEFT_OVER_COLOUR,))
    return LogTable(_("Per week"), (_("Week"), _("From"), *_headings()), rows, _("Total"), chart)


def by_day_and_group(found: Totals) -> "LogTable":
    """A line for each group of each day: what another program adds up as it likes."""
    from deviceclerk.documents.log import LogTable

    rows = [
        (day, group or _("(no group)"), *_row("", numbers)[1:])
        for day, groups in found.days.items()
        for group, numbers in sorted(groups.items())
        if numbers.anything
    ]
    return LogTable(_("Per day"), (_("Date"), _("Group"), *_headings()), rows)


def week_text(monday: date) -> str:
    """A week by its year and number, as it sorts: '2026-47'."""
    year, week, _day = monday.isocalendar()
    return f"{year}-{week:02}"
