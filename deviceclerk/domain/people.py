"""Pupils and staff: who owns a device, and of whom consent is asked."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache


class Role(StrEnum):
    """What a person is to the school; both are asked for consent, only pupils hand in devices."""

    PUPIL = "pupil"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Name:
    """A Dutch name in its three parts: 'Sem', 'de' (tussenvoegsel, may be empty), 'Vries'."""

    first: str
    prefix: str
    last: str

    @property
    def full(self) -> str:
        """As it is spoken: 'Sem de Vries'."""
        return " ".join(part for part in (self.first, self.prefix, self.last) if part)

    @property
    def sorted_form(self) -> str:
        """As a class list has it: 'Vries, Sem de'."""
        given = " ".join(part for part in (self.first, self.prefix) if part)
        return f"{self.last}, {given}" if given else self.last

    @property
    def short(self) -> str:
        """First name and the surname's initial, for screens that others can read: 'Sem V.'."""
        return f"{self.first} {self.last[:1]}." if self.first and self.last else self.full

    @property
    def key(self) -> str:
        """What two spellings of the same name share: see `fold`."""
        return fold(self.full)

    @property
    def sort_key(self) -> tuple[str, str, str]:
        """Dutch order: by surname without its prefix, then first name, then prefix."""
        return (fold(self.last), fold(self.first), fold(self.prefix))


def fold(text: str) -> str:
    """The text without case, accents, apostrophe styles, hyphens and double blanks, for matching and searching.

    >>> fold("Björn  van 't Wijst-Kaplan") == fold("bjorn van ’t wijst kaplan")
    True
    """
    if text.isascii():
        return " ".join(text.translate(_LOOKALIKES).lower().split())
    # Taking a letter apart can bring forth a capital or a look-alike, so all of it is done until nothing changes.
    before = None
    while text != before:
        before = text
        decomposed = unicodedata.normalize("NFKD", text.translate(_LOOKALIKES).casefold())
        text = " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())
    return text


# Letters that NFKD does not take apart, and the apostrophes and dashes that keyboards and exports mix up.
_LOOKALIKES = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae", "Æ": "AE"}
    | {"œ": "oe", "Œ": "OE", "-": " ", "‐": " ", "‑": " ", "–": " ", "\u00a0": " "}
    | {"'": "", "’": "", "‘": "", "ʼ": "", "`": "", "´": ""}
)


@dataclass(frozen=True, slots=True)
class Person:
    """A pupil or staff member as known to the school now.

    `number` is text, for leading zeros count; `group` is empty for staff without one; `left_on` is the day from
    which the person is no longer at the school, None while present.
    """

    id: int
    role: Role
    number: str | None
    name: Name
    group: str
    born: date | None = None
    left_on: date | None = None


@lru_cache(maxsize=512)
def group_sort_key(group: str) -> tuple[tuple[int, int, str], ...]:
    """Orders groups as people do: '3A' before '10', 'Groep 2' before 'Groep 10'."""
    parts: list[tuple[int, int, str]] = []
    digits = word = ""
    for char in [*group, ""]:
        if digits and not char.isdecimal():
            parts.append((0, int(digits), ""))
            digits = ""
        if word and (char.isdecimal() or not char):
            parts.append((1, 0, fold(word)))
            word = ""
        if char.isdecimal():
            digits += char
        else:
            word += char
    return tuple(parts)
