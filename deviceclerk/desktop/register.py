"""Registering a whole class in one go: the pupils come one by one, each with a blank tag. Scan, scan, scan.

Every scan on this screen is meant for it, so none is lost to the door; what cannot be used is told, and the pupil
whose turn it is keeps it.
"""

from __future__ import annotations

import tkinter as tk
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

import ttkbootstrap as ttk

from deviceclerk.desktop import look, register_parts, register_view
from deviceclerk.desktop.answerkeys import AnswerKeys
from deviceclerk.desktop.desk import Desk
from deviceclerk.desktop.door_answer import AnswerPanel
from deviceclerk.desktop.door_parts import NextStep
from deviceclerk.desktop.labels_what import BLANK
from deviceclerk.desktop.lists import Table
from deviceclerk.desktop.register_foot import Foot, FootActions
from deviceclerk.desktop.register_view import ClassBook, Done, Echo, Scan, Sitting, Step, Steps
from deviceclerk.desktop.screen import Screen
from deviceclerk.desktop.sounds import Sound
from deviceclerk.domain import tagcode
from deviceclerk.domain.commands import Command
from deviceclerk.domain.custody import Kind, Source
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import wording
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Change
    from deviceclerk.services.tags import Registered

LIST: Final = 370
"""The width of the class list, at 96 dpi and text size 100 %."""


class RegisterScreen(Screen):
    """The class at the left; at the right, large, whose turn it is and the pocket that the next tag gets."""

    key: ClassVar[str] = "register"
    least: ClassVar[tuple[int, int]] = (980, 420)

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, desk)
        self.sitting = Sitting()
        self._back = "devices"
        self._wanted = desk.settings.door_groups[0] if desk.settings.door_groups else ""
        self._loaded = False
        self._steps = Steps()
        self._echo = Echo()
        self._empty: NextStep | None = None
        self._keys = AnswerKeys(self.winfo_toplevel(), self._kind_key)
        self.head = register_parts.Head(
            self, lambda: self.desk.show(self._back), self._to_labels, self._group_chosen
        )
        self.head.pack(fill="x", padx=look.px(self, 12), pady=(look.px(self, 12), look.px(self, 8)))
        self._build_list()
        self._build_turn()
        self.end = register_parts.EndPanel(self.right, self.skip, self._next_group, self._to_devices)

    @property
    def stale_on(self) -> Change:
        """Pupils and devices."""
        from deviceclerk.services.clerk import Change

        return Change.PEOPLE | Change.DEVICES

    def title(self) -> str:
        """What the window's title bar says."""
        return _("Register a whole class")

    # Building

    def _build_list(self) -> None:
        pad, gap = look.px(self, 12), look.px(self, 8)
        left = ttk.Frame(self, width=look.px(self, LIST))
        left.pack(side="left", fill="y", padx=(pad, 0), pady=(0, pad))
        left.pack_propagate(False)
        self.bar = ttk.Progressbar(left, bootstyle="success")
        self.bar.pack(fill="x", pady=(0, gap))
        self.pockets = tk.BooleanVar(self, True)
        self.pocket_box = ttk.Checkbutton(
            left, text=_("Give pockets in order"), variable=self.pockets, command=self._pockets_chosen
        )
        self.pocket_box.pack(side="bottom", anchor="w", pady=(gap, 0))
        self.table = Table(left, register_parts.columns(), on_select=self._row_chosen)
        self.table.pack(fill="both", expand=True)
        self.table.mark(register_parts.SKIPPED, foreground=look.quiet_pair("muted").foreground)

    def _build_turn(self) -> None:
        pad, gap = look.px(self, 12), look.px(self, 8)
        self.right = ttk.Frame(self)
        self.right.pack(side="left", fill="both", expand=True, padx=pad, pady=(0, pad))
        self.saying = register_parts.Saying(self.right)
        self.saying.pack(fill="x", pady=(0, gap))
        self.saying.say(_("Scan a blank tag: it becomes the device of the pupil whose name is large."))
        actions = FootActions(self._choose_kind, self.skip, self.one_more, self.undo, self._typed, self.focus_first)
        self.foot = Foot(self.right, actions)
        self.foot.pack(side="bottom", fill="x")
        self.panel = AnswerPanel(self.right)
        self.panel.pack(fill="both", expand=True)

    # What the window calls

    def on_show(self, **params: Any) -> None:
        """Comes to the front; `group` is the class, `back` the screen to go back to."""
        self._back = str(params.get("back") or self._back)
        self.desk.scan_taker = self._take_scan
        self._keys.bind()
        self.bind_all("<F4>", lambda _event: self._key(self.skip))
        self.bind_all("<Shift-F4>", lambda _event: self._key(self.one_more))
        self.bind_all("<Alt-F4>", lambda _event: None)  # closes the window, and must do nothing else
        if params.get("group"):
            self._wanted = str(params["group"])
            self.stale = True

    def on_hide(self) -> None:
        """Scans and keys are the others' again."""
        self._steps.clear()
        self._let_go()
        for key in ("<F4>", "<Shift-F4>", "<Alt-F4>"):
            self.unbind_all(key)

    def destroy(self) -> None:
        """Lets go of the scans and the keys before the widgets go."""
        self._let_go()
        super().destroy()

    def _let_go(self) -> None:
        if self.desk.scan_taker == self._take_scan:
            self.desk.scan_taker = None
        self._keys.unbind()

    def refresh(self) -> None:
        """Asks for the class as it is now."""
        self.ask(register_view.look_up, self._wanted, then=self._show)

    def focus_first(self) -> None:
        """The list has the keyboard: the arrow keys give another pupil the turn."""
        if self._empty is not None:
            self._empty.button.focus_set()
        else:
            self.table.tree.focus_set()

    def _to_devices(self) -> None:
        self.desk.show("devices", group=self.sitting.book.group)

    def _to_labels(self) -> None:
        self.desk.show("labels", group=self.sitting.book.group, what=BLANK, back="register")

    # The class

    def _show(self, book: ClassBook) -> None:
        if self._wanted and book.group != self._wanted and self._wanted in book.groups:
            return  # another class was chosen since; its answer is on its way
        self._loaded, self._wanted = True, book.group
        self.head.group.configure(values=list(book.groups))
        self.head.group.set(book.group)
        self._show_empty(not book.group)
        self.sitting.begin(book.group)
        gone = self.sitting.show(book)
        if gone is not None and not self._steps.busy:
            self._say(register_view.elsewhere_text(gone), "warning", Sound.ATTENTION)
        self._draw()

    def _show_empty(self, empty: bool) -> None:
        if empty and self._empty is None:
            text = _("Nobody is known yet. Import the export of the parent app first; then register their devices.")
            self._empty = NextStep(self, "people", text, _("Import"), lambda: self.desk.show("import"))
            self._empty.place(relwidth=1, rely=0.15, relheight=0.85)
            self._empty.lift()
        elif not empty and self._empty is not None:
            self._empty.destroy()
            self._empty = None

    def _draw(self) -> None:
        sitting, book = self.sitting, self.sitting.book
        self.table.show([register_parts.row(entry, sitting) for entry in book.entries])
        if sitting.turn is None:
            self.table.select()
        elif self.table.selection != (str(sitting.turn),):
            self.table.select(str(sitting.turn))
        total, have = len(book.entries), len(book.entries) - len(book.bare)
        self.head.progress.configure(text=_("{n} of {total}").format(n=have, total=total) if total else "")
        self.bar.configure(maximum=max(1, total), value=have)
        self._draw_turn()

    def _draw_turn(self) -> None:
        sitting = self.sitting
        last = sitting.made[-1] if sitting.made else None
        more = last is not None and sitting.book.of(last.person.id) is not None
        self.foot.show(sitting.kind, turn=sitting.turn is not None, undo=last is not None, more=more)
        ended = sitting.turn is None and bool(sitting.book.entries)
        if ended:
            self.end.show(sitting)
        shown, hidden = (self.end, self.panel) if ended else (self.panel, self.end)
        if not shown.winfo_manager():
            hidden.pack_forget()
            shown.pack(fill="both", expand=True)
            if self.winfo_ismapped():
                self.focus_first()  # the field for a code comes and goes
        if not ended:
            self.panel.show(register_parts.face(sitting))

    def _next_group(self) -> None:
        """At the end: the group that comes next in the list."""
        self.head.group.set(self.sitting.book.next_group)
        self._group_chosen()

    def _group_chosen(self) -> None:
        self.head.group.selection_clear()
        self._steps.clear()
        self._wanted = self.head.group.get()
        self.saying.say(_("Scan a blank tag: it becomes the device of the pupil whose name is large."))
        self.refresh()
        self.focus_first()

    def _row_chosen(self) -> None:
        """A click, or an arrow key: another pupil has the turn."""
        chosen = self.table.selection
        if self._loaded and chosen and chosen[0] != str(self.sitting.turn):
            self._steps.do(partial(self._choose, int(chosen[0])))

    def _choose(self, person_id: int) -> None:
        if self.table.selection == (str(person_id),):
            self.sitting.choose(person_id)
            self._draw()

    # Keys and buttons

    def _key(self, step: Step) -> None:
        if not str(self.tk.call("grab", "current")):
            step()

    def _kind_key(self, number: int) -> None:
        if self.winfo_exists() and self.winfo_ismapped():
            self.foot.kinds.choose(number)

    def _choose_kind(self, kind: Kind) -> None:
        self._steps.do(partial(self._set_kind, kind))

    def _set_kind(self, kind: Kind) -> None:
        if self.sitting.turn is not None:
            self.sitting.kind = kind
            self._draw_turn()

    def _pockets_chosen(self) -> None:
        self.sitting.pocketed = self.pockets.get()
        self._draw_turn()

    def skip(self) -> None:
        """F4: on to the next; this pupil gets nothing now. At the end, those without a device once more."""
        self._steps.do(self._skip)

    def _skip(self) -> None:
        entry = self.sitting.skip()
        if entry is not None and not entry.devices:
            self.saying.say(_("Skipped: {pupil}.").format(pupil=entry.person.name.full))
        self._draw()

    def one_more(self) -> None:
        """Shift+F4: the pupil who was last has another device."""
        self._steps.do(self._one_more)

    def _one_more(self) -> None:
        self.sitting.one_more()
        self._draw()

    def undo(self) -> bool:
        """F9 and Ctrl+Z: takes back the last registration made here, and never what was done at the door."""
        self._steps.do(self._take_back)
        return True

    # Tags

    def _take_scan(self, raw: str, typed: bool) -> bool:
        """Every scan here is meant for this screen; those that it refuses are events as at the door."""
        if not self.winfo_exists():
            return False
        self._steps.do(partial(self._scanned, Scan.of(raw, typed=typed)))
        return True

    def _typed(self, text: str) -> None:
        self._steps.do(partial(self._scanned, Scan.of(text, typed=True)))

    def _scanned(self, scan: Scan) -> None:
        reading, code = tagcode.read(scan.raw)
        sitting = self.sitting
        if reading is tagcode.Reading.DAMAGED:
            foreign = _("This is not a DeviceClerk tag, but the code of something else. Scan a blank tag.")
            damaged = wording.refusal_text(Refused("damaged_code"))
            # Whoever types a code has one before them; it is the typing that went wrong.
            other = scan.source is Source.SCANNER and tagcode.looks_foreign(code)
            self._refuse(foreign if other else damaged, scan)
        elif self._echo.again(code, self.desk.now()):
            pass
        elif sitting.book.cards.get(code) is Command.UNDO:
            self._take_back(scan)
        elif sitting.turn is None:
            self._refuse(_("It is nobody's turn. Choose a pupil in the list first, and scan again."), scan)
        else:
            self._steps.busy = True
            self.ask(
                register_view.register,
                sitting.book,
                sitting.turn,
                scan,
                sitting.kind,
                pocketed=sitting.pocketed,
                further=sitting.further,
                then=partial(self._registered, sitting.pocket),
                otherwise=self._not_registered,
            )

    def _registered(self, shown: int | None, done: Done) -> None:
        entry, made = self.sitting.entry, done.registered
        if made is None:
            self.sitting.book = done.book
            text = register_view.elsewhere_text(
                done.book.of(self.sitting.turn), entry.person.name.full if entry else ""
            )
            self._say(text, "warning", Sound.ATTENTION)
            self.sitting.show(done.book)
        else:
            self._echo.read(made.tag, self.desk.now())
            self.sitting.registered(done)
            text, as_shown = register_view.told_text(made, shown)
            self._say(text, "success" if as_shown else "warning", Sound.SUCCESS if as_shown else Sound.ATTENTION)
        self._draw()
        self._steps.free()

    def _say(self, text: str, kind: look.NoticeKind, sound: Sound) -> None:
        self.saying.say(text, kind)
        self.desk.sounds.hear(sound)

    def _not_registered(self, error: Exception) -> None:
        self._refuse(wording.refusal_text(error) if isinstance(error, Refused) else _("That did not work."))
        self._steps.free()

    def _refuse(self, text: str, scan: Scan | None = None) -> None:
        """Says why not; a scan that nothing came of is recorded."""
        self._say(text, "danger", Sound.REFUSED)
        if scan is not None:
            self.ask(register_view.refuse, scan)

    # Taking back

    def _take_back(self, scan: Scan | None = None) -> None:
        """Takes the last one back; `scan` is that of the card that asks for it."""
        if not self.sitting.made:
            self.saying.say(_("Nothing was registered here that could be taken back."))
            if scan is not None:
                self.ask(register_view.refuse, scan)
            return
        last, self._steps.busy = self.sitting.made[-1], True
        self.ask(
            register_view.take_back,
            self.sitting.book.group,
            last.device_id,
            scan,
            then=partial(self._taken_back, last),
            otherwise=partial(self._not_taken_back, last),
        )

    def _not_taken_back(self, last: Registered, error: Exception) -> None:
        """What is refused now is refused ever after: the next time it is the turn of the one before."""
        if isinstance(error, Refused) and last in self.sitting.made:
            self.sitting.made.remove(last)
        self._draw()
        self._not_registered(error)

    def _taken_back(self, last: Registered, done: Done) -> None:
        self._echo = Echo()
        self.sitting.taken_back(done, last.device_id)
        text = _("Taken back: the {device} of {pupil}. Its tag is blank again.").format(
            pupil=last.person.name.full, device=wording.kind_word(last.kind)
        )
        self._say(text, "info", Sound.SUCCESS)
        self._draw()
        self._steps.free()
