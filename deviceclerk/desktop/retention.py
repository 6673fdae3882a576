"""What the school no longer keeps: its choices, who and what would go today, and erasing it after a question."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.desk import Desk, Job
from deviceclerk.desktop.devices_form import Said, hint, named
from deviceclerk.desktop.doubtful import Doubtful
from deviceclerk.desktop.imports_progress import Applying
from deviceclerk.desktop.lists import Column, Table
from deviceclerk.desktop.looks_panel import LooksPanel
from deviceclerk.desktop.pupil_side import WIDTH
from deviceclerk.desktop.retention_view import (
    Found,
    choose,
    erasing_text,
    last_text,
    look_up,
    looking_text,
    question_text,
    rows,
    was_stopped,
)
from deviceclerk.desktop.screen import Screen
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.retention import MOST_WEEKS, MOST_YEARS
from deviceclerk.services import wording
from deviceclerk.services.wording_pupil import gone_text
from deviceclerk.support.i18n import _, format_date

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Change
    from deviceclerk.services.looks import Look
    from deviceclerk.services.retention import Erased, RetentionPreview


class RetentionScreen(Screen):
    """The people concerned at the left; beside them the choices, the counts, and the button with its question."""

    key: ClassVar[str] = "retention"
    least: ClassVar[tuple[int, int]] = (840, 520)

    def __init__(self, parent: tk.Misc, desk: Desk) -> None:
        super().__init__(parent, desk)
        self.preview: RetentionPreview | None = None
        self._looking: Job | None = None
        self._erasing: Job | None = None
        self._asked = 0
        self._set: dict[ttk.Spinbox, str] = {}
        """What the fields were given; they bear something else while somebody types."""
        self._build()

    @property
    def stale_on(self) -> Change:
        """Everything that can go, and the school's choices."""
        from deviceclerk.services.clerk import Change

        return Change.PEOPLE | Change.CONSENT | Change.DEVICES | Change.EVENTS | Change.SETTINGS

    def title(self) -> str:
        """What the window's title bar says."""
        return _("What is kept")

    def _build(self) -> None:
        pad, gap = look.px(self, 12), look.px(self, 8)
        bar = ttk.Frame(self)
        bar.pack(fill="x", padx=pad, pady=pad)
        self.back_button = ttk.Button(
            bar, text=_("Back"), icon="arrow-left", bootstyle="secondary outline", command=self._go_back
        )
        self.back_button.pack(side="left", fill="y")
        ttk.Label(bar, text=_("What is kept"), font=look.font("title")).pack(side="left", padx=2 * gap)
        side = ttk.Frame(self, width=look.px(self, WIDTH), padding=(pad, 0, 0, 0))
        side.pack(side="right", fill="y", padx=(0, pad), pady=(0, pad))
        side.pack_propagate(False)
        self._choices = ttk.Frame(side)
        self._choices.pack(fill="x")
        self._build_choices(self._choices, gap)
        self._build_erasing(side, gap)
        columns = (
            Column("name", _("Left the school"), least=180, weight=2),
            Column("left", _("Left on"), least=90),
            Column("what", _("What happens"), least=160, weight=2),
        )
        lists = ttk.Frame(self)
        lists.pack(fill="both", expand=True, padx=(pad, 0), pady=(0, pad))
        lists.columnconfigure(0, weight=1)
        lists.rowconfigure(0, weight=1)
        self.table = Table(lists, columns)
        self.table.tree.configure(height=3)
        self.table.grid(sticky="nsew")
        asked = _("May these mean somebody who goes? Enter or a click ticks a text: the name then goes out.")
        self.texts = Doubtful(lists, asked, self._keep_question)

    def _build_choices(self, side: ttk.Frame, gap: int) -> None:
        named(side, _("The school's choices"))
        self.weeks = self._number(side, MOST_WEEKS, _("weeks after the school year: the log of devices goes"))
        self.years = self._number(side, MOST_YEARS, _("years after leaving: everything about a pupil goes"))
        self.save = ttk.Button(side, text=_("Save"), bootstyle="primary outline", command=self._save)
        self.save.pack(anchor="w", pady=(gap, 0))

    def _number(self, side: ttk.Frame, most: int, text: str) -> ttk.Spinbox:
        line = ttk.Frame(side)
        line.pack(fill="x", pady=(look.px(self, 6), 0))
        field = ttk.Spinbox(line, from_=0, to=most, width=4)
        field.pack(side="left")
        wrap = look.px(self, WIDTH - 130)
        ttk.Label(line, text=text, wraplength=wrap, justify="left").pack(side="left", padx=look.px(self, 10))
        for key in ("<Return>", "<KP_Enter>"):
            field.bind(key, lambda _event: self._save())
        return field

    def _build_erasing(self, side: ttk.Frame, gap: int) -> None:
        self._going = named(side, _("This would go today"))
        self.counts = ttk.Label(side, justify="left", wraplength=look.px(self, WIDTH - 40))
        self.counts.pack(anchor="w")
        hint(side, _("It goes for good, from the copies in the data folder too. Only the counts are kept."))
        self.said = Said(side)
        self.said.pack(fill="x", pady=(gap, 0))
        self.erase = ttk.Button(
            side, text=_("Erase this…"), icon="trash", bootstyle="danger outline", command=self._ask
        )
        self.erase.state(["disabled"])
        self.erase.pack(anchor="w", pady=(gap, 0))
        self.question = ttk.Frame(side)
        self.yes = ttk.Button(
            self.question, text=_("Erase for good"), icon="trash", bootstyle="danger", command=self._erase
        )
        self.yes.pack(side="left")
        self.no = ttk.Button(self.question, text=_("Keep it"), bootstyle="secondary outline", command=self._keep)
        self.no.pack(side="left", padx=gap)
        self.looks_button = ttk.Button(
            side, text=_("Who looked at consent…"), icon="eye", bootstyle="secondary outline",
            command=self._ask_looks,
        )  # fmt: skip
        self.looks_button.pack(side="bottom", anchor="w", pady=(gap, 0))
        self.last = hint(side)
        self.last.pack(side="bottom", anchor="w")
        self.working = Applying(side, self._stop, looking_text)
        self.working.bar.configure(length=look.px(self, WIDTH - 280))
        self.working.text.configure(width=15)
        for button in (self.yes, self.no):
            button.bind("<Escape>", lambda _event: self._keep())

    # What the window calls

    def refresh(self) -> None:
        """Asks for the choices and the preview; what is being erased is waited for."""
        if self._erasing is not None and not self._erasing.done:
            return
        self._leave_off()
        self._begin(looking_text)
        self._looking = self.desk.ask_long(
            look_up,
            then=self._while_alive(partial(self._looked, self._asked)),
            otherwise=self._while_alive(partial(self._not_looked, self._asked)),
            progress=self._while_alive(self._tell),
        )

    def on_show(self, **params: Any) -> None:
        """Comes to the front, with no question open."""
        self.said.hush()
        self._close_question()

    def on_hide(self) -> None:
        """Nobody waits for the preview any more."""
        if self._leave_off():
            self.stale = True

    def escape(self) -> bool:
        """Stops what is being done."""
        return self._stop()

    def focus_first(self) -> None:
        """The button back."""
        self.back_button.focus_set()

    # What takes a moment

    def _begin(self, word: Callable[[int], str]) -> None:
        self.working.stop()
        self.working.stop_button.state(["!disabled"])
        self.working.start(word)

    def _tell(self, done: int, total: int) -> None:
        self.working.tell(done, total)
        if done == total:
            self.working.stop_button.state(["disabled"])

    def _stop(self) -> bool:
        for job in (self._erasing, self._looking):
            if job is not None and not job.done:
                job.cancel()
                return True
        return False

    def _leave_off(self) -> bool:
        """Forgets the preview that was asked for; says whether there was one."""
        job, self._looking = self._looking, None
        self._asked += 1
        if job is not None:
            job.cancel()
            self.working.stop()
        return job is not None

    def _looked(self, asked: int, found: Found) -> None:
        if asked == self._asked:
            self._looking = None
            self.working.stop()
            self._show(found)

    def _not_looked(self, asked: int, error: Exception) -> None:
        """Without its preview this screen is nothing: who stops it goes back."""
        if asked != self._asked:
            return
        self._looking = None
        self.working.stop()
        if was_stopped(error):
            self.stale = True
            self._go_back()
        else:
            self.desk.refuse(error)

    def _show(self, found: Found) -> None:
        before, self.preview = self.preview, found.preview
        preview = found.preview
        if preview != before and self.question.winfo_manager():
            # It asked about something else; of the same it goes on asking.
            self._close_question()
            self.said.hush()
        for field, number in ((self.weeks, found.chosen.log_weeks), (self.years, found.chosen.leaver_years)):
            # What somebody is typing is not written over because a pupil left meanwhile.
            if field.get() == self._set.get(field, ""):
                field.set(number)
                self._set[field] = str(number)
        lines = [f"•  {gone_text(kind, n)}" for kind, n in preview.counts.items()]
        self.counts.configure(text="\n".join(lines) or _("Nothing."))
        self.erase.state(["!disabled" if lines else "disabled"])
        self.last.configure(text=last_text(found.done))
        shown = rows(preview)
        self.table.show(shown)
        text = _("Nobody who left until {day} is still kept.").format(day=format_date(preview.left_until))
        self.table.say_empty("" if shown else text)
        if self.texts.show(preview.doubtful, keep=True):
            self.texts.grid(row=1, sticky="nsew")
        else:
            self.texts.grid_remove()
        # Each list has half of the room: what is to be decided is seen as well as who goes.
        self.texts.master.rowconfigure(1, weight=1 if preview.doubtful else 0)

    # What is done

    def _ask_looks(self) -> None:
        from deviceclerk.services import looks

        self.ask(looks.looks, then=self._show_looks)

    def _show_looks(self, found: Sequence[Look]) -> None:
        self.desk.lay(LooksPanel(self.winfo_toplevel(), found))

    def _save(self) -> str:
        try:
            weeks, years = int(self.weeks.get()), int(self.years.get())
        except ValueError:
            weeks = years = -1
        self.said.hush()
        self._set = {field: field.get() for field in self._set}
        self.ask(choose, weeks, years, otherwise=self._refuse)
        return "break"

    def _ask(self) -> None:
        """Names what goes, in place of the button; nothing is erased yet."""
        if self.preview is None:
            return
        self.said.say(question_text(self.preview, self.texts.left), "danger")
        self.erase.pack_forget()
        # Whoever decides about erasing chooses nothing else meanwhile, and the buttons stay in sight.
        self._choices.pack_forget()
        self.question.pack(anchor="w", pady=(look.px(self, 8), 0))
        self.no.focus_set()

    def _close_question(self) -> None:
        if self.question.winfo_manager():
            self.question.pack_forget()
            self._choices.pack(fill="x", before=self._going)
            self.erase.pack(anchor="w", pady=(look.px(self, 8), 0))

    def _keep_question(self) -> None:
        """What an open question says of the texts goes with the ticks."""
        if self.question.winfo_manager() and self.preview is not None:
            self.said.say(question_text(self.preview, self.texts.left), "danger")

    def _keep(self) -> str:
        self.said.hush()
        self._close_question()
        self.erase.focus_set()
        return "break"

    def _erase(self) -> None:
        from deviceclerk.services import retention

        if self.preview is None:
            return
        self._leave_off()
        self._close_question()
        self.said.hush()
        self.erase.state(["disabled"])
        self._begin(erasing_text)
        self._erasing = self.desk.ask_long(
            retention.carry_out,
            self.preview,
            self.texts.chosen,
            then=self._while_alive(self._erased),
            otherwise=self._while_alive(self._not_erased),
            progress=self._while_alive(self._tell),
        )

    def _erased(self, erased: Erased) -> None:
        from deviceclerk.services import retention

        self._erasing = None
        if self._looking is None:
            self.working.stop()
        self._close_question()
        warnings = retention.warnings(erased)
        told = ", ".join(gone_text(kind, n) for kind, n in erased.counts.items())
        text = " ".join([_("Erased: {counts}.").format(counts=told), *warnings])
        self.said.say(text, "warning" if warnings else "success")

    def _not_erased(self, error: Exception) -> None:
        self._erasing = None
        self.working.stop()
        self._refuse(Refused("erasure_cancelled") if was_stopped(error) else error)

    def _refuse(self, error: Exception) -> None:
        self._close_question()
        self._set = {field: field.get() for field in self._set}
        text = wording.refusal_text(error) if isinstance(error, Refused) else _("That did not work.")
        self.said.say(text, "warning")
        self.refresh()

    def _go_back(self) -> None:
        self.desk.show("preferences")
