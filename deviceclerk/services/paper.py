"""Paper to be printed: drawn first, looked at, and then kept. What is kept is the very file that was looked at.

A draft issues nothing: codes for blank tags, and for devices whose tag was lost, are made up for it and go into the
database when it is kept, before they are on paper. A draft that was thrown away leaves nothing behind. Only the
command cards have their codes at once: each command has one, from the first time that it is asked for.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from deviceclerk.documents.picture import Picture as Picture
from deviceclerk.documents.picture import page_picture
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import labels, tags
from deviceclerk.services.clerk import Change, Clerk
from deviceclerk.services.labels import Face, Naming, Offset, Printed, Sheet
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.store.database import Connection


class Paper(StrEnum):
    """What is printed."""

    LABELS = "labels"
    STRIPS = "strips"
    CARDS = "cards"
    CALIBRATION = "calibration"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be printed, and how.

    Labels: of `groups` or `device_ids` and `blank` ones besides; with none of the three, of all devices. Strips: of
    the bags of `groups`, or one that bears no group, with `pockets` numbers, or as many as the bag has. Cards:
    `commands` and `badges`, these of `person_ids` or all. `sheet` empty is the one used last; `start`, `face` and
    `offset_mm` None are as remembered.
    """

    paper: Paper = Paper.LABELS
    groups: tuple[str, ...] = ()
    device_ids: tuple[int, ...] = ()
    blank: int = 0
    sheet: str = ""
    own: tuple[float, ...] = ()
    start: int | None = None
    face: Face | None = None
    offset_mm: Offset | None = None
    pockets: int | None = None
    commands: bool = False
    badges: bool = False
    person_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """The file as it will be. `fresh` are codes that are not issued yet: (device, or None for a blank; code)."""

    order: Order
    pdf: bytes
    count: int
    pages: int
    sheet: Sheet | None = None
    start: int = 1
    next_free: int = 1
    lacking: tuple[str, ...] = ()
    codes: tuple[tuple[int, str], ...] = ()
    fresh: tuple[tuple[int | None, str], ...] = ()
    face: Face | None = None
    offset_mm: Offset = (0.0, 0.0)

    @property
    def module_mm(self) -> float:
        """The side of a module of the codes on labels; 0 on other paper."""
        return self.sheet.kind.module_mm if self.sheet and self.order.paper is Paper.LABELS else 0

    @property
    def has_names(self) -> bool:
        """Whether somebody is named on it: pupils on labels of devices, staff on badges."""
        if self.order.paper is Paper.CARDS:
            return self.order.badges
        named = self.face is None or self.face.name is not Naming.NONE
        return self.order.paper is Paper.LABELS and named and self.count > self.order.blank

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is wrong with it, though it can be printed; see `Printed`."""
        small = self.sheet is not None and self.order.paper is Paper.LABELS and not self.sheet.kind.is_fine
        return (*(["small_module"] if small else []), *(["characters_lacking"] if self.lacking else []))


def draft(clerk: Clerk, order: Order) -> Draft:
    """Draws what was ordered.

    Raises Refused: `nothing_to_print`, `unknown_sheet`, `start_off_sheet` (start, positions), `offset_too_large`
    (most), `sheet_measures`, `label_too_small`, `no_badges`.
    """
    made = {Paper.LABELS: _labels, Paper.STRIPS: _strips, Paper.CARDS: _cards, Paper.CALIBRATION: _calibration}
    return made[order.paper](clerk, order)


def picture(_clerk: Clerk, drafted: Draft, page: int, width: int) -> Picture:
    """A page of the draft, counted from 0, so many pixels wide."""
    return page_picture(drafted.pdf, min(page, drafted.pages - 1), width)


@dataclass(frozen=True, slots=True)
class Look:
    """A draft, and a page of it (counted from 0) as a picture."""

    draft: Draft
    page: int
    picture: Picture


def look(clerk: Clerk, order: Order, page: int, width: int) -> Look:
    """Draws what was ordered, and shows a page of it, or the last where it has fewer. Raises as `draft` does."""
    drafted = draft(clerk, order)
    page = min(page, drafted.pages - 1)
    return Look(drafted, page, picture(clerk, drafted, page, width))


def keep(clerk: Clerk, drafted: Draft, output: Path, *, remember: bool = False, used: bool = True) -> Printed:
    """Issues the draft's codes and writes it; with `remember`, the choices it was made with hold the next time.

    With `used` its labels count as printed, and the next ones begin after them; without it `use` says so later. A
    draft that does not hold any more, as a device got another tag meanwhile, is drawn anew. Raises Refused
    `cannot_write` (file), and what `draft` raises; then no code was issued.
    """
    while not _written(clerk, drafted, output):
        drafted = draft(clerk, drafted.order)
    sheet = drafted.sheet
    if sheet is not None:
        if sheet.is_own:
            labels.keep_own_sheet(clerk, sheet.kind)
        if remember:
            labels.remember(clerk, sheet, drafted.face or labels.face(clerk), drafted.offset_mm)
    printed = Printed(
        output,
        drafted.count,
        drafted.pages,
        drafted.next_free,
        drafted.module_mm,
        drafted.lacking,
        drafted.warnings,
        Change.DEVICES if drafted.order.paper is Paper.LABELS else Change.NOTHING,
        sheet.kind.key if sheet is not None and drafted.order.paper is Paper.LABELS else "",
    )
    if used:
        use(clerk, printed)
    return printed


def use(clerk: Clerk, printed: Printed) -> Change:
    """Labels are on paper: the next ones begin after them. On other paper nothing is used up."""
    if printed.sheet:
        labels.remember_position(clerk, printed.sheet, printed.next_free)
    return Change.NOTHING


def save_again(clerk: Clerk, printed: Printed, output: Path) -> Printed:
    """Saves what was written, with the codes that were issued for it, elsewhere too; its labels count as used.

    Raises Refused `cannot_write` (file).
    """
    from deviceclerk.documents.atomically import written

    with written(output) as place:
        place.write_bytes(printed.path.read_bytes())
    use(clerk, printed)
    return replace(printed, path=output)


def _written(clerk: Clerk, drafted: Draft, output: Path) -> bool:
    """Issues the codes and writes the file, both or neither; or says that it is out of date, and does neither.

    What can take long, as to a folder in the network, comes before the database is held.
    """
    from deviceclerk.documents import atomically

    with atomically.drafted(output) as file:
        file.path.write_bytes(drafted.pdf)
        file.settle()
        if drafted.order.paper is not Paper.LABELS:
            file.move()
            return True
        with clerk.database.writing() as connection:
            if not _issued(connection, clerk, drafted):
                return False
            file.move()
    return True


def _issued(connection: "Connection", clerk: Clerk, drafted: Draft) -> bool:
    """Issues the codes, and says so; or says that what was drawn is out of date, and issues none."""
    from deviceclerk.store import tags as store

    if _codes(connection, clerk, drafted.order) != _with_gaps(drafted):
        return False
    if any(store.find_code(connection, code) is not None for _device, code in drafted.fresh):
        return False
    for device_id, code in drafted.fresh:
        if device_id is None:
            store.add_code(connection, code, None, clerk.clock())
        else:
            tags.put_tag(connection, clerk, device_id, code)
    return True


def _with_gaps(drafted: Draft) -> dict[int, str | None]:
    """The codes on the devices as they were found: None for those that had none."""
    return {**dict(drafted.codes), **{device: None for device, _code in drafted.fresh if device is not None}}


def _codes(connection: "Connection", clerk: Clerk, order: Order) -> dict[int, str | None]:
    return {view.device_id: view.code for view in _views(connection, clerk, order)}


def _views(connection: "Connection", clerk: Clerk, order: Order) -> list[tags.DeviceView]:
    if order.blank and not order.groups and not order.device_ids:
        return []
    return tags.registered(connection, clerk.clock().date(), order.groups, order.device_ids)


def _sheet(clerk: Clerk, order: Order) -> tuple[Sheet, Offset]:
    """The sheet and how far it is moved."""
    if order.own:
        from deviceclerk.documents.sheets import OWN

        sheet = Sheet(OWN, labels.own_sheet(order.own))
    else:
        sheet = labels.find_sheet(clerk, order.sheet)
    moved = labels.offset(clerk, sheet.kind.key) if order.offset_mm is None else order.offset_mm
    if max(map(abs, moved)) > labels.MOST_OFFSET_MM:
        raise Refused("offset_too_large", most=f"{labels.MOST_OFFSET_MM:g}")
    return sheet, moved


def _labels(clerk: Clerk, order: Order) -> Draft:
    from deviceclerk.documents import tags as documents

    if order.blank < 0:
        raise Refused("nothing_to_print")
    sheet, moved = _sheet(clerk, order)
    face = order.face or labels.face(clerk)
    with clerk.database.reading() as connection:
        start = labels.position(connection, sheet.kind.key) if order.start is None else order.start
        views = _views(connection, clerk, order)
        # What lacks a code, devices first, gets a made-up one.
        lacking = [view.device_id for view in views if view.code is None]
        made_up = labels.new_blanks(connection, len(lacking) + order.blank)
    fresh = list(zip([*lacking, *[None] * order.blank], made_up, strict=True))
    given = {device: code for device, code in fresh if device is not None}
    drawn = [labels.label(view, view.code or given[view.device_id], face) for view in views]
    drawn += [documents.Label(code) for device, code in fresh if device is None]
    if order.start is None and start > sheet.kind.positions:
        start = 1  # the school's own sheet was another one then
    pdf, result = documents.drawn_labels(drawn, sheet.kind, start=start, offset_mm=moved, title=_("Tags"))
    return Draft(
        order,
        pdf,
        len(drawn),
        result.pages,
        sheet,
        start,
        result.next_free,
        result.lacking,
        tuple((view.device_id, view.code) for view in views if view.code is not None),
        tuple(fresh),
        face,
        moved,
    )


def _strips(clerk: Clerk, order: Order) -> Draft:
    from deviceclerk.documents.strips import Strip, drawn_strips
    from deviceclerk.domain.pockets import BAG, LAST
    from deviceclerk.store import pockets as store

    if order.pockets is not None and not 1 <= order.pockets <= LAST:
        raise Refused("pocket_range", pocket=order.pockets)
    today = clerk.clock().date()
    with clerk.database.reading() as connection:
        bags = {group: max({BAG, *store.taken(connection, group, today)}) for group in order.groups}
    bags = bags or {"": BAG}
    strips = [Strip(group, range(1, (order.pockets or most) + 1)) for group, most in bags.items()]
    pdf, pages, lacking = drawn_strips(strips, _("Pocket numbers"))
    return Draft(order, pdf, sum(len(strip.pockets) for strip in strips), pages, lacking=lacking)


def _cards(clerk: Clerk, order: Order) -> Draft:
    from deviceclerk.documents.cards import drawn_cards
    from deviceclerk.services import cards

    chosen, title = cards.chosen(clerk, commands=order.commands, badges=order.badges, person_ids=order.person_ids)
    pdf, pages, lacking = drawn_cards(chosen, title)
    return Draft(order, pdf, len(chosen), pages, lacking=lacking)


def _calibration(clerk: Clerk, order: Order) -> Draft:
    from deviceclerk.documents.calibration import CROSS_MM, CalibrationTexts, drawn_calibration

    sheet, moved = _sheet(clerk, order)
    name = _("own measures") if sheet.is_own else sheet.name
    texts = CalibrationTexts(
        _("Calibration page: {sheet}").format(sheet=name),
        (
            _("Printed with X {x} mm and Y {y} mm.").format(x=decimal(moved[0]), y=decimal(moved[1])),
            _("1. Print this page on plain paper at actual size (100 %)."),
            _("2. Measure the line below. If it is not 100 mm long, the size was changed in printing."),
            _("3. Measure how far the upright line of the cross is from the left edge of the paper, and the other "
              "one from the upper edge. Both must be {distance} mm.").format(distance=f"{CROSS_MM:g}"),
            _("4. If it is less, add what is missing to X or Y. If it is more, take it off. Print once more."),
            _("5. Hold the page and a sheet of labels against the light: the frames must lie on the labels."),
        ),
        _("This line is 100 mm long"),
    )  # fmt: skip
    pdf = drawn_calibration(sheet.kind, moved, texts)
    return Draft(order, pdf, 1, 1, sheet, offset_mm=moved, face=order.face)


def decimal(number: float) -> str:
    """A number with at most two decimals, as the language in force writes it."""
    from deviceclerk.support.i18n import language

    text = f"{number:.2f}".rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text
    return text.replace("-", "−").replace(".", "," if language() == "nl" else ".")
