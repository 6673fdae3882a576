"""Paper that is drawn and kept in one go, as the printing screen and `tags print` do in two; what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from deviceclerk.documents.cards import Card, drawn_cards
from deviceclerk.documents.tags import Label, LabelResult, SheetKind, drawn_labels
from deviceclerk.services import labels, paper, tags
from deviceclerk.services.clerk import Clerk
from deviceclerk.services.labels import USUAL, Printed
from deviceclerk.services.paper import Order, Paper
from deviceclerk.store import tags as store
from deviceclerk.store.schema import code


def print_labels(clerk: Clerk, output: Path, *, sheet: str = USUAL, **ordered: Any) -> Printed:
    """A label sheet: the tags of `groups` or `device_ids` and `blank` ones, from position `start`."""
    return paper.keep(clerk, paper.draft(clerk, Order(sheet=sheet, **ordered)), output)


def print_cards(clerk: Clerk, output: Path, *, commands: bool = True, **ordered: Any) -> Printed:
    """Command cards and `badges`, these of `person_ids` or all."""
    return paper.keep(clerk, paper.draft(clerk, Order(Paper.CARDS, commands=commands, **ordered)), output)


def blank_tags(clerk: Clerk) -> int:
    """How many blank tags were issued and not claimed yet."""
    with clerk.database.reading() as connection:
        blank = (code.c.purpose == "device") & code.c.device_id.is_(None) & code.c.revoked_at.is_(None)
        return int(connection.execute(select(func.count()).select_from(code).where(blank)).scalar_one())


def blank_code(clerk: Clerk) -> str:
    """The code of a blank tag, as printing one issues it."""
    with clerk.database.writing() as connection:
        made = tags.new_code(connection)
        store.add_code(connection, made, None, clerk.clock())
    return made


def next_position(clerk: Clerk, sheet: str = USUAL) -> int:
    """Where the next label goes on a started sheet, counted from 1."""
    return labels.remembered(clerk).positions.get(sheet, 1)


def write_labels(path: Path, drawn: Sequence[Label], sheet: SheetKind, **options: Any) -> LabelResult:
    """Labels as a file."""
    pdf, result = drawn_labels(drawn, sheet, **options)
    path.write_bytes(pdf)
    return result


def write_cards(path: Path, drawn: Sequence[Card], title: str) -> int:
    """Cards as a file; answers how many pages."""
    pdf, pages, _lacking = drawn_cards(drawn, title)
    path.write_bytes(pdf)
    return pages
