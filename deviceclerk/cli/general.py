"""The window, the demonstration school, the self-test, and what several commands share."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deviceclerk.cli.call import Call
from deviceclerk.domain.refusals import Refused
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from deviceclerk.services.clerk import Clerk


def window(call: Call) -> int:
    """Opens the desktop app."""
    return _open(call, call.data, demo=False)


def demo(call: Call) -> int:
    """Opens the desktop app on the demonstration school: in its own folder, or in the one that --data names."""
    from deviceclerk.services.demo import folder

    return _open(call, folder(call.arguments.data), demo=True)


def _open(call: Call, data: "Path", *, demo: bool) -> int:
    if call.desktop is None:
        raise Refused("no_window")
    return call.desktop.run(data, demo=demo, language=call.arguments.language, now=call.arguments.now)


def self_test(call: Call) -> int:
    """Checks this installation; 1 when something is wrong."""
    from deviceclerk.services import selftest

    desktop = call.desktop
    checks = selftest.run(desktop.try_window, desktop.try_sound) if desktop else selftest.run()
    document = {
        "ok": all(check.ok for check in checks),
        "checks": [{"name": c.name, "ok": c.ok, "skipped": c.skipped, "detail": c.detail} for c in checks],
    }
    words = {True: _("good"), False: _("WRONG")}
    lines = [f"{words[c.ok] if not c.skipped else _('left out')}: {c.title} {c.detail}".rstrip() for c in checks]
    lines.append(_("This installation works.") if document["ok"] else _("This installation does not work."))
    call.answer(document, lines)
    return 0 if document["ok"] else 1


def known_groups(clerk: "Clerk", asked: Sequence[str]) -> tuple[str, ...]:
    """The groups as the school writes them. Raises Refused `unknown_group` for one that nobody is in."""
    if not asked:
        return ()
    from deviceclerk.domain.people import fold
    from deviceclerk.services import people

    by_key = {fold(group): group for group in people.groups(clerk)}
    for group in asked:
        if fold(group) not in by_key:
            raise Refused("unknown_group", group=group)
    return tuple(by_key[fold(group)] for group in asked)
