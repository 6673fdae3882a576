"""Languages: what is said in which, and dates as people write them."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo

from deviceclerk.support import i18n, paths


@pytest.fixture(autouse=True)
def _dutch_again() -> Iterator[None]:
    yield
    i18n.set_language(i18n.DEFAULT)


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalog:
    """A small Dutch catalogue in force; English has none here."""
    catalogue = Catalog(locale="nl")
    catalogue.add("Handed in", "Ingeleverd")
    catalogue.add(("{n} device", "{n} devices"), ("{n} apparaat", "{n} apparaten"))
    catalogue.add("lent", "meegegeven", context="device")
    folder = tmp_path / "locale" / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "deviceclerk.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(paths, "assets", lambda: tmp_path)
    monkeypatch.setattr(i18n, "_catalogues", {})
    return catalogue


def test_dutch_unless_asked_otherwise() -> None:
    """In a program that just began; here others may have asked for English."""
    code = "from deviceclerk.support import i18n; print(i18n.language())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "nl"


@pytest.mark.usefixtures("catalogue")
def test_texts_follow_the_language_at_the_moment_of_use() -> None:
    assert i18n._("Handed in") == "Ingeleverd"
    i18n.set_language("en")
    assert i18n._("Handed in") == "Handed in"


@pytest.mark.usefixtures("catalogue")
def test_plural_and_context() -> None:
    counted = [i18n.ngettext("{n} device", "{n} devices", n) for n in (0, 1, 2)]
    assert counted == ["{n} apparaten", "{n} apparaat", "{n} apparaten"]
    assert i18n.pgettext("device", "lent") == "meegegeven"
    assert i18n._("lent") == "lent"


@pytest.mark.usefixtures("catalogue")
def test_a_text_without_translation_stays_english_and_nothing_stays_nothing() -> None:
    assert i18n._("No such text") == "No such text"
    assert i18n._("") == ""


@pytest.mark.usefixtures("catalogue")
def test_many_threads_at_once() -> None:
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(i18n._, ["Handed in"] * 200)) == {"Ingeleverd"}


def test_unknown_language_is_refused_and_changes_nothing() -> None:
    with pytest.raises(ValueError, match="'fr'"):
        i18n.set_language("fr")
    assert i18n.language() == "nl"


@pytest.mark.parametrize(
    ("code", "long", "short"),
    [("nl", "za 21 nov 2026", "21-11-2026"), ("en", "Sat 21 Nov 2026", "21/11/2026")],
)
def test_dates(code: str, long: str, short: str) -> None:
    i18n.set_language(code)
    date = dt.date(2026, 11, 21)
    assert i18n.format_date(date) == long
    assert i18n.format_date(date, short=True) == short


def test_every_day_and_month_in_dutch() -> None:
    week = [i18n.format_date(dt.date(2026, 11, 16 + n)).split()[0] for n in range(7)]
    assert week == ["ma", "di", "wo", "do", "vr", "za", "zo"]
    year = " ".join(i18n.format_date(dt.date(2026, n, 1)).split()[2] for n in range(1, 13))
    assert year == "jan feb mrt apr mei jun jul aug sep okt nov dec"


def test_times_are_told_in_the_zone_that_they_bear() -> None:
    moment = dt.datetime(2026, 3, 1, 8, 7, 59, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    assert i18n.format_time(moment) == "08:07"
    assert i18n.format_datetime(moment) == "zo 1 mrt 2026 08:07"
