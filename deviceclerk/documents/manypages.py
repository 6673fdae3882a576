"""A PDF of any length in little memory: a page goes to the disk when it is done, and so does the whole at the end.

reportlab keeps all pages as text until the document is saved, and then the document in one piece: of ten thousand
pages that is a gigabyte.
"""

import tempfile
import zlib
from pathlib import Path
from types import FunctionType, MethodType
from typing import IO, Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from deviceclerk.documents import fonts


class ManyPages(Canvas):
    """A canvas as `fonts.canvas` gives it, but for where its pages are kept. To be used in a `with`.

    Its pages are all of one size, and what forms the first one shows, the others may show.
    """

    _doc: Any  # the stubs leave it out

    def __init__(self, path: Path, size: tuple[float, float], title: str) -> None:
        fonts.load()
        self._file = path.open("wb")
        self._pages: IO[bytes] = tempfile.TemporaryFile(prefix="deviceclerk-")  # noqa: SIM115
        self._first: Any = None
        first: Any = fonts.REGULAR  # the stubs expect a number
        super().__init__(self._file, pagesize=size, pageCompression=1, initialFontName=first)
        self.setTitle(title)
        self.setAuthor("DeviceClerk")

    def __enter__(self) -> "ManyPages":
        return self

    def __exit__(self, *_error: object) -> None:
        self._pages.close()
        self._file.close()

    def showPage(self) -> None:
        """Ends a page, and puts it away."""
        super().showPage()
        document = self._doc
        page = document.Pages.pages[-1]
        packed = zlib.compress(page.stream.encode("utf-8"))
        stored = _Stored(self._pages, self._pages.tell(), len(packed))
        self._pages.write(packed)
        page.stream = None
        if self._first is None:
            page.Contents, self._first = stored, page
            return
        # A page as reportlab has it takes some kilobytes still, and there may be twenty thousand.
        slight = _Page(page.__InternalName__, self._first, stored)
        document.Pages.pages[-1] = document.idToObject[page.__InternalName__] = slight

    def save(self) -> None:
        """Writes the document, object by object; nothing can be drawn afterwards."""
        document = self._doc
        # reportlab's own way of writing, but into the file rather than into a list of everything.
        names = {**vars(pdfdoc), "PDFFile": lambda *version: _OnDisk(self._file, *version)}
        document.format = MethodType(FunctionType(pdfdoc.PDFDocument.format.__code__, names), document)
        super().save()


class _Page(pdfdoc.PDFObject):
    """A page that shares with the first all but what is drawn on it."""

    def __init__(self, name: str, first: Any, stored: "_Stored") -> None:
        self.__InternalName__ = name
        self._first, self._stored = first, stored

    def format(self, document: Any) -> Any:
        """The page as the document has it. The first page was formatted before."""
        shared = {
            "Type": pdfdoc.PDFName("Page"),
            "Parent": document.Reference(document.Pages),
            "MediaBox": self._first.MediaBox,
            "Resources": document.Reference(self._first.Resources),
            "Contents": document.Reference(self._stored),
        }
        return pdfdoc.PDFDictionary(shared).format(document)


class _Stored(pdfdoc.PDFStream):
    """What is drawn on a page, packed, in the file of pages."""

    packing = pdfdoc.PDFDictionary({"Filter": pdfdoc.PDFName("FlateDecode")})

    def __init__(self, pages: IO[bytes], start: int, length: int) -> None:
        super().__init__(self.packing, b"")
        self._pages, self._start, self._length = pages, start, length

    def format(self, document: object) -> Any:
        """The page as the document has it; it is forgotten again at once."""
        self._pages.seek(self._start)
        self.content = self._pages.read(self._length)
        try:
            return super().format(document)
        finally:
            self.content = b""


class _OnDisk(pdfdoc.PDFFile):
    """Where the objects of the document go, each with its place noted by reportlab."""

    def __init__(self, file: IO[bytes], *version: Any) -> None:
        self._to = file
        super().__init__(*version)
        file.write(b"".join(self.strings))
        self.strings.clear()
        self.write: Any = file.write

    def format(self, document: object) -> bytes:
        """Nothing is left to be written."""
        return b""
