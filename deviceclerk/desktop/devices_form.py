"""Registering a device for the pupil chosen in the list: kind, pocket, and a blank tag where one is at hand."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.devices_pockets import PocketMap
from deviceclerk.desktop.devices_view import pocket_text
from deviceclerk.domain import tagcode
from deviceclerk.domain.custody import Kind, Source
from deviceclerk.domain.people import Person
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import wording
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.tags import DeviceView, Registered

SIDE = 330
"""The width of what stands beside the list, at 96 dpi and text size 100 %."""
_FREE_SHOWN = 6

OnRegister = Callable[[Kind, "int | None", "str | None", "Source | None"], object]


class Said(tk.Frame):
    """A line or two below a form: what was refused, or what was done, in colour, icon and words."""

    def __init__(self, parent: tk.Misc, wide: int = SIDE) -> None:
        super().__init__(parent, height=1)
        self._icon = tk.Label(self)
        self._words = tk.Label(self, justify="left", anchor="w", wraplength=look.px(parent, wide - 70))
        self.hush()

    def say(self, text: str, kind: look.NoticeKind = "info") -> None:
        """Says it."""
        pair = look.notice_pair(kind)
        gap = look.px(self, 8)
        self.configure(background=pair.background, **look.edge(self))
        self._icon.configure(
            image=look.icon(look.NOTICE_ICONS[kind], 18, pair.foreground), background=pair.background
        )
        self._words.configure(text=text, background=pair.background, foreground=pair.foreground)
        self._icon.pack(side="left", anchor="n", padx=(gap, 0), pady=gap)
        self._words.pack(side="left", fill="x", expand=True, padx=gap, pady=gap)

    def hush(self) -> None:
        """Says nothing, and takes no room."""
        self._icon.pack_forget()
        self._words.pack_forget()
        self._words.configure(text="")
        self.configure(height=1, background=str(ttk.Style().colors.bg), highlightthickness=0)

    @property
    def text(self) -> str:
        """What it says."""
        return str(self._words.cget("text"))


def named(parent: tk.Misc, text: str) -> ttk.Label:
    """The word above a field."""
    label = ttk.Label(parent, text=text, font=look.font("strong"))
    label.pack(anchor="w", pady=(look.px(parent, 10), look.px(parent, 3)))
    return label


def hint(parent: tk.Misc, text: str = "") -> ttk.Label:
    """A quiet line below a field."""
    label = ttk.Label(
        parent,
        text=text,
        foreground=look.quiet_pair("muted").foreground,
        wraplength=look.px(parent, SIDE - 34),
        justify="left",
    )
    label.pack(anchor="w", pady=(look.px(parent, 3), 0))
    return label


class Whose(ttk.Frame):
    """Whom the side is about: name and group."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent)
        wrap = look.px(self, SIDE - 34)
        self.name = ttk.Label(self, font=look.font("heading"), wraplength=wrap, justify="left")
        self.name.pack(anchor="w")
        self.group = hint(self)

    def show(self, person: Person, more: str = "") -> None:
        """Shows a person, and a few words more."""
        self.name.configure(text=person.name.full)
        self.group.configure(text=" · ".join(part for part in (person.group, more) if part))


class RegisterForm(ttk.Frame):
    """The form. Enter in any field registers; `on_leave` is called for Escape."""

    def __init__(self, parent: tk.Misc, on_register: OnRegister, on_leave: Callable[[], object]) -> None:
        super().__init__(parent)
        self._on_register, self._on_leave = on_register, on_leave
        self._proposed = ""
        self._scanned: tuple[str, Source] | None = None
        self._sent = False
        self.person: Person | None = None
        """Whose device it will be."""
        self.ready = False
        """Whether a pocket was proposed, and nothing is on its way."""
        self.whose = Whose(self)
        self.whose.pack(fill="x")
        named(self, _("Device"))
        self._kinds = tuple(Kind)
        self.kind = ttk.Combobox(
            self, state="readonly", values=[wording.kind_word(kind).capitalize() for kind in self._kinds]
        )
        self.kind.pack(fill="x")
        self.kind.bind("<<ComboboxSelected>>", lambda _event: self.kind.selection_clear())
        named(self, _("Pocket"))
        self._pocket_text = tk.StringVar(self)
        self._pocket_text.trace_add("write", lambda *_args: self._show_pocket())
        self.pocket = ttk.Entry(self, width=6, font=look.font("large"), textvariable=self._pocket_text)
        self.pocket.pack(anchor="w")
        self.free = hint(self)
        named(self, _("Tag"))
        self.tag = ttk.Entry(self)
        self.tag.pack(fill="x")
        hint(self, _("Scan a blank tag, or leave this empty: a new tag is made, to be printed later."))
        self.said = Said(self)
        self.said.pack(fill="x", pady=(look.px(self, 10), 0))
        self.button = ttk.Button(
            self, text=_("Register  (Enter)"), icon="check-lg", bootstyle="primary", command=self._submit
        )
        self.button.pack(fill="x", pady=(look.px(self, 10), 0))
        self.map = PocketMap(self, self._choose_pocket)
        self.map.pack(fill="both", expand=True, pady=(look.px(self, 16), 0))
        self._bind_keys()

    def _bind_keys(self) -> None:
        for widget in (self.kind, self.pocket, self.tag, self.button):
            for key in ("<Return>", "<KP_Enter>"):
                widget.bind(key, lambda _event: self._submit())
            widget.bind("<Escape>", lambda _event: self._leave())

    def begin(self, person: Person, owned: Sequence[DeviceView]) -> None:
        """Begins with a pupil, unless it is this one already; `owned` are the devices that there are."""
        has = ", ".join(_device_in_pocket(device.kind, device.pocket) for device in owned)
        self.whose.show(person, _("has already: {devices}").format(devices=has) if has else "")
        if self.person is not None and self.person.id == person.id:
            return
        self.person = person
        self.kind.current(0)
        self.tag.delete(0, "end")
        self._put_pocket("")
        self.free.configure(text="")
        self.ready = False

    def registered(self, registered: Registered) -> None:
        """Says what was registered, and is ready for the next pupil."""
        self.person, self._sent = None, False
        device = _device_in_pocket(registered.kind, registered.pocket)
        text = _("{pupil}: {device}").format(pupil=registered.person.name.full, device=device)
        self.said.say(text, "success")

    def propose(self, free: Sequence[int]) -> None:
        """Proposes the first free pocket, unless one was typed meanwhile, and names those after it."""
        if self.pocket.get().strip() == self._proposed:
            self._put_pocket(pocket_text(free[0]) if free else "")
        if not free:
            text = _("All pockets up to 30 are taken. Leave it empty, or choose a number above 30.")
        elif len(free) == 1:
            text = _("The last free pocket.")
        else:
            later = ", ".join(map(str, free[1:_FREE_SHOWN])) + (" …" if len(free) > _FREE_SHOWN else "")
            text = _("Free as well: {pockets}").format(pockets=later)
        self.free.configure(text=text)
        self.map.show(free, self._pocket())
        # Asked for before the form was sent, it can come while that is on its way: Enter must not send it again.
        self.ready = not self._sent
        if self.focus_get() is self.pocket:
            self.focus_first()

    def focus_first(self) -> None:
        """The pocket has the keyboard, selected: Enter agrees, a number replaces it."""
        self.pocket.focus_set()
        self.pocket.selection_range(0, "end")
        self.pocket.icursor("end")

    def fill_tag(self, code: str, source: Source) -> None:
        """Takes a scanned blank tag; Enter then registers."""
        self._scanned = (code, source)
        self.tag.delete(0, "end")
        self.tag.insert(0, tagcode.spaced(code))
        self.said.say(_("Tag scanned. Enter registers the device with it."), "info")
        if self.focus_get() not in (self.kind, self.pocket, self.tag):
            self.focus_first()

    def refuse(self, text: str) -> None:
        """Says why it was not registered; what was filled in stays."""
        self.ready, self._sent = True, False
        self.said.say(text, "warning")
        self.focus_first()

    def _pocket(self) -> int | None:
        text = self._pocket_text.get().strip()
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else None

    def _show_pocket(self) -> None:
        if hasattr(self, "map"):
            self.map.choose(self._pocket())

    def _choose_pocket(self, pocket: int) -> None:
        self._pocket_text.set(str(pocket))
        self.focus_first()

    def _put_pocket(self, text: str) -> None:
        self._proposed = text
        self._pocket_text.set(text)

    def _leave(self) -> str:
        self._on_leave()
        return "break"

    def _submit(self) -> str:
        """Takes the form; a press of Enter before a pocket is proposed counts for nothing."""
        if not self.ready or self.person is None:
            return "break"
        text, pocket = self.pocket.get().strip(), self._pocket()
        if text and pocket is None:
            self.refuse(wording.refusal_text(Refused("pocket_range", pocket=text)))
            return "break"
        tag = "".join(self.tag.get().split())
        self.ready, self._sent = False, True
        self.said.hush()
        # What is refused now was a refused scan only where the code came by one.
        scanned = self._scanned[1] if self._scanned is not None and self._scanned[0] == tag else None
        self._on_register(self._kinds[self.kind.current()], pocket, tag or None, scanned)
        return "break"


def _device_in_pocket(kind: Kind, pocket: int | None) -> str:
    word = wording.kind_word(kind)
    return word if pocket is None else _("{device} in pocket {pocket}").format(device=word, pocket=pocket)
