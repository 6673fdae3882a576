"""Beside the import: the panels of import profiles and of the choices that are remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deviceclerk.desktop.imports_profiles import ProfileActions, ProfilesPanel
from deviceclerk.desktop.imports_remembered import RememberedPanel
from deviceclerk.desktop.panel import Laid

if TYPE_CHECKING:
    from deviceclerk.desktop.screen import Screen


class Asides:
    """Lays the panels over the import screen, and does what is asked in them."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self.laid = Laid()

    def show_profiles(self) -> None:
        """All import profiles."""
        panel = ProfilesPanel(self._screen, ProfileActions(self._confirm_profile, self._forget_profile))
        self.laid.lay(panel)
        self._ask_profiles(panel)

    def _ask_profiles(self, panel: ProfilesPanel) -> None:
        from deviceclerk.services import profiles

        self._screen.ask(profiles.profiles, then=lambda views: panel.show(views) if panel.winfo_exists() else None)

    def _confirm_profile(self, name: str) -> None:
        from deviceclerk.services import profiles

        self._screen.ask(profiles.confirm, name, then=lambda _change: self._profiles_changed())

    def _forget_profile(self, name: str) -> None:
        from deviceclerk.services import profiles

        self._screen.ask(profiles.delete, name, then=lambda _change: self._profiles_changed())

    def _profiles_changed(self) -> None:
        panel = self.laid.panel
        if isinstance(panel, ProfilesPanel):
            self._ask_profiles(panel)

    def show_choices(self) -> None:
        """All choices that are remembered."""
        panel = RememberedPanel(self._screen, self._forget_choice)
        self.laid.lay(panel)
        self._ask_choices(panel)

    def _ask_choices(self, panel: RememberedPanel) -> None:
        from deviceclerk.services import rosterchoices

        self._screen.ask(
            rosterchoices.remembered, then=lambda views: panel.show(views) if panel.winfo_exists() else None
        )

    def _forget_choice(self, choice_id: int) -> None:
        from deviceclerk.services import rosterchoices

        panel = self.laid.panel
        if isinstance(panel, RememberedPanel):
            self._screen.ask(rosterchoices.forget, choice_id, then=lambda _gone: self._ask_choices(panel))
