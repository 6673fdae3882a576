"""A page of the guide as text, pictures and links, which the keys scroll."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Final

import ttkbootstrap as ttk
from PIL import Image, ImageOps, ImageTk

from deviceclerk.desktop import look, textkeys
from deviceclerk.domain.guide import Block, Kind, Piece, Tone
from deviceclerk.services import guide
from deviceclerk.services.guide import Page

_LINE: Final = 760
"""The widest that text runs, at 96 dpi: longer lines are hard to follow."""
_TO: Final = "to "
"""What the tag of a link begins with; the page to which it leads follows."""


class GuideText(ttk.Frame):
    """One page at a time. `follow(key)` is called for a link to another."""

    def __init__(self, parent: tk.Misc, follow: Callable[[str], object]) -> None:
        super().__init__(parent)
        self._follow = follow
        self._page: Page | None = None
        self._width = 0
        self._images: list[ImageTk.PhotoImage] = []
        self.bar = ttk.Scrollbar(self, orient="vertical")
        self.bar.pack(side="right", fill="y")
        colours = look.palette()
        self.text = tk.Text(
            self,
            wrap="word",
            state="disabled",
            borderwidth=0,
            highlightthickness=0,
            cursor="arrow",
            background=colours["bg"],
            foreground=colours["fg"],
            font=look.font("body"),
            padx=look.px(self, 8),
            pady=look.px(self, 16),
            spacing2=look.px(self, 4),
            yscrollcommand=self.bar.set,
        )
        self.bar.configure(command=self.text.yview)
        self.text.pack(side="left", fill="both", expand=True)
        self._tags()
        self.text.bind("<Configure>", self._resized)
        textkeys.bind(self.text, lines=2)

    def focus_set(self) -> None:
        """The keyboard goes to the text."""
        self.text.focus_set()

    def show(self, page: Page) -> None:
        """Shows a page from its beginning."""
        self._page = page
        self._draw()
        self.text.yview_moveto(0.0)

    def _tags(self) -> None:
        px, colours, text = look.px, look.palette(), self.text
        text.tag_configure("title", font=look.font("title"), spacing3=px(self, 12))
        text.tag_configure("heading", font=look.font("heading"), spacing1=px(self, 20), spacing3=px(self, 6))
        text.tag_configure("paragraph", spacing3=px(self, 10))
        for name in ("bullet", "step"):
            tab = px(self, 28)
            text.tag_configure(name, lmargin1=px(self, 4), lmargin2=tab, tabs=(tab,), spacing3=px(self, 6))
        text.tag_configure("picture", spacing1=px(self, 8), spacing3=px(self, 14))
        text.tag_configure("strong", font=look.font("strong"))
        key = look.quiet_pair("idle")
        text.tag_configure("key", font=look.font("strong"), background=key.background, foreground=key.foreground)
        text.tag_configure("link", foreground=colours["primary"], underline=True)
        text.tag_bind("link", "<Enter>", lambda _event: text.configure(cursor="hand2"))
        text.tag_bind("link", "<Button-1>", lambda _event: self._clicked())
        text.tag_bind("link", "<Leave>", lambda _event: text.configure(cursor="arrow"))

    def _draw(self) -> None:
        if self._page is None:
            return
        text = self.text
        text.configure(state="normal")
        text.delete("1.0", "end")
        self._images.clear()
        text.insert("end", self._page.title + "\n", "title")
        for block in self._page.blocks:
            self._block(block)
        text.configure(state="disabled")

    def _block(self, block: Block) -> None:
        if block.kind is Kind.PICTURE:
            self._picture(block)
            return
        tag = block.kind.value
        if block.kind is Kind.BULLET:
            self.text.insert("end", "•\t", tag)
        elif block.kind is Kind.STEP:
            self.text.insert("end", f"{block.number}.\t", (tag, "strong"))
        for piece in block.pieces:
            self._piece(piece, tag)
        self.text.insert("end", "\n", tag)

    def _piece(self, piece: Piece, tag: str) -> None:
        if piece.tone is Tone.KEY:
            self.text.insert("end", f"\u00a0{piece.text}\u00a0", (tag, "key"))
        elif piece.tone is Tone.LINK:
            self.text.insert("end", piece.text, (tag, "link", f"{_TO}{piece.target}"))
        else:
            self.text.insert("end", piece.text, (tag, "strong") if piece.tone is not Tone.PLAIN else tag)

    def _clicked(self) -> None:
        """Goes where the link under the mouse leads. One command for all of them: each redraw makes them anew."""
        for tag in self.text.tag_names("current"):
            if tag.startswith(_TO):
                self._follow(tag.removeprefix(_TO))
                return

    def _picture(self, block: Block) -> None:
        """The picture as wide as there is room; its words where the file is missing."""
        path = guide.picture(block)
        if path is None:
            self.text.insert("end", f"[{block.text}]\n", "paragraph")
            return
        with Image.open(path) as found:
            width = min(self._room(), round(found.width * look.px(self, 100) / 100))
            size = (width, round(found.height * width / found.width))
            small = found.convert("RGB").resize(size, Image.Resampling.LANCZOS)
            framed = ImageOps.expand(small, look.px(self, 1), look.palette()["border"])
            image = ImageTk.PhotoImage(framed, master=self)
        self._images.append(image)
        self.text.image_create("end", image=str(image))
        self.text.insert("end", "\n")
        self.text.tag_add("picture", "end-2l", "end-1l")

    def _room(self) -> int:
        return max(look.px(self, 200), min(self.text.winfo_width() - look.px(self, 24), look.px(self, _LINE)))

    def _resized(self, event: tk.Event[tk.Misc]) -> None:
        if event.width == self._width:
            return
        self._width = event.width
        self.text.configure(padx=look.px(self, 8))
        margin = max(0, event.width - look.px(self, _LINE + 24))
        for name in ("title", "heading", "paragraph", "bullet", "step"):
            self.text.tag_configure(name, rmargin=margin)
        top = self.text.yview()[0]
        self._draw()
        self.text.yview_moveto(top)
