"""Writing the log: how long against openpyxl alone, and in how much memory."""

import multiprocessing
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from deviceclerk.documents.log import COLUMNS, LogRow, LogTable, LogTexts, write_log
from tests.benchmarks.measuring import ratio

ROWS = 100_000
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


def _export_and_tell(answer: Connection, path: str, count: int) -> None:
    our_xlsx(Path(path), count)
    # Not getrusage: its maximum goes back to before this program was loaded, to the parent's memory.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    answer.send(int(status.partition("VmHWM:")[2].split()[0]) / 1024)


def peak_mb(folder: Path, count: int = ROWS) -> float:
    """The most memory that writing so many rows takes, interpreter and libraries included, in megabytes."""
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_export_and_tell, args=(sending, str(folder / "memory.xlsx"), count))
    process.start()
    peak: float = receiving.recv()
    process.join()
    return peak


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
        peak = peak_mb(folder)
        print(f"    {ROWS:,} rows to xlsx: {peak:.0f} MB at most")
    return [
        ("log to xlsx / bare openpyxl, write-only", log / plain, 1.3),
        (f"memory for {ROWS:,} rows / {MEMORY_MB} MB", peak / MEMORY_MB, 1.0),
    ]


if __name__ == "__main__":
    for figure in report():
        print(figure)
