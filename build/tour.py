"""The main job without a person: a class handed in and back through the real window, with real keys and clicks.

    python build/tour.py [FOLDER]        leaves pictures of every screen, and the exports, in FOLDER (tour/)
    python build/tour.py --pictures      also replaces the pictures of the guide and of the README

Everything is done as a teacher does it: an export is imported and agreed to, devices are registered, tags are
typed as a scanner types them in the morning and in the afternoon, and the day's log is written.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from build.with_display import display  # noqa: E402

if TYPE_CHECKING:
    from deviceclerk.desktop.window import Window
    from deviceclerk.services.clerk import Clerk
    from deviceclerk.services.tags import Registered
    from tests.keys import Keyboard, Pointer

SAMPLE = ROOT / "tests" / "samples" / "parro-wide.xlsx"
GROUP = "3A"
DEVICES = 20
MORNING = datetime.fromisoformat("2026-11-20T08:21:00+01:00")
AFTERNOON = datetime.fromisoformat("2026-11-20T14:31:00+01:00")
README_PICTURES = {"door-handed-in": "door", "consent": "consent", "import-preview": "import"}
SMALL, LARGE = (1366, 768), (2560, 1440)


@dataclass
class Tour:
    """The window, the hands of a teacher, and where the pictures go."""

    window: Window
    clerk: Clerk
    keyboard: Keyboard
    pointer: Pointer
    folder: Path
    taken: int = 0

    def until(self, predicate: Callable[[], object], what: str) -> None:
        """Lets the window run until it is so; a tour that gets stuck says where."""
        from tests.helpers import wait_until

        wait_until(predicate, 30, root=self.window.root, what=what)

    def idle(self) -> None:
        """Everything asked was answered and is painted."""
        from tests.helpers import settle

        self.keyboard.sync()
        pause: list[bool] = []
        self.window.root.after(700, lambda: pause.append(True))
        self.until(lambda: pause and not self.window.working, "the window to be idle")
        settle(self.window.root)

    def picture(self, name: str) -> None:
        """Keeps what is on the screen now."""
        from PIL import ImageGrab

        self.idle()
        self.taken += 1
        root = self.window.root
        image = ImageGrab.grab((0, 0, root.winfo_width(), root.winfo_height()), xdisplay=os.environ["DISPLAY"])
        image.quantize(128).save(self.folder / f"{self.taken:02}-{name}.png", optimize=True)

    @property
    def screen(self) -> Any:
        """The screen in front."""
        return self.window.screen

    def scan(self, code: str) -> None:
        """Types a code as a scanner does, and waits for the answer to be shown."""
        before = self.screen.answer
        self.keyboard.type(code.lower(), interval_ms=3, end="Return")
        self.until(lambda: self.screen.answer is not before, "an answer")

    def at(self, moment: datetime) -> None:
        """Sets the school's clock, which runs on from there."""
        from deviceclerk.services.clerk import clock_from

        self.clerk.clock = clock_from(moment)


def import_export(tour: Tour) -> None:
    """The first start, and the import with its preview."""
    tour.picture("welcome")
    tour.window.show("import", path=SAMPLE)
    tour.until(lambda: tour.screen.preview is not None, "the preview")
    tour.picture("import-preview")
    understood = tour.screen.understood
    tour.until(understood.bar.winfo_ismapped, "as what the file was recognised")
    tour.pointer.click_on(understood.bar.look_button)
    tour.until(lambda: tour.screen.pane is understood.pane, "the columns")
    tour.picture("import-columns")
    tour.pointer.click_on(understood.pane.on_button)
    tour.until(lambda: tour.screen.pane is tour.screen.preview, "the preview again")
    tour.idle()
    tour.pointer.click_on(tour.screen.preview.apply)
    tour.until(lambda: tour.screen.pane is tour.screen.done, "the import")
    tour.picture("import-done")


def register(tour: Tour) -> Sequence[Registered]:
    """A phone for most of a class, each with its pocket; and the tags on a sheet."""
    from deviceclerk.domain.custody import Kind
    from deviceclerk.services import labels, people, tags

    pupils = people.pupils(tour.clerk, [GROUP])[:DEVICES]
    made = [
        tags.add_device(tour.clerk, pupil.id, Kind.SMARTWATCH if n % 7 == 0 else Kind.PHONE, n)
        for n, pupil in enumerate(pupils, 1)
    ]
    tour.keyboard.chord("Control_L", "2")
    tour.until(lambda: tour.window.front == "devices", "the devices screen")
    tour.picture("devices")
    tour.window.show("labels", what="group", group=GROUP)
    tour.until(partial(_in_front, tour.window, "labels"), "the labels")
    tour.picture("labels")
    printed = labels.print_labels(tour.clerk, tour.folder / "tags.pdf", groups=[GROUP])
    print(f"{len(made)} devices registered, {printed.labels} tags printed on {printed.pages} page(s)")
    return made


def hand_in(tour: Tour, made: Sequence[Registered]) -> None:
    """The morning at the door."""
    from deviceclerk.domain import tagcode

    tour.at(MORNING)
    tour.keyboard.chord("Control_L", "1")
    tour.until(lambda: tour.window.front == "door", "the door")
    tour.window.screen.refresh()
    tour.picture("door-morning")
    for one in made[:12]:
        tour.scan(one.tag)
    tour.picture("door-handed-in")
    tour.idle()
    tour.at(MORNING.replace(minute=24))
    tour.scan(made[4].tag)
    tour.picture("door-already-in")
    tour.scan(tagcode.issue())
    tour.picture("door-unknown-tag")
    tour.scan("dcbcdfghjk")
    tour.picture("door-damaged-code")
    for one in made[12:17]:
        tour.scan(one.tag)
    tour.keyboard.tap("F6")
    tour.picture("door-names")
    tour.keyboard.tap("F6")


def set_up(tour: Tour) -> None:
    """The timetable, the staff, a look at the scanner's check and at the wizard for a whole class."""
    from datetime import time as clock

    from deviceclerk.domain.timetable import DayHours, Holiday, Timetable
    from deviceclerk.services import staff, timetable

    usual, wednesday, free = DayHours(True, clock(14, 15)), DayHours(True, clock(12, 15)), DayHours(False)
    week = (usual, usual, wednesday, usual, usual, free, free)
    holiday = Holiday(datetime(2026, 12, 19).date(), datetime(2027, 1, 3).date(), "Kerstvakantie")
    timetable.save_timetable(tour.clerk, Timetable(week=week, holidays=(holiday,)))
    for name in ("Anja Bos", "Meryem Kaya"):
        member = staff.add(tour.clerk, name)
        staff.give_badge(tour.clerk, member.person.id)
    tour.window.desk.ask_timetable()
    for key in ("timetable", "staff", "scanner", "retention", "about"):
        tour.window.show(key)
        tour.until(partial(_in_front, tour.window, key), key)
        tour.picture(key)
    tour.window.show("register", group="4A")
    tour.until(partial(_in_front, tour.window, "register"), "the wizard")
    tour.picture("register")


def lend_and_take_in(tour: Tour, made: Sequence[Registered]) -> None:
    """In the course of the day: lent for a task, taken in, found by three letters, a new tag at the door."""
    from deviceclerk.domain import tagcode
    from deviceclerk.domain.reasons import LendFor, TakeReason
    from deviceclerk.services import attendance, handling, staff
    from deviceclerk.store import tags as store

    [acting, *_others] = staff.staff(tour.clerk)
    staff.acts(tour.clerk, acting.person.id)
    tour.at(MORNING.replace(hour=9, minute=40))
    now = tour.clerk.clock()
    handling.lend(
        tour.clerk,
        [made[2].device_id],
        allowed_by=acting.person.name.full,
        purpose=LendFor.TASK,
        until=now + timedelta(minutes=35),
    )
    handling.take(tour.clerk, made[17].device_id, taken_by=acting.person.name.full, reason=TakeReason.USED)
    handling.miss(tour.clerk, made[6].device_id)
    attendance.mark_absent(tour.clerk, made[18].person.id)
    attendance.no_device_today(tour.clerk, made[19].device_id)
    tour.window.screen.refresh()
    tour.screen.rest()
    tour.picture("door-in-the-lesson")
    tour.scan(made[17].tag)
    tour.picture("door-do-not-hand-back")
    tour.keyboard.tap("Escape")
    blank = tagcode.issue()
    with tour.clerk.database.writing() as connection:
        store.add_code(connection, blank, None, now)
    tour.scan(blank)
    tour.picture("door-new-tag")
    tour.keyboard.tap("Escape")
    tour.screen.rest()
    tour.idle()
    first = made[9].person.name.first.lower()
    tour.keyboard.type(first[:3] if first[:3].isascii() else "sem", interval_ms=160)
    tour.picture("finder")
    tour.keyboard.tap("Escape")
    tour.idle()
    tour.screen.focus_first()
    tour.keyboard.tap("Right", "Right", interval_ms=60)
    tour.keyboard.chord("Shift_L", "F10")
    tour.picture("what-can-be-done")
    tour.keyboard.tap("Escape")


def check_consent(tour: Tour) -> None:
    """Five minutes before the sports day; afterwards: publications, figures, the page of one pupil."""
    from deviceclerk.domain.consent import Medium, Respondent
    from deviceclerk.services import activities, people, publications

    tour.keyboard.chord("Control_L", "3")
    tour.until(lambda: tour.window.front == "roster", "the consent roster")
    tour.picture("consent")
    sports_day = activities.add(
        tour.clerk,
        "Sportdag",
        (MORNING + timedelta(days=12)).date(),
        groups=[GROUP],
        purposes=["website"],
        media=[Medium.PHOTO, Medium.FILM],
    )
    someone = people.pupils(tour.clerk, [GROUP])[0]
    activities.withdraw(tour.clerk, sports_day.id, someone.id, by=Respondent.GUARDIAN, source="telefonisch")
    tour.window.show("activities", activity_id=sports_day.id)
    tour.until(partial(_in_front, tour.window, "activities"), "the activity")
    tour.picture("activity")
    publications.add(
        tour.clerk,
        purpose="website",
        media=[Medium.PHOTO],
        place="www.school.example/sportdag",
        published_on=MORNING.date(),
        person_ids=[pupil.id for pupil in people.pupils(tour.clerk, [GROUP])[3:7]],
    )
    for key, params in (("publications", {}), ("figures", {}), ("pupil", {"person_id": someone.id})):
        tour.window.show(key, **params)
        tour.until(partial(_in_front, tour.window, key), key)
        tour.picture(key)


def hand_back(tour: Tour, made: Sequence[Registered]) -> None:
    """The afternoon at the door; one device stays behind."""
    tour.at(AFTERNOON)
    tour.keyboard.chord("Control_L", "1")
    tour.until(lambda: tour.window.front == "door", "the door")
    for one in made[:16]:
        tour.scan(one.tag)
    tour.picture("door-handed-back")
    tour.scan(made[18].tag)
    tour.picture("door-not-in")
    before = tour.screen.answer
    tour.keyboard.tap("F9")
    tour.until(lambda: tour.screen.answer is not before, "the undo")
    tour.picture("door-undone")
    tour.at(AFTERNOON.replace(minute=34))
    tour.scan(made[15].tag)
    tour.keyboard.tap("F7")
    tour.picture("door-next-device-back")
    tour.keyboard.tap("Escape")


def close_day(tour: Tour) -> None:
    """The day's list and its log, in the three forms; then the closing, and the next morning at the door."""
    from deviceclerk.domain.logscope import Scope
    from deviceclerk.domain.reasons import LeftReason
    from deviceclerk.services import closing, day, log_export

    tour.keyboard.chord("Control_L", "5")
    tour.until(lambda: tour.window.front == "day", "the day")
    tour.picture("day")
    tour.pointer.click_on(tour.screen.export_button)
    tour.picture("day-export")
    tour.keyboard.tap("Escape")
    tour.window.show("course")
    tour.until(partial(_in_front, tour.window, "course"), "the course of the year")
    tour.picture("course")
    tour.window.show("closing", groups=(GROUP,))
    tour.until(partial(_in_front, tour.window, "closing"), "the closing")
    tour.picture("closing")
    reasons = {d.device_id: closing.LeftAs(LeftReason.FORGOT) for d in closing.open_devices(tour.clerk, [GROUP])}
    closing.close_day(tour.clerk, [GROUP], reasons)
    on = MORNING.date()
    made = [
        log_export.export(tour.clerk, tour.folder / f"log.{ending}", Scope(on, on))
        for ending in ("xlsx", "csv", "pdf")
    ]
    left = day.day(tour.clerk).left_over
    print(f"{made[0].rows} events in the log; left over: {len(left)}")
    tour.keyboard.chord("Control_L", "6")
    tour.until(lambda: tour.window.front == "preferences", "the settings")
    tour.picture("settings")
    tour.keyboard.tap("F2")
    tour.picture("keys")
    tour.keyboard.tap("F2")
    tour.at(MORNING + timedelta(days=3))
    tour.keyboard.chord("Control_L", "1")
    tour.until(lambda: tour.window.front == "door", "the door")
    tour.screen.rest()
    tour.screen.refresh()
    tour.picture("door-next-morning")


def read_guide(tour: Tour) -> None:
    """The guide, at the page for the door."""
    tour.keyboard.tap("F1")
    tour.until(partial(_in_front, tour.window, "guide"), "the guide")
    tour.picture("guide")
    tour.keyboard.tap("F1")
    tour.until(partial(_in_front, tour.window, "door"), "the door")


def the_day(folder: Path, **chosen: Any) -> None:
    """All of it, from the first start to the next morning."""
    with open_tour(folder, *SMALL, **chosen) as tour:
        import_export(tour)
        made = register(tour)
        set_up(tour)
        hand_in(tour, made)
        lend_and_take_in(tour, made)
        check_consent(tour)
        hand_back(tour, made)
        close_day(tour)
        read_guide(tour)


@contextmanager
def open_tour(folder: Path, width: int, height: int, **chosen: Any) -> Iterator[Tour]:
    """The app in a window of this size, with the school that is kept in the tour's folder."""
    from deviceclerk.desktop.window import Window
    from deviceclerk.services import school
    from deviceclerk.services.clerk import clock_from, open_clerk
    from deviceclerk.support.settings import PcSettings
    from tests.helpers import wait_until
    from tests.keys import Keyboard, Pointer

    clerk = open_clerk(folder / "data", clock_from(MORNING))
    first = "welcome" if school.is_empty(clerk) else "door"
    window = Window(clerk, PcSettings(door_groups=(GROUP,), sound=False, **chosen), first=first)
    window.root.geometry(f"{width}x{height}+0+0")
    wait_until(window.root.winfo_viewable, root=window.root)
    window.root.focus_force()
    keyboard, pointer = Keyboard(os.environ["DISPLAY"]), Pointer(os.environ["DISPLAY"])
    try:
        yield Tour(window, clerk, keyboard, pointer, folder)
    finally:
        keyboard.close()
        pointer.close()
        window.close()


def other_looks(folder: Path) -> None:
    """The same screens large and dark in English, and at 125 %."""
    looks: tuple[tuple[str, tuple[int, int], dict[str, Any]], ...] = (
        ("large-dark-en", LARGE, {"text_size": 200, "theme": "dark", "language": "en"}),
        ("text-125", SMALL, {"text_size": 125}),
    )
    for look, size, chosen in looks:
        target = folder / look
        target.mkdir()
        with open_tour(folder, *size, **chosen) as tour:
            tour.folder = target
            for number, name in enumerate(("door", "devices", "roster", "import", "day", "preferences"), 1):
                tour.at(AFTERNOON.replace(minute=40))
                tour.keyboard.chord("Control_L", str(number))
                tour.until(partial(_in_front, tour.window, name), name)
                tour.picture(name)


def renew_pictures(folder: Path) -> None:
    """Puts what the README and the guide show in the place of their pictures: each page's, in its own language."""
    for name, readme in README_PICTURES.items():
        shutil.copy(_taken(folder, name), ROOT / "assets" / "pictures" / f"{readme}.png")
    for language, taken in (("nl", folder), ("en", folder / "en")):
        guide = ROOT / "assets" / "guide" / language
        pages = "".join(page.read_text(encoding="utf-8") for page in guide.glob("*.md"))
        shutil.rmtree(guide / "pictures", ignore_errors=True)
        (guide / "pictures").mkdir()
        for name in re.findall(r"!\[[^]]*]\(([\w-]+)\.png\)", pages):
            shutil.copy(_taken(taken, name), guide / "pictures" / f"{name}.png")


def _taken(folder: Path, name: str) -> Path:
    """The picture of this name. Raises ValueError where the tour took none, or two."""
    [found] = folder.glob(f"??-{name}.png")
    return found


def _in_front(window: Window, key: str) -> bool:
    return window.front == key


def main(arguments: Sequence[str] | None = None) -> int:
    """Makes the tour; 0 when all of it went well."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "tour")
    parser.add_argument(
        "--pictures", action="store_true", help="replace the pictures of the guide and of the README"
    )
    given = parser.parse_args(arguments)
    folder: Path = given.folder.resolve()
    if (folder / "data").is_dir() or not folder.exists():
        # Only what an earlier tour left is removed, never a folder of somebody else's.
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["TZ"] = "Europe/Amsterdam"
    time.tzset()
    with display("{}x{}x24".format(*LARGE)) as name:
        os.environ["DISPLAY"] = name
        the_day(folder)
        (folder / "en").mkdir()
        the_day(folder / "en", language="en")
        other_looks(folder)
    if given.pictures:
        renew_pictures(folder)
    pictures = sorted(path.relative_to(folder) for path in folder.rglob("*.png"))
    print(f"{len(pictures)} pictures, tags.pdf and log.xlsx, .csv, .pdf in {folder.name}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
