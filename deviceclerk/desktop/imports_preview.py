"""The preview of an import: what would change, what is to be decided, what was wrong; then to agree."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.filters import Choice, SearchField
from deviceclerk.desktop.imports_choices import ChoicesPane
from deviceclerk.desktop.imports_choices_view import Choosing, Item, items, undecided, with_choice
from deviceclerk.desktop.imports_progress import Applying
from deviceclerk.desktop.imports_tallies import Tallies, warning
from deviceclerk.desktop.imports_view import (
    AGREEMENTS,
    Section,
    agreement_text,
    counts_text,
    done_counts,
    section_word,
    unchanged_since,
)
from deviceclerk.desktop.lists import Column, Row, Table
from deviceclerk.desktop.roster_parts import Strip
from deviceclerk.domain.custody import Tier
from deviceclerk.domain.people import fold
from deviceclerk.support.i18n import _, format_date, ngettext

if TYPE_CHECKING:
    from deviceclerk.desktop.imports_prepared import Prepared
    from deviceclerk.services.roster import ImportView

AT_ONCE = 2000
"""So many lines a list shows at once: a list of tens of thousands would hold up the window, and nobody reads it."""
SECTION_ICONS = {
    Section.WITHDRAWN: "x-octagon-fill",
    Section.CONFLICT: "exclamation-triangle-fill",
    Section.NEW: "person-plus-fill",
    Section.MOVED: "arrow-left-right",
    Section.LEFT: "person-dash-fill",
    Section.CHANGED: "pencil-fill",
}
_TIERS = {
    Section.WITHDRAWN: Tier.IMPOSSIBLE,
    Section.CONFLICT: Tier.ALERT,
    Section.MOVED: Tier.ALERT,
    Section.LEFT: Tier.ALERT,
}


@dataclass(frozen=True, slots=True)
class PreviewActions:
    """What the preview asks for: to apply with what was agreed to, another file, to compare anew with the choices
    for rows in doubt, and to stop applying."""

    apply: Callable[[frozenset[str]], object]
    other: Callable[[], object]
    compare: Callable[[Choosing, str], object]
    stop: Callable[[], object]


class PreviewPane(ttk.Frame):
    """The preview. `choosing` is what was decided one by one so far."""

    def __init__(
        self,
        parent: tk.Misc,
        found: Prepared,
        last: ImportView | None,
        actions: PreviewActions,
        choosing: Choosing | None = None,
    ) -> None:
        super().__init__(parent, padding=look.px(parent, 16))
        preview = self.preview = found.preview
        self._found = found
        self.choosing = choosing or Choosing()
        self._actions = actions
        self.columnconfigure(0, weight=1)
        self.rowconfigure(4, weight=1)
        self._build_head().grid(row=0, column=0, sticky="ew")
        self.strip = Strip(self)
        self.strip.grid(row=1, column=0, sticky="ew", pady=(look.px(self, 8), 0))
        self.strip.show(*warning(preview, last))
        self.tallies = Tallies(self, preview)
        self.tallies.grid(row=2, column=0, sticky="ew", pady=look.px(self, 8))
        self._make_tables()
        self._build_choice().grid(row=3, column=0, sticky="ew", pady=(0, look.px(self, 6)))
        self._build_foot().grid(row=5, column=0, sticky="ew", pady=(look.px(self, 10), 0))
        muted, background = look.quiet_pair("muted").foreground, str(ttk.Style().colors.inputbg)
        self.empty = ttk.Label(self, font=look.font("large"), foreground=muted, background=background)
        self._pick()
        self._tell()

    # What it is made of

    def _build_head(self) -> ttk.Frame:
        read = self.preview.read
        head = ttk.Frame(self)
        self.other = ttk.Button(
            head, text=_("Another file"), bootstyle="secondary outline", command=self._actions.other
        )
        self.other.pack(side="right", padx=(look.px(self, 12), 0))
        n, groups = len(read.pupils), {pupil.group for pupil in read.pupils if pupil.group}
        parts = [
            ngettext("{n} pupil", "{n} pupils", n).format(n=n),
            ngettext("{n} group", "{n} groups", len(groups)).format(n=len(groups)),
        ]
        if read.exported_on is not None:
            parts.append(_("export of {date}").format(date=format_date(read.exported_on)))
        else:
            parts.append(_("the file bears no date"))
        self.title = ttk.Label(head, text=read.file, font=look.font("heading"))
        self.title.pack(anchor="w")
        muted = look.quiet_pair("muted").foreground
        self.facts = ttk.Label(head, text=" · ".join(parts), foreground=muted)
        self.facts.pack(anchor="w")
        return head

    def _make_tables(self) -> None:
        self._lines: dict[str, Callable[[int], Row]] = {
            "changes": self._change_line,
            "problems": self._problem_line,
        }
        self._said: list[str] = []
        self._cut = ""
        self.changes = self._make_changes()
        self.problems = self._make_problems()
        self.choices = ChoicesPane(self, self._chosen)
        self.tables = {
            "changes": self.changes,
            "decide": self.choices.table,
            "problems": self.problems,
        }
        self._panes: dict[str, ttk.Frame] = {**self.tables, "decide": self.choices}
        self._agreed = {word: tk.BooleanVar(self, False) for word in AGREEMENTS}
        self.choices.show(self._items())

    def _make_changes(self) -> Table:
        columns = (
            Column("what", _("What"), 90),
            Column("name", _("Name"), 120, weight=1),
            Column("group", _("Group"), 40),
            Column("detail", _("What changes"), 160, weight=2),
        )
        table = Table(self, columns)
        table.show([self._change_line(i) for i in range(min(AT_ONCE, len(self._found.changes)))])
        for section, tier in _TIERS.items():
            pair = look.tier_pair(tier, soft=True)
            table.mark(section.value, background=pair.background, foreground=pair.foreground)
        return table

    def _make_problems(self) -> Table:
        columns = (
            Column("sheet", _("Sheet"), 60, drop=1),
            Column("row", _("Row"), 30, centred=True),
            Column("column", _("Column"), 30),
            Column("text", _("What is wrong"), 200, weight=1),
        )
        table = Table(self, columns)
        table.show([self._problem_line(i) for i in range(min(AT_ONCE, len(self._found.problems)))])
        return table

    def _problem_line(self, i: int) -> Row:
        return Row(str(i), self._found.problems[i], ("exclamation-triangle-fill", str(ttk.Style().colors.warning)))

    def _items(self) -> tuple[Item, ...]:
        return items(self.preview, self.choosing, self.agreed)

    def _change_line(self, i: int) -> Row:
        row, colours = self._found.changes[i], ttk.Style().colors
        plain = {Section.NEW: str(colours.success), Section.CHANGED: str(colours.info)}
        tier = _TIERS.get(row.section)
        colour = look.tier_pair(tier, soft=True).foreground if tier else plain[row.section]
        texts = (section_word(row.section), row.name, row.group, row.detail)
        return Row(str(i), texts, (SECTION_ICONS[row.section], colour), (row.section.value,))

    def _build_choice(self) -> ttk.Frame:
        bar = ttk.Frame(self)
        texts = (
            ("changes", _("What changes"), len(self._found.changes)),
            *([("decide", _("To decide"), undecided(self._items()))] if self.choices.table.visible else []),
            ("problems", _("To look at"), len(self._found.problems)),
        )
        self.choice = Choice(bar, [(key, f"{text} ({n})") for key, text, n in texts], self._pick)
        for key in ("problems", "decide"):
            button = self.choice.buttons.get(key)
            if button is None or not self.tables[key].visible:
                continue
            rest, on = str(ttk.Style().colors.warning), str(ttk.contrast_color(ttk.Style().colors.bg, "hex"))
            name = "exclamation-triangle-fill"
            images = (look.icon(name, 14, rest), "selected", look.icon(name, 14, on))
            button.configure(image=images, compound="left")  # type: ignore[arg-type]
        self.choice.pack(side="left")
        self.search = SearchField(bar, _("Search (Ctrl+F)"), self._filter, self._enter, width=20)
        self.search.pack(side="right", fill="y")
        return bar

    def _build_foot(self) -> ttk.Frame:
        foot = ttk.Frame(self)
        waiting = self.preview.difference.waiting
        self.boxes: dict[str, ttk.Checkbutton] = {}
        for word in AGREEMENTS:
            n = getattr(waiting, word)
            if n:
                self.boxes[word] = ttk.Checkbutton(
                    foot,
                    text=agreement_text(word, n),
                    variable=self._agreed[word],
                    command=self._decided,
                    padding=look.px(self, 5),
                )
                self.boxes[word].pack(anchor="w")
        self.applying = Applying(foot, self._actions.stop)
        self.apply = ttk.Button(foot, bootstyle="primary", command=self._apply)
        self.apply.pack(side="left", pady=(look.px(self, 6), 0))
        muted = look.quiet_pair("muted").foreground
        self.waiting = ttk.Label(foot, foreground=muted, justify="left")
        self.waiting.pack(side="left", fill="x", expand=True, padx=look.px(self, 12), pady=(look.px(self, 6), 0))
        self.waiting.bind(
            "<Configure>", lambda event: self.waiting.configure(wraplength=event.width - look.px(self, 8))
        )
        return foot

    # What is in sight

    def _pick(self) -> None:
        for key, pane in self._panes.items():
            if key == self.choice.value:
                pane.grid(row=4, column=0, sticky="nsew")
            else:
                pane.grid_remove()
        self._filter()

    def show_table(self, key: str) -> None:
        """Brings "changes", "decide" or "problems" into sight."""
        self.choice.choose(key)
        self._pick()

    def _filter(self) -> None:
        key, words = self.choice.value, fold(self.search.text).split()
        if key == "decide":
            self._filter_decisions(words)
            n = len(self.choices.table.visible)
        else:
            n = self._filter_lines(key, words)
        shown = len(self.tables[key].visible)
        text = _("The first {shown} of {n} lines are shown; search for the others.")
        self._cut = text.format(shown=shown, n=n) if shown < n else ""
        self._say_waiting()
        self._say_empty(key, bool(words))

    def _filter_decisions(self, words: Sequence[str]) -> None:
        table = self.choices.table
        texts = {row_id: fold(" ".join(table.texts(row_id).values())) for row_id in self.choices.ids}
        found = tuple(row_id for row_id, text in texts.items() if all(word in text for word in words))
        if found != table.visible:
            table.only(found)

    def _filter_lines(self, key: str, words: Sequence[str]) -> int:
        """Shows the first lines in which all the words stand; answers how many there are."""
        folded, table = self._found.folded[key], self.tables[key]
        found: Sequence[int] = range(len(folded))
        if words:
            found = [i for i, text in enumerate(folded) if all(word in text for word in words)]
        first = tuple(map(str, found[:AT_ONCE]))
        if first == table.visible:
            return len(found)
        if len(folded) > AT_ONCE:
            table.show([self._lines[key](i) for i in found[:AT_ONCE]])
        else:
            table.only(first)
        return len(found)

    def _say_empty(self, key: str, searched: bool) -> None:
        """An empty list says why it is."""
        self.empty.place_forget()
        if not self.tables[key].visible:
            texts = {
                "changes": _("Nothing changes."),
                "decide": "",
                "problems": _("Nothing to look at: all rows were understood."),
            }
            self.empty.configure(text=_("Nothing found.") if searched else texts[key])
            self.empty.place(in_=self.tables[key].tree, relx=0.5, rely=0.4, anchor="center")
            self.empty.lift()

    def focus_first(self) -> None:
        """The list: whoever presses Enter once too often must not agree unseen."""
        self.tables[self.choice.value].tree.focus_set()

    def _enter(self) -> None:
        self.tables[self.choice.value].enter()

    # To decide and to agree

    def _chosen(self, item_id: str, key: str) -> None:
        """One thing was decided. What row is whose changes all the rest, and is compared anew."""
        before = self.choosing.choices
        self.choosing = with_choice(self.preview, self.choosing, item_id, key)
        if self.choosing.choices != before:
            self._tell()
            self._actions.compare(self.choosing, item_id)
        else:
            self._decided()
            self.choices.go_on(item_id)

    def not_compared(self) -> None:
        """What comes of a choice for a row could not be told: it was not made."""
        self.choosing = replace(self.choosing, choices=self.preview.choices)
        self._decided()

    def take_over(self, agreed: frozenset[str], item_id: str) -> None:
        """The same file compared anew: what is ticked stays, and the list goes on."""
        for word in self.boxes:
            self._agreed[word].set(word in agreed)
        if "decide" in self.choice.buttons:
            self.show_table("decide")
        self._decided()
        self.choices.go_on(item_id)

    def _decided(self) -> None:
        found = self._items()
        self.choices.show(found)
        if "decide" in self.choice.buttons:
            self.choice.buttons["decide"].configure(text=f"{_('To decide')} ({undecided(found)})")
        self._tell()

    @property
    def agreed(self) -> frozenset[str]:
        """What the boxes say."""
        return frozenset(word for word, ticked in self._agreed.items() if ticked.get())

    def _tell(self) -> None:
        """The button says what it will do; beside it stands what is not done."""
        counts = counts_text(done_counts(self.preview.difference, self.agreed, self.choosing.left))
        # A choice may be new where nothing else is: it is remembered with an import.
        nothing = unchanged_since(self.preview) and not self.choosing.choices
        text = _("Apply: {what}").format(what=counts) if counts else _("Apply: only the date is new")
        self.apply.configure(text=_("Nothing to apply") if nothing else text)
        # Until it was compared with a choice for a row, what is in sight is without it.
        behind = self.choosing.choices != self.preview.choices
        self.apply.state(["disabled" if nothing or behind else "!disabled"])
        said = []
        if undecided(self._items()):
            said.append(_("What is not decided stays as it is."))
        n = len(self._found.problems)
        if n:
            said.append(ngettext("{n} remark: see “To look at”.", "{n} remarks: see “To look at”.", n).format(n=n))
        self._said = said
        self._say_waiting()

    def _say_waiting(self) -> None:
        self.waiting.configure(text=" ".join(filter(None, (*self._said, self._cut))))

    def _apply(self) -> None:
        for button in (self.apply, self.other):
            button.state(["disabled"])
        self._actions.apply(self.agreed)

    def again(self) -> None:
        """The import was refused or stopped: it may be tried again."""
        self.applying.stop()
        for button in (self.apply, self.other):
            button.state(["!disabled"])
