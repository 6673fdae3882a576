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
_CAPITALS = 24
"""A headline shorter than this is written in capitals; a sentence would be slower to read so."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One text of the column beside the pocket: its item, and how large it may be, in shares of the height."""

    item: int
    text: str
    largest: float
    smallest: float
    bold: bool
    lines: int
    good: float = 0.9
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
        self._pocket_word = self.create_text(0, 0)
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
        pad = max(16 * self._unit, 0.05 * min(width, height))
        self.configure(background=face.pair.background)
        top = pad + self._draw_badge(face, pad)
        side = min((0.17 if face.pocket else 0.28) * height, (0.2 if face.pocket else 0.34) * width)
        gap = 0.55 * pad
        room = height - pad - top
        # With a pocket the headline stands beside its icon, without one below it, as large as the width allows.
        head = Box(pad, 0, width - pad, side)
        words = self._headline_fit(face, head)
        band = min(0.37 * height, 0.8 * width) if face.pocket else 0.0
        taken = side + gap + (band + gap if band else words[1].metrics("linespace") * words[2] + 0.4 * gap)
        placed, text = self._measured(self._lines(face, height), width - 2 * pad, room - taken)
        start = top + max(0.0, (room - taken - text) / 2.2)
        self._draw_head(face, Box(pad, start, width - pad, start + side), words)
        if band:
            wide = min(width - 2 * pad, 2.8 * band)
            below = start + side + gap
            self._draw_pocket(face, Box(pad, below, pad + wide, below + band))
        self._draw_pocket_state(face)
        self._draw_lines(face, placed, pad, start + taken)

    def _headline_fit(self, face: Face, box: Box) -> tuple[str, tk.font.Font, int]:
        beside = bool(face.pocket)
        left = 1.25 * box.height if beside else 0.0
        words = face.headline.upper() if len(face.headline) < _CAPITALS else face.headline
        largest = (0.85 if beside else 0.62) * box.height
        room = 1.15 * box.height if beside else 0.3 * self._size[1]
        font, text = self._letters.fit(words, box.width - left, room, largest, 20 * self._unit, bold=True, lines=2)
        return text, font, text.count("\n") + 1

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

    def _draw_head(self, face: Face, box: Box, words: tuple[str, tk.font.Font, int]) -> None:
        side = box.height
        image = look.icon(face.icon, max(3, int(side / self._unit) // 8) * 8, face.pair.foreground)
        self.coords(self._icon, box.left, box.top)
        self.itemconfigure(self._icon, image=image)
        text, font, lines = words
        if face.pocket:
            self.coords(self._headline, box.left + 1.25 * side, box.top + side / 2)
        else:
            high = font.metrics("linespace") * lines
            self.coords(self._headline, box.left, box.bottom + 0.3 * self._unit + high / 2 + 0.1 * side)
        self.itemconfigure(self._headline, text=text, font=font, fill=face.pair.foreground)

    def _draw_pocket_state(self, face: Face) -> None:
        for item in (self._box, self._pocket, self._pocket_word):
            self.itemconfigure(item, state="normal" if face.pocket else "hidden")
        self.itemconfigure(self._arrow, state="normal" if face.pocket and face.arrow else "hidden")

    def _draw_pocket(self, face: Face, box: Box) -> None:
        ink, paper = face.pair.background, face.pair.foreground
        high = box.height
        self.coords(self._box, *rounded(box, 0.09 * high))
        self.itemconfigure(self._box, fill=paper)
        word = self._letters.font(0.17 * high, bold=True)
        text = _("pocket")
        icon = 0.5 * high if face.arrow else 0.0
        beside = max(icon, word.measure(text))
        number, _text = self._letters.fit(
            face.pocket, 0.92 * box.width - beside - 0.12 * high, 1.2 * high, 0.88 * high, 20, bold=True, lines=1
        )
        wide = beside + 0.12 * high + number.measure(face.pocket)
        left, middle = box.left + (box.width - wide) / 2, (box.top + box.bottom) / 2
        self.coords(self._pocket, left + wide - number.measure(face.pocket) / 2, middle)
        self.itemconfigure(self._pocket, text=face.pocket, font=number, fill=ink)
        self.coords(self._pocket_word, left + beside / 2, middle + (0.3 * high if icon else 0.0))
        self.itemconfigure(self._pocket_word, text=text, font=word, fill=ink)
        if face.arrow:
            image = look.icon(face.arrow, max(2, int(icon / self._unit) // 8) * 8, ink)
            self.coords(self._arrow, left + beside / 2, middle - 0.12 * high)
            self.itemconfigure(self._arrow, image=image)

    def _lines(self, face: Face, height: float) -> list[_Line]:
        unit = self._unit
        lines = [
            _Line(self._name, face.name, 0.11 * height, 20 * unit, True, 2, 0.62),
            _Line(self._detail, face.detail, max(0.062 * height, 20 * unit), 14 * unit, False, 2),
            _Line(
                self._advice,
                face.advice,
                max((0.06 if face.pocket else 0.075) * height, 20 * unit),
                14 * unit,
                False,
                4,
            ),
        ]
        notes = face.notes[:_NOTES] + ("",) * (_NOTES - len(face.notes))
        for item, icon, text in zip(self._notes, self._note_icons, notes, strict=True):
            lines.append(_Line(item, text, max(0.048 * height, 18 * unit), 14 * unit, True, 2, icon=icon))
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
                    line.text, inner, room, largest, line.smallest, bold=line.bold, lines=line.lines, good=line.good
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
