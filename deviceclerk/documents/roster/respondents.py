"""Who filled in a row: a role, never a name. Several guardians of one pupil are told apart by marks and numbers."""

import re
from collections.abc import Iterable

from deviceclerk.domain.consent import Respondent
from deviceclerk.domain.guardians import mark_of
from deviceclerk.domain.headings import plain
from deviceclerk.domain.people import Name, fold

_ROLES = (
    (re.compile(r"(?:ouder|verzorger|ouder verzorger|voogd|guardian|parent) ?1"), Respondent.GUARDIAN1),
    (re.compile(r"(?:ouder|verzorger|ouder verzorger|voogd|guardian|parent) ?2"), Respondent.GUARDIAN2),
    (re.compile(r"leerling|student|kind|zelf|pupil"), Respondent.PUPIL),
    (
        re.compile(r"(?:de )?(?:administratie|school|directie|leerkracht|leraar|mentor|docent)"),
        Respondent.ADMINISTRATION,
    ),
    (re.compile(r"onbekend|systeem|system|unknown|import"), Respondent.UNKNOWN),
)


def respondent_of(text: str, pupil: Name) -> Respondent:
    """The role of who is named: a guardian, unless it is the pupil by full name or a role; unknown for nobody.

    Initials may be the pupil's or a parent's: they count as a parent's, for a pupil's own yes must be certain.
    """
    if not text:
        return Respondent.UNKNOWN
    role = plain(text)
    for pattern, respondent in _ROLES:
        if pattern.fullmatch(role):
            return respondent
    named = fold(text.replace(",", " "))
    own = {fold(pupil.full), fold(pupil.sorted_form.replace(",", " "))}
    own.add(fold(f"{pupil.prefix} {pupil.last} {pupil.first}"))
    return Respondent.PUPIL if pupil.first and named in own else Respondent.GUARDIAN


class Respondents:
    """Who is named in the rows of one sheet; thousands of rows share a few names each. The names are not kept."""

    def __init__(self, unnamed: Respondent) -> None:
        self._unnamed = unnamed
        self._known: dict[tuple[str, Name], tuple[Respondent, str]] = {}
        self._marks: dict[str, str | None] = {}

    def of(self, named: str, pupil: Name) -> tuple[Respondent, str]:
        """The role, and the folded name, by which two rows of one person are known."""
        known = self._known.get((named, pupil))
        if known is None:
            by = respondent_of(named, pupil)
            by = self._unnamed if by is Respondent.UNKNOWN else by
            known = self._known[named, pupil] = (by, fold(named))
        return known

    def marks(self, names: Iterable[str]) -> dict[str, str | None]:
        """The mark of each guardian of one pupil, none of them another's: of two alike one gets the next."""
        marks: dict[str, str | None] = {}
        for name in sorted(set(names)):
            mark, more = self._mark(name), name
            while mark is not None and mark in marks.values():
                more += "+"
                mark = self._mark(more)
            marks[name] = mark
        return marks

    def _mark(self, name: str) -> str | None:
        if name not in self._marks:
            self._marks[name] = mark_of(name)
        return self._marks[name]


def numbered(given: Iterable[tuple[Respondent, str]]) -> dict[str, Respondent]:
    """Which guardian each name stands for where a pupil has several; the names themselves are not kept.

    `given` are the roles and folded names of the pupil's rows. Guardians are numbered by their names' order, so
    that the next export numbers them the same. A third one and further share the role without a number, in which
    the stricter answer counts.
    """
    given = set(given)
    names = sorted(who for by, who in given if by is Respondent.GUARDIAN)
    roles = {by for by, _who in given}
    free = [by for by in (Respondent.GUARDIAN1, Respondent.GUARDIAN2) if by not in roles]
    if len(names) < 2 and len(free) == 2:
        return {}
    return dict(zip(names, free, strict=False))
