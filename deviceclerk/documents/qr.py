"""A code's QR matrix, read back by another library than the one that makes it: the self-test's round trip."""

from deviceclerk.documents.tags_pdf import matrix

_QUIET_ZONE, _PIXELS = 4, 4


def read_back(code: str) -> str:
    """Draws the QR of a valid code as it is printed, in pixels, and returns what an independent decoder reads.

    Empty when it reads nothing.
    """
    import zxingcpp
    from PIL import Image

    modules = matrix(code)
    side = len(modules) + 2 * _QUIET_ZONE
    image = Image.new("L", (side, side), 255)
    for y, row in enumerate(modules, _QUIET_ZONE):
        for x, dark in enumerate(row, _QUIET_ZONE):
            if dark:
                image.putpixel((x, y), 0)
    image = image.resize((side * _PIXELS, side * _PIXELS), Image.Resampling.NEAREST)
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return found[0].text if found else ""
