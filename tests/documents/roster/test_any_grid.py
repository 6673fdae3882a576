"""Whatever stands in a sheet, and whatever a profile says of it: it is read or refused."""

import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from deviceclerk.documents.roster.found import unpacked
from deviceclerk.documents.roster.grid import Grid, Range, Row
from deviceclerk.documents.roster.reading import read_grids
from deviceclerk.domain.consent import Medium, Respondent, Value
from deviceclerk.domain.headings import plain
from deviceclerk.domain.profiles import Asking, Profile
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import Layout, Meaning, Notation

HEADINGS = [
    *("Groep", "Leerling", "Naam", "Roepnaam", "Tussenvoegsel", "Achternaam", "Leerlingnummer", "Geboortedatum"),
    *("Website", "Krant", "Foto", "Film", "Datum", "Vraag", "Antwoord", "Ouder/verzorger", "Gewijzigd op"),
    *("BSN", "Telefoon", "Opmerkingen", "Totaal", "Groep 5"),
]
VALUES = ["Ja", "Nee", "", "?", "x", "Sem de Vries", "de Vries, Sem", "A. Bos", "5A", "06-12345678", "01-02-2016"]
CELLS: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(HEADINGS),
    st.sampled_from(VALUES),
    st.sampled_from([True, False, 0.0, 1.0, 42461.0, dt.date(2026, 9, 1), dt.datetime(2026, 9, 1, 8), dt.time(8)]),
)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=8), min_size=1, max_size=8)
HEADED = st.tuples(st.lists(st.sampled_from(HEADINGS), min_size=3, max_size=8), ROWS).map(
    lambda two: [two[0], *two[1]]
)
PLACES = st.integers(1, 9)
RANGES = st.builds(
    lambda top, left, height, width: Range(top, left, top + height, left + width),
    PLACES,
    st.integers(0, 7),
    st.integers(0, 3),
    st.integers(0, 3),
)
GRIDS = st.builds(
    lambda rows, merged, complete: Grid(
        "Lijst", [Row(n, cells) for n, cells in enumerate(rows, 1)], tuple(merged), complete=complete
    ),
    ROWS | HEADED,
    st.lists(RANGES, max_size=4),
    st.booleans(),
)
KEYS = st.sampled_from([plain(heading) for heading in HEADINGS])
PROFILES = st.builds(
    Profile,
    name=st.just("p"),
    layout=st.none() | st.sampled_from(Layout),
    columns=st.dictionaries(KEYS, st.sampled_from(Meaning), max_size=6),
    questions=st.dictionaries(KEYS, st.just(Asking("website", (Medium.SOUND,), None)), max_size=2),
    notation=st.none() | st.sampled_from(Notation),
    header_row=st.none() | PLACES,
    header_rows=st.none() | st.integers(1, 2),
    unnamed=st.sampled_from(Respondent),
)
YES = {"Ja", "x", "WAAR", "1"}


@settings(max_examples=300, deadline=None)
@given(st.lists(GRIDS, min_size=1, max_size=2), st.none() | PROFILES)
def test_it_is_read_or_refused(grids: list[Grid], profile: Profile | None) -> None:
    try:
        roster = unpacked(read_grids(grids, None, "", profile), "lijst")
    except Refused:
        return
    asked = {(question.purpose, question.medium) for question in roster.asked}
    for pupil in roster.pupils:
        assert pupil.name.full
        assert pupil.group
        assert {(a.purpose, a.medium) for a in pupil.answers} <= asked
        assert all(a.raw in YES for a in pupil.answers if a.value is Value.YES)
