"""Checks an installation from within: what it ships, what it can read and write, and whether it can show itself."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from deviceclerk.domain import tagcode
from deviceclerk.domain.custody import Outcome
from deviceclerk.domain.refusals import Refused
from deviceclerk.services.clerk import Clerk, clock_from, open_clerk
from deviceclerk.services.wording import refusal_text
from deviceclerk.support import i18n, paths
from deviceclerk.support.i18n import _


@dataclass(frozen=True, slots=True)
class Check:
    """One check's result. `name` is stable, `title` is for a person, `detail` says what is wrong."""

    name: str
    title: str
    ok: bool
    detail: str = ""
    skipped: bool = False


class _Skipped(Exception):
    """A check that this PC cannot be asked for."""


def run(
    try_window: Callable[[], None] | None = None, try_sound: Callable[[], None] | None = None
) -> tuple[Check, ...]:
    """All checks, in a temporary folder; the school's own data is not touched.

    `try_window` opens a window, paints it and closes it; it raises Refused `no_display` where there is none.
    `try_sound` plays every sound where nobody hears it. What is not given is left out.
    """

    def window() -> None:
        if try_window is None:
            raise _Skipped
        try:
            try_window()
        except Refused as refused:
            if refused.code != "no_display":
                raise
            raise _Skipped from refused

    def sound() -> None:
        if try_sound is None:
            raise _Skipped
        try_sound()

    return (
        _check("assets", _("files that belong to the program"), _assets),
        _check("licences", _("the licence of every part"), _licences),
        _check("translations", _("both languages"), _translations),
        _check("database", _("the database keeps what it is told"), _database),
        _check("import", _("a class list is read"), _import),
        _check("qr", _("a tag that is printed can be read back"), _qr),
        _check("exports", _("the log is written as Excel, CSV and PDF"), _exports),
        _check("sound", _("the door's sounds can be played"), sound),
        _check("window", _("a window opens"), window),
    )


def _check(name: str, title: str, work: Callable[[], None]) -> Check:
    try:
        work()
    except _Skipped:
        return Check(name, title, ok=True, detail=_("(no display)"), skipped=True)
    except Refused as refused:
        return Check(name, title, ok=False, detail=refusal_text(refused))
    except Exception as error:  # whatever is broken, the other checks still tell more
        return Check(name, title, ok=False, detail=f"{type(error).__name__}: {error}")
    return Check(name, title, ok=True)


def _expect(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)


def _assets() -> None:
    folder = paths.assets()
    kinds = ("success", "success-in", "success-out", "already", "attention", "refused")
    sounds = tuple(f"sounds/{kind}.wav" for kind in kinds)
    shipped = ("fonts/DejaVuSansCondensed.ttf", "icon/deviceclerk-256.png", "demo/devices.csv", "locale/nl")
    for part in (*shipped, *sounds):
        _expect((folder / part).exists(), part)


def _licences() -> None:
    from deviceclerk.services import licences

    found = licences.parts()
    _expect(len(found) > 1, licences.FILE_NAME)
    # What was not frozen reads what is installed, and a system's Python may come without its own.
    without = [part.name for part in found if not part.text and part.name != "Python"]
    _expect(not without, ", ".join(without))


def _translations() -> None:
    before = i18n.language()
    try:
        found = {}
        for code in i18n.LANGUAGES:
            i18n.set_language(code)
            found[code] = _("Handed in")
    finally:
        i18n.set_language(before)
    _expect(len(set(found.values())) == len(i18n.LANGUAGES), "locale/*/LC_MESSAGES/deviceclerk.mo")


@contextmanager
def _trial_school() -> Iterator[Clerk]:
    with tempfile.TemporaryDirectory(prefix="deviceclerk-") as folder:
        clerk = open_clerk(Path(folder), clock_from(datetime(2026, 11, 20, 8, 27).astimezone()))
        try:
            yield clerk
        finally:
            clerk.close()


def _database() -> None:
    from deviceclerk.services import custody, log
    from deviceclerk.store import database

    with _trial_school() as clerk:
        code = tagcode.issue()
        answer = custody.scan(clerk, code)
        _expect(answer.outcome is Outcome.UNKNOWN_TAG, answer.outcome)
        clerk.close()
        again = open_clerk(clerk.data)
        try:
            _expect([line.number for line in log.events(again, answer.at.date())] == [answer.event], "event")
            _expect(database.integrity(again.database) == "ok", "integrity")
        finally:
            again.close()


def _import() -> None:
    from deviceclerk.services import demo, people

    with _trial_school() as clerk:
        demo.fill(clerk)
        _expect(len(people.pupils(clerk)) > 0, "pupils")


def _qr() -> None:
    from deviceclerk.documents import qr

    code = tagcode.issue()
    _expect(qr.read_back(code) == code, "QR")


def _exports() -> None:
    from deviceclerk.domain.logscope import Scope
    from deviceclerk.services import log_export

    with _trial_school() as clerk:
        today = clerk.clock().date()
        for ending in ("xlsx", "csv", "pdf"):
            target = clerk.data / f"log.{ending}"
            log_export.export(clerk, target, Scope(today, today))
            _expect(target.stat().st_size > 0, ending)
