"""From bytes to text: which encoding a file without a word about it is written in."""

import codecs
import re

_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_DECLARED = re.compile(
    rb"""charset\s*=\s*["']?\s*([\w.:-]{2,20})|<\?xml[^>]{0,200}encoding\s*=\s*["']([\w.:-]{2,20})""", re.I
)
_LOOKED_AT = 4096
# The encodings of bytes that a page may name; every other name is not worth more than a look at the bytes.
_NAMED = frozenset(
    {
        "cp1250",
        "cp1252",
        "cp1254",
        "cp850",
        "cp858",
        "iso8859-1",
        "iso8859-2",
        "iso8859-9",
        "iso8859-15",
        "mac-roman",
    }
)


def wide_encoding(data: bytes) -> str | None:
    """Which UTF-16 a file is in, None for none: by its mark, else by the zeros beside its letters."""
    marked = _UTF16.get(data[:2])
    if marked is not None:
        return marked
    head = data[: _LOOKED_AT & ~1]
    if len(head) < 8:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    most = 0.6 * (len(head) // 2)
    if odd > most and not even:
        return "utf-16-le"
    return "utf-16-be" if even > most and not odd else None


def decoded(data: bytes, *, declared: bool = False) -> str:
    """The text of a file in UTF-8 or UTF-16, else in Windows-1252, as older exports for Dutch Excel are.

    `declared`: the file is a page or XML, which may name another encoding; it is believed where the bytes are no
    UTF-8. Bytes that mean nothing become the replacement character.
    """
    wide = wide_encoding(data)
    if wide is not None:
        return data.decode(wide, "replace").removeprefix("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        named = _named(data) if declared else None
        return data.decode(named, "replace") if named else _broken(data)


def _broken(data: bytes) -> str:
    """A file in UTF-8 with a byte or two broken has more whole characters beyond ASCII than broken ones."""
    loose = data.decode("utf-8-sig", "replace")
    broken = loose.count("\ufffd")
    beyond = sum(not char.isascii() for char in loose) - broken
    return loose if beyond > broken else data.decode("cp1252", "replace")


def _named(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_LOOKED_AT])
    if found is None:
        return None
    try:
        name = codecs.lookup((found[1] or found[2]).decode("ascii")).name
    except (LookupError, UnicodeDecodeError):
        return None
    # Pages that say Latin-1 mean Windows-1252, as browsers know.
    return "cp1252" if name == "iso8859-1" else name if name in _NAMED else None
