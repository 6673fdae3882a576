"""Registering a whole class in one go: the pupils in turn, and for each a blank tag is scanned, and the next.

While this screen is in front a scanned tag is not handed in: it becomes the device of whose turn it is. A tag that
cannot be used is refused in plain words, and it stays the turn of whoever's it was.
"""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import ttkbootstrap as ttk

from deviceclerk.desktop import look, register_view
from deviceclerk.desktop.desk import Desk
from deviceclerk.desktop.door_parts import NextStep
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.desktop.register_parts import Band, DoneCard, TurnActions, TurnCard, kind_icons
from deviceclerk.desktop.register_view import Class
from deviceclerk.desktop.screen import Screen
from deviceclerk.domain import tagcode
from deviceclerk.domain.commands import Command
from deviceclerk.domain.custody import Kind
from deviceclerk.domain.people import Person
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import wording
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Change
    from deviceclerk.services.tags import Registered

ECHO_S = 2.5
"""Within so many seconds the same tag again is one scan."""
_ARROWS_OF_THEIR_OWN = ("TCombobox", "ComboboxPopdown", "Listbox")


class RegisterScreen(Screen):
    """The class at the right, at the left whose turn it is; at the end what was done."""

    key: ClassVar[str] = "register"

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, desk)
        self.book = Class()
        self.turn: int | None = None
        """Whose turn it is, by id; None before the first and after the last."""
        self.kind = Kind.PHONE
        self.made: list[Registered] = []
        """What was registered since this screen came to the front, the last at the end."""
        self._loaded = False
        self._begun = False
        self._group = ""
        self._back = "devices"
        self._waiting: list[str] = []
        self._out = False
        self._last: tuple[str, float] = ("", 0.0)
        self._empty: NextStep | None = None
        self._build()

    @property
    def stale_on(self) -> Change:
        """Pupils, devices, and the codes of badges."""
        from deviceclerk.services.clerk import Change

        return Change.PEOPLE | Change.DEVICES | Change.STAFF

    def title(self) -> str:
        """What the window's title bar says."""
        return _("Register a class")

    # Building

    def _build(self) -> None:
        pad, gap = look.px(self, 12), look.px(self, 8)
        head = ttk.Frame(self)
        head.pack(fill="x", padx=pad, pady=pad)
        self.back_button = ttk.Button(
            head, text=_("Back"), icon="arrow-left", bootstyle="secondary outline", command=self._go_back
        )
        self.back_button.pack(side="left", fill="y")
        ttk.Label(head, text=_("Register a class"), font=look.font("title")).pack(side="left", padx=gap * 2)
        self.group = ttk.Combobox(head, state="readonly", width=12, font=look.font("large"))
        self.group.pack(side="left", fill="y")
        self.group.bind("<<ComboboxSelected>>", lambda _event: self._group_chosen())
        self.print_button = ttk.Button(
            head, text=_("Print blank tags…"), icon="printer", bootstyle="secondary outline", command=self._print
        )
        self.print_button.pack(side="right", fill="y")
        self.blank = ttk.Label(head, foreground=look.quiet_pair("muted").foreground)
        self.blank.pack(side="right", padx=gap * 2)
        body = ttk.Frame(self)
        body.pack(fill="both", expand=True, padx=pad, pady=(0, pad))
        body.columnconfigure(0, weight=62, uniform="register")
        body.columnconfigure(1, weight=38, uniform="register")
        body.rowconfigure(0, weight=1)
        self._build_cards(body)
        columns = (
            Column("pupil", _("Pupil"), least=150, weight=3),
            Column("device", _("Device"), least=70, weight=1),
            Column("pocket", _("Pocket"), least=30, centred=True),
        )
        self.table = Table(body, columns, on_select=self._chosen)
        self.table.grid(row=0, column=1, sticky="nsew", padx=(pad, 0))
        self.table.mark("bare", foreground=look.quiet_pair("muted").foreground)
        self._bind_keys()

    def _build_cards(self, body: ttk.Frame) -> None:
        self.card = TurnCard(body, TurnActions(self.choose_kind, self.skip, self.step_back, self.take_back))
        self.done = DoneCard(
            body,
            (
                ("", "arrow-right", lambda: self.begin(self.book.next_group())),
                (_("Once more, who has none"), "arrow-repeat", lambda: self._turn_to(self.book.next_bare(None))),
                (_("Take back the last  F9"), "arrow-counterclockwise", self.take_back),
                (_("To the list of devices"), "list-ul", lambda: self.desk.show("devices", group=self.book.group)),
            ),
        )
        self.card.grid(row=0, column=0, sticky="nsew")
        self.done.grid(row=0, column=0, sticky="nsew")
        self.done.grid_remove()

    def _bind_keys(self) -> None:
        """The keys of this screen, wherever on it the keyboard is, before those of the program."""
        keys: dict[str, Callable[[], object]] = {
            "<Down>": self.skip,
            "<Up>": self.step_back,
            "<F12>": lambda: self.choose_kind(register_view.other_kind(self.kind)),
        }
        for number, kind in enumerate(register_view.FIRST_KINDS, 10):
            keys[f"<F{number}>"] = partial(self.choose_kind, kind)
        tag = f"register-{id(self)}"
        waiting: list[tk.Misc] = [self]
        while waiting:
            widget = waiting.pop()
            widget.bindtags((tag, *widget.bindtags()))
            waiting += widget.winfo_children()
        for sequence, action in keys.items():
            self.bind_class(tag, sequence, partial(self._key, action, arrow=sequence in ("<Down>", "<Up>")))

    def _key(self, action: Callable[[], object], event: tk.Event[Any], *, arrow: bool) -> str | None:
        if arrow and event.widget.winfo_class() in _ARROWS_OF_THEIR_OWN:
            return None
        action()
        return "break"

    # What the window calls

    def refresh(self) -> None:
        """Asks for the class."""
        self.ask(register_view.look_up, self._group, then=self._show)

    def on_show(self, **params: Any) -> None:
        """Comes to the front. `group` is the class, else the first in which somebody has none; `back` the screen
        to go back to.
        """
        self._back = str(params.get("back") or self._back)
        self.desk.scan_taker = self._take_scan
        if "group" in params or not self._begun:
            self.made = []
            self.begin(str(params.get("group") or ""))

    def on_hide(self) -> None:
        """Scans are the door's alone again."""
        if self.desk.scan_taker == self._take_scan:
            self.desk.scan_taker = None

    def focus_first(self) -> None:
        """The list has the keyboard: its arrows skip and go back."""
        if self._empty is not None:
            self._empty.button.focus_set()
        else:
            self.table.tree.focus_set()

    def _go_back(self) -> None:
        self._begun = False
        self.desk.show(self._back)

    def _print(self) -> None:
        self.desk.show("devices", labels="blank")

    # The class

    def begin(self, group: str) -> None:
        """Begins with a class, at its first pupil without a device."""
        self._group, self._begun, self._loaded = group, False, False
        self.turn, self.kind = None, Kind.PHONE
        self._waiting.clear()
        self._hush()
        if not self.stale:
            self.refresh()

    def _group_chosen(self) -> None:
        self.group.selection_clear()
        self.begin(self.group.get())
        self.table.tree.focus_set()

    @property
    def band(self) -> Band:
        """Where it is said what came of the last scan."""
        return self.done.band if self.done.winfo_manager() else self.card.band

    def _show(self, book: Class) -> None:
        self.book, self._loaded, self._group = book, True, book.group
        self._show_empty(not book.pupils)
        self.group.configure(values=list(book.groups))
        self.group.set(book.group)
        if not self._begun:
            self._begun = True
            first = book.next_bare(None)
            self.turn = None if first is None else first.id
        elif self.turn is not None and book.pupil(self.turn) is None:
            following = book.next_bare(None)
            self.turn = None if following is None else following.id
        self._draw()

    def _show_empty(self, empty: bool) -> None:
        if empty and self._empty is None:
            text = _("Nobody is known yet. Import the export of the parent app first; then register their devices.")
            self._empty = NextStep(self, "people", text, _("Import"), lambda: self.desk.show("import"))
            self._empty.place(relwidth=1, relheight=1)
            self._empty.lift()
        elif not empty and self._empty is not None:
            self._empty.destroy()
            self._empty = None

    def _draw(self) -> None:
        """The list, and beside it whose turn it is or the end."""
        self.table.show([self._row(pupil) for pupil in self.book.pupils])
        self.blank.configure(text=register_view.blank_text(self.book.blank))
        pupil = self.book.pupil(self.turn)
        if pupil is None:
            self._draw_end()
        else:
            self.done.grid_remove()
            self.card.grid()
            self.card.show(self.book, pupil, self.kind, undo=bool(self.made))
            self.table.select(str(pupil.id))

    def _draw_end(self) -> None:
        self.card.grid_remove()
        self.done.grid()
        following = self.book.next_group()
        shown = (bool(following), bool(self.book.bare), bool(self.made), True)
        self.done.show(self.book, len(self.made), shown, following)
        self.table.select()

    def _row(self, pupil: Person) -> Row:
        devices = self.book.of(pupil.id)
        kinds = [device.kind for device in devices]
        pockets = ", ".join(str(device.pocket) for device in devices if device.pocket is not None)
        words = ", ".join(wording.kind_word(kind) for kind in kinds)
        return Row(str(pupil.id), (pupil.name.full, words, pockets), kind_icons(kinds), () if kinds else ("bare",))

    def _chosen(self) -> None:
        """A click in the list: it is this pupil's turn."""
        chosen = self.table.selection
        if chosen and int(chosen[0]) != self.turn:
            self._turn_to(self.book.pupil(int(chosen[0])))

    def _turn_to(self, pupil: Person | None) -> None:
        self.turn, self.kind = None if pupil is None else pupil.id, Kind.PHONE
        self._hush()
        self._draw()

    def _hush(self) -> None:
        for card in (self.card, self.done):
            card.band.hush()

    def skip(self) -> None:
        """On to the next pupil without a device; after the last comes the end."""
        if self._loaded and self.turn is not None and not self._out:
            self._turn_to(self.book.next_bare(self.turn))

    def step_back(self) -> None:
        """The pupil above, who may have a device already: the next tag is a second one."""
        if self._loaded and not self._out and (pupil := self.book.before(self.turn)) is not None:
            self._turn_to(pupil)

    def choose_kind(self, kind: Kind) -> None:
        """The next tag goes on a device of this kind; the one after that on a phone again."""
        self.kind = kind
        self.card.kind_is(kind)

    # Scans

    def _take_scan(self, raw: str, _typed: bool) -> bool:
        """Every tag scanned here is meant for whose turn it is; badges and command cards do what they say."""
        if not self.winfo_exists() or not self.winfo_ismapped() or not self._loaded or not self.book.pupils:
            return False
        reading, code = tagcode.read(raw)
        if reading is not tagcode.Reading.VALID:
            self._say(wording.refusal_text(Refused("damaged_code")), "warning")
            return True
        if code in self.book.cards:
            undo = self.book.cards[code] is Command.UNDO and bool(self.made)
            if undo:
                self.take_back()
            return undo
        if self._is_echo(code):
            return True
        self._waiting.append(code)
        self._claim_next()
        return True

    def _is_echo(self, code: str) -> bool:
        """Whether a tag is only read once more: the second reading of two is none."""
        now = time.monotonic()
        echo = code == self._last[0] and now - self._last[1] < ECHO_S
        self._last = (code, now)
        return echo

    def _claim_next(self) -> None:
        """One scan at a time: only when it is answered is it known whose turn it is."""
        if self._out or not self._waiting:
            return
        code, pupil = self._waiting.pop(0), self.book.pupil(self.turn)
        if pupil is None:
            self._say(_("Nobody's turn: choose a pupil in the list, and scan the tag once more."), "warning")
            return
        from deviceclerk.services import tags

        self._out = True
        self.ask(
            tags.claim,
            code,
            pupil.id,
            self.kind,
            self.book.pocket,
            then=self._claimed,
            otherwise=self._not_claimed,
        )

    def _claimed(self, made: Registered) -> None:
        from deviceclerk.desktop.sounds import Sound

        self._out = False
        self.made.append(made)
        self.book = self.book.registered(made)
        self.desk.sounds.hear(Sound.SUCCESS)
        self._turn_to(self.book.next_bare(made.person.id))
        self.band.say(register_view.made_text(made), "success")
        self._claim_next()

    def _not_claimed(self, error: Exception) -> None:
        """It stays the same pupil's turn. What was scanned after it may have been meant for another: it is left."""
        self._out = False
        self._last = ("", 0.0)
        left, self._waiting = len(self._waiting), []
        text = wording.refusal_text(error) if isinstance(error, Refused) else _("That did not work.")
        if left:
            text += " " + _("The tag after it was not used either; scan it once more.")
        self._say(text, "warning")
        self.refresh()

    def _say(self, text: str, kind: look.NoticeKind) -> None:
        from deviceclerk.desktop.sounds import Sound

        self.desk.sounds.hear(Sound.REFUSED)
        self.band.say(text, kind)

    # Taking back

    def undo(self) -> bool:
        """F9 and Ctrl+Z: on this screen they take back what was registered on it, and nothing else."""
        self.take_back()
        return True

    def take_back(self) -> None:
        """Takes back what was registered last here: the tag is blank again, and it is that pupil's turn."""
        if self._out:
            return
        if not self.made:
            self.band.say(_("There is nothing to take back on this screen."), "info")
            return
        from deviceclerk.services import tags

        made = self.made[-1]
        self._out = True
        self.ask(tags.unclaim, made.device_id, then=partial(self._taken_back, made), otherwise=self._not_taken_back)

    def _taken_back(self, made: Registered, _change: object) -> None:
        self._out = False
        self._last = ("", 0.0)
        self.made.remove(made)
        if made.person.group != self.book.group:
            self.begin(made.person.group)
        else:
            self.book = self.book.without(made)
            self._turn_to(self.book.pupil(made.person.id))
            self.choose_kind(made.kind)
        text = _("Taken back: {device} of {pupil}. Its tag is blank again.")
        device = register_view.device_text(made.kind, made.pocket)
        self.band.say(text.format(device=device, pupil=made.person.name.full), "info")

    def _not_taken_back(self, error: Exception) -> None:
        self._out = False
        if isinstance(error, Refused):
            self.made.pop()
            self._say(wording.refusal_text(error), "warning")
        self.refresh()
