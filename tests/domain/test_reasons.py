"""The words of a reason: kept on one line, never too long, never about health."""

import pytest

from deviceclerk.domain.reasons import LONGEST, check_words
from deviceclerk.domain.refusals import Refused


@pytest.mark.parametrize(
    "words",
    [
        *(
            "ziek",
            "Ziek naar huis",
            "naar de tandarts",
            "griepje",
            "had keelpijn",
            "hooikoorts",
            "verkouden",
            "allergie",
        ),
        *(
            "gebroken been, gips",
            "geopereerd",
            "operatie",
            "insuline",
            "moest overgeven",
            "naar de fysio",
            "beugel",
        ),
        *("sick", "has a cold", "stomach ache", "toothache", "throwing up", "allergic", "surgery", "at the GP"),
    ],
)
def test_health_is_never_a_reason(words: str) -> None:
    with pytest.raises(Refused, match="reason_about_health"):
        check_words(words)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "muziekles",
            "pupil absent",
            "artistiek project",
            "met oma mee",
            "cold case project",
            "will fetch it later",
        ),
        *("Silly mistake", "gefilmd in de gang", "voor de bus", "mobiel van Pijnenburg", "gipsen beeld voor kunst"),
    ],
)
def test_other_words_are_kept(words: str) -> None:
    assert check_words(f"  {words}\n ") == words


def test_too_long() -> None:
    assert len(check_words("a" * LONGEST)) == LONGEST
    with pytest.raises(Refused, match="reason_too_long"):
        check_words("a" * (LONGEST + 1))
