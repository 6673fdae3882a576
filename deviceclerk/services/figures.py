"""Yearly figures without names, for the evaluation of the school's rules: answered, consented, withdrawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from deviceclerk.domain.answerdiff import Question
from deviceclerk.domain.consent import Medium, Rules, Verdict, decide
from deviceclerk.domain.consent import Question as Asking
from deviceclerk.domain.figures import LEAST, Counts, Standing, standing, told_together
from deviceclerk.domain.people import Person, Role, group_sort_key
from deviceclerk.domain.schoolday import SchoolYear
from deviceclerk.services import consent, school
from deviceclerk.services.clerk import Clerk
from deviceclerk.services.wording import medium_word
from deviceclerk.support.i18n import _, format_date, format_datetime

if TYPE_CHECKING:
    from deviceclerk.documents.grid import Cell, Grid
    from deviceclerk.store.database import Connection

COLOURS = {
    Standing.CONSENTED: "2E7D4F",
    Standing.REFUSED: "B3261E",
    Standing.WITHDRAWN: "7249AB",
    Standing.NO_ANSWER: "B8C0C8",
}
"""The colours of the chart in a workbook."""


@dataclass(frozen=True, slots=True)
class Figure:
    """How the answers about one purpose and medium stand, of some groups; without groups, of the whole school."""

    purpose: str
    purpose_label: str
    medium: Medium
    groups: tuple[str, ...]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Figures:
    """A school year's figures, as they stood on a day: its last, or today.

    `rows` are by group, small groups told together; empty for a past year, whose groups are no longer known. Both
    are empty where there are fewer than `least` pupils to tell of.
    """

    year: SchoolYear
    on: date
    least: int
    totals: tuple[Figure, ...]
    rows: tuple[Figure, ...]
    past: bool


def years(clerk: Clerk) -> tuple[SchoolYear, ...]:
    """The school years that there are figures of, newest first; the present one is always among them."""
    from deviceclerk.store import figures as store

    with clerk.database.reading() as connection:
        begins = school.read(connection).year_begins
        now = SchoolYear.of(clerk.clock().date(), begins)
        known = {year for year in store.years(connection) if year <= now}
    return tuple(sorted({*known, now}, reverse=True))


def figures(clerk: Clerk, year: SchoolYear | None = None) -> Figures:
    """The figures of a school year, by default the present one; a purpose that is switched off is told as well."""
    from deviceclerk.store import figures as store
    from deviceclerk.store import people

    today = clerk.clock().date()
    with clerk.database.reading() as connection:
        rules = replace(school.read(connection).rules, purposes_off=frozenset())
        now = SchoolYear.of(today, rules.year_begins)
        chosen = now if year is None else year
        day = min(today, _last_day(chosen, rules))
        pupils: Sequence[Person] = people.listed(connection, on=day, role=Role.PUPIL)
        if chosen < now:
            heard = store.heard(connection, chosen)
            pupils = [pupil for pupil in pupils if pupil.id in heard]
        found = _standings(connection, rules, chosen, day, today, pupils)
    empty = Figures(chosen, day, LEAST, (), (), chosen < now)
    return _counted(empty, pupils, *found)


def _last_day(year: SchoolYear, rules: Rules) -> date:
    return date(year.start + 1, *rules.year_begins) - timedelta(days=1)


Standings = Mapping[Question, Mapping[int, Standing]]


def _standings(
    connection: "Connection", rules: Rules, year: SchoolYear, day: date, today: date, pupils: Sequence[Person]
) -> tuple[Standings, Mapping[str, str]]:
    """For every question of the year, how each pupil's answer stands; and the purposes' names."""
    from deviceclerk.store import consent as answers
    from deviceclerk.store import figures as store

    asked = consent.Judge(connection, rules, (), on=day, today=today).questions.asked
    judge = consent.Judge(connection, rules, tuple(asked), on=day, today=today)
    verdicts = judge.verdicts(pupils, ())
    yeses = store.yeses(connection, year, day)
    given = answers.answers_of(connection, on=day)
    found: dict[Question, dict[int, Standing]] = {}
    for question in asked:
        single = Asking(*question, day, asked=True)

        def took_back(person_id: int, question: Question = question, single: Asking = single) -> bool:
            """Whether one who said yes this year says something else now. Each is asked as if alone."""
            mine = given.get(person_id, {}).get(question, ())
            for respondent in yeses.get(person_id, {}).get(question, ()):
                said = [answer for answer in mine if answer.respondent is respondent]
                if said and not decide(single, Role.STAFF, None, said, rules).allowed:
                    return True
            return False

        found[question] = {
            pupil.id: _standing(verdicts[pupil.id][question], took_back(pupil.id)) for pupil in pupils
        }
    return found, {purpose: judge.label(purpose) for purpose, _medium in asked}


def _standing(verdict: Verdict, took_back: bool) -> Standing:
    return standing(verdict.reason, took_back=took_back)


def _counted(empty: Figures, pupils: Sequence[Person], standings: Standings, labels: Mapping[str, str]) -> Figures:
    """The figures from the standings: of the school, and but for a past year, of its groups."""
    members: dict[str, list[int]] = {}
    for pupil in sorted(pupils, key=lambda pupil: group_sort_key(pupil.group)):
        members.setdefault(pupil.group, []).append(pupil.id)
    told = told_together({group: len(ids) for group, ids in members.items()}, empty.least)
    if not told:
        return empty

    def figure(question: Question, groups: tuple[str, ...]) -> Figure:
        of = standings[question]
        ids = [person_id for group in groups for person_id in members[group]] if groups else of
        purpose, medium = question
        return Figure(purpose, labels[purpose], medium, groups, Counts.of(of[one] for one in ids))

    rows = [] if empty.past else [figure(question, groups) for question in standings for groups in told]
    return replace(empty, totals=tuple(figure(question, ()) for question in standings), rows=tuple(rows))


def export(
    clerk: Clerk,
    output: Path,
    year: SchoolYear | None = None,
    *,
    progress: Callable[[float], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Writes the figures as .xlsx (with a chart) or .csv, and counts their rows.

    `progress` hears which share of the rows is written. Raises Refused: `unknown_table_kind`, `cannot_write`; and
    Cancelled when `cancelled` says so.
    """
    from deviceclerk.documents import grid

    found = figures(clerk, year)
    name = school.settings(clerk).name
    made = _("Made {when}").format(when=format_datetime(clerk.clock()))
    if output.suffix.lower() == grid.CSV:
        grids = [_grid(found, (*found.totals, *found.rows), name, made)]
    else:
        grids = [_grid(found, found.totals, name, made, chart=True)]
        if found.rows:
            grids.append(_grid(found, found.rows, name, made))
    return grid.write(output, grids, (grid.XLSX, grid.CSV), progress=progress, cancelled=cancelled)


def _grid(found: Figures, rows: Sequence[Figure], name: str, made: str, *, chart: bool = False) -> "Grid":
    from deviceclerk.documents.grid import Chart, Grid

    title = _("Consent in figures, school year {year}").format(year=found.year)
    bars = Chart(title, (5, 6, 7, 8), tuple(COLOURS.values()), names=2) if chart else None
    by_group = any(row.groups for row in rows)
    return Grid(
        title=title,
        sheet=_("By group") if by_group else _("Whole school"),
        notes=(*([name] if name else ()), as_it_stood(found), explained(found), made),
        headings=headings(),
        rows=[_cells(row) for row in rows],
        widths=(26, 10, 24, 10, 12, 12, 12, 12, 14) if by_group else (26, 10, 16, 10, 12, 12, 12, 12, 14),
        chart=bars,
    )


def _cells(row: Figure) -> "tuple[Cell, ...]":
    from deviceclerk.documents.grid import Cell

    counts = row.counts
    words = (row.purpose_label, medium_word(row.medium), group_text(row.groups))
    numbers = (
        counts.pupils, counts.answered, counts.consented, counts.refused, counts.withdrawn, counts.no_answer,
    )  # fmt: skip
    return tuple(Cell(value) for value in (*words, *numbers))


def headings() -> tuple[str, ...]:
    """The columns: purpose, medium, group, pupils, answered, and each standing."""
    words = (_("For what"), _("What"), _("Group"), _("Pupils"), _("Answered"))
    return (*words, *(standing_word(standing) for standing in Standing))


def standing_word(standing: Standing) -> str:
    """How an answer stands, above a column."""
    return {
        Standing.CONSENTED: _("Consented"),
        Standing.REFUSED: _("Refused"),
        Standing.WITHDRAWN: _("Withdrawn"),
        Standing.NO_ANSWER: _("No valid answer"),
    }[standing]


def group_text(groups: Sequence[str]) -> str:
    """The groups that a figure is about."""
    return " + ".join(group or _("(no group)") for group in groups) or _("Whole school")


def as_it_stood(found: Figures) -> str:
    """'As it stood on 20 Nov 2026.'"""
    return _("As it stood on {date}.").format(date=format_date(found.on))


def explained(found: Figures) -> str:
    """What the figures say and do not say, for who reads them."""
    if not found.totals:
        return _("There are fewer than {n} pupils with questions, so nothing is told.").format(n=found.least)
    together = _("Groups of fewer than {n} pupils are counted together.").format(n=found.least)
    if found.past:
        together = _("Of an earlier school year only the whole school is told.")
    return f"{together} " + _("No valid answer: nothing filled in, unclear, or lapsed.")
