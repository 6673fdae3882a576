"""A code's QR matrix, made quickly, and read back from paper by another library: the self-test's round trip.

For texts of one length and one mask a QR code is an affine function of its data bits: Reed-Solomon over GF(256),
the mask and the format's bits (ISO/IEC 18004) all are. So the qrcode library is asked for the code of an empty
text and for what each single bit changes in it; every other matrix is the exclusive or of those.
"""

from functools import cache

from deviceclerk.domain import tagcode

MODULES = 21
MASK = 3  # any of the eight will do; choosing one for each code costs most of the library's time
_PAGE_WIDTH = 1240  # pixels: A4 at 150 dpi
# The alphanumeric mode takes two characters at once: 45 times the value of the first, and the second's, in 11 bits.
_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_PAIR_BITS = 11
_PAIRS = (tagcode.LENGTH - len(tagcode.PREFIX)) // 2


def bits(code: str) -> int:
    """The QR's modules as one number, row by row: the first module of the top row is its highest bit.

    Raises ValueError for a code that is not valid.
    """
    if not tagcode.is_valid(code):
        raise ValueError("not a valid tag code")
    known, changed = _start(), code[len(tagcode.PREFIX) :]
    for at in range(_PAIRS):
        known ^= _change(at, changed[2 * at : 2 * at + 2])
    return known


def matrix(code: str) -> list[list[bool]]:
    """The QR's modules, row by row from the top. Raises ValueError for a code that is not valid."""
    whole = f"{bits(code):0{MODULES * MODULES}b}"
    return [[digit == "1" for digit in whole[row * MODULES : (row + 1) * MODULES]] for row in range(MODULES)]


@cache
def _change(at: int, pair: str) -> int:
    """What a pair of letters after the prefix, the first being 0, changes against two zeros in its place."""
    value = len(_CHARACTERS) * _CHARACTERS.index(pair[0]) + _CHARACTERS.index(pair[1])
    changed = 0
    for bit in range(_PAIR_BITS):
        if value >> bit & 1:
            changed ^= _bit_change(at, bit)
    return changed


@cache
def _bit_change(at: int, bit: int) -> int:
    first, second = divmod(1 << bit, len(_CHARACTERS))
    zeros = _CHARACTERS[0] * 2
    return _start() ^ _of(zeros * at + _CHARACTERS[first] + _CHARACTERS[second] + zeros * (_PAIRS - at - 1))


@cache
def _start() -> int:
    return _of(_CHARACTERS[0] * 2 * _PAIRS)


def _of(letters: str) -> int:
    """The matrix of the prefix and these letters, as the library makes it."""
    from qrcode import constants, main

    qr = main.QRCode(version=1, error_correction=constants.ERROR_CORRECT_Q, mask_pattern=MASK)
    qr.add_data(tagcode.PREFIX + letters, optimize=0)  # in one piece: only as capitals and digits twelve fit
    qr.make(fit=False)
    return int("".join("1" if dark else "0" for row in qr.modules for dark in row), 2)


def read_back(code: str) -> str:
    """Prints the code on a label, and returns what an independent decoder reads from a picture of that page.

    Empty when it reads nothing. Raises ValueError for a code that is not valid.
    """
    import zxingcpp

    from deviceclerk.documents.picture import page_picture
    from deviceclerk.documents.tags import L7160, Label, drawn_labels

    pdf, _result = drawn_labels([Label(code)], L7160, title="")
    page = page_picture(pdf, 0, _PAGE_WIDTH)
    image = memoryview(page.grey).cast("B", (page.height, page.width))  # no picture library is needed
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return found[0].text if found else ""
