"""Files that begin with a tag: XML of Excel 2003, an OpenDocument in one file, or a page with tables."""

from collections.abc import Iterator

from deviceclerk.documents.roster import opendocument, spreadsheetml, webpages
from deviceclerk.documents.roster.decoding import decoded
from deviceclerk.documents.roster.grid import Grid
from deviceclerk.documents.roster.gridmaker import Budget
from deviceclerk.documents.roster.limits import Limits
from deviceclerk.documents.roster.sax import chunks_of, read_xml
from deviceclerk.domain.refusals import Refused

_LOOKED_AT = 20_000
_FLAT_ODS = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"


def grids(data: bytes, name: str, limits: Limits) -> Iterator[Grid]:
    """The sheets or tables in their order.

    Raises Refused `file_damaged`, `file_too_large`; `layout_not_supported` for a page whose tables are in other
    files, `not_a_roster` for one without tables, `file_kind_unknown` for XML of another kind.
    """
    text = decoded(data, declared=True).lstrip()
    budget = Budget(limits.cells)
    head = text[:_LOOKED_AT]
    if spreadsheetml.NAMESPACE in head and "<html" not in head.lower():
        yield from spreadsheetml.grids(text, budget)
    elif _FLAT_ODS in head and "<html" not in head.lower():
        book = opendocument.Book(budget)
        read_xml(chunks_of(text), book)
        yield from book.grids
    else:
        yield from _pages(text, name, budget)


def _pages(text: str, name: str, budget: Budget) -> list[Grid]:
    lower = text.lower()
    if "<table" in lower and ("<td" in lower or "<th" in lower):
        return webpages.grids(text, name, budget)
    if "<frameset" in lower:
        raise Refused("layout_not_supported")
    page = any(tag in lower for tag in ("<html", "<body", "<table"))
    raise Refused("not_a_roster" if page else "file_kind_unknown")
