"""Workbooks whose cells are whole, while a program has spoilt what stands around them."""

import io
import re
import zipfile

from deviceclerk.documents.roster.limits import MIB, Limits
from deviceclerk.documents.roster.packed import UNREADABLE
from deviceclerk.documents.roster.sax import read_xml
from deviceclerk.domain.refusals import Refused

_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*?(?:/>|>\s*</(?:\w+:)?dimension\s*>)")
_HEAD = 4096
_MOST = 120 * MIB
_NO_STYLES = (
    b'<?xml version="1.0" encoding="UTF-8"?>'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
)


def mended(data: bytes, limits: Limits) -> bytes | None:
    """The workbook without what its sheets say of their extent, and without styles where those are no XML; None
    where that changes nothing, or where it is too large to be written anew.

    Without styles a date is the number of its day, which is understood where a date is expected.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            if sum(part.file_size for part in old.infolist()) > min(limits.inflated, _MOST):
                return None
            return _written(old)
    except UNREADABLE:
        return None


def _written(old: zipfile.ZipFile) -> bytes | None:
    file, changed = io.BytesIO(), False
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name in old.namelist():
            part = old.read(name)
            better = _better(name.replace("\\", "/").lower(), part)
            changed = changed or better is not part
            new.writestr(name, better)
    return file.getvalue() if changed else None


def _better(name: str, part: bytes) -> bytes:
    if name == "xl/styles.xml" and not _is_xml(part):
        return _NO_STYLES
    if name.startswith("xl/worksheets/") and _DIMENSION.search(part, 0, _HEAD):
        return _DIMENSION.sub(b"", part[:_HEAD], count=1) + part[_HEAD:]
    return part


class _Nothing:
    """Listens to nothing."""

    def start(self, tag: str, attrib: object) -> None: ...
    def end(self, tag: str) -> None: ...
    def data(self, data: str) -> None: ...
    def close(self) -> None: ...


def _is_xml(part: bytes) -> bool:
    try:
        read_xml([part], _Nothing())
    except Refused:
        return False
    return True
