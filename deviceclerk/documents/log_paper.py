"""Paper for the log: A4 across, the title on each page, tables whose header comes again, and page x of y."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm

from deviceclerk.documents import fonts
from deviceclerk.documents.log import LogTexts
from deviceclerk.documents.manypages import ManyPages
from deviceclerk.documents.pen import Pen
from deviceclerk.documents.tables import printable

PAGE = landscape(A4)
SIDE, TOP, BOTTOM = 12 * mm, 12 * mm, 16 * mm
SIZE, LEADING, PAD = 8.0, 9.6, 2.2
GREY = 0.35
_HEAD = 16
ROOM = PAGE[1] - TOP - _HEAD - BOTTOM - (LEADING + 2 * PAD)
"""How high a page is that is filled with one table, without its header."""
_RIGHT_PAD = 5.0  # keeps a number clear of the text in the next column
_RULE, _SHADE = 0.75, 0.92
_FOOT_ROOM = 60 * mm
_PAGES = "pages"
_PAGES_ROOM = 24.0  # five digits


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """A column on paper: its key, its left edge and width in points, and whether its texts end at the right."""

    key: str
    left: float
    room: float
    right: bool = False

    def start(self, length: float) -> float:
        """Where a line of this length begins."""
        return self.left + (self.room - _RIGHT_PAD - length if self.right else PAD)

    @property
    def text_room(self) -> float:
        """How long a line may be."""
        return self.room - PAD - (_RIGHT_PAD if self.right else PAD)


class Paper:
    """The document in the making: a canvas, and how far down the present page is filled."""

    def __init__(self, canvas: ManyPages, texts: LogTexts) -> None:
        self.canvas = canvas
        self.pen = Pen(canvas)
        self.texts = texts
        self.page = 0
        self.y = 0.0

    def begin_page(self) -> None:
        """The title: large on the first page, on the others a line."""
        self.page += 1
        top = PAGE[1] - TOP
        half = (PAGE[0] - 2 * SIDE) / 2
        if self.page == 1:
            self.text(SIDE, top - 14, self.texts.title, fonts.BOLD, 16, room=half * 2)
            self.text(SIDE, top - 29, self.texts.subtitle, size=10, room=half * 2)
            self.y = top - 38
        else:
            self.text(SIDE, top - 9, self.texts.title, fonts.BOLD, 9, room=half - 10)
            self.text(SIDE + half, top - 9, self.texts.subtitle, size=9, room=half, end=True)
            self.y = top - _HEAD

    def make_room(self, height: float) -> bool:
        """Begins a new page where the present one lacks the height; says whether it did."""
        if self.y - height >= BOTTOM:
            return False
        self.end_page()
        self.begin_page()
        return True

    def end_page(self) -> None:
        """The foot. How many pages there are is known only at the end: each page shows one form drawn then."""
        y, right = 9 * mm, PAGE[0] - SIDE
        self.text(SIDE, y, self.texts.made, grey=GREY, room=PAGE[0] - 2 * SIDE - _FOOT_ROOM)
        before, _placeholder, after = self.texts.page.partition("{pages}")
        room = _PAGES_ROOM + fonts.width(printable(after), fonts.REGULAR, SIZE)
        self.text(right - _FOOT_ROOM, y, before.format(page=self.page), grey=GREY, room=_FOOT_ROOM - room, end=True)
        self.pen.flush()
        self.canvas.saveState()
        self.canvas.translate(right - room, y)
        self.canvas.doForm(_PAGES)
        self.canvas.restoreState()
        self.canvas.showPage()

    def end(self) -> None:
        """The last page, and on every page how many there are."""
        self.end_page()
        after = self.texts.page.partition("{pages}")[2]
        self.canvas.beginForm(_PAGES, 0, -3, _FOOT_ROOM, 12)
        self.text(0, 0, f"{self.page}{after}", grey=GREY, room=_FOOT_ROOM)
        self.pen.flush()
        self.canvas.endForm()
        self.canvas.save()

    def header(self, columns: Sequence[PaperColumn], headings: Sequence[str]) -> None:
        """The headings of a table on a grey bar."""
        height = LEADING + 2 * PAD
        right = columns[-1].left + columns[-1].room
        self.pen.bar(SIDE, self.y - height, right - SIDE, height, _SHADE)
        for column, heading in zip(columns, headings, strict=True):
            text, size = fonts.fitted(printable(heading), fonts.BOLD, SIZE, 6.5, column.text_room)
            length = fonts.width(text, fonts.BOLD, size)
            self.text(column.start(length), self.y - PAD - SIZE, text, fonts.BOLD, size)
        self.y -= height

    def rule(self, height: float, right: float = PAGE[0] - SIDE) -> None:
        """Goes down by a row's height, and draws the line below it."""
        self.y -= height
        self.pen.line(SIDE, self.y, right, 0.4, _RULE)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        font: str = fonts.REGULAR,
        size: float = SIZE,
        *,
        grey: float = 0,
        room: float | None = None,
        end: bool = False,
    ) -> None:
        """One line of text, cut short at `room`; with `end` it ends there."""
        line = text if room is None else fonts.shortened(printable(text), font, size, room)
        if end and room is not None:
            x += room - fonts.width(line, font, size)
        if line:
            self.pen.write(line, x, y, font, size, grey)
