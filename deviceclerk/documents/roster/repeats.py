"""Pupils who are in a file more than once, and pupil numbers that are alike but for zeros in front."""

from collections import defaultdict

from deviceclerk.documents.roster.found import FoundPupil, Sheet, strictest
from deviceclerk.domain.consent import Respondent, Value
from deviceclerk.domain.people import fold
from deviceclerk.domain.roster import Problem, ProblemCode


def merged(
    pupils: list[FoundPupil], sheets: list[Sheet], texts: list[tuple[str, Value]]
) -> tuple[list[FoundPupil], list[Problem]]:
    """Each pupil once, with the stricter of a respondent's answers, and a problem for every further row but those
    of other respondents.

    The same pupil is: the same number and name; without a number, the same name in the same group, unless birth
    dates or two numbers tell them apart. Two names with one number stay apart, for a person to look at. Of a row
    that can be either of two pupils nothing is taken.
    """
    heaps: list[list[FoundPupil]] = []
    by_name: dict[str, list[list[FoundPupil]]] = defaultdict(list)
    problems = []
    for pupil in pupils:
        key = fold(f"{pupil.first} {pupil.prefix} {pupil.last}")
        alike = [heap for heap in by_name[key] if _is_same(heap, pupil)] if key in by_name else []
        if len(alike) > 1:
            problems.append(_problem(ProblemCode.AMBIGUOUS_MATCH, pupil, sheets))
        elif alike:
            if not _others_speak(alike[0], pupil):
                problems.append(_problem(ProblemCode.DUPLICATE_PUPIL, pupil, sheets))
            alike[0].append(pupil)
        else:
            heaps.append([pupil])
            by_name[key].append(heaps[-1])
    whole = [heap[0] if len(heap) == 1 else strictest(heap, sheets, texts) for heap in heaps]
    return whole, problems


def _is_same(heap: list[FoundPupil], pupil: FoundPupil) -> bool:
    born = {p.born for p in (*heap, pupil) if p.born}
    numbers = {p.number for p in (*heap, pupil) if p.number}
    if len(born) > 1 or len(numbers) > 1:
        return False
    if pupil.number and any(p.number for p in heap):
        return True
    return any(fold(p.group) == fold(pupil.group) for p in heap)


def _others_speak(heap: list[FoundPupil], pupil: FoundPupil) -> bool:
    """Whether a row is there since another than before answers in it: another guardian, or the pupil."""
    before = {(s.respondent, s.who) for each in heap for s in each.statements}
    now = {(s.respondent, s.who) for s in pupil.statements}
    return before.isdisjoint(now) and all(by is not Respondent.UNKNOWN for by, _who in before | now)


def alike_numbers(pupils: list[FoundPupil], sheets: list[Sheet]) -> list[Problem]:
    """A problem for every pupil whose number is another's but for zeros in front: '0012' and '12'."""
    spellings: dict[str, set[str]] = defaultdict(set)
    for pupil in pupils:
        if pupil.number:
            spellings[pupil.number.lstrip("0")].add(pupil.number)
    return [
        _problem(ProblemCode.NUMBER_LIKE_ANOTHER, pupil, sheets)
        for pupil in pupils
        if pupil.number and len(spellings[pupil.number.lstrip("0")]) > 1
    ]


def _problem(code: ProblemCode, pupil: FoundPupil, sheets: list[Sheet]) -> Problem:
    first = pupil.statements[0]
    return Problem(code, sheets[first.sheet].name, first.row, None, pupil.name.full)
