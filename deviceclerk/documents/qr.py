"""A code's QR matrix, read back by another library than the one that makes it: the self-test's round trip."""

from deviceclerk.documents.tags_pdf import matrix

_QUIET_ZONE, _PIXELS = 4, 4
_LIGHT, _DARK = b"\xff", b"\x00"


def read_back(code: str) -> str:
    """Draws the QR of a valid code as it is printed, in pixels, and returns what an independent decoder reads.

    Empty when it reads nothing.
    """
    import zxingcpp

    modules = matrix(code)
    side = (len(modules) + 2 * _QUIET_ZONE) * _PIXELS
    edge = _LIGHT * (_QUIET_ZONE * _PIXELS)
    lines = [edge + b"".join((_DARK if dark else _LIGHT) * _PIXELS for dark in row) + edge for row in modules]
    blank = _LIGHT * (side * _QUIET_ZONE * _PIXELS)
    grey = blank + b"".join(line * _PIXELS for line in lines) + blank
    image = memoryview(grey).cast("B", (side, side))  # rows of grey values: no picture library is needed
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return found[0].text if found else ""
