"""Does with a frozen program what a teacher does first, by real keys in its real window.

    python build/drive_frozen.py PROGRAM            on a virtual display of its own
    python build/drive_frozen.py --wine PROGRAM.exe  the same under Wine

From the welcome to the demonstration school, a scan in and one out; what came of it is read from the database, by
another program than the one that wrote it. Ends with 0, or with one sentence that says what did not happen.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from build import windows_python
from build.seen import PAUSE_S, NotSeen, Screen
from build.with_display import display
from tests.keys import Keyboard

DATABASE: Final = "deviceclerk.sqlite3"
SCAN_S = 20.0
"""So long a scan may take to be recorded."""
TORN: Final = "damaged_code"
"""What comes of a piece of a code."""
WINE_TRIES: Final = 5
"""Wine stamps a key with the time at which it got round to it: on a busy machine a code falls apart there."""


def query(database: Path, sql: str, *values: object) -> list[Any]:
    """Asks a copy of the database, its log beside it: the program's own stays alone with it."""
    with tempfile.TemporaryDirectory(prefix="deviceclerk-") as folder:
        copy = Path(folder) / database.name
        try:
            for ending in ("", "-wal"):
                source = database.with_name(database.name + ending)
                if source.exists():
                    shutil.copyfile(source, copy.with_name(source.name))
            with closing(sqlite3.connect(copy)) as connection:
                return connection.execute(sql, values).fetchall()
        except (sqlite3.Error, OSError):
            return []  # it is being written just now, or not made yet


class Driven:
    """The program in its window, and the hands before it."""

    def __init__(self, name: str, process: subprocess.Popen[bytes], home: Path, tries: int = 1) -> None:
        self.screen, self.keyboard = Screen(name), Keyboard(name)
        self._process, self._home, self._tries = process, home, tries

    def see(self, text: str) -> Any:
        """Waits for a window with this in its title, painted, and gives it the keyboard."""

        def look() -> Any:
            if self._process.poll() is not None:
                raise NotSeen(f"the program ended with {self._process.returncode} before {text!r}")
            window = self.screen.window(text)
            return window if window is not None and self.screen.still(window) else None

        window = self.screen.until(look, f"no painted window with {text!r}")
        self.screen.focus(window)
        return window

    @property
    def database(self) -> Path:
        """The demonstration school's, once there is one."""
        found = sorted(self._home.rglob(f"*demo*/{DATABASE}")) + sorted(self._home.rglob(f"*demo*/*/{DATABASE}"))
        return found[0] if found else self._home / DATABASE

    def scan(self, code: str) -> str:
        """Types a code as a scanner does, and waits for what the database says came of it.

        Where `tries` allows, a code that came in pieces is typed anew.
        """
        found = self._scan_once(code)
        for _again in range(self._tries - 1):
            if found and TORN not in found:
                break
            self.screen.until(lambda: self.screen.still(self.screen.window("Door"), 1.0), "the door at rest")
            self.keyboard.tap("Escape")
            found = self._scan_once(code)
        if not found:
            raise NotSeen(f"no event for {code}")
        return found

    def _scan_once(self, code: str) -> str:
        events = "SELECT outcome FROM event WHERE source = 'scanner' ORDER BY number"
        before = len(query(self.database, events))
        self.keyboard.type(code, interval_ms=5, end="Return")
        end = time.monotonic() + SCAN_S
        while not (found := query(self.database, events)[before:]) and time.monotonic() < end:
            time.sleep(PAUSE_S)
        return ", ".join(outcome for (outcome,) in found)

    def expect(self, code: str, outcome: str) -> None:
        """Scans, and says what came of it where it is not this."""
        if (found := self.scan(code)) != outcome:
            raise NotSeen(f"{code} brought {found}, not {outcome}")

    def close(self, window: Any) -> None:
        """Closes the window; the program must then end by itself, and well."""
        self.screen.close_window(window)
        if code := self._process.wait(30):
            raise NotSeen(f"the program ended with {code}")

    def end(self) -> None:
        """Ends both connections."""
        self.keyboard.close()
        self.screen.end()


def drive(program: Driven) -> None:
    """The first minutes: welcome, demonstration school, one device in, the same out."""
    program.see("Welcome")
    program.keyboard.tap("Tab")
    program.keyboard.tap("space", interval_ms=200)
    window = program.see("demonstration school")
    tags = "SELECT code FROM code WHERE device_id IS NOT NULL ORDER BY id LIMIT 1"
    ((code,),) = program.screen.until(lambda: query(program.database, tags), "no device in the demonstration")
    # Handing in or back is a matter of the time of day: F8 switches.
    if (found := program.scan(code)) == "not_in":
        program.keyboard.tap("F8")
        program.expect(code, "checked_in")
    elif found != "checked_in":
        raise NotSeen(f"{code} brought {found} first")
    program.keyboard.tap("F8")
    program.expect(code, "checked_out")
    program.close(window)


@contextmanager
def started(program: Path, wine: bool) -> Iterator[Driven]:
    """The program on a display and with a home of its own, ended at the end of the block."""
    with display() as name, tempfile.TemporaryDirectory(prefix="deviceclerk-") as folder:
        home = Path(folder)
        data = home / "data"
        if wine:
            environment = windows_python.environment(name)
            command = [str(windows_python.wine()), windows_python.inside(program)]
            words = ["--data", windows_python.inside(data), "--language", "en"]
            home = windows_python.PREFIX / "drive_c" / "users"
            for before in home.glob("*/AppData/Local/deviceclerk-demo"):
                shutil.rmtree(before)
        else:
            environment = {"DISPLAY": name, "HOME": str(home), "TZ": "Europe/Amsterdam"}
            command, words = [str(program)], ["--data", str(data), "--language", "en"]
        null = subprocess.DEVNULL
        # Under Wine a file in place of a stream would end Python; the null device does not.
        process = subprocess.Popen([*command, *words], env=environment, stdin=null, stdout=null, stderr=null)
        driven = Driven(name, process, home, WINE_TRIES if wine else 1)
        try:
            yield driven
        finally:
            driven.end()
            if process.poll() is None:
                process.kill()
                process.wait(30)


def main(words: list[str]) -> int:
    """Drives the program that `words` name and returns the exit code."""
    wine = words[:1] == ["--wine"]
    program = Path(words[-1]).resolve()
    try:
        with started(program, wine) as driven:
            drive(driven)
    except NotSeen as missing:
        print(f"{os.path.basename(program)}: {missing}", file=sys.stderr)
        return 1
    print(f"{program.name}: welcome, demonstration school and a scan, by real keys: good")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
