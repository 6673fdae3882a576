"""The parts of registering a class: whose turn it is in large, what was said last, the list, and the end."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.devices_view import KIND_ICONS
from deviceclerk.desktop.door_face import Face
from deviceclerk.desktop.door_parts import wrapping
from deviceclerk.desktop.flow import Flow
from deviceclerk.desktop.lists import Column, Row
from deviceclerk.desktop.register_view import Entry, Sitting
from deviceclerk.domain.custody import Kind, Tier
from deviceclerk.services import wording
from deviceclerk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from deviceclerk.desktop.look import NoticeKind

_TIERS: Final = {"success": Tier.MESSAGE, "warning": Tier.ALERT, "danger": Tier.IMPOSSIBLE}
SKIPPED, BARE = "skipped", "bare"


class Head(ttk.Frame):
    """The way back, which class it is, and how many have a device."""

    def __init__(
        self,
        parent: tk.Misc,
        on_back: Callable[[], object],
        on_print: Callable[[], object],
        on_group: Callable[[], object],
    ) -> None:
        super().__init__(parent)
        gap = look.px(self, 16)
        self.back_button = ttk.Button(
            self, text=_("Back"), icon="arrow-left", bootstyle="secondary outline", command=on_back
        )
        self.back_button.pack(side="left", fill="y")
        ttk.Label(self, text=_("Register a whole class"), font=look.font("title")).pack(side="left", padx=gap)
        self.group = ttk.Combobox(self, state="readonly", width=10, font=look.font("large"))
        self.group.pack(side="left", fill="y")
        self.group.bind("<<ComboboxSelected>>", lambda _event: on_group())
        self.progress = ttk.Label(self, font=look.font("title"))
        self.progress.pack(side="right")
        self.print_button = ttk.Button(
            self, text=_("Print blank tags…"), icon="printer", bootstyle="secondary outline", command=on_print
        )
        self.print_button.pack(side="right", fill="y", padx=gap)


class Saying(tk.Frame):
    """What came of the last scan or key, in one large line or two. It keeps its place, so that nothing jumps."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        self._icon = tk.Label(self)
        self._icon.pack(side="left", padx=look.px(self, 12), pady=look.px(self, 10))
        self._words = tk.Label(self, font=look.font("heading"), anchor="w", justify="left", height=2)
        self._words.pack(side="left", fill="x", expand=True, padx=(0, look.px(self, 12)))
        self._words.bind("<Configure>", lambda event: self._words.configure(wraplength=event.width))
        self.kind: NoticeKind = "info"

    def say(self, text: str, kind: NoticeKind = "info") -> None:
        """Says it."""
        self.kind = kind
        tier = _TIERS.get(kind)
        pair = look.quiet_pair("info") if tier is None else look.tier_pair(tier)
        self.configure(background=pair.background)
        image = look.icon(look.NOTICE_ICONS[kind], 32, pair.foreground)
        self._icon.configure(image=image, background=pair.background)
        self._words.configure(text=text, background=pair.background, foreground=pair.foreground)

    @property
    def text(self) -> str:
        """What it says."""
        return str(self._words.cget("text"))


def face(sitting: Sitting) -> Face:
    """The pupil whose turn it is, with the device's kind and pocket; the words are the door's own large ones."""
    entry = sitting.entry
    pair = look.quiet_pair("idle")
    if entry is None:
        return Face(pair, "people", _("Nobody is in this group yet"))
    notes: list[str] = []
    if entry.devices:
        notes.append(_("has already: {devices}").format(devices=entry.devices_text))
    if sitting.pocketed and sitting.pocket is None:
        notes.append(_("All pockets are taken: this device gets none."))
    return Face(
        pair,
        KIND_ICONS[sitting.kind],
        wording.kind_word(sitting.kind),
        "" if sitting.pocket is None else str(sitting.pocket),
        "",
        entry.person.name.full,
        _("Scan a blank tag") if not entry.devices else _("Scan a blank tag for one more device"),
        notes=tuple(notes),
    )


def columns() -> tuple[Column, ...]:
    """Of the list of the class."""
    return (
        Column("pupil", _("Pupil"), least=170, weight=3),
        Column("device", _("Device"), least=84, weight=1),
        Column("pocket", _("Pocket"), least=30, centred=True),
    )


def row(entry: Entry, sitting: Sitting) -> Row:
    """A pupil in the list: what was registered, or that nothing was."""
    colours, muted = look.palette(), look.quiet_pair("muted").foreground
    key = str(entry.person.id)
    if entry.devices:
        kinds = ", ".join(wording.kind_word(device.kind) for device in entry.devices)
        pockets = ", ".join(str(device.pocket) for device in entry.devices if device.pocket is not None)
        return Row(key, (entry.person.name.full, kinds, pockets), ("check-circle-fill", colours["success"]))
    if entry.person.id in sitting.skipped:
        words = (entry.person.name.full, _("skipped"), "")
        return Row(key, words, ("skip-forward", muted), (SKIPPED,))
    return Row(key, (entry.person.name.full, "", ""), ("circle", muted), (BARE,))


class EndPanel(ttk.Frame):
    """Everybody had a turn: what was done, and who has none."""

    def __init__(
        self,
        parent: tk.Misc,
        on_again: Callable[[], object],
        on_next: Callable[[], object],
        on_devices: Callable[[], object],
    ) -> None:
        super().__init__(parent, bootstyle="bordered", padding=look.px(parent, 20))
        head = ttk.Frame(self)
        head.pack(fill="x")
        self._icon = ttk.Label(head)
        self._icon.pack(side="left", padx=(0, look.px(self, 16)))
        self.title = ttk.Label(head, font=look.font("title"), justify="left")
        self.title.pack(side="left", fill="x", expand=True)
        wrapping(self.title)
        buttons = self._buttons = Flow(self, look.px(self, 8))
        # First, so that where the place is short it is not the buttons that go.
        buttons.pack(side="bottom", fill="x", pady=(look.px(self, 12), 0))
        self.made = self._line("large")
        self.bare_title = self._line("heading")
        self.bare = self._line("large")
        self.next_button = ttk.Button(
            buttons, text=_("To the devices"), icon="arrow-right", bootstyle="primary", command=on_next
        )
        self.devices_button = ttk.Button(
            buttons, text=_("To the devices"), icon="phone", bootstyle="secondary outline", command=on_devices
        )
        self.again_button = ttk.Button(
            buttons,
            text=_("These pupils again  F4"),
            icon="arrow-repeat",
            bootstyle="primary outline",
            command=on_again,
        )
        buttons.add(self.next_button, self.again_button, self.devices_button)

    def _line(self, font: str) -> ttk.Label:
        label = wrapping(ttk.Label(self, font=look.font(font), justify="left"))
        label.pack(fill="x", pady=(look.px(self, 14), 0))
        return label

    def show(self, sitting: Sitting) -> None:
        """Shows how it ended."""
        bare, total = sitting.book.bare, len(sitting.book.entries)
        colours = look.palette()
        good = not bare
        self._icon.configure(
            image=look.icon("check-circle-fill" if good else "list-check", 44, colours["success" if good else "fg"])
        )
        text = _("Everybody in {group} has a device") if good else _("{n} of {total} in {group} have a device")
        self.title.configure(text=text.format(group=sitting.book.group, n=total - len(bare), total=total))
        self.made.configure(text=_made(sitting))
        heading = ngettext("{n} pupil has none:", "{n} pupils have none:", len(bare)).format(n=len(bare))
        self.bare_title.configure(text="" if good else heading)
        self.bare.configure(text=_names(bare), font=look.font("large" if len(bare) <= 12 else "body"))
        following = sitting.book.next_group
        self.next_button.configure(text=_("On with {group}").format(group=following))
        shown = ((self.next_button, bool(following)), (self.again_button, not good), (self.devices_button, True))
        self._buttons.only(*(button for button, there in shown if there))


def _made(sitting: Sitting) -> str:
    here = [one for one in sitting.made if one.person.group == sitting.book.group]
    text = ngettext("{n} device registered just now.", "{n} devices registered just now.", len(here))
    parts = [text.format(n=len(here))]
    kinds = [(kind, sum(one.kind is kind for one in here)) for kind in Kind]
    if len([count for _kind, count in kinds if count]) > 1:
        parts.append(", ".join(f"{count} × {wording.kind_word(kind)}" for kind, count in kinds if count))
    return "  ".join(parts)


def _names(entries: Sequence[Entry]) -> str:
    return " · ".join(entry.person.name.full for entry in entries)
