"""Beside a pupil's lists: the timeline of the answer that is chosen, and erasure behind a preview."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.devices_form import Said, hint, named
from deviceclerk.desktop.doubtful import Doubtful
from deviceclerk.desktop.pupil_view import said_lines
from deviceclerk.desktop.roster_parts import REASON_ICONS
from deviceclerk.desktop.roster_view import capital
from deviceclerk.domain.people import fold
from deviceclerk.services import wording
from deviceclerk.services.wording_pupil import gone_text
from deviceclerk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from deviceclerk.domain.people import Person
    from deviceclerk.services.pupil import Said as Answer
    from deviceclerk.services.pupil import Subject
    from deviceclerk.services.retention import ErasurePreview, FoundText

WIDTH = 400
"""The width of what stands beside the lists, at 96 dpi and text size 100 %."""


class Timeline(ttk.Frame):
    """One purpose and medium: the verdict large with its reason, and every answer ever given, newest first."""

    def __init__(self, parent: tk.Misc, on_enter: Callable[[], object]) -> None:
        super().__init__(parent)
        self._wrap = look.px(self, WIDTH - 60)
        self.subject: Subject | None = None
        self.what = ttk.Label(self, font=look.font("heading"), wraplength=self._wrap, justify="left")
        self.what.pack(anchor="w")
        self.verdict = ttk.Label(
            self, font=look.font("large"), compound="left", wraplength=self._wrap, justify="left"
        )
        self.verdict.pack(anchor="w", pady=(look.px(self, 6), look.px(self, 10)))
        self.enter_button = ttk.Button(
            self, text=_("Enter an answer by hand…"), icon="pencil-square", bootstyle="primary", command=on_enter
        )
        self.enter_button.pack(fill="x")
        named(self, _("Every answer, newest first"))
        self.text = tk.Text(
            self, width=10, height=4, wrap="word", font=look.font("body"), borderwidth=0, highlightthickness=0,
            background=str(ttk.Style().colors.bg), foreground=str(ttk.Style().colors.fg), cursor="arrow",
            takefocus=False, spacing1=look.px(self, 2),
        )  # fmt: skip
        bar = ttk.Scrollbar(self, command=self.text.yview)
        self.text.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y", pady=(look.px(self, 4), 0))
        self.text.pack(fill="both", expand=True, pady=(look.px(self, 4), 0))
        self.text.tag_configure("head", font=look.font("strong"), spacing1=look.px(self, 8))
        self.text.tag_configure("quiet", foreground=look.quiet_pair("muted").foreground)

    def show(self, subject: Subject | None, person: Person | None) -> None:
        """Shows a purpose and medium of somebody; without one what to do."""
        self.subject = subject
        lines: tuple[Answer, ...] = ()
        if subject is None:
            self.what.configure(text=_("Nothing was asked yet."))
            self.verdict.configure(text="", image="")
        else:
            lines = subject.timeline
            self.what.configure(text=f"{subject.label}, {wording.medium_word(subject.medium)}")
            colours = ttk.Style().colors
            colour = str(colours.success if subject.verdict.allowed else colours.danger)
            reason = subject.verdict.reason
            self.verdict.configure(
                text=f"  {capital(wording.reason_text(reason))}",
                image=look.icon(REASON_ICONS[reason], 24, colour),
                foreground=colour,
            )
        self._write([said_lines(one, person) for one in lines] if person else [])

    def _write(self, lines: Sequence[tuple[str, str, str]]) -> None:
        self.text.configure(state="normal")
        self.text.delete("1.0", "end")
        for head, who, source in lines:
            self.text.insert("end", f"{head}\n", "head", f"{who}\n", "", f"{source}\n", "quiet")
        if not lines:
            self.text.insert("end", _("No answer is kept."), "quiet")
        self.text.configure(state="disabled")


class ErasurePanel(ttk.Frame):
    """What would go, by kind; it goes only once the pupil's name is typed."""

    def __init__(
        self,
        parent: tk.Misc,
        on_erase: Callable[[ErasurePreview, Sequence[FoundText]], object],
        on_leave: Callable[[], object],
    ) -> None:
        super().__init__(parent)
        self._on_erase, self._on_leave = on_erase, on_leave
        self.preview: ErasurePreview | None = None
        wrap = look.px(self, WIDTH - 40)
        # The question and its buttons stay in sight, however much there is to be read above them.
        foot = ttk.Frame(self)
        foot.pack(side="bottom", fill="x")
        self.title = ttk.Label(self, font=look.font("heading"), wraplength=wrap, justify="left")
        self.title.pack(anchor="w")
        hint(self, _("This goes for good, from the copies in the data folder too:"))
        self.counts = ttk.Label(self, justify="left", wraplength=wrap)
        self.counts.pack(anchor="w", pady=(look.px(self, 8), 0))
        self.warning = Said(self)
        self.warning.pack(fill="x", pady=(look.px(self, 10), 0))
        asked = _("Is the pupil meant here? Enter or a click ticks it: the name then goes out.")
        self.texts = Doubtful(self, asked)
        self.ask = named(foot, "")
        self.typed = ttk.Entry(foot, font=look.font("large"))
        self.typed.pack(fill="x")
        self.said = Said(foot)
        self.said.pack(fill="x", pady=(look.px(self, 10), 0))
        self._build_buttons(foot)

    def _build_buttons(self, foot: ttk.Frame) -> None:
        gap = look.px(self, 8)
        line = ttk.Frame(foot)
        line.pack(fill="x", pady=(gap, 0))
        self.erase = ttk.Button(
            line, text=_("Erase for good"), icon="trash", bootstyle="danger", command=self._submit
        )
        self.erase.pack(side="left")
        self.leave = ttk.Button(line, text=_("Keep it"), bootstyle="secondary outline", command=self._on_leave)
        self.leave.pack(side="left", padx=gap)
        self.typed.bind("<KeyRelease>", lambda _event: self._enable())
        for widget in (self.typed, self.erase, self.leave):
            widget.bind("<Escape>", lambda _event: self._escape())

    def show(self, preview: ErasurePreview) -> None:
        """Shows what would go; nothing is typed yet."""
        self.preview = preview
        name = preview.person.name.full
        self.title.configure(text=_("Erase {name}").format(name=name))
        self.counts.configure(text="\n".join(f"•  {gone_text(kind, n)}" for kind, n in preview.counts.items()))
        self._warn(preview)
        if self.texts.show(preview.doubtful):
            self.texts.pack(fill="both", expand=True)
        else:
            self.texts.pack_forget()
        self.ask.configure(text=_("Type “{name}” to agree").format(name=name), wraplength=look.px(self, WIDTH - 40))
        self.typed.delete(0, "end")
        self.said.hush()
        self._enable()

    def _warn(self, preview: ErasurePreview) -> None:
        told = []
        if preview.published:
            text = ngettext(
                "An image is still published. Take it down first.",
                "{n} publications stand still. Take these down first.",
                preview.published,
            )
            told.append(text.format(n=preview.published))
        if preview.present:
            told.append(_("The pupil is still at the school: the next export brings the pupil back."))
        if told:
            self.warning.say(" ".join(told), "warning")
        else:
            self.warning.hush()

    def refuse(self, text: str) -> None:
        """Says why nothing was erased."""
        self.said.say(text, "warning")

    def _agreed(self) -> bool:
        return self.preview is not None and fold(self.typed.get()) == fold(self.preview.person.name.full)

    def _enable(self) -> None:
        self.erase.state(["!disabled" if self._agreed() else "disabled"])

    def _escape(self) -> str:
        self._on_leave()
        return "break"

    def _submit(self) -> None:
        if self.preview is not None and self._agreed():
            self.erase.state(["disabled"])
            self._on_erase(self.preview, self.texts.chosen)
