"""Label sheets as another program sees them: rendered by pdfium, decoded by ZXing, read by pypdf."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import pypdf
import pypdfium2
import pytest
import zxingcpp
from PIL import ImageChops

from deviceclerk.documents.tags import (
    L7160,
    L7651,
    SHEETS,
    Label,
    LabelResult,
    SheetKind,
    drawn_labels,
)
from deviceclerk.domain import tagcode
from deviceclerk.domain.custody import Kind
from deviceclerk.domain.refusals import Refused
from tests.documents.pdfs import fonts_of, pages_of
from tests.printing import write_labels

NAMES = ("Sem", "Łukasz", "Şükran", "Yağmur", "Çınar", "Ελένη", "Жанна", "Anna-Sophie", "Zoë")
LONG = "Wolfeschlegelsteinhausenbergerdorff Maximiliaan Alexander Mohammed-Amin"
A4_HEIGHT_MM = 297.0
QR_CODES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
KINDS = pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS.keys())


def some_labels(count: int, seed: int = 7) -> list[Label]:
    """Labels with random codes that are the same in each run."""
    choose = Random(seed).choice
    return [
        Label(tagcode.issue(choose), number % 30 + 1, NAMES[number % len(NAMES)], "Telefoon", "5/6 Zwaluwen")
        for number in range(count)
    ]


def written(tmp_path: Path, labels: list[Label], sheet: SheetKind = L7160, start: int = 1) -> Path:
    """A file with these labels."""
    path = tmp_path / "labels.pdf"
    write_labels(path, labels, sheet, start=start, title="Labels")
    return path


@dataclass(frozen=True)
class Box:
    """A rectangle on a page, in millimetres from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: Box, slack: float = 0.2) -> bool:
        """Whether the other lies within; `slack` is a rendered pixel or so."""
        return (
            self.left - slack <= other.left
            and self.top - slack <= other.top
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def meets(self, other: Box) -> bool:
        """Whether the two overlap."""
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)

    def wider(self, by: float) -> Box:
        """The same with so much added on each side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


def label_box(sheet: SheetKind, position: int) -> Box:
    """Where the sheet's maker put a label, by the figures and not by the code under test."""
    row, column = (position - 1) // sheet.columns, (position - 1) % sheet.columns
    left = sheet.left_mm + column * sheet.pitch_x_mm
    top = sheet.top_mm + row * sheet.pitch_y_mm
    return Box(left, top, left + sheet.width_mm, top + sheet.height_mm)


def decoded(path: Path, dpi: int) -> dict[str, tuple[int, Box]]:
    """Page and place of every code that an independent decoder reads from the rendered pages."""
    found = {}
    scale = 25.4 / dpi
    with pypdfium2.PdfDocument(path) as document:
        for number, page in enumerate(document):
            image = page.render(scale=dpi / 72, grayscale=True).to_pil()
            for code in zxingcpp.read_barcodes(image, formats=QR_CODES):
                at = code.position
                corners = (at.top_left, at.top_right, at.bottom_left, at.bottom_right)
                xs, ys = [c.x * scale for c in corners], [c.y * scale for c in corners]
                found[code.text] = (number, Box(min(xs), min(ys), max(xs), max(ys)))
    return found


def characters(path: Path, page: int = 0) -> list[Box]:
    """The place of each visible character of a page's text."""
    mm = 25.4 / 72
    boxes = []
    with pypdfium2.PdfDocument(path) as document:
        text = document[page].get_textpage()
        for index in range(text.count_chars()):
            if text.get_text_range(index, 1).strip():
                left, bottom, right, top = text.get_charbox(index)
                boxes.append(Box(left * mm, A4_HEIGHT_MM - top * mm, right * mm, A4_HEIGHT_MM - bottom * mm))
    return boxes


@pytest.mark.parametrize("dpi", [300, 150])
@KINDS
def test_every_qr_of_a_full_sheet_is_read_back_from_its_own_label(
    sheet: SheetKind, dpi: int, tmp_path: Path
) -> None:
    labels = some_labels(sheet.positions)
    found = decoded(written(tmp_path, labels, sheet), dpi)
    assert found.keys() == {label.code for label in labels}
    for position, label in enumerate(labels, 1):
        page, place = found[label.code]
        assert page == 0
        assert label_box(sheet, position).holds(place)


@KINDS
def test_the_quiet_zone_lies_on_the_label_and_modules_are_large_enough(sheet: SheetKind, tmp_path: Path) -> None:
    labels = some_labels(sheet.positions)
    path = written(tmp_path, labels, sheet)
    texts = characters(path)
    found = decoded(path, 300)
    for position, label in enumerate(labels, 1):
        place = found[label.code][1]
        module = (place.right - place.left) / 21
        assert module >= 0.5
        zone = place.wider(4 * module)
        assert label_box(sheet, position).holds(zone)
        assert not any(character.meets(zone.wider(-0.3)) for character in texts)


def test_the_sheets_are_those_in_the_shops() -> None:
    last = label_box(L7160, 21)
    assert (last.left, last.top) == pytest.approx((139.29, 243.75))
    assert L7160.corner_mm(21) == pytest.approx((139.29, 243.75))
    assert (L7160.positions, L7651.positions) == (21, 65)
    for sheet in SHEETS.values():
        last = label_box(sheet, sheet.positions)
        assert last.right + sheet.left_mm == pytest.approx(210, abs=0.02)
        assert last.bottom + sheet.top_mm == pytest.approx(297, abs=0.02)


def test_a_started_sheet_goes_on_where_it_was_left_and_over_the_page(tmp_path: Path) -> None:
    labels = some_labels(30)
    path = tmp_path / "labels.pdf"
    result = write_labels(path, labels, L7160, start=20, title="Labels")
    assert result == LabelResult(pages=3, next_free=8)
    found = decoded(path, 150)
    places = [(found[label.code][0], found[label.code][1]) for label in labels]
    expected = [(0, 20), (0, 21)] + [(1, n) for n in range(1, 22)] + [(2, n) for n in range(1, 8)]
    for (page, place), (on_page, position) in zip(places, expected, strict=True):
        assert page == on_page
        assert label_box(L7160, position).holds(place)


@pytest.mark.parametrize(
    ("count", "start", "pages", "next_free"),
    [(1, 1, 1, 2), (21, 1, 1, 1), (1, 21, 1, 1), (22, 1, 2, 2), (2, 21, 2, 2)],
)
def test_pages_and_the_next_free_position(
    count: int, start: int, pages: int, next_free: int, tmp_path: Path
) -> None:
    path = tmp_path / "labels.pdf"
    result = write_labels(path, some_labels(count), L7160, start=start, title="Labels")
    assert result == LabelResult(pages, next_free)
    assert len(pypdf.PdfReader(path).pages) == pages


def test_the_offset_moves_everything_right_and_down(tmp_path: Path) -> None:
    labels = some_labels(1)
    plain = decoded(written(tmp_path, labels), 300)[labels[0].code][1]
    texts = characters(tmp_path / "labels.pdf")
    write_labels(tmp_path / "moved.pdf", labels, L7160, offset_mm=(2.0, -1.5), title="Labels")
    moved = decoded(tmp_path / "moved.pdf", 300)[labels[0].code][1]
    assert moved.left - plain.left == pytest.approx(2.0, abs=0.1)
    assert moved.top - plain.top == pytest.approx(-1.5, abs=0.1)
    for before, after in zip(texts, characters(tmp_path / "moved.pdf"), strict=True):
        assert after.left - before.left == pytest.approx(2.0, abs=0.01)
        assert after.top - before.top == pytest.approx(-1.5, abs=0.01)


@KINDS
@pytest.mark.parametrize("name", [LONG, LONG.replace(" ", ""), "Mohammed-Amin Abdelkarim", "W" * 300, "Jo"])
@pytest.mark.parametrize("pocket", [None, 7, 128_888_888])
def test_no_text_leaves_its_label_or_touches_another_line(
    sheet: SheetKind, name: str, pocket: int | None, tmp_path: Path
) -> None:
    label = Label(some_labels(1)[0].code, pocket, name, "Smartwatch van het merk Onbekend", f"Groep {LONG}")
    path = written(tmp_path, [label], sheet)
    boxes = characters(path)
    assert len(boxes) > 15
    assert all(label_box(sheet, 1).holds(box, slack=-0.5) for box in boxes)
    code_line = [box for box in boxes if box.bottom > max(b.bottom for b in boxes) - 0.8]
    others = [box for box in boxes if box not in code_line]
    assert len(code_line) == tagcode.LENGTH
    assert not any(box.meets(letter) for box in others for letter in code_line)


def test_a_label_says_whose_it_is_and_spells_the_code(tmp_path: Path) -> None:
    label = Label(some_labels(1)[0].code, 12, "Noor", "Telefoon", "4B")
    lines = pages_of(written(tmp_path, [label]))[0].split("\n")
    assert lines == ["12", "Noor", "Telefoon", "4B", tagcode.spaced(label.code)]


def test_a_blank_tag_bears_only_the_program_and_the_code(tmp_path: Path) -> None:
    label = Label(some_labels(1)[0].code)
    path = written(tmp_path, [label])
    assert pages_of(path)[0].split("\n") == ["DeviceClerk", tagcode.spaced(label.code)]
    assert decoded(path, 150).keys() == {label.code}


def test_names_from_all_of_europe_are_printed_in_an_embedded_typeface(tmp_path: Path) -> None:
    path = written(tmp_path, some_labels(len(NAMES)))
    [text] = pages_of(path)
    for name in NAMES:
        assert name in text
    for name, embedded in fonts_of(path).items():
        assert "DejaVuSansCondensed" in name
        assert embedded


def test_an_accent_of_its_own_is_joined_to_its_letter(tmp_path: Path) -> None:
    path = written(tmp_path, [Label(some_labels(1)[0].code, 1, "Zoe\N{COMBINING DIAERESIS}\n", "Telefoon", "4B")])
    assert "Zoë" in pages_of(path)[0]


def test_programs_are_told_to_print_the_sheet_as_large_as_it_is(tmp_path: Path) -> None:
    reader = pypdf.PdfReader(written(tmp_path, some_labels(1)))
    root: Any = reader.root_object
    assert root["/ViewerPreferences"]["/PrintScaling"] == "/None"
    assert reader.metadata is not None
    assert reader.metadata.title == "Labels"
    assert [round(float(side) * 25.4 / 72) for side in reader.pages[0].mediabox[2:]] == [210, 297]


@pytest.mark.parametrize("start", [0, -1, 22])
def test_a_start_off_the_sheet_is_refused(start: int, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        written(tmp_path, some_labels(1), start=start)
    assert refused.value.code == "start_off_sheet"
    assert refused.value.details == {"start": start, "positions": 21}
    assert list(tmp_path.iterdir()) == []


def test_nothing_to_print_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="nothing_to_print"):
        written(tmp_path, [])


@pytest.mark.parametrize("code", ["", "DCBBBBBBBBBC", "dcbbbbbbbbbb", "https://example.org"])
def test_only_valid_codes_are_printed_and_what_was_there_stays(code: str, tmp_path: Path) -> None:
    path = written(tmp_path, some_labels(1))
    before = path.read_bytes()
    with pytest.raises(ValueError, match="not a valid tag code"):
        written(tmp_path, [*some_labels(3), Label(code)])
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


# What stands on a label


@pytest.mark.parametrize("dpi", [300, 150])
@KINDS
def test_a_second_decoder_reads_every_single_label_as_well(sheet: SheetKind, dpi: int, tmp_path: Path) -> None:
    pyzbar = pytest.importorskip(
        "pyzbar.pyzbar", reason="zbar's library (libzbar0) is not installed", exc_type=ImportError
    )
    labels = some_labels(sheet.positions)
    path = written(tmp_path, labels, sheet)
    with pypdfium2.PdfDocument(path) as document:
        page = document[0].render(scale=dpi / 72, grayscale=True).to_pil()
    for position, label in enumerate(labels, 1):
        box = label_box(sheet, position)
        alone = page.crop(tuple(round(edge * dpi / 25.4) for edge in (box.left, box.top, box.right, box.bottom)))
        found = pyzbar.decode(alone, symbols=[pyzbar.ZBarSymbol.QRCODE])
        assert [code.data.decode() for code in found] == [label.code], f"label {position}"


@pytest.mark.parametrize("kind", list(Kind))
@KINDS
def test_the_picture_of_a_device_lies_on_its_label_apart_from_code_and_words(
    sheet: SheetKind, kind: Kind, tmp_path: Path
) -> None:
    [plain] = some_labels(1)
    label = replace(plain, kind_word="")
    bare = rendered(written(tmp_path, [label], sheet))
    with_picture = rendered(written(tmp_path, [replace(label, icon=kind)], sheet))
    box = ImageChops.difference(bare, with_picture).getbbox()
    assert box is not None
    mm = 25.4 / 300
    place = Box(box[0] * mm, box[1] * mm, box[2] * mm, box[3] * mm)
    assert label_box(sheet, 1).holds(place, slack=-0.5)
    assert not decoded(tmp_path / "labels.pdf", 300)[label.code][1].wider(4 * sheet.module_mm - 0.3).meets(place)
    assert not any(place.meets(character) for character in characters(tmp_path / "labels.pdf"))
    assert with_picture.crop(box).getextrema()[0] == 0, "it is black"
    assert place.bottom - place.top > (4 if sheet is L7160 else 2)


def rendered(path: Path) -> Any:
    with pypdfium2.PdfDocument(path) as document:
        return document[0].render(scale=300 / 72, grayscale=True).to_pil()


def test_each_kind_has_a_picture_of_its_own(tmp_path: Path) -> None:
    [label] = some_labels(1)
    pictures = {rendered(written(tmp_path, [replace(label, icon=kind)])).tobytes() for kind in Kind}
    assert len(pictures) == len(Kind)


@KINDS
def test_without_a_name_the_pocket_is_larger(sheet: SheetKind, tmp_path: Path) -> None:
    code = some_labels(1)[0].code

    def height(**more: Any) -> float:
        [digit, *_rest] = characters(written(tmp_path, [Label(code, 7, **more)], sheet))
        return digit.bottom - digit.top

    named, nameless = height(name="Sem", icon=Kind.PHONE), height(icon=Kind.PHONE)
    assert nameless > 1.3 * named > 1.3 * sheet.height_mm * 0.2


@KINDS
@pytest.mark.parametrize("pocket", [None, 7, 999])
@pytest.mark.parametrize("name", ["", "Jo", LONG])
def test_with_a_picture_no_text_leaves_its_label_either(
    sheet: SheetKind, pocket: int | None, name: str, tmp_path: Path
) -> None:
    label = Label(some_labels(1)[0].code, pocket, name, "", f"Groep {LONG}", Kind.OTHER)
    boxes = characters(written(tmp_path, [label], sheet))
    assert all(label_box(sheet, 1).holds(box, slack=-0.5) for box in boxes)


def test_codes_below_half_a_millimetre_are_still_right(tmp_path: Path) -> None:
    sheet = SheetKind("OWN", 4, 21, 46.0, 11.1, 12.7, 11.0, 48.0, 13.0).check()
    labels = [replace(label, icon=Kind.SMARTWATCH) for label in some_labels(84)]
    path = written(tmp_path, labels, sheet)
    found = decoded(path, 600)
    assert found.keys() == {label.code for label in labels}
    for position, label in enumerate(labels, 1):
        assert label_box(sheet, position).holds(found[label.code][1])
    boxes = characters(path)
    spots = [label_box(sheet, position) for position in range(1, 85)]
    assert all(any(spot.holds(box) for spot in spots) for box in boxes)


# Names of all Europe

EUROPE = {
    "Latin": "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĲĴĶĹĻĽĿŁŃŅŇŊ"
    "ŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚẀẂẄỲẞ",
    "Greek": "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩάέήίόύώϊϋΐΰς",
    "Cyrillic": "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЂЃЄЅІЇЈЉЊЋЌЎЏҐґў",
    "Armenian": "ԱբգԴ",
    "Georgian": "აბგდ",
}


@pytest.mark.parametrize("script", EUROPE)
def test_every_letter_of_a_script_is_printed_as_it_is(script: str, tmp_path: Path) -> None:
    letters = EUROPE[script]
    parts = [letters[at : at + 8] for at in range(0, len(letters), 8)]
    labels = [replace(label, name=name) for label, name in zip(some_labels(len(parts)), parts, strict=True)]
    path = tmp_path / "labels.pdf"
    result = write_labels(path, labels, L7160, title="Labels")
    assert result.lacking == ()
    [text] = pages_of(path)
    assert not [part for part in parts if part not in text]


@pytest.mark.parametrize("combined", ["Zoe\N{COMBINING DIAERESIS}", "S\N{COMBINING CEDILLA}ukran", "Ι\u0301ρις"])
def test_accents_of_their_own_become_part_of_the_letter(combined: str, tmp_path: Path) -> None:
    labels = [replace(some_labels(1)[0], name=combined)]
    assert write_labels(tmp_path / "labels.pdf", labels, L7160, title="Labels").lacking == ()
    assert unicodedata.normalize("NFC", combined) in pages_of(tmp_path / "labels.pdf")[0]


def test_an_accent_that_no_letter_has_stands_over_the_letter_all_the_same(tmp_path: Path) -> None:
    plain, accented = (
        characters(written(tmp_path, [replace(some_labels(1)[0], name=name)])) for name in ("Mxa", "Mx\u030ca")
    )
    assert len(accented) == len(plain) + 1
    assert accented[-1] == plain[-1]
    mark = next(box for box in accented if box not in plain)
    letter = plain[accented.index(mark) - 1]
    assert letter.left - 0.3 < (mark.left + mark.right) / 2 < letter.right + 0.3


@pytest.mark.parametrize(
    ("name", "printed", "lacking"),
    [
        ("李小龍", "???", ("小", "李", "龍")),
        ("Sem 字", "Sem ?", ("字",)),
        ("Noa 🦊", "Noa ?", ("🦊",)),
        ("נועה", "????", ("ה", "ו", "נ", "ע")),
        ("محمد Amin", "???? Amin", ("ح", "د", "م")),
    ],
)
def test_what_cannot_be_printed_right_is_named_and_plainly_replaced(
    name: str, printed: str, lacking: tuple[str, ...], tmp_path: Path
) -> None:
    labels = [replace(some_labels(1)[0], name=name), *some_labels(2, seed=8)]
    result = write_labels(tmp_path / "labels.pdf", labels, L7160, title="Labels")
    assert result.lacking == lacking
    assert printed in pages_of(tmp_path / "labels.pdf")[0].split("\n")


def test_the_file_in_memory_is_the_file_on_disk(tmp_path: Path) -> None:
    labels = some_labels(3)
    pdf, result = drawn_labels(labels, L7651, start=5, offset_mm=(1, 2), title="Labels")
    (tmp_path / "memory.pdf").write_bytes(pdf)
    assert result == write_labels(tmp_path / "d.pdf", labels, L7651, start=5, offset_mm=(1, 2), title="Labels")
    assert decoded(tmp_path / "memory.pdf", 150) == decoded(tmp_path / "d.pdf", 150)
    with pytest.raises(Refused, match="nothing_to_print"):
        drawn_labels([], L7160, title="Labels")
