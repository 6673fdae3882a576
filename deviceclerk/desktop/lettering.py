"""Letters on a canvas: fonts by pixel height, and the largest that lets a text fit its place."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterator
from functools import lru_cache
from tkinter import font as tkfont

_SIZES = (
    8,
    9,
    10,
    11,
    12,
    13,
    14,
    15,
    16,
    18,
    20,
    22,
    24,
    26,
    29,
    32,
    35,
    38,
    42,
    46,
    51,
    56,
    62,
    68,
    75,
    82,
    90,
    99,
)
_LARGER = (109, 120, 132, 145, 160, 176, 194, 213, 234, 257, 283, 311, 342, 376, 414, 455, 500, 550, 605, 666)
"""The pixel heights there are, each about a tenth above the one before: few fonts, so that each is opened once."""


class Letters(tkfont.Font):
    """A font with what its lines take, asked once: asking Tk costs as much as drawing."""

    def __init__(self, root: tk.Misc, family: str, size: int, bold: bool) -> None:
        super().__init__(root=root, family=family, size=-size, weight="bold" if bold else "normal")
        self.size = size
        self.line = int(self.metrics("linespace"))
        """The height of a line in pixels."""


class Shelf:
    """The fonts of one window, made at their first use and kept open: a screen made anew finds them there."""

    def __init__(self, root: tk.Misc) -> None:
        self._keeper = tk.Canvas(root)
        self._fonts: dict[tuple[str, int, bool], Letters] = {}

    @classmethod
    def of(cls, widget: tk.Misc) -> Shelf:
        """The window's own."""
        root = widget.winfo_toplevel()
        shelf = getattr(root, "_deviceclerk_fonts", None)
        if not isinstance(shelf, Shelf):
            shelf = cls(root)
            setattr(root, "_deviceclerk_fonts", shelf)  # noqa: B010 - no attribute that Tk's own class has
        return shelf

    def font(self, family: str, size: int, bold: bool) -> Letters:
        """The font of a height in pixels."""
        made = self._fonts.get((family, size, bold))
        if made is None:
            made = self._fonts[family, size, bold] = Letters(self._keeper, family, size, bold)
            # Tk closes a font that nothing shows, and opens it again each time it is measured.
            self._keeper.create_text(0, 0, font=made)
        return made


class Lettering:
    """The fonts of one canvas. Sizes are pixel heights, as a canvas is laid out in pixels."""

    def __init__(self, canvas: tk.Canvas) -> None:
        self._shelf = Shelf.of(canvas)
        self._family = str(tkfont.nametofont("TkDefaultFont", root=canvas).actual("family"))
        # The same name is fitted at every scan of its device; measuring asks Tk word by word.
        self._fitted = lru_cache(maxsize=1024)(self._fit)

    def font(self, pixels: float, bold: bool = False) -> Letters:
        """The font of that height, or of the next lower one that there is."""
        size = next((size for size in reversed(_SIZES + _LARGER) if size <= pixels), _SIZES[0])
        return self._shelf.font(self._family, size, bold)

    def fit(
        self,
        text: str,
        width: float,
        height: float,
        largest: float,
        smallest: float,
        *,
        bold: bool = False,
        lines: int = 2,
        good: float = 0.62,
    ) -> tuple[Letters, str]:
        """The largest font in which `text` takes at most `lines` lines in the place, and the text so broken.

        One line is taken before two somewhat larger ones, if it has at least the share `good` of `largest`.
        At the smallest size what does not fit is cut off with an ellipsis: never a clipped letter.
        """
        return self._fitted(text, int(width), int(height), round(largest), round(smallest), bold, lines, good)

    def _fit(
        self, text: str, width: int, height: int, largest: int, smallest: int, bold: bool, lines: int, good: float
    ) -> tuple[Letters, str]:
        best: tuple[float, Letters, list[str]] | None = None
        for count in range(1, lines + 1):
            found = self._largest(text, width, height, largest, smallest, bold, count)
            if found is not None and (best is None or found[0] > best[0]):
                best = found
            # One line reads faster than two somewhat larger ones.
            if best is not None and best[0] >= good * largest:
                break
        if best is not None:
            return best[1], "\n".join(best[2])
        font = self.font(smallest, bold)
        allowed = max(1, min(lines, int(height // font.line)))
        broken = broken_lines(text, font, width)
        kept = [elided(line, font, width) for line in broken[:allowed]]
        if len(broken) > allowed:
            kept[-1] = elided(" ".join(broken[allowed - 1 :]), font, width)
        return font, "\n".join(kept)

    def _largest(
        self, text: str, width: int, height: int, largest: int, smallest: int, bold: bool, lines: int
    ) -> tuple[float, Letters, list[str]] | None:
        for size in _sizes(largest, smallest):
            font = self.font(size, bold)
            if font.line > height:
                continue
            broken = broken_lines(text, font, width)
            high = len(broken) * font.line
            if len(broken) <= lines and high <= height and all(font.measure(x) <= width for x in broken):
                return size, font, broken
        return None


def _sizes(largest: float, smallest: float) -> Iterator[float]:
    yield from (float(size) for size in reversed(_SIZES + _LARGER) if smallest < size <= largest)
    yield smallest


def broken_lines(text: str, font: tkfont.Font, width: float) -> list[str]:
    """`text` in lines of at most `width` pixels, broken between words only; its own line ends stay."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and font.measure(longer) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


def elided(text: str, font: tkfont.Font, width: float) -> str:
    """`text` itself where it fits `width` pixels, else its beginning with an ellipsis."""
    if font.measure(text) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if font.measure(text[:middle].rstrip() + "…") <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"
