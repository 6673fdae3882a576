"""The school's settings by key, as scripts read and set them: those of the settings screen, and the timetable."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any, Final

from deviceclerk.domain.consent import Level
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.retention import MOST_WEEKS, MOST_YEARS
from deviceclerk.domain.timetable_data import parse, to_json
from deviceclerk.services import autoexport, school, timetable
from deviceclerk.services.clerk import Change, Clerk
from deviceclerk.services.school import AGE_LIMITS

TIMETABLE: Final = "timetable"
_YES, _NO = ("true", "yes", "ja", "1"), ("false", "no", "nee", "0")


def _text(_key: str, value: str) -> object:
    return value.strip()


def _level(key: str, value: str) -> object:
    if value not in list(Level):
        raise Refused("bad_setting", key=key, value=value, possible=", ".join(Level))
    return Level(value)


def _age(key: str, value: str) -> object:
    if value not in map(str, AGE_LIMITS):
        raise Refused("bad_setting", key=key, value=value, possible=", ".join(map(str, AGE_LIMITS)))
    return int(value)


def _switch(key: str, value: str) -> object:
    if value.lower() not in (*_YES, *_NO):
        raise Refused("bad_setting", key=key, value=value, possible="true, false")
    return value.lower() in _YES


def _purposes(_key: str, value: str) -> object:
    return tuple(sorted({part.strip() for part in value.split(",") if part.strip()}))


def _year_start(key: str, value: str) -> object:
    month, dash, day = value.strip().partition("-")
    right = dash and month.isdecimal() and day.isdecimal() and max(len(month), len(day)) <= 2
    if not right or not school.is_day_of_every_year(int(month), int(day)):
        raise Refused("bad_setting", key=key, value=value, possible="01-01 … 12-31")
    return int(month), int(day)


def _up_to(most: int) -> Callable[[str, str], object]:
    def read(key: str, value: str) -> object:
        if not value.strip().isdecimal() or int(value) > most:
            raise Refused("bad_setting", key=key, value=value, possible=f"0 … {most}")
        return int(value)

    return read


_SCHOOL: Final[dict[str, Callable[[str, str], object]]] = {
    "name": _text,
    "level": _level,
    "age_limit": _age,
    "yearly_expiry": _switch,
    "both_guardians": _switch,
    "pupil_alone_counts": _switch,
    "purposes_off": _purposes,
    "year_begins": _year_start,
    "log_weeks": _up_to(MOST_WEEKS),
    "leaver_years": _up_to(MOST_YEARS),
}


def _kind_of_log(key: str, value: str) -> object:
    if value not in autoexport.KINDS:
        raise Refused("bad_setting", key=key, value=value, possible=", ".join(autoexport.KINDS))
    return value


_LOG: Final[dict[str, tuple[str, Callable[[str, str], object]]]] = {
    "auto_export_folder": ("folder", _text),
    "auto_export_kind": ("kind", _kind_of_log),
    "auto_export_names": ("names", _switch),
}
"""The log that is saved by itself at each closing: where to (empty: not at all), as what, with names or without."""
KEYS: Final = (*_SCHOOL, *_LOG, TIMETABLE)
"""All settings of the school."""


def get(clerk: Clerk) -> dict[str, Any]:
    """All settings of the school by key, as JSON has them."""
    chosen = asdict(school.settings(clerk))
    found = {key: chosen[key] for key in _SCHOOL}
    found["purposes_off"] = list(found["purposes_off"])
    found["year_begins"] = "{:02}-{:02}".format(*found["year_begins"])
    saved = asdict(autoexport.choices(clerk))
    found.update((key, saved[name]) for key, (name, _read) in _LOG.items())
    return {**found, TIMETABLE: to_json(timetable.timetable(clerk))}


def put(clerk: Clerk, key: str, value: str) -> Change:
    """Sets one setting from a text: true or false, several purposes with commas, the school year's first day as
    month and day ('08-01'), the timetable as JSON.

    Raises Refused `bad_setting` with what is `possible`, `no_such_folder`, `timetable_no_json` with `line` and
    `column`, or what `timetable_data.parse` and `timetable.save_timetable` raise. Raises KeyError for a key that is
    none of KEYS.
    """
    change: dict[str, Any]
    if key == TIMETABLE:
        try:
            data = json.loads(value)
        except json.JSONDecodeError as error:
            raise Refused("timetable_no_json", line=error.lineno, column=error.colno) from None
        return timetable.save_timetable(clerk, parse(data))
    if key in _LOG:
        name, read = _LOG[key]
        change = {name: read(key, value)}
        return autoexport.choose(clerk, replace(autoexport.choices(clerk), **change))
    change = {key: _SCHOOL[key](key, value)}
    return school.save_settings(clerk, replace(school.settings(clerk), **change))
