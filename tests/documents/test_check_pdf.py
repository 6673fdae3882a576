"""The check of an activity on paper: read back from the PDF, page by page."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from deviceclerk.documents.check_pdf import CheckTexts, NoRow, YesRow, write_pdf

TEXTS = CheckTexts(
    title="Sportdag",
    confidential="VERTROUWELIJK",
    facts=("vr 20 nov 2026; 5A", "Opgenomen voor: Website; foto"),
    no_line="2 mogen niet",
    nobody_not="Niemand: iedereen mag.",
    yes_line="1 mag",
    nobody="Niemand.",
    made="Gemaakt op 20 nov 2026",
    import_line="Geïmporteerd op 4 nov 2026",
    page="Bladzijde {page} van {pages}",
)


def pages(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_who_may_not_comes_first_with_the_reason(tmp_path: Path) -> None:
    target = tmp_path / "check.pdf"
    may_not = [NoRow("Łucja Żak", "5A", "geweigerd"), NoRow("Sem Bos", "6B", "geen antwoord", "niet voor: film")]
    assert write_pdf(target, TEXTS, may_not, [YesRow("Noor Bakker", "5A")]) == 1
    (text,) = pages(target)
    places = [
        text.index(words)
        for words in (
            "2 mogen niet",
            "Łucja Żak",
            "geweigerd",
            "Sem Bos",
            "niet voor: film",
            "1 mag",
            "Noor Bakker",
        )
    ]
    assert places == sorted(places)
    assert "Bladzijde 1 van 1" in text


def test_every_page_is_confidential_and_dated_and_nobody_is_lost(tmp_path: Path) -> None:
    target = tmp_path / "check.pdf"
    may_not = [NoRow(f"Leerling{n} van den Oosterwijck-Breughelmans", "5A", "reden " * 12) for n in range(60)]
    may = [YesRow(f"Kind{n} Jansen", "6B") for n in range(301)]
    count = write_pdf(target, TEXTS, may_not, may)
    found = pages(target)
    assert len(found) == count > 2
    for number, text in enumerate(found, 1):
        assert "VERTROUWELIJK" in text
        assert "Geïmporteerd op 4 nov 2026" in text
        assert f"Bladzijde {number} van {count}" in text
    whole = "\n".join(found)
    assert whole.count("Oosterwijck-Breughelmans") == 60, "a name that is cut off could be taken for another"
    assert all(f"Leerling{n} " in whole for n in range(60))
    assert all(f"Kind{n} Jansen" in whole for n in range(301))


def test_an_empty_list_is_told(tmp_path: Path) -> None:
    target = tmp_path / "check.pdf"
    write_pdf(target, TEXTS, [], [])
    (text,) = pages(target)
    assert "Niemand: iedereen mag." in text
    assert "Niemand." in text
