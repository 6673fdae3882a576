"""What stands above a list: a search field that filters as one types, and choices of one among a few."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence

import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.support.i18n import _

_PAUSE_MS = 120


class SearchField(ttk.Frame):
    """Calls `on_change` when the text is another for a moment; Escape clears it, Down and Enter go on to the list.

    The moment is longer than the time between two letters of a scanner: a scan that passes through the field,
    and is taken back from it, never filters anything.
    """

    def __init__(
        self,
        parent: tk.Misc,
        hint: str,
        on_change: Callable[[], object],
        on_down: Callable[[], object],
        on_enter: Callable[[], object] | None = None,
        width: int = 22,
        pause_ms: int = _PAUSE_MS,
    ) -> None:
        super().__init__(parent)
        self._on_change = on_change
        self._pause_ms = pause_ms
        self._told = ""
        self._timer: str | None = None
        self._text = tk.StringVar(self)
        self.entry = ttk.Entry(self, textvariable=self._text, width=width)
        self.entry.pack(side="left", fill="both", expand=True)
        self._hint = ttk.Label(
            self.entry, text=hint, image=look.icon("search", 14, self._muted()), compound="left", cursor="xterm"
        )
        self._hint.configure(foreground=self._muted(), background=str(ttk.Style().colors.inputbg))
        self._hint.bind("<Button-1>", lambda _event: self.entry.focus_set())
        self.clear_button = ttk.Button(
            self, icon="x-lg", icon_only=True, bootstyle="secondary outline", takefocus=False, command=self._cleared
        )
        self._text.trace_add("write", lambda *_args: self._changed())
        self.entry.bind("<Escape>", self._escape)
        self.entry.bind("<Down>", lambda _event: self._go(on_down))
        for key in ("<Return>", "<KP_Enter>"):
            self.entry.bind(key, lambda _event: self._go(on_enter or on_down))
        self.bind("<Destroy>", lambda _event: self._cancel())
        self._show_hint()

    @property
    def text(self) -> str:
        """What to search for."""
        return self._text.get().strip()

    def clear(self) -> None:
        """Empties the field, and filters accordingly at once."""
        self._text.set("")
        self._tell()

    def tell(self) -> None:
        """Filters by what stands in the field now, without waiting for the next letter."""
        self._tell()

    def put(self, text: str) -> None:
        """Puts a text into the field, without telling."""
        self._text.set(text)
        self._cancel()
        self._told = self.text

    def focus_first(self) -> None:
        """Takes the keyboard, with the text selected so that typing replaces it."""
        self.entry.focus_set()
        self.entry.selection_range(0, "end")

    def _muted(self) -> str:
        return look.quiet_pair("muted").foreground

    def _escape(self, _event: object) -> str | None:
        if not self._text.get():
            return None
        self.clear()
        return "break"

    def _cleared(self) -> None:
        self.clear()
        self.entry.focus_set()

    def _go(self, where: Callable[[], object]) -> str:
        self._tell()
        where()
        return "break"

    def _changed(self) -> None:
        self._show_hint()
        self._cancel()
        self._timer = self.after(self._pause_ms, self._tell)

    def _show_hint(self) -> None:
        if self._text.get():
            self._hint.place_forget()
            self.clear_button.pack(side="left", fill="y")
        else:
            self.clear_button.pack_forget()
            self._hint.place(x=look.px(self, 8), rely=0.5, anchor="w")

    def _tell(self) -> None:
        self._cancel()
        if self.text != self._told:
            self._told = self.text
            self._on_change()

    def _cancel(self) -> None:
        if self._timer is not None:
            self.after_cancel(self._timer)
            self._timer = None


class Choice(ttk.Frame):
    """One of a few, all in sight side by side."""

    def __init__(
        self, parent: tk.Misc, choices: Sequence[tuple[str, str]], on_change: Callable[[], object]
    ) -> None:
        super().__init__(parent)
        self._value = tk.StringVar(self, choices[0][0])
        self.buttons: dict[str, ttk.Radiobutton] = {}
        for value, text in choices:
            button = ttk.Radiobutton(
                self,
                text=text,
                value=value,
                variable=self._value,
                bootstyle="primary outline toolbutton",
                command=on_change,
            )
            button.pack(side="left")
            self.buttons[value] = button

    @property
    def value(self) -> str:
        """The one that is chosen."""
        return self._value.get()

    def choose(self, value: str) -> None:
        """Chooses one, without telling."""
        self._value.set(value)


class GroupField(ttk.Combobox):
    """All groups, or one of them."""

    def __init__(self, parent: tk.Misc, on_change: Callable[[], object]) -> None:
        super().__init__(parent, state="readonly", width=12)
        self._groups: tuple[str, ...] = ()
        self._all = _("All groups")
        self.configure(values=[self._all])
        self.set(self._all)
        self.bind("<<ComboboxSelected>>", lambda _event: self._chosen(on_change))

    @property
    def group(self) -> str:
        """The group, or empty for all."""
        here = self.current() - 1
        return self._groups[here] if 0 <= here < len(self._groups) else ""

    def show(self, groups: Sequence[str]) -> None:
        """Offers these; a chosen one that is no longer there gives way to all."""
        kept = self.group
        self._groups = tuple(groups)
        self.configure(values=[self._all, *groups])
        self.choose(kept)

    def choose(self, group: str) -> None:
        """Chooses a group, or with an unknown one all, without telling."""
        self.current(self._groups.index(group) + 1 if group in self._groups else 0)

    def _chosen(self, on_change: Callable[[], object]) -> None:
        self.selection_clear()
        on_change()
