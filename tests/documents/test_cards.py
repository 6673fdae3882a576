"""Cards as another program sees them: rendered by pdfium, decoded by ZXing, read by pypdf."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from deviceclerk.documents import fonts
from deviceclerk.documents.cards import COLUMNS, HEIGHT_MM, ROWS, WIDTH_MM, Card, drawn_cards
from deviceclerk.domain import tagcode
from deviceclerk.domain.refusals import Refused
from tests.documents.pdfs import fonts_of, pages_of
from tests.printing import write_cards

QR_CODES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
A4_MM = (210.0, 297.0)
LONG = Card(
    tagcode.issue(),
    "juffrouw Anne-Wilhelmina van der Meulen-Oosterhuis tot Krabbendijke",
    "Scan deze kaart, en de deur geeft toestellen terug tot de volgende wisseling van het rooster. " * 3,
)


def cards(count: int) -> list[Card]:
    return [Card(tagcode.issue(), f"Kaart {number}", "Wat zij doet.") for number in range(1, count + 1)]


def decoded(path: Path, dpi: int) -> list[list[tuple[str, float, float, float]]]:
    """Per page each code with the left and upper edge of its symbol and its width, in mm."""
    pages = []
    mm = 25.4 / dpi
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            image = page.render(scale=dpi / 72, grayscale=True).to_pil()
            assert image.width == pytest.approx(A4_MM[0] / mm, abs=2)
            found = zxingcpp.read_barcodes(image, formats=QR_CODES)
            pages.append(
                [
                    (
                        c.text,
                        c.position.top_left.x * mm,
                        c.position.top_left.y * mm,
                        (c.position.top_right.x - c.position.top_left.x) * mm,
                    )
                    for c in found
                ]
            )
    return pages


def in_order(codes: list[tuple[str, float, float, float]]) -> list[str]:
    return [text for text, *_place in sorted(codes, key=lambda c: (round(c[2] / HEIGHT_MM), c[1]))]


@pytest.mark.parametrize("dpi", [300, 100])
def test_every_card_is_read_back_in_order_over_several_pages(tmp_path: Path, dpi: int) -> None:
    made = cards(2 * COLUMNS * ROWS + 1)
    assert write_cards(tmp_path / "cards.pdf", made, "Cards") == 3
    pages = decoded(tmp_path / "cards.pdf", dpi)
    assert [len(page) for page in pages] == [COLUMNS * ROWS, COLUMNS * ROWS, 1]
    assert [text for page in pages for text in in_order(page)] == [card.code for card in made]


def test_a_card_has_the_size_of_a_bank_card_and_its_code_lies_within(tmp_path: Path) -> None:
    assert (WIDTH_MM, HEIGHT_MM) == (85.6, 54.0)
    write_cards(tmp_path / "cards.pdf", cards(COLUMNS * ROWS), "Cards")
    [page] = decoded(tmp_path / "cards.pdf", 300)
    left, top = (A4_MM[0] - COLUMNS * WIDTH_MM) / 2, (A4_MM[1] - ROWS * HEIGHT_MM) / 2
    quiet = 4 * 1.25
    for number, (_text, x, y, width) in enumerate(sorted(page, key=lambda c: (round(c[2] / HEIGHT_MM), c[1]))):
        row, column = divmod(number, COLUMNS)
        assert width == pytest.approx(21 * 1.25, abs=0.5)
        assert x - quiet > left + column * WIDTH_MM
        assert x + width + quiet < left + (column + 1) * WIDTH_MM
        assert y - quiet > top + row * HEIGHT_MM
        assert y + width + quiet < top + (row + 1) * HEIGHT_MM


def test_words_and_letters_of_the_code_are_on_the_card(tmp_path: Path) -> None:
    card = Card(tagcode.issue(), "Łucja Ørsted", "Scan deze badge.")
    write_cards(tmp_path / "cards.pdf", [card], "Badges")
    [words] = pages_of(tmp_path / "cards.pdf")
    assert "Łucja" in words
    assert "Scan deze badge." in words.replace("\n", " ")
    assert tagcode.spaced(card.code) in words
    assert "Badges" not in words
    assert all(fonts_of(tmp_path / "cards.pdf").values()), "the typeface comes with the file"


def test_the_longest_words_stay_on_their_card(tmp_path: Path) -> None:
    """Drawn alone in the first place, a card leaves no ink outside its frame."""
    write_cards(tmp_path / "cards.pdf", [LONG], "Cards")
    dpi = 100
    with pypdfium2.PdfDocument(tmp_path / "cards.pdf") as document:
        image = document[0].render(scale=dpi / 72, grayscale=True).to_pil()
    left, top = (A4_MM[0] - COLUMNS * WIDTH_MM) / 2, (A4_MM[1] - ROWS * HEIGHT_MM) / 2
    box = [round(edge / 25.4 * dpi) for edge in (left, top, left + WIDTH_MM, top + HEIGHT_MM)]
    image.paste(255, (box[0] - 1, box[1] - 1, box[2] + 2, box[3] + 2))
    assert image.getextrema() == (255, 255)
    [[(text, *_place)]] = decoded(tmp_path / "cards.pdf", 300)
    assert text == LONG.code, "nor do they run into the code"


def test_a_control_character_in_a_name_is_not_printed(tmp_path: Path) -> None:
    write_cards(tmp_path / "cards.pdf", [Card(tagcode.issue(), "An\x07na", "x")], "Cards")
    [words] = pages_of(tmp_path / "cards.pdf")
    assert "\x07" not in words
    assert fonts.BOLD


def test_without_cards_there_is_nothing_to_print() -> None:
    with pytest.raises(Refused, match="nothing_to_print"):
        drawn_cards([], "Cards")


def test_a_code_that_is_none_is_not_printed() -> None:
    with pytest.raises(ValueError, match="not a valid tag code"):
        drawn_cards([Card("DCBBBBBBBBBC", "x", "y")], "Cards")
