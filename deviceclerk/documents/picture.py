"""A page of a PDF as a picture, made from the very file that is printed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """Grey values from the top left, a byte a pixel, row by row without gaps."""

    width: int
    height: int
    grey: bytes


def page_picture(pdf: bytes, page: int, width: int) -> Picture:
    """A page (counted from 0) so many pixels wide. Raises IndexError for a page that there is not."""
    import pypdfium2  # slow to load, and rarely needed

    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 0 <= page < len(document):
            raise IndexError(page)
        shown = document[page]
        bitmap = shown.render(scale=max(1, width) / shown.get_width(), grayscale=True)
        raw = bytes(bitmap.buffer)
        rows = (raw[at : at + bitmap.width] for at in range(0, bitmap.stride * bitmap.height, bitmap.stride))
        return Picture(bitmap.width, bitmap.height, b"".join(rows))
    finally:
        document.close()
