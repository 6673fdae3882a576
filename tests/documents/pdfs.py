"""PDF files as another program reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdf


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
