"""Which known pupil is each row of an export? Never guessed: what is not certain is asked or left out.

By pupil number where both sides have one; else by name within the group. Without a number, a pupil who is new in
one group and whose name is unique in the school and in the export is offered as moved. Numbers that differ only
in leading zeros are one pupil only after asking, so such a row is left out, as are namesakes without numbers,
until a person chooses. A choice counts only for a row that is in doubt without it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deviceclerk.domain.people import Person, fold
from deviceclerk.domain.roster import Problem, ProblemCode, ReadPupil, ReadRoster
from deviceclerk.domain.rosterchoices import NO_CHOICES, Choices, Doubt, Meant, RowQuestion
from deviceclerk.domain.rosterdoubts import Doubted, Doubts, similar

# The reader's problems by which a row is left out while it still names a pupil.
_LEFT_OUT = frozenset({ProblemCode.MISSING_GROUP, ProblemCode.NUMBER_LIKE_ANOTHER, ProblemCode.AMBIGUOUS_MATCH})


@dataclass(frozen=True, slots=True)
class Match:
    """A row and the known pupil it is about, None for a new pupil; `moved` waits for a person's agreement."""

    row: ReadPupil
    person: Person | None
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Matching:
    """Every row that is certain or offered, what was wrong with the others, and who is gone.

    `missing` are pupils at the school who are not in the export though their group is. Pupils of groups that do
    not occur in the export are not missing, for a teacher may import one group; nor is a pupil about whom a row
    may be that was left out. `questions` are the rows for a person to look at, in the file's order, with what was
    chosen; a row for which it was chosen to leave it out is neither among the matches nor a problem.
    """

    matches: tuple[Match, ...]
    problems: tuple[Problem, ...]
    missing: tuple[Person, ...]
    questions: tuple[RowQuestion, ...] = ()


def match(read: ReadRoster, people: Sequence[Person], choices: Choices = NO_CHOICES) -> Matching:
    """Finds the pupil of each row. `people` are all known pupils, those who left included."""
    return _Matcher(read, people).run(choices)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the export with its folded name and group."""

    index: int
    pupil: ReadPupil
    key: str
    group: str


class _Known:
    """The known pupils, found by number, by number without zeros, by name and group, and by name."""

    def __init__(self, people: Sequence[Person], folded: "_Folder") -> None:
        self.people = people
        self.keys = {p.id: fold(p.name.full) for p in people}
        self.by_number: dict[str, list[Person]] = defaultdict(list)
        self.by_bare_number: dict[str, list[Person]] = defaultdict(list)
        self.by_place: dict[tuple[str, str], list[Person]] = defaultdict(list)
        self.by_key: dict[str, list[Person]] = defaultdict(list)
        for person in people:
            key = self.keys[person.id]
            if person.number is not None:
                self.by_number[person.number].append(person)
                self.by_bare_number[_bare(person.number)].append(person)
            self.by_place[key, folded(person.group)].append(person)
            self.by_key[key].append(person)


class _Matcher:
    def __init__(self, read: ReadRoster, people: Sequence[Person]) -> None:
        self._folded = _Folder()
        self._known = _Known(people, self._folded)
        self._rows = [
            _Row(i, row, fold(row.name.full), self._folded(row.group)) for i, row in enumerate(read.pupils)
        ]
        self._numbers = Counter(row.pupil.number for row in self._rows)
        self._spellings = Counter(_bare(number) for number in self._numbers if number is not None)
        self._found: dict[int, Match] = {}
        self._taken: set[int] = set()
        self._doubted: dict[int, Doubted] = {}
        self._skipped: set[int] = set()
        self._reader = [p for p in read.problems if p.detail and p.code in _LEFT_OUT]
        self._held = self._named_by(self._reader)

    def _named_by(self, problems: Sequence[Problem]) -> set[int]:
        """Who may be meant by rows that the reader found wrong."""
        names = {fold(p.detail) for p in problems}
        return {person_id for person_id, key in self._known.keys.items() if key in names} if names else set()

    def run(self, choices: Choices) -> Matching:
        """Matches what is certain, and then does what was chosen for the rest."""
        by_name = [row for row in self._rows if not self._settled_by_number(row)]
        self._by_place: dict[tuple[str, str], list[_Row]] = defaultdict(list)
        for row in by_name:
            self._by_place[row.key, row.group].append(row)
        unknown = [row for row in by_name if not self._settled_by_name(row)]
        names = Counter(row.key for row in self._rows)
        for row in unknown:
            self._offer_or_add(row, unique=names[row.key] == 1)
        questions = self._asked(choices)
        matches = tuple(self._found[index] for index in sorted(self._found))
        problems = tuple(self._doubted[index].problem for index in sorted(self._doubted))
        return Matching(matches, problems, self._missing(), questions)

    def _asked(self, choices: Choices) -> tuple[RowQuestion, ...]:
        """The rows in doubt as questions; those that were answered are matched, or left out, accordingly."""
        certain = {m.person.id for m in self._found.values() if m.person is not None and not m.moved}
        present = [person for person in self._known.people if person.left_on is None]
        doubts = Doubts(present, self._folded, certain)
        missing: dict[str, list[Person]] = defaultdict(list)
        for person in self._missing():
            missing[self._folded(person.group)].append(person)
        for index, found in self._found.items():
            if found.moved and found.person is not None:
                doubts.add(index, found.row, Doubt.MOVED, [found.person], alone=True)
            elif found.person is None and missing:
                alike = similar(found.row, missing.get(self._rows[index].group, ()))
                if alike:
                    doubts.add(index, found.row, Doubt.RENAMED, alike, alone=True)
        for index, doubted in self._doubted.items():
            doubts.add(index, self._rows[index].pupil, doubted.doubt, doubted.about)
        questions = doubts.answered(choices)
        for index, question in questions.items():
            self._do(index, question, doubts.by_id)
        self._withdraw_offers(questions)
        self._hold_again(questions.values())
        return tuple(questions[index] for index in sorted(questions))

    def _do(self, index: int, question: RowQuestion, by_id: Mapping[int, Person]) -> None:
        """Does what was chosen. Who may be meant by a row that is left out on purpose is not gone for that."""
        choice = question.choice
        if choice is None:
            return
        before, doubted = self._found.pop(index, None), self._doubted.pop(index, None)
        if before is not None and before.moved and before.person is not None:
            self._taken.discard(before.person.id)
        if choice.meant is Meant.SKIP:
            about = question.candidates if doubted is None else doubted.about
            self._skipped.update(person.id for person in about)
        else:
            chosen = None if choice.person_id is None else by_id[choice.person_id]
            self._take(self._rows[index], chosen)

    def _withdraw_offers(self, questions: Mapping[int, RowQuestion]) -> None:
        """Who was chosen for one row did not move to another."""
        chosen = {q.choice.person_id for q in questions.values() if q.choice is not None}
        for index, found in list(self._found.items()):
            if found.moved and found.person is not None and found.person.id in chosen:
                del self._found[index]
                self._leave_out(
                    self._rows[index], ProblemCode.AMBIGUOUS_MATCH, Doubt.NAMESAKES, questions[index].candidates
                )

    def _hold_again(self, questions: Iterable[RowQuestion]) -> None:
        """Whom rows may be about that are left out still."""
        answered = {(q.row.sheet, q.row.row) for q in questions if q.choice is not None}
        if answered:
            unanswered = [p for p in self._reader if (p.sheet, p.row) not in answered]
            self._held = self._named_by(unanswered) | self._skipped
            self._held.update(person.id for doubted in self._doubted.values() for person in doubted.about)

    def _take(self, row: _Row, person: Person | None, *, moved: bool = False) -> None:
        self._found[row.index] = Match(row.pupil, person, moved)
        if person is not None:
            self._taken.add(person.id)

    def _leave_out(self, row: _Row, code: ProblemCode, doubt: Doubt, about: Iterable[Person]) -> None:
        read, meant = row.pupil, tuple(about)
        problem = Problem(code, read.sheet, read.row, None, read.name.full)
        self._doubted[row.index] = Doubted(problem, doubt, meant)
        self._held.update(person.id for person in meant)

    def _settled_by_number(self, row: _Row) -> bool:
        """Whether the number settles the row: matched, or left out. Another group or name is then a change."""
        number = row.pupil.number
        if number is None:
            return False
        known = self._known.by_number.get(number, [])
        alike = self._known.by_bare_number.get(_bare(number), [])
        if self._numbers[number] > 1:
            self._leave_out(row, ProblemCode.AMBIGUOUS_MATCH, Doubt.NUMBER, alike)
        elif known:
            if len(known) == 1 and self._may_be(known[0], row):
                self._take(row, known[0])
            else:
                self._leave_out(row, ProblemCode.AMBIGUOUS_MATCH, Doubt.NUMBER, known)
        elif alike or self._spellings[_bare(number)] > 1:
            meant = alike or self._known.by_key.get(row.key, [])
            self._leave_out(row, ProblemCode.NUMBER_LIKE_ANOTHER, Doubt.ZEROS, meant)
        else:
            return False
        return True

    def _may_be(self, person: Person, row: _Row) -> bool:
        """Whether a number may be believed: something else must agree. Row numbers pass for pupil numbers."""
        if person.born is not None and person.born == row.pupil.born:
            return True
        known, read = self._known.keys[person.id].split(), row.key.split()
        same_end = known[:1] == read[:1] or known[-1:] == read[-1:]
        return same_end or any(len(word) > 3 and word in read for word in known)

    def _settled_by_name(self, row: _Row) -> bool:
        """Whether name and group settle it: one pupil and one row matched, or namesakes left out."""
        known = [p for p in self._known.by_place.get((row.key, row.group), []) if self._open(p, row)]
        known = [p for p in known if p.left_on is None] or known
        rows = self._by_place[row.key, row.group]
        if known:
            rivals = [r for r in rows if any(self._open(p, r) for p in known)]
        else:
            rivals = [r for r in rows if row.pupil.number is None and _may_be_one(r.pupil, row.pupil)]
        if len(known) > 1 or len(rivals) > 1:
            self._leave_out(row, ProblemCode.AMBIGUOUS_MATCH, Doubt.NAMESAKES, known)
            return True
        if known:
            self._take(row, known[0])
        return bool(known)

    def _open(self, person: Person, row: _Row) -> bool:
        """Whether nothing speaks against the row being about the person, who is not yet matched."""
        both_numbered = person.number is not None and row.pupil.number is not None
        if person.id in self._taken or both_numbered:
            return False
        return person.born is None or row.pupil.born is None or person.born == row.pupil.born

    def _offer_or_add(self, row: _Row, *, unique: bool) -> None:
        """A pupil whom nobody in the group is: moved, if the one namesake at the school can be; else new."""
        namesakes = [p for p in self._known.by_key.get(row.key, []) if p.left_on is None]
        mover = namesakes[0] if unique and len(namesakes) == 1 and self._open(namesakes[0], row) else None
        if mover is not None and mover.id in self._held:
            self._leave_out(row, ProblemCode.AMBIGUOUS_MATCH, Doubt.NAMESAKES, [mover])
        else:
            self._take(row, mover, moved=mover is not None)

    def _missing(self) -> tuple[Person, ...]:
        groups = {row.group for row in self._rows}
        settled = self._taken | self._held
        return tuple(
            person
            for person in self._known.people
            if person.left_on is None and person.id not in settled and self._folded(person.group) in groups
        )


class _Folder:
    """`fold`, remembering: thousands of pupils share a few groups."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        if text not in self._known:
            self._known[text] = fold(text)
        return self._known[text]


def _bare(number: str) -> str:
    return number.lstrip("0")


def _may_be_one(one: ReadPupil, other: ReadPupil) -> bool:
    """Whether two rows of one name and group may be the same pupil."""
    if one.number is not None or other.number is not None:
        return one is other
    return one.born is None or other.born is None or one.born == other.born
