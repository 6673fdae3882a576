"""A pupil's page: all answers now with their reasons and sources, devices and custody, what is published."""

from __future__ import annotations

import tkinter as tk
from typing import TYPE_CHECKING, Any, ClassVar
from weakref import WeakKeyDictionary

import ttkbootstrap as ttk

from deviceclerk.desktop import look, looks_panel, pupil_view, savedfile
from deviceclerk.desktop.asof import AsOfPanel, as_of_text
from deviceclerk.desktop.desk import Desk
from deviceclerk.desktop.filters import Choice
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.desktop.pupil_entry import Entered, EntryForm
from deviceclerk.desktop.pupil_side import WIDTH, ErasurePanel, Timeline
from deviceclerk.desktop.pupil_view import CONSENT, DEVICES, IMAGES, LOOKS, extract_name
from deviceclerk.desktop.roster_parts import REASON_ICONS
from deviceclerk.desktop.screen import Screen
from deviceclerk.domain.people import Role
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import wording
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from deviceclerk.services.clerk import Change
    from deviceclerk.services.pupil import PupilPage, Subject
    from deviceclerk.services.retention import Erased, ErasurePreview, FoundText


_shown: WeakKeyDictionary[Desk, tuple[int, str]] = WeakKeyDictionary()
"""Whose page each open window shows, and where from: a change of theme or language makes the screen anew."""


class PupilScreen(Screen):
    """Lists at the left, chosen above them; beside them the timeline, the form for an answer, or the erasure."""

    key: ClassVar[str] = "pupil"
    least: ClassVar[tuple[int, int]] = (980, 420)

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, desk)
        self.page: PupilPage | None = None
        self._person: int | None = None
        self._on: dt.date | None = None
        self._look_due = False
        self._back = "roster"
        self._beside: tk.Widget | None = None
        self._build()

    @property
    def stale_on(self) -> Change:
        """The pupil, the answers, the devices and what happens to them."""
        from deviceclerk.services.clerk import Change

        return Change.PEOPLE | Change.CONSENT | Change.DEVICES | Change.EVENTS | Change.SETTINGS

    def title(self) -> str:
        """What the window's title bar says: no name, as others may read it."""
        return _("Pupil's page")

    # What it is made of

    def _build(self) -> None:
        pad, gap = look.px(self, 12), look.px(self, 8)
        self._build_bar(pad, gap)
        self.side = ttk.Frame(self, width=look.px(self, WIDTH), padding=(pad, 0, 0, 0))
        self.side.pack_propagate(False)
        self.which = Choice(
            self,
            (
                (CONSENT, _("Consent")),
                (DEVICES, _("Devices")),
                (IMAGES, _("Activities and publications")),
                (LOOKS, _("Who looked")),
            ),
            self._choose,
        )
        self.which.pack(anchor="w", padx=pad, pady=(0, gap))
        self.side.pack(side="right", fill="y", padx=(0, pad), pady=(0, pad), before=self.which)
        self.devices = ttk.Label(self, font=look.font("strong"), justify="left")
        self.as_of = ttk.Label(self, font=look.font("strong"), foreground=look.notice_pair("warning").foreground)
        self._build_tables()
        self.timeline = Timeline(self.side, self.enter_answer)
        self.form = EntryForm(self.side, self._save, self._rest)
        self.erasure = ErasurePanel(self.side, self._erase, self._rest)
        self._choose()

    def _build_bar(self, pad: int, gap: int) -> None:
        bar = ttk.Frame(self)
        bar.pack(fill="x", padx=pad, pady=pad)
        self.back_button = ttk.Button(
            bar, text=_("Back"), icon="arrow-left", bootstyle="secondary outline", command=self._go_back
        )
        self.back_button.pack(side="left", fill="y")
        self.erase_button = ttk.Button(
            bar, text=_("Erase…"), icon="trash", bootstyle="danger outline", command=self._ask_erasure
        )
        self.erase_button.pack(side="right", fill="y")
        self.print_button = ttk.Button(
            bar, text=_("Extract for the parents…"), icon="printer", bootstyle="secondary outline",
            command=self._print,
        )  # fmt: skip
        self.print_button.pack(side="right", fill="y", padx=gap)
        self.as_of_button = ttk.Button(
            bar, text=_("As it was on…"), icon="clock-history", bootstyle="secondary outline",
            command=self.choose_day,
        )  # fmt: skip
        self.as_of_button.pack(side="right", fill="y")
        words = ttk.Frame(bar)
        words.pack(side="left", padx=2 * gap)
        self.name = ttk.Label(words, font=look.font("title"))
        self.name.pack(anchor="w")
        self.about = ttk.Label(words, foreground=look.quiet_pair("muted").foreground)
        self.about.pack(anchor="w")

    def _build_tables(self) -> None:
        self.tables = {
            CONSENT: Table(
                self,
                (
                    Column("purpose", _("Purpose"), least=130, weight=2),
                    Column("medium", _("Medium"), least=50),
                    Column("verdict", _("Now"), least=130),
                    Column("source", _("Source"), least=120, weight=3, drop=1),
                ),
                on_select=self._chosen,
                on_open=self.enter_answer,
            ),
            DEVICES: Table(
                self,
                (
                    Column("when", _("When"), least=110),
                    Column("device", _("Device"), least=60),
                    Column("what", _("What"), least=130, weight=2),
                    Column("why", _("Reason"), least=80, weight=1, optional=True),
                    Column("by", _("By"), least=70, weight=1, drop=1),
                ),
            ),
            IMAGES: Table(
                self,
                (
                    Column("day", _("Day"), least=80),
                    Column("what", _("What"), least=150, weight=2),
                    Column("where", _("Where, or by whom"), least=120, weight=2),
                    Column("stands", _("Now"), least=100, weight=1),
                ),
            ),
            LOOKS: Table(self, looks_panel.columns()),
        }

    # What the window calls

    def on_show(self, **params: Any) -> None:
        """Comes to the front; `person_id` is whose page it is, `back` the screen to go back to."""
        before, back = _shown.get(self.desk, (None, self._back))
        self._back = str(params.get("back") or back)
        person = params.get("person_id", before)
        if isinstance(person, int) and person != self._person:
            self._person, self.page, self._on, self.stale = person, None, None, True
            self.which.choose(CONSENT)
            self._choose()
            self._put(self.timeline)
        self._look_due = True
        if self._person is not None:
            _shown[self.desk] = self._person, self._back
        if not self.stale:
            self._note_look()

    def refresh(self) -> None:
        """Asks for the page."""
        from deviceclerk.services import pupil

        if self._person is not None:
            self.ask(pupil.page, self._person, on=self._on, then=self._show, otherwise=self._gone)

    def focus_first(self) -> None:
        """The list has the keyboard."""
        self.tables[self.which.value].enter()

    # Showing

    def _show(self, page: PupilPage) -> None:
        if page.person.id != self._person:
            return
        first, self.page = self.page is None, page
        self.name.configure(text=page.person.name.full)
        self.about.configure(text=pupil_view.about(page))
        self.devices.configure(text=pupil_view.devices_text(page))
        subjects = [one for one in page.subjects if pupil_view.worth_showing(one)]
        self.tables[CONSENT].heading("verdict", _("Then") if page.past else _("Now"))
        self.tables[CONSENT].show([self._row(one) for one in subjects])
        logged = enumerate(pupil_view.log_texts(page))
        self.tables[DEVICES].show([Row(str(number), texts) for number, texts in logged])
        self.print_button.configure(
            text=_("Extract…") if page.person.role is Role.STAFF else _("Extract for the parents…")
        )
        seen = enumerate(page.looks)
        self.tables[LOOKS].show([Row(str(number), looks_panel.texts(one)) for number, one in seen])
        images = enumerate(pupil_view.image_texts(page))
        self.tables[IMAGES].show([Row(str(number), texts) for number, texts in images])
        for key, text in self._nothing().items():
            self.tables[key].say_empty("" if self.tables[key].visible else text)
        if first and subjects:
            self.tables[CONSENT].select(pupil_view.subject_id(subjects[0]))
            self.focus_first()
        self._chosen()
        self._note_look()

    def _note_look(self) -> None:
        """That somebody looked is noted once for each time it comes to the front; nothing waits for it."""
        from deviceclerk.services import looks

        if self._look_due and self.page is not None:
            self._look_due = False
            self.ask(looks.looked, person_id=self.page.person.id, how="screen", otherwise=looks_panel.not_noted)

    def _nothing(self) -> dict[str, str]:
        return {
            CONSENT: _("Nothing was asked yet. An answer on paper can be entered at the right."),
            DEVICES: _("Nothing is in the log."),
            IMAGES: _("No publication is noted, and nobody withdrew for an activity."),
            LOOKS: _("Nobody looked yet."),
        }

    def _row(self, subject: Subject) -> Row:
        colours = ttk.Style().colors
        colour = str(colours.success if subject.verdict.allowed else colours.danger)
        icon = (REASON_ICONS[subject.verdict.reason], colour)
        return Row(pupil_view.subject_id(subject), pupil_view.subject_texts(subject), icon)

    def _choose(self) -> None:
        """One of the three lists."""
        pad = look.px(self, 12)
        for table in (*self.tables.values(), self.devices):
            table.pack_forget()
        self.as_of.pack_forget()
        if self.which.value == CONSENT and self._on is not None:
            self.as_of.pack(anchor="w", padx=pad, pady=(0, look.px(self, 8)))
        if self.which.value == DEVICES:
            self.devices.pack(anchor="w", padx=pad, pady=(0, look.px(self, 8)))
        self.tables[self.which.value].pack(fill="both", expand=True, padx=pad, pady=(0, pad))
        self._put(self.timeline)

    @property
    def chosen(self) -> Subject | None:
        """The purpose and medium that are chosen."""
        ids = self.tables[CONSENT].selection
        subjects = self.page.subjects if self.page else ()
        return next((one for one in subjects if ids and pupil_view.subject_id(one) == ids[0]), None)

    def _chosen(self) -> None:
        self.timeline.show(self.chosen, self.page.person if self.page else None)

    def _put(self, part: tk.Widget) -> None:
        """Puts something beside the list; the timeline has its place beside the answers only."""
        if self._beside is not None and self._beside is not part:
            self._beside.pack_forget()
        if part is self.timeline and self.which.value != CONSENT:
            self.side.pack_forget()
        elif not self.side.winfo_manager():
            pad = look.px(self, 12)
            self.side.pack(side="right", fill="y", padx=(0, pad), pady=(0, pad), before=self.which)
        if self._beside is not part:
            part.pack(fill="both", expand=True)
        self._beside = part

    def _rest(self) -> None:
        """The timeline again, and the keyboard in the list."""
        self._put(self.timeline)
        self.focus_first()

    def _go_back(self) -> None:
        self.desk.show(self._back)

    def _gone(self, error: Exception) -> None:
        """The pupil was erased, here or by another window."""
        self._forget()
        self.desk.refuse(error)
        self._go_back()

    def _forget(self) -> None:
        self._person = self.page = None
        _shown.pop(self.desk, None)

    def choose_day(self) -> None:
        """Asks for a day of the past, to see whether it was allowed then."""
        today = self.desk.now().date()
        self.desk.lay(AsOfPanel(self.winfo_toplevel(), self._on, today, self._on_day))

    def _on_day(self, day: dt.date | None) -> None:
        self._on = day
        self.as_of.configure(text=as_of_text(day))
        self._choose()
        self.refresh()

    # An answer by hand

    def enter_answer(self) -> None:
        """Opens the form, about the purpose and medium that are chosen."""
        if self.page is None:
            return
        today = self.desk.now().date()
        self.form.begin(pupil_view.purposes(self.page), self.chosen, today, person=self.page.person)
        self._put(self.form)
        self.form.focus_first()

    def _save(self, entered: Entered) -> None:
        from deviceclerk.services import answers_by_hand

        if self._person is None:
            return
        self.ask(
            answers_by_hand.set_answers,
            self._person,
            entered.purpose,
            entered.media,
            entered.value,
            by=entered.by,
            on=entered.on,
            source=entered.source,
            then=lambda _done: self._saved(),
            otherwise=lambda error: self.form.refuse(_refusal(error)),
        )

    def _saved(self) -> None:
        self._rest()
        self.desk.notice(_("The answer is recorded. It stands beside what the export says."), "success")

    # The extract

    def _print(self) -> None:
        from deviceclerk.services import pupil

        if self._person is None or self.page is None:
            return
        name = extract_name(self.page.person, self.desk.now())
        path = savedfile.choose(self, _("Save the extract"), name, [(_("PDF file"), "*.pdf")])
        if path is not None:
            told = _("The extract is in {file}.").format(file=path.name)
            self.ask_documents(
                pupil.extract,
                self._person,
                path,
                on=self._on,
                then=lambda _page: savedfile.tell(self, path, told, names=True),
            )

    # Erasure

    def _ask_erasure(self) -> None:
        from deviceclerk.services import retention

        if self._person is not None:
            self.ask(retention.preview_erasure, self._person, then=self._show_erasure)

    def _show_erasure(self, preview: ErasurePreview) -> None:
        self.erasure.show(preview)
        self._put(self.erasure)
        self.erasure.typed.focus_set()

    def _erase(self, preview: ErasurePreview, also: Sequence[FoundText]) -> None:
        from deviceclerk.services import retention

        # What changes then is no news for this page: it has nobody any more.
        self._person = None

        def refused(error: Exception) -> None:
            self._person = preview.person.id
            self.erasure.refuse(_refusal(error))

        self.ask(retention.erase, preview, also, then=self._erased, otherwise=refused)

    def _erased(self, erased: Erased) -> None:
        from deviceclerk.services import retention

        self._forget()
        self._put(self.timeline)
        self._go_back()
        told = [_("Everything about this pupil was erased."), *retention.warnings(erased)]
        self.desk.notice(" ".join(told), "success" if len(told) == 1 else "warning")


def _refusal(error: Exception) -> str:
    return wording.refusal_text(error) if isinstance(error, Refused) else _("That did not work.")
