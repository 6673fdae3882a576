"""Writing the log: how long against openpyxl alone, on paper against Excel, and in how much memory half a million.

`python -m tests.benchmarks.logs pdf` measures the half million of one kind alone.
"""

import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import insert

from deviceclerk.documents.log import COLUMNS, LogRow, LogTable, LogTexts, write_log
from deviceclerk.domain.logscope import Scope
from deviceclerk.services import log_export
from deviceclerk.services.clerk import open_clerk
from deviceclerk.store.schema import device, event, person
from tests.benchmarks.measuring import ratio

ROWS, MANY = 100_000, 500_000
MEMORY_MB = 120
START = datetime.fromisoformat("2026-11-20T08:15:00+01:00")
TEXTS = LogTexts(
    title="Logboek", subtitle="2026-2027", made="", log_sheet="Logboek", headings=dict.fromkeys(COLUMNS, "Kop"),
    undone="ongedaan gemaakt", no_rows="", page="{page}/{pages}", signed=("", "", "", ""), told=str,
)  # fmt: skip
TABLES = [LogTable("Totalen", ("Groep", "Ingeleverd"), [("4B", ROWS // 2)])]


def log_rows(count: int) -> Iterator[LogRow]:
    """A log as a school year brings it: one event in fifty is undone, one in fifty has a note."""
    for number in range(1, count + 1):
        comes = number % 2
        yield LogRow(
            number,
            START + timedelta(seconds=number * 37),
            f"Voornaam{number % 900} van Achternaam{number % 700}",
            f"{number % 8 + 1}{'AB'[comes]}",
            "Telefoon",
            number % 30 + 1,
            "Ingeleverd" if comes else "Teruggegeven",
            "inleveren" if comes else "teruggeven",
            "scanner",
            "",
            "overgebleven van gisteren" if number % 50 == 1 else "",
            undone=number % 50 == 0,
        )


def bare_xlsx(path: Path, count: int) -> None:
    """The same values with nothing but openpyxl's write-only mode."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Logboek")
    for row in log_rows(count):
        moment = row.happened_at.replace(tzinfo=None)
        sheet.append(
            [
                row.number, moment.date(), moment.time(), row.pupil, row.group, row.device, row.pocket, row.what,
                row.phase, row.source, row.actor, row.notes, TEXTS.undone if row.undone else "",
            ]
        )  # fmt: skip
    book.save(path)


def our_xlsx(path: Path, count: int) -> None:
    """The log as the program writes it."""
    write_log(path, log_rows(count), TEXTS, TABLES)


def fill(folder: Path, count: int) -> tuple[date, date]:
    """A school of a thousand phones that came and went until there were so many events; the first and last day."""
    clerk = open_clerk(folder)
    numbers = range(1, 1001)
    people = [
        {"role": "pupil", "first_name": f"Voornaam{n}", "prefix": "van", "last_name": f"Achternaam{n % 700}",
         "name_key": f"{n}", "group_name": f"{n % 8 + 1}{'AB'[n % 2]}"}
        for n in numbers
    ]  # fmt: skip
    devices = [{"person_id": n, "kind": "phone", "pocket": n % 30 + 1, "registered_at": ""} for n in numbers]
    first = date(2024, 8, 26)
    day = last = first
    with clerk.database.writing() as connection:
        connection.execute(insert(person), people)
        connection.execute(insert(device), devices)
        for start in range(1, count + 1, 2000):
            connection.execute(insert(event), [_event(n, day) for n in range(start, min(start + 2000, count + 1))])
            last, day = day, day + timedelta(1 if day.weekday() < 4 else 3)
    clerk.close()
    return first, last


def _event(number: int, day: date) -> dict[str, object]:
    place = (number - 1) % 2000
    comes = place < 1000
    at = datetime(day.year, day.month, day.day, 6 if comes else 13) + timedelta(seconds=3 * (place % 1000))
    moment = at.isoformat(timespec="microseconds")
    word = "in" if comes else "out"
    return {
        "number": number, "scan_id": f"s{number}", "kind": f"check_{word}", "outcome": f"checked_{word}",
        "tier": "message", "device_id": place % 1000 + 1, "state_after": "in_keeping" if comes else "with_pupil",
        "in_force": number, "phase": word, "source": "scanner", "actor": "juf Anneke", "happened_at": moment,
        "offset_minutes": 60, "day": day, "recorded_at": moment,
        "notes": "carried_over" if number % 50 == 1 else "",
    }  # fmt: skip


def _tell_peak(answer: Connection, work: Callable[[], object]) -> None:
    work()
    # Not getrusage: its maximum goes back to before this program was loaded, to the parent's memory.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    answer.send(int(status.partition("VmHWM:")[2].split()[0]) / 1024)


def peak_mb(work: Callable[[], object]) -> float:
    """The most memory that this takes in a process of its own, interpreter and libraries included, in megabytes."""
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_tell_peak, args=(sending, work))
    process.start()
    peak: float = receiving.recv()
    process.join()
    return peak


def export_school(folder: Path, kind: str, first: date, last: date) -> None:
    """The whole way, from the database to the file."""
    clerk = open_clerk(folder)
    log_export.export(clerk, folder / f"log.{kind}", Scope(first, last))
    clerk.close()


def from_the_database(kind: str, count: int) -> float:
    """How much memory the export of so many events takes at most; prints it and how long it took."""
    with tempfile.TemporaryDirectory(prefix="deviceclerk-bench-") as name:
        first, last = fill(Path(name), count)
        began = time.monotonic()
        peak = peak_mb(partial(export_school, Path(name), kind, first, last))
        took = time.monotonic() - began
        size = (Path(name) / f"log.{kind}").stat().st_size / 1e6
    print(f"    {count:,} events to {kind}: {took:.0f} s, a file of {size:.0f} MB, {peak:.0f} MB of memory at most")
    return peak


def on_paper(folder: Path, count: int) -> float:
    """How many times as long a PDF of so many events takes as a workbook of them."""
    school = folder / "school"
    first, last = fill(school, count)
    paper, book = ratio(
        lambda: export_school(school, "pdf", first, last), lambda: export_school(school, "xlsx", first, last)
    )
    print(f"    {count:,} events to pdf: {paper:.2f} s, to xlsx {book:.2f} s")
    return paper / book


def report() -> list[tuple[str, float, float]]:
    """Name, ratio and bound of each figure; prints the times that they come from."""
    with tempfile.TemporaryDirectory(prefix="deviceclerk-bench-") as name:
        folder = Path(name)
        # A quarter of the rows in each round: the ratio is the same, and a benchmark must not take all day.
        some = ROWS // 4
        log, plain = ratio(
            lambda: our_xlsx(folder / "ours.xlsx", some), lambda: bare_xlsx(folder / "bare.xlsx", some)
        )
        print(f"    {some:,} rows to xlsx: {log:.2f} s, openpyxl alone {plain:.2f} s")
        peak = peak_mb(partial(our_xlsx, folder / "memory.xlsx", ROWS))
        print(f"    {ROWS:,} rows to xlsx: {peak:.0f} MB at most")
        paper = on_paper(folder, ROWS // 10)
    every = [(kind, MANY, from_the_database(kind, MANY)) for kind in ("csv", "xlsx", "pdf")]
    return [
        ("log to xlsx / bare openpyxl, write-only", log / plain, 1.3),
        (f"memory for {ROWS:,} rows / {MEMORY_MB} MB", peak / MEMORY_MB, 1.0),
        (f"log of {ROWS // 10:,} events to pdf / to xlsx", paper, 1.5),
        *(
            (f"memory for {count:,} events to {kind} / {MEMORY_MB} MB", peak / MEMORY_MB, 1.0)
            for kind, count, peak in every
        ),
    ]


if __name__ == "__main__":
    for word in sys.argv[1:]:
        from_the_database(word, MANY)
    for figure in report() if not sys.argv[1:] else ():
        print(figure)
