"""A scan through the services against the same look-ups and insert done by bare sqlite3, each durable.

Both work on copies of the same database file on the same disk, in turn, so that a slow moment hits both.
"""

import sqlite3
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from shutil import copy

from sqlalchemy import insert

from deviceclerk.domain.schoolday import Mode
from deviceclerk.services import custody
from deviceclerk.services.clerk import Clerk, open_clerk
from deviceclerk.store.database import FILE_NAME
from deviceclerk.store.moments import to_text
from deviceclerk.store.schema import code, device, event, person

START = datetime.fromisoformat("2025-09-01T08:00:00+02:00")
PUPILS, DEVICES = 1500, 2000


def tag(number: int) -> str:
    """A valid code that is the same in each run."""
    from deviceclerk.domain.tagcode import ALPHABET, check_letter

    letters = "".join(ALPHABET[(number >> (4 * place)) & 15] for place in range(9))
    return "DC" + letters + check_letter(letters)


def fill(folder: Path, events: int) -> None:
    """A school of 1,500 pupils and 2,000 devices with so many events, in and out in turn."""
    clerk = open_clerk(folder)
    registered = to_text(START)
    with clerk.database.writing() as connection:
        connection.execute(
            insert(person),
            [
                {
                    "id": n, "role": "pupil", "number": str(n), "first_name": f"Voor{n}", "prefix": "van",
                    "last_name": f"Achter{n}", "name_key": f"voor{n} van achter{n}", "group_name": f"{n % 50}A",
                }
                for n in range(1, PUPILS + 1)
            ],
        )  # fmt: skip
        connection.execute(
            insert(device),
            [
                {
                    "id": n,
                    "person_id": (n - 1) % PUPILS + 1,
                    "kind": "phone",
                    "pocket": n,
                    "registered_at": registered,
                }
                for n in range(1, DEVICES + 1)
            ],
        )
        connection.execute(
            insert(code),
            [
                {"id": n, "code": tag(n), "purpose": "device", "device_id": n, "issued_at": registered}
                for n in range(1, DEVICES + 1)
            ],
        )
        for first in range(1, events + 1, 10_000):
            connection.execute(insert(event), [_event(n) for n in range(first, min(first + 10_000, events + 1))])
    clerk.close()


def _event(number: int) -> dict[str, object]:
    owner = (number - 1) % DEVICES + 1
    comes = (number - 1) // DEVICES % 2 == 0
    at = START + timedelta(minutes=number)
    return {
        "number": number, "scan_id": f"bench-{number}", "kind": "check_in" if comes else "check_out",
        "outcome": "checked_in" if comes else "checked_out", "tier": "message", "device_id": owner,
        "code_id": owner, "state_after": "in_keeping" if comes else "with_pupil", "in_force": number,
        "phase": "in" if comes else "out", "source": "scanner", "actor": "", "happened_at": to_text(at),
        "offset_minutes": 120, "day": at.date(), "recorded_at": to_text(at), "reason": "", "notes": "",
    }  # fmt: skip


LOOK_UP = """
SELECT code.id, code.revoked_at, device.id, device.pocket, device.kind, person.first_name, person.prefix,
       person.last_name, person.group_name, person.left_on, last.number, last.state_after, last.happened_at,
       last.in_force
FROM code JOIN device ON device.id = code.device_id JOIN person ON person.id = device.person_id
LEFT JOIN event AS last ON last.number =
    (SELECT number FROM event WHERE device_id = device.id ORDER BY number DESC LIMIT 1)
WHERE code.code = ?
"""
OTHERS = """
SELECT state_after FROM event WHERE number = (SELECT number FROM event WHERE device_id =
    (SELECT id FROM device WHERE person_id = ? AND id <> ? LIMIT 1) ORDER BY number DESC LIMIT 1)
"""
APPEND = """
INSERT INTO event (number, scan_id, kind, outcome, tier, device_id, code_id, state_after, in_force, phase, source,
    actor, happened_at, offset_minutes, day, recorded_at, reason, notes)
VALUES (?, ?, ?, ?, 'message', ?, ?, ?, ?, ?, 'scanner', '', ?, 60, ?, ?, '', '')
"""


class Bare:
    """The same look-ups and insert with nothing but sqlite3."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")

    def scan(self, text: str, at: datetime) -> None:
        """One scan in one durable transaction."""
        execute = self.connection.execute
        execute("BEGIN IMMEDIATE")
        row = execute(LOOK_UP, (text,)).fetchone()
        execute(OTHERS, (row[2], row[2])).fetchone()
        number = execute("SELECT max(number) + 1 FROM event").fetchone()[0]
        kind, outcome, state = ("check_in", "checked_in", "in_keeping")
        moment = to_text(at)
        execute(
            APPEND,
            (
                number,
                uuid.uuid4().hex,
                kind,
                outcome,
                row[2],
                row[0],
                state,
                number,
                "in",
                moment,
                str(at.date()),
                moment,
            ),
        )
        execute("COMMIT")


@contextmanager
def school(events: int) -> Iterator[Path]:
    """A folder with a filled school."""
    with tempfile.TemporaryDirectory(prefix="deviceclerk-bench-") as folder:
        fill(Path(folder), events)
        yield Path(folder)


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _clerk_scans(clerk: Clerk, number: int, at: datetime) -> None:
    custody.scan(clerk, tag(number), mode=Mode.IN, at=at)


def measure(rounds: int = 400) -> dict[str, float]:
    """Medians in milliseconds: the services at 200,000 and 2,000 events, bare sqlite3 at 200,000."""
    large_times, small_times, bare_times = [], [], []
    with school(200_000) as large, school(2_000) as small, tempfile.TemporaryDirectory() as aside:
        copy(large / FILE_NAME, aside)
        bare = Bare(Path(aside) / FILE_NAME)
        clerks = open_clerk(large), open_clerk(small)
        for turn in range(1, rounds + 1):
            number = turn * 7 % DEVICES + 1
            at = START + timedelta(days=400, seconds=turn)
            large_times.append(_milliseconds(partial(_clerk_scans, clerks[0], number, at)))
            bare_times.append(_milliseconds(partial(bare.scan, tag(number), at)))
            small_times.append(_milliseconds(partial(_clerk_scans, clerks[1], number, at)))
        for clerk in clerks:
            clerk.close()
        bare.connection.close()
    return {
        "services, 200,000 events": statistics.median(large_times[20:]),
        "services, 2,000 events": statistics.median(small_times[20:]),
        "bare sqlite3, 200,000 events": statistics.median(bare_times[20:]),
    }


def report() -> list[tuple[str, float, float]]:
    """Name, ratio and bound of each figure."""
    times = measure()
    for name, value in times.items():
        print(f"    {name}: {value:.2f} ms")
    large = times["services, 200,000 events"]
    return [
        ("scan through the services / bare sqlite3 (median)", large / times["bare sqlite3, 200,000 events"], 3.0),
        ("scan with 200,000 events / with 2,000 (median)", large / times["services, 2,000 events"], 1.2),
    ]
