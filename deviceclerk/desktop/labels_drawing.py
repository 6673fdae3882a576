"""From a choice to its picture: one at a time beside the window, and the newest choice next."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from deviceclerk.desktop.labels_picture import PaperPicture
from deviceclerk.desktop.screen import Screen

if TYPE_CHECKING:
    from deviceclerk.services.paper import Draft, Look, Order

_WAIT_MS = 120


class Drawing:
    """Keeps the picture of what is ordered. `on_drawn` is called when it is there (None), or with why not.

    The picture is of what is `shown`: what is ordered, or what is nearest to it while that cannot be printed.
    """

    def __init__(
        self,
        screen: Screen,
        picture: PaperPicture,
        order: Callable[[], Order | None],
        on_drawn: Callable[[Exception | None], object],
        shown: Callable[[], Order | None],
    ) -> None:
        self._shown = shown
        self._screen, self._picture, self._order, self._on_drawn = screen, picture, order, on_drawn
        self.draft: Draft | None = None
        """What the picture is of."""
        self.page = 0
        """The page that is shown, counted from 0."""
        self._due: str | None = None
        self._asked: tuple[Order, int, int] | None = None
        self._out = False

    @property
    def ready(self) -> bool:
        """Whether what is ordered now is drawn."""
        return self.draft is not None and self._due is None and self.draft.order == self._order()

    def soon(self) -> None:
        """Draws in a moment, when no more keys come."""
        if self._due is not None:
            self._screen.after_cancel(self._due)
        self._due = self._screen.after(_WAIT_MS, self._now)

    def _now(self) -> None:
        self._due = None
        self.ask()

    def ask(self) -> None:
        """Draws at once, or when what is being drawn is there."""
        from deviceclerk.services import paper

        order = self._shown()
        if order is None:
            self.draft = None
            self._picture.show(None)
            self._on_drawn(None)
        elif not self._out:
            self._out, self._asked = True, (order, self.page, self._picture.page_width)
            self._screen.ask_documents(paper.look, *self._asked, then=self._looked, otherwise=self._refused)

    def forget(self) -> None:
        """What was drawn is being printed, and is not printed twice."""
        self.draft = None

    def turn(self, step: int) -> None:
        """Shows another page."""
        pages = self.draft.pages if self.draft is not None else 1
        page = max(0, min(pages - 1, self.page + step))
        if page != self.page:
            self.page = page
            self.ask()

    def _looked(self, found: Look) -> None:
        self._out = False
        asked, self.draft = self._asked, found.draft
        if asked is not None and asked[1] == self.page:
            self.page = found.page
            self._asked = (asked[0], found.page, asked[2])
        self._picture.show(found.picture)
        self._on_drawn(None)
        self._again()

    def _refused(self, error: Exception) -> None:
        self._out = False
        self.draft = None
        self._picture.show(None)
        self._on_drawn(error)
        self._again()

    def _again(self) -> None:
        """What was chosen while the picture was made is drawn now."""
        if self._due is None and self._asked != (self._shown(), self.page, self._picture.page_width):
            self.ask()
