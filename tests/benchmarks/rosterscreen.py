"""The consent screen in a large school: its answer however many years of history, and a frame for each key typed.

A frame is a sixtieth of a second: what a key sets off takes no longer, filtering 2,000 names and painting included.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deviceclerk.desktop.roster_view import Choice, look_up
from deviceclerk.domain.consent import RECORDED
from deviceclerk.domain.roster import ReadPupil
from deviceclerk.services import roster
from deviceclerk.services.clerk import Clerk, open_clerk
from tests.rosters import cell, child, export

if TYPE_CHECKING:
    from deviceclerk.desktop.window import Window

PUPILS, GROUP_SIZE, YEARS, ROUNDS = 2000, 30, 5, 21
PURPOSES = ("website", "newsletter", "social_media", "yearbook", "newspaper", "class_photo")
FRAME_S = 1 / 60
_ANSWERS = ("yes", "yes", "yes", "no", "unanswered")
_FIRST = ("Anna", "Björn", "Chloë", "Daniël", "Emma", "Guus", "Isa", "Jip", "Loïs", "Mila", "Pien", "Renée")
_SYLLABLES = ("ba", "de", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu")
TYPED = "anna de ki"
LAST = 2026


def _school(folder: Path, years: int) -> Clerk:
    """A school whose parents answered anew every year, the newest on 4 September 2026."""
    now = [datetime(LAST, 9, 4, 9, tzinfo=UTC)]
    clerk = open_clerk(folder, lambda: now[0])
    rng = random.Random(20260904)
    for year in range(LAST - years + 1, LAST + 1):
        now[0] = now[0].replace(year=year)
        read = export(*(_pupil(number, rng) for number in range(PUPILS)), on=date(year, 9, 4))
        roster.apply(clerk, roster.compare(clerk, read))
    now[0] = datetime(LAST, 11, 20, 9, tzinfo=UTC)
    return clerk


def _pupil(number: int, rng: random.Random) -> ReadPupil:
    surname = "".join(_SYLLABLES[int(digit)] for digit in f"{number:04}").capitalize()
    answers = [
        cell(purpose, rng.choice(_ANSWERS), by, medium=RECORDED[0])
        for purpose in PURPOSES
        for by in ("guardian1", "guardian2")
    ]
    name = f"{_FIRST[number % len(_FIRST)]} {surname}"
    return child(name, _group(number), f"{10_000 + number}", answers=answers, row=number + 5)


def _group(number: int) -> str:
    return f"{number // GROUP_SIZE + 1}A"


def answer_times(one: Clerk, five: Clerk) -> tuple[float, float]:
    """Seconds (medians) of the screen's answer for one group, by turns: with one year of history, and with five."""
    choice = Choice((_group(300),), "website", RECORDED[:1])
    taken: dict[int, list[float]] = {1: [], YEARS: []}
    for turn in range(ROUNDS + 1):
        for years, clerk in ((1, one), (YEARS, five)):
            began = time.perf_counter()
            found = look_up(clerk, choice)
            seconds = time.perf_counter() - began
            assert len(found.lines) == GROUP_SIZE
            if turn:  # the first fills the caches
                taken[years].append(seconds)
    return statistics.median(taken[1]), statistics.median(taken[YEARS])


@contextmanager
def _window(folder: Path) -> Iterator["Window"]:
    from deviceclerk.desktop.window import Window
    from deviceclerk.support.settings import PcSettings

    moment = datetime(LAST, 11, 20, 9, tzinfo=UTC)
    settings = folder / "settings.json"
    window = Window(
        lambda: open_clerk(folder, lambda: moment), PcSettings(), settings_file=settings, first="roster"
    )
    try:
        yield window
    finally:
        window.close()


def typing_times(folder: Path) -> list[float]:
    """Seconds in which the window was at work for each key of a name typed into the search of all pupils."""
    import os

    from tests.helpers import wait_until
    from tests.keys import Keyboard

    with _window(folder) as window:
        root = window.root
        wait_until(root.winfo_viewable, root=root)
        root.focus_force()
        screen: Any = window.screen
        wait_until(lambda: screen.view, root=root, timeout=30, what="the roster")
        wait_until(lambda: not window.jobs.busy(), root=root)
        screen.search()
        root.update()
        keyboard = Keyboard(os.environ["DISPLAY"])
        taken = []
        try:
            for number in range(1, len(TYPED) + 1):
                keyboard.type(TYPED[number - 1])
                taken.append(_at_work(window, TYPED[:number].strip()))
        finally:
            keyboard.close()
    return taken


def _at_work(window: "Window", until: str) -> float:
    """Seconds of this program's own work until the list is filtered by the text, and all is painted."""
    root, at_work = window.root, 0.0
    screen: Any = window.screen
    patience = time.monotonic() + 10
    quiet = 0
    # The filter waits a moment for the next key; what comes after it is over once nothing is due for 200 ms.
    while quiet < 100:
        assert time.monotonic() < patience, "the window never came to rest"
        began = time.process_time()
        worked = root.tk.dooneevent(2)  # TCL_DONT_WAIT
        if worked:
            root.update_idletasks()
            at_work += time.process_time() - began
        else:
            time.sleep(0.002)
        done = screen.field.text == until and not window.jobs.busy()
        quiet = 0 if worked or not done else quiet + 1
    return at_work


def report() -> list[tuple[str, float, float]]:
    """Name, ratio and bound of each figure."""
    with tempfile.TemporaryDirectory(prefix="deviceclerk-bench-") as aside:
        folder = Path(aside)
        one, five = _school(folder / "one", 1), _school(folder / "five", YEARS)
        first, grown = answer_times(one, five)
        one.close()
        five.close()
        keys = typing_times(folder / "five")
    print(
        f"    answer for {GROUP_SIZE} of {PUPILS}: {first * 1000:.1f} ms, with {YEARS} years {grown * 1000:.1f} ms"
    )
    print(f"    a key: {statistics.median(keys) * 1000:.1f} ms, the longest {max(keys) * 1000:.1f} ms")
    return [
        (f"the screen's answer with {YEARS} years of history / with one", grown / first, 1.5),
        ("a key in the search of all pupils / a frame", statistics.median(keys) / FRAME_S, 1.0),
    ]
