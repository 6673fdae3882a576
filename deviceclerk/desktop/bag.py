"""The wall bag as it hangs in the classroom: numbered pockets, full and empty, on one canvas.

Only what changes is redrawn: a scan costs one pocket, not the bag. Names of pupils are drawn only while they
are asked for, as the queue reads along.
"""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from tkinter import font as tkfont
from typing import TYPE_CHECKING, Any

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.bag_grid import Box, Grid, arrange, columns_of, numbers_drawn
from deviceclerk.desktop.bag_pocket import Pocket, Shades, rounded
from deviceclerk.desktop.lettering import Lettering, elided
from deviceclerk.services import wording
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.day import DayDevice

ARROWS = ("Left", "Right", "Up", "Down", "Home", "End")
AGAIN_S = 1.0
"""A second click or key on the same place within this time is half a double click or a held key, no second wish."""


class WallBag(ttk.Frame):
    """The bag of one group. `on_hand(device)` is called when a pocket is clicked or handed by key.

    `on_names()` is called when a device without a pocket is clicked while nobody's name is in sight: one
    cannot be told from another then. `on_more(device)` is called for all else that can be done with a device: by
    the right mouse button, or by the Menu key where the arrow keys stand, else for the device just answered.
    """

    def __init__(
        self,
        parent: tk.Misc,
        on_hand: Callable[[DayDevice], object],
        on_names: Callable[[], object],
        on_more: Callable[[DayDevice], object],
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._on_hand, self._on_names, self._on_more = on_hand, on_names, on_more
        self._unit = look.px(self, 100) / 100
        self._shades = Shades.of(self)
        self._devices: tuple[DayDevice, ...] = ()
        self._places: list[Pocket] = []
        self._grid = Grid((), (), 6, None, 0)
        self._named = False
        self._cursor: int | None = None
        self._hovered: int | None = None
        self._marked: tuple[int, str] | None = None
        self._handed: tuple[int, float] | None = None
        self._size = (0, 0)
        self._waiting: str | None = None
        self._build()
        self._bind()

    def _build(self) -> None:
        muted = look.quiet_pair("muted")
        self.canvas = tk.Canvas(
            self,
            width=look.px(self, 300),
            height=look.px(self, 200),
            highlightthickness=look.px(self, 2),
            highlightbackground=muted.background,
            highlightcolor=str(ttk.Style().colors.primary),
            background=muted.background,
            borderwidth=0,
            takefocus=True,
        )
        self._letters = Lettering(self.canvas)
        self._scrollbar = ttk.Scrollbar(self, command=self.canvas.yview)
        self._status_font = tkfont.nametofont(look.font("body"), root=self)
        # It takes the room that there is: asking for what its words need would lay the whole door out anew.
        self.status = ttk.Label(self, font=self._status_font, foreground=muted.foreground, anchor="w", width=1)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.canvas.grid(row=0, column=0, sticky="nsew")
        self._scrollbar.grid(row=0, column=1, sticky="ns")
        self._scrollbar.grid_remove()
        self.status.grid(row=1, column=0, columnspan=2, sticky="ew", pady=(look.px(self, 4), 0))
        self.canvas.configure(yscrollcommand=self._scrollbar.set)
        self._heading = self.canvas.create_text(0, 0, anchor="nw", font=look.font("strong"), state="hidden")
        self.canvas.itemconfigure(self._heading, text=_("Without a pocket"), fill=muted.foreground)
        self.mark_item = self.canvas.create_polygon(0, 0, 0, 0, smooth=True, fill="", state="hidden")
        self.focus_item = self.canvas.create_polygon(0, 0, 0, 0, smooth=True, fill="", state="hidden")

    def _bind(self) -> None:
        canvas = self.canvas
        canvas.bind("<Configure>", self._resized)
        canvas.bind("<Destroy>", lambda _event: self._cancel())
        canvas.bind("<ButtonPress-1>", lambda event: canvas.focus_set())
        canvas.bind("<ButtonRelease-1>", self._click)
        canvas.bind("<Motion>", self._hover)
        canvas.bind("<Leave>", lambda event: self._point_at(None))
        canvas.bind("<FocusIn>", lambda event: self._draw_focus())
        canvas.bind("<FocusOut>", lambda event: self._draw_focus())
        for key in ARROWS:
            canvas.bind(f"<KeyPress-{key}>", partial(self._stepped, key))
        canvas.bind("<ButtonRelease-3>", self._right_click)
        for key in ("<Menu>", "<App>", "<Shift-F10>"):
            self._bind_known(key)
        for button, units in (("<Button-4>", -2), ("<Button-5>", 2)):
            canvas.bind(button, partial(self._scrolled, units))
        canvas.bind("<MouseWheel>", lambda event: self._scrolled(-2 if event.delta > 0 else 2, event))

    def _bind_known(self, sequence: str) -> None:
        """A key that this system does not have a name for needs no binding."""
        with suppress(tk.TclError):
            self.canvas.bind(sequence, lambda _event: self._menu_key())

    # What it shows

    @property
    def devices(self) -> tuple[DayDevice, ...]:
        """The devices that belong in this bag."""
        return self._devices

    @property
    def places(self) -> Sequence[Pocket]:
        """All places in order: the pockets, then the devices without one."""
        return self._places

    @property
    def grid_of(self) -> Grid:
        """Where they stand."""
        return self._grid

    def show(self, devices: Sequence[DayDevice]) -> None:
        """Draws the bag of these devices; cheap where only the states of the same devices changed."""
        before = [(d.device_id, d.pocket) for d in self._devices]
        self._devices = tuple(devices)
        if before != [(d.device_id, d.pocket) for d in devices] or not self._places:
            if self._waiting is None:
                self._arrange()
        else:
            self._paint_changed()

    def update_device(self, device: DayDevice) -> None:
        """Redraws the one place of a device whose state changed; nothing for a device of another bag."""
        self._devices = tuple(device if d.device_id == device.device_id else d for d in self._devices)
        place = self._place_of(device.device_id)
        if place is not None:
            place.paint(device, self._named)
        self._tell()

    def mark(self, device_id: int | None, colour: str = "") -> None:
        """Outlines the place of the device that was just answered, and nothing else."""
        self._marked = None if device_id is None else (device_id, colour)
        place = None if device_id is None else self._place_of(device_id)
        if place is None:
            self.canvas.itemconfigure(self.mark_item, state="hidden")
            return
        self._ring(self.mark_item, place.box, 3, colour, 4.5)
        self._see(place.box)

    def show_names(self, shown: bool) -> None:
        """Writes the pupils' short names on their places, or takes them away."""
        if shown != self._named:
            self._named = shown
            for place in self._places:
                place.paint(place.device, shown)
            self._tell()

    def spot(self) -> tuple[float, float, float, float] | None:
        """Where on the canvas the arrow keys stand: left, top, width and height; None before the first of them."""
        if self._cursor is None or self._cursor >= len(self._places):
            return None
        box, top = self._places[self._cursor].box, self.canvas.canvasy(0)
        return box.left, box.top - top, box.width, box.height

    @property
    def selected(self) -> DayDevice | None:
        """The device on whose place the arrow keys stand."""
        return None if self._cursor is None else self._places[self._cursor].device

    def hand_selected(self) -> None:
        """Hands in or back what the arrow keys chose; says how to choose where nothing is chosen."""
        if self._cursor is None:
            self.status.configure(text=_("Choose a pocket with the arrow keys first."))
            return
        self._hand(self._cursor)

    # Drawing

    def _resized(self, event: tk.Event[Any]) -> None:
        if self._size != (event.width, event.height):
            self._size = (event.width, event.height)
            self._arrange_soon()

    def _arrange_soon(self) -> None:
        """Once, however often the size changes while the window finds its form."""
        if self._waiting is None:
            self._waiting = self.after_idle(self._arrange)

    def _arrange(self) -> None:
        self._waiting = None
        inset = 2 * int(str(self.canvas.cget("highlightthickness")))
        width, height = self._size[0] - inset, self._size[1] - inset
        if width <= 1 or height <= 1:
            return
        pockets = {d.pocket: d for d in self._devices if d.pocket is not None}
        loose = [d for d in self._devices if d.pocket is None]
        hung = numbers_drawn(pockets, columns_of(max(pockets, default=0), width, height))
        self._grid = arrange(len(hung), len(loose), width, height, self._unit)
        numbers: list[int | None] = [*hung, *([None] * len(loose))]
        if [place.number for place in self._places] != numbers:
            self._make(numbers)
        owners = [pockets.get(n) for n in numbers if n is not None] + loose
        for place, box, device in zip(self._places, self._grid.boxes, owners, strict=True):
            place.place(box, self._unit)
            place.paint(device, self._named)
        self._draw_heading()
        self._fit_scrolling(width, height)
        self._tell()
        self._draw_focus()
        self.mark(*(self._marked or (None,)))

    def _make(self, numbers: Sequence[int | None]) -> None:
        for place in self._places:
            place.remove()
        self._places = [Pocket(self.canvas, self._letters, self._shades, number) for number in numbers]
        self._cursor = self._hovered = None
        self.canvas.tag_raise(self.mark_item)
        self.canvas.tag_raise(self.focus_item)

    def _cancel(self) -> None:
        if self._waiting is not None:
            self.after_cancel(self._waiting)
            self._waiting = None

    def _draw_heading(self) -> None:
        top = self._grid.heading
        self.canvas.itemconfigure(self._heading, state="hidden" if top is None else "normal")
        if top is not None:
            self.canvas.coords(self._heading, self._grid.loose[0].left, top)

    def _fit_scrolling(self, width: float, height: float) -> None:
        self.canvas.configure(scrollregion=(0, 0, width, max(self._grid.height, height)))
        if self._grid.height > height + 1:
            self._scrollbar.grid()
        else:
            self._scrollbar.grid_remove()
            self.canvas.yview_moveto(0)

    def _paint_changed(self) -> None:
        now = {d.device_id: d for d in self._devices}
        for place in self._places:
            if place.device is not None and now[place.device.device_id] != place.device:
                place.paint(now[place.device.device_id], self._named)
        self._tell()

    def _place_of(self, device_id: int) -> Pocket | None:
        return next((p for p in self._places if p.device and p.device.device_id == device_id), None)

    def _ring(self, item: int, box: Box, away: float, colour: str, width: float) -> None:
        off = away * self._unit
        outer = Box(box.left - off, box.top - off, box.right + off, box.bottom + off)
        self.canvas.coords(item, *rounded(outer, 10 * self._unit))
        self.canvas.itemconfigure(item, outline=colour, width=width * self._unit, state="normal")

    # The arrow keys' place

    def _stepped(self, key: str, _event: tk.Event[Any]) -> str:
        if self._places:
            if self._cursor is None:
                marked = self._place_of(self._marked[0]) if self._marked else None
                self._cursor = self._places.index(marked) if marked else 0
            else:
                self._cursor = self._grid.step(self._cursor, key)
            self._draw_focus()
            self._see(self._places[self._cursor].box)
            self._tell()
        return "break"

    def _draw_focus(self) -> None:
        here = self.canvas.focus_displayof() is self.canvas
        if self._cursor is None or not here:
            self.canvas.itemconfigure(self.focus_item, state="hidden")
            return
        self._ring(self.focus_item, self._places[self._cursor].box, -5, self._shades.focus, 2)
        self.canvas.itemconfigure(self.focus_item, dash=(5, 3), outline=self._focus_colour())

    def _focus_colour(self) -> str:
        device = self.selected
        return self._shades.of_device(device).text

    def _see(self, box: Box) -> None:
        whole = max(self._grid.height, 1)
        if self._scrollbar.winfo_manager() and whole > self._size[1]:
            first, last = self.canvas.yview()
            if box.top < first * whole or box.bottom > last * whole:
                self.canvas.yview_moveto((box.top - self._unit * 8) / whole)

    def _scrolled(self, units: int, _event: tk.Event[Any]) -> str:
        if self._grid.height <= self._size[1]:
            return ""  # nothing to scroll here: it may be meant for the screen
        self.canvas.yview_scroll(units, "units")
        return "break"

    # The mouse

    def _at(self, event: tk.Event[Any]) -> int | None:
        return self._grid.at(self.canvas.canvasx(event.x), self.canvas.canvasy(event.y))

    def _click(self, event: tk.Event[Any]) -> None:
        index = self._at(event)
        if index is not None:
            self._hand(index)

    def _right_click(self, event: tk.Event[Any]) -> None:
        index = self._at(event)
        device = None if index is None else self._places[index].device
        if device is not None:
            self._on_more(device)

    def _menu_key(self) -> str:
        marked = self._place_of(self._marked[0]) if self._marked else None
        device = self.selected or (marked.device if marked else None)
        if device is not None:
            self._on_more(device)
        else:
            self.status.configure(text=_("Choose a pocket with the arrow keys first."))
        return "break"

    def _hand(self, index: int) -> None:
        self._point_at(index)
        before, self._handed = self._handed, (index, time.monotonic())
        if before is not None and before[0] == index and self._handed[1] - before[1] < AGAIN_S:
            return
        place = self._places[index]
        if place.device is None:
            return
        if place.number is None and not self._named:
            self._on_names()
            return
        self._on_hand(place.device)

    def _hover(self, event: tk.Event[Any]) -> None:
        index = self._at(event)
        if index != self._hovered:
            device = None if index is None else self._places[index].device
            self.canvas.configure(cursor="" if device is None else "hand2")
            self._point_at(index)

    def _point_at(self, index: int | None) -> None:
        self._hovered = index
        self._tell()

    def _tell(self) -> None:
        index = self._hovered if self._hovered is not None else self._cursor
        if index is None or index >= len(self._places):
            text = _("Click a pocket, or pick it with the arrows: F4 = in or out, Menu = more.")
        else:
            text = self._described(self._places[index])
        room = self.winfo_width()
        text = elided(text, self._status_font, room) if room > 1 else text
        if text != self.status.cget("text"):
            self.status.configure(text=text)

    def _described(self, place: Pocket) -> str:
        device = place.device
        where = _("Without a pocket") if place.number is None else _("Pocket {n}").format(n=place.number)
        if device is None:
            return f"{where} · {_('no device')}"
        from deviceclerk.desktop import handling_view

        parts = [where, handling_view.where(device, self._now()), *handling_view.marks_of(device)]
        if self._named:
            parts += [device.pupil, wording.kind_word(device.kind)]
        return " · ".join(parts)
