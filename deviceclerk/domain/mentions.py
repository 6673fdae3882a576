"""A person's name within a text that somebody typed: whole words, in every notation that schools use.

'Sem de Vries', 'Vries, Sem de', 'De Vries, Sem' and 'Sem Vries' can only mean one; 'Sem', 'Sem V.', 'S. de Vries'
and 'De Vries' may as well mean another, which a person must say.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deviceclerk.domain.people import Name, fold

BLANK = "…"
"""What stands in a text in place of a name that was taken out."""

_WORD = re.compile(r"[^\W_]+")
_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mentions:
    """A text in which somebody is named. `sure` is the text without the name, `all` also without what may mean it.

    Either is the text itself where there is nothing of that sort.
    """

    text: str
    sure: str
    all: str


class Searcher:
    """Finds some people's names in texts. `namesakes` are those whose whole name another person has too.

    `others` are the names of people who are not looked for: where one of these stands whole, that one is meant, and
    what is written as both may be is in doubt.
    """

    def __init__(self, names: Iterable[Name], namesakes: Iterable[Name] = (), others: Iterable[Name] = ()) -> None:
        sure: set[_Words] = set()
        maybe: set[_Words] = set()
        for name in names:
            sure.update(_whole(name))
            maybe.update(_parts(name))
        for name in namesakes:
            maybe.update(_whole(name), _parts(name))
        theirs = {words for name in others for words in _whole(name)}
        both = sure & theirs
        maybe |= both
        self._theirs = _by_first_word(theirs - maybe)
        sure -= both
        self._sure, self._maybe = _by_first_word(sure), _by_first_word(maybe)

    def find(self, text: str) -> Mentions | None:
        """Where somebody is named in a text; None where nobody is."""
        found = list(_WORD.finditer(text))
        words = [fold(match.group()) for match in found]
        certain = self._spans(self._sure, words)
        meant = [*certain, *self._spans(self._theirs, words)]
        taken = {at for first, last in meant for at in range(first, last)}
        doubtful = [
            (first, last) for first, last in self._spans(self._maybe, words) if not taken & set(range(first, last))
        ]
        if not certain and not doubtful:
            return None
        places = [(match.start(), match.end()) for match in found]
        return Mentions(text, _without(text, places, certain), _without(text, places, [*certain, *doubtful]))

    @staticmethod
    def _spans(known: dict[str, list[_Words]], words: Sequence[str]) -> list[tuple[int, int]]:
        spans, at = [], 0
        while at < len(words):
            notations = known.get(words[at], ())
            length = next((len(one) for one in notations if tuple(words[at : at + len(one)]) == one), 0)
            if length:
                spans.append((at, at + length))
            at += length or 1
        return spans


def _by_first_word(notations: Iterable[_Words]) -> dict[str, list[_Words]]:
    """The longest first: 'Sem de Vries' is one name, not a 'Sem' and something else."""
    known: dict[str, list[_Words]] = {}
    for words in sorted(notations, key=len, reverse=True):
        if words:
            known.setdefault(words[0], []).append(words)
    return known


def _without(text: str, places: Sequence[tuple[int, int]], spans: Iterable[tuple[int, int]]) -> str:
    """The text with a sign in place of each span of words."""
    for first, last in sorted(spans, reverse=True):
        text = text[: places[first][0]] + BLANK + text[places[last - 1][1] :]
    return text


def _whole(name: Name) -> list[_Words]:
    """The notations that have first name and surname; of a name of one part there is none that is sure."""
    first, prefix, last = _words(name.first), _words(name.prefix), _words(name.last)
    if not first or not last:
        return []
    return [first + prefix + last, last + first + prefix, prefix + last + first, first + last, last + first]


def _parts(name: Name) -> list[_Words]:
    """What may mean the person: one of the names, or a name and an initial."""
    first, prefix, last = _words(name.first), _words(name.prefix), _words(name.last)
    found = [first, last, prefix + last]
    if first and last:
        found += [(*first, last[0][:1]), (first[0][:1], *prefix, *last), (*prefix, *last, first[0][:1])]
    return [words for words in found if any(len(word) > 1 for word in words)]


def _words(text: str) -> _Words:
    return tuple(fold(match.group()) for match in _WORD.finditer(text))
