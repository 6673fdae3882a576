"""The chart of columns: every number and every day in sight, none over another, however many columns there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.columns_chart import Column, ColumnsChart
from tests.helpers import settle

pytestmark = pytest.mark.display

FIRST = date(2025, 9, 1)


def school_days(count: int) -> list[date]:
    return [FIRST + timedelta(weeks=n // 5, days=n % 5) for n in range(count)]


@pytest.fixture(params=[100, 125, 200])
def made(request: pytest.FixtureRequest, root: ttk.App) -> Iterator[Callable[[int, int], ColumnsChart]]:
    """A chart of so many days, or weeks where there are none of them, at each size of text."""
    before = float(root.tk.call("tk", "scaling"))
    look.apply(root, "light", request.param, before)
    window = ttk.Toplevel(master=root)
    window.geometry("1180x240+0+0")

    def make(count: int, tallest: int) -> ColumnsChart:
        chart = ColumnsChart(window, "#17703c", lambda _chart, _column: None)
        chart.pack(fill="both", expand=True)
        settle(window)
        chart.show(
            [Column(f"{day.day}-{day.month}", tallest - n % 4, day) for n, day in enumerate(school_days(count))]
        )
        settle(window)
        return chart

    yield make
    window.destroy()
    look.apply(root, "light", 100, before)


def boxes(chart: ColumnsChart, tag: str) -> list[tuple[int, int, int, int]]:
    return [chart.canvas.bbox(item) for item in chart.canvas.find_withtag(tag)]


@pytest.mark.parametrize("columns", [1, 5, 23, 40, 90, 200])
def test_there_are_always_days_and_none_overlap(made: Callable[[int, int], ColumnsChart], columns: int) -> None:
    chart = made(columns, 28)
    words = boxes(chart, "word")
    assert words[0][0] >= 0
    assert words[-1][2] <= chart.canvas.winfo_width()
    assert all(one[2] < other[0] for one, other in pairwise(words))
    assert all(box[3] <= chart.canvas.winfo_height() for box in words), "whole, above the lower edge"
    if columns >= 40:
        assert len(words) >= 3
    said = [chart.canvas.itemcget(item, "text") for item in chart.canvas.find_withtag("word")]
    assert said[0] == "1-9"


@pytest.mark.parametrize("tallest", [8, 28, 500])
@pytest.mark.parametrize("columns", [1, 40, 200])
def test_no_number_is_cut_off(made: Callable[[int, int], ColumnsChart], columns: int, tallest: int) -> None:
    """500 is as high as the scale: its number stands above that; chosen at either end it stays in the picture."""
    chart = made(columns, tallest)
    for at in (0, columns // 2 // 4 * 4, columns - 1):
        chart.choose(at)
        settle(chart)
        numbers = boxes(chart, "number")
        assert numbers, "at least that of the chosen one"
        for left, top, right, bottom in numbers:
            assert left >= 0
            assert top >= 0
            assert right <= chart.canvas.winfo_width()
            assert bottom <= chart.canvas.winfo_height()


def test_narrow_columns_stand_equally_far_apart(made: Callable[[int, int], ColumnsChart]) -> None:
    """Each is some pixels wide, with one between it and the next: none run together here and there."""
    chart = made(200, 28)
    columns = [chart.canvas.coords(item) for item in chart.canvas.find_withtag("column")]
    assert len(columns) == 200
    assert {round(other[0] - one[2]) for one, other in pairwise(columns)} <= {1, 2}
