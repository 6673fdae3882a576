"""The door's one large answer, drawn on a canvas whose items stay and only change: an answer paints at once."""

from __future__ import annotations

import tkinter as tk
from typing import Any

from deviceclerk.desktop import look
from deviceclerk.desktop.bag_pocket import rounded
from deviceclerk.desktop.door_face import Face
from deviceclerk.desktop.door_layout import Layout, Plan, Words
from deviceclerk.desktop.lettering import Lettering

_LINES = 3
"""Name, detail and advice; the notes come after them."""
_NOTES = 4
_NOTE_ICON = "info-circle-fill"


class AnswerPanel(tk.Canvas):
    """Shows one `Face` as large as its place allows."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(
            parent,
            width=look.px(parent, 400),
            height=look.px(parent, 300),
            background=look.quiet_pair("idle").background,
            borderwidth=0,
            **look.edge(parent),
        )
        self._unit = look.px(parent, 100) / 100
        self._layout = Layout(Lettering(self), self._unit)
        self._face: Face | None = None
        self._size = (0, 0)
        self._icon = self.create_image(0, 0, anchor="nw")
        self._badge_back = self.create_polygon(0, 0, 0, 0, smooth=True)
        self._badge = self.create_text(0, 0, anchor="w")
        self._headline = self.create_text(0, 0, anchor="w")
        self._box = self.create_polygon(0, 0, 0, 0, smooth=True)
        self._arrow = self.create_image(0, 0)
        self._word, self._number = self.create_text(0, 0), self.create_text(0, 0)
        self._lines = [self.create_text(0, 0, anchor="nw") for _i in range(_LINES + _NOTES)]
        self._note_icons = [self.create_image(0, 0, anchor="nw") for _i in range(_NOTES)]
        self.bind("<Configure>", self._resized)

    @property
    def face(self) -> Face | None:
        """What it shows."""
        return self._face

    def show(self, face: Face) -> None:
        """Shows another face."""
        self._face = face
        if self._size[0] > 1:
            self._draw(face, self._layout.plan(face, *self._size))

    def prepare(self, face: Face) -> None:
        """Opens the fonts and makes the icons that a face will need: the first answer of its kind paints as
        quickly as the tenth.
        """
        if self._size[0] > 1:
            plan = self._layout.plan(face, *self._size)
            self._image(face.icon, plan.icon.height, face.pair.foreground)
            if plan.pocket and plan.pocket.arrow:
                self._image(face.arrow, plan.pocket.arrow[2], face.pair.background)

    def texts(self) -> tuple[str, ...]:
        """All words in sight, for whoever must know what the queue can read."""
        shown = (
            i for i in self.find_all() if str(self.type(i)) == "text" and self.itemcget(i, "state") != "hidden"
        )
        return tuple(text for text in (str(self.itemcget(i, "text")) for i in shown) if text)

    def _resized(self, event: tk.Event[Any]) -> None:
        if self._size != (event.width, event.height):
            self._size = (event.width, event.height)
            if self._face is not None:
                self.show(self._face)

    def _draw(self, face: Face, plan: Plan) -> None:
        ink, paper = face.pair.foreground, face.pair.background
        self.configure(background=paper)
        self._draw_badge(face, plan)
        self.coords(self._icon, plan.icon.left, plan.icon.top)
        self.itemconfigure(self._icon, image=self._image(face.icon, plan.icon.height, ink))
        self._write(self._headline, plan.headline, ink)
        self._draw_pocket(face, plan)
        for i, item in enumerate(self._lines):
            words = plan.lines[i] if i < len(plan.lines) else None
            self._write(item, words, ink)
            if i >= _LINES:
                self._draw_note_icon(self._note_icons[i - _LINES], words, ink)

    def _draw_badge(self, face: Face, plan: Plan) -> None:
        self._show(self._badge_back, plan.badge is not None)
        self._write(self._badge, plan.badge[1] if plan.badge else None, face.pair.background)
        if plan.badge is not None:
            box = plan.badge[0]
            self.coords(self._badge_back, *rounded(box, box.height / 2))
            self.itemconfigure(self._badge_back, fill=face.pair.foreground)

    def _draw_pocket(self, face: Face, plan: Plan) -> None:
        """The pocket is drawn in the colours turned round, so that its number stands out most of all."""
        ink, paper = face.pair.background, face.pair.foreground
        pocket = plan.pocket
        self._show(self._box, pocket is not None)
        self._write(self._word, pocket.word if pocket else None, ink)
        self._write(self._number, pocket.number if pocket else None, ink)
        self._show(self._arrow, pocket is not None and pocket.arrow is not None)
        if pocket is None:
            return
        self.coords(self._box, *rounded(pocket.box, 0.09 * pocket.box.height))
        self.itemconfigure(self._box, fill=paper)
        if pocket.arrow is not None:
            x, y, side = pocket.arrow
            self.coords(self._arrow, x, y)
            self.itemconfigure(self._arrow, image=self._image(face.arrow, side, ink))

    def _draw_note_icon(self, item: int, words: Words | None, ink: str) -> None:
        self._show(item, words is not None)
        if words is not None:
            line = words.font.line
            self.coords(item, words.x - 1.2 * line, words.y + 0.1 * line)
            self.itemconfigure(item, image=self._image(_NOTE_ICON, 0.8 * line, ink))

    def _write(self, item: int, words: Words | None, ink: str) -> None:
        if words is None:
            self.itemconfigure(item, text="", state="hidden")
            return
        self.coords(item, words.x, words.y)
        self.itemconfigure(item, text=words.text, font=words.font, fill=ink, state="normal")

    def _show(self, item: int, shown: bool) -> None:
        self.itemconfigure(item, state="normal" if shown else "hidden")

    def _image(self, name: str, side: float, colour: str) -> str:
        # Few sizes, so that dragging the window's edge does not fill the icon cache.
        step = 8 if side > 60 * self._unit else 2
        return look.icon(name, max(step, int(side / self._unit) // step * step), colour)
