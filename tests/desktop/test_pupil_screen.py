"""The pupil's page: by real keys and mouse."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deviceclerk.desktop import pupil_view
from deviceclerk.domain.consent import Medium, Reason, Value
from deviceclerk.domain.custody import Kind
from deviceclerk.domain.people import Name, Person, Role
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import custody, people, pupil, tags
from deviceclerk.support import i18n
from tests.desktop.dialogs import in_dialog
from tests.desktop.stage import Stage, on_stage
from tests.documents.pdfs import pages_of
from tests.keys import Keyboard, Pointer
from tests.rosters import cell, child, export
from tests.school import MORNING

pytestmark = pytest.mark.display


@pytest.fixture
def stage(tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> Iterator[Stage]:
    answers = [cell("website", "yes"), cell("website", "no", medium=Medium.FILM)]
    read = export(
        child("Sem de Vries", number="12", answers=answers),
        child("Noor Bakker", number="13", website="yes"),
        child("Sem Aalders", "6B", number="14", website="no"),
        on=date(2026, 9, 4),
    )
    with on_stage(tmp_path / "data", keyboard, pointer, "roster", MORNING, read) as made:
        yield made


def sem(stage: Stage) -> int:
    return people.find(stage.clerk, "12").id


def open_page(stage: Stage, person: int) -> Any:
    stage.window.desk.show("pupil", person_id=person, back="roster")
    stage.idle()
    stage.until(lambda: stage.screen.key == "pupil" and stage.screen.page is not None, "the page")
    return stage.screen


def test_a_double_click_on_a_name_leads_there_and_back_again(stage: Stage) -> None:
    names = stage.screen.allowed.names
    assert [entry.title for entry in names.entries] == ["Noor Bakker", "Sem de Vries"]
    second = names._offsets[1] + names._inset + 8
    stage.pointer.click_on(names.canvas, names.canvas.winfo_width() // 2, second, times=2)
    stage.until(lambda: stage.window.front == "pupil", "the page")
    stage.idle()
    assert stage.screen.name.cget("text") == "Sem de Vries"
    assert "Group: 5A" in stage.screen.about.cget("text")
    stage.pointer.click_on(stage.screen.back_button)
    stage.until(lambda: stage.window.front == "roster", "the consent screen")


def test_a_name_is_searched_and_opened_by_keys(stage: Stage) -> None:
    stage.keyboard.chord("Control_L", "f")
    stage.keyboard.type("noor", interval_ms=60)
    stage.idle()
    stage.until(lambda: len(stage.screen.allowed.names.entries) == 1, "one found")
    stage.keyboard.tap("Return")
    stage.until(lambda: stage.focus() is stage.screen.allowed.names.canvas, "the list")
    stage.keyboard.tap("Return")
    stage.until(lambda: stage.window.front == "pupil", "the page")
    stage.idle()
    assert stage.screen.page.person.name.full == "Noor Bakker"


def test_all_answers_with_reason_source_and_timeline(stage: Stage) -> None:
    screen = open_page(stage, sem(stage))
    table = screen.tables["consent"]
    rows = [tuple(table.texts(row).values()) for row in table.visible]
    source = "imported on 20/11/2026: export.xlsx, sheet Blad1, row 5"
    assert rows == [
        ("Website", "photo", "Allowed", source),
        ("Website", "film", "Refused", source),
        ("Website", "sound", "Not asked this school year", ""),
    ]
    stage.until(lambda: stage.focus() is table.tree, "the list")
    stage.keyboard.tap("Down")
    stage.until(lambda: screen.timeline.subject.medium is Medium.FILM, "the second")
    assert screen.timeline.what.cget("text") == "Website, film"
    told = screen.timeline.text.get("1.0", "end")
    assert "Fri 4 Sep 2026: no (“Nee”)" in told
    assert "row 5 · this counts now" in told


def test_an_answer_by_hand_by_keys(stage: Stage) -> None:
    screen = open_page(stage, sem(stage))
    stage.until(lambda: stage.focus() is screen.tables["consent"].tree, "the list")
    stage.keyboard.tap("Return")
    stage.until(lambda: stage.focus() is screen.form.purpose, "the form")
    assert screen.form.purpose.get() == "Website"
    assert [medium for medium, chosen in screen.form.media.items() if chosen.get()] == [Medium.PHOTO]
    stage.keyboard.tap("Return")
    stage.idle()
    assert "which form, or which message" in screen.form.said.text
    for _field in range(12):
        if stage.focus() is screen.form.source:
            break
        stage.keyboard.tap("Tab")
        stage.idle()
    stage.keyboard.type("mail of today", interval_ms=60, end="Return")
    stage.until(lambda: screen.tables["consent"].texts("photo:website")["verdict"] == "Refused", "the answer")
    stage.idle()
    assert stage.focus() is screen.tables["consent"].tree
    assert "recorded" in stage.said[0]
    subject = next(s for s in pupil.page(stage.clerk, sem(stage)).subjects if s.medium is Medium.PHOTO)
    assert (subject.verdict.reason, subject.timeline[0].value) == (Reason.REFUSED, Value.NO)
    assert subject.timeline[0].source == "mail of today"


def test_a_day_that_is_none_and_escape(stage: Stage) -> None:
    screen = open_page(stage, sem(stage))
    stage.pointer.click_on(screen.timeline.enter_button)
    stage.until(lambda: stage.focus() is screen.form.purpose, "the form")
    screen.form.day.delete(0, "end")
    screen.form.day.focus_set()
    stage.keyboard.type("31-2-2026", interval_ms=60, end="Return")
    stage.idle()
    assert "Write the day as in 20/11/2026" in screen.form.said.text
    stage.keyboard.tap("Escape")
    stage.until(lambda: screen.timeline.winfo_ismapped(), "the timeline")
    assert not screen.form.winfo_ismapped()


def test_devices_and_the_log(stage: Stage) -> None:
    phone = tags.add_device(stage.clerk, sem(stage), Kind.PHONE, 7)
    custody.hand(stage.clerk, phone.device_id, Phase.IN)
    screen = open_page(stage, sem(stage))
    stage.pointer.click_on(screen.which.buttons["devices"])
    stage.until(lambda: screen.tables["devices"].winfo_ismapped(), "the log")
    assert screen.devices.cget("text") == "Phone in pocket 7: in keeping"
    assert not screen.timeline.winfo_ismapped()
    table = screen.tables["devices"]
    assert [table.texts(row)["what"] for row in table.visible] == ["Handed in"]
    stage.pointer.click_on(screen.which.buttons["images"])
    stage.until(lambda: screen.tables["images"].winfo_ismapped(), "the publications")
    assert not screen.devices.winfo_ismapped()


def test_erasure_names_what_goes_and_asks_for_the_name(stage: Stage) -> None:
    person = sem(stage)
    screen = open_page(stage, person)
    stage.pointer.click_on(screen.erase_button)
    stage.until(lambda: stage.focus() is screen.erasure.typed, "the question")
    assert screen.erasure.counts.cget("text").splitlines() == [
        "•  1 person", "•  2 answers", "•  1 note of who looked at consent",
    ]  # fmt: skip
    assert "still at the school" in screen.erasure.warning.text
    stage.keyboard.type("sem de vrie", interval_ms=60)
    stage.idle()
    assert screen.erasure.erase.instate(["disabled"])
    stage.pointer.click_on(screen.erasure.erase)
    stage.idle()
    assert people.find(stage.clerk, "12").id == person
    stage.pointer.click_on(screen.erasure.typed)
    stage.keyboard.tap("End")
    stage.keyboard.type("s", interval_ms=60)
    stage.until(lambda: screen.erasure.erase.instate(["!disabled"]), "the button")
    stage.pointer.click_on(screen.erasure.erase)
    stage.until(lambda: stage.window.front == "roster", "the consent screen")
    stage.idle()
    with pytest.raises(Refused):
        people.find(stage.clerk, "12")
    assert stage.said == ["Everything about this pupil was erased."]
    assert [entry.title for entry in stage.screen.allowed.names.entries] == ["Noor Bakker"]


def test_a_device_here_refuses_and_escape_keeps(stage: Stage) -> None:
    phone = tags.add_device(stage.clerk, sem(stage), Kind.PHONE, 7)
    custody.hand(stage.clerk, phone.device_id, Phase.IN)
    screen = open_page(stage, sem(stage))
    stage.pointer.click_on(screen.erase_button)
    stage.until(lambda: stage.focus() is screen.erasure.typed, "the question")
    stage.keyboard.type("sem de vries", interval_ms=60)
    stage.until(lambda: screen.erasure.erase.instate(["!disabled"]), "the button")
    stage.pointer.click_on(screen.erasure.erase)
    stage.until(lambda: screen.erasure.said.text, "the refusal")
    assert "Hand it back first" in screen.erasure.said.text
    assert people.find(stage.clerk, "12").number == "12"
    stage.pointer.click_on(screen.erasure.typed)
    stage.keyboard.tap("Escape")
    stage.until(lambda: screen.timeline.winfo_ismapped(), "the timeline")


def test_the_extract(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(folder))
    screen = open_page(stage, sem(stage))
    in_dialog(stage.window.root, stage.keyboard, "Return")
    stage.pointer.click_on(screen.print_button)
    (made,) = stage.until(lambda: list(folder.glob("*.pdf")), "the extract")
    stage.idle()
    assert os.path.basename(made) == "extract 12 2026-11-20.pdf"
    assert "Sem de Vries" in pages_of(made)[0]


def test_another_language_keeps_whose_page_it_is(stage: Stage) -> None:
    open_page(stage, sem(stage))
    stage.window.desk.change_settings(language="nl")
    stage.idle()
    stage.until(lambda: stage.screen.key == "pupil" and stage.screen.page is not None, "the page")
    assert stage.screen.name.cget("text") == "Sem de Vries"


def test_the_extracts_file_name_names_nobody() -> None:
    def named(number: str | None) -> str:
        person = Person(1, Role.PUPIL, number, Name("Sem", "de", "Vries"), "5A")
        return pupil_view.extract_name(person, MORNING)

    i18n.set_language("nl")
    assert named("00/12") == "uittreksel 0012 2026-11-20.pdf"
    assert named(None) == f"uittreksel 2026-11-20 {MORNING:%H.%M}.pdf"
