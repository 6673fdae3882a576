"""What an export's cells would change of one pupil's answers, and what is remembered of them.

A cell is compared with the newest that an earlier import gave for the same respondent, purpose and medium. Of a
question that the export asks, it tells all there is: a respondent who no longer occurs there has no yes any more.
A no is not taken back by silence; only an unnamed respondent's no makes way when the export names the respondents
and all of them say yes. Of a question that the export does not ask, earlier answers stay until they expire.
In a list that names the guardians one may stand where another stood: who is replaced has no yes any more, and a no
that stays, until a person enters something by hand. Where both said no it is both's, and neither's yes undoes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from deviceclerk.domain.consent import Medium, Respondent, Value, stricter
from deviceclerk.domain.guardians import SEVERAL, settled
from deviceclerk.domain.roster import ReadAnswer, ReadPupil
from deviceclerk.domain.schoolday import YEAR_START, SchoolYear

Question = tuple[str, Medium]
Cell = tuple[str, Medium, Respondent]
_UNNAMED = frozenset({Respondent.GUARDIAN, Respondent.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it is remembered; `own_date` is its own date if it has one, `counts_from` what the rules use.

    `gone` is not an answer: it tells from when the respondent no longer occurred in the export. `who` is the mark
    of the guardian's name, where a list named one.
    """

    value: Value
    raw: str
    own_date: date | None
    counts_from: date
    year: SchoolYear
    gone: bool = False
    who: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What one respondent said of one purpose and medium: in the newest import, and by hand.

    `disputed` is the newest yes or no of an import that changed after the entry by hand.
    """

    imported: Given | None
    by_hand: Given | None = None
    disputed: Given | None = None


_UNKNOWN = Standing(None)


@dataclass(frozen=True, slots=True)
class Dating:
    """What an answer without a date of its own is dated by: the export's date, else the import's.

    `known_on` is when the very same file was first imported: its content cannot be newer than that. `given` is
    the school year that a person named; it decides where the export has no date.
    """

    imported_on: date
    exported_on: date | None = None
    known_on: date | None = None
    given: SchoolYear | None = None
    year_begins: tuple[int, int] = YEAR_START

    @property
    def seen_on(self) -> date:
        """The day of which the export tells."""
        if self.exported_on is not None:
            return self.exported_on
        return self.imported_on if self.known_on is None or self.given else self.known_on

    @property
    def year(self) -> SchoolYear:
        """The school year that the export is for: by its date, else as given, else the import's."""
        if self.exported_on is None and self.given is not None:
            return self.given
        return SchoolYear.of(self.seen_on, self.year_begins)

    def year_of(self, own_date: date | None) -> SchoolYear:
        """The school year that an answer counts for; its own date decides where it has one."""
        return self.year if own_date is None else SchoolYear.of(own_date, self.year_begins)

    def counts_from(self, value: Value, own_date: date | None, was: Given | None) -> date:
        """The day from which the rules count an answer that comes after `was`.

        Where `was` was dated by its export only, the answer of an export that is no older counts from that day
        at least. A date in the future, a slip of the pen, delays nothing but a yes.
        """
        day = own_date or self.seen_on
        if was is not None and was.own_date is None and self.seen_on >= was.counts_from:
            day = max(day, was.counts_from)
        if value is not Value.YES and day > self.imported_on:
            day = min(day, max(self.imported_on, was.counts_from)) if was is not None else self.imported_on
        return day


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One answer that differs: `was` is the newest earlier import's, None when there was none.

    `by_hand` is set where a person entered something else by hand, which waits for a decision; `entry` is that
    entry, and `on` the day of which the export's answer is. `replaced` tells that the no of a guardian stays whom
    the export no longer has, for another one says `now`: nothing changes.
    """

    purpose: str
    heading: str
    medium: Medium
    respondent: Respondent
    was: Value | None
    now: Value
    by_hand: Value | None = None
    replaced: bool = False
    entry: Given | None = None
    on: date | None = None

    @property
    def cell(self) -> Cell:
        """Whose answer it is, and to what."""
        return (self.purpose, self.medium, self.respondent)

    @property
    def overrules(self) -> bool:
        """Whether the export may decide against the entry by hand: against a withdrawal only a later yes."""
        if self.entry is None or self.on is None or self.entry.value is not Value.NO:
            return True
        return self.now is Value.YES and self.on > self.entry.counts_from

    @property
    def withdrawal(self) -> bool:
        """Whether there was a yes that is no longer."""
        return self.was is Value.YES and self.now is not Value.YES


@dataclass(frozen=True, slots=True)
class Keep:
    """An answer to be remembered.

    `changed` is False when it only repeats what was said before; `gone` tells that its respondent no longer
    occurs in the export: earlier answers of imports count no more for it; `by_hand` that a person decided.
    """

    cell: ReadAnswer
    counts_from: date
    year: SchoolYear
    changed: bool
    gone: bool = False
    by_hand: bool = False


def cells_of(row: ReadPupil) -> dict[Cell, ReadAnswer]:
    """A row's answers, one for each respondent, purpose and medium.

    Where two cells speak of the same, the later dated one counts, and without two dates the stricter; so it does
    where two guardians without a number give them.
    """
    cells: dict[Cell, ReadAnswer] = {}
    for cell in row.answers:
        key = (cell.purpose, cell.medium, cell.respondent)
        other = cells.get(key)
        if other is None or _outweighs(cell, other):
            cells[key] = cell
    return cells


def _outweighs(cell: ReadAnswer, other: ReadAnswer) -> bool:
    if cell.who == other.who and cell.on is not None and other.on is not None and cell.on != other.on:
        return cell.on > other.on
    return cell.value is not other.value and stricter(cell.value, other.value) is cell.value


def first_keeps(row: ReadPupil, dating: Dating) -> list[Keep]:
    """What is remembered of a new pupil's row: every cell, for even an empty one tells who was asked."""
    return [_keep(cell, None, dating, changed=True) for cell in cells_of(row).values()]


@dataclass(slots=True)
class Comparison:
    """One known pupil's row beside the pupil's answers; `keeps` and `changes` are its results.

    `asked` are the questions of the row's sheet, with their headings.
    """

    row: ReadPupil
    standings: Mapping[Cell, Standing]
    asked: Mapping[Question, str]
    dating: Dating
    keeps: list[Keep] = field(default_factory=list)
    changes: list[AnswerChange] = field(default_factory=list)

    def run(self) -> "Comparison":
        """Compares every cell, and looks for those who fell silent."""
        if any(answer.who is not None for answer in self.row.answers):
            self.row = settled(self.row, {key: standing.imported for key, standing in self.standings.items()})
        cells = cells_of(self.row)
        for key, cell in cells.items():
            self._compare(cell, self.standings.get(key, _UNKNOWN))
        for key in self.standings.keys() - cells.keys():
            others = [cell for cell in cells.values() if (cell.purpose, cell.medium) == key[:2]]
            self._silence(key, self.standings[key].imported, others)
        return self

    def _compare(self, cell: ReadAnswer, standing: Standing) -> None:
        was, kept = standing.imported, None
        if was is not None and _replaced(was, cell):
            if was.value is Value.NO and not _decided_since(standing, was):
                if cell.value is not Value.NO:
                    self._changed(cell, Value.NO, None, replaced=True)
                elif was.who != SEVERAL:
                    both = _keep(replace(cell, who=SEVERAL), was, self.dating, changed=False)
                    self.keeps.append(replace(both, counts_from=max(both.counts_from, was.counts_from)))
                return
            kept = _keep(cell, was, self.dating, changed=True)
            if self.dating.seen_on >= was.counts_from:
                # An answer that the newcomer gave long ago counts from when the other's no longer does.
                kept = replace(kept, counts_from=max(kept.counts_from, was.counts_from))
        elif was is None or was.gone or cell.value is not was.value or cell.on != was.own_date:
            kept = _keep(cell, was, self.dating, changed=True)
        elif self.dating.year_of(cell.on) > was.year or not _same_text(cell.raw, was.raw):
            kept = _keep(cell, was, self.dating, changed=False)
        if kept is not None:
            if was is not None and kept.counts_from < was.counts_from:
                return  # An older export is overtaken by what is known.
            self.keeps.append(kept)
        by_hand = _contradicted(cell, standing, kept)
        before = None if was is None or was.gone else was.value
        if cell.value is not (before or Value.UNANSWERED) or by_hand is not None:
            self._changed(cell, before, by_hand, entry=standing.by_hand)

    def _silence(self, key: Cell, was: Given | None, others: list[ReadAnswer]) -> None:
        purpose, medium, respondent = key
        heading = self.asked.get((purpose, medium))
        if was is None or was.gone or heading is None or self.dating.seen_on < was.counts_from:
            return
        still = was.who is None or any(cell.who == was.who for cell in others)
        if was.value is Value.NO and not (still and respondent in _UNNAMED and _named_and_all_yes(others)):
            return
        row = self.row
        nothing = ReadAnswer(
            purpose, heading, medium, Value.UNANSWERED, "", respondent, None, row.sheet, row.row, ""
        )
        since = self.dating.counts_from(Value.UNANSWERED, None, was)
        self.keeps.append(Keep(nothing, since, self.dating.year, changed=True, gone=True))
        if was.value is Value.YES and not any(cell.value is Value.YES for cell in others):
            self._changed(nothing, Value.YES, None)

    def _changed(
        self,
        cell: ReadAnswer,
        was: Value | None,
        by_hand: Value | None,
        *,
        replaced: bool = False,
        entry: Given | None = None,
    ) -> None:
        by, now = cell.respondent, cell.value
        change = AnswerChange(cell.purpose, cell.heading, cell.medium, by, was, now, by_hand, replaced=replaced)
        if by_hand is not None:
            change = replace(change, entry=entry, on=cell.on or self.dating.seen_on)
        self.changes.append(change)


def _keep(cell: ReadAnswer, was: Given | None, dating: Dating, *, changed: bool) -> Keep:
    return Keep(cell, dating.counts_from(cell.value, cell.on, was), dating.year_of(cell.on), changed)


def _replaced(was: Given, cell: ReadAnswer) -> bool:
    """Whether another guardian stands where the one of before did, for all that the marks of their names tell."""
    return not was.gone and None not in (was.who, cell.who) and was.who != cell.who


def _decided_since(standing: Standing, was: Given) -> bool:
    return standing.by_hand is not None and standing.by_hand.counts_from >= was.counts_from


def _same_text(one: str, other: str) -> bool:
    return one == other or one.strip().casefold() == other.strip().casefold()


def _contradicted(cell: ReadAnswer, standing: Standing, kept: Keep | None) -> Value | None:
    """What was entered by hand, where the cell since changed to another yes or no, now or in an earlier import."""
    hand = standing.by_hand
    if hand is None or cell.value is hand.value or cell.value not in (Value.YES, Value.NO):
        return None
    now = kept is not None and kept.changed and kept.counts_from >= hand.counts_from
    earlier = standing.disputed is not None and standing.disputed.value is cell.value
    return hand.value if now or earlier else None


def _named_and_all_yes(cells: list[ReadAnswer]) -> bool:
    return bool(cells) and all(c.value is Value.YES and c.respondent not in _UNNAMED for c in cells)
