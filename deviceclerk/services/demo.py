"""The demonstration school: made-up pupils with devices, apart from any real data."""

import csv
from dataclasses import replace
from pathlib import Path

from deviceclerk.domain.custody import Kind
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import people, roster, school, tags
from deviceclerk.services.clerk import Clerk, Clock, local_now, open_clerk
from deviceclerk.support import paths

MARK = "demonstration-school.txt"
"""The file that says of a data folder that nothing in it is real."""
FOLDER = "demo"
EXPORT = "demo-school.xlsx"
DEVICES = "devices.csv"


def folder(chosen: str | None = None) -> Path:
    """Where the demonstration school is kept: the user's own folder for it, or another that was `chosen`.

    One that holds a school which is not a demonstration cannot be chosen: made-up pupils never come among real
    ones. Raises Refused `not_for_demo`, and `data_unwritable` where it cannot be looked into.
    """
    if not chosen:
        return Path(paths.demo_data_dir())
    where = Path(paths.data_dir(chosen))
    try:
        holds = where.exists() and any(".sqlite3" in file.name for file in where.iterdir())
    except OSError as error:
        raise Refused("data_unwritable") from error
    if holds and not (where / MARK).is_file():
        raise Refused("not_for_demo", folder=str(where))
    return where


def _mark(where: Path) -> None:
    """Before anything else is kept there: a start that was broken off is still a demonstration school."""
    try:
        where.mkdir(parents=True, exist_ok=True)
        (where / MARK).touch()
    except OSError as error:
        raise Refused("data_unwritable") from error


def open_demo(data: Path | None = None, clock: Clock = local_now) -> Clerk:
    """Opens the demonstration school, and makes it at its first opening.

    `data` is a folder that `folder` found fit. Raises Refused as `open_clerk` and the import do.
    """
    where = folder() if data is None else data
    _mark(where)
    clerk = open_clerk(where, clock)
    try:
        if school.is_empty(clerk):
            fill(clerk)
    except BaseException:
        clerk.close()
        raise
    return clerk


def fill(clerk: Clerk) -> None:
    """Imports the demonstration export as any other, and registers the devices of its list."""
    source = paths.assets() / FOLDER
    read = roster.read_export(clerk, source / EXPORT)
    # The answers are always of this school year: a demonstration in which all consent has expired shows little.
    read = replace(read, exported_on=clerk.clock().date())
    roster.apply(clerk, roster.compare(clerk, read))
    with (source / DEVICES).open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            owner = people.find(clerk, row["name"], row["group"])
            pocket = int(row["pocket"]) if row["pocket"] else None
            tags.add_device(clerk, owner.id, Kind(row["kind"]), pocket)
