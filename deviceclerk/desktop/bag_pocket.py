"""One pocket of the wall bag, or one device without a pocket: its items on the canvas.

Full and empty differ in shape as well as in colour: a full pocket is filled and bears the device's icon. What is
unusual bears an icon of its own and, where somebody must act on it, a word: taken in, missing, late, left over.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.bag_grid import Box
from deviceclerk.desktop.lettering import Lettering, Letters, elided
from deviceclerk.domain.custody import Kind, State, Tier
from deviceclerk.services import wording
from deviceclerk.support.i18n import _, pgettext

if TYPE_CHECKING:
    from deviceclerk.services.day import DayDevice

KIND_ICONS: Mapping[Kind, str] = {
    Kind.PHONE: "phone-fill",
    Kind.SMARTWATCH: "smartwatch",
    Kind.TABLET: "tablet-fill",
    Kind.TRACKER: "geo-alt-fill",
    Kind.OTHER: "box-fill",
}
"""The icon of each kind of device."""

# What lies elsewhere shows where, in place of the device.
_STATE_ICONS: Mapping[State, str] = {
    State.LENT_OUT: "box-arrow-right",
    State.TAKEN_IN: "lock-fill",
    State.MISSING: "question-circle-fill",
}


_WORD_SIZES = (12, 11, 10)
_WORDED = 46
"""A pocket lower than this has no room for a word below its number."""


class Shade(NamedTuple):
    """How a pocket of one sort is filled, written in and outlined."""

    fill: str
    text: str
    outline: str
    dash: tuple[int, ...] = ()
    width: float = 1.5


class Sign(NamedTuple):
    """What is unusual about a device: its icon, and a word where somebody must act on it."""

    icon: str
    word: str = ""


def sign_of(device: DayDevice) -> Sign | None:
    """The sign of a device, None for one that is where it should be. Never why it is so."""
    if device.state is State.TAKEN_IN or device.state is State.MISSING:
        return Sign(_STATE_ICONS[device.state], wording.state_word(device.state))
    if device.overdue:
        return Sign("alarm-fill", pgettext("a lent device", "late"))
    if device.state is State.LENT_OUT:
        return Sign(_STATE_ICONS[device.state])
    if device.carried:
        return Sign("clock-history", _("earlier day"))
    if device.state is State.WITH_PUPIL:
        return _sign_at_home(device)
    return None


def _sign_at_home(device: DayDevice) -> Sign | None:
    """Why a device that its pupil has is not expected today: a mark only, the word for it is the status line's."""
    if device.exempt:
        return Sign("check-circle")
    if device.absent:
        return Sign("person-x")
    return Sign("slash-circle") if device.no_device else None


class Shades(NamedTuple):
    """The colours of the bag in the theme in force. Text and icons read at 4.5:1 on every one of them."""

    states: Mapping[State, Shade]
    unused: Shade
    excused: Shade
    late: Shade
    carried: Shade
    focus: str

    def of_device(self, device: DayDevice | None) -> Shade:
        """The shade of a place with this device in it, None for a place that is nobody's."""
        if device is None:
            return self.unused
        if device.overdue:
            return self.late
        if device.carried:
            return self.carried
        if device.state is State.WITH_PUPIL and not device.expected:
            return self.excused
        return self.states[device.state]

    @classmethod
    def of(cls, widget: tk.Misc) -> Shades:
        """The shades for a widget's theme."""
        colours = ttk.Style().colors
        muted, primary = look.quiet_pair("muted"), str(colours.primary)
        on_primary = max("#ffffff", "#10202e", key=lambda colour: look.contrast(colour, primary))
        lent, lost = look.tier_pair(Tier.ALERT, soft=True), look.tier_pair(Tier.IMPOSSIBLE, soft=True)
        taken, nobodys = look.tier_pair(Tier.CONFIRM), look.quiet_pair("unused")
        nobodys_edge, own_width = str(colours.border), 1.5
        if look.mode() == "contrast":
            # Its borders are all white: a pocket that somebody has is told by a thick one, not by its colour.
            nobodys_edge, own_width = nobodys.foreground, 3.0
        states = {
            State.WITH_PUPIL: Shade(str(colours.bg), str(colours.fg), muted.foreground, width=own_width),
            State.IN_KEEPING: Shade(primary, on_primary, primary),
            State.LENT_OUT: Shade(lent.background, lent.foreground, lent.foreground),
            State.TAKEN_IN: Shade(taken.background, taken.foreground, muted.foreground),
            State.MISSING: Shade(lost.background, lost.foreground, lost.foreground),
        }
        unused = Shade(nobodys.background, nobodys.foreground, nobodys_edge, (4, 4))
        excused = Shade(muted.background, muted.foreground, muted.foreground, (2, 3))
        loud = look.tier_pair(Tier.ALERT)
        late = Shade(loud.background, loud.foreground, loud.foreground, width=2.5)
        carried = Shade(primary, on_primary, loud.background, width=4)
        return cls(states, unused, excused, late, carried, str(colours.fg))


class Pocket:
    """The drawing of one place: its shape, its number, the device in it and, when asked for, whose it is."""

    def __init__(self, canvas: tk.Canvas, letters: Lettering, shades: Shades, number: int | None) -> None:
        self.number = number
        self.device: DayDevice | None = None
        self._canvas = canvas
        self._letters = letters
        self._shades = shades
        self._box = Box(0, 0, 1, 1)
        self._unit = 1.0
        self._body = canvas.create_polygon(0, 0, 0, 0, smooth=True)
        self._number = canvas.create_text(0, 0, text="" if number is None else str(number))
        self._icon = canvas.create_image(0, 0, state="hidden")
        self._name: int | None = None
        # What Tk need not be told again: a bag of thirty is drawn while somebody waits for it.
        self._icon_shown = False
        self._painted: Shade | None = None

    @property
    def box(self) -> Box:
        """Where it stands."""
        return self._box

    @property
    def icon_shown(self) -> bool:
        """Whether an icon says what lies here, or where it is."""
        return self._icon_shown

    def place(self, box: Box, unit: float) -> None:
        """Moves it; `paint` must follow."""
        self._box, self._unit = box, unit
        self._canvas.coords(self._body, *rounded(box, 8 * unit))

    def paint(self, device: DayDevice | None, named: bool) -> None:
        """Shows the device that belongs here, None for a pocket that is nobody's; `named` shows the owner."""
        self.device = device
        shade = self._shades.of_device(device)
        sign = None if device is None else sign_of(device)
        icon = sign.icon if sign is not None else self._icon_name(device)
        self._paint_body(shade)
        below = device.short_name if named and device is not None else self._word(sign)
        if self.number is None:
            self._paint_loose(shade, icon, below)
        else:
            self._paint_pocket(shade, icon, below)

    def _word(self, sign: Sign | None) -> str:
        """The word of a sign, where there is room for it: half a word says less than the icon alone."""
        if sign is None or (self.number is not None and self._box.height < _WORDED * self._unit):
            return ""
        room = self._box.width - 8 * self._unit
        return sign.word if self._fitting(sign.word, room).measure(sign.word) <= room else ""

    def _paint_body(self, shade: Shade) -> None:
        if shade != self._painted:
            self._painted = shade
            width = max(1.0, shade.width * self._unit)
            self._canvas.itemconfigure(
                self._body, fill=shade.fill, outline=shade.outline, dash=shade.dash, width=width
            )

    def remove(self) -> None:
        """Takes it off the canvas."""
        self._canvas.delete(self._body, self._number, self._icon, *([] if self._name is None else [self._name]))

    def _icon_name(self, device: DayDevice | None) -> str | None:
        if device is None or (device.state is State.WITH_PUPIL and self.number is not None):
            return None
        return KIND_ICONS[device.kind]

    def _paint_pocket(self, shade: Shade, icon: str | None, below: str) -> None:
        """`below` the number stands the pupil's name, or the word for what is unusual."""
        box, unit = self._box, self._unit
        small = self._fitting(below, box.width - 8 * unit)
        room = box.height - (small.line + 2 * unit if below else 0)
        middle = box.top + room / 2
        size = min(0.46 * room, 0.32 * box.width, 40 * unit)
        across = 0.28 if icon else 0.5
        self._canvas.coords(self._number, box.left + across * box.width, middle)
        self._canvas.itemconfigure(self._number, font=self._letters.font(size, bold=True), fill=shade.text)
        self._show_icon(icon, shade, box.left + 0.73 * box.width, middle, min(0.62 * room, 0.36 * box.width))
        self._show_name(below, small, shade, (box.left + box.right) / 2, box.top + room, "n", box.width)

    def _paint_loose(self, shade: Shade, icon: str | None, below: str) -> None:
        box, unit = self._box, self._unit
        middle, side = (box.top + box.bottom) / 2, 0.6 * box.height
        across = box.left + 8 * unit + side / 2 if below else (box.left + box.right) / 2
        self._show_icon(icon, shade, across, middle, side)
        left = across + side / 2 + 4 * unit
        font = self._letters.font(13 * unit)
        self._show_name(below, font, shade, left, middle, "w", box.right - left)

    def _fitting(self, text: str, width: float) -> Letters:
        """The usual small font, or a smaller one in which a text still fits."""
        fonts = [self._letters.font(size * self._unit) for size in (_WORD_SIZES if text else _WORD_SIZES[:1])]
        return next((font for font in fonts if font.measure(text) <= width), fonts[-1])

    def _show_icon(self, icon: str | None, shade: Shade, x: float, y: float, side: float) -> None:
        if icon is None:
            if self._icon_shown:
                self._icon_shown = False
                self._canvas.itemconfigure(self._icon, state="hidden")
            return
        self._icon_shown = True
        # Few sizes, so that dragging the window's edge does not fill the icon cache.
        image = look.icon(icon, max(3, int(side / self._unit) // 4) * 4, shade.text)
        self._canvas.coords(self._icon, x, y)
        self._canvas.itemconfigure(self._icon, image=image, state="normal")

    def _show_name(
        self, name: str, font: Letters, shade: Shade, x: float, y: float, anchor: str, width: float
    ) -> None:
        if not name:
            if self._name is not None:
                self._canvas.itemconfigure(self._name, text="", state="hidden")
            return
        if self._name is None:
            self._name = self._canvas.create_text(0, 0)
        text = elided(name, font, width - 6 * self._unit)
        self._canvas.coords(self._name, x, y)
        self._canvas.itemconfigure(self._name, text=text, font=font, fill=shade.text, anchor=anchor, state="normal")


def rounded(box: Box, radius: float) -> list[float]:
    """The points of a smooth polygon with round corners."""
    left, top, right, bottom, r = box.left, box.top, box.right, box.bottom, radius
    points = [
        (left + r, top), (left + r, top), (right - r, top), (right - r, top), (right, top), (right, top + r),
        (right, top + r), (right, bottom - r), (right, bottom - r), (right, bottom), (right - r, bottom),
        (right - r, bottom), (left + r, bottom), (left + r, bottom), (left, bottom), (left, bottom - r),
        (left, bottom - r), (left, top + r), (left, top + r), (left, top),
    ]  # fmt: skip
    return [coordinate for point in points for coordinate in point]
