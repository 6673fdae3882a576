"""What the texts of a table must go through before a file of ours bears them."""

import re
import unicodedata

_BREAKS = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_REPLACEMENT = "\ufffd"

# What a spreadsheet takes for a formula, whatever blanks stand before it; '#' begins its error values. The wide
# forms of the four signs count as well: East Asian versions read them alike.
_FORMULA = re.compile(r"\s*[=+\-@#|%＝＋－＠]")
# What it takes for a number or a date: a combined group '5-6' or '1/2', '3E5', '0012', '8:30'. A plain '7' becomes
# a number too, but looks the same.
_PLAIN_NUMBER = re.compile(r"0|[1-9]\d{0,14}")
_NUMBER = re.compile(r"\s*\d[\d.,:/\-\s]*([eE][+-]?\d+)?\s*")


def printable(text: str) -> str:
    """The text as a cell or a label can bear it: on one line, letter and accent as one character.

    Line breaks and tabs become a blank. Other control characters and halves of characters, which no file format
    takes, become '\ufffd', so that it shows that something stood there.
    """
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _UNWRITABLE.sub(_REPLACEMENT, _BREAKS.sub(" ", text)))


def is_misread(text: str) -> bool:
    """Whether a spreadsheet that is given this text without its type shows something else, or calculates it.

    >>> [is_misread(t) for t in ("=1+1", " @x", "-", "5-6", "3E5", "3A", "7", "")]
    [True, True, True, True, True, False, False, False]
    """
    if _FORMULA.match(text):
        return True
    return bool(_NUMBER.fullmatch(text)) and not _PLAIN_NUMBER.fullmatch(text)
