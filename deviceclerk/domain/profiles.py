"""Import profiles: how the columns of one parent app's export are to be understood.

A profile is what a person corrected, kept under a name, and recognised by the headings the next time. Profiles that
come with the program are assumptions until a school confirms them, for no vendor describes its export.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from deviceclerk.domain.consent import Medium, Respondent
from deviceclerk.domain.headings import Understood, plain, understand
from deviceclerk.domain.roster import Layout, Meaning, Notation

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Asking:
    """What one question asks, as a person chose it. `respondent` is the one whom its heading names, if any."""

    purpose: str
    media: tuple[Medium, ...]
    respondent: Respondent | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """How an export is to be understood; whatever is None or missing is left to the reader's own guess.

    `columns` has a meaning by column key (see `column_keys`), `questions` what is asked by plain heading, or by
    the question's plain text in a long list. `header_row` is the first row of headings as Excel numbers it,
    `header_rows` is 1 or 2. `sheet` is the only one to read, where a file has one of that name. `unnamed` is as
    whom answers of unnamed respondents count. A saved profile is recognised by `fingerprint`, one that comes with
    the program by `marks`: column keys all of which must be there.
    """

    name: str
    layout: Layout | None = None
    columns: Mapping[str, Meaning] = field(default_factory=dict)
    questions: Mapping[str, Asking] = field(default_factory=dict)
    notation: Notation | None = None
    header_row: int | None = None
    header_rows: int | None = None
    sheet: str | None = None
    unnamed: Respondent = Respondent.UNKNOWN
    fingerprint: str | None = None
    marks: tuple[str, ...] = ()
    assumed: bool = False

    def asking(self, heading: str) -> Understood:
        """What a heading or question asks: as was chosen, else as it reads."""
        chosen = self.questions.get(plain(heading))
        if chosen is None:
            return understand(heading)
        return Understood(chosen.purpose, chosen.media, True, chosen.respondent)

    def to_json(self) -> dict[str, Any]:
        """The profile as it is kept; `from_json` makes the same one of it."""
        return {
            "name": self.name,
            "layout": self.layout,
            "columns": dict(self.columns),
            "questions": {key: _asking_json(asking) for key, asking in self.questions.items()},
            "notation": self.notation,
            "header_row": self.header_row,
            "header_rows": self.header_rows,
            "sheet": self.sheet,
            "unnamed": self.unnamed,
            "fingerprint": self.fingerprint,
            "marks": list(self.marks),
            "assumed": self.assumed,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Profile":
        """The profile that was kept. Raises ValueError, KeyError, TypeError or AttributeError for anything else."""
        name = str(kept["name"])
        if not name or len(name) > LONGEST_NAME:
            raise ValueError("a profile's name has 1 to 60 characters")
        return cls(
            name=name,
            layout=None if kept.get("layout") is None else Layout(kept["layout"]),
            columns={str(key): Meaning(meaning) for key, meaning in kept.get("columns", {}).items()},
            questions={str(key): _asking_of(asking) for key, asking in kept.get("questions", {}).items()},
            notation=None if kept.get("notation") is None else Notation(kept["notation"]),
            header_row=_whole(kept.get("header_row"), range(1, 10_000)),
            header_rows=_whole(kept.get("header_rows"), range(1, 3)),
            sheet=None if kept.get("sheet") is None else str(kept["sheet"]),
            unnamed=Respondent(kept.get("unnamed", Respondent.UNKNOWN)),
            fingerprint=None if kept.get("fingerprint") is None else str(kept["fingerprint"]),
            marks=tuple(map(str, kept.get("marks", ()))),
            assumed=bool(kept.get("assumed", False)),
        )

    def confirmed(self) -> "Profile":
        """The same profile, which a school found to be right."""
        return replace(self, assumed=False)


def _asking_json(asking: Asking) -> dict[str, Any]:
    return {"purpose": asking.purpose, "media": list(asking.media), "respondent": asking.respondent}


def _asking_of(kept: Mapping[str, Any]) -> Asking:
    media = tuple(map(Medium, kept["media"]))
    by = kept.get("respondent")
    if not media or not kept["purpose"]:
        raise ValueError("a question has a purpose and a medium")
    return Asking(str(kept["purpose"]), media, None if by is None else Respondent(by))


def _whole(kept: object, allowed: range) -> int | None:
    if kept is None:
        return None
    if not isinstance(kept, int) or isinstance(kept, bool) or kept not in allowed:
        raise ValueError("no such row of headings")
    return kept


def column_keys(headings: Iterable[str]) -> tuple[str, ...]:
    """By what each column is known in profiles: its plain heading, numbered where one occurs again; '' without one.

    >>> column_keys(("Stam-nr", "Datum", "", "datum"))
    ('stam nr', 'datum', '', 'datum#2')
    """
    seen: dict[str, int] = {}
    keys = []
    for heading in headings:
        key = plain(heading) or heading.strip()
        if key:
            seen[key] = seen.get(key, 0) + 1
        keys.append(key if seen.get(key, 0) < 2 else f"{key}#{seen[key]}")
    return tuple(keys)


def fingerprint(keys: Iterable[str]) -> str:
    """What exports with the same headings share, in whatever order they stand; 16 hexadecimal digits."""
    text = "\n".join(sorted(filter(None, keys)))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def recognise(keys: Sequence[str], known: Iterable[Profile]) -> Profile | None:
    """The profile of an export with these columns: one with the same fingerprint, else the one with most marks."""
    mine, there = fingerprint(keys), set(filter(None, keys))
    best: Profile | None = None
    for profile in known:
        if profile.fingerprint is not None and profile.fingerprint == mine:
            return profile
        if (
            profile.marks
            and there.issuperset(profile.marks)
            and len(profile.marks) > len(best.marks if best else ())
        ):
            best = profile
    return best
