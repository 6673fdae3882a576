"""Pupils by purposes in one table: symbols and words for who may be shown for what, on screen and as a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from deviceclerk.domain.consent import Medium, Reason
from deviceclerk.domain.people import Name
from deviceclerk.services import consent, looks, school
from deviceclerk.services.clerk import Clerk
from deviceclerk.services.wording import medium_word
from deviceclerk.support.i18n import _, format_date, format_datetime

if TYPE_CHECKING:
    from deviceclerk.documents.grid import Grid, Tone

SAID_NO = (Reason.PURPOSE_OFF, Reason.WITHDRAWN_FOR_ACTIVITY, Reason.REFUSED, Reason.GUARDIANS_DIFFER)
"""The reasons that are a no; the others lack a yes."""
YES_SIGN, NO_SIGN, OPEN_SIGN = "✓", "✗", "?"


@dataclass(frozen=True, slots=True)
class TableCell:
    """One pupil and purpose: for each medium asked about, the reason why not, or `ALLOWED`."""

    reasons: tuple[tuple[Medium, Reason], ...]

    @property
    def allowed(self) -> bool:
        """Whether the pupil may be shown in every one of these media."""
        return all(reason is Reason.ALLOWED for _medium, reason in self.reasons)

    @property
    def first(self) -> Reason:
        """The reason that weighs most: a no before what lacks a yes, and `ALLOWED` only where all allow."""
        order = (*SAID_NO, *(reason for reason in Reason if reason not in SAID_NO))
        return min((reason for _medium, reason in self.reasons), key=order.index)

    @property
    def sign(self) -> str:
        """A symbol for it, which says the same as the words."""
        return _sign(self.first)

    @property
    def words(self) -> str:
        """A few words, by medium where these differ."""
        if len({reason for _medium, reason in self.reasons}) == 1:
            return reason_word(self.first)
        return ", ".join(f"{medium_word(medium)}: {reason_word(reason)}" for medium, reason in self.reasons)

    @property
    def lines(self) -> tuple[str, ...]:
        """Symbol and words, a line a medium where these differ, so that none hides behind another."""
        if len({reason for _medium, reason in self.reasons}) == 1:
            return (self.text,)
        return tuple(
            f"{_sign(reason)} {medium_word(medium)}: {reason_word(reason)}" for medium, reason in self.reasons
        )

    @property
    def text(self) -> str:
        """Symbol and words."""
        return f"{self.sign} {self.words}"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One pupil, with a cell for each of the table's purposes."""

    person_id: int
    pupil: Name
    number: str | None
    group: str
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class ConsentTable:
    """The table, pupils by group and surname. `purposes` are keys and labels, in the order of the exports.

    `imported_on` and `exported_on` are those of the roster: of when the answers are.
    """

    on: date
    imported_on: date | None
    exported_on: date | None
    media: tuple[Medium, ...]
    purposes: tuple[tuple[str, str], ...]
    rows: tuple[TableRow, ...]


def table(
    clerk: Clerk,
    *,
    groups: Sequence[str] = (),
    purposes: Sequence[str] = (),
    media: Sequence[Medium] = (),
    on: date | None = None,
    activity: int | None = None,
) -> ConsentTable:
    """Who may be shown, a row a pupil and a column a purpose; what is given means the same as for the roster.

    Raises Refused: `unknown_group`, `unknown_purpose`, `unknown_activity`.
    """
    found = consent.roster(clerk, groups=groups, purposes=purposes, media=media, on=on, activity=activity)
    labels = {row.purpose: row.purpose_label for row in found.rows}
    people: dict[int, consent.ConsentRow] = {}
    reasons: dict[tuple[int, str], list[tuple[Medium, Reason]]] = {}
    for row in found.rows:
        people.setdefault(row.person_id, row)
        reasons.setdefault((row.person_id, row.purpose), []).append((row.medium, row.verdict.reason))
    # Thousands of cells say the same few things: one object for all of them.
    made: dict[tuple[tuple[Medium, Reason], ...], TableCell] = {}

    def cell(person_id: int, purpose: str) -> TableCell:
        key = tuple(reasons[person_id, purpose])
        return made.setdefault(key, TableCell(key))

    rows = tuple(
        TableRow(person_id, row.pupil, row.number, row.group, tuple(cell(person_id, p) for p in labels))
        for person_id, row in people.items()
    )
    told = tuple(dict.fromkeys(row.medium for row in found.rows))
    return ConsentTable(found.on, found.imported_on, found.exported_on, told, tuple(labels.items()), rows)


def export(
    clerk: Clerk,
    output: Path,
    *,
    groups: Sequence[str] = (),
    purposes: Sequence[str] = (),
    media: Sequence[Medium] = (),
    on: date | None = None,
    activity: int | None = None,
    only: Sequence[int] | None = None,
    progress: Callable[[float], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Writes the table as .xlsx, .csv or .pdf, and counts its rows. `only`: these pupils by id, in this order.

    That somebody took the names with them is noted, as every look at consent that leaves the screen.
    `progress` hears which share of the rows is written. Raises Refused: what `table` raises, `unknown_table_kind`,
    `cannot_write`; and Cancelled when `cancelled` says so.
    """
    from deviceclerk.documents import grid

    found = table(clerk, groups=groups, purposes=purposes, media=media, on=on, activity=activity)
    rows = found.rows
    if only is not None:
        by_id = {row.person_id: row for row in rows}
        rows = tuple(by_id[one] for one in only if one in by_id)
    name = school.settings(clerk).name
    made = _("Made {when}").format(when=format_datetime(clerk.clock()))
    tables = [_grid(found, rows, groups, name, made)]
    count = grid.write(output, tables, progress=progress, cancelled=cancelled)
    how = "pdf" if output.suffix.lower() == grid.PDF else "export"
    keys = tuple(key for key, _label in found.purposes)
    looks.looked(clerk, activity_id=activity, groups=groups, purposes=keys, how=how)
    return count


def _grid(
    found: ConsentTable, rows: Sequence[TableRow], groups: Sequence[str], school_name: str, made: str
) -> "Grid":
    from deviceclerk.documents.grid import Cell, Grid

    media = " + ".join(medium_word(medium) for medium in found.media)
    of = ", ".join(groups) or _("all groups")
    subject = " · ".join(part for part in (school_name, of, media) if part)
    return Grid(
        title=_("Who may be shown"),
        sheet=_("Consent"),
        notes=(subject, f"{as_of(found)} {confidential()}"),
        headings=(_("Pupil"), _("Group"), *(label for _key, label in found.purposes)),
        rows=[
            (Cell(row.pupil.full), Cell(row.group), *(Cell(cell.text, _tone(cell)) for cell in row.cells))
            for row in rows
        ],
        widths=(28, 10, *(16 for _purpose in found.purposes)),
        page=_("Page {page} of {pages}"),
        made=made,
    )


def as_of(found: ConsentTable) -> str:
    """'As of 20 Nov 2026; data of 4 Sep 2026.'"""
    data = found.exported_on or found.imported_on
    told = _("As of {date}; the data are of {data}.")
    return told.format(date=format_date(found.on), data=format_date(data) if data else _("no import"))


def confidential() -> str:
    """What stands on everything with names on it."""
    return _("Confidential: destroy it after use.")


def _tone(cell: TableCell) -> "Tone":
    from deviceclerk.documents.grid import Tone

    if cell.allowed:
        return Tone.YES
    return Tone.NO if cell.first in SAID_NO else Tone.OPEN


def _sign(reason: Reason) -> str:
    if reason is Reason.ALLOWED:
        return YES_SIGN
    return NO_SIGN if reason in SAID_NO else OPEN_SIGN


def reason_word(reason: Reason) -> str:
    """The reason in one or two words, for a narrow column."""
    return {
        Reason.PURPOSE_OFF: _("not used"),
        Reason.WITHDRAWN_FOR_ACTIVITY: _("withdrawn"),
        Reason.REFUSED: _("refused"),
        Reason.GUARDIANS_DIFFER: _("parents differ"),
        Reason.NEEDS_OWN_ANSWER: _("pupil to answer"),
        Reason.EXPIRED: _("lapsed"),
        Reason.UNCLEAR_ANSWER: _("unclear"),
        Reason.NOT_ASKED: _("not asked"),
        Reason.NO_ANSWER: _("no answer"),
        Reason.ALLOWED: _("yes"),
    }[reason]
