"""Draws the icon, a phone in a pocket of the wall bag, into assets/icon: png in each size, and one ico.

Each size is drawn for itself, large and then reduced, with the fine parts left out where they would blur.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parent.parent / "assets" / "icon"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
OVERSAMPLING = 8
DETAILED_FROM = 32  # pixels: below this the stitching and the check mark would be mud

PLATE, POCKET, EDGE = "#0b5c7a", "#f2a541", "#c77d1e"
BODY, GLASS, TICK = "#14242c", "#dff3ea", "#1d8a4e"


def draw(size: int) -> Image.Image:
    """The icon, `size` pixels square, with a transparent outside."""
    unit = size * OVERSAMPLING / 64  # the drawing is made on a grid of 64 x 64
    image = Image.new("RGBA", (size * OVERSAMPLING,) * 2, (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)

    def box(left: float, top: float, right: float, bottom: float, radius: float, fill: str) -> None:
        pen.rounded_rectangle([left * unit, top * unit, right * unit, bottom * unit], radius * unit, fill=fill)

    def line(points: list[tuple[float, float]], width: float, fill: str) -> None:
        pen.line([(x * unit, y * unit) for x, y in points], fill, round(width * unit), joint="curve")
        for x, y in (points[0], points[-1]):
            radius = width / 2
            box(x - radius, y - radius, x + radius, y + radius, radius, fill)

    box(1, 1, 63, 63, 13, PLATE)
    box(20, 7, 44, 52, 5, BODY)
    box(23, 12, 41, 50, 2, GLASS)
    if size >= DETAILED_FROM:
        line([(27, 22), (31, 26), (37.5, 17)], 3.2, TICK)
    box(11, 31, 53, 57, 6, EDGE)
    box(11, 31, 53, 55.5, 6, POCKET)
    pen.rectangle([11 * unit, 31 * unit, 53 * unit, 38 * unit], fill=EDGE)
    if size >= DETAILED_FROM:
        for x in range(15, 50, 6):
            line([(x, 34.5), (x + 3, 34.5)], 1.4, POCKET)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    """Writes all files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    pictures = {size: draw(size) for size in SIZES}
    for size, picture in pictures.items():
        picture.save(FOLDER / f"deviceclerk-{size}.png", optimize=True)
    small = [pictures[size] for size in SIZES if size <= 256]
    small[-1].save(FOLDER / "deviceclerk.ico", sizes=[picture.size for picture in small], append_images=small[:-1])


if __name__ == "__main__":
    main()
