"""`python -m deviceclerk`, the installed commands, and the start of the frozen program."""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command line, which opens the window where it is asked to, and returns the exit code."""
    if getattr(sys, "frozen", False):
        # A frozen program starts its children by starting itself: this call turns such a child into the
        # worker that it was meant to be. Only there, as the import costs start-up time.
        from multiprocessing import freeze_support

        freeze_support()
    from deviceclerk import cli

    return cli.main(argv, desktop=_Desktop())


class _Desktop:
    """The desktop app, loaded only when it is asked for: scripts that scan or import never load the window."""

    def run(self, data: Path, *, demo: bool, language: str | None) -> int:
        # Nothing that is loaded for the window is rubbish; the window sees to its own (desktop/tidy.py).
        gc.disable()
        from deviceclerk.app import run

        return run(data, demo=demo, language=language)

    def try_window(self) -> None:
        from deviceclerk.app import try_window

        try_window()

    def try_sound(self) -> None:
        from deviceclerk.app import try_sound

        try_sound()


if __name__ == "__main__":
    sys.exit(main())
