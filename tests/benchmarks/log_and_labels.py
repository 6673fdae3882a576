"""Drawing the labels against the bare libraries doing the same."""

import tempfile
from pathlib import Path

from deviceclerk.documents.tags import L7160, Label, drawn_labels
from deviceclerk.domain.custody import Kind
from deviceclerk.domain.tagcode import ALPHABET, check_letter
from tests.benchmarks.measuring import ratio

LABELS = 1500


def tag(number: int) -> str:
    """A valid code that is the same in each run."""
    letters = "".join(ALPHABET[(number * 7919 >> (4 * place)) & 15] for place in range(9))
    return "DC" + letters + check_letter(letters)


def bare_labels(path: Path) -> None:
    """The same tags with nothing but qrcode and reportlab: a rectangle for each dark stretch, and the code."""
    import qrcode
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path))
    for number in range(LABELS):
        if number and number % L7160.positions == 0:
            canvas.showPage()
        qr = qrcode.QRCode(version=1, error_correction=qrcode.ERROR_CORRECT_Q, border=0, mask_pattern=3)
        qr.add_data(tag(number))
        qr.make(fit=False)
        left, bottom = number % 3 * 187.0, number % 21 // 3 * 108.0
        for height, modules in enumerate(reversed(qr.get_matrix())):
            begun = None
            for column, dark in enumerate([*modules, False]):
                if dark and begun is None:
                    begun = column
                elif not dark and begun is not None:
                    canvas.rect(left + 3 * begun, bottom + 3 * height, 3 * (column - begun), 3, stroke=0, fill=1)
                    begun = None
        canvas.drawString(left + 80, bottom, tag(number))
    canvas.save()


def our_labels(path: Path) -> None:
    """The labels as the program prints them, names and all."""
    labels = [Label(tag(n), n % 30 + 1, f"Voornaam{n}", "", "4B", Kind.PHONE) for n in range(LABELS)]
    path.write_bytes(drawn_labels(labels, L7160, title="Labels")[0])


def report() -> list[tuple[str, float, float]]:
    """Name, ratio and bound of each figure; prints the times that they come from."""
    with tempfile.TemporaryDirectory(prefix="deviceclerk-bench-") as name:
        folder = Path(name)
        labels, bare = ratio(lambda: our_labels(folder / "ours.pdf"), lambda: bare_labels(folder / "bare.pdf"))
    print(f"    {LABELS:,} labels: {labels:.2f} s, qrcode and reportlab alone {bare:.2f} s")
    # A third of the bare loop is what drawing alone takes, without making a matrix.
    return [("labels / bare qrcode and reportlab", labels / bare, 0.33)]


if __name__ == "__main__":
    for figure in report():
        print(figure)
