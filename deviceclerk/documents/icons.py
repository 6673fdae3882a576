"""Kinds of devices as small black pictures, drawn as PDF paths: sharp at any size, and with no colour to print."""

from functools import cache

from deviceclerk.domain.custody import Kind

SIDE = 20
"""The height of a picture, and at most its width, in its own units."""
_ROUND = 0.5523  # how far the handles of a Bézier curve stand from its ends in a quarter of a circle, in radii


def width(kind: Kind) -> float:
    """How wide a picture is, as a part of its height."""
    return {Kind.PHONE: 11, Kind.SMARTWATCH: 13, Kind.TABLET: 16, Kind.TRACKER: 14}.get(kind, 18) / SIDE


def operators(kind: Kind, x: float, y: float, height: float) -> str:
    """Draws the picture in black; `x` and `y` are its lower left corner, in points like `height`."""
    scale = height / SIDE
    return f"q 0 g {scale:.4f} 0 0 {scale:.4f} {x:.3f} {y:.3f} cm {_path(kind)} f* Q"


@cache
def _path(kind: Kind) -> str:
    """The outline, filled by the even-odd rule: what lies within two lines is white."""
    parts = {
        Kind.PHONE: (_box(0, 0, 11, 20, 2.2), _box(1.4, 3.6, 8.2, 13.6, 0.4), _dot(5.5, 1.8, 0.9)),
        Kind.SMARTWATCH: (
            _box(3, 15.9, 7, 4.1, 0.6),
            _box(3, 0, 7, 4.1, 0.6),
            _box(0, 4, 13, 12, 2.6),
            _box(1.7, 5.7, 9.6, 8.6, 1.2),
            _box(5.8, 9.3, 1.4, 3.6, 0.3),
            _box(7.2, 9.3, 2.4, 1.4, 0.3),
        ),
        Kind.TABLET: (_box(0, 0, 16, 20, 1.8), _box(1.5, 3.2, 13, 15.2, 0.4), _dot(8, 1.6, 0.8)),
        Kind.TRACKER: (_pin(), _dot(7, 13, 2.6)),
    }.get(kind, (_box(0, 13, 18, 5, 1), _box(1, 0, 16, 12, 1), _box(6.5, 8.6, 5, 1.6, 0.6)))
    return " ".join(parts)


def _box(x: float, y: float, wide: float, high: float, r: float) -> str:
    """A rectangle with round corners."""
    k, right, top = r * (1 - _ROUND), x + wide, y + high
    return " ".join(
        (
            f"{x + r:g} {y:g} m {right - r:g} {y:g} l",
            _curve(right - k, y, right, y + k, right, y + r),
            f"{right:g} {top - r:g} l",
            _curve(right, top - k, right - k, top, right - r, top),
            f"{x + r:g} {top:g} l",
            _curve(x + k, top, x, top - k, x, top - r),
            f"{x:g} {y + r:g} l",
            _curve(x, y + k, x + k, y, x + r, y),
            "h",
        )
    )


def _dot(x: float, y: float, r: float) -> str:
    return _box(x - r, y - r, 2 * r, 2 * r, r)


def _pin() -> str:
    """A drop on its point, as maps have it."""
    r, x, y = 7.0, 7.0, 13.0
    k = r * _ROUND
    return " ".join(
        (
            f"{x:g} 0 m",
            _curve(x + 2.5, 4.5, x + r, 8.2, x + r, y),
            _curve(x + r, y + k, x + k, y + r, x, y + r),
            _curve(x - k, y + r, x - r, y + k, x - r, y),
            _curve(x - r, 8.2, x - 2.5, 4.5, x, 0),
            "h",
        )
    )


def _curve(*points: float) -> str:
    return " ".join(f"{point:.4g}" for point in points) + " c"
