"""Lists with one row per respondent and question: who, which question, the answer, and when it was given."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from deviceclerk.documents.roster.columns import SAMPLE, Columns, Sample, meaning_by_cells
from deviceclerk.documents.roster.dates import day_of
from deviceclerk.documents.roster.found import FoundPupil, Question, Statement
from deviceclerk.documents.roster.grid import Cell, Grid, Row, at, letter, text
from deviceclerk.documents.roster.header import Header
from deviceclerk.documents.roster.persons import Persons, Someone
from deviceclerk.documents.roster.respondents import Respondents, numbered
from deviceclerk.documents.roster.texts import Texts
from deviceclerk.documents.roster.wide import MAX_DETAIL
from deviceclerk.domain.consent import Respondent, Value, stricter
from deviceclerk.domain.headings import plain
from deviceclerk.domain.people import Name
from deviceclerk.domain.profiles import Profile
from deviceclerk.domain.roster import Meaning, Problem, ProblemCode

_MAX_QUESTION = 500


class _Said(NamedTuple):
    """One row: which question of the sheet, which text, by whom. `who` is the folded name, never kept."""

    row: int
    question: int
    text: int
    by: Respondent
    who: str
    on: date | None


@dataclass(slots=True)
class _Pupil:
    someone: Someone
    row: int
    said: list[_Said] = field(default_factory=list)


class LongSheet:
    """Reads one sheet; `questions`, `pupils` and `problems` are its results."""

    def __init__(
        self,
        index: int,
        grid: Grid,
        header: Header,
        columns: Columns,
        texts: Texts,
        persons: Persons,
        profile: Profile,
    ) -> None:
        self._index, self._grid, self._header, self._columns = index, grid, header, columns
        self._texts, self._persons, self._profile = texts, persons, profile
        self._answer = columns.answer or 0
        self._places: dict[str, int | None] = {}
        # Thousands of rows share a handful of questions, and a few names each.
        self._keys: dict[str, str] = {}
        self._respondents = Respondents(profile.unnamed)
        self._ungrouped: set[Name] = set()
        self._pupils: dict[tuple[object, ...], _Pupil] = {}
        self.questions: tuple[Question, ...] = ()
        self.pupils: list[FoundPupil] = []
        self.problems: list[Problem] = []

    def read(self) -> "LongSheet":
        """Reads all rows. Raises Refused `file_damaged` when separators are miscounted in some row."""
        for column in self._columns.private:
            self._problem(ProblemCode.PRIVATE_COLUMN, self._header.number, column, self._header.headings[column])
        self._find_questions()
        for row in self._persons.rows():
            self._take(row)
        for pupil in self._pupils.values():
            self.pupils.append(self._found(pupil))
        return self

    def _problem(self, code: ProblemCode, row: int, column: int | None, detail: str) -> None:
        where = None if column is None else letter(column)
        self.problems.append(Problem(code, self._grid.name, row, where, detail[:MAX_DETAIL]))

    def _question(self, row: Row) -> str:
        return text(self._persons.cell(row, Meaning.QUESTION))[:_MAX_QUESTION]

    def _key(self, asked: str) -> str:
        key = self._keys.get(asked)
        if key is None:
            key = self._keys[asked] = plain(asked)
        return key

    def _find_questions(self) -> None:
        """What is asked. Questions about something private, or that get no yes or no, are not read in."""
        cells: dict[str, list[Cell]] = {}
        first: dict[str, tuple[str, int]] = {}
        for row in self._grid.rows[self._header.below :]:
            asked = self._question(row)
            key = self._key(asked)
            sample = cells.setdefault(key, [])
            first.setdefault(key, (asked, row.number))
            if len(sample) < SAMPLE:
                sample.append(at(row, self._answer))
        questions: list[Question] = []
        for key, (asked, number) in first.items():
            meaning = meaning_by_cells(asked, Sample(cells[key]), self._profile) if key else Meaning.IGNORED
            self._places[key] = len(questions) if meaning is Meaning.ANSWER else None
            if meaning is Meaning.ANSWER:
                about = self._profile.asking(asked)
                questions.append(
                    Question(about.purpose, asked, about.media, letter(self._answer), about.respondent)
                )
            elif meaning is Meaning.PRIVATE:
                self._problem(ProblemCode.PRIVATE_COLUMN, number, self._answer, asked)
        self.questions = tuple(questions)

    def _take(self, row: Row) -> None:
        """Lays a row with those of the same pupil."""
        place = self._places.get(self._key(self._question(row)))
        someone = self._persons.someone(row)
        if someone is None:
            if place is not None:
                self._problem(ProblemCode.MISSING_NAME, row.number, None, "")
        elif not someone.group:
            if someone.name not in self._ungrouped:
                self._problem(ProblemCode.MISSING_GROUP, row.number, None, someone.name.full)
            self._ungrouped.add(someone.name)
        else:
            key = (someone.number, someone.name, someone.group, someone.born)
            pupil = self._pupils.get(key)
            if pupil is None:
                pupil = self._pupils[key] = _Pupil(someone, row.number)
            if place is not None:
                pupil.said.append(self._said(row, place, someone.name))

    def _said(self, row: Row, place: int, name: Name) -> _Said:
        number = self._texts.number(at(row, self._answer))
        raw, value = self._texts.all[number]
        if value is Value.UNCLEAR:
            self._problem(ProblemCode.UNCLEAR_ANSWER, row.number, self._answer, raw)
        by, who = self._respondents.of(text(self._persons.cell(row, Meaning.RESPONDENT)), name)
        on = day_of(self._persons.cell(row, Meaning.ANSWERED_ON))
        return _Said(row.number, place, number, by, who, on)

    def _found(self, pupil: _Pupil) -> FoundPupil:
        """The pupil with one answer per respondent and question, each as the row in which it stands."""
        roles = numbered((said.by, said.who) for said in pupil.said)
        marks = self._respondents.marks(said.who for said in pupil.said if said.by is Respondent.GUARDIAN)
        counting: dict[tuple[int, Respondent], _Said] = {}
        for said in pupil.said:
            by = roles.get(said.who, said.by) if said.by is Respondent.GUARDIAN else said.by
            key = (said.question, by)
            other = counting.get(key)
            counting[key] = said if other is None else self._weigh(other, said, pupil.someone)
        nothing: list[int | None] = [None] * len(self.questions)
        statements = []
        for (question, by), said in sorted(counting.items(), key=lambda item: item[1].row):
            texts = nothing.copy()
            texts[question] = said.text
            apart = by is not said.by
            who = marks.get(said.who) if said.by is Respondent.GUARDIAN else None
            statements.append(Statement(self._index, said.row, by, said.on, tuple(texts), (), apart, who))
        if not statements:
            statements = [Statement(self._index, pupil.row, Respondent.UNKNOWN, None, tuple(nothing))]
        of = pupil.someone
        name = of.name
        return FoundPupil(of.number, name.first, name.prefix, name.last, of.group, of.born, tuple(statements))

    def _weigh(self, one: _Said, other: _Said, someone: Someone) -> _Said:
        """Of two rows of one respondent the newer counts; of two who cannot be told apart, the stricter."""
        same = one.who == other.who and bool(one.who)
        newer = max(one, other, key=lambda said: said.on or date.min)
        if same and one.on is not None and other.on is not None and one.on != other.on:
            return newer
        values = {said: self._texts.all[said.text][1] for said in (one, other)}
        if values[one] is values[other]:
            return newer
        self._problem(ProblemCode.DUPLICATE_PUPIL, other.row, None, someone.name.full)
        strict = stricter(*values.values())
        return next(said for said, value in values.items() if value is strict)
