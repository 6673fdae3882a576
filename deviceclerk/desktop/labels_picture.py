"""The paper as it will be printed. On a sheet of labels a click or the arrow keys say where to begin."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.palettes import PALETTES

if TYPE_CHECKING:
    from PIL import ImageTk

    from deviceclerk.services.labels import Sheet
    from deviceclerk.services.paper import Picture

_A4_MM = (210.0, 297.0)
_PAPER = PALETTES["light"]  # paper is white, whatever the window's colours
_RING = 3


class PaperPicture(tk.Canvas):
    """A page as large as there is room, from the very file that is printed.

    On the first page of labels used places are hatched, those that stay free bear their number, and the place to
    begin has a thick frame. `on_begin(place)` is called for another place, `on_page(step)` for another page,
    `on_resize()` when the page got another size and its picture does not fit any more.
    """

    def __init__(
        self,
        parent: tk.Misc,
        on_begin: Callable[[int], object],
        on_page: Callable[[int], object],
        on_resize: Callable[[], object],
    ) -> None:
        super().__init__(
            parent,
            width=look.px(parent, 200),
            height=look.px(parent, 200),
            background=look.quiet_pair("idle").background,
            highlightthickness=0,
            takefocus=True,
        )
        self._on_begin, self._on_page, self._on_resize = on_begin, on_page, on_resize
        self._image: ImageTk.PhotoImage | None = None
        self._places: tuple[Sheet, int, int] | None = None
        self._size = (0, 0)
        self.bind("<Configure>", lambda _event: self._resized())
        self.bind("<Button-1>", self._clicked)
        for sequence in ("<FocusIn>", "<FocusOut>"):
            self.bind(sequence, lambda _event: self._draw())
        for key, across, down in (("Left", -1, 0), ("Right", 1, 0), ("Up", 0, -1), ("Down", 0, 1)):
            self.bind(f"<{key}>", lambda _event, x=across, y=down: self._step(x, y))  # type: ignore[misc]
        self.bind("<Home>", lambda _event: self._begin(1))
        self.bind("<Prior>", lambda _event: self._turn(-1))
        self.bind("<Next>", lambda _event: self._turn(1))

    @property
    def page_width(self) -> int:
        """How wide the page is, in pixels."""
        return int(self._page()[2])

    def show(self, picture: Picture | None) -> None:
        """Shows a page; None for none."""
        self._image = None
        if picture is not None:
            from PIL import Image, ImageTk

            image = Image.frombytes("L", (picture.width, picture.height), picture.grey)
            self._image = ImageTk.PhotoImage(image, master=self)
        self._draw()

    def show_places(self, sheet: Sheet | None, start: int = 1, labels: int = 0) -> None:
        """Lets a place be chosen on a sheet, from which so many labels are printed; None for other pages."""
        self._places = None if sheet is None else (sheet, start, labels)
        self.configure(cursor="" if sheet is None else "hand2")
        self._draw()

    def box(self, place: int) -> tuple[float, float, float, float]:
        """Where a label lies in the picture, in pixels. Raises ValueError where no place can be chosen."""
        if self._places is None:
            raise ValueError(place)
        kind = self._places[0].kind
        left, top, width, height = self._page()
        across, down = width / _A4_MM[0], height / _A4_MM[1]
        x, y = kind.corner_mm(place)
        return (
            left + x * across,
            top + y * down,
            left + (x + kind.width_mm) * across,
            top + (y + kind.height_mm) * down,
        )

    def _page(self) -> tuple[float, float, float, float]:
        margin = look.px(self, 8)
        room_x, room_y = self.winfo_width() - 2 * margin, self.winfo_height() - 2 * margin
        height = max(20.0, min(room_y, room_x * _A4_MM[1] / _A4_MM[0]))
        width = height * _A4_MM[0] / _A4_MM[1]
        return margin + (room_x - width) / 2, margin, width, height

    def _resized(self) -> None:
        size = (self.winfo_width(), self.winfo_height())
        if size != self._size:
            self._size = size
            self._draw()
            self._on_resize()

    def _draw(self) -> None:
        self.delete("all")
        left, top, width, height = self._page()
        self.create_rectangle(left, top, left + width, top + height, outline=_PAPER["border"], fill="#ffffff")
        if self._image is not None:
            self.create_image(left, top, image=self._image, anchor="nw")
        if self._places is not None:
            self._draw_places(*self._places)
        if self.focus_get() is self:
            half = _RING
            self.create_rectangle(
                left - half,
                top - half,
                left + width + half,
                top + height + half,
                outline=str(ttk.Style().colors.primary),
                width=look.px(self, 2),
            )

    def _draw_places(self, sheet: Sheet, start: int, labels: int) -> None:
        for place in range(1, sheet.kind.positions + 1):
            box = self.box(place)
            if place < start:
                self.create_rectangle(*box, outline=_PAPER["border"], fill=_PAPER["secondary"], stipple="gray25")
            else:
                self.create_rectangle(*box, outline=_PAPER["border"])
            if place >= start + labels and box[3] - box[1] >= look.px(self, 16):
                self.create_text(
                    (box[0] + box[2]) / 2,
                    (box[1] + box[3]) / 2,
                    text=str(place),
                    font=look.font("small"),
                    fill=_PAPER["secondary"],
                )
        self.create_rectangle(*self.box(start), outline=_PAPER["primary"], width=look.px(self, 3))

    def _clicked(self, event: tk.Event[Any]) -> None:
        self.focus_set()
        if self._places is None:
            return
        for place in range(1, self._places[0].kind.positions + 1):
            x0, y0, x1, y1 = self.box(place)
            if x0 <= event.x <= x1 and y0 <= event.y <= y1:
                self._on_begin(place)
                return

    def _step(self, across: int, down: int) -> str:
        if self._places is not None:
            sheet, start, _labels = self._places
            self._begin(start + across + down * sheet.kind.columns)
        elif across:
            self._on_page(across)
        return "break"

    def _begin(self, place: int) -> str:
        if self._places is not None and 1 <= place <= self._places[0].kind.positions:
            self._on_begin(place)
        return "break"

    def _turn(self, step: int) -> str:
        self._on_page(step)
        return "break"
