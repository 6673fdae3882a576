"""Dutch names as lists write them: in three columns, or in one column in one of three notations.

"De Vries, Anja", "De Vries Anja" and "Anja de Vries" are one name. Which of the last two a column has is decided
for the column as a whole, by where its prefixes (tussenvoegsels) stand.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import Enum

from deviceclerk.domain.people import Name

# Words of which prefixes are made, by the Dutch register of persons and common elsewhere.
_PREFIXES = """aan af al am auf bij d' da dal dalla das de degli dei del della dello den der des di do dos du 'e e'
    el fan fan'e het im in l' la las le les lo los onder op over 's 't t te ten ter tho thoe to toe tot uijt uit
    uyt van vande vanden vander v.d. v/d vd vom von voor zu zum zur"""
_PREFIX_WORDS = frozenset(_PREFIXES.split())
_APOSTROPHES = str.maketrans("’‘`´ʼ", "'''''")
_INVISIBLE = str.maketrans(dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad")))
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.\s*)+|(?:[A-Z]\s?){1,5}")
_CALLED = re.compile(r"\s*\(([^()\d]{2,60})\)\s*")
_HYPHENS = re.compile(r"(?<=\w) ?[-‐‑–] ?(?=\w)")
_MAX = 120
_MAX_PREFIX = 40


class Order(Enum):
    """How names without a comma stand in a column."""

    GIVEN_FIRST = "given first"
    SURNAME_FIRST = "surname first"


def tidy(text: str) -> str:
    """The text with single blanks, without invisible marks, each accented letter one character."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_INVISIBLE))
    return " ".join(text.split())


def from_parts(first: str, prefix: str | None, last: str) -> Name:
    """From separate columns. `prefix` is None where there is no such column: then it is looked for in `last`."""
    first, last = tidy(first), tidy(last)
    own = tidy(prefix or "")
    if own:
        return _name(first, _as_prefix(own.split()), last) if last else _name(first, "", own)
    stem, comma, behind = last.partition(",")
    if comma and _all_prefix(behind.split()):
        return _name(first, _as_prefix(behind.split()), stem.strip())
    words = last.split()
    # Where there is a column for prefixes, 'De' with a capital was left in the surname on purpose.
    at = 0 if prefix is not None and words and not _is_small(words[0]) else _prefix_end(words)
    return _name(first, _as_prefix(words[:at]), " ".join(words[at:]))


def order_of(texts: Iterable[str]) -> Order:
    """How a column writes names without a comma; without any evidence the given name comes first."""
    score = 0
    for text in texts:
        words = text.split()
        if len(words) < 3 or "," in text:
            continue
        if _is_prefix(words[0]):
            score -= 1
        elif any(_is_prefix(word) for word in words[1:-1]):
            score += 1
    return Order.SURNAME_FIRST if score < 0 else Order.GIVEN_FIRST


def from_text(text: str, order: Order) -> Name:
    """From one column. A comma tells the order by itself; the last name is empty only where nothing else stands.

    >>> from_text("van 't Hoff, Renée", Order.GIVEN_FIRST)
    Name(first='Renée', prefix="van 't", last='Hoff')
    """
    text = tidy(text)
    if not text.isascii() or "-" in text:
        text = _HYPHENS.sub("-", text)
    text, called = _nickname(text) if "(" in text else (text, "")
    left, comma, right = text.partition(",")
    if comma and left.strip():
        name = _from_comma(left.split(), right.replace(",", " ").split())
    elif order is Order.SURNAME_FIRST:
        name = _surname_first(text.replace(",", " ").split())
    else:
        name = _given_first(text.replace(",", " ").split())
    if called and _INITIALS.fullmatch(name.first):
        return Name(called, name.prefix, name.last)
    return _name(f"{name.first} ({called})" if called else name.first, name.prefix, name.last)


def _nickname(text: str) -> tuple[str, str]:
    """The text without the name in brackets that someone goes by, as in 'Vries, S. de (Sem)', and that name."""
    found = _CALLED.search(text)
    if found is None:
        return text, ""
    return tidy(f"{text[: found.start()]} {text[found.end() :]}".replace(" ,", ",")), tidy(found[1])


def _from_comma(left: list[str], right: list[str]) -> Name:
    at = _prefix_end(left)
    if at:
        return _name(" ".join(right), _as_prefix(left[:at]), " ".join(left[at:]))
    # 'Vries de, Anja' and 'Vries, Anja de'
    end = _prefix_start(left, small=True)
    if end < len(left):
        return _name(" ".join(right), _as_prefix(left[end:]), " ".join(left[:end]))
    end = _prefix_start(right, small=True)
    return _name(" ".join(right[:end]), _as_prefix(right[end:]), " ".join(left))


def _surname_first(words: list[str]) -> Name:
    """'De Vries Anja', 'Vries de Anja': after the prefix one word is the surname, the rest are given names."""
    at = _prefix_end(words)
    if at and len(words) - at >= 2:
        return _name(" ".join(words[at + 1 :]), _as_prefix(words[:at]), words[at])
    if words and _joins(words[0]):
        end = 1 + _prefix_end(words[1:]) + 1
        return _name(" ".join(words[end:]), "", " ".join(words[:end]))
    end = 1
    while end < len(words) - 1 and _is_prefix(words[end]) and _is_small(words[end]):
        end += 1
    return _name(" ".join(words[end:]), _as_prefix(words[1:end]), " ".join(words[:1]))


def _given_first(words: list[str]) -> Name:
    """'Anna Sophie van der Berg Smit': the surname begins at the first prefix, else it is the last word."""
    capitals = not all(_is_small(word) for word in words)
    for at in range(1, len(words) - 1):
        if _joins(words[at]):
            return _name(" ".join(words[:at]), "", " ".join(words[at:]))
        if _is_prefix(words[at]) or (capitals and _is_small(words[at])):
            end = at + 1
            while end < len(words) - 1 and (_is_prefix(words[end]) or (capitals and _is_small(words[end]))):
                end += 1
            return _name(" ".join(words[:at]), _as_prefix(words[at:end]), " ".join(words[end:]))
    return _name(" ".join(words[:-1]), "", words[-1] if words else "")


def _is_prefix(word: str) -> bool:
    if word in _PREFIX_WORDS:
        return True
    # Most words are names, which only capitals and other apostrophes could still make a prefix.
    return len(word) < 8 and word.translate(_APOSTROPHES).casefold() in _PREFIX_WORDS


def _joins(word: str) -> bool:
    """Whether a word ends its first surname and begins the prefix of the second: 'Jansen-van' of 'der Berg'."""
    before, hyphen, after = word.rpartition("-")
    return bool(before and hyphen) and _is_prefix(after)


def _is_small(word: str) -> bool:
    """Whether a word is written without a capital, as prefixes of any language are: 'ben', 'ibn'."""
    return word == word.lower() and word != word.upper()


def _prefix_end(words: list[str]) -> int:
    """Where the prefix at the start ends; at least one word remains for the surname."""
    end = 0
    capitals = not all(_is_small(word) for word in words)
    while end < len(words) - 1 and (_is_prefix(words[end]) or (capitals and _is_small(words[end]))):
        end += 1
    return end


def _prefix_start(words: list[str], *, small: bool) -> int:
    """Where the prefix at the end begins; at least one word stands before it."""
    start = len(words)
    while start > 1 and _is_prefix(words[start - 1]) and (not small or _is_small(words[start - 1])):
        start -= 1
    return start


def _all_prefix(words: list[str]) -> bool:
    return bool(words) and all(_is_prefix(word) for word in words)


def _as_prefix(words: list[str]) -> str:
    """Prefixes in small letters and with one kind of apostrophe: a capital only marks the start of a surname."""
    return " ".join(words).translate(_APOSTROPHES).lower()


def _name(first: str, prefix: str, last: str) -> Name:
    return Name(first[:_MAX], prefix[:_MAX_PREFIX], last[:_MAX])
