"""What the tour does, from the first start to the next morning, a step at a time: see build/tour.py."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from build.tour_window import AFTERNOON, GROUP, MORNING, Tour, open_tour

if TYPE_CHECKING:
    from deviceclerk.services.tags import Registered

SAMPLE = Path(__file__).parents[1] / "tests" / "samples" / "parro-wide.xlsx"
DEVICES = 20
SMALL = (1366, 768)


def the_day(folder: Path, **chosen: Any) -> None:
    """All of it, from the first start to the next morning."""
    with open_tour(folder, *SMALL, **chosen) as tour:
        import_export(tour)
        made = register(tour)
        set_up(tour)
        hand_in(tour, made)
        lend_and_take_in(tour, made)
        find_by_hand(tour, made)
        check_consent(tour)
        hand_back(tour, made)
        close_day(tour)
        next_morning(tour)
        read_guide(tour)


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
    from deviceclerk.services import people, tags
    from tests.printing import print_labels

    pupils = people.pupils(tour.clerk, [GROUP])[:DEVICES]
    made = [
        tags.add_device(tour.clerk, pupil.id, Kind.SMARTWATCH if n % 7 == 0 else Kind.PHONE, n)
        for n, pupil in enumerate(pupils, 1)
    ]
    tour.keyboard.chord("Control_L", "2")
    tour.front("devices", "the devices screen")
    tour.picture("devices")
    tour.window.show("labels", what="group", group=GROUP)
    tour.front("labels", "the labels")
    tour.picture("labels")
    printed = print_labels(tour.clerk, tour.folder / "tags.pdf", groups=[GROUP])
    print(f"{len(made)} devices registered, {printed.labels} tags printed on {printed.pages} page(s)")
    return made


def hand_in(tour: Tour, made: Sequence[Registered]) -> None:
    """The morning at the door."""
    from deviceclerk.domain import tagcode

    tour.at(MORNING)
    tour.keyboard.chord("Control_L", "1")
    tour.front("door", "the door")
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
        tour.front(key)
        tour.picture(key)
    tour.window.show("register", group="4A")
    tour.front("register", "the wizard")
    tour.picture("register")


def lend_and_take_in(tour: Tour, made: Sequence[Registered]) -> None:
    """In the course of the day: lent for a task, taken in, missing, ill, left at home; and the door says so."""
    from deviceclerk.domain.reasons import LendFor, TakeReason
    from deviceclerk.services import attendance, handling, staff

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


def find_by_hand(tour: Tour, made: Sequence[Registered]) -> None:
    """A new tag at the door, a pupil found by three letters, and all that can be done with a device."""
    from deviceclerk.domain import tagcode
    from deviceclerk.store import tags as store

    blank = tagcode.issue()
    with tour.clerk.database.writing() as connection:
        store.add_code(connection, blank, None, tour.clerk.clock())
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
    """Five minutes before the sports day; and what comes of it afterwards."""
    from deviceclerk.domain.consent import Medium, Respondent
    from deviceclerk.services import activities, people

    tour.keyboard.chord("Control_L", "3")
    tour.front("roster", "the consent roster")
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
    tour.front("activities", "the activity")
    tour.picture("activity")
    publish(tour, someone.id)


def publish(tour: Tour, person_id: int) -> None:
    """What was put on the website, the numbers of the school, and the page of one pupil."""
    from deviceclerk.domain.consent import Medium
    from deviceclerk.services import people, publications

    publications.add(
        tour.clerk,
        purpose="website",
        media=[Medium.PHOTO],
        place="www.school.example/sportdag",
        published_on=MORNING.date(),
        person_ids=[pupil.id for pupil in people.pupils(tour.clerk, [GROUP])[3:7]],
    )
    for key, params in (("publications", {}), ("figures", {}), ("pupil", {"person_id": person_id})):
        tour.window.show(key, **params)
        tour.front(key)
        tour.picture(key)


def hand_back(tour: Tour, made: Sequence[Registered]) -> None:
    """The afternoon at the door; one device stays behind."""
    tour.at(AFTERNOON)
    tour.keyboard.chord("Control_L", "1")
    tour.front("door", "the door")
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
    """The day's list, the course of the year, the closing; and the day's log, in the three forms."""
    from deviceclerk.domain.logscope import Scope
    from deviceclerk.domain.reasons import LeftReason
    from deviceclerk.services import closing, day, log_export

    tour.keyboard.chord("Control_L", "5")
    tour.front("day", "the day")
    tour.picture("day")
    tour.pointer.click_on(tour.screen.export_button)
    tour.picture("day-export")
    tour.keyboard.tap("Escape")
    tour.window.show("course")
    tour.front("course", "the course of the year")
    tour.picture("course")
    tour.window.show("closing", groups=(GROUP,))
    tour.front("closing", "the closing")
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


def next_morning(tour: Tour) -> None:
    """The settings and the keys; then what is left over, at the door of the next morning."""
    tour.keyboard.chord("Control_L", "6")
    tour.front("preferences", "the settings")
    tour.picture("settings")
    tour.keyboard.tap("F2")
    tour.picture("keys")
    tour.keyboard.tap("F2")
    tour.at(MORNING + timedelta(days=3))
    tour.keyboard.chord("Control_L", "1")
    tour.front("door", "the door")
    tour.screen.rest()
    tour.screen.refresh()
    tour.picture("door-next-morning")


def read_guide(tour: Tour) -> None:
    """The guide, at the page for the door."""
    tour.keyboard.tap("F1")
    tour.front("guide", "the guide")
    tour.picture("guide")
    tour.keyboard.tap("F1")
    tour.front("door", "the door")
