"""Who filled in a row: a role, never a name."""

import re

from deviceclerk.domain.consent import Respondent
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
