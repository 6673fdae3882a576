"""Yearly figures without names: how a year's answers stand, and groups put together so that nobody is recognised.

Schools evaluate their social-media protocol every year. What they need for it is how many, never who.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from deviceclerk.domain.consent import Reason

LEAST = 5
"""The fewest pupils of whom figures are told together: of fewer, a figure points at somebody."""


class Standing(StrEnum):
    """How one pupil's answer about one purpose and medium stands; every pupil counts in exactly one.

    `NO_ANSWER` is everything that is neither a yes that holds nor a no: not answered, not asked, unclear, lapsed,
    or with the pupil's own answer still missing.
    """

    CONSENTED = "consented"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many pupils, by standing."""

    consented: int = 0
    refused: int = 0
    withdrawn: int = 0
    no_answer: int = 0

    @property
    def answered(self) -> int:
        """Those who said yes or no."""
        return self.consented + self.refused + self.withdrawn

    @property
    def pupils(self) -> int:
        """All of them."""
        return self.answered + self.no_answer

    @classmethod
    def of(cls, standings: Iterable[Standing]) -> "Counts":
        """Counts them.

        >>> Counts.of([Standing.REFUSED, Standing.NO_ANSWER, Standing.REFUSED])
        Counts(consented=0, refused=2, withdrawn=0, no_answer=1)
        """
        counts = dict.fromkeys(Standing, 0)
        for standing in standings:
            counts[standing] += 1
        return cls(*counts.values())


def standing(reason: Reason, *, took_back: bool) -> Standing:
    """How an answer stands, from the verdict's reason.

    `took_back`: somebody who said yes in this school year no longer does. Then it is a withdrawal, unless the
    pupil may be shown all the same.
    """
    if reason is Reason.ALLOWED:
        return Standing.CONSENTED
    if took_back:
        return Standing.WITHDRAWN
    if reason in (Reason.REFUSED, Reason.GUARDIANS_DIFFER):
        return Standing.REFUSED
    return Standing.NO_ANSWER


def told_together(sizes: Mapping[str, int], least: int = LEAST) -> tuple[tuple[str, ...], ...]:
    """The groups of which figures can be told, those too small on their own put together, which come last.

    `sizes` is the number of pupils of each group. Where all small ones together are still too few, the smallest
    of the others joins them: else the difference between the whole school and the others would tell of them.
    Empty where the whole school has fewer than `least` pupils.

    >>> told_together({"3A": 20, "4A": 25, "P1": 2, "P2": 4})
    (('3A',), ('4A',), ('P1', 'P2'))
    >>> told_together({"3A": 20, "4A": 25, "P1": 2})
    (('4A',), ('3A', 'P1'))
    """
    filled = {group: size for group, size in sizes.items() if size > 0}
    small = [group for group, size in filled.items() if size < least]
    rest = sorted((group for group in filled if group not in small), key=lambda group: filled[group])
    while small and rest and sum(filled[group] for group in small) < least:
        small.append(rest.pop(0))
    if small and sum(filled[group] for group in small) < least:
        return ()
    alone = [(group,) for group in filled if group not in small]
    return (*alone, *_together(filled, small))


def _together(filled: Mapping[str, int], small: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(group for group in filled if group in small)] if small else []
