"""A small school in a data folder, for tests that need people and devices but no import."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import insert

from deviceclerk.domain.custody import Kind
from deviceclerk.domain.people import Name
from deviceclerk.services import tags
from deviceclerk.services.clerk import Clerk, open_clerk
from deviceclerk.store.database import FILE_NAME
from deviceclerk.store.schema import person

MORNING = datetime.fromisoformat("2026-11-20T08:27:00+01:00")
AFTERNOON = datetime.fromisoformat("2026-11-20T14:30:00+01:00")


class SetClock:
    """A clock that stands still until it is told the time."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> datetime:
        """Lets time pass."""
        self.now += timedelta(seconds=seconds)
        return self.now


def open_school(folder: Path, now: datetime = MORNING) -> tuple[Clerk, SetClock]:
    """A school, where there is none yet one without anybody in it, and its clock."""
    clock = SetClock(now)
    file = folder / FILE_NAME
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_empty())
    return open_clerk(folder, clock), clock


@cache
def _empty() -> bytes:
    """A database without anything in it: copying one takes a tenth of the time of making one."""
    with TemporaryDirectory(prefix="deviceclerk-empty-") as folder:
        open_clerk(Path(folder)).close()
        return (Path(folder) / FILE_NAME).read_bytes()


def add_pupil(
    clerk: Clerk,
    first: str,
    last: str,
    *,
    prefix: str = "",
    group: str = "5A",
    number: str | None = None,
    born: date | None = None,
    left_on: date | None = None,
) -> int:
    """Adds a pupil as an import would, and returns the id."""
    name = Name(first, prefix, last)
    row = {
        "role": "pupil",
        "number": number,
        "first_name": first,
        "prefix": prefix,
        "last_name": last,
        "name_key": name.key,
        "group_name": group,
        "born": born,
        "left_on": left_on,
    }
    with clerk.database.writing() as connection:
        key = connection.execute(insert(person).values(row)).inserted_primary_key
    assert key is not None
    return int(key[0])


def add_class(clerk: Clerk, size: int, group: str = "5A") -> Sequence[tags.Registered]:
    """Adds a class of made-up pupils, each with a phone in the pocket of its number."""
    made = []
    with _not_waiting_for_the_disk(clerk):
        for number in range(1, size + 1):
            pupil = add_pupil(clerk, f"Leerling{number}", f"Achternaam{number}", group=group)
            made.append(tags.add_device(clerk, pupil, Kind.PHONE, number))
    return made


@contextmanager
def _not_waiting_for_the_disk(clerk: Clerk) -> Iterator[None]:
    """What is prepared for a test need not outlive a power failure: most of the time went into that."""
    with clerk.database.reading() as connection:
        driver = connection.connection.driver_connection
    assert driver is not None
    [(safe,)] = driver.execute("PRAGMA synchronous").fetchall()
    driver.execute("PRAGMA synchronous = OFF")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA synchronous = {safe}")
