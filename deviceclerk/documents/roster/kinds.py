"""What kind of file it is, by its bytes: names such as .xls say little about what a program has written."""

import io
import re
import struct
import zipfile
from enum import Enum

from deviceclerk.documents.roster.decoding import wide_encoding
from deviceclerk.documents.roster.limits import MIB, Limits
from deviceclerk.documents.roster.packed import UNREADABLE
from deviceclerk.domain.refusals import Refused


class Kind(Enum):
    """The kinds that class lists come in. Which of them can be read is the openers' affair."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    MARKUP = "markup"
    TEXT = "text"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Workbooks of Excel 2 to 5, bare; and pages with all they show in one file.
_OUTDATED = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x10\x00",
    b"\x09\x08\x08\x00",
)
_MHTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:MIME-Version:|From: <Saved by)", re.I)
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*\x00?<", re.DOTALL)
_FOREIGN = (
    b"%PDF",
    b"{\\rtf",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"MZ",
    b"\x7fELF",
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1a\x1c\x1d\x1e\x1f"))
# How the stream of a binary workbook begins, in Excel 97 to 2003 and before; the lock stands soon after.
_BEGINNING, _LOCK, _LOCK_WITHIN = b"\x09\x08", 0x2F, 4
_MAX_PARTS = 5_000
_SUSPICIOUS_RATIO = 100


def kind_of(data: bytes, limits: Limits) -> Kind:
    """The kind of a whole file. Raises Refused `file_empty`, `file_encrypted`, `file_damaged`, `file_too_large`
    (a packed file that would inflate beyond the limit), `file_kind_unknown`, `layout_not_supported` (a workbook
    that has to be saved anew).
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Refused("file_empty")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(data, limits)
    if data.startswith(_OLE):
        return _compound(data)
    if data.startswith(_OUTDATED) or _MHTML.match(data):
        raise Refused("layout_not_supported")
    if _MARKUP.match(data):
        return Kind.MARKUP
    if data.startswith(_FOREIGN) or _is_binary(data):
        raise Refused("file_kind_unknown")
    return Kind.TEXT


def _packed(data: bytes, limits: Limits) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except UNREADABLE as error:
        raise Refused("file_damaged") from error
    kind = _kind_of_parts({part.filename.replace("\\", "/").lower() for part in parts})
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("file_encrypted")
    inflated = sum(part.file_size for part in parts)
    suspicious = inflated > 30 * MIB and inflated > _SUSPICIOUS_RATIO * len(data)
    if inflated > limits.inflated or suspicious or len(parts) > _MAX_PARTS:
        raise Refused("file_too_large")
    return kind


def _kind_of_parts(names: set[str]) -> Kind:
    if "xl/workbook.bin" in names:
        return Kind.XLSB
    if any(name.startswith("xl/") for name in names):
        return Kind.XLSX
    if "mimetype" in names and "encrypted-package" in names:
        raise Refused("file_encrypted")
    if "mimetype" in names and "content.xml" in names:
        return Kind.ODS
    raise Refused("file_kind_unknown")


def _compound(data: bytes) -> Kind:
    """A compound file: an old workbook, or the box around one with a password."""
    if _has_stream(data, "EncryptedPackage") or _is_locked(data):
        raise Refused("file_encrypted")
    if _has_stream(data, "Workbook") or _has_stream(data, "Book"):
        return Kind.XLS
    whole = _directory(data) < len(data) and _has_stream(data, "Root Entry")
    raise Refused("file_kind_unknown" if whole else "file_damaged")


def _is_locked(data: bytes) -> bool:
    """Whether one of the first records of a binary workbook says that the others are locked by a password."""
    at = data.find(_BEGINNING)
    while at >= 0 and at % 512:
        at = data.find(_BEGINNING, at + 1)
    for _record in range(_LOCK_WITHIN if at >= 0 else 0):
        if at + 4 > len(data):
            break
        kind, size = struct.unpack_from("<HH", data, at)
        if kind == _LOCK:
            return True
        at += 4 + int(size)
    return False


def _directory(data: bytes) -> int:
    """Where the list of a compound file's streams begins, which is beyond its end when it was cut off."""
    if len(data) < 512:
        return len(data)
    (shift,), (sector,) = struct.unpack_from("<H", data, 30), struct.unpack_from("<I", data, 48)
    return (int(sector) + 1) << min(int(shift), 16)


def _has_stream(data: bytes, name: str) -> bool:
    """Whether a compound file has a stream of this name: the entries of its directory stand 128 bytes apart."""
    wanted = f"{name}\0".encode("utf-16-le")
    at = data.find(wanted)
    while at >= 0:
        if at % 128 == 0:
            return True
        at = data.find(wanted, at + 1)
    return False


def _is_binary(data: bytes) -> bool:
    if wide_encoding(data):
        return False  # UTF-16, in which every other byte of plain text is zero
    return len(data) - len(data.translate(None, _CONTROLS)) > len(data) // 500
