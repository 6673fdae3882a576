"""What takes long in a preview of an import, made beside the window: the comparison, and the lines about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deviceclerk.desktop.imports_view import ChangeRow, change_rows, problem_rows, section_word
from deviceclerk.domain.people import fold
from deviceclerk.domain.rosterchoices import NO_CHOICES, Choices
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.domain.roster import ReadRoster
    from deviceclerk.domain.schoolday import SchoolYear
    from deviceclerk.services.clerk import Clerk
    from deviceclerk.services.roster import Preview
    from deviceclerk.services.rosterknown import Known

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A preview with all of its lines; `folded` is by what each line of changes and of problems is found."""

    preview: Preview
    changes: tuple[ChangeRow, ...]
    problems: tuple[Texts, ...]
    folded: dict[str, Texts]


def prepared(
    clerk: Clerk,
    read: ReadRoster,
    *,
    year: SchoolYear | None = None,
    known: Known | None = None,
    choices: Choices = NO_CHOICES,
    cancelled: Callable[[], bool],
    progress: Callable[[int, int], object],
) -> Prepared:
    """As `roster.compare`, with the lines to be shown. Raises Refused: what that does."""
    from deviceclerk.services import roster

    preview = roster.compare(
        clerk, read, year=year, choices=choices, known=known, cancelled=cancelled, progress=progress
    )
    return lines_of(preview)


def lines_of(preview: Preview) -> Prepared:
    """A preview with its lines."""
    changes, problems = change_rows(preview.difference), problem_rows(preview.problems)
    folded = {
        "changes": tuple(fold(" ".join((section_word(r.section), r.name, r.group, r.detail))) for r in changes),
        "problems": tuple(fold(" ".join(texts)) for texts in problems),
    }
    return Prepared(preview, changes, problems, folded)


def comparing_word(at: int) -> str:
    """How far comparing is."""
    return _("Comparing: {percent} %").format(percent=at)
