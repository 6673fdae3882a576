"""The guide: whole in both languages, and true: what it names is there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from pypdf import PdfReader

from deviceclerk.desktop import navigation
from deviceclerk.domain.guide import PAGE_OF, PAGES, WALL, Block, Kind, Piece, Tone
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import guide
from deviceclerk.support import i18n, paths

LANGUAGES = ("nl", "en")
ALL = (*PAGES, WALL)
KEYS = {
    "F1", "F2", "F3", "F4", "F6", "F7", "F8", "F9", "F10", "F11", "F12", "Esc", "Enter", "Ctrl+0", "Shift+F4",
    "Shift+F10",
}  # fmt: skip
"""The keys that the program has; what each does is tested with the screens."""


@contextmanager
def in_language(language: str) -> Iterator[None]:
    before = i18n.language()
    i18n.set_language(language)
    yield
    i18n.set_language(before)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with in_language(request.param):
        yield request.param


def pieces(key: str) -> Iterator[Piece]:
    for block in guide.page(key).blocks:
        yield from block.pieces


def shape(key: str, language: str) -> list[tuple[Kind, int, str, list[str]]]:
    with in_language(language):
        return [
            (block.kind, block.number, block.picture, [piece.target for piece in block.pieces if piece.target])
            for block in guide.page(key).blocks
        ]


@pytest.mark.parametrize("key", ALL)
def test_a_page_is_the_same_in_each_language(key: str) -> None:
    assert shape(key, "nl") == shape(key, "en")


def test_a_page_has_a_title_and_something_to_say(language: str) -> None:
    assert list(guide.titles()) == list(PAGES)
    for key in ALL:
        assert guide.page(key).title
        assert guide.page(key).blocks


def test_links_lead_to_pages(language: str) -> None:
    targets = {piece.target for key in ALL for piece in pieces(key) if piece.tone is Tone.LINK}
    assert targets
    assert targets <= set(PAGES)


def test_keys_that_it_names_are_there(language: str) -> None:
    assert {piece.text for key in ALL for piece in pieces(key) if piece.tone is Tone.KEY} <= KEYS


def test_buttons_and_screens_that_it_names_are_called_so(language: str) -> None:
    with (paths.assets() / "locale" / language / "LC_MESSAGES" / "deviceclerk.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    words = {text for message in catalogue for text in _texts(message.string) | _texts(message.id)}
    named = {piece.text for key in ALL for piece in pieces(key) if piece.tone is Tone.LABEL}
    assert named
    # A button may go on with dots, a heading with a number.
    goes_on = ("", "…", " ({n})", ": {what}")
    assert not {text for text in named if not words & {text + end for end in goes_on}}


def _texts(found: object) -> set[str]:
    return {found} if isinstance(found, str) else set(found) if isinstance(found, (list, tuple)) else set()


def test_every_screen_has_its_page() -> None:
    screens = {*navigation.PLACES, *navigation.HIDDEN} - {"guide"}
    assert set(PAGE_OF) == screens
    assert set(PAGE_OF.values()) <= set(PAGES)


def test_the_door_in_the_afternoon() -> None:
    assert guide.page_for("door", Phase.IN) == "morning"
    assert guide.page_for("door", Phase.OUT) == "afternoon"
    assert guide.page_for("day", Phase.IN) == "afternoon"


def test_pictures_are_there_and_all_are_shown(language: str) -> None:
    blocks = [block for key in PAGES for block in guide.page(key).blocks if block.kind is Kind.PICTURE]
    assert len(blocks) >= 12
    assert all(guide.picture(block) for block in blocks)
    assert all(block.text for block in blocks), "each is told in words too"
    files = {path.name for path in (paths.assets() / "guide" / language / "pictures").iterdir()}
    assert files == {block.picture for block in blocks}


def test_a_picture_that_is_missing(language: str) -> None:
    assert guide.picture(Block(Kind.PICTURE, (Piece("gone"),), picture="gone.png")) is None
    assert guide.picture(Block(Kind.PARAGRAPH, (Piece("text"),))) is None


def test_a_page_that_there_is_not() -> None:
    with pytest.raises(KeyError):
        guide.page("../../README")


def test_the_sheet_for_the_wall_is_one_page_of_a4(language: str, tmp_path: Path) -> None:
    path = guide.write_wall(tmp_path / "wall.pdf")
    [page] = PdfReader(path).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    text = " ".join(page.extract_text().split())
    wall = guide.page(WALL)
    for block in wall.blocks:
        assert " ".join(block.text.split()) in text
    assert wall.title in text
    assert i18n.language() == language


def test_the_sheet_for_the_wall_where_nothing_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot_write"):
        guide.write_wall(tmp_path / "nowhere" / "wall.pdf")
