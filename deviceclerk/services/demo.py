"""The demonstration school: made-up pupils with devices, apart from any real data."""

import csv
from dataclasses import replace
from pathlib import Path

from deviceclerk.domain.custody import Kind
from deviceclerk.services import people, roster, school, tags
from deviceclerk.services.clerk import Clerk, Clock, local_now, open_clerk
from deviceclerk.support import paths

FOLDER = "demo"
EXPORT = "demo-school.xlsx"
DEVICES = "devices.csv"


def open_demo(data: Path | None = None, clock: Clock = local_now) -> Clerk:
    """Opens the demonstration school, and makes it at its first opening.

    Raises Refused as `open_clerk` and the import do.
    """
    clerk = open_clerk(Path(paths.demo_data_dir()) if data is None else data, clock)
    try:
        if school.is_empty(clerk):
            fill(clerk)
    except BaseException:
        clerk.close()
        raise
    return clerk


def fill(clerk: Clerk) -> None:
    """Imports the demonstration export as any other, and registers the devices of its list."""
    folder = paths.assets() / FOLDER
    read = roster.read_export(clerk, folder / EXPORT)
    # The answers are always of this school year: a demonstration in which all consent has expired shows little.
    read = replace(read, exported_on=clerk.clock().date())
    roster.apply(clerk, roster.compare(clerk, read))
    with (folder / DEVICES).open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            owner = people.find(clerk, row["name"], row["group"])
            pocket = int(row["pocket"]) if row["pocket"] else None
            tags.add_device(clerk, owner.id, Kind(row["kind"]), pocket)
