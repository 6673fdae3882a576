"""What the program reminds of when it is opened, and makes up for. Without names: pupils read along at the door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deviceclerk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deviceclerk.desktop.desk import Desk
    from deviceclerk.services.removals import OpenRemoval


def remind(desk: Desk) -> None:
    """Tells that published images are still to be taken down, with the way to them.

    Saves what could not be saved by itself when the day was closed.
    """
    from deviceclerk.desktop import daylog_auto
    from deviceclerk.services import removals

    def told(opened: Sequence[OpenRemoval]) -> None:
        if not opened:
            return
        text = ngettext(
            "Something that was published is still to be taken down ({n}).",
            "Something that was published is still to be taken down ({n}).",
            len(opened),
        ).format(n=len(opened))
        desk.notice(text, "warning", (_("Show"), lambda: desk.show("publications", face="lists", back="door")))

    desk.ask(removals.open_removals, then=told)
    daylog_auto.write_due(desk, at_start=True)
