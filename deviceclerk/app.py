"""The one place where the rooms meet for the desktop: opens the school, shows the window, closes both."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from deviceclerk.domain.refusals import Refused
from deviceclerk.support import i18n, logs, onewindow, paths
from deviceclerk.support import settings as pcsettings
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

    from deviceclerk.desktop.window import Window
    from deviceclerk.services.clerk import Clerk


def run(data: Path, demo: bool = False, language: str | None = None, now: datetime | None = None) -> int:
    """Opens the desktop on the school in `data` and returns the exit code when it was closed.

    With `demo` it is the demonstration school, and `data` its folder; from a school's first screen the clerk can
    go on to it as well. `language` ("nl" or "en") goes before the setting; with `now` the window's clock begins
    at that moment and runs on from there, instead of showing this PC's time. An error that nobody
    expected is logged and shown, and makes the code 3. Raises Refused `no_display` where no window can be opened,
    and whatever else keeps it from opening.
    """
    try:
        goes_on = _one_window(data, demo, language, now)
        if goes_on:
            _one_window(paths.demo_data_dir(), True, i18n.language(), now)
    except Refused as refused:
        if _unheard():
            _say_refused(refused)
        raise
    except Exception as error:
        return _crashed(error)
    return 0


def _unheard() -> bool:
    """Whether nobody can read standard error: it is missing, or the null device stands in its place."""
    return sys.stderr is None or getattr(sys.stderr, "name", "") == os.devnull


def _say_refused(refused: Refused) -> None:
    """Where a program has no console, as on Windows, its sentence needs a window."""
    from deviceclerk.services.wording import refusal_text

    with suppress(ImportError):
        from deviceclerk.desktop import crash

        crash.cannot_open(refusal_text(refused))


def _crashed(error: Exception) -> int:
    with suppress(ImportError):
        from deviceclerk.desktop import crash

        crash.crashed(error, logs.current())
    if sys.stderr is not None:
        print(_("DeviceClerk cannot go on, because of an error in the program."), file=sys.stderr)
    return 3


def try_window() -> None:
    """Opens the window, paints it, closes it: for the self-test. Raises Refused `no_display`."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="deviceclerk-") as folder:
        window = _window(Path(folder), pcsettings.PcSettings(language=_language()), demo=False)
        window.pump()
        window.close()


def try_sound() -> None:
    """Plays every sound where nobody hears it, for the self-test. Raises what is wrong."""
    from deviceclerk.desktop import sounds

    sounds.try_out()


def _one_window(folder: Path, demo: bool, language: str | None, now: datetime | None) -> bool:
    """One window from opening to closing; answers whether the demonstration school is to follow."""
    claim = onewindow.claim(folder)
    if claim is None:
        print(_("DeviceClerk was open already: its window is in front now."))
        return False
    with closing(claim):
        return _claimed(folder, demo, language, now, claim)


def _claimed(
    folder: Path, demo: bool, language: str | None, now: datetime | None, claim: onewindow.OneWindow
) -> bool:
    """The same once this process has the only window on that folder."""
    kept = pcsettings.load(folder / pcsettings.FILE_NAME)
    chosen = kept.language if language is None else "en" if language == "en" else "nl"
    i18n.set_language(chosen)
    logs.start(folder)
    logs.note_faults()
    # What is made while starting stays; looking for rubbish in it costs a fifth of the time. The window looks
    # by itself from its first picture on.
    gc.disable()
    try:
        window = _window(folder, replace(kept, language=chosen), demo=demo, claim=claim, now=now)
    except BaseException:
        gc.enable()
        raise
    window.run()
    if window.desk.settings.language == chosen != kept.language:
        # Asked for this once, on the command line: the setting stays what it was.
        with suppress(OSError):
            pcsettings.save(folder / pcsettings.FILE_NAME, replace(window.desk.settings, language=kept.language))
    return window.wants_demo


def _window(
    folder: Path,
    settings: pcsettings.PcSettings,
    *,
    demo: bool,
    claim: onewindow.OneWindow | None = None,
    now: datetime | None = None,
) -> Window:
    try:
        from deviceclerk.desktop.window import Window
    except ImportError as error:
        if error.name not in ("tkinter", "_tkinter"):
            raise
        raise Refused("no_display") from error
    from tkinter import TclError

    try:
        return Window(
            partial(_open, folder, demo, now),
            settings,
            settings_file=folder / pcsettings.FILE_NAME,
            title=_("DeviceClerk - demonstration school") if demo else "DeviceClerk",
            first=None if demo or _was_used(folder) else "welcome",
            claim=claim,
        )
    except TclError as error:
        if "display" not in str(error):
            raise
        raise Refused("no_display") from error


def _open(folder: Path, demo: bool, now: datetime | None) -> Clerk:
    """Opens the school; on the database's thread, while the window is painted."""
    from deviceclerk.services.clerk import clock_from, local_now, open_clerk
    from deviceclerk.services.station import resume

    clock = local_now if now is None else clock_from(now)
    if demo:
        # Its making takes the import of rosters with it, for which the first scan of a real school would wait.
        from deviceclerk.services.demo import open_demo

        return resume(open_demo(folder, clock))
    return resume(open_clerk(folder, clock))


def _was_used(folder: Path) -> bool:
    """Whether there are data: only then does the door come first. Whether they hold a pupil is asked later."""
    try:
        return any(file.suffix == ".sqlite3" for file in folder.iterdir())
    except OSError:
        return False


def _language() -> Literal["nl", "en"]:
    return "en" if i18n.language() == "en" else "nl"
