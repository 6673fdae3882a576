"""The log saved by itself at each closing: off by default, never in the way, made up for, warned of."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from deviceclerk.documents import log as documents
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import autoexport, closing, custody
from deviceclerk.services.autoexport import Choices
from deviceclerk.services.clerk import Clerk
from deviceclerk.services.wording_files import synchronised_text
from deviceclerk.support import i18n
from tests.school import AFTERNOON, SetClock, add_class, open_school


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Clerk, SetClock]]:
    i18n.set_language("en")
    clerk, clock = open_school(tmp_path / "data", AFTERNOON)
    add_class(clerk, 2, "5A")
    add_class(clerk, 2, "6B")
    yield clerk, clock
    clerk.close()
    i18n.set_language(i18n.DEFAULT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "logs"
    made.mkdir()
    return made


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_it_is_off_until_it_is_turned_on_and_then_only_for_what_is_closed_since(
    opened: tuple[Clerk, SetClock], folder: Path
) -> None:
    clerk, clock = opened
    closing.close_day(clerk)
    assert autoexport.write_due(clerk) == autoexport.Written()
    clock.forward(86400)
    autoexport.choose(clerk, Choices(str(folder)))
    assert autoexport.write_due(clerk) == autoexport.Written()
    closing.close_day(clerk)
    assert autoexport.write_due(clerk).files == (folder / "2026-11-21 log.xlsx",)
    assert names(folder) == ["2026-11-21 log.xlsx"]
    autoexport.choose(clerk, Choices())
    clock.forward(86400)
    closing.close_day(clerk)
    assert autoexport.write_due(clerk).files == ()


def test_a_day_is_written_once_and_anew_after_more_happened(opened: tuple[Clerk, SetClock], folder: Path) -> None:
    clerk, clock = opened
    autoexport.choose(clerk, Choices(str(folder), "csv"))
    closing.close_day(clerk, ["5A"])
    assert len(autoexport.write_due(clerk).files) == 1
    assert autoexport.write_due(clerk).files == ()
    clock.forward(600)
    closing.close_day(clerk, ["6B"])
    (file,) = autoexport.write_due(clerk).files
    assert len(file.read_text(encoding="utf-8-sig").splitlines()) == 3
    clock.forward(86400)
    closing.close_day(clerk)
    assert [path.name for path in autoexport.write_due(clerk).files] == ["2026-11-21 log.csv"]


def test_what_failed_is_due_until_it_succeeds(opened: tuple[Clerk, SetClock], folder: Path) -> None:
    clerk, clock = opened
    autoexport.choose(clerk, Choices(str(folder)))
    folder.rmdir()
    failed = autoexport.write_due(clerk)
    for _day in range(3):
        closing.close_day(clerk)
        clock.forward(86400)
        failed = autoexport.write_due(clerk)
        assert failed.files == ()
    assert [day.day for day in failed.failed] == [20, 21, 22]
    text = autoexport.failed_text(failed)
    assert "Fri 20 Nov 2026, Sat 21 Nov 2026, Sun 22 Nov 2026" in text
    assert f"There is no folder {folder}." in text
    folder.mkdir()
    assert len(autoexport.write_due(clerk).files) == 3
    assert names(folder) == ["2026-11-20 log.xlsx", "2026-11-21 log.xlsx", "2026-11-22 log.xlsx"]
    assert autoexport.write_due(clerk) == autoexport.Written()


def test_one_day_that_fails_does_not_keep_the_others_back(opened: tuple[Clerk, SetClock], folder: Path) -> None:
    clerk, clock = opened
    autoexport.choose(clerk, Choices(str(folder)))
    (folder / "2026-11-20 log.xlsx").mkdir()
    for _day in range(2):
        closing.close_day(clerk)
        clock.forward(86400)
    written = autoexport.write_due(clerk)
    assert [path.name for path in written.files] == ["2026-11-21 log.xlsx"]
    assert [day.day for day in written.failed] == [20]
    (folder / "2026-11-20 log.xlsx").rmdir()
    assert [path.name for path in autoexport.write_due(clerk).files] == ["2026-11-20 log.xlsx"]


def test_a_broken_off_export_leaves_yesterdays_file_whole(
    opened: tuple[Clerk, SetClock], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, _clock = opened
    autoexport.choose(clerk, Choices(str(folder)))
    (folder / "2026-11-20 log.xlsx").write_bytes(b"old")
    closing.close_day(clerk)

    def full(_descriptor: int) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(os, "fsync", full)
    assert len(autoexport.write_due(clerk).failed) == 1
    assert names(folder) == ["2026-11-20 log.xlsx"]
    assert (folder / "2026-11-20 log.xlsx").read_bytes() == b"old"


def test_without_names_the_file_has_none(opened: tuple[Clerk, SetClock], folder: Path) -> None:
    clerk, _clock = opened
    autoexport.choose(clerk, Choices(str(folder), "csv", names=False))
    custody.scan(clerk, "DCBBBBBBBBBB")
    closing.close_day(clerk)
    (file,) = autoexport.write_due(clerk).files
    assert file.name == "2026-11-20 log in numbers.csv"
    assert "Leerling" not in file.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        (Choices("/nowhere/at/all"), "no_such_folder"),
        (Choices("relative"), "no_such_folder"),
        (Choices("", "docx"), "unknown_export_kind"),
    ],
)
def test_what_cannot_be_is_refused(opened: tuple[Clerk, SetClock], chosen: Choices, code: str) -> None:
    with pytest.raises(Refused, match=code):
        autoexport.choose(opened[0], chosen)
    assert autoexport.choices(opened[0]) == Choices()


def test_file_names_sort_by_day() -> None:
    days = [AFTERNOON.date() + timedelta(n) for n in range(0, 400, 7)]
    named = [autoexport.name_of(day, Choices("x")) for day in days]
    assert named == sorted(named)


def test_a_synchronised_folder_is_warned_of_in_words(tmp_path: Path) -> None:
    i18n.set_language("en")
    assert synchronised_text(tmp_path) == ""
    (tmp_path / "Nextcloud").mkdir()
    text = synchronised_text(tmp_path / "Nextcloud" / "log.xlsx")
    assert text.startswith("Nextcloud is synchronised by Nextcloud: what is saved there leaves this PC.")
    i18n.set_language(i18n.DEFAULT)


def test_nothing_but_the_chosen_kinds_can_be_written() -> None:
    for kind in autoexport.KINDS:
        documents._writer(Path(f"log.{kind}"))
