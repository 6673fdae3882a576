"""Figures without names: every pupil counts once, and no figure is about fewer than five."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deviceclerk.domain.consent import Reason
from deviceclerk.domain.figures import LEAST, Counts, Standing, standing, told_together


@pytest.mark.parametrize(
    ("reason", "took_back", "expected"),
    [
        (Reason.ALLOWED, False, Standing.CONSENTED),
        (Reason.ALLOWED, True, Standing.CONSENTED),
        (Reason.REFUSED, False, Standing.REFUSED),
        (Reason.REFUSED, True, Standing.WITHDRAWN),
        (Reason.GUARDIANS_DIFFER, False, Standing.REFUSED),
        (Reason.GUARDIANS_DIFFER, True, Standing.WITHDRAWN),
        (Reason.NO_ANSWER, False, Standing.NO_ANSWER),
        (Reason.NO_ANSWER, True, Standing.WITHDRAWN),
        (Reason.EXPIRED, False, Standing.NO_ANSWER),
        (Reason.NEEDS_OWN_ANSWER, False, Standing.NO_ANSWER),
        (Reason.UNCLEAR_ANSWER, False, Standing.NO_ANSWER),
        (Reason.NOT_ASKED, False, Standing.NO_ANSWER),
    ],
)
def test_how_an_answer_stands(reason: Reason, took_back: bool, expected: Standing) -> None:
    assert standing(reason, took_back=took_back) is expected


@given(st.lists(st.sampled_from(Standing)))
def test_every_pupil_counts_once(standings: list[Standing]) -> None:
    counts = Counts.of(standings)
    assert counts.pupils == len(standings)
    assert counts.answered == len([s for s in standings if s is not Standing.NO_ANSWER])
    assert counts.withdrawn == standings.count(Standing.WITHDRAWN)


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 30), max_size=12))
def test_no_figure_is_about_fewer_than_five(sizes: dict[str, int]) -> None:
    told = told_together(sizes)
    named = [group for groups in told for group in groups]
    pupils = [sum(sizes[group] for group in groups) for groups in told]
    assert all(size >= LEAST for size in pupils)
    if sum(sizes.values()) >= LEAST:
        # Nobody is left out, so nothing can be found out by subtracting from the whole school.
        assert sorted(named) == sorted(group for group, size in sizes.items() if size)
    else:
        assert told == ()
    assert len([groups for groups in told if len(groups) > 1]) <= 1


def test_groups_that_are_large_enough_stay_apart() -> None:
    sizes = {"1A": 5, "1B": 28, "2A": 30}
    assert told_together(sizes) == (("1A",), ("1B",), ("2A",))
