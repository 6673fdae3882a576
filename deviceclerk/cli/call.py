"""One call of the command line: its arguments, the open school, and how it speaks."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from deviceclerk.services.clerk import Clerk


class Desktop(Protocol):
    """The desktop app, as far as the command line needs it."""

    def run(self, data: Path, *, demo: bool, language: str | None, now: datetime | None) -> int:
        """Opens the app on a data folder and returns its exit code when the window was closed.

        With `now` its clock begins there and runs on, as that of every command does.
        """

    def try_window(self) -> None:
        """Opens a window, paints it and closes it. Raises Refused `no_display` where there is no display."""

    def try_sound(self) -> None:
        """Plays every sound where nobody hears it. Raises what is wrong with them."""


@dataclass(slots=True)
class Call:
    """What a command is given. `clerk` is there for every command that needs a school."""

    arguments: argparse.Namespace
    data: Path
    desktop: Desktop | None
    _clerk: "Clerk | None" = None

    @property
    def clerk(self) -> "Clerk":
        """The open school."""
        if self._clerk is None:
            raise RuntimeError("this command was not given a school")
        return self._clerk

    @clerk.setter
    def clerk(self, clerk: "Clerk") -> None:
        self._clerk = clerk

    @property
    def json(self) -> bool:
        """Whether the answer is JSON, and nothing else is on standard output."""
        return bool(self.arguments.json)

    def answer(self, document: Mapping[str, Any], lines: Sequence[str]) -> None:
        """Gives the answer once: as a JSON document, or as lines for a person."""
        if self.json:
            print(json.dumps(document, ensure_ascii=False, indent=2))
        else:
            for line in lines:
                print(line)

    def line(self, document: Mapping[str, Any], text: str) -> None:
        """Gives one line of a stream of answers, at once."""
        print(json.dumps(document, ensure_ascii=False) if self.json else text, flush=True)

    def say(self, text: str) -> None:
        """Says something beside the answer, on standard error."""
        print(text, file=sys.stderr, flush=True)

    def warn_if_synchronised(self, path: Path) -> None:
        """Says so where a file with names in it is in a folder that a program copies to other places."""
        from deviceclerk.services.wording_files import synchronised_text

        if warning := synchronised_text(path):
            self.say(warning)


def day(value: date | None) -> str | None:
    """A date as JSON has it."""
    return None if value is None else value.isoformat()


def moment(value: datetime | None) -> str | None:
    """A moment as JSON has it: local time with its offset, to the second."""
    return None if value is None else value.isoformat(timespec="seconds")
