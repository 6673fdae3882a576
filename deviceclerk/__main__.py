"""`python -m deviceclerk`, the installed commands, and the start of the frozen program."""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command line, which opens the window where it is asked to, and returns the exit code."""
    _fill_streams()
    if getattr(sys, "frozen", False):
        # A frozen program starts its children by starting itself: this call turns such a child into the
        # worker that it was meant to be. Only there, as the import costs start-up time.
        from multiprocessing import freeze_support

        freeze_support()
    from deviceclerk import cli

    return cli.main(argv, desktop=_Desktop())


def _fill_streams() -> None:
    """Puts the null device where a standard stream is missing.

    A program without a console has none on Windows, and one that was started with them closed has none anywhere:
    what is printed must not fail there, and no file that is opened later may take their place.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115 - as long as the program runs
            if stream.fileno() <= 2:
                os.set_inheritable(stream.fileno(), True)  # as a standard stream is, for what this one starts
            setattr(sys, name, stream)


class _Desktop:
    """The desktop app, loaded only when it is asked for: scripts that scan or import never load the window."""

    def run(self, data: Path, *, demo: bool, language: str | None, now: "datetime | None") -> int:
        # Nothing that is loaded for the window is rubbish; the window sees to its own (desktop/tidy.py).
        gc.disable()
        from deviceclerk.app import run

        return run(data, demo=demo, language=language, now=now)

    def try_window(self) -> None:
        from deviceclerk.app import try_window

        try_window()

    def try_sound(self) -> None:
        from deviceclerk.app import try_sound

        try_sound()


if __name__ == "__main__":
    sys.exit(main())
