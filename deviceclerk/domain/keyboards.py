"""What a keyboard-wedge scanner's keys become under another keyboard language than its own.

A scanner presses the keys on which a character stands on the keyboard that it is set to; the PC makes of each key
what stands there on the keyboard that the PC is set to. Where the two differ, other characters arrive.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from itertools import product
from typing import Final, NamedTuple


class Layout(StrEnum):
    """A keyboard language found in schools of the Netherlands and Belgium."""

    US = "us"
    US_INTERNATIONAL = "us_international"
    BRITISH = "british"
    DUTCH = "dutch"
    BELGIAN = "belgian"
    FRENCH = "french"
    GERMAN = "german"


class Case(StrEnum):
    """What became of capitals and small letters on the way."""

    KEPT = "kept"
    SWAPPED = "swapped"
    SHIFTED = "shifted"
    """Every key as with Shift, digits and signs too: Caps Lock on some French and Belgian keyboards."""
    CAPITALS = "capitals"
    SMALL = "small"


class Way(NamedTuple):
    """How a text can have come to what it is: the scanner's keyboard, the PC's, and what became of its case."""

    scanner: Layout
    pc: Layout
    case: Case

    @property
    def same_keyboard(self) -> bool:
        """Whether scanner and PC agree."""
        return self.scanner is self.pc


SCANNERS: Final = tuple(layout for layout in Layout if layout is not Layout.US_INTERNATIONAL)
"""What a scanner can be set to; none has accents on keys that wait for the next one."""

_DEAD: Final = {
    "grave": "\u0300",
    "acute": "\u0301",
    "circumflex": "\u0302",
    "tilde": "\u0303",
    "diaeresis": "\u0308",
}
_SPACING: Final = {"\u0300": "`", "\u0301": "´", "\u0302": "^", "\u0303": "~", "\u0308": "¨"}

# By the keys' places: the digits' row from the key left of 1, then the three rows of letters. The second row ends
# before Enter; then follows the third with the key left of Enter, then the key beside the left Shift, and the rest.
# Each line as it types alone and with Shift; 'dead:' names an accent that waits for the next key.
_ROWS: Final = {
    Layout.US: (
        "` 1 2 3 4 5 6 7 8 9 0 - = q w e r t y u i o p [ ] a s d f g h j k l ; ' \\ \\ z x c v b n m , . /",
        '~ ! @ # $ % ^ & * ( ) _ + Q W E R T Y U I O P { } A S D F G H J K L : " | | Z X C V B N M < > ?',
    ),
    Layout.US_INTERNATIONAL: (
        "dead:grave 1 2 3 4 5 6 7 8 9 0 - = q w e r t y u i o p [ ] a s d f g h j k l ; dead:acute \\ \\ "
        "z x c v b n m , . /",
        "dead:tilde ! @ # $ % dead:circumflex & * ( ) _ + Q W E R T Y U I O P { } A S D F G H J K L : "
        "dead:diaeresis | | Z X C V B N M < > ?",
    ),
    Layout.BRITISH: (
        "` 1 2 3 4 5 6 7 8 9 0 - = q w e r t y u i o p [ ] a s d f g h j k l ; ' # \\ z x c v b n m , . /",
        '¬ ! " £ $ % ^ & * ( ) _ + Q W E R T Y U I O P { } A S D F G H J K L : @ ~ | Z X C V B N M < > ?',
    ),
    Layout.DUTCH: (
        "@ 1 2 3 4 5 6 7 8 9 0 / ° q w e r t y u i o p dead:diaeresis * a s d f g h j k l + dead:acute < ] "
        "z x c v b n m , . -",
        "§ ! \" # $ % & _ ( ) ' ? dead:tilde Q W E R T Y U I O P dead:circumflex | A S D F G H J K L ± "
        "dead:grave > [ Z X C V B N M ; : =",
    ),
    Layout.BELGIAN: (
        "² & é \" ' ( § è ! ç à ) - a z e r t y u i o p dead:circumflex $ q s d f g h j k l m ù µ < "
        "w x c v b n , ; : =",
        "³ 1 2 3 4 5 6 7 8 9 0 ° _ A Z E R T Y U I O P dead:diaeresis * Q S D F G H J K L M % £ > "
        "W X C V B N ? . / +",
    ),
    Layout.FRENCH: (
        "² & é \" ' ( - è _ ç à ) = a z e r t y u i o p dead:circumflex $ q s d f g h j k l m ù * < "
        "w x c v b n , ; : !",
        "~ 1 2 3 4 5 6 7 8 9 0 ° + A Z E R T Y U I O P dead:diaeresis £ Q S D F G H J K L M % µ > "
        "W X C V B N ? . / §",
    ),
    Layout.GERMAN: (
        "dead:circumflex 1 2 3 4 5 6 7 8 9 0 ß dead:acute q w e r t z u i o p ü + a s d f g h j k l ö ä # < "
        "y x c v b n m , . -",
        "° ! \" § $ % & / ( ) = ? dead:grave Q W E R T Z U I O P Ü * A S D F G H J K L Ö Ä ' > "
        "Y X C V B N M ; : _",
    ),
}  # fmt: skip


@cache
def _levels(layout: Layout) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What each key types alone and with Shift; an accent that waits as its combining character."""
    plain, shifted = (tuple(_character(word) for word in row.split()) for row in _ROWS[layout])
    return plain, shifted


def _character(word: str) -> str:
    return _DEAD[word.removeprefix("dead:")] if word.startswith("dead:") else word


@cache
def _places(layout: Layout) -> dict[str, tuple[int, int]]:
    """The level (1 with Shift) and the key of each character; the first of two keys that type the same."""
    found: dict[str, tuple[int, int]] = {}
    for level, characters in enumerate(_levels(layout)):
        for key, character in enumerate(characters):
            found.setdefault(character, (level, key))
    return found


def arrivals(text: str, way: Way) -> frozenset[str]:
    """What can arrive of a text; none when the scanner's keyboard lacks one of its characters.

    Several, since programs differ in what they make of an accent that waited and the character after it.
    """
    places = [_places(way.scanner).get(character) for character in text]
    flip = way.case is Case.SHIFTED
    arrived: list[str] = []
    for place in places:
        if place is None:
            return frozenset()
        level, key = place
        arrived.append(_levels(way.pc)[level ^ flip][key])
    return frozenset("".join(parts) for parts in product(*_composed(_cased(arrived, way.case))))


def _cased(characters: list[str], case: Case) -> list[str]:
    change = {Case.SWAPPED: str.swapcase, Case.CAPITALS: str.upper, Case.SMALL: str.lower}.get(case)
    if change is None:
        return characters
    # 'ß' has no capital of one character.
    return [changed if len(changed := change(character)) == 1 else character for character in characters]


def _composed(characters: list[str]) -> Iterator[tuple[str, ...]]:
    """The readings of each character, or of an accent with the character after it."""
    waiting = ""
    for character in characters:
        if waiting:
            one = unicodedata.normalize("NFC", character + waiting)
            yield (*([one] if len(one) == 1 else []), character, _SPACING[waiting] + character)
            waiting = ""
        elif character in _SPACING:
            waiting = character
        else:
            yield (character,)


@cache
def readings(text: str) -> dict[str, tuple[Way, ...]]:
    """All that a text can arrive as, and the ways in which it comes to each."""
    found: dict[str, list[Way]] = {}
    for scanner, pc, case in product(SCANNERS, Layout, Case):
        way = Way(scanner, pc, case)
        for arrived in arrivals(text, way):
            found.setdefault(arrived, []).append(way)
    # A scanner for the very keyboard of the PC sends the keys for the text, accents that wait and all.
    found.setdefault(text, []).append(Way(Layout.US_INTERNATIONAL, Layout.US_INTERNATIONAL, Case.KEPT))
    return {arrived: tuple(ways) for arrived, ways in found.items()}
