"""Label sheets: the tags of devices, and blank ones to be claimed; what stands on them, and how they are printed.

Remembered are: what stands on a label and the sheet (of the school), the next free label (of each kind of sheet),
and the offset (of each kind of sheet at each PC, as every PC has a printer of its own).
"""

import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deviceclerk.documents.sheets import OWN, SheetKind
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import tags
from deviceclerk.services.clerk import Change, Clerk
from deviceclerk.services.tags import DeviceView
from deviceclerk.services.wording import kind_word

if TYPE_CHECKING:
    from deviceclerk.documents.tags import Label
    from deviceclerk.store.database import Connection

USUAL = "L7160"
MOST_OFFSET_MM = 20.0
_POSITION_KEY, _FACE_KEY, _SHEET_KEY = "label_position", "label_face", "label_sheet"
_OFFSET_KEY, _OWN_KEY = "label_offset", "label_own_sheet"

Offset = tuple[float, float]


class Naming(StrEnum):
    """How a pupil is named on a label: 'Sem', 'Sem V.', or not at all."""

    FIRST = "first"
    SHORT = "short"
    NONE = "none"


class KindShown(StrEnum):
    """How the kind of a device is shown on a label."""

    ICON = "icon"
    WORD = "word"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Face:
    """What stands on a label beside the code."""

    pocket: bool = True
    name: Naming = Naming.FIRST
    kind: KindShown = KindShown.ICON
    group: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of labels by one of its names."""

    name: str
    kind: SheetKind

    @property
    def is_own(self) -> bool:
        """Whether the school described it itself."""
        return self.kind.key == OWN


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was chosen before: `positions` and `offsets` by the key of the sheet, where they are not 1 and none."""

    sheets: tuple[Sheet, ...]
    sheet: str
    face: Face
    positions: dict[str, int]
    offsets: dict[str, Offset]


def sheets() -> tuple[Sheet, ...]:
    """The label sheets that are known, by their makers' names, the usual one first."""
    from deviceclerk.documents.sheets import NAMES, SHEETS

    return tuple(Sheet(name, SHEETS[key]) for name, key in NAMES.items())


def find_sheet(clerk: Clerk, name: str) -> Sheet:
    """The sheet of a name or number; empty for the one used last. Raises Refused `unknown_sheet` (sheet, known)."""
    with clerk.database.reading() as connection:
        return _find_sheet(connection, name)


def _find_sheet(connection: "Connection", name: str) -> Sheet:
    from deviceclerk.documents.sheets import NAMES, by_name
    from deviceclerk.store import settings as store

    wanted = (name or store.get(connection, _SHEET_KEY) or USUAL).strip()
    if wanted.upper() == OWN:
        own = _own(connection)
        if own is not None:
            return Sheet(OWN, own)
    found = by_name(wanted)
    if found is None:
        raise Refused("unknown_sheet", sheet=name or wanted, known=", ".join(NAMES))
    return Sheet(next((known for known in NAMES if known == wanted), found.key), found)


def _own(connection: "Connection") -> SheetKind | None:
    from deviceclerk.store import settings as store

    kept = store.get(connection, _OWN_KEY)
    try:
        return SheetKind(OWN, *kept).check() if kept else None
    except (Refused, TypeError):
        return None


def own_sheet(measures: Sequence[float]) -> SheetKind:
    """A sheet by its measures: columns, rows, then in mm a label's width and height, the margins at the left and
    the top, and the distances from one label to the next, across and down.

    Raises Refused: `sheet_measures`, `label_too_small` (width, height).
    """
    columns, rows, width, height, left, top, across, down = measures
    return SheetKind(OWN, int(columns), int(rows), width, height, top, left, across, down).check()


def keep_own_sheet(clerk: Clerk, kind: SheetKind) -> Change:
    """Remembers the school's own sheet, in place of one before; its labels are counted anew."""
    from deviceclerk.store import settings as store

    values = list(asdict(kind).values())[1:]
    with clerk.database.writing() as connection:
        if store.get(connection, _OWN_KEY) != values:
            store.put(connection, _OWN_KEY, values)
            _remember_position(connection, OWN, 1)
    return Change.NOTHING


def remembered(clerk: Clerk) -> Remembered:
    """What was chosen before, with the defaults for what never was."""
    from deviceclerk.store import settings as store

    with clerk.database.reading() as connection:
        own = _own(connection)
        known = (*sheets(), *([Sheet(OWN, own)] if own else []))
        name = str(store.get(connection, _SHEET_KEY) or "")
        if all(sheet.name != name for sheet in known):
            name = known[0].name
        positions = {str(key): int(value) for key, value in (store.get(connection, _POSITION_KEY) or {}).items()}
        return Remembered(known, name, _face(connection), positions, _offsets(connection))


def face(clerk: Clerk) -> Face:
    """What stands on labels, as it was chosen last."""
    with clerk.database.reading() as connection:
        return _face(connection)


def _face(connection: "Connection") -> Face:
    from deviceclerk.store import settings as store

    kept: dict[str, Any] = store.get(connection, _FACE_KEY) or {}
    usual = Face()
    try:
        return Face(
            bool(kept.get("pocket", usual.pocket)),
            Naming(kept.get("name", usual.name)),
            KindShown(kept.get("kind", usual.kind)),
            bool(kept.get("group", usual.group)),
        )
    except ValueError:  # of a newer version
        return usual


def offset(clerk: Clerk, key: str) -> Offset:
    """How far labels are moved right and down on a kind of sheet at this PC, in mm."""
    with clerk.database.reading() as connection:
        return _offsets(connection).get(key, (0.0, 0.0))


def _offsets(connection: "Connection") -> dict[str, Offset]:
    from deviceclerk.store import settings as store

    kept = (store.get(connection, _OFFSET_KEY) or {}).get(platform.node(), {})
    return {key: (float(x), float(y)) for key, (x, y) in kept.items()}


def remember(clerk: Clerk, sheet: Sheet, face: Face, moved: Offset) -> Change:
    """Keeps these choices for the next time."""
    from deviceclerk.store import settings as store

    with clerk.database.writing() as connection:
        store.put(connection, _SHEET_KEY, sheet.name)
        store.put(connection, _FACE_KEY, asdict(face))
        kept = store.get(connection, _OFFSET_KEY) or {}
        here = {**kept.get(platform.node(), {}), sheet.kind.key: list(moved)}
        store.put(connection, _OFFSET_KEY, {**kept, platform.node(): here})
    return Change.NOTHING


def position(connection: "Connection", key: str) -> int:
    """Where the next label goes on a started sheet of a kind, counted from 1."""
    from deviceclerk.store import settings as store

    kept = store.get(connection, _POSITION_KEY) or {}
    return int(kept.get(key, 1))


def remember_position(clerk: Clerk, key: str, next_free: int) -> None:
    """Keeps where the next label goes on a kind of sheet."""
    with clerk.database.writing() as connection:
        _remember_position(connection, key, next_free)


def _remember_position(connection: "Connection", key: str, next_free: int) -> None:
    from deviceclerk.store import settings as store

    kept = store.get(connection, _POSITION_KEY) or {}
    store.put(connection, _POSITION_KEY, {**kept, key: next_free})


def label(view: DeviceView, code: str, shown: Face) -> "Label":
    """A device's label with what is to stand on it."""
    from deviceclerk.documents.tags import Label

    name = view.person.name
    return Label(
        code,
        view.pocket if shown.pocket else None,
        {Naming.FIRST: name.first or name.full, Naming.SHORT: name.short}.get(shown.name, ""),
        kind_word(view.kind) if shown.kind is KindShown.WORD else "",
        view.person.group if shown.group else "",
        view.kind if shown.kind is KindShown.ICON else None,
    )


@dataclass(frozen=True, slots=True)
class Printed:
    """Paper that was written. `labels` counts what is on it; `next_free` is the next free label's position.

    `warnings` are 'small_module' (codes so small that cheap scanners fail) and 'characters_lacking'; `lacking` are
    those characters, in whose place something plain stands. `sheet` is the kind of sheet of labels, empty for other
    paper.
    """

    path: Path
    labels: int
    pages: int
    next_free: int
    module_mm: float = 0
    lacking: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    changes: Change = Change.DEVICES
    sheet: str = ""


def new_blanks(connection: "Connection", count: int) -> list[str]:
    """Codes for blank tags that nobody has yet; not issued before they are kept."""
    found: list[str] = []
    while len(found) < count:
        code = tags.new_code(connection)
        if code not in found:
            found.append(code)
    return found
