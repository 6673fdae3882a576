"""From the words on the command line to an exit code: the one place that opens the school and presents errors.

Exit codes: 0 done; 1 done, but something was refused or found wrong; 2 wrong usage; 3 bad input, or nothing was
changed because of an error.
"""

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from deviceclerk.cli.words import common_options, option
from deviceclerk.domain.refusals import Refused
from deviceclerk.support import i18n, paths, settings

if TYPE_CHECKING:
    from deviceclerk.cli.call import Call, Desktop

DONE, FOUND_WRONG, USAGE, BAD_INPUT = 0, 1, 2, 3


def main(argv: Sequence[str] | None = None, *, desktop: "Desktop | None" = None) -> int:
    """Carries out one command and returns its exit code; never raises for anything a user can do.

    `desktop` is the desktop app: the command line itself knows nothing of it.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8()
    _choose_language(words)
    try:
        return _run(_understood(words), desktop)
    except SystemExit as ended:  # argparse has said what is wrong, or given its help
        return ended.code if isinstance(ended.code, int) else USAGE
    except Refused as refused:
        from deviceclerk.services.wording import refusal_text

        _say(refusal_text(refused))
        return BAD_INPUT
    except BrokenPipeError:
        # Whoever read our output has gone. Nothing more can be said, and what was done is done.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BAD_INPUT
    except KeyboardInterrupt:
        return BAD_INPUT


def _understood(words: list[str]) -> argparse.Namespace:
    arguments, command = common_options(defaults=True).parse_known_args(words)
    if not command:
        # The window opens without the commands being loaded; a teacher waits for it.
        arguments.work, arguments.needs_school = _window, False
        return arguments
    from deviceclerk.cli.parser import build_parser

    return build_parser().parse_args(words)


def _window(call: "Call") -> int:
    from deviceclerk.cli.general import window

    return window(call)


def _run(arguments: argparse.Namespace, desktop: "Desktop | None") -> int:
    from deviceclerk.cli.call import Call

    work: Callable[[Call], int] = arguments.work
    call = Call(arguments, Path(paths.data_dir(arguments.data)), desktop)
    if not arguments.needs_school:
        return work(call)
    from deviceclerk.services.clerk import clock_from, local_now, open_clerk

    clerk = open_clerk(call.data, local_now if arguments.now is None else clock_from(arguments.now))
    try:
        call.clerk = clerk
        return work(call)
    finally:
        clerk.close()


def _choose_language(words: Sequence[str]) -> None:
    """The language asked for, else the setting's, else Dutch; known before the first help text is made."""
    asked = option(words, "--language")
    if asked not in i18n.LANGUAGES:
        data = option(words, "--data")
        asked = None
        with contextlib.suppress(OSError):
            asked = settings.load(Path(paths.data_dir(data)) / settings.FILE_NAME).language
    i18n.set_language(asked or i18n.DEFAULT)


def _speak_utf8() -> None:
    """Names must survive a console that stands in another character set."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            with contextlib.suppress(OSError, ValueError):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _say(text: str) -> None:
    if sys.stderr is not None:
        print(text, file=sys.stderr)
