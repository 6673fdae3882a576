"""Corrections to what was understood of an export: which column or question is meant, and reading it once more."""

from pathlib import Path

from deviceclerk.domain.headings import plain
from deviceclerk.domain.profiles import Profile
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import Column, Meaning, ReadRoster
from deviceclerk.services import roster
from deviceclerk.services.clerk import Clerk

_NO_LIST = frozenset({"not_a_roster", "profile_does_not_fit", "no_pupils"})


def reread(clerk: Clerk, path: Path, draft: Profile, *, group: str | None = None) -> ReadRoster:
    """Reads an export as a person corrected it.

    Raises Refused: what `read_export` does; `correction_does_not_fit` (file) where it is no list any more.
    """
    try:
        return roster.read_export(clerk, path, group=group, profile=draft)
    except Refused as refused:
        if refused.code in _NO_LIST:
            raise Refused("correction_does_not_fit", file=path.name) from refused
        raise


def column_named(read: ReadRoster, words: str) -> Column:
    """A column by its heading, its key or its letter.

    Raises Refused: `unknown_column` (column, file), `column_is_private` (column).
    """
    wanted = plain(words) or words.strip()
    ways = (
        lambda c: words.strip() in (c.heading, c.key),
        lambda c: wanted in (plain(c.heading), c.key),
        lambda c: words.strip().upper() == c.letter,
    )
    for way in ways:
        found = next(filter(way, read.columns), None)
        if found is not None:
            if found.meaning is Meaning.PRIVATE:
                raise Refused("column_is_private", column=found.heading)
            return found
    raise Refused("unknown_column", column=words, file=read.file)


def question_named(read: ReadRoster, words: str) -> str:
    """The heading of a question as the export has it. Raises Refused `unknown_question` (question, file)."""
    for asked in read.asked:
        if plain(asked.heading) == plain(words):
            return asked.heading
    raise Refused("unknown_question", question=words, file=read.file)
