"""Lists with one row a pupil and one column a question."""

from datetime import date

from deviceclerk.documents.roster.columns import Columns
from deviceclerk.documents.roster.dates import day_of
from deviceclerk.documents.roster.found import FoundPupil, Question, Statement
from deviceclerk.documents.roster.grid import Cell, Grid, Row, at, letter, text
from deviceclerk.documents.roster.header import Header
from deviceclerk.documents.roster.persons import Persons
from deviceclerk.documents.roster.respondents import Respondents
from deviceclerk.documents.roster.severalrows import Said, by_respondent
from deviceclerk.documents.roster.texts import Texts
from deviceclerk.domain.consent import Value
from deviceclerk.domain.people import Name
from deviceclerk.domain.profiles import Profile
from deviceclerk.domain.roster import Meaning, Problem, ProblemCode

MAX_DETAIL = 80


class WideSheet:
    """Reads one sheet; `pupils` and `problems` are its results."""

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
        self._respondents = Respondents(profile.unnamed)
        self._names_respondents = Meaning.RESPONDENT in columns.places
        # The folded name of who filled in each row, never kept.
        self._said: dict[tuple[int, tuple[int | None, ...]], str] = {}
        self.questions = tuple(
            Question(q.purpose, header.headings[column], q.media, letter(column), q.respondent)
            for column, q in columns.questions.items()
        )
        self._dates = [columns.dates.get(column, -1) for column in columns.questions] if columns.dates else []
        self.pupils: list[FoundPupil] = []
        self.problems: list[Problem] = []

    def read(self) -> "WideSheet":
        """Reads all rows. Raises Refused `file_damaged` when separators are miscounted in some row."""
        for column in self._columns.private:
            self._problem(ProblemCode.PRIVATE_COLUMN, self._header.number, column, self._header.headings[column])
        for row in self._persons.rows():
            pupil = self._pupil(row)
            if pupil is not None:
                self.pupils.append(pupil)
        self.pupils = self._gathered() if self._said else self.pupils
        return self

    def _problem(self, code: ProblemCode, row: int, column: int | None, detail: str) -> None:
        where = None if column is None else letter(column)
        self.problems.append(Problem(code, self._grid.name, row, where, detail[:MAX_DETAIL]))

    def _pupil(self, row: Row) -> FoundPupil | None:
        """The pupil of a row, None where the row is left out."""
        someone = self._persons.someone(row)
        if someone is None:
            number = self._persons.number_of(row)
            if number or any(text(at(row, column)) for column in self._columns.questions):
                self._problem(ProblemCode.MISSING_NAME, row.number, None, "")
            return None
        name = someone.name
        statements = self._statements(row, name)
        if not someone.group:
            self._problem(ProblemCode.MISSING_GROUP, row.number, None, name.full)
            return None
        return FoundPupil(
            someone.number, name.first, name.prefix, name.last, someone.group, someone.born, statements
        )

    def _gathered(self) -> list[FoundPupil]:
        """Each pupil once, where rows say by whom they were filled in: one row for each guardian is no mistake."""
        heaps: dict[tuple[object, ...], list[FoundPupil]] = {}
        for pupil in self.pupils:
            heaps.setdefault(pupil[:-1], []).append(pupil)
        return [self._of_several(heap) for heap in heaps.values()]

    def _of_several(self, heap: list[FoundPupil]) -> FoundPupil:
        pupil = heap[0]
        said = [Said(self._said[s.row, s.texts], s) for each in heap for s in each.statements]
        gathered, doubled = by_respondent(said, self.questions, self._respondents, self._texts.all)
        for row in doubled:
            self._problem(ProblemCode.DUPLICATE_PUPIL, row, None, pupil.name.full)
        return pupil._replace(statements=gathered)

    def _statements(self, row: Row, name: Name) -> tuple[Statement, ...]:
        """What the row says: all of it by one respondent, or each set of its columns by its own."""
        numbers = self._numbers(row)
        if not self._columns.sets:
            by = self._persons.cell(row, Meaning.RESPONDENT)
            return (self._statement(row, name, by, self._persons.cell(row, Meaning.ANSWERED_ON), numbers),)
        statements = []
        for one in self._columns.sets:
            on = "" if one.answered_on is None else at(row, one.answered_on)
            own = zip(self._columns.questions, numbers, strict=True)
            texts = tuple(number if column in one.questions else None for column, number in own)
            if text(at(row, one.respondent)) or any(text(at(row, column)) for column in one.questions):
                statements.append(self._statement(row, name, at(row, one.respondent), on, texts))
        return tuple(statements) or (self._statement(row, name, "", "", numbers),)

    def _numbers(self, row: Row) -> tuple[int | None, ...]:
        """Of each question the number of the text that is its answer."""
        number_of, known = self._texts.number, self._texts.all
        numbers = []
        for column in self._columns.questions:
            number = number_of(at(row, column))
            if known[number][1] is Value.UNCLEAR:
                self._problem(ProblemCode.UNCLEAR_ANSWER, row.number, column, known[number][0])
            numbers.append(number)
        return tuple(numbers)

    def _statement(self, row: Row, name: Name, named: Cell, on: Cell, texts: tuple[int | None, ...]) -> Statement:
        by = self._profile.unnamed
        if self._names_respondents:
            by, self._said[row.number, texts] = self._respondents.of(text(named), name)
        dates: tuple[date | None, ...] = tuple(day_of(at(row, column)) for column in self._dates)
        return Statement(self._index, row.number, by, day_of(on), texts, dates)
