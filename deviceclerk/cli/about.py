"""What the program is made of, and under which licences."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import deviceclerk
from deviceclerk.cli.call import Call
from deviceclerk.support.i18n import _


def add_command(commands: Any, add: Callable[..., Any]) -> None:
    """The words of the command."""
    command = add(commands, "about", about, _("the version, and what the program is made of"), school=False)
    command.add_argument("--licences", action="store_true", help=_("with all licences in full"))


def about(call: Call) -> int:
    """Tells the version and the parts; with --licences their licences in full."""
    from deviceclerk.services import licences

    parts = licences.parts()
    whole = bool(call.arguments.licences)
    entries = [asdict(part) for part in parts]
    if not whole:
        entries = [{key: value for key, value in entry.items() if key != "text"} for entry in entries]
    document = {"version": deviceclerk.__version__, "licence": licences.LICENCE, "parts": entries}
    lines = [f"DeviceClerk {deviceclerk.__version__}", ""]
    for part in parts:
        line = " ".join(word for word in (part.name, part.version, part.licence and f"({part.licence})") if word)
        lines += ["=" * 78, line, "=" * 78, "", part.text] if whole else [line]
    call.answer(document, lines)
    return 0
