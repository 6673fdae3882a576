"""The words for the timetable and for settings from the command line: weekdays, and what is refused."""

from __future__ import annotations

from deviceclerk.support.i18n import _


def weekday_word(weekday: int) -> str:
    """A weekday's name; 0 is Monday."""
    return (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )[weekday]


def day_text(weekday: int, group: object = None) -> str:
    """A weekday, and of which group where the school's own week is not meant: 'Monday (5A)'."""
    return f"{weekday_word(weekday)} ({group})" if group else weekday_word(weekday)


def refusals() -> dict[str, str]:
    """The words for the codes with which a timetable or a setting is refused."""
    return {
        "lead_range": _("Handing back can begin {least} to {most} minutes before the end of a lesson."),
        "lesson_reversed": _("{weekday}: the lesson of {start} ends before it begins."),
        "lesson_too_short": _(
            "{weekday}: the lesson of {start} is too short to hand back {lead} minutes before its end."
        ),
        "lessons_overlap": _("{weekday}: the lesson of {start} begins before the one before it has ended."),
        "holiday_reversed": _("The last day of a holiday ({last}) comes before the first ({first})."),
        "timetable_unreadable": _("The timetable is not right at “{where}”. Nothing was changed."),
        "timetable_key": _("The timetable has no “{where}”. Possible there is: {possible}. Nothing was changed."),
        "timetable_no_json": _(
            "That is no JSON: it goes wrong in line {line}, at character {column}. Nothing was changed."
        ),
        "bad_setting": _("“{value}” is no value for {key}. Possible is: {possible}."),
    }
