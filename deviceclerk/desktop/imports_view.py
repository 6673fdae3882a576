"""What the preview of an import shows: a difference, its problems and its columns, as rows of plain text.

No Tk here. What waits for a person's agreement is told apart from what is done in any case.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deviceclerk.domain.consent import Value, stricter
from deviceclerk.domain.roster import Problem, ReadPupil
from deviceclerk.domain.rosterdiff import ChangeKind, Counts, Difference, PupilChange
from deviceclerk.services.wording import (
    medium_word,
    problem_text,
    purpose_label,
    respondent_word,
    value_word,
)
from deviceclerk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from deviceclerk.domain.answerdiff import AnswerChange
    from deviceclerk.services.roster import Applied, Preview

AGREEMENTS = ("left", "moved")
"""What a person can agree to for all pupils at once; who is right is decided one by one."""


class Section(enum.StrEnum):
    """The parts of the list of changes, in their order."""

    WITHDRAWN = "withdrawn"
    CONFLICT = "conflict"
    NEW = "new"
    MOVED = "moved"
    LEFT = "left"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One line: a pupil and one thing that changes."""

    section: Section
    name: str
    group: str
    detail: str


def section_word(section: Section) -> str:
    """What happens, in a word."""
    return {
        Section.WITHDRAWN: _("Withdrawn"),
        Section.CONFLICT: _("Contradicts"),
        Section.NEW: _("New"),
        Section.MOVED: _("Moved"),
        Section.LEFT: _("Gone"),
        Section.CHANGED: _("Changed"),
    }[section]


def change_rows(difference: Difference) -> tuple[ChangeRow, ...]:
    """Every change, withdrawals first; a pupil stands there once for each purpose and each other change."""
    order = {section: index for index, section in enumerate(Section)}
    rows = [row for change in difference.pupils for row in _rows_of(change)]
    return tuple(sorted(rows, key=lambda row: order[row.section]))


def _rows_of(change: PupilChange) -> Iterator[ChangeRow]:
    name, group = change.name.full, change.group

    def row(section: Section, detail: str) -> ChangeRow:
        return ChangeRow(section, name, group, detail)

    if change.kind is ChangeKind.LEFT:
        yield row(Section.LEFT, _("no longer in the export"))
    elif change.person_id is None:
        yield row(Section.NEW, _new_detail(change))
    else:
        if change.moved:
            yield row(
                Section.MOVED, _("was in {group}; no pupil number, so please check").format(group=change.was_group)
            )
        elif change.was_group is not None:
            yield row(Section.CHANGED, _("group: {was} → {now}").format(was=change.was_group, now=group))
        if change.was_name is not None:
            yield row(Section.CHANGED, _("name: was {name}").format(name=change.was_name.full))
        if change.returned:
            yield row(Section.CHANGED, _("is back at the school"))
        for section, detail in _answer_details(change.answers):
            # A withdrawal counts at once, whoever the pupil turns out to be; a yes waits for the move.
            waits = change.moved and section is not Section.WITHDRAWN
            yield row(section, _("{detail}; only with the move").format(detail=detail) if waits else detail)


def _new_detail(change: PupilChange) -> str:
    if change.candidates:
        names = ", ".join(name.full for name in change.candidates)
        return _("resembles {names}, who is gone: the same pupil?").format(names=names)
    return _answers_summary(change.row) if change.row else ""


def _answers_summary(row: ReadPupil) -> str:
    """'4 yes · 1 no · 1 no answer': purposes by their strictest answer."""
    strictest: dict[str, Value] = {}
    for answer in row.answers:
        strictest[answer.purpose] = stricter(answer.value, strictest.get(answer.purpose, answer.value))
    counts = Counter(strictest.values())
    return " · ".join(f"{counts[value]} {value_word(value)}" for value in Value if counts[value])


def _answer_details(answers: Sequence[AnswerChange]) -> Iterator[tuple[Section, str]]:
    """One line per purpose and respondent; media with the same change stand together."""
    lines: dict[tuple[object, ...], tuple[AnswerChange, list[str]]] = {}
    for answer in answers:
        same = (answer.was, answer.now, answer.by_hand, answer.replaced)
        key = (answer.purpose, answer.heading, answer.respondent, *same)
        lines.setdefault(key, (answer, []))[1].append(medium_word(answer.medium))
    several = len({answer.respondent for answer in answers}) > 1
    for answer, media in lines.values():
        label = purpose_label(answer.purpose, answer.heading)
        text = f"{label} ({', '.join(media)}): "
        if several:
            text = f"{label} ({', '.join(media)}), {respondent_word(answer.respondent)}: "
        was = value_word(answer.was) if answer.was is not None else _("not known")
        text += f"{was} → {value_word(answer.now)}"
        if answer.replaced:
            stays = _("from another guardian than the one who said no: the no stays")
            yield Section.CONFLICT, f"{text}; {stays}"
        elif answer.by_hand is not None:
            by_hand = _("entered by hand: {value}").format(value=value_word(answer.by_hand))
            yield Section.CONFLICT, f"{text}; {by_hand}"
        else:
            yield (Section.WITHDRAWN if answer.withdrawal else Section.CHANGED), text


def done_counts(difference: Difference, agreed: frozenset[str], left: Mapping[int, bool] | None = None) -> Counts:
    """How many pupils the import would change with what is agreed; who waits counts nowhere.

    `left` is what was decided, by id, of pupils who are gone.
    """
    decided = left or {}
    counts = dict.fromkeys(ChangeKind, 0)
    for change in difference.pupils:
        goes = decided.get(change.person_id or 0, "left" in agreed)
        if (change.moved and "moved" not in agreed) or (change.kind is ChangeKind.LEFT and not goes):
            continue
        counts[change.kind] += 1
    return Counts(**{kind.value: n for kind, n in counts.items()})


def counts_text(counts: Counts) -> str:
    """'4 withdrawn, 2 new, 3 changed'; empty when nothing changes."""
    parts = (
        (counts.withdrawn, ngettext("{n} withdrawn", "{n} withdrawn", counts.withdrawn)),
        (counts.new, ngettext("{n} new", "{n} new", counts.new)),
        (counts.changed, ngettext("{n} changed", "{n} changed", counts.changed)),
        (counts.left, ngettext("{n} marked as left", "{n} marked as left", counts.left)),
    )
    return ", ".join(text.format(n=n) for n, text in parts if n)


def agreement_text(word: str, n: int) -> str:
    """What a person can agree to, for the box before it."""
    texts = {
        "left": ngettext(
            "Mark {n} pupil who is no longer in the export as left",
            "Mark {n} pupils who are no longer in the export as left",
            n,
        ),
        "moved": ngettext(
            "Move {n} pupil who now stands in another group, with the new answers",
            "Move {n} pupils who now stand in another group, with the new answers",
            n,
        ),
    }
    return texts[word].format(n=n)


def unchanged_since(preview: Preview) -> bool:
    """Whether applying would do nothing at all: the same file once more, and nothing waits."""
    counts, waiting = preview.difference.counts, preview.difference.waiting
    changed = counts.new + counts.changed + counts.withdrawn + counts.left
    return preview.same_as is not None and not changed and not (waiting.left or waiting.moved or waiting.conflicts)


def problem_rows(problems: Sequence[Problem]) -> tuple[tuple[str, str, str, str], ...]:
    """Sheet, row, column and words of every problem, each once."""
    return tuple(
        (problem.sheet, str(problem.row), problem.column or "", problem_text(problem))
        for problem in dict.fromkeys(problems)
    )


def done_text(counts: Counts) -> str:
    """What was done, as a sentence."""
    text = counts_text(counts)
    return f"{text[:1].upper()}{text[1:]}." if text else _("No pupil changed; the answers bear the new date.")


def left_over(applied: Applied) -> list[str]:
    """What waits still, and that it was not quite what the preview showed."""
    waiting = applied.waiting
    texts = (
        (
            waiting.left,
            ngettext(
                "{n} pupil who is no longer in the export was kept.",
                "{n} pupils who are no longer in the export were kept.",
                waiting.left,
            ),
        ),
        (
            waiting.moved,
            ngettext(
                "{n} pupil stays in the old group, with the old answers.",
                "{n} pupils stay in the old group, with the old answers.",
                waiting.moved,
            ),
        ),
        (
            waiting.conflicts,
            ngettext(
                "{n} answer contradicts an entry by hand; the stricter holds.",
                "{n} answers contradict an entry by hand; the stricter holds.",
                waiting.conflicts,
            ),
        ),
    )
    lines = [text.format(n=n) for n, text in texts if n]
    if applied.differs:
        lines.append(_("The list of pupils changed after the preview; this is what was done."))
    return lines
