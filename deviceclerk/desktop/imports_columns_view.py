"""What was understood of an export, as rows and words for its screen. No Tk here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from deviceclerk.domain.consent import USUAL_PURPOSES, Medium, Respondent
from deviceclerk.domain.headings import plain
from deviceclerk.domain.profiles import Asking, Profile
from deviceclerk.domain.roster import Layout, Meaning, ReadRoster
from deviceclerk.services.wording import purpose_label, respondent_word
from deviceclerk.services.wording_profiles import asking_words, column_word, profile_label
from deviceclerk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from deviceclerk.services.profiles import Understanding, UnderstoodColumn, UnderstoodQuestion

BY: tuple[Respondent | None, ...] = (None, Respondent.GUARDIAN1, Respondent.GUARDIAN2, Respondent.PUPIL)
"""Of whom a question's answers can be by its heading; None is what the row says."""
UNNAMED = (
    Respondent.UNKNOWN,
    Respondent.GUARDIAN1,
    Respondent.GUARDIAN2,
    Respondent.PUPIL,
    Respondent.ADMINISTRATION,
)


@dataclass(frozen=True, slots=True)
class Item:
    """One line: a column, or a question of a long list. `key` is the column's; a question is known by its heading.

    `choices` is empty for what cannot be chosen: a private column, and a question, which is always one. `doubtful`
    is what nobody has said or confirmed: it is assumed, or was guessed from little.
    """

    id: str
    place: str
    heading: str
    taken_for: str
    examples: tuple[str, ...]
    key: str
    meaning: Meaning
    choices: tuple[Meaning, ...]
    asking: Asking | None = None
    doubtful: bool = False

    @property
    def private(self) -> bool:
        """Whether it is never read in."""
        return self.meaning is Meaning.PRIVATE


def items(
    found: Understanding, layout: Layout, profile: Profile | None = None, told: Collection[str] = ()
) -> tuple[Item, ...]:
    """Every column of the file, and below them the questions of a long list.

    `profile` is the one it was read by; `told` are the headings of what a person said since.
    """
    from deviceclerk.services.profiles import is_doubtful, is_doubtful_question

    several = len({each.column.sheet for each in found.columns}) > 1
    lines = [
        replace(_column(number, each, several=several), doubtful=is_doubtful(each.column, profile))
        for number, each in enumerate(found.columns)
    ]
    if layout is Layout.LONG:
        lines += [
            replace(_question(number, each), doubtful=is_doubtful_question(each, profile))
            for number, each in enumerate(found.questions)
        ]
    return tuple(replace(line, doubtful=False) if line.heading in told else line for line in lines)


def to_check_text(n: int) -> str:
    """How much of what was understood nobody has said or confirmed; empty where there is nothing to check."""
    return ngettext("{n} to check", "{n} to check", n).format(n=n) if n else ""


def _column(number: int, each: UnderstoodColumn, *, several: bool) -> Item:
    column = each.column
    asking = None
    if column.meaning is Meaning.ANSWER and column.purpose is not None:
        asking = Asking(column.purpose, column.media, column.respondent)
    return Item(
        f"c{number}",
        f"{column.sheet} {column.letter}" if several else column.letter,
        column.heading,
        column_word(column),
        column.examples,
        column.key,
        column.meaning,
        each.choices,
        asking,
    )


def _question(number: int, each: UnderstoodQuestion) -> Item:
    words = asking_words(each.purpose, each.heading, each.media, each.respondent)
    asking = Asking(each.purpose, each.media, each.respondent)
    return Item(f"q{number}", _("question"), each.heading, words, (), "", Meaning.ANSWER, (), asking)


def purposes(asked: Sequence[str] = ()) -> dict[str, str]:
    """Labels by purpose: the usual ones, then those of this file that are its own."""
    keys = dict.fromkeys((*USUAL_PURPOSES, *asked))
    return {key: purpose_label(key) for key in keys}


def purpose_of(words: str, offered: dict[str, str]) -> str:
    """The purpose that was chosen by its label, or typed."""
    wanted = plain(words)
    return next((key for key, label in offered.items() if plain(label) == wanted), words.strip())


def by_word(respondent: Respondent | None) -> str:
    """Of whom answers are, for a question."""
    return _("whom the row names") if respondent is None else respondent_word(respondent)


def unnamed_word(respondent: Respondent) -> str:
    """Of whom answers are where nobody is named."""
    if respondent is Respondent.UNKNOWN:
        return _("not known: counts as a parent")
    return respondent_word(respondent)


def media_of(asking: Asking | None) -> tuple[Medium, ...]:
    """The media that are ticked; for a column that was no question yet none is."""
    return asking.media if asking is not None else ()


def state_text(profile: Profile | None, *, corrected: bool) -> tuple[str, bool]:
    """How the file was read, and whether somebody should look at that."""
    if corrected:
        return _("Corrected by you. Remember it below, then the next file is read like this at once."), False
    if profile is None:
        return _("This kind of file is not known yet: please check what was understood."), True
    if profile.assumed:
        text = _("Recognised as {profile}. That is assumed, no school confirmed it yet: please check.")
        return text.format(profile=profile_label(profile.name)), True
    return _("Recognised as {profile}.").format(profile=profile_label(profile.name)), False


def short_state(profile: Profile | None, *, corrected: bool) -> tuple[str, bool]:
    """The same in a few words, above the preview."""
    if corrected:
        return _("Read as you corrected it."), False
    if profile is not None and profile.assumed:
        text = _("Recognised as {profile}: assumed, please check.")
        return text.format(profile=profile_label(profile.name)), True
    if profile is None:
        return _("Not known yet: please check what was understood."), True
    return state_text(profile, corrected=False)


def sum_text(read: ReadRoster, doubtful: int = 0) -> str:
    """How many pupils are seen in the file like this, which columns are not read in, and how much is to check."""
    n = len(read.pupils)
    if not n:
        return _("Like this, no pupils are seen: say which column has the names, and which the answers.")
    groups = len({pupil.group for pupil in read.pupils if pupil.group})
    private = sum(column.meaning is Meaning.PRIVATE for column in read.columns)
    parts = [
        ngettext("{n} pupil", "{n} pupils", n).format(n=n),
        ngettext("{n} group", "{n} groups", groups).format(n=groups),
    ]
    if private:
        text = ngettext("{n} private column is not read in", "{n} private columns are not read in", private)
        parts.append(text.format(n=private))
    if doubtful:
        parts.append(to_check_text(doubtful))
    left_out = [name for name in read.every_sheet if name not in read.sheets]
    if left_out:
        parts.append(_("not read: sheet {sheets}").format(sheets=", ".join(left_out)))
    return " · ".join(parts)
