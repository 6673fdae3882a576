"""What the tests of staff and of who is at the PC share."""

from __future__ import annotations

from typing import Any

from deviceclerk.domain import tagcode
from deviceclerk.services import staff
from deviceclerk.services.clerk import Clerk, open_clerk
from tests.desktop.app import App

ANNE, BAS = "juf Anne", "Bas Aalders"


def school(app: App) -> Clerk:
    """Another clerk of the same school."""
    return open_clerk(app.folder, app.clock)


def hire(app: App, *names: str) -> list[staff.StaffMember]:
    """Staff with badges, made before the window is opened."""
    clerk = school(app)
    made = [staff.add(clerk, name, badge=tagcode.issue()) for name in names]
    clerk.close()
    return made


def members(app: App) -> dict[str, str | None]:
    """Name and badge of all staff, as they are kept."""
    clerk = school(app)
    try:
        return {member.name: member.badge for member in staff.staff(clerk)}
    finally:
        clerk.close()


def in_rail(app: App) -> str:
    """What the rail says of who is at the PC."""
    return str(app.window.rail.who.cget("text")).replace("\n", " ")


def account(app: App) -> str:
    return app.window.desk.account


def laid(window: Any) -> Any:
    """The panel over the screen, where there is one."""
    panel = window.over.panel
    return panel if panel is not None and panel.winfo_exists() else None


def gone(widget: Any) -> bool:
    return not widget.winfo_exists()


def chosen(desk: Any, value: str) -> bool:
    return bool(desk.settings.name_display == value)


def said(app: App) -> str:
    notice = app.window.notices.shown
    return notice.text if notice else ""
