"""PDF files as another program reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import zxingcpp


def pages_of(path: Path) -> list[str]:
    """The text of each page."""
    return [page.extract_text().rstrip() for page in pypdf.PdfReader(path).pages]


def fonts_of(path: Path) -> dict[str, bool]:
    """The names of all fonts in the file, and whether each comes with it."""
    reader = pypdf.PdfReader(path)
    found = {}
    for number in range(1, len(reader.xref[0]) + 1):
        thing: Any = reader.get_object(number)
        if isinstance(thing, dict) and thing.get("/Type") == "/Font":
            described = thing.get("/FontDescriptor")
            found[str(thing["/BaseFont"])] = described is not None and "/FontFile2" in described.get_object()
    return found


def read_codes(path: Path) -> list[str]:
    """The codes on the first page, as a scanner has them."""
    page = pypdfium2.PdfDocument(path)[0].render(scale=300 / 72).to_pil()
    return sorted(found.text for found in zxingcpp.read_barcodes(page))
