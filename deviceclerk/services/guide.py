"""The guide in the language in force. Needs no school."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from deviceclerk.domain.guide import PAGE_OF, PAGES, WALL, Block, Kind
from deviceclerk.domain.schoolday import Phase
from deviceclerk.support import i18n, paths


@dataclass(frozen=True, slots=True)
class Page:
    """A page: `title` is its first heading, `blocks` all that stands below it."""

    key: str
    title: str
    blocks: tuple[Block, ...]


def page(key: str) -> Page:
    """A page in the language in force. Raises KeyError for a page that there is not."""
    from deviceclerk.documents import guide

    if key not in (*PAGES, WALL):
        raise KeyError(key)
    first, *rest = guide.read(_folder() / f"{key}.md")
    return Page(key, first.text, tuple(rest))


def titles() -> dict[str, str]:
    """What each page is called, in the order in which they are read."""
    return {key: page(key).title for key in PAGES}


def page_for(screen: str, phase: Phase | None = None) -> str:
    """The page that belongs to a screen; at the door it goes by the phase."""
    if screen == "door" and phase is Phase.OUT:
        return "afternoon"
    return PAGE_OF.get(screen, PAGES[0])


def picture(block: Block) -> Path | None:
    """The file of a picture block, in the language in force; None where it is missing."""
    if block.kind is not Kind.PICTURE:
        return None
    path = _folder() / "pictures" / block.picture
    return path if path.is_file() else None


def _folder() -> Path:
    return paths.assets() / "guide" / i18n.language()


def write_wall(output: Path) -> Path:
    """Writes the sheet for the wall by the door, in the language in force. Raises Refused `cannot_write`."""
    from deviceclerk.documents import guide_pdf

    wall = page(WALL)
    guide_pdf.write_wall(output, wall.title, wall.blocks, "DeviceClerk")
    return output
