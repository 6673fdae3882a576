"""The timetable screen: real keys and mouse, kept for all doors, wrong entries said in plain words."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from deviceclerk.desktop.timetable import TimetableScreen
from deviceclerk.desktop.timetable_texts import read_lessons, read_time, write_lessons
from deviceclerk.domain.timetable import DayHours, DayMode, Holiday, Timetable
from deviceclerk.services import timetable as tables
from deviceclerk.services.clerk import open_clerk
from tests.desktop.app import App, button
from tests.desktop.test_preferences import choice
from tests.keys import Pointer

pytestmark = pytest.mark.display


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("15:00", time(15, 0)),
        ("15.00", time(15, 0)),
        (" 1500 ", time(15, 0)),
        ("15u30", time(15, 30)),
        ("830", time(8, 30)),
        ("9", time(9, 0)),
        ("00:00", time(0, 0)),
        ("24:00", None),
        ("12:60", None),
        ("", None),
        ("half one", None),
        ("15:0", None),
        ("15:00:00", None),
    ],
)
def test_times_as_people_type_them(text: str, at: time | None) -> None:
    assert read_time(text) == at


FIRST, SECOND = (time(8, 30), time(9, 20)), (time(9, 20), time(10, 10))


@pytest.mark.parametrize(
    ("text", "lessons"),
    [
        ("08:30-09:20, 09:20-10:10", (FIRST, SECOND)),
        ("8.30 - 9.20; 9.20 – 10.10", (FIRST, SECOND)),
        ("0830-0920 0920-1010", (FIRST, SECOND)),
        ("9:20-10:10,8:30-9:20", (FIRST, SECOND)),
        ("8:30 tot 9:20", (FIRST,)),
        ("", ()),
        ("8:30", "8:30"),
        ("8:30-9:20, 9:20", "9:20"),
        ("8:30-25:00, 9:20-10:10", "8:30-25:00"),
        ("first lesson", "first lesson"),
    ],
)
def test_lessons_as_people_type_them(text: str, lessons: object) -> None:
    assert read_lessons(text) == lessons
    if isinstance(lessons, tuple):
        assert read_lessons(write_lessons(lessons)) == lessons


def opened(app: App) -> TimetableScreen:
    """The screen, asked and in front."""
    app.open("timetable")
    screen = app.window.screen
    assert isinstance(screen, TimetableScreen)
    app.wait(lambda: screen.who.get(), "the timetable")
    app.rest()
    return screen


def write(app: App, field: Any, text: str) -> None:
    """Types a text in place of what stands in a field."""
    app.focus_on(field)
    field.selection_range(0, "end")
    app.keyboard.type(text, interval_ms=10)
    app.wait(lambda: field.get() == text, f"{text} in its field")
    app.rest()


def kept(app: App) -> Timetable:
    clerk = open_clerk(app.folder, app.clock)
    try:
        return tables.timetable(clerk)
    finally:
        clerk.close()


def keep(app: App, table: Timetable) -> None:
    clerk = open_clerk(app.folder, app.clock)
    try:
        tables.save_timetable(clerk, table)
    finally:
        clerk.close()


def said(app: App) -> str:
    shown = app.window.notices.shown
    return "" if shown is None else shown.text


def save(app: App, pointer: Pointer, screen: TimetableScreen) -> None:
    app.wait(screen.save_button.winfo_viewable, "the button to save")
    app.rest()
    pointer.click_on(screen.save_button)
    app.rest()


def test_a_week_with_an_early_wednesday_and_a_free_weekend(app: App, pointer: Pointer) -> None:
    screen = opened(app)
    assert not screen.save_button.winfo_viewable()
    write(app, screen.week.rows[0].time_field, "1500")
    write(app, screen.week.rows[2].time_field, "12.30")
    pointer.click_on(screen.week.copy)
    app.rest()
    assert str(screen.week.copy.cget("text")) == "Tuesday, Thursday and Friday as Monday"
    times = ["15:00", "15:00", "12:30", "15:00", "15:00", "", ""]
    assert [row.hand_back.get() for row in screen.week.rows] == times, "Wednesday is left as it is"
    for row in screen.week.rows[5:]:
        pointer.click_on(row.toggle)
    app.rest()
    assert screen.week.rows[6].time_field.instate(["disabled"])
    save(app, pointer, screen)
    app.wait(lambda: not screen.save_button.winfo_viewable(), "nothing more to save")
    three, early, free = (
        DayHours(hand_back=time(15, 0)),
        DayHours(hand_back=time(12, 30)),
        DayHours(school=False),
    )
    assert kept(app) == Timetable(week=(three, three, early, three, three, free, free))
    assert said(app).startswith("Saved.")
    app.wait(lambda: app.window.desk.door_mode.turns_at() is not None, "the door to know")
    turn = app.window.desk.door_mode.turns_at()
    assert turn is not None
    assert turn.time() == time(15, 0)


def test_a_group_with_hours_of_its_own_and_back(app: App, pointer: Pointer) -> None:
    keep(app, Timetable(week=(DayHours(hand_back=time(15, 0)),) * 7))
    screen = opened(app)
    assert screen.who.cget("values") == ("the whole school", "5A")
    screen.who.current(1)
    screen.who.event_generate("<<ComboboxSelected>>")
    app.rest()
    assert screen.week.rows[0].time_field.instate(["disabled"]), "the school's hours are changed at the school's"
    pointer.click_on(screen.own_button)
    app.rest()
    write(app, screen.week.rows[4].time_field, "12:00")
    assert screen.who.cget("values")[1] == "5A: own hours"
    save(app, pointer, screen)
    made = kept(app)
    assert made.groups["5A"][4] == DayHours(hand_back=time(12, 0))
    assert made.groups["5A"][:4] == made.week[:4]
    assert made.week[4] == DayHours(hand_back=time(15, 0))
    pointer.click_on(screen.own_button)
    app.rest()
    save(app, pointer, screen)
    assert kept(app).groups == {}


def test_per_lesson(app: App, pointer: Pointer) -> None:
    screen = opened(app)
    pointer.click_on(choice(screen, "Every lesson"))
    app.rest()
    assert not screen.week.rows[0].time_field.winfo_viewable()
    write(app, screen.week.rows[0].lessons_field, "8:30-9:20, 9:20-10:10")
    write(app, screen.lead_field, "3")
    save(app, pointer, screen)
    assert kept(app) == Timetable(
        DayMode.PER_LESSON, (DayHours(lessons=(FIRST, SECOND)), *((DayHours(),) * 6)), lead_minutes=3
    )


@pytest.mark.parametrize(
    ("lessons", "words"),
    [
        ("8:30-9:20, 9", "Monday: “9” is no lesson. Write 8:30-9:20, 9:20-10:10."),
        ("9:20-8:30", "Monday: the lesson of 09:20 ends before it begins."),
        ("8:30-9:20, 9:10-10:00", "Monday: the lesson of 09:10 begins before the one before it has ended."),
        ("8:30-8:34", "Monday: the lesson of 08:30 is too short to hand back 5 minutes before its end."),
    ],
)
def test_wrong_lessons_are_said_and_nothing_is_kept(app: App, pointer: Pointer, lessons: str, words: str) -> None:
    screen = opened(app)
    pointer.click_on(choice(screen, "Every lesson"))
    app.rest()
    write(app, screen.week.rows[0].lessons_field, lessons)
    save(app, pointer, screen)
    app.wait(lambda: said(app), "what is wrong")
    assert said(app) == words
    assert kept(app) == Timetable()


def test_a_wrong_time_is_said_and_has_the_keyboard(app: App, pointer: Pointer) -> None:
    screen = opened(app)
    write(app, screen.week.rows[1].time_field, "25:00")
    save(app, pointer, screen)
    assert said(app) == "Tuesday: “25:00” is no time of day. Write 15:00."
    assert app.window.root.focus_get() is screen.week.rows[1].time_field
    assert kept(app) == Timetable()
    screen.who.current(1)
    screen.who.event_generate("<<ComboboxSelected>>")
    app.rest()
    assert screen.who.get() == "the whole school", "the other week waits until this one can be read"
    pointer.click_on(screen.forget_button)
    app.rest()
    assert screen.week.rows[1].hand_back.get() == ""
    assert not screen.save_button.winfo_viewable()


def test_a_lead_that_is_no_number_is_said(app: App, pointer: Pointer) -> None:
    screen = opened(app)
    pointer.click_on(choice(screen, "Every lesson"))
    app.rest()
    write(app, screen.lead_field, "45")
    save(app, pointer, screen)
    assert said(app) == "Handing back can begin 0 to 30 minutes before the end of a lesson."
    assert kept(app) == Timetable()


def test_holidays_are_added_and_removed(app: App, pointer: Pointer) -> None:
    screen = opened(app)
    holidays = screen.holidays
    holidays.first.set_date(date(2026, 12, 19))
    holidays.last.set_date(date(2027, 1, 3))
    write(app, holidays.name, "Kerst")
    app.keyboard.tap("Return")
    app.rest()
    holidays.first.set_date(date(2026, 12, 4))
    holidays.last.set_date(date(2026, 12, 4))
    app.focus_on(holidays.add_button)
    app.keyboard.tap("space")
    app.rest()
    assert [one.name for one in holidays.holidays] == ["", "Kerst"], "in order of date"
    save(app, pointer, screen)
    christmas = Holiday(date(2026, 12, 19), date(2027, 1, 3), "Kerst")
    assert kept(app).holidays == (Holiday(date(2026, 12, 4), date(2026, 12, 4)), christmas)
    app.focus_on(holidays.removers[0])
    app.keyboard.tap("Home", "space")  # two blanks within 50 ms and nothing between are a scanner's
    app.rest()
    save(app, pointer, screen)
    assert kept(app).holidays == (christmas,)


def scrolled(screen: TimetableScreen) -> float:
    """How far down the page begins, as a share of its height."""
    seen = screen.page.yview()
    assert seen is not None
    return seen[0]


def test_the_page_follows_the_keyboard(app: App) -> None:
    keep(app, Timetable(holidays=tuple(Holiday(date(2027, 1, day), date(2027, 1, day)) for day in range(1, 15))))
    screen = opened(app)
    assert scrolled(screen) == 0.0
    app.focus_on(screen.holidays.removers[-1])
    app.wait(lambda: scrolled(screen) > 0, "the page to scroll")
    last = screen.holidays.removers[-1]
    assert last.winfo_rooty() + last.winfo_height() <= screen.winfo_rooty() + screen.winfo_height()
    app.focus_on(screen.back_button)
    app.wait(lambda: scrolled(screen) == 0.0, "the page to scroll back")


def test_a_holiday_that_ends_before_it_begins_is_not_added(app: App) -> None:
    screen = opened(app)
    screen.holidays.first.set_date(date(2026, 12, 19))
    screen.holidays.last.set_date(date(2026, 12, 18))
    app.focus_on(screen.holidays.add_button)
    app.keyboard.tap("space")
    app.rest()
    assert "comes before its first" in said(app)
    assert screen.holidays.holidays == ()


def test_what_another_program_keeps_shows_but_half_made_changes_stay(app: App) -> None:
    screen = opened(app)
    app.wait(lambda: app.window.pulse.looked, "the first look at the database")
    keep(app, Timetable(week=(DayHours(hand_back=time(14, 0)),) * 7))
    app.wait(lambda: screen.week.rows[0].hand_back.get() == "14:00", "the other program's hours")
    write(app, screen.week.rows[0].time_field, "13:45")
    keep(app, Timetable(week=(DayHours(hand_back=time(16, 0)),) * 7))
    app.wait(lambda: app.window.desk.door_mode.turns_at().hour == 16, "the change")  # type: ignore[union-attr]
    app.rest()
    assert screen.week.rows[0].hand_back.get() == "13:45"
    assert screen.save_button.winfo_viewable()


def test_a_scan_in_a_field_leaves_it_as_it_was(app: App) -> None:
    screen = opened(app)
    write(app, screen.week.rows[0].time_field, "15:00")
    app.keyboard.tap("End")  # what comes at a scanner's speed right before a code would be its prefix
    app.scan(app.devices[0].tag)
    app.wait(lambda: len(app.events()) == 1, "the event")
    assert screen.week.rows[0].hand_back.get() == "15:00"


def test_back_goes_where_one_came_from(app: App, pointer: Pointer) -> None:
    app.open("door")
    app.window.show("timetable", back="door")
    app.rest()
    pointer.click_on(button(app.window.screen, "Back"))
    app.wait(lambda: app.window.front == "door", "the screen before")
