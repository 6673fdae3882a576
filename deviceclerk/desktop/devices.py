"""Devices and tags: who has which device, registering them for a whole class, and their labels."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING, Any, ClassVar

import ttkbootstrap as ttk

from deviceclerk.desktop import devices_view, look
from deviceclerk.desktop.desk import Desk
from deviceclerk.desktop.devices_card import CardActions, DeviceCard, SeveralCard
from deviceclerk.desktop.devices_form import SIDE, RegisterForm
from deviceclerk.desktop.devices_list import DeviceList
from deviceclerk.desktop.devices_view import Line, Register
from deviceclerk.desktop.door_parts import NextStep
from deviceclerk.desktop.labels_what import CHOSEN, FRESH
from deviceclerk.desktop.screen import Screen
from deviceclerk.domain import tagcode
from deviceclerk.domain.custody import Kind, Source
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import wording
from deviceclerk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Change
    from deviceclerk.services.tags import DeviceView, Registered


class DevicesScreen(Screen):
    """The list at the left; beside it what can be done with what is chosen there."""

    key: ClassVar[str] = "devices"
    least: ClassVar[tuple[int, int]] = (980, 450)

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, desk)
        self._loaded = False
        self._fresh: list[int] = []
        self._another: int | None = None
        self._unlisted: dict[int, int] = {}  # registered since the list was asked for: device and pupil
        self._wished = ""
        self._group_wished = ""
        self._beside: tk.Widget | None = None
        self._empty: NextStep | None = None
        self._build()

    @property
    def stale_on(self) -> Change:
        """Pupils, devices, and where these are."""
        from deviceclerk.services.clerk import Change

        return Change.PEOPLE | Change.DEVICES | Change.EVENTS

    def title(self) -> str:
        """What the window's title bar says."""
        return _("Devices and tags")

    def _build(self) -> None:
        pad = look.px(self, 12)
        self.side = ttk.Frame(self, width=look.px(self, SIDE), padding=(pad, 0, 0, 0))
        self.side.pack(side="right", fill="y", padx=(0, pad), pady=pad)
        self.side.pack_propagate(False)
        self.list = DeviceList(self, self._chosen, self._opened, self.desk.show)
        self.list.pack(side="left", fill="both", expand=True, padx=(pad, 0), pady=(pad, 0))
        self.labels_button = ttk.Button(
            self.list.bar,
            text=_("Labels…"),
            icon="printer",
            bootstyle="secondary outline",
            command=lambda: self.open_labels(),
        )
        self.labels_button.pack(side="right", fill="y", padx=(look.px(self, 8), 0), before=self.list.search)
        self.class_button = ttk.Button(
            self.list.foot,
            text=_("Register a whole class"),
            icon="upc-scan",
            bootstyle="primary",
            command=self._register_class,
        )
        self.class_button.pack(side="right", before=self.list.counts)
        self.form = RegisterForm(self.side, self._register_device, self.list.enter)
        actions = CardActions(
            self._move,
            self._remove,
            self._register_another,
            self._label,
            self._give_tag,
            self._revoke_tag,
            self._move_pupil,
            self.list.enter,
        )
        self.card = DeviceCard(self.side, actions)
        self.several = SeveralCard(self.side, self._label)
        self.nothing = ttk.Frame(self.side)

    # What the window calls

    def refresh(self) -> None:
        """Asks for the pupils and their devices."""
        self.ask(devices_view.look_up, then=self._show)

    def on_show(self, **params: Any) -> None:
        """Comes to the front; `group` chooses one."""
        self.desk.scan_taker = self._take_scan
        self._group_wished = str(params.get("group") or "")
        if self._loaded:
            self._choose_group()

    def on_hide(self) -> None:
        """Scans are the door's alone again."""
        if self.card.waits_for_tag:
            self.card.rest()
        if self.desk.scan_taker == self._take_scan:
            self.desk.scan_taker = None

    def focus_first(self) -> None:
        """The list has the keyboard."""
        if self._empty is not None:
            self._empty.button.focus_set()
        else:
            self.list.enter()

    def search(self) -> None:
        """Ctrl+F."""
        self.list.search.focus_first()

    # The list, and what stands beside it

    def _show(self, book: Register) -> None:
        first, self._loaded = not self._loaded, True
        known = {device.device_id for device in book.devices}
        self._fresh = [device_id for device_id in self._fresh if device_id in known]
        self._unlisted = {device: person for device, person in self._unlisted.items() if device not in known}
        self._show_empty(not book.lines)
        self.list.show(book)
        self._choose_group()
        visible = self.list.table.visible
        if self._wished in visible:
            self.list.select(self._wished)
            self._wished = ""
        elif not self.list.chosen and visible:
            bare = devices_view.next_bare(self.list.lines, "") if first else None
            self.list.select(bare.id if bare else visible[0])
        self._chosen()

    def _show_empty(self, empty: bool) -> None:
        if empty and self._empty is None:
            text = _("Nobody is known yet. Import the export of the parent app first; then register their devices.")
            self._empty = NextStep(self, "people", text, _("Import"), lambda: self.desk.show("import"))
            self._empty.place(relwidth=1, relheight=1)
            self._empty.lift()
        elif not empty and self._empty is not None:
            self._empty.destroy()
            self._empty = None

    def _choose_group(self) -> None:
        if self._group_wished:
            self.list.choose_group(self._group_wished)
            self._group_wished = ""

    def _chosen(self) -> None:
        """Shows beside the list what fits the choice; the same choice asked anew leaves what was typed."""
        lines = self.list.chosen
        if len(lines) != 1 or lines[0].person.id != self._another:
            self._another = None
        if len(lines) > 1:
            self.several.show(sum(line.device is not None for line in lines))
            self._put(self.several)
        elif not lines:
            self._put(self.nothing)
        elif lines[0].device is not None and self._another is None:
            self._show_card(lines[0].device)
        elif self._another is not None or lines[0].person.id not in self._unlisted.values():
            self._show_form(lines[0])

    def _show_card(self, device: DeviceView) -> None:
        from deviceclerk.services import tags

        self.card.groups = self.list.book.groups
        self.card.show(device)
        self._put(self.card)
        self.ask(tags.free_pockets, device.person.group, then=self._propose)

    def _show_form(self, line: Line) -> None:
        self._put(self.form)
        self.form.begin(line.person, self.list.book.of(line.person.id))
        if not self.form.ready:
            from deviceclerk.services import tags

            self.ask(tags.free_pockets, line.person.group, then=self._propose)

    def _propose(self, free: tuple[int, ...]) -> None:
        if self._beside is self.form:
            self.form.propose(free)
        elif self._beside is self.card:
            self.card.offer(free)

    def _put(self, part: tk.Widget | None) -> None:
        if self._beside is part:
            return
        if self._beside is not None:
            self._beside.pack_forget()
        if part is not None:
            part.pack(fill="both", expand=True)
        self._beside = part

    def _opened(self) -> None:
        """Enter or a double click on a row: on to the form or the card."""
        # The list tells of a new choice a moment after it is made; the second click of two can be earlier.
        self._chosen()
        if self._beside is self.form:
            self.form.focus_first()
        elif self._beside is self.card:
            self.card.focus_first()
        elif self._beside is self.several:
            self.several.button.focus_set()

    # Registering

    def _register_device(self, kind: Kind, pocket: int | None, tag: str | None, scanned: Source | None) -> None:
        from deviceclerk.services import tags

        if (person := self.form.person) is None:
            return
        self.ask(
            tags.add_device,
            person.id,
            kind,
            pocket,
            tag,
            scanned,
            then=self._registered,
            otherwise=lambda error: self.form.refuse(_refusal(error)),
        )

    def _registered(self, registered: Registered) -> None:
        """On to the next pupil without a device; the list itself is on its way, as devices changed."""
        self._fresh.append(registered.device_id)
        self.form.registered(registered)
        row = f"p{registered.person.id}"
        done = self._unlisted.values()
        lines = [line for line in self.list.lines if line.person.id not in done]
        self._unlisted[registered.device_id] = registered.person.id
        coming = None if self._another is not None else devices_view.next_bare(lines, row)
        self._another = None
        if coming is not None and coming.id != row:
            self.list.select(coming.id)
            self._chosen()
            self.form.focus_first()
            return
        self._wished = f"d{registered.device_id}"
        if self.list.search.text:
            # One pupil was searched for: the next one will be too.
            self.list.search.clear()
            self.search()
        else:
            self.list.enter()
        self._tell_registered(registered)

    def _tell_registered(self, registered: Registered) -> None:
        count = len(self._fresh)
        if count > 1:
            text = ngettext("{n} device registered.", "{n} devices registered.", count).format(n=count)
        else:
            text = _("Registered: {device} of {pupil}.").format(
                pupil=registered.person.name.full, device=wording.kind_word(registered.kind)
            )
        self.desk.notice(text, "success", (_("Print labels"), lambda: self.open_labels(FRESH)))

    def _register_another(self, device: DeviceView) -> None:
        self._another = device.person.id
        self._chosen()
        self.form.focus_first()

    def _take_scan(self, raw: str, typed: bool) -> bool:
        """A tag of nobody's is meant for the form that is open, or for the device that gets another one.

        All other scans are the door's.
        """
        device = self.card.device if self._beside is self.card and self.card.waits_for_tag else None
        if not self.winfo_exists() or not self._loaded or (device is None and self._beside is not self.form):
            return False
        reading, code = tagcode.read(raw)
        if reading is not tagcode.Reading.VALID or code in self.list.book.codes:
            return False
        source = Source.TYPED if typed else Source.SCANNER
        if device is not None:
            self._give_tag(device, code, source)
        else:
            self.form.fill_tag(code, source)
        return True

    # Changing and removing

    def _move(self, device: DeviceView, pocket: int | None) -> None:
        from deviceclerk.services import tags

        self.ask(
            tags.move_pocket,
            device.device_id,
            pocket,
            then=lambda _change: self.card.moved(pocket),
            otherwise=self._card_refused,
        )

    def _remove(self, device: DeviceView) -> None:
        from deviceclerk.services import tags

        text = _("The {device} of {pupil} is no longer registered.").format(
            device=wording.kind_word(device.kind), pupil=device.person.name.full
        )

        def removed(_change: object) -> None:
            self._wished = f"p{device.person.id}"
            self.desk.notice(text, "success")
            self.list.table.tree.focus_set()

        self.ask(tags.remove_device, device.device_id, then=removed, otherwise=self._card_refused)

    def _give_tag(self, device: DeviceView, code: str | None, scanned: Source | None = None) -> None:
        """Puts another tag on a device, a new one (None) or a blank one."""
        from deviceclerk.services import tags

        def given(now: str) -> None:
            from deviceclerk.services.clerk import Change

            if self._shows(device):
                self.card.done(_("The tag is {code} now.").format(code=tagcode.spaced(now)))
            if code is None:
                text = _("The {device} of {pupil} has a new tag. Print its label.")
                text = text.format(device=wording.kind_word(device.kind), pupil=device.person.name.full)
                self.desk.notice(text, "success", (_("Print label…"), lambda: self._label_of(device)))
            self.desk.broadcast(Change.DEVICES)

        self.ask(tags.replace_tag, device.device_id, code, scanned, then=given, otherwise=self._card_refused)

    def _label_of(self, device: DeviceView) -> None:
        self.desk.show("devices")
        self.list.table.select(f"d{device.device_id}")
        self._chosen()
        self._label()

    def _revoke_tag(self, device: DeviceView) -> None:
        from deviceclerk.services import tags

        def revoked(_change: object) -> None:
            if self._shows(device):
                self.card.done(_("The tag is withdrawn. Give the device another one as soon as you can."))

        self.ask(tags.revoke_tag, device.device_id, then=revoked, otherwise=self._card_refused)

    def _move_pupil(self, device: DeviceView, group: str) -> None:
        """Moves a pupil, and says in which pockets the devices are from now on."""

        def moved(now: devices_view.Moved) -> None:
            text = devices_view.moved_text(device.person.name.full, group, now.devices)
            self._wished = f"d{device.device_id}"
            self.card.rest()
            self.desk.notice(text, "success")

        self.ask(devices_view.move_pupil, device.person.id, group, then=moved, otherwise=self._card_refused)

    def _shows(self, device: DeviceView) -> bool:
        """Whether the card is still about this device."""
        return self.card.device is not None and self.card.device.device_id == device.device_id

    def _register_class(self) -> None:
        group = self.list.group.group or (self.list.chosen[0].person.group if self.list.chosen else "")
        self.desk.show("register", group=group, back="devices")

    def _card_refused(self, error: Exception) -> None:
        self.card.refuse(_refusal(error))

    # Labels

    def _label(self) -> None:
        self.open_labels(CHOSEN)

    def open_labels(self, what: str = "") -> None:
        """Goes on to the printing of labels; `what` is chosen there, or else what is nearest at hand."""
        chosen = [line.device.device_id for line in self.list.chosen if line.device is not None]
        group = self.list.group.group
        self.desk.show("labels", what=what, chosen=chosen, fresh=self._fresh, group=group, back="devices")


def _refusal(error: Exception) -> str:
    return wording.refusal_text(error) if isinstance(error, Refused) else _("That did not work.")
