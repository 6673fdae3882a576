"""The device chosen in the list: what it is and where, its pocket, its label, and the end of its registration."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.devices_changes import GroupChange, TagChange
from deviceclerk.desktop.devices_form import Said, Whose, hint, named
from deviceclerk.desktop.devices_pockets import PocketMap
from deviceclerk.desktop.devices_view import KIND_ICONS, pocket_text
from deviceclerk.domain import tagcode
from deviceclerk.domain.custody import State
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import wording
from deviceclerk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from deviceclerk.services.tags import DeviceView


@dataclass(frozen=True, slots=True)
class CardActions:
    """What can be asked on the card, each for the device that it shows."""

    move: Callable[[DeviceView, int | None], object]
    remove: Callable[[DeviceView], object]
    another: Callable[[DeviceView], object]
    label: Callable[[], object]
    tag: Callable[[DeviceView, str | None], object]
    revoke: Callable[[DeviceView], object]
    group: Callable[[DeviceView, str], object]
    leave: Callable[[], object]


class DeviceCard(ttk.Frame):
    """The card of one device."""

    def __init__(self, parent: tk.Misc, actions: CardActions) -> None:
        super().__init__(parent)
        self._actions = actions
        self.device: DeviceView | None = None
        self.whose = Whose(self)
        self.whose.pack(fill="x")
        self.what = ttk.Label(self, font=look.font("large"), compound="left")
        self.what.pack(anchor="w", pady=(look.px(self, 14), 0))
        self.state_line = hint(self)
        self.tag_line = hint(self)
        self._build_pocket()
        self.said = Said(self)
        self.said.pack(fill="x", pady=(look.px(self, 8), 0))
        self._build_actions()
        self._build_question()
        self._build_changes()
        self._opened: tk.Widget | None = None
        self.groups: Sequence[str] = ()
        """The school's groups."""
        self.map = PocketMap(self, self._choose_pocket)
        self.map.pack(side="bottom", fill="both", expand=True, pady=(look.px(self, 16), 0))

    def _build_pocket(self) -> None:
        named(self, _("Pocket"))
        line = ttk.Frame(self)
        line.pack(fill="x")
        self.pocket = ttk.Entry(line, width=6, font=look.font("large"))
        self.pocket.pack(side="left", fill="y")
        self.move_button = ttk.Button(line, text=_("Change"), bootstyle="primary outline", command=self._move)
        self.move_button.pack(side="left", padx=look.px(self, 8))
        for key in ("<Return>", "<KP_Enter>"):
            self.pocket.bind(key, lambda _event: self._move())
        self.pocket.bind("<Escape>", lambda _event: self._leave())
        self.pocket.bind("<KeyRelease>", lambda _event: self._enable())

    def _build_actions(self) -> None:
        self.actions = ttk.Frame(self)
        self.actions.pack(fill="x", pady=(look.px(self, 14), 0))
        gap = look.px(self, 8)
        self.label_button = ttk.Button(
            self.actions, text=_("Print label…"), icon="printer", bootstyle="primary", command=self._actions.label
        )
        self.another_button = ttk.Button(
            self.actions,
            text=_("Register another device"),
            icon="plus-lg",
            bootstyle="secondary outline",
            command=lambda: self.device and self._actions.another(self.device),
        )
        self.tag_button = ttk.Button(
            self.actions,
            text=_("Tag lost or broken…"),
            icon="tag",
            bootstyle="secondary outline",
            command=lambda: self._open(self.tag_change),
        )
        self.group_button = ttk.Button(
            self.actions,
            text=_("Pupil to another group…"),
            icon="people",
            bootstyle="secondary outline",
            command=lambda: self._open(self.group_change),
        )
        self.remove_button = ttk.Button(
            self.actions, text=_("Remove this device…"), icon="trash", bootstyle="danger outline", command=self._ask
        )
        self._buttons = (
            self.label_button,
            self.another_button,
            self.tag_button,
            self.group_button,
            self.remove_button,
        )
        for button in self._buttons:
            button.pack(fill="x", pady=(0, gap))

    def _build_changes(self) -> None:
        """In place of the buttons as well: another tag, another group."""
        self.tag_change = TagChange(self, self._give_tag, self._revoke, self.rest)
        self.group_change = GroupChange(self, self._move_pupil, self.rest)

    def _build_question(self) -> None:
        """In place of the buttons, rather than a dialog: a dialog would stand between a scan and its answer."""
        self.question = ttk.Frame(self)
        self.question_text = Said(self.question)
        self.question_text.pack(fill="x")
        line = ttk.Frame(self.question)
        line.pack(fill="x", pady=(look.px(self, 8), 0))
        self.yes = ttk.Button(line, text=_("Remove"), icon="trash", bootstyle="danger", command=self._remove)
        self.yes.pack(side="left")
        self.no = ttk.Button(line, text=_("Keep it"), bootstyle="secondary outline", command=self._keep)
        self.no.pack(side="left", padx=look.px(self, 8))
        for button in (self.yes, self.no):
            button.bind("<Escape>", lambda _event: self._keep())

    def show(self, device: DeviceView) -> None:
        """Shows a device; what was typed stays when it is the same one, asked anew."""
        same = self.device is not None and self.device.device_id == device.device_id
        typed = same and self.device is not None and self.pocket.get() != pocket_text(self.device.pocket)
        self.device = device
        self.whose.show(device.person)
        self.what.configure(
            text=f"  {wording.kind_word(device.kind).capitalize()}", image=look.icon(KIND_ICONS[device.kind], 24)
        )
        self.state_line.configure(text=_("Now: {state}").format(state=wording.state_word(device.state)))
        code = tagcode.spaced(device.code) if device.code else _("none")
        self.tag_line.configure(text=_("Tag: {code}").format(code=code))
        self.tag_button.configure(text=_("Tag lost or broken…") if device.code else _("Give it a tag…"))
        if not typed:
            self._put_pocket()
        if not same:
            self.said.hush()
            self._back_to_buttons()
        self._enable()

    def focus_first(self) -> None:
        """The pocket has the keyboard."""
        self.pocket.focus_set()
        self.pocket.selection_range(0, "end")

    def refuse(self, text: str) -> None:
        """Says why nothing was changed."""
        self.said.say(text, "warning")
        if not self.waits_for_tag:
            self.rest()

    def moved(self, pocket: int | None) -> None:
        """Says that the device has another pocket."""
        if pocket is None:
            self.said.say(_("This device has no pocket now."), "success")
        else:
            self.said.say(
                _("It is in pocket {pocket} from now on. Print a new label.").format(pocket=pocket), "success"
            )

    def offer(self, free: Sequence[int]) -> None:
        """Shows which pockets of the group are free."""
        self.map.show(free, self.device.pocket if self.device else None)

    def _choose_pocket(self, pocket: int) -> None:
        self.pocket.delete(0, "end")
        self.pocket.insert(0, str(pocket))
        self._enable()
        self.focus_first()

    def _put_pocket(self) -> None:
        text = pocket_text(self.device.pocket) if self.device else ""
        if self.pocket.get() != text:  # or else the selection would be lost
            self.pocket.delete(0, "end")
            self.pocket.insert(0, text)

    def _enable(self) -> None:
        unchanged = self.device is None or self.pocket.get().strip() == pocket_text(self.device.pocket)
        self.move_button.state(["disabled" if unchanged else "!disabled"])
        text = self.pocket.get().strip()
        self.map.choose(int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else None)

    def _leave(self) -> str:
        self._put_pocket()
        self._enable()
        self._actions.leave()
        return "break"

    def _move(self) -> str:
        text = self.pocket.get().strip()
        if self.device is None or text == pocket_text(self.device.pocket):
            return "break"
        if text and not (text.isascii() and text.isdecimal() and len(text) < 5):
            self.refuse(wording.refusal_text(Refused("pocket_range", pocket=text)))
        else:
            self._actions.move(self.device, int(text) if text else None)
        return "break"

    def _ask(self) -> None:
        """Asks, naming what goes; a device that is not at home is refused without a question."""
        device = self.device
        if device is None:
            return
        if device.state is not State.WITH_PUPIL:
            self.said.say(wording.refusal_text(Refused("device_not_home")), "warning")
            return
        text = _(
            "Remove the {device} of {pupil}? Its tag can never be used again. The log keeps what happened. "
            "This cannot be undone."
        )
        text = text.format(device=wording.kind_word(device.kind), pupil=device.person.name.full)
        self.question_text.say(text[:1].upper() + text[1:], "danger")
        self._open(self.question)

    def _open(self, part: tk.Widget) -> None:
        """Puts a question or a change in place of the buttons, and gives it the keyboard."""
        if self.device is None:
            return
        self._put_away()
        self.said.hush()
        self.actions.pack_forget()
        self._opened = part
        part.pack(after=self.said, fill="x", pady=(look.px(self, 14), 0))
        if part is self.tag_change:
            self.tag_change.ask(has_tag=self.device.code is not None)
        elif part is self.group_change:
            person = self.device.person
            self.group_change.ask(person.name.full, person.group, self.groups)
        else:
            self.no.focus_set()

    @property
    def waits_for_tag(self) -> bool:
        """Whether a scanned blank tag is meant for this device."""
        return self._opened is self.tag_change

    def _put_away(self) -> tk.Widget | None:
        opened, self._opened = self._opened, None
        if opened is not None:
            opened.pack_forget()
        return opened

    def _back_to_buttons(self) -> tk.Widget | None:
        opened = self._put_away()
        self.actions.pack(after=self.said, fill="x", pady=(look.px(self, 14), 0))
        return opened

    def rest(self) -> None:
        """The buttons again; the one that opened what stood there has the keyboard."""
        opened = self._back_to_buttons()
        before: dict[tk.Widget, ttk.Button] = {
            self.question: self.remove_button,
            self.tag_change: self.tag_button,
            self.group_change: self.group_button,
        }
        if opened is not None:
            before[opened].focus_set()

    def done(self, text: str) -> None:
        """Says what was changed."""
        self.rest()
        self.said.say(text, "success")

    def _give_tag(self, code: str | None) -> None:
        if self.device is not None:
            self._actions.tag(self.device, code)

    def _revoke(self) -> None:
        if self.device is not None:
            self._actions.revoke(self.device)

    def _move_pupil(self, group: str) -> None:
        if self.device is not None:
            self._actions.group(self.device, group)

    def _keep(self) -> str:
        self.rest()
        return "break"

    def _remove(self) -> None:
        if self.device is not None:
            self._actions.remove(self.device)


class SeveralCard(ttk.Frame):
    """Several devices are chosen: how many, and their labels."""

    def __init__(self, parent: tk.Misc, on_label: Callable[[], object]) -> None:
        super().__init__(parent)
        self.count = ttk.Label(self, font=look.font("heading"))
        self.count.pack(anchor="w")
        hint(self, _("Shift and Ctrl choose several in the list, Ctrl+A all of them."))
        self.button = ttk.Button(
            self, text=_("Print labels…"), icon="printer", bootstyle="primary", command=on_label
        )
        self.button.pack(fill="x", pady=(look.px(self, 14), 0))

    def show(self, devices: int) -> None:
        """Shows how many."""
        text = ngettext("{n} device chosen", "{n} devices chosen", devices).format(n=devices)
        self.count.configure(text=text)
        self.button.state(["!disabled" if devices else "disabled"])
