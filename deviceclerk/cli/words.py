"""The words that every command knows, and how moments are told: little to load, since the window starts here."""

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any, NoReturn

from deviceclerk.support.i18n import LANGUAGES, _

_NEGATIVE = re.compile(r"-\d*,\d+")


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence rather than with a page of usage."""

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        """Takes -1,5 for the number -1.5, which argparse tells from an option; with a comma it would not."""
        words = sys.argv[1:] if args is None else args
        return super().parse_known_args(
            [word.replace(",", ".") if _NEGATIVE.fullmatch(word) else word for word in words], namespace
        )

    def error(self, message: str) -> NoReturn:
        """Ends with exit code 2."""
        print(_("This cannot be understood: {message}.").format(message=message.rstrip(".")), file=sys.stderr)
        print(_("Ask for help with: {program} --help").format(program=self.prog), file=sys.stderr)
        raise SystemExit(2)


def option(words: Sequence[str], name: str) -> str | None:
    """What the words say for an option, found before they are parsed: help texts need the language."""
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        if word == name:
            return following
        if word.startswith(f"{name}="):
            return word.removeprefix(f"{name}=")
    return None


def common_options(*, defaults: bool) -> argparse.ArgumentParser:
    """The options that stand before or after the command. After it (`defaults` False) they leave what was."""
    absent: Any = None if defaults else argparse.SUPPRESS
    common = Parser(prog="deviceclerk", add_help=False, allow_abbrev=False)
    common.add_argument("--data", metavar="DIR", default=absent, help=_("the folder with the school's data"))
    common.add_argument(
        "--language", choices=sorted(LANGUAGES), default=absent, help=_("Dutch (nl) or English (en)")
    )
    common.add_argument(
        "--json", action="store_true", default=False if defaults else absent, help=_("answers as JSON")
    )
    common.add_argument(
        "--now", type=_moment, metavar="ISO", default=absent, help=_("acts as if it were this moment")
    )
    return common


def _moment(text: str) -> datetime:
    try:
        return parse_moment(text)
    except ValueError:
        message = _("{text} is not a moment such as 2026-11-20T08:27").format(text=text)
        raise argparse.ArgumentTypeError(message) from None


def parse_moment(text: str) -> datetime:
    """A moment in ISO form; without an offset it is local time. Raises ValueError for anything else."""
    try:
        return datetime.fromisoformat(text.strip()).astimezone()
    except (OverflowError, OSError) as error:  # Windows knows no local time of before 1970
        raise ValueError(text) from error
