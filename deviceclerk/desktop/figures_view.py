"""What the screen of figures shows: bars by purpose for some groups, or by group for a purpose. No Tk here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deviceclerk.domain.consent import Medium
from deviceclerk.services.figures import group_text

if TYPE_CHECKING:
    from deviceclerk.domain.figures import Counts
    from deviceclerk.domain.schoolday import SchoolYear
    from deviceclerk.services.clerk import Clerk
    from deviceclerk.services.figures import Figures


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, and one row of the table: what it is about, and how many."""

    label: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class FiguresView:
    """The figures of a year, and the years to choose from, newest first."""

    found: Figures
    years: tuple[SchoolYear, ...]

    @property
    def media(self) -> tuple[Medium, ...]:
        """The media that there are figures of, in their usual order."""
        told = {figure.medium for figure in self.found.totals}
        return tuple(medium for medium in Medium if medium in told)

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The whole school (empty), and the groups as they are told."""
        return ((), *dict.fromkeys(figure.groups for figure in self.found.rows))

    def purposes(self, medium: Medium) -> dict[str, str]:
        """Keys and labels of the purposes that there are figures of for a medium."""
        return {figure.purpose: figure.purpose_label for figure in self.found.totals if figure.medium is medium}

    def by_purpose(self, medium: Medium, groups: tuple[str, ...]) -> tuple[Bar, ...]:
        """A bar a purpose, of these groups; without any, of the whole school."""
        figures = (*self.found.totals, *self.found.rows)
        return tuple(Bar(f.purpose_label, f.counts) for f in figures if f.medium is medium and f.groups == groups)

    def by_group(self, medium: Medium, purpose: str) -> tuple[Bar, ...]:
        """A bar a group, for one purpose; the whole school first."""
        figures = (*self.found.totals, *self.found.rows)
        return tuple(
            Bar(group_text(f.groups), f.counts) for f in figures if f.medium is medium and f.purpose == purpose
        )


def look_up(clerk: Clerk, year: SchoolYear | None) -> FiguresView:
    """Asks for a year's figures, by default the present one's."""
    from deviceclerk.services import figures

    return FiguresView(figures.figures(clerk, year), figures.years(clerk))
