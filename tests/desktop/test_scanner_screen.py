"""Trying a scanner by real keys: what is well, each fault by its name, and that nothing is handed in."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import zxingcpp

from deviceclerk.desktop import scanner_words
from deviceclerk.desktop.scanner import ScannerScreen
from deviceclerk.desktop.scannercheck import Fault, Finding, Report
from deviceclerk.domain import keyboards, tagcode
from deviceclerk.domain.keyboards import Case, Layout, Way
from deviceclerk.domain.testcodes import TestCode
from deviceclerk.support import i18n
from tests.desktop.app import App, button, texts
from tests.desktop.dialogs import in_dialog
from tests.desktop.scanning import UNEVEN, scan, send
from tests.keys import Pointer

pytestmark = pytest.mark.display

TAG = tagcode.issue(random.Random(31).choice)
OTHER = tagcode.issue(random.Random(32).choice)
SIGNS, LETTERS = TestCode.SIGNS.value, TestCode.LETTERS.value
XKB = {
    Layout.US_INTERNATIONAL: ("us", "intl"),
    Layout.BRITISH: ("gb", ""),
    Layout.DUTCH: ("nl", ""),
    Layout.BELGIAN: ("be", ""),
    Layout.FRENCH: ("fr", ""),
    Layout.GERMAN: ("de", ""),
}


def screen(app: App) -> Any:
    """The screen in front: a new one after each change of looks."""
    found = app.window.screen
    assert isinstance(found, ScannerScreen)
    return found


@pytest.fixture
def trying(app: App) -> App:
    """The screen in front."""
    app.open("scanner")
    return app


def report(app: App, act: Any) -> Report:
    """What the screen says of what was sent."""
    before = screen(app).report
    act()
    app.wait(lambda: screen(app).report is not before, "a report")
    app.rest()
    found: Report = screen(app).report
    return found


def tried(app: App, text: str, *ends: str, every: int = 4) -> Report:
    """Scans a text and waits for the report; ends with Return unless told."""
    return report(app, lambda: scan(app.keyboard, text, *(ends or ("Return",)), every=every))


# --- what is well -----------------------------------------------------------------------------------------


def test_all_test_codes_one_after_the_other(trying: App) -> None:
    for test in TestCode:
        assert screen(trying).tiles[test].state_ == "waiting"
        found = tried(trying, test.value)
        assert found.good
        assert screen(trying).tiles[test].state_ == "good"
        assert scanner_words.measured(found) in screen(trying).tiles[test].text
    assert screen(trying).result.headline == "The scanner is set well"
    assert "Enter" in screen(trying).result.detail


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        (("Return",), "Enter"),
        (("Tab",), "Tab"),
        (("Linefeed",), "LF"),
        (("Return", "Linefeed"), "Enter + LF"),
    ],
)
def test_every_good_ending_is_told(trying: App, ends: tuple[str, ...], told: str) -> None:
    assert tried(trying, SIGNS, *ends).good
    assert screen(trying).result.headline == "All is well"
    assert f"ending: {told}" in screen(trying).result.detail


def test_one_real_tag_is_enough_and_is_not_handed_in(trying: App) -> None:
    tag = trying.devices[0].tag
    assert tried(trying, tag).good
    assert screen(trying).result.headline == "All is well"
    assert [tile.state_ for tile in screen(trying).tiles.values()] == ["waiting"] * 4
    assert trying.events() == ()


def test_codes_that_follow_each_other_at_once(trying: App) -> None:
    def both() -> None:
        scan(trying.keyboard, LETTERS, "Return")
        scan(trying.keyboard, SIGNS, "Return")

    report(trying, both)
    trying.wait(lambda: screen(trying).tiles[TestCode.SIGNS].state_ == "good")
    assert screen(trying).tiles[TestCode.LETTERS].state_ == "good"


# --- each fault -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [TAG, LETTERS, SIGNS, TestCode.LONG.value, TestCode.SMALL.value])
def test_caps_lock(trying: App, text: str) -> None:
    trying.keyboard.caps_lock(True)
    assert tried(trying, text).faults == {Fault.CAPS_LOCK}
    assert screen(trying).result.headline == "Caps Lock is on"
    trying.keyboard.caps_lock(False)
    assert tried(trying, text).good


@pytest.mark.parametrize("pc", XKB)
def test_each_keyboard_language_of_the_pc_by_its_real_layout(trying: App, pc: Layout) -> None:
    trying.keyboard.layout(*XKB[pc])
    found = tried(trying, SIGNS)
    assert found.faults == {Fault.LAYOUT}
    assert {way.pc for way in found.findings[0].ways} == {pc}
    assert f"this PC is set to {scanner_words.keyboard(pc)}." in " ".join(texts(screen(trying)))
    assert screen(trying).tiles[TestCode.SIGNS].state_ == "wrong"


@pytest.mark.parametrize("scanner", [Layout.FRENCH, Layout.BELGIAN, Layout.GERMAN, Layout.DUTCH])
def test_each_keyboard_language_of_the_scanner(trying: App, scanner: Layout) -> None:
    (keys,) = keyboards.arrivals(SIGNS, Way(scanner, Layout.US, Case.KEPT))
    found = tried(trying, keys)
    assert found.faults == {Fault.LAYOUT}
    assert {way.scanner for way in found.findings[0].ways} == {scanner}
    assert f"the scanner types {scanner_words.keyboard(scanner)} " in " ".join(texts(screen(trying)))


def test_letters_alone_say_azerty_but_not_whose(trying: App) -> None:
    trying.keyboard.layout("fr")
    found = tried(trying, LETTERS)
    assert {way.pc for way in found.findings[0].ways} == {Layout.FRENCH, Layout.BELGIAN}
    assert "Belgian (AZERTY) or French (AZERTY)" in " ".join(texts(screen(trying)))


@pytest.mark.parametrize("text", [TAG, SIGNS])
def test_missing_ending(trying: App, text: str) -> None:
    found = report(trying, lambda: scan(trying.keyboard, text))
    assert found.faults == {Fault.NO_ENDING}
    assert "no ending" in screen(trying).result.detail
    assert tried(trying, text).good


@pytest.mark.parametrize("text", [TAG, SIGNS])
@pytest.mark.parametrize(
    ("ends", "told"), [(("Return", "Return"), "Enter + Enter"), (("Tab", "Return"), "Tab + Enter")]
)
def test_doubled_ending(trying: App, text: str, ends: tuple[str, ...], told: str) -> None:
    assert tried(trying, text, *ends).findings == (Finding(Fault.DOUBLE_ENDING, text=told),)


@pytest.mark.parametrize(("one", "other"), [(TAG, OTHER), (LETTERS, SIGNS), (TAG, TAG)])
def test_two_codes_run_together(trying: App, one: str, other: str) -> None:
    assert tried(trying, one + other).faults == {Fault.RUN_TOGETHER}


@pytest.mark.parametrize("text", [TAG, SIGNS])
@pytest.mark.parametrize("prefix", ["]Q1", "#"])
def test_prefix(trying: App, text: str, prefix: str) -> None:
    assert tried(trying, prefix + text).findings == (Finding(Fault.PREFIX, text=prefix),)
    assert f"First came: {prefix}." in " ".join(texts(screen(trying)))


@pytest.mark.parametrize("text", [TAG, SIGNS])
def test_suffix(trying: App, text: str) -> None:
    assert tried(trying, text + ";1").findings == (Finding(Fault.SUFFIX, text=";1"),)


@pytest.mark.parametrize("end", ["Return", "Tab"])
@pytest.mark.parametrize("text", [TAG, SIGNS])
def test_too_slow(trying: App, text: str, end: str) -> None:
    """Slow keys look like a person's: they press no button, move no focus and find nobody."""
    focus = str(trying.window.root.focus_get())
    found = tried(trying, text, end, every=75)
    assert Fault.SLOW in found.faults
    assert Fault.TYPED not in found.faults
    assert abs(found.ms - 75) <= 5
    assert str(trying.window.root.focus_get()) == focus
    assert trying.window.find_keys.finder is None
    assert trying.window.front == "scanner"


def test_typed_by_hand(trying: App) -> None:
    found = report(trying, lambda: send(trying.keyboard, TAG, UNEVEN, "Return", after=200))
    assert found.faults == {Fault.TYPED}
    assert screen(trying).result.headline == "This was typed by hand"
    assert trying.events() == ()


def test_lost_characters(trying: App) -> None:
    found = tried(trying, TestCode.LONG.value.replace("j", "").replace("K", ""))
    assert found.faults == {Fault.LOST}
    assert screen(trying).tiles[TestCode.LONG].state_ == "wrong"


def test_another_code(trying: App) -> None:
    assert tried(trying, "8712345678906").faults == {Fault.FOREIGN}


def test_several_faults_at_once(trying: App) -> None:
    trying.keyboard.caps_lock(True)
    trying.keyboard.layout("be")
    found = tried(trying, ">" + SIGNS, "Tab", "Return")
    assert found.faults == {Fault.CAPS_LOCK, Fault.LAYOUT, Fault.DOUBLE_ENDING, Fault.PREFIX}
    said = texts(screen(trying))
    assert "1 more. Mend these first, and scan again." in said
    assert scanner_words.words(found.findings[2]).title in said


# --- the screen -------------------------------------------------------------------------------------------


def test_start_over_and_back(trying: App, pointer: Pointer) -> None:
    tried(trying, SIGNS)
    pointer.click_on(screen(trying).again_button)
    trying.wait(lambda: screen(trying).report is None)
    assert screen(trying).tiles[TestCode.SIGNS].state_ == "waiting"
    trying.rest()
    pointer.click_on(screen(trying).back_button)
    trying.wait(lambda: trying.window.front == "preferences")


def test_buttons_work_by_key_when_nothing_is_scanned(trying: App) -> None:
    trying.focus_on(screen(trying).back_button)
    trying.keyboard.tap("Return" if trying.window.root.tk.call("bind", "TButton", "<Key-Return>") else "space")
    trying.wait(lambda: trying.window.front == "preferences")


def test_a_scan_presses_no_button_that_has_the_keyboard(trying: App) -> None:
    trying.focus_on(screen(trying).back_button)
    assert tried(trying, "]Q1 " + SIGNS, "Return", "Return").faults == {Fault.PREFIX, Fault.DOUBLE_ENDING}
    assert trying.window.front == "scanner"


def test_scans_are_the_doors_again_afterwards(trying: App) -> None:
    tag = trying.devices[0].tag
    tried(trying, tag)
    trying.window.show("door")
    assert trying.window.desk.scan_taker is None
    assert trying.window.reader.watcher is None
    trying.scan(tag)
    trying.wait(lambda: len(trying.events()) == 1)


def test_half_a_try_does_not_wait_for_the_next_visit(trying: App) -> None:
    scan(trying.keyboard, SIGNS[:9])
    trying.keyboard.sync()
    trying.wait(lambda: screen(trying)._check.running)
    trying.window.show("door")
    trying.window.show("scanner")
    assert tried(trying, SIGNS).good


def test_another_language_in_the_middle_of_a_try(trying: App) -> None:
    scan(trying.keyboard, SIGNS[:9])
    trying.keyboard.sync()
    trying.wait(lambda: screen(trying)._check.running)
    before = screen(trying)
    trying.window.desk.change_settings(language="nl")
    trying.wait(lambda: trying.window.front == "scanner" and trying.window.screen is not before)
    trying.rest()
    trying.window.root.focus_force()
    assert tried(trying, SIGNS).good


def test_the_finder_keeps_its_own_keys(trying: App) -> None:
    """Whoever looks for a pupil here types into its field, and tries no scanner."""
    trying.window.find_keys.open()
    finder = trying.window.find_keys.finder
    assert finder is not None
    trying.rest()
    send(trying.keyboard, "leer", (90,))
    trying.rest()
    assert screen(trying).report is None
    assert not screen(trying)._check.running
    trying.window.find_keys.close()


def test_page_by_button(trying: App, pointer: Pointer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(folder))
    in_dialog(trying.window.root, trying.keyboard, "Return")
    pointer.click_on(screen(trying).print_button)
    trying.wait(lambda: list(folder.glob("*.pdf")), "the page")
    trying.wait(lambda: trying.window.notices.shown, "the notice")
    (path,) = folder.glob("*.pdf")
    assert path.name in trying.window.notices.waiting[-1].text
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        found = zxingcpp.read_barcodes(document[0].render(scale=3, grayscale=True).to_pil())
    assert {code.text for code in found} == {test.value for test in TestCode}
    trying.rest()
    assert tried(trying, SIGNS).good


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", [100, 125])
def test_nothing_is_cut_off(app: App, language: str, size: int) -> None:
    app.open("scanner", language=language, text_size=size)
    app.window.root.geometry("1366x768+0+0")
    app.rest()
    app.keyboard.caps_lock(True)
    app.keyboard.layout("nl")
    report(app, lambda: scan(app.keyboard, "]Q1" + SIGNS))
    bottom = app.window.content.winfo_rooty() + app.window.content.winfo_height()
    right = app.window.content.winfo_rootx() + app.window.content.winfo_width()

    def corners(parent: Any) -> list[tuple[int, int]]:
        own = [
            (c.winfo_rootx() + c.winfo_reqwidth(), c.winfo_rooty() + c.winfo_reqheight())
            for c in parent.winfo_children()
            if c.winfo_viewable() and not c.winfo_children()
        ]
        return own + [corner for c in parent.winfo_children() for corner in corners(c)]

    found = corners(screen(app))
    assert max(x for x, _y in found) <= right
    assert max(y for _x, y in found) <= bottom


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("fault", Fault)
def test_every_fault_has_words(language: str, fault: Fault) -> None:
    before = i18n.language()
    i18n.set_language(language)
    try:
        ways = (Way(Layout.US, Layout.FRENCH, Case.KEPT), Way(Layout.US, Layout.BELGIAN, Case.KEPT))
        said = scanner_words.words(Finding(fault, "]Q1", 75, ways))
        assert all(said)
        assert not any("{" in text for text in said)
        others = [scanner_words.words(Finding(other)).title for other in Fault if other is not fault]
        assert said.title not in others
    finally:
        i18n.set_language(before)


def test_start_page_of_the_settings_leads_here(app: App, pointer: Pointer) -> None:
    app.open("preferences")
    pointer.click_on(button(app.window.screen, "Check the scanner"))
    app.wait(lambda: app.window.front == "scanner")
