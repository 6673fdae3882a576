"""What the text of an answer says. Only the words of this list count: in doubt an answer is unclear, and so no."""

from collections.abc import Sequence

from deviceclerk.domain.consent import Value

# Variation selectors and other marks without a width of their own, which copied check marks bring along.
_INVISIBLE = dict.fromkeys(map(ord, "\ufe0e\ufe0f\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))

_WORDS = {
    Value.YES: ("ja", "j", "waar", "true", "1", "x", "✓", "✔", "☑", "✅", "√", "akkoord", "toestemming", "wel"),
    Value.NO: ("nee", "n", "onwaar", "false", "0", "geen toestemming", "niet akkoord"),
    Value.UNANSWERED: (
        "", "geen antwoord", "niet ingevuld", "nog niet ingevuld", "onbekend", "-", "–", "—",
    ),
}  # fmt: skip
_VALUES = {word: value for value, words in _WORDS.items() for word in words}


def value_of(text: str) -> Value:
    """What a cell's text says, whatever its case and blanks; the whole text must be one of the known words.

    >>> [value_of(text).value for text in ("Ja", " geen  TOESTEMMING ", "", "ja, mits niet herkenbaar")]
    ['yes', 'no', 'unanswered', 'unclear']
    """
    word = " ".join(text.translate(_INVISIBLE).split()).casefold()
    return _VALUES.get(word, Value.UNCLEAR)


def read_as_answers(values: Sequence[Value]) -> bool:
    """Whether most cells of a column that are filled in say yes or no."""
    filled = [value for value in values if value is not Value.UNANSWERED]
    clear = sum(value is not Value.UNCLEAR for value in filled)
    return clear > 0 and clear >= 0.6 * len(filled)
