"""Words for what was understood of an export: columns, layout, and how names are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deviceclerk.services.wording import medium_word, purpose_label, respondent_word
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deviceclerk.domain.consent import Medium, Respondent
    from deviceclerk.domain.roster import Column, Layout, Meaning, Notation
    from deviceclerk.services.profiles import ProfileView


def meaning_word(meaning: Meaning) -> str:
    """What a column is taken for."""
    from deviceclerk.domain.roster import Meaning

    return {
        Meaning.NUMBER: _("Pupil number"),
        Meaning.FIRST_NAME: _("First name"),
        Meaning.PREFIX: _("Name prefix"),
        Meaning.LAST_NAME: _("Surname"),
        Meaning.FULL_NAME: _("Whole name"),
        Meaning.GROUP: _("Group"),
        Meaning.BORN: _("Birth date"),
        Meaning.ANSWER: _("Answer"),
        Meaning.RESPONDENT: _("Who answered"),
        Meaning.QUESTION: _("Question"),
        Meaning.ANSWERED_ON: _("Date of the answer"),
        Meaning.PRIVATE: _("Private: not read in"),
        Meaning.IGNORED: _("Not used"),
    }[meaning]


def column_word(column: Column) -> str:
    """What a column is taken for; of a question, what it asks."""
    if column.purpose is not None and column.media:
        return asking_words(column.purpose, column.heading, column.media, column.respondent)
    return meaning_word(column.meaning)


def asking_words(purpose: str, heading: str, media: Sequence[Medium], respondent: Respondent | None = None) -> str:
    """'Website (photo, film)', and of whom it is, where the heading names somebody."""
    words = f"{purpose_label(purpose, heading)} ({', '.join(map(medium_word, media))})"
    return words if respondent is None else f"{words}: {respondent_word(respondent)}"


def layout_word(layout: Layout) -> str:
    """How a list is laid out."""
    from deviceclerk.domain.roster import Layout

    return {
        Layout.WIDE: _("a row per pupil, a column per question"),
        Layout.LONG: _("a row per parent and question"),
    }[layout]


def notation_word(notation: Notation | None) -> str:
    """How whole names are written, by an example; None is for names in columns of their own."""
    from deviceclerk.domain.roster import Notation

    if notation is None:
        return _("in columns of their own")
    return {
        Notation.COMMA: _("“De Vries, Anja”"),
        Notation.SURNAME_FIRST: _("“De Vries Anja”"),
        Notation.GIVEN_FIRST: _("“Anja de Vries”"),
    }[notation]


def profile_label(name: str) -> str:
    """A profile's name for people: those that come with the program are known by short keys."""
    return {
        "parro-wide": "Parro",
        "parro-long": _("Parro (a row per parent)"),
        "social-schools": "Social Schools",
        "magister": "Magister",
        "somtoday": "SOMtoday",
    }.get(name, name)


def profile_state(view: ProfileView) -> str:
    """Whose a profile is, and whether anybody said that it is right."""
    if not view.shipped:
        return _("your school's own")
    if view.profile.assumed:
        return _("comes with the program; assumed, not yet confirmed")
    return _("comes with the program; confirmed by your school")


def state_word(view: ProfileView) -> str:
    """The same as `profile_state` in a few words."""
    if not view.shipped:
        return _("your school's own")
    return _("assumed, not yet confirmed") if view.profile.assumed else _("confirmed by your school")
