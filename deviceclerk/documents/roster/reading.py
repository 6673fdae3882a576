"""A whole file, from its bytes to what was found in it. Runs in the reading process."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from deviceclerk.documents.roster import header as headers
from deviceclerk.documents.roster.anysheet import described
from deviceclerk.documents.roster.columns import NO_PROFILE, understand_columns
from deviceclerk.documents.roster.dates import export_date
from deviceclerk.documents.roster.found import Found, FoundPupil, Sheet
from deviceclerk.documents.roster.grid import Grid
from deviceclerk.documents.roster.groups import PupilList, group_without_column
from deviceclerk.documents.roster.limits import Limits
from deviceclerk.documents.roster.long import LongSheet
from deviceclerk.documents.roster.openers import chosen, sheets
from deviceclerk.documents.roster.persons import Persons
from deviceclerk.documents.roster.progress import meter
from deviceclerk.documents.roster.repeats import alike_numbers, merged
from deviceclerk.documents.roster.texts import Texts
from deviceclerk.documents.roster.wide import WideSheet
from deviceclerk.domain.names import tidy
from deviceclerk.domain.profiles import Profile, column_keys, fingerprint, recognise
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import Layout, Problem, ProblemCode, ReadSheet


def read_file(
    path: Path,
    sheet: str | None,
    group: str | None,
    limits: Limits,
    profile: Profile | None = None,
    known: Sequence[Profile] = (),
    any_list: bool = False,
) -> Found:
    """Reads a file that is a list of pupils with answers. Raises Refused for one that is not; see `read`."""
    try:
        with path.open("rb") as file:
            data = file.read(limits.file + 1)
    except FileNotFoundError as error:
        raise Refused("file_not_found") from error
    except OSError as error:
        raise Refused("file_unreadable") from error
    if len(data) > limits.file:
        raise Refused("file_too_large")
    return read_bytes(data, path.name, sheet, group, limits, profile, known, any_list)


def read_bytes(
    data: bytes,
    name: str,
    sheet: str | None,
    group: str | None,
    limits: Limits,
    profile: Profile | None = None,
    known: Sequence[Profile] = (),
    any_list: bool = False,
) -> Found:
    """Reads the bytes of a file that is called `name`."""
    there = sheets(data, name, limits)
    if sheet is None and profile is not None and any(grid.name == profile.sheet for grid in there):
        sheet = profile.sheet
    grids, digest = chosen(there, sheet), hashlib.sha256(data).hexdigest()
    try:
        found = read_grids(grids, group, digest, profile, known)
    except Refused as refused:
        if not any_list or refused.code not in ("not_a_roster", "profile_does_not_fit", "no_pupils"):
            raise
        found = described(grids, digest, profile or NO_PROFILE)
    return found._replace(every_sheet=tuple(grid.name for grid in there))


def read_grids(
    grids: list[Grid],
    group: str | None,
    sha256: str,
    profile: Profile | None = None,
    known: Sequence[Profile] = (),
) -> Found:
    """Reads the sheets that are lists of pupils: by the profile, or by one of the known that is recognised.

    Raises Refused `not_a_roster` where there is none, `profile_does_not_fit` (profile) where it is one but not of
    the profile's layout, `no_pupils` where there is nothing below the headings.
    """
    lists, profile = _understood(grids, profile, known)
    group = tidy(group or "") or None
    meter.expect(sum(len(each.grid.rows) for each, _print in lists))
    texts = Texts()
    sheets, pupils, problems = _read(lists, group, texts, profile or NO_PROFILE)
    if not pupils and all(problem.code is ProblemCode.PRIVATE_COLUMN for problem in problems):
        raise Refused("no_pupils")
    pupils, repeated = merged(pupils, sheets, texts.all)
    problems += repeated + alike_numbers(pupils, sheets)
    titles = [row.cells for each, _print in lists for row in each.titles]
    return Found(
        sha256,
        lists[0][0].columns.layout,
        tuple(sheets),
        tuple(texts.all),
        tuple(pupils),
        _ordered(problems, sheets),
        export_date(titles),
        profile.name if profile is not None else None,
    )


def _read(
    lists: list[tuple[PupilList, str]], group: str | None, texts: Texts, profile: Profile
) -> tuple[list[Sheet], list[FoundPupil], list[Problem]]:
    """What the sheets are, and what stands in them; their texts are gathered in `texts`."""
    sheets, pupils, problems = list[Sheet](), list[FoundPupil](), list[Problem]()
    for index, (each, print_) in enumerate(lists):
        fallback = group or group_without_column(each, several=len(lists) > 1)
        persons = Persons(each.grid, each.header, each.columns, fallback, profile.notation)
        reader = LongSheet if each.columns.layout is Layout.LONG else WideSheet
        read = reader(index, each.grid, each.header, each.columns, texts, persons, profile).read()
        about = _about(each, persons, fallback, print_)
        sheets.append(Sheet(each.grid.name, read.questions, each.columns.described, about))
        pupils += read.pupils
        problems += read.problems
    return sheets, pupils, problems


def _understood(
    grids: list[Grid], profile: Profile | None, known: Sequence[Profile]
) -> tuple[list[tuple[PupilList, str]], Profile | None]:
    """The sheets that are lists, each with the fingerprint of its headings, and the profile they are read by."""
    guessed = {n: found for n, grid in enumerate(grids) if (found := _as_list(grid, NO_PROFILE)) is not None}
    keys = {n: column_keys(found.header.headings) for n, found in guessed.items()}
    asked = profile
    if profile is None and guessed:
        profile = next((one for each in keys.values() if (one := recognise(each, known))), None)
    elif profile is None:
        profile = _by_row(grids, known)
    lists = guessed
    if profile is not None:
        only = [n for n, grid in enumerate(grids) if grid.name == profile.sheet] or range(len(grids))
        lists = {n: found for n in only if (found := _as_list(grids[n], profile)) is not None}
    if not lists:
        raise Refused("not_a_roster")
    layouts = {found.columns.layout for found in lists.values()}
    if asked is not None and asked.layout is not None and layouts != {asked.layout}:
        raise Refused("profile_does_not_fit", profile=asked.name)
    prints = {n: fingerprint(keys.get(n) or column_keys(found.header.headings)) for n, found in lists.items()}
    return [(found, prints[n]) for n, found in lists.items()], profile


def _by_row(grids: list[Grid], known: Sequence[Profile]) -> Profile | None:
    """A profile of headings of which none says that it is a name, found in the row where they stood."""
    for profile in known:
        if profile.header_row is None or profile.fingerprint is None:
            continue
        for grid in grids:
            found = headers.find(grid, profile.header_row, profile.header_rows)
            if found is not None and fingerprint(column_keys(found.headings)) == profile.fingerprint:
                return profile
    return None


def _as_list(grid: Grid, profile: Profile) -> PupilList | None:
    """A sheet as a list of pupils with answers, None if it is none."""
    header = headers.find(grid, profile.header_row, profile.header_rows)
    if header is None:
        return None
    columns = understand_columns(grid, header, profile)
    answers = columns.questions or columns.layout is Layout.LONG
    return PupilList(grid, header, columns) if columns.has_names and answers else None


def _about(each: PupilList, persons: Persons, group: str | None, print_: str) -> ReadSheet:
    header = each.header
    first, rows = each.grid.rows[header.above].number, header.below - header.above
    return ReadSheet(each.grid.name, each.columns.layout, first, rows, persons.notation, group, print_)


def _ordered(problems: list[Problem], sheets: list[Sheet]) -> tuple[Problem, ...]:
    """In the order in which they stand in the file."""
    order = {sheet.name: index for index, sheet in enumerate(sheets)}
    return tuple(sorted(problems, key=lambda p: (order[p.sheet], p.row, len(p.column or ""), p.column or "")))
