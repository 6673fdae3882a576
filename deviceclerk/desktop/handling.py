"""What can be done with one device by hand: a panel with exactly what its state allows.

Reached by the Menu key or a right click on a pocket, a row of a list, or a name that was found. Scans go on while
it is open; what a scan changes shows at once, and what was typed stays.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import ttkbootstrap as ttk

from deviceclerk.desktop import handling_forms, handling_view, look, queuenames
from deviceclerk.desktop.devices_form import Said
from deviceclerk.desktop.flow import Flow
from deviceclerk.desktop.handling_forms import Form
from deviceclerk.desktop.panel import Panel
from deviceclerk.domain.custody import State
from deviceclerk.domain.handling import Action, possible
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import sheet, wording
from deviceclerk.services.answers import ScanAnswer
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.desktop.screen import Screen
    from deviceclerk.services.clerk import Change
    from deviceclerk.services.day import DayDevice
    from deviceclerk.services.sheet import Sheet

WIDTH: Final = 560
"""The width of the panel's text, at 96 dpi and text size 100 %."""


def open_for(screen: Screen, device_id: int) -> None:
    """Opens the panel for a device over a screen; a device that is gone meanwhile is told as a notice."""
    screen.ask(sheet.sheet, device_id, then=partial(_opened, screen))


def _opened(screen: Screen, found: Sheet) -> None:
    screen.desk.lay(HandlingPanel(screen, found))


class Deed(NamedTuple):
    """One thing that can be done: its word, its icon, and what happens."""

    key: str
    text: str
    icon: str
    act: Callable[[], object]


class HandlingPanel(Panel):
    """The panel. First what can be done, as buttons; what needs to be told more opens its form in their place."""

    def __init__(self, screen: Screen, found: Sheet) -> None:
        parent = screen.master
        assert parent is not None
        super().__init__(parent, "")
        self._screen = screen
        self._device_id = found.device.device_id
        self.found = found
        self.form: Form | None = None
        self.buttons: dict[str, ttk.Button] = {}
        self._busy = self._mine = False
        wrap = look.px(self, WIDTH)
        muted = look.quiet_pair("muted").foreground
        self.what = ttk.Label(self.body, foreground=muted)
        self.what.pack(anchor="w")
        self.where = ttk.Label(self.body, font=look.font("large"), compound="left", wraplength=wrap, justify="left")
        self.where.pack(anchor="w", pady=(look.px(self, 6), 0))
        self.why = ttk.Label(self.body, foreground=muted, wraplength=wrap, justify="left")
        self.why.pack(anchor="w")
        self.said = Said(self.body)
        self.said.pack(fill="x", pady=(look.px(self, 4), look.px(self, 8)))
        self.place_of_deeds = ttk.Frame(self.body)
        self.place_of_deeds.pack(fill="both", expand=True)
        screen.desk.names.watch(self, self._tell)
        self._show()

    def open(self) -> None:
        """Shows it, with the keyboard on the first button: what is done most with a device in this state."""
        super().open()
        # At the right, so that the answers to scans at the door stay in sight beside it.
        self.stand("e")
        self._focus_first()

    # What it shows

    def changed(self, change: Change) -> None:
        """The device may be elsewhere now: a scan, or another window."""
        from deviceclerk.services.clerk import Change

        if change & (Change.EVENTS | Change.DEVICES | Change.PEOPLE) and not self._mine:
            self._screen.ask(
                sheet.sheet,
                self._device_id,
                then=self._while_here(self._anew),
                otherwise=self._while_here(self._gone),
            )

    def _anew(self, found: Sheet) -> None:
        """Shows it as it is now. A form stays with what was typed, as long as it can still be sent."""
        before, self.found = self.found, found
        if before.device == found.device and before.exempt == found.exempt:
            return
        if self.form is not None and before.device.state is found.device.state:
            self._tell()
            return
        self._show()
        self.said.say(_("It was handled meanwhile."), "info")
        self._focus_first()

    def _gone(self, _error: Exception) -> None:
        self.close()

    def _tell(self) -> None:
        device, now = self.found.device, self.found.terms.now
        self.heading.configure(text=self._called)
        self.what.configure(text=handling_view.what(device))
        marks = list(handling_view.marks_of(device))
        told = " · ".join([handling_view.where(device, now), *marks])
        self.where.configure(text=f" {told}", image=look.icon(handling_view.STATE_ICONS[device.state], 22))
        self.why.configure(text=handling_view.why(device))

    @property
    def _called(self) -> str:
        """The pupil, as whoever reads along may know."""
        device, names = self.found.device, self._screen.desk.names.on(self._screen.key)
        text = queuenames.called(device.name, names, device.pocket, device.kind)
        return text[:1].upper() + text[1:]

    def _show(self) -> None:
        """What can be done now."""
        self._tell()
        self._clear()
        gap = look.px(self, 8)
        grid = Flow(self.place_of_deeds, gap, fill=True)
        grid.configure(width=look.px(self, WIDTH))
        for number, deed in enumerate(self._deeds()):
            style = "primary" if number == 0 else "secondary outline"
            button = ttk.Button(grid, text=deed.text, icon=deed.icon, bootstyle=style, command=deed.act)
            self.buttons[deed.key] = button
            grid.add(button)
        self._bind_arrows()
        grid.pack(fill="x")

    def _clear(self) -> None:
        self.form = None
        self.buttons = {}
        for child in self.place_of_deeds.winfo_children():
            child.destroy()

    def _bind_arrows(self) -> None:
        every = list(self.buttons.values())
        for i, button in enumerate(every):
            for key, step in (("<Right>", 1), ("<Down>", 1), ("<Left>", -1), ("<Up>", -1)):
                following = every[(i + step) % len(every)]
                button.bind(key, lambda _event, to=following: self._go(to))  # type: ignore[misc]

    def _go(self, to: tk.Misc) -> str:
        to.focus_set()
        return "break"

    def _focus_first(self) -> None:
        if self.form is not None:
            self.form.focus_first()
        elif self.buttons:
            next(iter(self.buttons.values())).focus_set()

    # What can be done

    def _deeds(self) -> Iterator[Deed]:
        """Exactly what the state allows, the most usual first."""
        device = self.found.device
        state = device.state
        yield from self._handing(state)
        if possible(Action.RELEASE, state):
            yield Deed("release", _("Hand over…"), "person-check", self._form("release"))
        if possible(Action.FIND, state):
            yield Deed("found", _("Found again"), "search", self._do("found"))
        if possible(Action.LEND, state):
            yield Deed("lend", _("Lend for a lesson…"), "box-arrow-right", self._form("lend"))
            yield Deed("several", _("Lend several…"), "people", self._several)
        if possible(Action.TAKE, state):
            yield Deed("take", _("Take in…"), "lock", self._form("take"))
        if possible(Action.MISS, state):
            yield Deed("missing", _("Missing"), "question-circle", self._do("miss"))
        yield from self._marks(device)
        yield Deed("exempt", _("Exempt…"), "calendar-check", self._form("exempt"))

    def _handing(self, state: State) -> Iterator[Deed]:
        if state is State.WITH_PUPIL:
            yield Deed("hand", _("Hand in"), "box-arrow-in-down", partial(self._hand_as, "in"))
        elif state is State.IN_KEEPING:
            yield Deed("hand", _("Hand back"), "box-arrow-up", partial(self._hand_as, "out"))
        elif state is State.LENT_OUT:
            yield Deed("return", _("Back from the lesson"), "arrow-return-left", partial(self._hand_as, "in"))
            yield Deed("hand", _("Hand back"), "box-arrow-up", partial(self._hand_as, "out"))

    def _marks(self, device: DayDevice) -> Iterator[Deed]:
        """Marks of the day. A pupil whose device came in today is there, and needs none."""
        if device.absent:
            yield Deed("present", _("Present after all"), "person-check", self._mark("mark_present"))
        elif device.state is State.WITH_PUPIL or device.carried:
            yield Deed("absent", _("Pupil absent today"), "person-x", self._mark("mark_absent"))
        if device.no_device:
            yield Deed("expect", _("Expected again"), "phone", self._mark("expect_again"))
        elif possible(Action.NO_DEVICE, device.state) and not device.absent:
            yield Deed("no_device", _("No device today"), "slash-circle", self._mark("no_device_today"))

    def _form(self, name: str) -> Callable[[], object]:
        return lambda: self.show_form(name)

    def _do(self, name: str) -> Callable[[], object]:
        from deviceclerk.services import handling

        return lambda: self._ask(getattr(handling, name), self._device_id)

    def _mark(self, name: str) -> Callable[[], object]:
        from deviceclerk.services import attendance

        device = self.found.device
        who = device.person_id if name in ("mark_absent", "mark_present") else device.device_id
        return lambda: self._ask(getattr(attendance, name), who)

    def _hand_as(self, phase: str) -> None:
        from deviceclerk.domain.schoolday import Phase
        from deviceclerk.services import custody

        self._ask(custody.hand, self._device_id, Phase(phase))

    def _several(self) -> None:
        from deviceclerk.desktop import handling_several

        handling_several.open_for(self._screen, [self.found.device.group], [self._device_id])

    # Forms

    def show_form(self, name: str) -> None:
        """Opens a form in place of the buttons: "lend", "take", "release" or "exempt"."""
        self._clear()
        self.said.hush()
        form = self._made(name)
        self.form = form
        self.back_button = ttk.Button(
            form.buttons, text=_("Back"), bootstyle="secondary outline", command=self._back
        )
        form.buttons.add(self.back_button)
        form.pack(fill="x")
        form.focus_first()

    def _made(self, name: str) -> Form:
        where, terms = self.place_of_deeds, self.found.terms
        if name == "lend":
            return handling_forms.LendForm(where, self._ask, terms, lambda: (self._device_id,))
        if name == "take":
            return handling_forms.TakeForm(where, self._ask, terms, self._device_id)
        if name == "release":
            due = self.found.device.due
            up = due is None or due <= self._screen.desk.now()
            return handling_forms.ReleaseForm(where, self._ask, terms, self._device_id, up)
        return handling_forms.ExemptForm(where, self._ask, self.found)

    def _back(self) -> None:
        self._show()
        self._focus_first()

    # Asking

    def _ask(
        self,
        function: Callable[..., Any],
        /,
        *args: Any,
        otherwise: Callable[[Exception], object] | None = None,
        **kwargs: Any,
    ) -> None:
        if self._busy:
            return
        self._busy = self._mine = True
        refused = otherwise or self._refused
        self._screen.ask(
            function,
            *args,
            then=self._done,
            otherwise=lambda error: self._not_done(error, refused),
            **kwargs,
        )

    def _done(self, result: object) -> None:
        """What was done shows as a scan's answer does; a mark of the day is told in a notice."""
        self._busy = self._mine = False
        answers = getattr(result, "answers", (result,))
        screen, name = self._screen, self._called
        if self.winfo_exists():
            self.close()
        if answers and isinstance(answers[-1], ScanAnswer):
            screen.desk.present(answers[-1])
        else:
            screen.desk.notice(_("Noted for {pupil}.").format(pupil=name), "success")

    def _not_done(self, error: Exception, refused: Callable[[Exception], object]) -> None:
        self._busy = self._mine = False
        if self.winfo_exists():
            refused(error)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self.said.say(wording.refusal_text(error), "warning")

    def _while_here(self, callback: Callable[[Any], object]) -> Callable[[Any], object]:
        def careful(value: Any) -> None:
            if self.winfo_exists():
                callback(value)

        return careful
