"""The door's one large answer, drawn on a canvas whose items stay and only change: an answer paints at once."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from typing import Any

from deviceclerk.desktop import look
from deviceclerk.desktop.bag_grid import Box
from deviceclerk.desktop.bag_pocket import rounded
from deviceclerk.desktop.door_face import Face
from deviceclerk.desktop.lettering import Lettering
from deviceclerk.support.i18n import _

_NOTES = 4


@dataclass(frozen=True, slots=True)
class _Line:
    """One text of the column beside the pocket: its item, and how large it may be, in shares of the height."""

    item: int
    text: str
    largest: float
    smallest: float
    bold: bool
    lines: int
    icon: int | None = None


class AnswerPanel(tk.Canvas):
    """Shows one `Face` as large as its place allows. Texts shrink before they would be cut."""

    def __init__(self, parent: tk.Misc) -> None:
        idle = look.quiet_pair("idle")
        super().__init__(
            parent,
            width=look.px(parent, 400),
            height=look.px(parent, 300),
            background=idle.background,
            highlightthickness=0,
            borderwidth=0,
        )
        self._unit = look.px(parent, 100) / 100
        self._letters = Lettering(self)
        self._face: Face | None = None
        self._size = (0, 0)
        self._icon = self.create_image(0, 0, anchor="nw")
        self._badge_back = self.create_polygon(0, 0, 0, 0, smooth=True)
        self._badge = self.create_text(0, 0, anchor="w")
        self._headline = self.create_text(0, 0, anchor="w", justify="left")
        self._box = self.create_polygon(0, 0, 0, 0, smooth=True)
        self._arrow = self.create_image(0, 0)
        self._pocket_word = self.create_text(0, 0, anchor="w")
        self._pocket = self.create_text(0, 0)
        self._name, self._detail, self._advice = (self.create_text(0, 0, anchor="nw") for _i in range(3))
        self._notes = [self.create_text(0, 0, anchor="nw") for _i in range(_NOTES)]
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
            self._draw(face)

    def texts(self) -> tuple[str, ...]:
        """All words in sight, for whoever must know what the queue can read."""
        shown = (i for i in self.find_all() if self.type(i) == "text" and self.itemcget(i, "state") != "hidden")
        return tuple(text for text in (str(self.itemcget(i, "text")) for i in shown) if text)

    def _resized(self, event: tk.Event[Any]) -> None:
        if self._size != (event.width, event.height):
            self._size = (event.width, event.height)
            if self._face is not None:
                self._draw(self._face)

    def _draw(self, face: Face) -> None:
        width, height = self._size
        unit = self._unit
        pad = max(16 * unit, 0.05 * min(width, height))
        self.configure(background=face.pair.background)
        top = pad + self._draw_badge(face, pad)
        share = 0.2 if face.pocket else 0.26
        side = min(share * height, 0.2 * width)
        foot = height - pad
        gap = 0.6 * pad
        column = pad + min(0.44 * (width - 2 * pad), foot - top - side - gap) + gap if face.pocket else pad
        lines = self._lines(face, height)
        room = foot - top - side - gap
        placed, taken = self._measured(lines, width - pad - column, room)
        body = max(taken, column - pad - gap if face.pocket else 0)
        # Without a pocket the words stand in the middle of the panel, with one in its upper part.
        start = top + max(0.0, (foot - top - side - gap - body) / (2 if face.pocket else 2.4))
        self._draw_head(face, Box(pad, start, width - pad, start + side))
        below = start + side + gap
        self._draw_pocket(face, Box(pad, below, column - gap, below + column - gap - pad))
        self._draw_lines(face, placed, column, below + max(0.0, (body - taken) / 2))

    def _draw_badge(self, face: Face, pad: float) -> float:
        state = "normal" if face.badge else "hidden"
        self.itemconfigure(self._badge, state=state)
        self.itemconfigure(self._badge_back, state=state)
        if not face.badge:
            return 0.0
        font = self._letters.font(max(18 * self._unit, 0.036 * self._size[1]), bold=True)
        high, wide = 1.6 * font.metrics("linespace"), font.measure(face.badge)
        box = Box(pad, pad, pad + wide + high, pad + high)
        self.coords(self._badge_back, *rounded(box, high / 2))
        self.itemconfigure(self._badge_back, fill=face.pair.foreground)
        self.coords(self._badge, box.left + high / 2, pad + high / 2)
        self.itemconfigure(self._badge, text=face.badge, font=font, fill=face.pair.background)
        return high + 0.5 * pad

    def _draw_head(self, face: Face, box: Box) -> None:
        side = box.height
        image = look.icon(face.icon, max(3, int(side / self._unit) // 8) * 8, face.pair.foreground)
        self.coords(self._icon, box.left, box.top)
        self.itemconfigure(self._icon, image=image)
        left = box.left + side + 0.25 * side
        words = face.headline.upper() if len(face.headline) < 24 else face.headline
        font, text = self._letters.fit(
            words, box.right - left, side * 1.15, 0.85 * side, 20 * self._unit, bold=True, lines=2
        )
        self.coords(self._headline, left, box.top + side / 2)
        self.itemconfigure(self._headline, text=text, font=font, fill=face.pair.foreground)

    def _draw_pocket(self, face: Face, box: Box) -> None:
        items = (self._box, self._pocket, self._pocket_word)
        for item in items:
            self.itemconfigure(item, state="normal" if face.pocket else "hidden")
        self.itemconfigure(self._arrow, state="normal" if face.pocket and face.arrow else "hidden")
        if not face.pocket:
            return
        ink, paper = face.pair.background, face.pair.foreground
        middle, head = (box.left + box.right) / 2, box.top + 0.17 * box.height
        self.coords(self._box, *rounded(box, 0.09 * box.width))
        self.itemconfigure(self._box, fill=paper)
        size = 0.62 if len(face.pocket) < 3 else 0.44
        self.coords(self._pocket, middle, box.top + 0.62 * box.height)
        font = self._letters.font(size * box.height, bold=True)
        self.itemconfigure(self._pocket, text=face.pocket, font=font, fill=ink)
        word = self._letters.font(0.15 * box.height, bold=True)
        icon = 0.17 * box.height if face.arrow else 0.0
        text = _("pocket")
        left = middle - (word.measure(text) + icon * 1.3) / 2
        self.coords(self._pocket_word, left + icon * 1.3, head)
        self.itemconfigure(self._pocket_word, text=text, font=word, fill=ink)
        if face.arrow:
            self.coords(self._arrow, left + icon / 2, head)
            image = look.icon(face.arrow, max(2, int(icon / self._unit) // 4) * 4, ink)
            self.itemconfigure(self._arrow, image=image)

    def _lines(self, face: Face, height: float) -> list[_Line]:
        unit = self._unit
        more = 1.0 if face.pocket else 1.3
        lines = [
            _Line(self._name, face.name, 0.092 * more * height, 20 * unit, True, 3),
            _Line(self._detail, face.detail, max(0.058 * more * height, 20 * unit), 14 * unit, False, 2),
            _Line(self._advice, face.advice, max(0.056 * more * height, 20 * unit), 14 * unit, False, 4),
        ]
        notes = face.notes[:_NOTES] + ("",) * (_NOTES - len(face.notes))
        for item, icon, text in zip(self._notes, self._note_icons, notes, strict=True):
            lines.append(_Line(item, text, max(0.048 * height, 18 * unit), 14 * unit, True, 2, icon))
        return lines

    def _measured(
        self, lines: list[_Line], width: float, room: float
    ) -> tuple[list[tuple[_Line, tk.font.Font | None, str, float]], float]:
        """Each line with its font and height, all smaller together until they fit the room."""
        shrink = 1.0
        while True:
            placed: list[tuple[_Line, tk.font.Font | None, str, float]] = []
            for line in lines:
                if not line.text:
                    placed.append((line, None, "", 0.0))
                    continue
                largest = max(line.largest * shrink, line.smallest)
                inner = width - (1.4 * largest if line.icon else 0)
                font, text = self._letters.fit(
                    line.text, inner, room, largest, line.smallest, bold=line.bold, lines=line.lines
                )
                high = font.metrics("linespace") * (text.count("\n") + 1)
                placed.append((line, font, text, high + 0.3 * font.metrics("linespace")))
            taken = sum(high for _line, _font, _text, high in placed)
            if taken <= room or shrink < 0.35:
                return placed, taken
            shrink *= 0.85

    def _draw_lines(
        self,
        face: Face,
        placed: list[tuple[_Line, tk.font.Font | None, str, float]],
        left: float,
        top: float,
    ) -> None:
        for line, font, text, high in placed:
            hidden = "hidden" if font is None else "normal"
            if line.icon is not None:
                self.itemconfigure(line.icon, state=hidden)
            if font is None:
                self.itemconfigure(line.item, state=hidden, text="")
                continue
            x = left
            if line.icon is not None:
                side = font.metrics("linespace")
                image = look.icon(
                    "info-circle-fill", max(3, int(side * 0.8 / self._unit) // 2 * 2), face.pair.foreground
                )
                self.coords(line.icon, x, top + 0.1 * side)
                self.itemconfigure(line.icon, image=image)
                x += 1.2 * side
            self.coords(line.item, x, top)
            self.itemconfigure(line.item, text=text, font=font, fill=face.pair.foreground, state=hidden)
            top += high
