"""Label sheets: the tags of devices, and blank ones to be claimed at their first scan."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from deviceclerk.domain.refusals import Refused
from deviceclerk.services import tags
from deviceclerk.services.clerk import Change, Clerk
from deviceclerk.services.tags import DeviceView
from deviceclerk.services.wording import kind_word
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.documents.tags import Label
    from deviceclerk.store.database import Connection

_POSITION_KEY = "label_position"


@dataclass(frozen=True, slots=True)
class Printed:
    """A label sheet that was written; `next_free` is the next free position, counted from 1."""

    path: Path
    labels: int
    pages: int
    next_free: int
    changes: Change = Change.DEVICES


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of labels by its maker's number: how many across and down, and how large each is, in mm."""

    key: str
    columns: int
    rows: int
    width_mm: float
    height_mm: float

    @property
    def positions(self) -> int:
        """How many labels a sheet has."""
        return self.columns * self.rows


def sheets() -> tuple[Sheet, ...]:
    """The label sheets that can be printed, the usual one first."""
    from deviceclerk.documents.tags import SHEETS

    return tuple(
        Sheet(kind.key, kind.columns, kind.rows, kind.width_mm, kind.height_mm) for kind in SHEETS.values()
    )


def blank_tags(clerk: Clerk) -> int:
    """How many blank tags were printed and not claimed yet."""
    from deviceclerk.store import tags as store

    with clerk.database.reading() as connection:
        return store.blank_count(connection)


def next_label_position(clerk: Clerk, sheet: str = "L7160") -> int:
    """Where the next label goes on a started sheet, counted from 1."""
    with clerk.database.reading() as connection:
        return _position(connection, sheet)


def _position(connection: "Connection", sheet: str) -> int:
    from deviceclerk.store import settings as store

    kept = store.get(connection, _POSITION_KEY) or {}
    return int(kept.get(sheet, 1))


def print_labels(
    clerk: Clerk,
    output: Path,
    *,
    groups: Sequence[str] = (),
    device_ids: Sequence[int] = (),
    blank: int = 0,
    sheet: str = "L7160",
    start: int | None = None,
) -> Printed:
    """Writes a label sheet as PDF: the tags of groups or devices, and blank tags to be claimed later.

    Without groups, devices or blanks: every registered device. `start` None goes on at the next free position.
    Raises Refused: `unknown_sheet`, `start_off_sheet`, `nothing_to_print`, `cannot_write`.
    """
    from deviceclerk.documents import tags as documents

    layout = documents.SHEETS.get(sheet.upper())
    if layout is None:
        raise Refused("unknown_sheet", sheet=sheet, known=", ".join(documents.SHEETS))
    everything = not groups and not device_ids and not blank
    # Codes are safe in the database before they are on paper; the write lock is not held while drawing.
    with clerk.database.writing() as connection:
        first = start if start is not None else _position(connection, layout.key)
        views = tags.registered(connection, clerk.clock().date(), groups, device_ids)
        labels = [_label(connection, clerk, view) for view in views if everything or groups or device_ids]
        labels += [documents.Label(tags.blank_code(connection, clerk)) for _number in range(blank)]
    result = documents.write_labels(output, labels, layout, start=first, title=_("Tags"))
    with clerk.database.writing() as connection:
        _remember_position(connection, layout.key, result.next_free)
    return Printed(output, len(labels), result.pages, result.next_free)


def _remember_position(connection: "Connection", sheet: str, position: int) -> None:
    from deviceclerk.store import settings as store

    kept = store.get(connection, _POSITION_KEY) or {}
    store.put(connection, _POSITION_KEY, {**kept, sheet: position})


def _label(connection: "Connection", clerk: Clerk, view: DeviceView) -> "Label":
    from deviceclerk.documents.tags import Label

    code = view.code or tags.put_tag(connection, clerk, view.device_id)
    return Label(code, view.pocket, view.person.name.short, kind_word(view.kind), view.person.group)
