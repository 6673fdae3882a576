"""Binary workbooks (.xlsb): where their merged cells are."""

import io
import struct
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from deviceclerk.documents.roster.grid import Range
from deviceclerk.documents.roster.packed import UNREADABLE
from deviceclerk.documents.roster.sax import read_xml
from deviceclerk.domain.refusals import Refused

_SHEET, _MERGED = 156, 176
_MAX_RANGES = 200_000


def merged_ranges(data: bytes) -> dict[str, list[Range]]:
    """The merged cells of each sheet, by its name. Raises Refused `file_damaged`, `file_too_large`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
            targets = _Targets()
            read_xml([archive.read(parts["xl/_rels/workbook.bin.rels"])], targets)
            found: dict[str, list[Range]] = {}
            for relation, name in _sheets(archive.read(parts["xl/workbook.bin"])):
                part = parts.get(targets.parts.get(relation, "").lower())
                found[name] = list(_ranges(archive.read(part))) if part else []
            return found
    except UNREADABLE as error:
        raise Refused("file_damaged") from error


class _Targets:
    """Where the workbook's relations lead: the parts by the relation's id."""

    def __init__(self) -> None:
        self.parts: dict[str, str] = {}

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        target = PurePosixPath("/xl") / attrib.get("Target", "").replace("\\", "/")
        self.parts[attrib.get("Id", "")] = str(target).lstrip("/")

    def end(self, tag: str) -> None:
        """Nothing is within a relation."""

    def data(self, data: str) -> None:
        """Relations hold no text."""

    def close(self) -> None:
        """The list is read."""


def _records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """Each record's type, and where its content begins and ends; both numbers before it are 7 bits a byte."""
    at, end = 0, len(part)
    while at < end:
        kind = part[at]
        at += 1
        if kind & 0x80 and at < end:
            kind = (kind & 0x7F) | (part[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while at < end and shift < 28:
            byte = part[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, at, min(at + size, end)
        at += size


def _sheets(part: bytes) -> Iterator[tuple[str, str]]:
    """The relation and the name of each sheet."""
    for kind, begin, end in _records(part):
        if kind == _SHEET:
            relation, at = _text(part, begin + 8, end)
            yield relation, _text(part, at, end)[0]


def _text(part: bytes, at: int, end: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", part, at)
    after = at + 4 + 2 * length
    if after > end:
        raise ValueError("a text beyond its record")
    return part[at + 4 : after].decode("utf-16-le", "replace"), after


def _ranges(part: bytes) -> Iterator[Range]:
    count = 0
    for kind, begin, end in _records(part):
        if kind == _MERGED and end - begin >= 16:
            count += 1
            if count > _MAX_RANGES:
                raise Refused("file_too_large")
            top, bottom, left, right = struct.unpack_from("<4I", part, begin)
            yield Range(top + 1, left, bottom + 1, right)
