"""Exports as the reader gives them, for tests of what comes after the reading."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import insert

from deviceclerk.domain.consent import Medium, Origin, Respondent, Value
from deviceclerk.domain.people import Name
from deviceclerk.domain.roster import Asked, Layout, Problem, ReadAnswer, ReadPupil, ReadRoster
from deviceclerk.domain.schoolday import SchoolYear
from deviceclerk.services.clerk import Clerk
from deviceclerk.store.moments import to_text
from deviceclerk.store.schema import answer

RAW = {Value.YES: "Ja", Value.NO: "Nee", Value.UNANSWERED: "", Value.UNCLEAR: "in overleg"}
PREFIXES = ("van de", "van der", "van", "de", "den")
Words = Mapping[str, str]


def named(full: str) -> Name:
    """'Sem de Vries' in its three parts."""
    first, _blank, rest = full.partition(" ")
    prefix = next((p for p in PREFIXES if rest.startswith(p + " ")), "")
    return Name(first, prefix, rest.removeprefix(prefix).strip())


def cell(
    purpose: str,
    value: str,
    by: str = "guardian",
    *,
    medium: Medium = Medium.PHOTO,
    on: date | None = None,
    raw: str | None = None,
    row: int = 5,
    column: str = "F",
) -> ReadAnswer:
    """One answer; `value` and `by` as the rules name them."""
    word = Value(value)
    text = RAW[word] if raw is None else raw
    return ReadAnswer(
        purpose, f"Beeldmateriaal {purpose}", medium, word, text, Respondent(by), on, "Blad1", row, column
    )


def child(
    full: str,
    group: str = "5A",
    number: str | None = None,
    born: date | None = None,
    *,
    row: int = 5,
    answers: Sequence[ReadAnswer] = (),
    **words: str,
) -> ReadPupil:
    """A row: child('Sem de Vries', '5A', website='yes') has one unnamed guardian's answer per purpose."""
    cells = [cell(purpose, value, row=row) for purpose, value in words.items()]
    return ReadPupil(number, named(full), group, born, (*cells, *answers), "Blad1", row)


def export(
    *pupils: ReadPupil,
    on: date | None = None,
    file: str = "export.xlsx",
    problems: Sequence[Problem] = (),
    sha256: str | None = None,
) -> ReadRoster:
    """A whole export. Two with the same content have the same hash."""
    asked = dict.fromkeys(Asked(a.purpose, a.heading, a.medium) for p in pupils for a in p.answers)
    digest = sha256 or hashlib.sha256(repr((pupils, on)).encode()).hexdigest()
    return ReadRoster(
        file, digest, None, Layout.WIDE, ("Blad1",), (), tuple(asked), tuple(pupils), tuple(problems), on
    )


def by_hand(
    clerk: Clerk,
    person_id: int,
    purpose: str,
    value: Value,
    *,
    on: date,
    by: Respondent = Respondent.GUARDIAN,
    medium: Medium = Medium.PHOTO,
) -> None:
    """Adds an answer as a person enters it from a paper form or a message."""
    row = {
        "person_id": person_id,
        "purpose": purpose,
        "medium": medium.value,
        "respondent": by.value,
        "value": value.value,
        "raw": "",
        "counts_from": on,
        "year": SchoolYear.of(on).start,
        "origin": Origin.HAND.value,
        "changed": True,
        "source_note": "briefje",
        "recorded_at": to_text(clerk.clock()),
    }
    with clerk.database.writing() as connection:
        connection.execute(insert(answer).values(row))
