"""`tags print`: label sheets, cards, pocket numbers and the calibration page."""

from dataclasses import replace
from typing import Any

from deviceclerk.cli.call import Call
from deviceclerk.cli.general import known_groups
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import labels, paper, wording_paper
from deviceclerk.services.labels import Face, Printed
from deviceclerk.services.paper import Order, Paper
from deviceclerk.support.i18n import ngettext


def print_(call: Call) -> int:
    """Writes what was asked for. 1 where something of it is wrong, such as codes too small for most scanners."""
    given = call.arguments
    drafted = paper.draft(call.clerk, _order(call))
    made = paper.keep(call.clerk, drafted, given.output, remember=given.remember)
    document, text = _told(drafted, made)
    document["warnings"] = list(made.warnings)
    if made.lacking:
        document["lacking"] = list(made.lacking)
    lines = [text.format(n=made.labels, file=made.path), *wording_paper.warnings(made)]
    call.answer(document, lines)
    if drafted.has_names:
        call.warn_if_synchronised(given.output)
    return 1 if made.warnings else 0


def _told(drafted: paper.Draft, made: Printed) -> tuple[dict[str, Any], str]:
    document: dict[str, Any] = {"output": str(made.path)}
    which, n = drafted.order.paper, made.labels
    if which is Paper.CARDS:
        return {**document, "cards": n, "pages": made.pages}, ngettext(
            "{n} card in {file}.", "{n} cards in {file}.", n
        )
    if which is Paper.STRIPS:
        text = ngettext("{n} pocket number in {file}.", "{n} pocket numbers in {file}.", n)
        return {**document, "strips": n, "pages": made.pages}, text
    x, y = drafted.offset_mm
    sheet = {"sheet": drafted.sheet.name if drafted.sheet else "", "offset": [x, y]}
    if which is Paper.CALIBRATION:
        return {**document, **sheet, "pages": made.pages}, wording_paper.calibration_written()
    document |= {"labels": n, "pages": made.pages, "next_free": made.next_free}
    document |= {**sheet, "start": drafted.start, "module_mm": made.module_mm}
    return document, ngettext("{n} tag in {file}.", "{n} tags in {file}.", n)


def _order(call: Call) -> Order:
    given = call.arguments
    cards = given.commands or given.badges
    # Of the kinds of paper one goes into a file.
    kinds = [cards, given.strips, given.calibration, bool(given.blank)]
    if sum(kinds) > 1 or (given.group and (cards or given.calibration)):
        raise Refused("labels_or_cards")
    chosen = (Paper.CARDS, Paper.STRIPS, Paper.CALIBRATION)
    which = next((one for one, wanted in zip(chosen, kinds, strict=False) if wanted), Paper.LABELS)
    return Order(
        paper=which,
        groups=tuple(known_groups(call.clerk, given.group)),
        blank=given.blank,
        sheet=given.sheet,
        own=tuple(given.measures or ()),
        start=given.start,
        face=_face(call),
        offset_mm=tuple(given.offset) if given.offset else None,
        pockets=given.pockets,
        commands=given.commands,
        badges=given.badges,
    )


def _face(call: Call) -> Face:
    """What stands on a label: as it was chosen last, but for what was asked for here."""
    given = call.arguments
    asked = {"pocket": given.pocket, "name": given.name, "kind": given.kind, "group": given.group_name}
    return replace(labels.face(call.clerk), **{key: value for key, value in asked.items() if value is not None})
