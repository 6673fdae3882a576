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

from deviceclerk.cli.call import Call, Desktop
from deviceclerk.cli.parser import build_parser, option
from deviceclerk.domain.refusals import Refused
from deviceclerk.services.clerk import Clerk, clock_from, local_now, open_clerk
from deviceclerk.services.wording import refusal_text
from deviceclerk.support import i18n, paths, settings

DONE, FOUND_WRONG, USAGE, BAD_INPUT = 0, 1, 2, 3


def main(argv: Sequence[str] | None = None, *, desktop: Desktop | None = None) -> int:
    """Carries out one command and returns its exit code; never raises for anything a user can do.

    `desktop` is the desktop app: the command line itself knows nothing of it.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8()
    _choose_language(words)
    parser = build_parser()
    try:
        arguments = parser.parse_args(words)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else USAGE
    try:
        return _run(arguments, desktop)
    except Refused as refused:
        _say(refusal_text(refused))
        return BAD_INPUT
    except BrokenPipeError:
        # Whoever read our output has gone. Nothing more can be said, and what was done is done.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BAD_INPUT
    except KeyboardInterrupt:
        return BAD_INPUT


def _run(arguments: argparse.Namespace, desktop: Desktop | None) -> int:
    work: Callable[[Call], int] = arguments.work
    call = Call(arguments, Path(paths.data_dir(arguments.data)), desktop)
    if not arguments.needs_school:
        return work(call)
    clock = local_now if arguments.now is None else clock_from(arguments.now)
    clerk: Clerk = open_clerk(call.data, clock)
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
