"""The row that is marked in one of two lists of names, and the button that leads to that person's page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import ttkbootstrap as ttk

from deviceclerk.desktop.roster_names import NameList


class Marked:
    """A double click or Enter on a row, or the button, opens the page; the button needs a marked row."""

    def __init__(self, lists: Sequence[NameList], button: ttk.Button, on_open: Callable[[int], object]) -> None:
        self._lists, self._button, self._on_open = lists, button, on_open
        self._ids: list[Sequence[int]] = [() for _list in lists]
        for at, names in enumerate(lists):
            names.on_open = partial(self._opened, at)
            names.on_mark = partial(self._marked, at)
        self.show(*self._ids)

    def show(self, *ids: Sequence[int]) -> None:
        """These people, by id, are in the lists now; no row is marked."""
        self._ids = list(ids)
        self._button.state(["disabled"])

    @property
    def person(self) -> int | None:
        """Who is marked, by id."""
        for names, ids in zip(self._lists, self._ids, strict=True):
            if names.marked is not None and names.marked < len(ids):
                return ids[names.marked]
        return None

    def open(self) -> None:
        """Opens the page of who is marked."""
        if (person := self.person) is not None:
            self._on_open(person)

    def _opened(self, at: int, row: int) -> None:
        self._on_open(self._ids[at][row])

    def _marked(self, at: int, _row: int) -> None:
        for other, names in enumerate(self._lists):
            if other != at and names.marked is not None:
                names.mark(None)
        self._button.state(["!disabled"])
