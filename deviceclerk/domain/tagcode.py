"""The code on a device's tag: 'DC', nine random letters and one check letter; no personal data.

Keyboard-wedge scanners type through the PC's keyboard layout. Across US, US-international, French, Belgian,
German, Dutch and British layouts the sixteen letters used here keep their place, and Caps Lock only swaps
their case, so a code arrives whole under each of them. Nine letters of sixteen are 36 random bits.
"""

import secrets
from collections.abc import Callable
from enum import Enum

ALPHABET = "BCDFGHJKLNPRSTVX"
PREFIX = "DC"
RANDOM_LETTERS = 9
LENGTH = len(PREFIX) + RANDOM_LETTERS + 1
_INDEX = {letter: value for value, letter in enumerate(ALPHABET)}
_MOST = 0.75
"""So much of a text are letters of the alphabet where it may be a tag with its prefix lost."""
_REDUCTION = 0b10011  # x^4 + x + 1


class Reading(Enum):
    """What a text that ended like a scan turned out to be."""

    VALID = "valid"
    DAMAGED = "damaged"


def check_letter(letters: str) -> str:
    """The check letter over random letters: Damm's scheme over GF(16).

    It misses no single wrong letter and no swap of two neighbours (nor of any two letters).
    Raises ValueError for a letter outside the alphabet.
    """
    check = 0
    for letter in letters:
        if letter not in _INDEX:
            raise ValueError(f"not a letter of the tag alphabet: {letter!r}")
        check = _double(check ^ _INDEX[letter])
    return ALPHABET[check]


def _double(value: int) -> int:
    value <<= 1
    return value ^ _REDUCTION if value & 0b10000 else value


def normalise(text: str) -> str:
    """The code as it is kept: without surrounding blanks, in capitals."""
    return text.strip().upper()


def is_valid(code: str) -> bool:
    """Whether a normalised text is a code with the right check letter."""
    if len(code) != LENGTH or not code.startswith(PREFIX):
        return False
    letters, check = code[len(PREFIX) : -1], code[-1]
    return all(letter in _INDEX for letter in letters) and check_letter(letters) == check


def is_code_shaped(text: str) -> bool:
    """Whether a text is twelve letters of the tag alphabet: only such raw texts may be kept of a refused scan.

    Anything else could be a password that was typed into the wrong window.
    """
    return len(text) == LENGTH and all(letter in _INDEX for letter in text)


def looks_foreign(code: str) -> bool:
    """Whether a normalised text that is no valid code is something else's: a barcode, a web address, a name.

    A tag that was read badly keeps its prefix, or most of its letters: reading it once more helps. Nothing else
    does, so that whoever is told so must be able to trust it: what could be either is a tag.
    """
    if any(sign in code for sign in ("://", "WWW.", "@")):
        return True
    start = code.find(PREFIX)
    if start >= 0 and all(letter in _INDEX for letter in code[start + len(PREFIX) :][:3]):
        return False
    letters = sum(letter in _INDEX for letter in code)
    return not (LENGTH - 4 <= len(code) <= LENGTH + 4 and letters >= _MOST * len(code))


def read(raw: str) -> tuple[Reading, str]:
    """What a scanned text is, and its normalised form. Never raises."""
    code = normalise(raw)
    return (Reading.VALID if is_valid(code) else Reading.DAMAGED), code


def issue(choose: Callable[[str], str] = secrets.choice) -> str:
    """A new random code. `choose` picks one letter of the alphabet; it is a parameter for tests only."""
    letters = "".join(choose(ALPHABET) for _ in range(RANDOM_LETTERS))
    return PREFIX + letters + check_letter(letters)


def spaced(code: str) -> str:
    """The code in groups of three, as it is printed for reading aloud: 'DCB CDF GHJ KLN'."""
    return " ".join(code[start : start + 3] for start in range(0, len(code), 3))
