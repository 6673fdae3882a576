"""Activities: the list at the left, and of the one chosen the check; a teacher looks at it minutes before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import ttkbootstrap as ttk

from deviceclerk.desktop import look, savedfile
from deviceclerk.desktop.activities_check import CheckActions, CheckFace
from deviceclerk.desktop.activities_form import ActivityForm, Wanted
from deviceclerk.desktop.activities_staff import StaffPanel
from deviceclerk.desktop.activities_view import Book, look_up, open_check
from deviceclerk.desktop.activities_withdraw import WithdrawPanel
from deviceclerk.desktop.asof import AsOfPanel
from deviceclerk.desktop.desk import Desk
from deviceclerk.desktop.door_parts import NextStep
from deviceclerk.desktop.filewriting import FileWriting
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.desktop.screen import Screen
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import wording
from deviceclerk.support.i18n import _, format_date

if TYPE_CHECKING:
    import datetime as dt

    from deviceclerk.domain.activities import Activity
    from deviceclerk.domain.consent import Respondent
    from deviceclerk.services.activities import ActivityCheck, Checked
    from deviceclerk.services.clerk import Change

_LIST = 300


class ActivitiesScreen(Screen):
    """Key "activities"; `on_show` may be given `activity_id`, and `back`, the screen to go back to."""

    key: ClassVar[str] = "activities"
    least: ClassVar[tuple[int, int]] = (940, 480)

    def __init__(self, parent: ttk.Frame, desk: Desk) -> None:
        super().__init__(parent, desk)
        self.writing = FileWriting(self)
        self.book = Book()
        self._loaded = False
        self._focus_due = False
        self._back = "roster"
        self._wished: int | None = None
        self._looked_at: int | None = None
        self._on: dt.date | None = None
        self._asked = 0
        self._folder: Path | None = None
        self._form: ActivityForm | None = None
        self._withdrawing: WithdrawPanel | None = None
        self._build()

    @property
    def stale_on(self) -> Change:
        """Pupils and staff, their answers, activities, and the school's rules."""
        from deviceclerk.services.clerk import Change

        return Change.PEOPLE | Change.CONSENT | Change.SETTINGS | Change.STAFF

    def title(self) -> str:
        """What the window's title bar says."""
        return _("Activities")

    def _build(self) -> None:
        pad, gap = look.px(self, 16), look.px(self, 8)
        self.side = ttk.Frame(self, width=look.px(self, _LIST))
        self.side.pack(side="left", fill="y", padx=(pad, 0), pady=pad)
        self.side.pack_propagate(False)
        self._build_buttons(gap)
        self.table = Table(
            self.side,
            (Column("name", _("Activity"), least=120, weight=1), Column("day", _("Day"), least=90)),
            on_select=self._selected,
            on_open=lambda: self.check.refused.names.canvas.focus_set(),
        )
        self.table.pack(fill="both", expand=True)
        self.check = CheckFace(self, CheckActions(
            self.withdraw, self.staff, self.save, self._on_board, self._page, self.choose_day
        ))  # fmt: skip
        self._nothing = NextStep(
            self,
            "calendar-event",
            _("There are no activities yet. Enter one, and it says who may not be recorded there."),
            _("New activity"),
            self.new,
        )

    def _build_buttons(self, gap: int) -> None:
        """Above and below the list."""
        top = ttk.Frame(self.side)
        top.pack(fill="x", pady=(0, gap))
        self.back_button = ttk.Button(
            top, text=_("Back"), icon="arrow-left", bootstyle="secondary outline", command=self._go_back
        )
        self.back_button.pack(side="left")
        self.new_button = ttk.Button(
            top, text=_("New activity"), icon="plus-lg", bootstyle="primary", command=self.new
        )
        self.new_button.pack(side="right", fill="x", expand=True, padx=(gap, 0))
        foot = ttk.Frame(self.side)
        foot.pack(side="bottom", fill="x", pady=(gap, 0))
        self.change_button = ttk.Button(
            foot, text=_("Change…"), icon="pencil", bootstyle="primary outline", command=self.change
        )
        self.change_button.pack(side="left", fill="x", expand=True)
        self.remove_button = ttk.Button(
            foot, text=_("Remove"), icon="trash", bootstyle="danger outline", command=self.remove
        )
        self.remove_button.pack(side="left", fill="x", expand=True, padx=(gap, 0))

    # What the window calls

    def on_show(self, **params: Any) -> None:
        """Comes to the front, perhaps with an activity."""
        self._back = str(params.get("back") or self._back)
        if (wished := params.get("activity_id")) is not None:
            self._wished, self.stale = int(wished), True
        self.stale, self._on = self.stale or self._on is not None, None
        self._looked_at = None

    def on_hide(self) -> None:
        """What the whole room read is put away."""
        self.check.end_board()

    def refresh(self) -> None:
        """Asks for the activities, and for the check of the one chosen."""
        self.ask(look_up, then=self._show)

    def on_tick(self) -> None:
        """At midnight consent may expire."""
        if self._loaded and self.book.today != self.desk.now().date():
            self.book = replace(self.book, today=self.desk.now().date())
            self.refresh()

    def focus_first(self) -> None:
        """The list has the keyboard; where it is empty, the button for a new one."""
        self._focus_due = not self._loaded
        if self._focus_due:
            self.focus_set()
        elif self.book.activities:
            self.table.enter()
        else:
            self._nothing.button.focus_set()

    def search(self) -> None:
        """Ctrl+F."""
        self.check.field.focus_first()

    # The list and the check

    @property
    def chosen(self) -> Activity | None:
        """The activity that is chosen."""
        keys = self.table.selection
        return next((one for one in self.book.activities if keys and str(one.id) == keys[0]), None)

    def _show(self, book: Book) -> None:
        self._loaded, self.book = True, book
        muted = look.quiet_pair("muted").foreground
        self.table.mark("past", foreground=muted)
        self.table.show(
            [
                Row(str(one.id), (one.name, format_date(one.day)), tags=("past",) if one.day < book.today else ())
                for one in book.activities
            ]
        )
        self._nothing.pack_forget()
        self.check.pack_forget()
        if not book.activities:
            self._nothing.pack(side="left", fill="both", expand=True)
        else:
            pad = look.px(self, 16)
            self.check.pack(side="left", fill="both", expand=True, padx=pad, pady=(pad, look.px(self, 10)))
        wished = next((one for one in book.activities if one.id == self._wished), None)
        first = wished or self.chosen or book.first()
        self._wished = None
        if first is not None and self.chosen != first:
            self.table.select(str(first.id))
        self._selected()
        if self._focus_due:
            self.focus_first()

    def _selected(self) -> None:
        one = self.chosen
        for button in (self.change_button, self.remove_button):
            button.state(["!disabled" if one else "disabled"])
        if one is None or not self._loaded:
            return
        self._asked += 1
        asked, first = self._asked, self._looked_at != one.id
        # Another activity is shown as it is now.
        on = self._on = None if first else self._on
        self._looked_at = one.id
        self.ask(open_check, one.id, first=first, on=on, then=lambda found: self._checked(found, asked, on))

    def choose_day(self) -> None:
        """Asks for a day of the past, to see who might be recorded by what was known then."""
        self.desk.lay(AsOfPanel(self.winfo_toplevel(), self._on, self.desk.now().date(), self._on_day))

    def _on_day(self, day: dt.date | None) -> None:
        self._on = day
        self._selected()

    def _checked(self, found: ActivityCheck, asked: int, on: dt.date | None) -> None:
        if asked != self._asked:
            return
        self.check.show(found, on)
        if self._withdrawing is not None and self._withdrawing.winfo_exists():
            self._withdrawing.show(_everybody(found))

    def _on_board(self, on: bool) -> None:
        """Only the names in sight, on the whole screen; and back."""
        top = self.winfo_toplevel()
        if on:
            self.side.pack_forget()
        else:
            pad = look.px(self, 16)
            self.side.pack(side="left", fill="y", padx=(pad, 0), pady=pad, before=self.check)
        self.check.let_work(not on, past=self._on is not None)
        top.tk.call("wm", "attributes", str(top), "-fullscreen", int(on))

    def _go_back(self) -> None:
        self.desk.show(self._back)

    # What is done

    def new(self) -> None:
        """Asks for a new activity."""
        self._open_form(None)

    def change(self) -> None:
        """Asks how the chosen one is to be."""
        if (one := self.chosen) is not None:
            self._open_form(one)

    def _open_form(self, activity: Activity | None) -> None:
        from deviceclerk.services import activities

        def save(wanted: Wanted) -> None:
            given = {"purposes": wanted.purposes, "media": wanted.media}
            if activity is None:
                groups = wanted.groups
                self.ask(
                    activities.add, wanted.name, wanted.day, groups=groups, **given,
                    then=self._saved, otherwise=self._not_saved,
                )  # fmt: skip
                return
            # A group that is no more cannot be found anew: what was not changed is not asked again.
            changed = None if set(wanted.groups) == set(activity.groups) else wanted.groups
            self.ask(
                activities.change, activity.id, name=wanted.name, day=wanted.day, groups=changed, **given,
                then=self._saved, otherwise=self._not_saved,
            )  # fmt: skip

        self._form = ActivityForm(self.winfo_toplevel(), self.book, activity, save)
        self.desk.lay(self._form)

    def _saved(self, made: Activity) -> None:
        from deviceclerk.services.clerk import Change

        if self._form is not None and self._form.winfo_exists():
            self._form.close()
        self._wished = made.id
        self.desk.broadcast(Change.CONSENT)
        self.desk.notice(_("{name} is on the list.").format(name=made.name), "success")

    def _not_saved(self, error: Exception) -> None:
        if self._form is not None and self._form.winfo_exists():
            self._form.refuse(_refusal(error))

    def remove(self) -> None:
        """Takes the chosen one off the list; it can be put back."""
        from deviceclerk.services import activities

        if (one := self.chosen) is None:
            return

        def removed(_change: object) -> None:
            text = _("{name} is off the list.").format(name=one.name)
            self.desk.notice(text, "success", (_("Undo"), lambda: self._put_back(one)))

        self.ask(activities.remove, one.id, then=removed)

    def _put_back(self, one: Activity) -> None:
        from deviceclerk.services import activities

        self._wished = one.id
        self.desk.ask(activities.put_back, one.id)

    def staff(self) -> None:
        """Asks which staff members are there."""
        from deviceclerk.services import activities

        if (one := self.chosen) is None:
            return

        def change(staff: tuple[int, ...], everybody: bool) -> None:
            def refused(error: Exception) -> None:
                if panel.winfo_exists():
                    panel.refuse(_refusal(error))

            self.ask(
                activities.change, one.id, staff=staff, all_staff=everybody, then=self._staff_kept,
                otherwise=refused,
            )  # fmt: skip

        panel = StaffPanel(self.winfo_toplevel(), self.book.staff, one, change)
        self.desk.lay(panel)

    def _staff_kept(self, made: Activity) -> None:
        from deviceclerk.services.clerk import Change

        self._wished = made.id
        self.desk.broadcast(Change.CONSENT)

    def _page(self, person_id: int) -> None:
        """The page of somebody on the list; where the whole room reads along, nobody's."""
        if not self.check.board:
            self.desk.show("pupil", person_id=person_id, back=self.key)

    def withdraw(self) -> None:
        """Asks who does not want to be recorded at this activity."""
        found = self.check.found
        if found is not None:
            panel = WithdrawPanel(self.winfo_toplevel(), _everybody(found), self._withdraw, self._restore)
            self._withdrawing = panel
            self.desk.lay(panel)

    def _withdraw(self, one: Checked, by: Respondent, source: str) -> None:
        from deviceclerk.services import activities

        name = one.person.name.full
        text = _("{name} is not to be recorded at this activity.").format(name=name)
        self._said(activities.withdraw, one, text, by=by, source=source)

    def _restore(self, one: Checked) -> None:
        from deviceclerk.services import activities

        text = _("The withdrawal of {name} was taken back.").format(name=one.person.name.full)
        self._said(activities.restore, one, text)

    def _said(self, function: Any, one: Checked, text: str, **given: object) -> None:
        panel, found = self._withdrawing, self.check.found
        if panel is None or found is None:
            return

        def done(_change: object) -> None:
            if panel.winfo_exists():
                panel.told(text)

        def refused(error: Exception) -> None:
            if panel.winfo_exists():
                panel.refuse(_refusal(error))

        self.ask(function, found.activity.id, one.person.id, then=done, otherwise=refused, **given)

    def save(self) -> None:
        """Writes the check as a PDF, which the PC's own program shows and prints."""
        from deviceclerk.services import activity_paper

        found = self.check.found
        if found is None:
            return
        name = f"{_file_name(found.activity.name)} {found.activity.day.isoformat()}.pdf"
        path = savedfile.choose(self, _("Save the list"), name, ((_("PDF file"), "*.pdf"),), self._folder)
        if path is not None:
            self._folder = path.parent
            self.writing.write(path, activity_paper.export, found.activity.id, path, then=self._written)

    def _written(self, path: Path) -> None:
        text = _("The list is in {file}. It is confidential.").format(file=path.name)
        savedfile.tell(self, path, text, names=True)


def _everybody(found: ActivityCheck) -> list[Checked]:
    return [*found.may_not, *found.may]


def _file_name(text: str) -> str:
    """The activity's name without what no file may have in its name."""
    return "".join(" " if char in '<>:"/\\|?*' or ord(char) < 32 else char for char in text).strip() or "check"


def _refusal(error: Exception) -> str:
    return wording.refusal_text(error) if isinstance(error, Refused) else _("That did not work.")
