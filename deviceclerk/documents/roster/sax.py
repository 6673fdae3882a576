"""XML and HTML of strangers, read as a stream of tags: no tree, no entities, nothing from elsewhere."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from deviceclerk.domain.refusals import Refused

_CHUNK = 1 << 16


class Target(Protocol):
    """What is told of each tag and text, in their order. What it raises ends the reading."""

    def start(self, tag: str, attrib: Mapping[str, str]) -> None: ...
    def end(self, tag: str) -> None: ...
    def data(self, data: str) -> None: ...
    def close(self) -> None: ...


def read_xml(chunks: Iterable[bytes], target: Target) -> None:
    """Reads XML in UTF-8, whatever it says of itself. Raises Refused `file_damaged` where it is not well-formed,
    nested without end, cut off, or declares entities, which no spreadsheet does.
    """
    from lxml import etree

    wary: Any = _NoEntities(target)
    parser = etree.XMLParser(
        target=wary,
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for chunk in chunks:
            parser.feed(chunk)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise Refused("file_damaged") from error


def read_html(text: str, target: Target) -> None:
    """Reads a page as browsers do: forgivingly. Raises Refused `file_damaged` where even that is not possible."""
    from lxml import etree

    told: Any = target
    parser = etree.HTMLParser(target=told, encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True)
    try:
        for chunk in chunks_of(text):
            parser.feed(chunk)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise Refused("file_damaged") from error


def chunks_of(text: str) -> Iterator[bytes]:
    """A text in UTF-8, piece by piece."""
    for begin in range(0, len(text), _CHUNK):
        yield text[begin : begin + _CHUNK].encode("utf-8", "replace")


class _NoEntities:
    """Passes everything on to a target, and refuses a document type, the only place to declare entities in."""

    def __init__(self, target: Target) -> None:
        self.start, self.end, self.data, self.close = target.start, target.end, target.data, target.close

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """Told before the first tag, and so before any entity could be used."""
        raise Refused("file_damaged")
