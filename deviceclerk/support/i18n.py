"""The two languages of the program: Dutch, and English for whoever asks for it.

Texts are English in the code and translated at the moment of use, so that a change of language reaches
every text made after it. Import `_` by name and call it inside functions, never while importing.
"""

from __future__ import annotations

import datetime as dt
import gettext as _gettext
import threading
from collections.abc import Mapping

from deviceclerk.support import paths

DEFAULT = "nl"
LANGUAGES: Mapping[str, str] = {"nl": "Nederlands", "en": "English"}
"""The languages that there are: code to the name that its own speakers use."""

_DAYS = {
    "nl": ("ma", "di", "wo", "do", "vr", "za", "zo"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = {
    "nl": ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_SHORT = {"nl": "{0.day:02}-{0.month:02}-{0.year}", "en": "{0.day:02}/{0.month:02}/{0.year}"}

_lock = threading.Lock()
_language = DEFAULT
_catalogues: dict[str, _gettext.NullTranslations] = {}


def set_language(code: str) -> None:
    """Takes `code` ("nl" or "en") as the language of every text from now on, in all threads.

    Raises ValueError for a language that there is not.
    """
    global _language
    if code not in LANGUAGES:
        raise ValueError(f"no such language: {code!r}")
    _language = code


def language() -> str:
    """The language in force, "nl" or "en"."""
    return _language


def _catalogue() -> _gettext.NullTranslations:
    """The catalogue in force, read at its first use; the English texts themselves where there is none."""
    code = _language
    found = _catalogues.get(code)
    if found is None:
        with _lock:
            found = _catalogues.get(code)
            if found is None:
                folder = paths.assets() / "locale"
                found = _gettext.translation("deviceclerk", str(folder), [code], fallback=True)
                _catalogues[code] = found
    return found


def _(text: str) -> str:
    """`text` in the language in force; `text` itself when the catalogue lacks it."""
    # gettext gives a catalogue's own header for the empty text.
    return _catalogue().gettext(text) if text else ""


def ngettext(one: str, many: str, n: int) -> str:
    """`one` or `many`, as the language in force has it for `n` things; the caller fills `{n}`."""
    return _catalogue().ngettext(one, many, n)


def pgettext(context: str, text: str) -> str:
    """`text` where one English word needs different Dutch ones; `context` says which use is meant."""
    return _catalogue().pgettext(context, text)


def format_date(date: dt.date, short: bool = False) -> str:
    """A date for reading: "za 21 nov 2026" in Dutch, "Sat 21 Nov 2026" in English.

    `short` gives "21-11-2026" in Dutch and "21/11/2026" in English. Of a datetime its own date is taken, in
    the zone that it bears: nothing is converted.
    """
    if short:
        return _SHORT[_language].format(date)
    return f"{_DAYS[_language][date.weekday()]} {date.day} {_MONTHS[_language][date.month - 1]} {date.year}"


def format_time(moment: dt.datetime | dt.time) -> str:
    """The time of day in hours and minutes, "08:27", in the zone that `moment` bears."""
    return f"{moment.hour:02}:{moment.minute:02}"


def format_datetime(moment: dt.datetime) -> str:
    """Date and time for reading: "za 21 nov 2026 08:27", in the zone that `moment` bears."""
    return f"{format_date(moment)} {format_time(moment)}"
