"""Finding a pupil: a field, what it finds, and one key that hands the device in or back.

It lies over the right side of the screen, so that the answer at the door stays in sight. It is the teacher's own
act, so names show; where names are hidden from the queue it tells no more of those who are not chosen than it takes
to choose: which of a pupil's devices, and who has none.
"""

from __future__ import annotations

import tkinter as tk
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import ttkbootstrap as ttk

from deviceclerk.desktop import handling_view, look, placement
from deviceclerk.desktop.filters import SearchField
from deviceclerk.desktop.flow import Flow
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.domain.custody import State, Tier
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import finding, wording
from deviceclerk.services.finding import Book, Entry, Matches
from deviceclerk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from deviceclerk.desktop.desk import Desk
    from deviceclerk.services.clerk import Change
    from deviceclerk.services.custody import ScanAnswer

WIDTH: Final = 0.44
"""The part of the screen's width that it covers: at the door, that of the bag."""
IDLE_MS: Final = 30_000
"""Nobody leaves a list of names open beside a queue."""
DONE_MS: Final = 1_500
"""So long it says what was done, and is ready for the next name; then it goes."""
PAUSE_MS: Final = 60
"""Between two letters of a person's; a scanner's letters come faster, so that a scan never filters anything."""
MOST: Final = 40
_TIERS = {
    State.IN_KEEPING: Tier.MESSAGE,
    State.LENT_OUT: Tier.ALERT,
    State.TAKEN_IN: Tier.CONFIRM,
    State.MISSING: Tier.IMPOSSIBLE,
}


class Finder(ttk.Frame):
    """The finder. `on_more(device_id)` opens all that can be done with a device."""

    def __init__(self, parent: tk.Misc, desk: Desk, on_more: Callable[[int], object]) -> None:
        super().__init__(parent, bootstyle="bordered", padding=look.px(parent, 12))
        self._desk, self._on_more = desk, on_more
        self._book: Book | None = None
        self._stale = True
        self._asked = False
        self._busy = False
        self._found = Matches((), 0)
        self._before = ""
        self._timers: dict[str, str] = {}
        look.style_lists(self.winfo_toplevel())  # type: ignore[arg-type]
        self._build()
        self._listen()

    # Building

    def _build(self) -> None:
        gap = look.px(self, 8)
        head = ttk.Frame(self)
        head.pack(fill="x")
        ttk.Label(head, text=_("Find a pupil"), font=look.font("heading")).pack(side="left")
        self.close_button = ttk.Button(
            head, text=_("Close  (Esc)"), bootstyle="secondary outline", takefocus=False, command=self.close
        )
        self.close_button.pack(side="right")
        self.field = SearchField(
            self, _("Name, group or pocket"), self._search, lambda: self._step(1), self._nothing, pause_ms=PAUSE_MS
        )
        self.field.entry.configure(font=look.font("large"))
        self.field.pack(fill="x", pady=gap)
        self._build_foot()
        self.table = Table(self, _columns(), on_select=self._show_chosen, on_open=self.hand)
        self.table.pack(fill="both", expand=True)
        self.table.mark("bare", foreground=look.quiet_pair("muted").foreground)

    def _build_foot(self) -> None:
        gap = look.px(self, 8)
        self.actions = Flow(self, gap)
        self.hand_button = ttk.Button(self.actions, bootstyle="primary", takefocus=False, command=self.hand)
        self.hand_button.configure(text=f"{_('In / out')}  (F4)")  # until somebody is chosen
        self.more_button = ttk.Button(
            self.actions, text=_("More…  (Menu)"), bootstyle="secondary outline", takefocus=False, command=self.more
        )
        self.actions.add(self.hand_button, self.more_button)
        self.actions.pack(side="bottom", fill="x", pady=(gap, 0))
        muted = look.quiet_pair("muted").foreground
        self.detail = ttk.Label(self, foreground=muted, justify="left")
        self.detail.pack(side="bottom", fill="x")
        self.chosen_line = ttk.Label(self, font=look.font("heading"), justify="left")
        self.chosen_line.pack(side="bottom", fill="x", pady=(gap, 0))
        for label in (self.detail, self.chosen_line):
            label.bind("<Configure>", lambda event: event.widget.configure(wraplength=event.width))

    def _listen(self) -> None:
        steps = {"<Down>": 1, "<Up>": -1, "<Next>": 8, "<Prior>": -8}
        for sequence, rows in steps.items():
            self.field.entry.bind(sequence, lambda _event, rows=rows: self._step(rows))  # type: ignore[misc]
        for widget in (self.field.entry, self.table.tree):
            widget.bind("<F4>", lambda _event: self._key(self.hand))
            widget.bind("<Escape>", lambda _event: self._key(self.close))
            for sequence in ("<Menu>", "<App>", "<Shift-F10>"):
                self._bind_known(widget, sequence)
            for sequence in ("<KeyPress>", "<Button>", "<Motion>"):
                widget.bind(sequence, lambda _event: self._stay(), add="+")
        self.table.tree.bind("<Button-3>", self._right_click)
        self.bind("<Destroy>", self._destroyed)

    def _bind_known(self, widget: tk.Misc, sequence: str) -> None:
        """A key that this system does not have a name for needs no binding."""
        try:
            widget.bind(sequence, lambda _event: self._key(self.more))
        except tk.TclError:
            return

    def _key(self, action: Callable[[], object]) -> str:
        action()
        return "break"

    # Opening and closing

    @property
    def shown(self) -> bool:
        """Whether it is open."""
        return bool(self.winfo_exists() and self.winfo_manager())

    def open(self, text: str = "", below: int = 0) -> None:
        """Opens it with a text in its field, so many pixels below the top, or goes on with it where it is open."""
        if not self.shown:
            self._before = str(self.tk.call("focus"))
            placement.at_right(self, WIDTH, below)
            # What is not mapped yet would get the keyboard only later, and the next letter would be lost.
            self.update_idletasks()
        self.lift()
        self._cancel("done")
        self.field.put(text)
        self.field.entry.focus_set()
        self.field.entry.icursor("end")
        self._ask()
        self._list()
        self._stay()

    def close(self) -> None:
        """Puts it away, with nothing of what was typed or found left in it; the keyboard is where it was."""
        for name in tuple(self._timers):
            self._cancel(name)
        if not self.shown:
            return
        inside = str(self.tk.call("focus")).startswith(str(self))
        self.place_forget()
        self.field.put("")
        self._show(Matches((), 0))
        if inside and self._before and int(self.tk.call("winfo", "exists", self._before)):
            self.tk.call("focus", self._before)

    def changed(self, change: Change) -> None:
        """Something changed: who there is, or where a device is."""
        from deviceclerk.services.clerk import Change

        if change & (Change.PEOPLE | Change.DEVICES | Change.EVENTS):
            self._stale = True
            if self.shown:
                self._ask()

    # Asking

    def _ask(self) -> None:
        if not self._stale or self._asked:
            return
        self._stale, self._asked = False, True
        self._desk.ask(finding.book, self._desk.settings.door_groups, then=self._got_book, otherwise=self._no_book)

    def _got_book(self, book: Book) -> None:
        self._asked = False
        if not self.winfo_exists():
            return
        self._book = book
        if self.shown:
            self._list()
            self._ask()

    def _no_book(self, error: Exception) -> None:
        self._asked, self._stale = False, True
        if self.winfo_exists():
            self._refused(error)

    # What is found

    def _search(self) -> None:
        self._cancel("done")
        self._list()

    def _list(self) -> None:
        if self._book is not None and "done" not in self._timers:
            self._show(self._book.search(self.field.text, MOST, self._phase))

    def _phase(self, group: str) -> Phase:
        """What is done with a group's devices now: those that are waited for are listed first."""
        door = self._desk.door_mode
        return Phase.OUT if door.once else door.phase(group)

    def _show(self, found: Matches) -> None:
        chosen = self.table.selection
        self._found = found
        hidden = self._desk.settings.name_display != "full"
        several = Counter(entry.person_id for entry in found.entries)
        self.table.show([self._row(entry, hidden, several[entry.person_id] > 1) for entry in found.entries])
        if found.entries and not (self.table.selection and self.table.selection == chosen):
            self.table.select(found.entries[0].key)
        self.table.say_empty(self._why_empty())
        self._show_chosen()

    def _why_empty(self) -> str:
        if not self.field.text:
            return _("Type a part of the name, the group or the pocket.")
        return "" if self._found.entries else _("Nobody is called so.")

    def _row(self, entry: Entry, hidden: bool, one_of_several: bool) -> Row:
        device, name = entry.device, entry.name.full
        if device is None:
            texts = (f"{name} · {_('no device yet')}", entry.group, "", "")
            return Row(entry.key, texts, ("dash-circle-dotted", look.quiet_pair("muted").foreground), ("bare",))
        pocket = "" if device.pocket is None else str(device.pocket)
        if one_of_several:
            # Two lines of one pupil must be told apart, before a queue as well.
            name = f"{name} · {wording.kind_word(device.kind)}"
        if hidden:
            return Row(entry.key, (name, entry.group, pocket if one_of_several else "", ""))
        tier = _TIERS.get(device.state)
        colour = str(ttk.Style().colors.fg) if tier is None else look.tier_pair(tier, soft=True).foreground
        where = handling_view.short_where(device, self._desk.now())
        icon = (handling_view.STATE_ICONS[device.state], colour)
        return Row(entry.key, (name, entry.group, pocket, where), icon)

    @property
    def chosen(self) -> Entry | None:
        """The entry that is chosen."""
        key = self.table.selection[0] if self.table.selection else ""
        return next((entry for entry in self._found.entries if entry.key == key), None)

    def _show_chosen(self) -> None:
        entry = self.chosen
        able = entry is not None and entry.device is not None
        for button in (self.hand_button, self.more_button):
            button.state(["!disabled" if able else "disabled"])
        if "done" in self._timers:
            return
        more = self._found.total - len(self._found.entries)
        rest = ngettext("{n} more: type on.", "{n} more: type on.", more).format(n=more) if more else ""
        if entry is None:
            self._say("", rest)
        elif entry.device is None:
            self._say(f"{entry.name.full} · {entry.group}", _("No device is registered."))
        else:
            device = entry.device
            told = [handling_view.where(device, self._desk.now()), *handling_view.marks_of(device), rest]
            line = f"{entry.name.full} · {handling_view.what(device)}"
            self._say(line, " · ".join(part for part in told if part))
            self.hand_button.configure(text=f"{_hand_word(device.state, once=self._desk.door_mode.once)}  (F4)")

    def _say(self, line: str, detail: str, kind: look.NoticeKind | None = None) -> None:
        colour = str(ttk.Style().colors.fg) if kind is None else look.notice_pair(kind).foreground
        self.chosen_line.configure(text=line, foreground=colour)
        self.detail.configure(text=detail)

    def _step(self, rows: int) -> str:
        visible = self.table.visible
        if visible:
            here = visible.index(self.table.selection[0]) if self.table.selection else -1
            self.table.select(visible[min(max(here + rows, 0), len(visible) - 1)])
        return "break"

    def _nothing(self) -> None:
        """Enter is a scanner's key: it hands nothing over."""

    # Acting

    def hand(self) -> None:
        """F4: hands the chosen device in or back, as a click on its pocket does."""
        from deviceclerk.services import custody

        # Whoever types on and presses the key at once means what stands in the field, not what was found before.
        self.field.tell()
        entry = self.chosen
        if entry is None or entry.device is None or self._busy:
            return
        self._busy = True
        ask, door, device = self._desk.ask, self._desk.door_mode, entry.device
        if door.once:
            phase = door.for_hand(device.state)
            ask(custody.hand, device.device_id, phase, then=self._handed, otherwise=self._not_handed)
        else:
            ask(finding.hand_over, device.device_id, door.mode, then=self._handed, otherwise=self._not_handed)

    def _handed(self, answer: ScanAnswer) -> None:
        self._busy = False
        self._desk.present(answer)
        if not self.shown:
            return
        # A second press of the key, or one that is held, finds nobody to hand over.
        self._later("done", DONE_MS, self.close)
        self.field.put("")
        self._show(Matches((), 0))
        kind: look.NoticeKind = "success" if answer.tier is Tier.MESSAGE else "warning"
        self._say(wording.outcome_headline(answer.outcome), answer.pupil or "", kind)

    def _not_handed(self, error: Exception) -> None:
        self._busy = False
        self._refused(error)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Refused) and self.shown:
            self._say(wording.refusal_text(error), "", "danger")
        else:
            self._desk.refuse(error)

    def more(self) -> None:
        """The Menu key, or a right click: all that can be done with the chosen device."""
        self.field.tell()
        entry = self.chosen
        if entry is not None and entry.device is not None:
            self.close()
            self._on_more(entry.device.device_id)

    def _right_click(self, event: tk.Event[Any]) -> str:
        row = self.table.tree.identify_row(event.y)
        if row:
            self.table.select(row)
            self.more()
        return "break"

    # Timers

    def _stay(self) -> None:
        self._later("idle", IDLE_MS, self.close)

    def _later(self, name: str, ms: int, call: Callable[[], object]) -> None:
        self._cancel(name)
        self._timers[name] = self.after(ms, call)

    def _cancel(self, name: str) -> None:
        if (timer := self._timers.pop(name, None)) is not None:
            self.after_cancel(timer)

    def _destroyed(self, event: tk.Event[Any]) -> None:
        if event.widget is self:
            for name in tuple(self._timers):
                self._cancel(name)


def _columns() -> tuple[Column, ...]:
    return (
        Column("pupil", _("Pupil"), least=120, weight=3),
        Column("group", _("Group"), least=30),
        Column("pocket", _("Pocket"), least=30, centred=True, optional=True),
        Column("where", _("Where"), least=115, weight=2, optional=True),
    )


def _hand_word(state: State, *, once: bool) -> str:
    if once:
        return _("Hand back")
    if state is State.WITH_PUPIL:
        return _("Hand in")
    return _("Hand back") if state in (State.IN_KEEPING, State.TAKEN_IN) else _("In / out")
