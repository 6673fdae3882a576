"""What a person decides one by one before an import: rows in doubt, who is gone, who is right. No Tk here."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from deviceclerk.domain.rosterchoices import Choice, Doubt, Meant
from deviceclerk.domain.rosterplan import Decided, Side
from deviceclerk.services.wording import medium_word, purpose_label, respondent_word, value_word
from deviceclerk.services.wording_choices import doubt_text, unanswered_text
from deviceclerk.support.i18n import _, format_date, format_datetime

if TYPE_CHECKING:
    from deviceclerk.domain.answerdiff import AnswerChange, Cell
    from deviceclerk.domain.people import Person
    from deviceclerk.domain.rosterchoices import Choices, RowQuestion
    from deviceclerk.domain.rosterdiff import PupilChange
    from deviceclerk.services.roster import Preview


class Matter(enum.StrEnum):
    """What is to be decided."""

    CONFLICT = "conflict"
    ROW = "row"
    MOVED = "moved"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers."""

    key: str
    text: str
    possible: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to decide. `chosen` is an option's key; `state` says what was chosen, or what happens without."""

    id: str
    matter: Matter
    name: str
    group: str
    state: str
    details: tuple[str, ...]
    options: tuple[Option, ...]
    chosen: str | None = None


@dataclass(frozen=True, slots=True)
class Choosing:
    """What a person chose so far, of one file: rows in doubt, who is gone, who is right."""

    choices: Choices = field(default_factory=dict)
    left: dict[int, bool] = field(default_factory=dict)
    conflicts: dict[tuple[int, Cell], Side] = field(default_factory=dict)

    @property
    def decided(self) -> Decided:
        """What goes along with the import."""
        return Decided(self.left, self.conflicts)


def matter_word(matter: Matter) -> str:
    """What is to be decided, in a word or two."""
    return {
        Matter.CONFLICT: _("Who is right?"),
        Matter.ROW: _("Whose row?"),
        Matter.MOVED: _("Moved?"),
        Matter.GONE: _("Gone?"),
    }[matter]


def items(preview: Preview, choosing: Choosing, agreed: frozenset[str]) -> tuple[Item, ...]:
    """All that can be decided: conflicts first, for a withdrawal may be among them."""
    changes = preview.difference.pupils
    conflicts = [_conflict(c, a, preview, choosing) for c in changes for a in c.conflicts if not c.moved]
    rows = [_row(question, "moved" in agreed) for question in preview.difference.questions]
    gone = [_gone(change, choosing, "left" in agreed) for change in changes if change.row is None]
    rows.sort(key=lambda item: item.matter is Matter.MOVED)
    return (*conflicts, *rows, *gone)


def undecided(found: tuple[Item, ...]) -> int:
    """How many wait for a person."""
    return sum(item.chosen is None for item in found)


def with_choice(preview: Preview, choosing: Choosing, item_id: str, key: str) -> Choosing:
    """The same with one more decision. The choice for a row takes effect once the export is compared again."""
    for question in preview.difference.questions:
        if _row_id(question) == item_id:
            choice = Choice(Meant(key)) if key in set(Meant) else Choice(Meant.PUPIL, int(key))
            return replace(choosing, choices={**choosing.choices, question.key: choice})
    for change in preview.difference.pupils:
        person_id = change.person_id or 0
        if item_id == f"gone:{person_id}":
            return replace(choosing, left={**choosing.left, person_id: key == "left"})
        for answer in change.conflicts:
            if _conflict_id(person_id, answer) == item_id:
                conflicts = {**choosing.conflicts, (person_id, answer.cell): Side(key)}
                return replace(choosing, conflicts=conflicts)
    return choosing


def _row_id(question: RowQuestion) -> str:
    return f"row:{question.row.sheet}:{question.row.row}:{question.row.name.key}"


def _conflict_id(person_id: int, answer: AnswerChange) -> str:
    return f"conflict:{person_id}:{':'.join(answer.cell)}"


def _row(question: RowQuestion, all_moved: bool) -> Item:
    row, moved = question.row, question.doubt is Doubt.MOVED
    born = [_("born {date}").format(date=format_date(row.born))] if row.born else []
    number = [_("number {number}").format(number=row.number)] if row.number else []
    told = ", ".join([row.name.full, row.group, *number, *born])
    options = [Option(str(person.id), _this(person)) for person in question.candidates]
    options += [Option(Meant.NEW, _("A new pupil")), Option(Meant.SKIP, _("Leave the row out"))]
    chosen = question.choice
    key = None if chosen is None else chosen.meant.value if chosen.person_id is None else str(chosen.person_id)
    if key is None and moved and all_moved and question.candidates:
        key = str(question.candidates[0].id)
    texts = {option.key: option.text for option in options}
    state = unanswered_text(question) if key is None else texts.get(key, "")
    details = (doubt_text(question), _("In the file: {row}").format(row=told))
    matter = Matter.MOVED if moved else Matter.ROW
    return Item(_row_id(question), matter, row.name.full, row.group, state, details, tuple(options), key)


def _this(person: Person) -> str:
    """'It is Sem Bos (5A, 12)': what tells candidates apart."""
    born = format_date(person.born) if person.born else ""
    about = ", ".join(part for part in (person.group, person.number, born) if part)
    return _("It is {name} ({about})").format(name=person.name.full, about=about)


def _gone(change: PupilChange, choosing: Choosing, all_left: bool) -> Item:
    options = (Option("left", _("Mark as left")), Option("stays", _("Stays at the school")))
    goes = choosing.left.get(change.person_id or 0)
    if goes is None and all_left:
        goes = True
    key = None if goes is None else "left" if goes else "stays"
    state = next((option.text for option in options if option.key == key), _("stays, until you choose"))
    details = (
        _("{name} ({group}) is no longer in the export.").format(name=change.name.full, group=change.group),
        _("Who is marked as left is never deleted by that; the answers stay as long as the school keeps them."),
    )
    name, group = change.name.full, change.group
    return Item(f"gone:{change.person_id}", Matter.GONE, name, group, state, details, options, key)


def _conflict(change: PupilChange, answer: AnswerChange, preview: Preview, choosing: Choosing) -> Item:
    person_id = change.person_id or 0
    by_hand, now = value_word(answer.by_hand or answer.now), value_word(answer.now)
    options = (
        Option(Side.HAND, _("The entry by hand is right: {value}").format(value=by_hand)),
        Option(Side.EXPORT, _("The export is right: {value}").format(value=now), answer.overrules),
    )
    side = choosing.conflicts.get((person_id, answer.cell))
    label = purpose_label(answer.purpose, answer.heading)
    state = next((o.text for o in options if o.key == side), _("the stricter holds, until you choose"))
    return Item(
        _conflict_id(person_id, answer),
        Matter.CONFLICT,
        change.name.full,
        change.group,
        f"{label} ({medium_word(answer.medium)}): {state}",
        tuple(_told(change, answer, preview, label)),
        options,
        side,
    )


def _told(change: PupilChange, answer: AnswerChange, preview: Preview, label: str) -> Iterator[str]:
    """Both sides of a conflict: what the file says, and what was recorded by hand, when and by whom."""
    who = respondent_word(answer.respondent)
    yield f"{change.name.full}: {label} ({medium_word(answer.medium)}), {who}"
    text = _("The export says: {value}").format(value=value_word(answer.now))
    yield f"{text} ({format_date(answer.on)})" if answer.on else text
    entry = preview.entries.get((change.person_id or 0, answer.cell))
    if entry is not None:
        line = _("By hand: {value} ({date})").format(value=value_word(entry.value), date=format_date(entry.on))
        recorded = _("recorded {when} by {actor}").format(
            when=format_datetime(entry.recorded_at), actor=entry.actor or _("nobody named")
        )
        yield ", ".join(part for part in (line, entry.source, recorded) if part)
    if not answer.overrules:
        yield _("The export has no yes of a later day: the withdrawal stands.")
