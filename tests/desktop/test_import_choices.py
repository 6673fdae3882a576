"""What is decided one by one in the import's preview, by real keys and mouse."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from deviceclerk.desktop.imports import ImportScreen
from deviceclerk.desktop.imports_choices_view import Matter
from deviceclerk.desktop.imports_preview import AT_ONCE, PreviewPane
from deviceclerk.desktop.imports_remembered import RememberedPanel
from deviceclerk.domain.consent import Medium, Reason, Respondent, Value
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import Stage as ReadStage
from deviceclerk.services import answers_by_hand, consent, people, roster, rosterchoices
from deviceclerk.services.clerk import Clerk
from tests.desktop.stage import Stage, on_stage
from tests.keys import Keyboard, Pointer
from tests.rosters import cell, child, export

NOW = dt.datetime.fromisoformat("2026-10-05T10:00:00+02:00")


@pytest.fixture
def stage(tmp_path: Path, keyboard: Keyboard, pointer: Pointer) -> Iterator[Stage]:
    with on_stage(tmp_path / "school", keyboard, pointer, "import", NOW) as stage:
        stage.idle()
        yield stage


def known(clerk: Clerk) -> dict[str, int]:
    """A school with two Sems in one group, one who will have moved, one who will be gone, and a withdrawal."""
    first = export(
        child("Sem Bos", "5A", "11", answers=[cell("website", "no", "unknown")]),
        child("Sem Bos", "5A", "12", answers=[cell("website", "no", "unknown")]),
        child("Ada Kok", "5A", "13", website="unanswered"),
        child("Bo Nap", "5B", website="yes"),
        child("Noor Vos", "5A", "15", website="yes"),
        child("Guus Pol", "6A", "16", website="yes"),
        on=dt.date(2026, 9, 4),
    )
    ids = roster.apply(clerk, roster.compare(clerk, first)).person_ids
    names = ("sem", "sem2", "ada", "bo", "noor", "guus")
    found = {name: person_id or 0 for name, person_id in zip(names, ids, strict=True)}
    answers_by_hand.set_answers(
        clerk, found["ada"], "website", [Medium.PHOTO], Value.NO, by=Respondent.UNKNOWN,
        on=dt.date(2026, 9, 10), source="briefje van haar vader",
    )  # fmt: skip
    return found


def file(tmp_path: Path, *, day: str = "02-10-2026") -> Path:
    path = tmp_path / "klas.csv"
    path.write_text(
        f"Privacyvoorkeuren, geëxporteerd op {day}\n\nLeerlingnummer;Leerling;Groep;Foto website\n"
        ";Sem Bos;5A;Ja\n13;Ada Kok;5A;Ja\n;Bo Nap;6A;Ja\n16;Guus Pol;6A;Ja\n",
        encoding="utf-8",
    )
    return path


def previewed(stage: Stage, path: Path) -> PreviewPane:
    screen: ImportScreen = stage.screen
    screen.choose(path)
    stage.until(lambda: screen.preview is not None, "the preview")
    stage.idle()
    assert screen.preview is not None
    return screen.preview


def to_decide(stage: Stage) -> PreviewPane:
    pane = stage.screen.preview
    stage.pointer.click_on(pane.choice.buttons["decide"])
    stage.until(pane.choices.winfo_ismapped, "what is to be decided")
    stage.idle()
    return pane  # type: ignore[no-any-return]


def waiting(stage: Stage) -> list[str]:
    return [item.name for item in stage.screen.preview._items() if item.chosen is None]


def decide(stage: Stage, name: str, key: str) -> None:
    """Clicks the answer for the pupil whose turn it is in the list."""
    pane: PreviewPane = stage.screen.preview
    item = next(item for item in pane._items() if item.name == name and item.chosen is None)
    pane.choices.table.select(item.id)
    stage.until(lambda: pane.choices.at_hand == item and key in pane.choices.buttons, name)
    stage.idle()
    stage.pointer.click_on(pane.choices.buttons[key])
    chosen = (item.id, key)
    stage.until(
        lambda: chosen in [(one.id, one.chosen) for one in stage.screen.preview._items()], f"what holds for {name}"
    )
    stage.idle()


def applied(stage: Stage) -> None:
    screen: ImportScreen = stage.screen
    assert screen.preview is not None
    stage.pointer.click_on(screen.preview.apply)
    stage.until(lambda: screen.pane is screen.done, "the import")
    stage.idle()


def reason(clerk: Clerk, person_id: int) -> Reason:
    found = consent.roster(clerk, purposes=["website"], media=[Medium.PHOTO])
    return next(row.verdict.reason for row in found.rows if row.person_id == person_id)


def test_everything_is_decided_one_by_one_and_remembered(stage: Stage, tmp_path: Path) -> None:
    ids = known(stage.clerk)
    pane = previewed(stage, file(tmp_path))
    assert pane.choice.buttons["decide"].cget("text") == "To decide (4)"
    assert waiting(stage) == ["Ada Kok", "Sem Bos", "Bo Nap", "Noor Vos"]
    pane = to_decide(stage)
    ada = pane.choices.at_hand
    assert ada is not None
    assert any("briefje van haar vader" in line for line in ada.details)
    assert any("export says: yes" in line for line in ada.details)
    decide(stage, "Ada Kok", "export")
    decide(stage, "Sem Bos", str(ids["sem2"]))
    decide(stage, "Bo Nap", str(ids["bo"]))
    decide(stage, "Noor Vos", "left")
    assert waiting(stage) == ["Sem Bos"], "the other Sem is gone now, and that is asked as well"
    decide(stage, "Sem Bos", "stays")
    assert "not decided" not in stage.screen.preview.waiting.cget("text")
    applied(stage)
    assert reason(stage.clerk, ids["ada"]) is Reason.ALLOWED
    assert reason(stage.clerk, ids["sem2"]) is Reason.ALLOWED
    assert reason(stage.clerk, ids["sem"]) is Reason.REFUSED
    assert people.find(stage.clerk, f"id:{ids['bo']}").group == "6A"
    assert ids["noor"] not in [person.id for person in people.pupils(stage.clerk)]
    assert len(rosterchoices.remembered(stage.clerk)) == 2
    # The same file once more says so, and asks about nothing that was answered.
    pane = previewed(stage, file(tmp_path))
    assert waiting(stage) == ["Sem Bos"], "who stays is gone from the export still"


def test_a_withdrawal_that_is_not_older_cannot_be_undone(stage: Stage, tmp_path: Path) -> None:
    known(stage.clerk)
    previewed(stage, file(tmp_path, day="10-09-2026"))
    pane = to_decide(stage)
    assert pane.choices.at_hand is not None
    assert pane.choices.at_hand.name == "Ada Kok"
    assert pane.choices.buttons["export"].instate(["disabled"])
    assert "the withdrawal stands" in pane.choices.details.cget("text")
    decide(stage, "Ada Kok", "hand")


def test_by_keys_alone(stage: Stage, tmp_path: Path) -> None:
    ids = known(stage.clerk)
    previewed(stage, file(tmp_path))
    pane = to_decide(stage)
    pane.choices.table.enter()
    stage.until(lambda: stage.focus() is pane.choices.table.tree, "the list")
    stage.keyboard.tap("Down")
    stage.until(lambda: pane.choices.at_hand is not None and pane.choices.at_hand.name == "Sem Bos", "Sem")
    stage.idle()
    stage.keyboard.tap("Return")
    first = pane.choices.buttons[str(ids["sem"])]
    stage.until(lambda: stage.focus() is first, "the first answer")
    stage.keyboard.tap("space")
    stage.until(lambda: "Sem Bos" not in waiting(stage)[:1] and stage.screen.preview is not pane, "compared anew")
    stage.idle()
    now = stage.screen.preview
    stage.until(lambda: stage.focus() is now.choices.table.tree, "back in the list")
    assert now.choices.at_hand.name == "Bo Nap", "the next that waits"


def test_the_boxes_decide_for_all_and_one_can_differ(stage: Stage, tmp_path: Path) -> None:
    ids = known(stage.clerk)
    pane = previewed(stage, file(tmp_path))
    assert set(pane.boxes) == {"left", "moved"}
    for box in pane.boxes.values():
        stage.pointer.click_on(box, x=20)
    stage.until(lambda: waiting(stage) == ["Ada Kok", "Sem Bos"], "the others are agreed to")
    to_decide(stage)
    item = next(item for item in pane._items() if item.name == "Noor Vos")
    assert item.chosen == "left"
    pane.choices.table.select(item.id)
    stage.until(lambda: "stays" in pane.choices.buttons, "Noor")
    stage.idle()
    stage.pointer.click_on(pane.choices.buttons["stays"])
    stage.idle()
    applied(stage)
    present = {person.id: person.group for person in people.pupils(stage.clerk)}
    assert (present[ids["noor"]], present[ids["bo"]]) == ("5A", "6A")


def test_remembered_choices_are_listed_and_forgotten(stage: Stage, tmp_path: Path) -> None:
    ids = known(stage.clerk)
    previewed(stage, file(tmp_path))
    to_decide(stage)
    decide(stage, "Sem Bos", str(ids["sem2"]))
    applied(stage)
    screen: ImportScreen = stage.screen
    stage.pointer.click_on(screen.done.other_button)
    stage.until(lambda: screen.pane is screen.start, "the start")
    stage.idle()
    stage.pointer.click_on(screen.start.choices_button)
    stage.until(lambda: isinstance(screen.asides.laid.panel, RememberedPanel), "the card")
    panel = screen.asides.laid.panel
    assert isinstance(panel, RememberedPanel)
    stage.until(lambda: panel.table.visible, "the choice")
    stage.idle()
    told = panel.table.texts(panel.table.visible[0])
    assert (told["row"], told["about"]) == ("Sem Bos, 5A", "Sem Bos, 5A, 12")
    stage.pointer.click_on(panel.forget_button)
    stage.until(lambda: not panel.table.visible, "nothing remembered")
    stage.idle()
    assert rosterchoices.remembered(stage.clerk) == ()
    assert panel.forget_button.instate(["disabled"])
    stage.keyboard.tap("Escape")
    stage.until(lambda: screen.asides.laid.panel is None, "the card put away")


def test_nothing_to_decide_has_no_list_of_it(stage: Stage, tmp_path: Path) -> None:
    pane = previewed(stage, file(tmp_path))
    assert "decide" not in pane.choice.buttons


def test_a_file_of_one_group_and_of_another_year(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text("Leerling;Foto website\nSem Bos;Ja\nAda Kok;Nee\nBo Nap;Ja\n", encoding="utf-8")
    screen: ImportScreen = stage.screen
    stage.pointer.click_on(screen.start.options.group_field)
    stage.keyboard.type("7B", interval_ms=80)
    stage.until(lambda: screen.start.options.group == "7B", "the group")
    screen.start.options.year_field.focus_force()
    stage.keyboard.tap("Down", interval_ms=80)
    stage.idle()
    stage.keyboard.tap("Down", "Down", "Return", interval_ms=80)
    stage.until(lambda: str(screen.start.options.year) == "2025-2026", "the school year")
    pane = previewed(stage, path)
    assert {pupil.group for pupil in pane.preview.read.pupils} == {"7B"}
    assert str(pane.preview.difference.year) == "2025-2026"
    applied(stage)
    assert {person.group for person in people.pupils(stage.clerk)} == {"7B"}
    sem = people.find(stage.clerk, "Sem Bos").id
    assert reason(stage.clerk, sem) is Reason.EXPIRED
    stage.pointer.click_on(screen.done.other_button)
    stage.until(lambda: screen.pane is screen.start, "another file")
    assert (screen.start.options.group, screen.start.options.year) == (None, None)


def test_reading_and_applying_tell_how_far_they_are_and_can_be_stopped(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    big = tmp_path / "big.csv"
    head = ["Leerlingnummer;Roepnaam;Achternaam;Groep;" + ";".join(f"Foto vraag {n}" for n in range(10))]
    rows = [f"{n};Kind{n};Achter{n};{n % 40}A;" + ";".join(["Ja"] * 10) for n in range(4000)]
    big.write_text("\n".join([*head, *rows]), encoding="utf-8")
    screen: ImportScreen = stage.screen
    told: list[tuple[int, int, str]] = []

    def listening(name: str) -> None:
        tell = getattr(screen.reading, name)

        def listen(done: int, total: int, *stage: ReadStage) -> None:
            told.append((done, total, *(stage or ("compared",))))
            tell(done, total, *stage)

        monkeypatch.setattr(screen.reading, name, listen)

    listening("tell")
    listening("compared")
    pane = previewed(stage, big)
    assert told[0] == (0, 4001, ReadStage.ROWS)
    assert (4000, 4001, ReadStage.ROWS) in told
    assert list(dict.fromkeys(stage for _done, _total, stage in told)) == [
        ReadStage.ROWS,
        ReadStage.TAKEN,
        "compared",
    ]
    assert {(done, total) for done, total, of in told if of is ReadStage.TAKEN} == {
        (done, 4000) for done in range(0, 4000, 250)
    }
    assert {(done, total) for done, total, of in told if of == "compared"} == {
        (done, 4000) for done in range(0, 4000, 500)
    }
    stage.pointer.click_on(pane.apply)
    stage.until(lambda: pane.applying.winfo_ismapped() and pane.applying.bar["value"] > 0, "how far it is")
    stage.pointer.click_on(pane.applying.stop_button)
    stage.until(lambda: pane.apply.instate(["!disabled"]), "the stop")
    stage.idle()
    assert any("The import was stopped" in text for text in stage.said)
    assert people.pupils(stage.clerk, include_left=True) == ()
    assert roster.last_import(stage.clerk) is None
    applied(stage)
    assert len(people.pupils(stage.clerk)) == 4000


def test_choices_made_quickly_all_hold(stage: Stage, tmp_path: Path) -> None:
    ids = known(stage.clerk)
    previewed(stage, file(tmp_path))
    pane = to_decide(stage)
    there = {(item.matter, item.name): item.id for item in pane._items()}
    pane._chosen(there[Matter.ROW, "Sem Bos"], str(ids["sem2"]))
    assert pane.apply.instate(["disabled"]), "what is in sight is without the choice"
    pane._chosen(there[Matter.MOVED, "Bo Nap"], "new")
    pane._chosen(there[Matter.GONE, "Noor Vos"], "stays")
    assert pane.apply.instate(["disabled"]), "deciding on something else does not bring it back"
    stage.until(lambda: stage.screen.preview not in (None, pane), "compared anew")
    stage.idle()
    chosen = {item.id: item.chosen for item in stage.screen.preview._items()}
    assert chosen[there[Matter.ROW, "Sem Bos"]] == str(ids["sem2"])
    assert chosen[there[Matter.MOVED, "Bo Nap"]] == "new"
    assert chosen[there[Matter.GONE, "Noor Vos"]] == "stays"
    assert stage.screen.preview.apply.instate(["!disabled"])


# --- stopped at any moment --------------------------------------------------------------------------------


class Held:
    """Something long, held up once it has told how far it is, until it is cancelled."""

    def __init__(self, *how_far: Any) -> None:
        self.how_far = how_far
        self.ended = threading.Event()

    def __call__(
        self, *_given: Any, cancelled: Callable[[], bool], progress: Callable[..., object], **_more: Any
    ) -> None:
        if self.how_far:
            progress(*self.how_far)
        moment = threading.Event()
        while not cancelled():
            moment.wait(0.01)
        self.ended.set()
        raise Refused("read_cancelled", file="lijst.csv")


@pytest.mark.parametrize(
    ("long", "held", "text", "at"),
    [
        ("read_beside_known", Held(), "The file is being opened.", None),
        ("read_beside_known", Held(1, 4, ReadStage.ROWS), "1 of 4 rows read (25 %)", 25),
        ("read_beside_known", Held(1, 2, ReadStage.TAKEN), "The answers are taken over: 1 of 2 pupils (50 %)", 50),
        ("compare", Held(3, 4), "Compared with what is known: 3 of 4 pupils (75 %)", 75),
    ],
)
def test_the_bar_is_seen_and_stops_it_whatever_goes_on(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, long: str, held: Held, text: str, at: int | None
) -> None:
    screen: ImportScreen = stage.screen
    monkeypatch.setattr(roster, long, held)
    screen.choose(file(tmp_path))
    stage.until(lambda: screen.reading.rows.cget("text") == text, text)
    stage.until(lambda: screen.reading.bar.winfo_viewable(), "the bar")
    assert str(screen.reading.bar.cget("mode")) == ("indeterminate" if at is None else "determinate")
    assert at is None or screen.reading.bar["value"] == at
    stage.pointer.click_on(screen.reading.cancel)
    stage.until(lambda: screen.pane is screen.start, "the stop")
    assert "stopped" in screen.start.strip.text.cget("text")
    stage.until(held.ended.is_set, "the end of what went on")
    stage.idle()
    assert screen.pane is screen.start
    assert people.pupils(stage.clerk, include_left=True) == ()
    monkeypatch.undo()
    previewed(stage, file(tmp_path))


def test_from_the_columns_too_comparing_can_be_stopped(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen: ImportScreen = stage.screen
    previewed(stage, file(tmp_path))
    stage.until(screen.understood.bar.look_button.winfo_ismapped, "the way to the columns")
    stage.pointer.click_on(screen.understood.bar.look_button)
    stage.until(lambda: screen.pane is screen.understood.pane, "the columns")
    pane, held = screen.understood.pane, Held(1, 4)
    assert pane is not None
    monkeypatch.setattr(roster, "compare", held)
    stage.pointer.click_on(pane.on_button)
    stage.until(lambda: pane.again.text.cget("text") == "Comparing: 25 %", "how far it is")
    stage.until(pane.again.stop_button.winfo_ismapped, "the button")
    stage.pointer.click_on(pane.again.stop_button)
    stage.until(lambda: held.ended.is_set() and pane.on_button.instate(["!disabled"]), "the columns again")
    assert screen.pane is pane
    monkeypatch.undo()
    stage.pointer.click_on(pane.on_button)
    stage.until(lambda: screen.preview is not None, "the preview")


def test_of_a_very_long_list_the_first_lines_are_shown_and_all_are_found(stage: Stage, tmp_path: Path) -> None:
    big = tmp_path / "big.csv"
    rows = [f"{n};Kind{n};Achter{n};{n % 40}A;{'Ja' if n % 2 else 'misschien'}" for n in range(5000)]
    big.write_text("\n".join(["Leerlingnummer;Roepnaam;Achternaam;Groep;Website", *rows]), encoding="utf-8")
    pane = previewed(stage, big)
    assert len(pane.changes.visible) == AT_ONCE
    assert "(5000)" in pane.choice.buttons["changes"].cget("text")
    assert "first 2000 of 5000 lines" in pane.waiting.cget("text")
    stage.keyboard.chord("Control_L", "f")
    stage.until(lambda: stage.focus() is pane.search.entry, "the search field")
    stage.keyboard.type("achter4987", interval_ms=40)
    stage.until(lambda: len(pane.changes.visible) == 1, "one")
    assert pane.changes.texts(pane.changes.visible[0])["name"] == "Kind4987 Achter4987"
    assert "lines are shown" not in pane.waiting.cget("text")
    stage.keyboard.tap("Escape")
    stage.until(lambda: len(pane.changes.visible) == AT_ONCE, "the first again")
    pane.show_table("problems")
    assert len(pane.problems.visible) == AT_ONCE
    assert "first 2000 of 2500 lines" in pane.waiting.cget("text")
