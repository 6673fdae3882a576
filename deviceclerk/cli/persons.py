"""Whom a command is about: a pupil by REF, or with --staff a staff member; and how looks at consent are told."""

import argparse
from collections.abc import Sequence
from typing import Any

from deviceclerk.cli.call import Call, moment
from deviceclerk.domain.consent import Respondent
from deviceclerk.domain.people import Person, Role
from deviceclerk.services import people, staff
from deviceclerk.services.looks import Look
from deviceclerk.services.wording_activities import how_word, looked_at
from deviceclerk.support.i18n import _, format_datetime

SELF = "self"
"""A person's own answer, whoever it is; of a pupil the same as 'pupil'."""


def person_of(call: Call) -> Person:
    """The pupil, or with --staff the staff member, that the command names.

    Raises Refused `nobody_found`, or `ambiguous_person` with `candidates`.
    """
    given = call.arguments
    if given.staff_member:
        return staff.find(call.clerk, given.pupil).person
    return people.find(call.clerk, given.pupil, given.group)


def staff_ids(call: Call, references: Sequence[str]) -> tuple[int, ...]:
    """The staff members by id that these references name. Raises Refused as `person_of`."""
    return tuple(staff.find(call.clerk, one).person.id for one in references)


def respondent(text: str) -> Respondent:
    """Who answered, as it is written on the command line. Raises ValueError for anything else."""
    return Respondent.PUPIL if text == SELF else Respondent(text)


def role_of(person: Person, by: Respondent) -> str:
    """Who answered, as JSON has it: a staff member's own word is 'self'."""
    return SELF if person.role is Role.STAFF and by is Respondent.PUPIL else by.value


def add_staff_flag(command: argparse.ArgumentParser) -> None:
    """--staff: REF names a staff member."""
    command.add_argument(
        "--staff", dest="staff_member", action="store_true", help=_("REF names a staff member: id:17, or the name")
    )


def look_document(one: Look) -> dict[str, Any]:
    """A look at consent, for JSON."""
    return {
        "at": moment(one.at),
        "actor": one.actor,
        "activity": one.activity_id,
        "person": one.person_id,
        "groups": list(one.groups),
        "purposes": list(one.purposes),
        "how": one.how,
    }


def look_line(one: Look) -> str:
    """A look at consent: when, who, at what, and how."""
    return f"{format_datetime(one.at)}  {one.actor or '?'}  {looked_at(one)}, {how_word(one.how)}"
