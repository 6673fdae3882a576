"""Beside the list of columns: what one column is taken for, chosen from a list, and what a question asks."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.devices_form import SIDE, named
from deviceclerk.desktop.imports_columns_view import BY, Item, by_word, media_of, purpose_of, purposes
from deviceclerk.domain.consent import Medium, Respondent
from deviceclerk.domain.profiles import Asking
from deviceclerk.domain.roster import Meaning
from deviceclerk.services.wording import medium_word
from deviceclerk.services.wording_profiles import meaning_word
from deviceclerk.support.i18n import _

_LONG = 40
"""Letters from which a heading is written smaller."""

OnCorrect = Callable[[Item, Meaning, "Asking | None"], object]


def chooser(parent: tk.Misc, on_choose: Callable[[], object], *, width: int = 20) -> ttk.Combobox:
    """A list to choose one of. The wheel scrolls past it: it must not choose another by the way."""
    field = ttk.Combobox(parent, state="readonly", width=width)

    def chosen(_event: object) -> None:
        field.selection_clear()
        on_choose()

    field.bind("<<ComboboxSelected>>", chosen)
    for wheel in ("<MouseWheel>", "<Button-4>", "<Button-5>"):
        field.bind(wheel, lambda _event: "break")
    return field


class ColumnForm(ttk.Frame):
    """The form. `on_correct(item, meaning, asking)` hears what is taken over, `on_leave` Escape."""

    def __init__(self, parent: tk.Misc, on_correct: OnCorrect, on_leave: Callable[[], object]) -> None:
        super().__init__(parent)
        self._on_correct = on_correct
        self.item: Item | None = None
        self._choices: Sequence[Meaning] = ()
        self._offered: dict[str, str] = {}
        wrap = look.px(self, SIDE - 24)
        # At the foot of the side, so that no question is too long for it.
        foot = ttk.Frame(self)
        foot.pack(side="bottom", fill="x")
        self.take_button = ttk.Button(
            foot, text=_("Take over"), icon="check-lg", bootstyle="primary", command=self.take
        )
        self.heading = ttk.Label(self, font=look.font("heading"), wraplength=wrap, justify="left")
        self.heading.pack(anchor="w", fill="x")
        muted = look.quiet_pair("muted").foreground
        self.about = ttk.Label(self, foreground=muted, wraplength=wrap, justify="left")
        self.about.pack(anchor="w", fill="x")
        self.fields = ttk.Frame(self)
        self.fields.pack(fill="x")
        self._build_meaning()
        self._build_question()
        foot.lift()  # Tab comes to it last
        for widget in (self.meaning, self.purpose, self.by, self.take_button, *self.media_buttons.values()):
            widget.bind("<Escape>", lambda _event: on_leave(), add="+")
        for key in ("<Return>", "<KP_Enter>"):
            for field in (self.purpose, self.take_button, *self.media_buttons.values()):
                field.bind(key, lambda _event: self.take(), add="+")

    def _build_meaning(self) -> None:
        self.meaning_part = ttk.Frame(self.fields)
        named(self.meaning_part, _("Taken for"))
        self.meaning = chooser(self.meaning_part, self._changed)
        self.meaning.configure(height=len(Meaning))
        self.meaning.pack(fill="x")

    def _build_question(self) -> None:
        self.question_part = ttk.Frame(self.fields)
        named(self.question_part, _("What for (or type it)"))
        self._purpose = tk.StringVar(self)
        self.purpose = ttk.Combobox(self.question_part, textvariable=self._purpose, height=12)
        self.purpose.pack(fill="x")
        self._purpose.trace_add("write", lambda *_args: self._changed())
        for wheel in ("<MouseWheel>", "<Button-4>", "<Button-5>"):
            self.purpose.bind(wheel, lambda _event: "break")
        named(self.question_part, _("Of what"))
        boxes = ttk.Frame(self.question_part)
        boxes.pack(fill="x")
        self._media = {medium: tk.BooleanVar(self) for medium in Medium}
        self.media_buttons: dict[Medium, ttk.Checkbutton] = {}
        for number, (medium, ticked) in enumerate(self._media.items()):
            button = ttk.Checkbutton(boxes, text=medium_word(medium), variable=ticked, command=self._changed)
            button.grid(row=0, column=number, sticky="w", padx=(0, look.px(self, 10)), pady=look.px(self, 3))
            self.media_buttons[medium] = button
        whose = ttk.Frame(self.question_part)
        whose.pack(fill="x", pady=(look.px(self, 8), 0))
        ttk.Label(whose, text=_("Answered by"), font=look.font("strong")).pack(side="left")
        self.by = chooser(whose, self._changed, width=8)
        self.by.configure(values=[by_word(by) for by in BY])
        self.by.pack(side="right", fill="x", expand=True, padx=(look.px(self, 8), 0))

    # What it shows

    def show(self, item: Item | None, asked: Sequence[str] = ()) -> None:
        """Shows one column or question; `asked` are the purposes of the file."""
        self.item = item
        self.take_button.pack_forget()
        for part in (self.meaning_part, self.question_part):
            part.pack_forget()
        if item is None:
            self.heading.configure(text="")
            self._tell(_("Choose a column in the list."))
            return
        long = len(item.heading) > _LONG
        self.heading.configure(text=item.heading, font=look.font("strong" if long else "heading"))
        self._tell(_about(item))
        if item.private:
            return
        self._choices = item.choices
        if item.choices:
            self.meaning.configure(values=[meaning_word(meaning) for meaning in item.choices])
            self.meaning.current(item.choices.index(item.meaning))
        self._offered = purposes([*asked, *([item.asking.purpose] if item.asking else [])])
        self.purpose.configure(values=list(self._offered.values()))
        self._fill(item.asking)
        self.take_button.pack(anchor="e")
        self._changed()

    def _tell(self, text: str) -> None:
        self.about.configure(text=text)
        if text:
            self.about.pack(anchor="w", fill="x", after=self.heading)
        else:
            self.about.pack_forget()

    def _fill(self, asking: Asking | None) -> None:
        self._purpose.set(self._offered[asking.purpose] if asking else "")
        for medium, ticked in self._media.items():
            ticked.set(medium in media_of(asking))
        by = asking.respondent if asking else None
        self.by.current(BY.index(by) if by in BY else 0)

    @property
    def chosen(self) -> Meaning:
        """The meaning that is chosen."""
        return self._choices[self.meaning.current()] if self._choices else Meaning.ANSWER

    @property
    def asking(self) -> Asking | None:
        """What the question asks as it is filled in; None for no question, or as long as something lacks."""
        media = tuple(medium for medium, ticked in self._media.items() if ticked.get())
        purpose = purpose_of(self._purpose.get(), self._offered)
        return Asking(purpose, media, self._by()) if self._asks() and media and purpose else None

    def _by(self) -> Respondent | None:
        return BY[max(self.by.current(), 0)]

    def _asks(self) -> bool:
        """Whether there is a question to fill in: not for the one column of answers of a long list."""
        item = self.item
        if item is None or self.chosen is not Meaning.ANSWER:
            return False
        return item.asking is not None or item.meaning is not Meaning.ANSWER

    def _changed(self) -> None:
        if self.item is None or self.item.private:
            return
        if self._choices:
            self.meaning_part.pack(fill="x")
        else:
            self.meaning_part.pack_forget()
        if self._asks():
            self.question_part.pack(fill="x")
        else:
            self.question_part.pack_forget()
        self.take_button.state(["!disabled" if self.differs else "disabled"])

    @property
    def differs(self) -> bool:
        """Whether there is anything to take over."""
        item = self.item
        if item is None or item.private:
            return False
        if self._asks() and item.asking is not None:
            return self.asking is not None and self.asking != item.asking
        return self.chosen is not item.meaning

    def take(self) -> str:
        """Takes over what is chosen."""
        if self.item is not None and self.differs:
            self._on_correct(self.item, self.chosen, self.asking)
        return "break"

    def enter(self) -> None:
        """Gives the first field the keyboard."""
        if self.item is None or self.item.private:
            return
        (self.meaning if self._choices else self.purpose).focus_set()


def _about(item: Item) -> str:
    if item.private:
        return _(
            "This looks like private data: a citizen number, an e-mail or other address, a phone number, something "
            "about health. It is not read in and not stored anywhere. That cannot be chosen otherwise."
        )
    if item.examples:
        return _("For example: {examples}").format(examples=", ".join(item.examples))
    return ""
