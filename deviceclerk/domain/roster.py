"""What an export of a parent app says, once it was read: rows of people and answers, and what was wrong."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deviceclerk.domain.consent import Medium, Respondent, Value
from deviceclerk.domain.people import Name


class Layout(StrEnum):
    """One row a pupil and one column a purpose (wide), or one row per respondent and question (long)."""

    WIDE = "wide"
    LONG = "long"


class Notation(StrEnum):
    """How one column writes whole names: "De Vries, Anja", "De Vries Anja" or "Anja de Vries"."""

    COMMA = "comma"
    SURNAME_FIRST = "surname_first"
    GIVEN_FIRST = "given_first"


class Stage(StrEnum):
    """How far the reading of a file is: its rows are read, or what was found in them is taken over."""

    ROWS = "rows"
    TAKEN = "taken"


class ProblemCode(StrEnum):
    """What can be wrong with a row or column that does not stop the rest of the file."""

    UNCLEAR_ANSWER = "unclear_answer"
    DUPLICATE_PUPIL = "duplicate_pupil"
    MISSING_NAME = "missing_name"
    MISSING_GROUP = "missing_group"
    NUMBER_LIKE_ANOTHER = "number_like_another"
    AMBIGUOUS_MATCH = "ambiguous_match"
    PRIVATE_COLUMN = "private_column"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a person should look at. `row` is numbered as Excel does; `column` is a letter or None.

    `detail` is what the wording needs beyond the place: the unclear text, the heading of a private column, the
    name of a pupil. It never holds a value from a private column.
    """

    code: ProblemCode
    sheet: str
    row: int
    column: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the export: a heading, the purpose it was understood as, and one medium of it."""

    purpose: str
    heading: str
    medium: Medium


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """One respondent's answer to one question for one medium, with the cell it stands in.

    `on` is the answer's own date if the export gives one. `raw` is the cell's text, empty for an empty cell.
    `who` is the mark of a guardian who is named: an import can see that it is another than before.
    `told_apart`: the export names two guardians of the pupil by their names, which are not kept, without saying
    who is the first; then the reader numbers them, by their names' order.
    """

    purpose: str
    heading: str
    medium: Medium
    value: Value
    raw: str
    respondent: Respondent
    on: date | None
    sheet: str
    row: int
    column: str
    told_apart: bool = False
    who: str | None = None

    @property
    def said_by(self) -> Respondent:
        """Who answered as the export itself says it."""
        return Respondent.GUARDIAN if self.told_apart else self.respondent


@dataclass(frozen=True, slots=True)
class ReadPupil:
    """One pupil of the export. `sheet` and `row` are where the pupil stands first."""

    number: str | None
    name: Name
    group: str
    born: date | None
    answers: tuple[ReadAnswer, ...]
    sheet: str
    row: int


class Meaning(StrEnum):
    """What a column was understood as. `PRIVATE` is not read in; `IGNORED` has no meaning for us."""

    NUMBER = "number"
    FIRST_NAME = "first_name"
    PREFIX = "prefix"
    LAST_NAME = "last_name"
    FULL_NAME = "full_name"
    GROUP = "group"
    BORN = "born"
    ANSWER = "answer"
    RESPONDENT = "respondent"
    QUESTION = "question"
    ANSWERED_ON = "answered_on"
    PRIVATE = "private"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Column:
    """How one column of one sheet was understood. `examples` are a few of its texts, none of a private column.

    `key` is by what profiles know the column. The dates of one question have that question's purpose.
    """

    sheet: str
    letter: str
    heading: str
    meaning: Meaning
    purpose: str | None = None
    media: tuple[Medium, ...] = ()
    examples: tuple[str, ...] = ()
    key: str = ""
    respondent: Respondent | None = None


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """How one sheet was understood as a whole.

    `header_row` is the first row of headings as Excel numbers it. `notation` is how its one column of names writes
    them, None where names are in parts. `group` is that of rows without one. `fingerprint` is that of the headings
    as they are found without any profile.
    """

    name: str
    layout: Layout
    header_row: int
    header_rows: int
    notation: Notation | None
    group: str | None
    fingerprint: str


@dataclass(frozen=True, slots=True)
class ReadRoster:
    """A whole export as it was understood. `file` is the name without its folder; `exported_on` from a title.

    `profile` is the name of the one it was read by: as asked for, or recognised. `every_sheet` are those with
    anything on them, lists of pupils or not.
    """

    file: str
    sha256: str
    profile: str | None
    layout: Layout
    sheets: tuple[str, ...]
    columns: tuple[Column, ...]
    asked: tuple[Asked, ...]
    pupils: tuple[ReadPupil, ...]
    problems: tuple[Problem, ...]
    exported_on: date | None
    understood: tuple[ReadSheet, ...] = ()
    every_sheet: tuple[str, ...] = ()
