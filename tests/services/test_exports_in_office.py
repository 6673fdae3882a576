"""Every export opened by LibreOffice: the cells as they were written, the charts drawn, nothing calculated."""

from __future__ import annotations

import csv
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from deviceclerk.domain.consent import Medium
from deviceclerk.domain.custody import Kind
from deviceclerk.domain.logscope import Scope
from deviceclerk.domain.reasons import LendFor
from deviceclerk.services import consent_table, custody, figures, handling, log_export, roster, tags
from deviceclerk.services.clerk import Clerk
from deviceclerk.support import i18n
from tests.documents.pdfs import pages_of
from tests.office import CSV_OF_OURS, cells, soffice_convert
from tests.ooxml import problems
from tests.rosters import child, export
from tests.school import AFTERNOON, MORNING, SetClock, add_class, add_pupil, open_school

DAY = MORNING.date()
WEEKS = Scope(DAY - timedelta(14), DAY)
ODD = (("=1+1", "Ünal"), ("+31", "5-6"), ("0012", "=HYPERLINK(0)"), ("Łukasz", "Święcicka"))


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[Clerk]:
    """Three weeks in which phones came and went, and one always stayed; names that look like something else."""
    i18n.set_language("en")
    made, clock = open_school(tmp_path / "data")
    devices = [*add_class(made, 5, "5-6"), *(_odd(made, first, last) for first, last in ODD)]
    for back in (14, 13, 7, 1, 0):
        _day(made, clock, back, [device.tag for device in devices[: 9 - back // 2]])
    yield made
    made.close()
    i18n.set_language(i18n.DEFAULT)


def _odd(clerk: Clerk, first: str, last: str) -> tags.Registered:
    return tags.add_device(clerk, add_pupil(clerk, first, last, group="1/2"), Kind.SMARTWATCH)


def _day(clerk: Clerk, clock: SetClock, back: int, codes: list[str]) -> None:
    for start, several in ((MORNING, codes), (AFTERNOON, codes[1:])):
        clock.now = start - timedelta(days=back)
        for code in several:
            clock.forward(10)
            custody.scan(clerk, code)
    if back == 0:
        clock.now = MORNING + timedelta(hours=1)
        held = custody.scan(clerk, codes[0]).device_id
        assert held is not None
        handling.lend(
            clerk, [held], allowed_by="=x", purpose=LendFor.RECORD, until=AFTERNOON, words="@ school; 3E5"
        )
        clock.now = AFTERNOON + timedelta(hours=1)


def fields_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def test_the_log_is_in_a_workbook_what_it_is_in_a_csv(clerk: Clerk, tmp_path: Path) -> None:
    log_export.export(clerk, tmp_path / "log.xlsx", WEEKS)
    log_export.export(clerk, tmp_path / "log.csv", WEEKS)
    assert problems(tmp_path / "log.xlsx") == []
    shown = cells(tmp_path / "log.xlsx")
    assert list(shown) == ["Log", "Totals", "Per day", "Per week"]
    written = [[field.removeprefix("'") for field in row] for row in fields_of(tmp_path / "log.csv")]
    assert shown["Log"] == written
    pupils = {row[3] for row in shown["Log"][1:]}
    assert {"=1+1 Ünal", "+31 5-6", "0012 =HYPERLINK(0)", "Łukasz Święcicka"} <= pupils
    assert {row[4] for row in shown["Log"][1:]} == {"5-6", "1/2"}
    assert any("@ school; 3E5" in row[11] for row in shown["Log"])


def test_the_csv_is_opened_as_it_was_written(clerk: Clerk, tmp_path: Path) -> None:
    log_export.export(clerk, tmp_path / "log.csv", WEEKS)
    (shown,) = cells(tmp_path / "log.csv", reading=CSV_OF_OURS).values()
    written = fields_of(tmp_path / "log.csv")
    assert len(shown) == len(written)
    for told, row in zip(shown, written, strict=True):
        assert told[3:6] == row[3:6], "names, groups and devices stay text, guard and all"
        assert told[7:14] == row[7:14]


def test_the_numbers_add_up_and_their_charts_are_drawn(clerk: Clerk, tmp_path: Path) -> None:
    log_export.export(clerk, tmp_path / "log.xlsx", WEEKS, names=False)
    shown = cells(tmp_path / "log.xlsx")
    assert list(shown) == ["Totals", "Per day", "Per week"]
    days = shown["Per day"]
    assert days[0][:4] == ["Date", "Handed in", "Handed back", "Left over"]
    assert days[1][:4] == ["06-11-2026", "2", "1", "1"]
    assert days[-1][0] == "Total"
    assert int(days[-1][1]) == sum(int(row[1]) for row in days[1:-1])
    assert [row[:3] for row in shown["Per week"][1:3]] == [
        ["2026-45", "02-11-2026", "4"],
        ["2026-46", "09-11-2026", "5"],
    ]
    text = " ".join(" ".join(pages_of(soffice_convert(tmp_path / "log.xlsx", "pdf"))).split())
    assert "Devices handed in per day" in text
    assert "Devices left over per week" in text
    assert charts(tmp_path / "log.xlsx") == [
        ("Devices handed in per day", "'Per day'.B2:'Per day'.B6"),
        ("Devices left over per week", "'Per week'.E2:'Per week'.E4"),
    ]


def charts(path: Path) -> list[tuple[str, str]]:
    """Title and first series of each chart as LibreOffice understood it."""
    root = ET.parse(soffice_convert(path, "fods")).getroot()
    chart, text = (
        "{urn:oasis:names:tc:opendocument:xmlns:chart:1.0}",
        "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}",
    )
    found = []
    for one in root.iter(f"{chart}chart"):
        title, series = one.find(f"{chart}title/{text}p"), one.find(f".//{chart}series")
        assert title is not None
        assert series is not None
        place = series.get(f"{chart}values-cell-range-address", "").replace("$", "")
        found.append(("".join(title.itertext()), place))
    return found


@pytest.mark.parametrize("names", [True, False])
def test_numbers_without_names_have_none(clerk: Clerk, tmp_path: Path, names: bool) -> None:
    log_export.export(clerk, tmp_path / "log.xlsx", WEEKS, names=names)
    flat = soffice_convert(tmp_path / "log.xlsx", "fods").read_text(encoding="utf-8")
    assert ("Święcicka" in flat) is names


def test_consent_figures_and_table(tmp_path: Path) -> None:
    i18n.set_language("en")
    clerk, _clock = open_school(tmp_path / "school")
    try:
        pupils = [
            child(f"{first} Jansen", "5-6", website="yes", newsletter="no")
            for first in ("Anna", "Bram", "Cas", "Daan", "Evi")
        ]
        roster.apply(clerk, roster.compare(clerk, export(*pupils, child("=cmd Smit", "1/2", website="yes"))))
        for ending in ("xlsx", "csv"):
            figures.export(clerk, tmp_path / f"figures.{ending}")
            consent_table.export(clerk, tmp_path / f"table.{ending}", media=[Medium.PHOTO])
    finally:
        clerk.close()
        i18n.set_language(i18n.DEFAULT)
    assert problems(tmp_path / "figures.xlsx") == problems(tmp_path / "table.xlsx") == []
    shown = cells(tmp_path / "figures.xlsx")["Whole school"]
    at = next(n for n, row in enumerate(shown) if row[0] == "For what")
    assert [row[:9] for row in shown[at : at + 3]] == fields_of(tmp_path / "figures.csv")[:3]
    assert len(charts(tmp_path / "figures.xlsx")) == 1
    (table,) = cells(tmp_path / "table.xlsx").values()
    written = [[field.removeprefix("'") for field in row] for row in fields_of(tmp_path / "table.csv")]
    top = next(n for n, row in enumerate(table) if row[: len(written[0])] == written[0])
    assert table[top:] == written
    assert any("=cmd Smit" in row for row in written)


def test_the_log_on_paper_can_be_signed(clerk: Clerk, tmp_path: Path) -> None:
    made = log_export.export(clerk, tmp_path / "log.pdf", WEEKS)
    pages = [" ".join(text.split()) for text in pages_of(tmp_path / "log.pdf")]
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text
        assert "Made Fri 20 Nov 2026 15:30" in text
    for told in (f"{made.rows} events; fingerprint {made.fingerprint}.", "Name Place Date Signature"):
        assert told in pages[-1]
    assert "Fri 6 Nov 2026 – Fri 20 Nov 2026" in pages[-1]


def test_the_fingerprint_is_of_the_events_alone(clerk: Clerk, tmp_path: Path) -> None:
    first = log_export.export(clerk, tmp_path / "log.pdf", WEEKS).fingerprint
    i18n.set_language("nl")
    assert log_export.export(clerk, tmp_path / "log.xlsx", WEEKS).fingerprint == first
    i18n.set_language("en")
    shorter = Scope(WEEKS.first, DAY - timedelta(1))
    assert log_export.export(clerk, tmp_path / "log.csv", shorter).fingerprint != first
    custody.scan(clerk, "DCBBBBBBBBBB")
    assert log_export.export(clerk, tmp_path / "log.csv", WEEKS).fingerprint != first


def test_dates_are_dates(clerk: Clerk, tmp_path: Path) -> None:
    """LibreOffice counts with them: shown as a number, a date is its days since 1899."""
    log_export.export(clerk, tmp_path / "log.xlsx", Scope(DAY, DAY))
    root = ET.parse(soffice_convert(tmp_path / "log.xlsx", "fods")).getroot()
    office = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
    values = {cell.get(f"{office}date-value") for cell in root.iter() if cell.get(f"{office}value-type") == "date"}
    assert DAY.isoformat() in values
    assert not any(cell.get("{urn:oasis:names:tc:opendocument:xmlns:table:1.0}formula") for cell in root.iter())
    assert {datetime.fromisoformat(value).date() for value in values if value} == {date(2026, 11, 20)}
