"""Answers entered by hand, and all that one person's answers ever were."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert, select

from deviceclerk.domain.consent import Medium, Origin, Respondent, Value
from deviceclerk.domain.schoolday import SchoolYear
from deviceclerk.store.consent import GONE
from deviceclerk.store.moments import from_text, to_text
from deviceclerk.store.schema import answer, import_


@dataclass(frozen=True, slots=True)
class ByHand:
    """One answer as somebody enters it from a paper form or a message, signed or sent `on` that day."""

    purpose: str
    medium: Medium
    respondent: Respondent
    value: Value
    on: date
    year: SchoolYear
    source: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """One answer of one person as it is kept, with where it comes from.

    `file`, `sheet`, `row` and `column` are those of the import that read it, `source` what was written beside an
    entry by hand. `undone`: its import was taken back, and it counts no more. `gone`: no answer, but that the
    respondent no longer occurred in the export.
    """

    number: int
    purpose: str
    medium: Medium
    respondent: Respondent
    value: Value
    raw: str
    answered_on: date | None
    counts_from: date
    year: SchoolYear
    origin: Origin
    changed: bool
    recorded_at: datetime
    actor: str
    file: str | None
    sheet: str | None
    row: int | None
    column: str | None
    source: str
    undone: bool
    gone: bool


def add_by_hand(
    connection: Connection, person_id: int, answers: Iterable[ByHand], at: datetime, actor: str
) -> None:
    """Appends answers of one person; they belong to no import, and no undo of one takes them back."""
    moment = to_text(at)
    rows = [
        {
            "person_id": person_id,
            "purpose": one.purpose,
            "medium": one.medium.value,
            "respondent": one.respondent.value,
            "value": one.value.value,
            "raw": "",
            "answered_on": one.on,
            "counts_from": one.on,
            "year": one.year.start,
            "origin": Origin.HAND.value,
            "changed": True,
            # That one word marks an import's respondent who fell silent.
            "source_note": f"{GONE}." if one.source == GONE else one.source,
            "recorded_at": moment,
            "actor": actor,
        }
        for one in answers
    ]
    connection.execute(insert(answer), rows)


def history(connection: Connection, person_id: int) -> list[Recorded]:
    """Everything that was ever answered about one person, oldest first, what was taken back included."""
    a, i = answer.c, import_.c
    query = (
        select(answer, i.file, i.undone_at)
        .join_from(answer, import_, a.import_id == i.id, isouter=True)
        .where(a.person_id == person_id)
        .order_by(a.counts_from, a.number)
    )
    found = []
    for row in connection.execute(query):
        origin, note = Origin(row.origin), row.source_note or ""
        by_hand = origin is Origin.HAND
        found.append(
            Recorded(
                row.number, row.purpose, Medium(row.medium), Respondent(row.respondent), Value(row.value), row.raw,
                row.answered_on, row.counts_from, SchoolYear(row.year), origin, row.changed,
                from_text(row.recorded_at), row.actor, row.file, row.sheet, row.row, row.column,
                note if by_hand else "", row.undone_at is not None, not by_hand and note == GONE,
            )
        )  # fmt: skip
    return found
