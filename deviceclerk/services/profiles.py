"""Import profiles: what was understood of an export, corrected by a person, kept, and recognised the next time."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from deviceclerk.domain.consent import Medium, Respondent
from deviceclerk.domain.headings import plain, snake_case, understand
from deviceclerk.domain.names import tidy
from deviceclerk.domain.profiles import LONGEST_NAME, Asking, Profile
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import Asked, Column, Meaning, ReadRoster, ReadSheet
from deviceclerk.services.clerk import Change, Clerk
from deviceclerk.support import paths

if TYPE_CHECKING:
    from deviceclerk.store.database import Connection

log = logging.getLogger(__name__)

_KEY = "profiles"
CHOICES = tuple(meaning for meaning in Meaning if meaning is not Meaning.PRIVATE)
"""What a person may choose for a column: what is private is not a choice, and cannot be undone by one."""


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A profile. `shipped`: it comes with the program. `own`: the school saved or confirmed it."""

    profile: Profile
    shipped: bool
    own: bool


@dataclass(frozen=True, slots=True)
class UnderstoodColumn:
    """One column as it was understood, and what a person may choose instead; nothing for a private column."""

    column: Column
    choices: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class UnderstoodQuestion:
    """One question as it was understood: the purpose and the media that it asks about."""

    heading: str
    purpose: str
    media: tuple[Medium, ...]
    respondent: Respondent | None


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was understood of an export. `profile` is the one it was read by, None where all was guessed.

    Columns that occur on several sheets are there once, as on the first.
    """

    sheets: tuple[ReadSheet, ...]
    columns: tuple[UnderstoodColumn, ...]
    questions: tuple[UnderstoodQuestion, ...]
    profile: Profile | None


@cache
def _shipped() -> Mapping[str, Profile]:
    """The profiles that come with the program, by name."""
    folder = paths.assets() / "profiles"
    kept = (json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json")))
    return {profile.name: profile for profile in map(Profile.from_json, kept)}


def _own(connection: "Connection") -> dict[str, Profile]:
    """The school's own, oldest first. One that a newer version wrote and this one cannot read is left alone."""
    from deviceclerk.store import settings as store

    own = {}
    for kept in store.get(connection, _KEY) or []:
        try:
            profile = Profile.from_json(kept)
        except (ValueError, KeyError, TypeError, AttributeError):
            log.warning("a profile cannot be read")
            continue
        own[profile.name] = profile
    return own


def profiles(clerk: Clerk) -> tuple[ProfileView, ...]:
    """All profiles by name, the school's own in place of what comes with the program under the same name."""
    with clerk.database.reading() as connection:
        own = _own(connection)
    shipped = _shipped()
    return tuple(
        ProfileView(own.get(name) or shipped[name], name in shipped, name in own)
        for name in sorted(own.keys() | shipped.keys(), key=str.casefold)
    )


def known(clerk: Clerk) -> tuple[Profile, ...]:
    """All profiles in the order in which they are tried: the school's newest first."""
    with clerk.database.reading() as connection:
        own = _own(connection)
    return (*reversed(own.values()), *(p for name, p in _shipped().items() if name not in own))


def named(clerk: Clerk, name: str) -> Profile:
    """A profile by its name, whatever its case. Raises Refused `unknown_profile` (profile)."""
    wanted = tidy(name).casefold()
    for view in profiles(clerk):
        if view.profile.name.casefold() == wanted:
            return view.profile
    raise Refused("unknown_profile", profile=name)


def save_as(clerk: Clerk, profile: Profile, name: str) -> Change:
    """Keeps a profile under a name, in place of the school's earlier one of that name.

    Raises Refused: `bad_profile_name` (longest), `profile_name_taken` (profile) by one that comes with the program.
    """
    name = tidy(name)
    if not name or len(name) > LONGEST_NAME:
        raise Refused("bad_profile_name", longest=LONGEST_NAME)
    if name.casefold() in map(str.casefold, _shipped()):
        raise Refused("profile_name_taken", profile=name)
    return _put(clerk, replace(profile, name=name, marks=(), assumed=False))


def confirm(clerk: Clerk, name: str) -> Change:
    """The school found a profile that comes with the program to be right. Raises Refused `unknown_profile`."""
    return _put(clerk, named(clerk, name).confirmed())


def delete(clerk: Clerk, name: str) -> Change:
    """Forgets a profile of the school's own; one that comes with the program is only assumed again.

    Raises Refused: `unknown_profile`, `profile_is_shipped` (profile) for one that the school never confirmed.
    """
    found = named(clerk, name).name
    with clerk.database.writing() as connection:
        if found not in _own(connection):
            raise Refused("profile_is_shipped", profile=found)
        _write(connection, [kept for kept in _kept(connection) if _name_of(kept) != found])
    return Change.SETTINGS


def _put(clerk: Clerk, profile: Profile) -> Change:
    wanted = profile.name.casefold()
    with clerk.database.writing() as connection:
        others = [kept for kept in _kept(connection) if _name_of(kept).casefold() != wanted]
        _write(connection, [*others, profile.to_json()])
    return Change.SETTINGS


def _kept(connection: "Connection") -> list[Any]:
    from deviceclerk.store import settings as store

    return list(store.get(connection, _KEY) or [])


def _name_of(kept: Any) -> str:
    return str(kept.get("name", "")) if isinstance(kept, dict) else ""


def _write(connection: "Connection", kept: list[Any]) -> None:
    from deviceclerk.store import settings as store

    store.put(connection, _KEY, kept)


def understood(clerk: Clerk, read: ReadRoster) -> Understanding:
    """What was understood of an export, column by column, with what may be chosen instead."""
    columns = {column.key: column for column in reversed(read.columns)}
    profile = next((p for p in known(clerk) if p.name == read.profile), None)
    return Understanding(
        read.understood,
        tuple(
            UnderstoodColumn(c, () if c.meaning is Meaning.PRIVATE else CHOICES)
            for c in dict.fromkeys(columns[column.key] for column in read.columns)
        ),
        _questions(read),
        profile,
    )


def is_doubtful(column: Column, profile: Profile | None) -> bool:
    """Whether a person should look at what a column was taken for: it is assumed, has no meaning for us, or asks
    something that its heading does not say. What a confirmed or saved profile tells is not in doubt.
    """
    if column.meaning is Meaning.PRIVATE:
        return False
    if profile is not None and (column.key in profile.columns or plain(column.heading) in profile.questions):
        return profile.assumed
    asks = column.meaning is Meaning.ANSWER and column.purpose is not None
    return column.meaning is Meaning.IGNORED or (asks and not understand(column.heading).named)


def is_doubtful_question(question: UnderstoodQuestion, profile: Profile | None) -> bool:
    """The same of a question of a long list."""
    if profile is not None and plain(question.heading) in profile.questions:
        return profile.assumed
    return not understand(question.heading).named


def _questions(read: ReadRoster) -> tuple[UnderstoodQuestion, ...]:
    by_heading: dict[str, list[Asked]] = {}
    for asked in read.asked:
        by_heading.setdefault(asked.heading, []).append(asked)
    respondents = {c.heading: c.respondent for c in read.columns if c.purpose is not None}
    return tuple(
        UnderstoodQuestion(
            heading,
            of[0].purpose,
            tuple(dict.fromkeys(asked.medium for asked in of)),
            respondents[heading] if heading in respondents else understand(heading).respondent,
        )
        for heading, of in by_heading.items()
    )


def draft(read: ReadRoster, profile: Profile | None = None) -> Profile:
    """What was understood as a profile to be corrected and saved; `profile` is the one it was read by, if any.

    It is without a name. It will be recognised by the headings, and holds on to all that was understood of them;
    where no pupils were found, to the row of headings too.
    """
    start = profile or Profile("")
    first = read.understood[0]
    columns = {column.key: column.meaning for column in reversed(read.columns)}
    questions = {plain(q.heading): Asking(q.purpose, q.media, q.respondent) for q in _questions(read)}
    return replace(
        start,
        name="",
        layout=read.layout,
        columns={**start.columns, **columns},
        questions={**questions, **start.questions},
        notation=start.notation or first.notation,
        header_row=start.header_row or (None if read.pupils else first.header_row),
        header_rows=start.header_rows or (None if read.pupils else first.header_rows),
        fingerprint=first.fingerprint,
        marks=(),
        assumed=False,
    )


def correct_column(profile: Profile, key: str, meaning: Meaning) -> Profile:
    """The profile with another meaning for one column, by its key.

    Of what a list has one of, the column that was it so far is then not used. A column of questions, or none any
    more, makes it another layout, which the reader then finds.
    """
    columns = dict(profile.columns)
    if meaning not in (Meaning.ANSWER, Meaning.ANSWERED_ON, Meaning.IGNORED, Meaning.PRIVATE):
        columns = {k: Meaning.IGNORED if m is meaning else m for k, m in columns.items()}
    asks_anew = Meaning.QUESTION in (meaning, profile.columns.get(key))
    columns[key] = meaning
    return replace(profile, columns=columns, layout=None if asks_anew else profile.layout)


def correct_question(
    profile: Profile, heading: str, purpose: str, media: tuple[Medium, ...], respondent: Respondent | None = None
) -> Profile:
    """The profile with another purpose (a key, or words for one of the school's own) and media for one question.

    Raises Refused `no_media` without any medium.
    """
    if not media:
        raise Refused("no_media")
    asking = Asking(snake_case(purpose), tuple(dict.fromkeys(media)), respondent)
    return replace(profile, questions={**profile.questions, plain(heading): asking})
