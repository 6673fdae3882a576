"""The door's window: from the Return key to the painted answer, and from the start to the first picture.

Each is measured beside a bare window that does the least: commits the same insert and repaints a label, or shows
a banner and a table of 30 rows.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
import tkinter as tk
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from deviceclerk.store.database import FILE_NAME
from deviceclerk.support import settings as pcsettings
from tests.benchmarks import scan

if TYPE_CHECKING:
    from tests.keys import Keyboard

STARTS = 9
SCANS = 400
PATIENCE_S = 30.0

BARE_START = """
import time, ttkbootstrap as ttk
root = ttk.App(theme="bootstrap-light", title="bare", size=(1200, 700))
ttk.Label(root, text="Scan", font=("TkDefaultFont", 40), bootstyle="@success", padding=30).pack(fill="x")
table = ttk.Treeview(root, columns=("a", "b", "c"), show="headings")
for number in range(30):
    table.insert("", "end", values=(number, f"name {number}", "in"))
table.pack(fill="both", expand=True)
root.wait_visibility()
root.update()
root.winfo_pointerx()
print(time.monotonic())
"""

OUR_START = """
import sys, time
from deviceclerk.desktop.window import Window
from deviceclerk.services.clerk import change_token

def run(window):
    window.root.wait_visibility()
    window.root.update()
    window.root.winfo_pointerx()
    painted = time.monotonic()
    ready = []
    window.desk.ask_first(change_token, then=ready.append)
    while not ready:
        window.root.tk.dooneevent(0)  # waits as the main loop does; a spinning loop would hold up the threads
    print(painted, time.monotonic())
    window.close()

Window.run = run
from deviceclerk.__main__ import main
main(["--data", sys.argv[1]])
"""

OUR_OPENING = """
import sys, time
from deviceclerk.desktop.window import Window
from deviceclerk.services.clerk import open_clerk
from deviceclerk.support.settings import PcSettings
from pathlib import Path

def run(window):
    window.root.wait_visibility()
    until = time.monotonic() + 1.0
    while time.monotonic() < until:
        window.root.update()
        time.sleep(0.005)
    began = time.perf_counter()
    window.show("door")
    while not window.screens["door"].view.all:
        window.root.tk.dooneevent(0)
    window.root.update_idletasks()
    window.root.winfo_pointerx()
    print(time.perf_counter() - began)
    window.close()

run(Window(open_clerk(Path(sys.argv[1])), PcSettings(), first="preferences"))
"""


OUR_REOPENING = """
import sys, time
from deviceclerk.desktop.window import Window
from deviceclerk.services.clerk import open_clerk
from deviceclerk.support.settings import PcSettings
from pathlib import Path

def rest(window, seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        window.root.update()
        time.sleep(0.005)

def shown(window):
    began = time.perf_counter()
    window.show("door")
    while not window.screens["door"].view.all:
        window.root.tk.dooneevent(0)
    window.root.update()
    window.root.winfo_pointerx()
    return time.perf_counter() - began

def run(window):
    window.root.wait_visibility()
    rest(window, 1.0)
    window.show("door")
    rest(window, 2.0)
    print("ready", flush=True)
    for wish in sys.stdin:
        window.show("preferences")
        rest(window, 0.3)
        if wish == "anew\\n":
            window.screens.pop("door").destroy()
            rest(window, 0.2)
        print(shown(window), flush=True)
        rest(window, 1.0)
    window.close()

run(Window(open_clerk(Path(sys.argv[1])), PcSettings(), first="preferences"))
"""


def _spawned(*arguments: str) -> list[float]:
    """Seconds from the spawning of a Python process to each moment that it prints."""
    # Compiled once as on any PC, and as the libraries were when they were installed.
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, *arguments]
    began = time.monotonic()
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL, env=surroundings
    )
    return [float(word) - began for word in done.stdout.split()]


def start_up(folder: Path) -> tuple[float, float, float]:
    """Seconds (medians): a bare window's first paint, the door's first paint, the door ready for a scan."""
    bare, painted, ready = [], [], []
    for turn in range(STARTS + 1):
        ours = _spawned("-c", OUR_START, str(folder))
        theirs = _spawned("-c", BARE_START)
        if turn:  # the first start fills the caches
            painted.append(ours[0])
            ready.append(ours[1])
            bare.append(theirs[0])
    return statistics.median(bare), statistics.median(painted), statistics.median(ready)


def opening(folder: Path, empty: Path) -> tuple[float, float]:
    """Seconds (medians) from the wish to see the door to its first complete picture: a school's, an empty one's.

    In a window that is open: the first time that it shows the door, with bag, counts and the place of the answer.
    """
    ours, bare = [], []
    for _turn in range(STARTS):
        ours.append(_printed(OUR_OPENING, folder))
        bare.append(_printed(OUR_OPENING, empty))
    return statistics.median(ours), statistics.median(bare)


def reopening(folder: Path, empty: Path) -> dict[str, tuple[float, float]]:
    """Seconds (medians) until a window that had shown the door shows it once more: a school's, an empty one's.

    "again": it comes back from behind another screen; "anew": it is made once more, as after a change of language
    or size. Two windows of one display take turns, so that a slow moment hits both.
    """
    windows = [_waiting_window(folder), _waiting_window(empty)]
    found = {}
    for wish in ("again", "anew"):
        turns = [[_answered(window, wish) for window in windows] for _turn in range(STARTS + 1)][1:]
        ours, bare = zip(*turns, strict=True)
        found[wish] = statistics.median(ours), statistics.median(bare)
    for window in windows:
        window.communicate()
    return found


def _waiting_window(folder: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", OUR_REOPENING, str(folder)]
    window = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert window.stdout is not None
    if window.stdout.readline() != "ready\n":
        raise RuntimeError("the window did not open")
    return window


def _answered(window: "subprocess.Popen[str]", wish: str) -> float:
    assert window.stdin is not None
    assert window.stdout is not None
    window.stdin.write(f"{wish}\n")
    window.stdin.flush()
    return float(window.stdout.readline())


def _printed(code: str, folder: Path) -> float:
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    return float(done.stdout)


def without_devices(folder: Path) -> None:
    """The same school before any device was registered."""
    from sqlalchemy import delete

    from deviceclerk.services.clerk import open_clerk
    from deviceclerk.store.schema import code, device

    scan.fill(folder, 0)
    clerk = open_clerk(folder)
    with clerk.database.writing() as connection:
        connection.execute(delete(code))
        connection.execute(delete(device))
    clerk.close()


def _press_return(root: tk.Misc, keyboard: "Keyboard", text: str) -> float:
    """Types a code as a scanner does, up to its Return; answers when that was pressed."""
    keyboard.type(text.lower(), interval_ms=1)
    keyboard.sync()
    root.update()
    pressed = time.perf_counter()
    keyboard.tap("Return")
    return pressed


def _wait(root: tk.Misc, painted: list[float]) -> float:
    """Lets the window run until it painted; a watchdog ends a scan that was lost."""
    lost = root.after(int(PATIENCE_S * 1000), root.quit)
    root.mainloop()
    root.after_cancel(lost)
    if not painted:
        raise RuntimeError("a scan was lost")
    return painted.pop()


def our_answers(folder: Path, keyboard: "Keyboard") -> list[float]:
    """Milliseconds from Return to painted answer through the real window."""
    from deviceclerk.desktop.window import Window
    from deviceclerk.domain.schoolday import Mode
    from deviceclerk.services.clerk import open_clerk
    from deviceclerk.services.custody import ScanAnswer
    from deviceclerk.support.settings import PcSettings

    window = Window(open_clerk(folder), PcSettings(door_groups=("1A",)), first="door")
    painted: list[float] = []
    present = window.present

    def presented(answer: ScanAnswer) -> None:
        present(answer)
        window.root.update_idletasks()
        window.root.winfo_pointerx()  # the display answers only when it has drawn all that was sent
        painted.append(time.perf_counter())
        window.root.quit()

    window.present = presented  # type: ignore[method-assign]
    _settle(window.root)
    times = []
    for turn in range(SCANS):
        if turn % (SCANS // 2) == 0:
            window.desk.set_mode(Mode.OUT if turn else Mode.IN)
            _settle(window.root)
        pressed = _press_return(window.root, keyboard, scan.tag(turn % (SCANS // 2) + 1))
        times.append((_wait(window.root, painted) - pressed) * 1000)
    window.close()
    return times


def bare_answers(database: Path, keyboard: "Keyboard") -> list[float]:
    """The same of a window that only commits the same insert and repaints a label."""
    bare = scan.Bare(database)
    root = tk.Tk()
    root.geometry("1200x700")
    label = tk.Label(root, text="", font=("TkDefaultFont", 60))
    label.pack(fill="both", expand=True)
    painted: list[float] = []
    letters: list[str] = []

    def ended(_event: object) -> None:
        bare.scan("".join(letters[-12:]).upper(), datetime.now().astimezone())
        label.configure(text="".join(letters[-12:]))
        root.update_idletasks()
        root.winfo_pointerx()
        painted.append(time.perf_counter())
        root.quit()

    root.bind("<Key>", lambda event: letters.append(event.char))
    root.bind("<Return>", ended)
    root.focus_force()
    _settle(root)
    times = []
    for turn in range(SCANS):
        pressed = _press_return(root, keyboard, scan.tag(turn % (SCANS // 2) + 1))
        times.append((_wait(root, painted) - pressed) * 1000)
    root.destroy()
    bare.connection.close()
    return times


def _settle(root: tk.Misc) -> None:
    until = time.monotonic() + 0.6
    while time.monotonic() < until:
        root.update()
        time.sleep(0.005)
    root.focus_force()
    root.update()


def _p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[98]


def report() -> list[tuple[str, float, float]]:
    """Name, ratio and bound of each figure; needs a display of its own."""
    from tests.keys import Keyboard

    keyboard = Keyboard(os.environ["DISPLAY"])
    with tempfile.TemporaryDirectory(prefix="deviceclerk-bench-") as aside:
        folder = Path(aside)
        scan.fill(folder / "ours", 4000)
        scan.fill(folder / "bare", 4000)
        ours = our_answers(folder / "ours", keyboard)
        theirs = bare_answers(folder / "bare" / FILE_NAME, keyboard)
        pcsettings.save(folder / "ours" / pcsettings.FILE_NAME, pcsettings.PcSettings(door_groups=("1A",)))
        bare, painted, ready = start_up(folder / "ours")
        without_devices(folder / "empty")
        full, empty = opening(folder / "ours", folder / "empty")
        more = reopening(folder / "ours", folder / "empty")
    keyboard.close()
    bound = max(16.0, 4 * _p99(theirs))
    print(f"    Return to painted answer: median {statistics.median(ours):.1f} ms, p99 {_p99(ours):.1f} ms")
    print(f"    the same, bare window: median {statistics.median(theirs):.1f} ms, p99 {_p99(theirs):.1f} ms")
    print(f"    first paint: bare {bare * 1000:.0f} ms, door {painted * 1000:.0f} ms, ready {ready * 1000:.0f} ms")
    print(f"    opening the door: 2,000 devices {full * 1000:.0f} ms, none {empty * 1000:.0f} ms")
    for wish, (ours_again, bare_again) in more.items():
        print(f"    opening it {wish}: 2,000 devices {ours_again * 1000:.0f} ms, none {bare_again * 1000:.0f} ms")
    return [
        ("opening the door with 2,000 devices / with none", full / empty, 1.3),
        *(
            (f"opening it {wish} with 2,000 devices / with none", of_ours / of_bare, 1.3)
            for wish, (of_ours, of_bare) in more.items()
        ),
        (f"Return to painted answer, p99 / bound of {bound:.0f} ms", _p99(ours) / bound, 1.0),
        ("first paint of the door / of a bare window", painted / bare, 1.5),
        ("ready for the first scan / first paint of a bare window", ready / bare, 2.5),
    ]
