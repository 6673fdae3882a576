"""Lists with one row a pupil and one column a question."""

from datetime import date

from deviceclerk.documents.roster.columns import Columns
from deviceclerk.documents.roster.dates import day_of
from deviceclerk.documents.roster.found import FoundPupil, Question, Statement
from deviceclerk.documents.roster.grid import Grid, Row, at, letter, text
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
        self._said: dict[int, str] = {}
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
        statement = self._statement(row, name)
        if not someone.group:
            self._problem(ProblemCode.MISSING_GROUP, row.number, None, name.full)
            return None
        return FoundPupil(
            someone.number, name.first, name.prefix, name.last, someone.group, someone.born, (statement,)
        )

    def _gathered(self) -> list[FoundPupil]:
        """Each pupil once, where rows say by whom they were filled in: one row for each guardian is no mistake."""
        heaps: dict[tuple[object, ...], list[FoundPupil]] = {}
        for pupil in self.pupils:
            heaps.setdefault(pupil[:-1], []).append(pupil)
        return [self._of_several(heap) for heap in heaps.values()]

    def _of_several(self, heap: list[FoundPupil]) -> FoundPupil:
        pupil = heap[0]
        said = [Said(self._said[each.statements[0].row], each.statements[0]) for each in heap]
        gathered, doubled = by_respondent(said, self.questions, self._respondents, self._texts.all)
        for row in doubled:
            self._problem(ProblemCode.DUPLICATE_PUPIL, row, None, pupil.name.full)
        return pupil._replace(statements=gathered)

    def _statement(self, row: Row, name: Name) -> Statement:
        number_of, known = self._texts.number, self._texts.all
        numbers = []
        for column in self._columns.questions:
            number = number_of(at(row, column))
            if known[number][1] is Value.UNCLEAR:
                self._problem(ProblemCode.UNCLEAR_ANSWER, row.number, column, known[number][0])
            numbers.append(number)
        by = self._profile.unnamed
        if self._names_respondents:
            by, self._said[row.number] = self._respondents.of(
                text(self._persons.cell(row, Meaning.RESPONDENT)), name
            )
        on = day_of(self._persons.cell(row, Meaning.ANSWERED_ON))
        dates: tuple[date | None, ...] = tuple(day_of(at(row, column)) for column in self._dates)
        return Statement(self._index, row.number, by, on, tuple(numbers), dates)
