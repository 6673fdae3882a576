"""Staff and their badges: who is on the list from which one chooses who is at the PC."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.desk import Desk
from deviceclerk.desktop.devices_form import SIDE
from deviceclerk.desktop.filters import SearchField
from deviceclerk.desktop.labels_what import BADGES
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.desktop.screen import Screen
from deviceclerk.desktop.staff_card import AddForm, StaffActions, StaffCard
from deviceclerk.desktop.who import NOBODY, SOMEBODY
from deviceclerk.domain import tagcode
from deviceclerk.domain.custody import Source
from deviceclerk.domain.people import fold
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import wording
from deviceclerk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Change, Clerk
    from deviceclerk.services.staff import StaffMember


@dataclass(frozen=True, slots=True)
class _Book:
    """The staff, and the codes that are no blank tag's."""

    members: Sequence[StaffMember] = ()
    in_use: frozenset[str] = frozenset()


def _look_up(clerk: Clerk) -> _Book:
    from deviceclerk.services import staff

    return _Book(staff.staff(clerk), staff.codes_in_use(clerk))


class StaffScreen(Screen):
    """The list at the left; beside it a field for a new name, and the one who is chosen."""

    key: ClassVar[str] = "staff"
    least: ClassVar[tuple[int, int]] = (680, 540)

    def __init__(self, parent: ttk.Frame, desk: Desk) -> None:
        super().__init__(parent, desk)
        self._book = _Book()
        self._loaded = False
        self._focus_due = False
        self._back = "preferences"
        self._wished: int | None = None
        self._build()

    @property
    def stale_on(self) -> Change:
        """Staff, who acts, and the codes on devices."""
        from deviceclerk.services.clerk import Change

        return Change.STAFF | Change.ACTING | Change.DEVICES

    def title(self) -> str:
        """What the window's title bar says."""
        return _("Staff and badges")

    def _build(self) -> None:
        pad, gap = look.px(self, 12), look.px(self, 8)
        bar = ttk.Frame(self)
        bar.pack(fill="x", padx=pad, pady=pad)
        self.back_button = ttk.Button(
            bar, text=_("Back"), icon="arrow-left", bootstyle="secondary outline", command=self._go_back
        )
        self.back_button.pack(side="left", fill="y")
        ttk.Label(bar, text=_("Staff and badges"), font=look.font("title")).pack(side="left", padx=gap * 2)
        self.print_button = ttk.Button(
            bar, text=_("Print badges…"), icon="printer", bootstyle="secondary outline", command=self.print_badges
        )
        self.print_button.pack(side="right", fill="y", padx=(gap, 0))
        side = ttk.Frame(self, width=look.px(self, SIDE), padding=(pad, 0, 0, 0))
        side.pack(side="right", fill="y", padx=(0, pad), pady=(0, pad))
        side.pack_propagate(False)
        self.form = AddForm(side, self._add, self._enter_list)
        self.form.pack(fill="x")
        self.all_button = ttk.Button(side, text=_("Badges"), bootstyle="primary outline", command=self._badge_all)
        self.card = StaffCard(side, StaffActions(self._acts, self._new_badge, self._leave, self._page))
        self.search_field = SearchField(self, _("Search"), self._filter, self._enter_list, width=24)
        self.search_field.pack(fill="x", padx=(pad, 0), pady=(0, gap))
        columns = (Column("name", _("Name"), least=220, weight=2), Column("badge", _("Badge"), least=130, weight=1))
        self.table = Table(self, columns, on_select=self._chosen, on_open=self._opened)
        self.table.pack(fill="both", expand=True, padx=(pad, 0), pady=(0, pad))

    # What the window calls

    def refresh(self) -> None:
        """Asks for the staff."""
        self.ask(_look_up, then=self._show)

    def on_show(self, **params: Any) -> None:
        """Comes to the front; `back` is the screen to go back to."""
        self._back = str(params.get("back") or self._back)
        self.desk.scan_taker = self._take_scan

    def on_hide(self) -> None:
        """Scans are the door's alone again."""
        self.card.rest()
        if self.desk.scan_taker == self._take_scan:
            self.desk.scan_taker = None

    def focus_first(self) -> None:
        """The list has the keyboard; where it is empty, the field for a name."""
        self._focus_due = not self._loaded
        if self._focus_due:
            self.focus_set()
        elif self._book.members:
            self._enter_list()
        else:
            self.form.name.focus_set()

    def search(self) -> None:
        """Ctrl+F."""
        self.search_field.focus_first()

    # The list

    def _show(self, book: _Book) -> None:
        self._loaded, self._book = True, book
        self.table.show([self._row(member) for member in book.members])
        if self._wished is not None and any(m.person.id == self._wished for m in book.members):
            self.search_field.clear()
            self.table.select(str(self._wished))
            self._wished = None
        self._filter()
        self._offer_badges(sum(member.badge is None for member in book.members))
        if not self.table.selection and self.table.visible:
            self.table.select(self.table.visible[0])
        self.print_button.state(["!disabled" if any(m.badge for m in book.members) else "disabled"])
        self._chosen()
        if self._focus_due:
            self.focus_first()

    def _offer_badges(self, without: int) -> None:
        """At the foot, while somebody has no badge: badges for all of them at once."""
        if not without:
            self.all_button.pack_forget()
            return
        text = ngettext("Badge for who has none ({n})", "Badges for all who have none ({n})", without)
        self.all_button.configure(text=text.format(n=without))
        self.all_button.pack(side="bottom", fill="x")

    def _row(self, member: StaffMember) -> Row:
        here = member.person.id == self.desk.acting_id
        colour = str(ttk.Style().colors.primary) if here else look.quiet_pair("muted").foreground
        name = _("{name} (at the PC now)").format(name=member.name) if here else member.name
        code = tagcode.spaced(member.badge) if member.badge else _("none")
        return Row(str(member.person.id), (name, code), (SOMEBODY if member.badge else NOBODY, colour))

    def _filter(self) -> None:
        words = fold(self.search_field.text).split()
        found = [m for m in self._book.members if all(word in fold(m.name) for word in words)]
        self.table.only([str(m.person.id) for m in found])
        if found:
            self.table.say_empty("")
        elif self._book.members:
            self.table.say_empty(_("Nothing matches. Escape in the search field shows all again."))
        else:
            self.table.say_empty(_("Nobody is on the list yet. Type a name at the right and press Enter."))

    def _enter_list(self) -> None:
        self.table.enter()

    def _chosen(self) -> None:
        chosen = self.table.selection
        member = next((m for m in self._book.members if chosen and str(m.person.id) == chosen[0]), None)
        if member is None:
            self.card.pack_forget()
            return
        self.card.show(member, acting=member.person.id == self.desk.acting_id)
        self.card.pack(fill="x", pady=(look.px(self, 24), 0))

    def _opened(self) -> None:
        """Enter or a double click on a row: on to its buttons."""
        self._chosen()
        self.card.badge_button.focus_set()

    def _go_back(self) -> None:
        self.desk.show(self._back)

    # What is done

    def _add(self, name: str) -> None:
        from deviceclerk.services import staff

        def added(member: StaffMember) -> None:
            self._wished = member.person.id
            self.form.added(member.name)

        self.ask(staff.add, name, then=added, otherwise=lambda error: self.form.refuse(_refusal(error)))

    def _acts(self, member: StaffMember) -> None:
        from deviceclerk.services import staff

        self.ask(staff.acts, member.person.id)

    def _page(self, member: StaffMember) -> None:
        self.desk.show("pupil", person_id=member.person.id, back=self.key)

    def _new_badge(self, member: StaffMember) -> None:
        from deviceclerk.services import staff

        def made(code: str) -> None:
            self._given(code)
            text = _("{name} has a new badge. Print it.").format(name=member.name)
            only = (member.person.id,)
            self.desk.notice(text, "success", (_("Print badge…"), lambda: self.print_badges(only)))

        self.ask(staff.give_badge, member.person.id, None, then=made, otherwise=self._not_given)

    def _badge_all(self) -> None:
        from deviceclerk.services import staff

        def made(_change: object) -> None:
            text = _("Everybody on the list has a badge now. Print them.")
            self.desk.notice(text, "success", (_("Print badges…"), self.print_badges))

        self.ask(staff.badge_all, then=made)

    def _give(self, member: StaffMember, code: str, source: Source) -> None:
        from deviceclerk.services import staff

        self.ask(staff.give_badge, member.person.id, code, source, then=self._given, otherwise=self._not_given)

    def _given(self, code: str) -> None:
        from deviceclerk.services.clerk import Change

        self.card.given(code)
        self.desk.broadcast(Change.STAFF)

    def _not_given(self, error: Exception) -> None:
        self.card.said.say(_refusal(error), "warning")

    def _take_scan(self, raw: str, typed: bool) -> bool:
        """A blank tag, scanned while a badge is being given, becomes it; all other scans are the door's."""
        if not self.winfo_exists() or not self.card.waiting or self.card.member is None:
            return False
        reading, code = tagcode.read(raw)
        if reading is not tagcode.Reading.VALID or code in self._book.in_use:
            return False
        self._give(self.card.member, code, Source.TYPED if typed else Source.SCANNER)
        return True

    def _leave(self, member: StaffMember) -> None:
        from deviceclerk.services import staff

        text = _("{name} is no longer on the list.").format(name=member.name)
        if member.badge:
            text = _("{name} is no longer on the list, and the badge no longer works.").format(name=member.name)

        def left(_change: object) -> None:
            self.table.tree.focus_set()
            self.desk.notice(text, "success", (_("Undo"), lambda: self._bring_back(member)))

        self.ask(staff.leave, member.person.id, then=left)

    def _bring_back(self, member: StaffMember) -> None:
        from deviceclerk.services import staff

        self._wished = member.person.id
        self.desk.ask(staff.come_back, member.person.id)

    # Badges on paper

    def print_badges(self, person_ids: Sequence[int] = ()) -> None:
        """Goes on to the printing of badges as cards to be cut out: those of some, or all."""
        self.desk.show("labels", what=BADGES, people=person_ids, back=self.key)


def _refusal(error: Exception) -> str:
    return wording.refusal_text(error) if isinstance(error, Refused) else _("That did not work.")
