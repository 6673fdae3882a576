"""`profiles list|show|understood|save|confirm|delete`: how the columns of exports are to be understood."""

import argparse
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from deviceclerk.cli.call import Call
from deviceclerk.domain.consent import Medium, Respondent
from deviceclerk.domain.profiles import Profile
from deviceclerk.domain.roster import Column, Layout, Meaning, ReadRoster
from deviceclerk.services import profiles, roster, understanding
from deviceclerk.services.profiles import ProfileView, UnderstoodQuestion
from deviceclerk.services.wording_profiles import (
    asking_words,
    column_word,
    layout_word,
    meaning_word,
    notation_word,
    profile_state,
)
from deviceclerk.support.i18n import _

MEANINGS: Mapping[str, Meaning] = {
    **{meaning.value: meaning for meaning in profiles.CHOICES},
    "name": Meaning.FULL_NAME,
    "birth_date": Meaning.BORN,
    "date": Meaning.ANSWERED_ON,
    "not_used": Meaning.IGNORED,
}
"""What a column can be taken for, as it is written on the command line."""


_CORRECTIONS = ("header_row", "header_rows", "layout", "column", "notation", "unnamed", "question")


class Answering(NamedTuple):
    """A question as a person chose it: its heading, and what it asks."""

    heading: str
    purpose: str
    media: tuple[Medium, ...]
    respondent: Respondent | None


def column(text: str) -> tuple[str, Meaning]:
    """'Kop=name'. Raises ArgumentTypeError for anything else."""
    heading, _equals, word = text.rpartition("=")
    meaning = MEANINGS.get(word.strip().lower())
    if not heading.strip() or meaning is None:
        words = ", ".join(MEANINGS)
        raise argparse.ArgumentTypeError(_("{text} is not HEADING=one of {words}").format(text=text, words=words))
    return heading.strip(), meaning


def question(text: str) -> Answering:
    """'Mag mee=website:photo,film', with '@guardian1' where it is one's own. Raises ArgumentTypeError."""
    heading, _equals, about = text.rpartition("=")
    about, _at, by = about.partition("@")
    purpose, _colon, media = about.partition(":")
    try:
        chosen = tuple(Medium(word.strip()) for word in media.split(",") if word.strip())
        respondent = Respondent(by.strip()) if by.strip() else None
    except ValueError:
        chosen, respondent = (), None
    if not (heading.strip() and purpose.strip() and chosen):
        example = "HEADING=website:photo,film"
        raise argparse.ArgumentTypeError(_("{text} is not such as {example}").format(text=text, example=example))
    return Answering(heading.strip(), purpose.strip(), chosen, respondent)


def list_(call: Call) -> int:
    """All profiles."""
    found = profiles.profiles(call.clerk)
    lines = [f"{view.profile.name}: {profile_state(view)}" for view in found]
    call.answer({"profiles": [_brief(view) for view in found]}, lines)
    return 0


def show(call: Call) -> int:
    """One profile, with all that it says."""
    view = _view(call, call.arguments.name)
    call.answer(_whole(view), _profile_lines(view))
    return 0


def understood(call: Call) -> int:
    """What is understood of a file, column by column; nothing is changed. 1 when no pupils are seen in it."""
    read, _draft = _read(call)
    call.answer(_understood(call, read), _understood_lines(call, read))
    return 0 if read.pupils else 1


def save(call: Call) -> int:
    """Keeps what was understood of a file, and what was corrected, under a name."""
    read, draft = _read(call)
    if not read.pupils:
        read = understanding.reread(call.clerk, call.arguments.file, draft, group=call.arguments.group)
    profiles.save_as(call.clerk, draft, call.arguments.name)
    view = _view(call, call.arguments.name)
    said = _("Kept as “{profile}”; a file with these headings is recognised by it.").format(
        profile=view.profile.name
    )
    call.answer(_whole(view) | {"understood": _understood(call, read)}, [said, *_understood_lines(call, read)])
    return 0


def confirm(call: Call) -> int:
    """The school says that a profile is right."""
    profiles.confirm(call.clerk, call.arguments.name)
    view = _view(call, call.arguments.name)
    call.answer(_brief(view), [f"{view.profile.name}: {profile_state(view)}"])
    return 0


def delete(call: Call) -> int:
    """Forgets a profile; one that comes with the program is assumed again."""
    view = _view(call, call.arguments.name)
    profiles.delete(call.clerk, view.profile.name)
    name = view.profile.name
    if view.shipped:
        said = _("“{profile}” is assumed again.").format(profile=name)
    else:
        said = _("“{profile}” is forgotten.").format(profile=name)
    call.answer({"deleted": name, "shipped": view.shipped}, [said])
    return 0


def _view(call: Call, name: str) -> ProfileView:
    wanted = profiles.named(call.clerk, name).name
    return next(view for view in profiles.profiles(call.clerk) if view.profile.name == wanted)


def _read(call: Call) -> tuple[ReadRoster, Profile]:
    """The file with all corrections, and the draft that it was read by."""
    given = call.arguments
    read = roster.read_export(
        call.clerk, given.file, sheet=given.sheet, group=given.group, profile=given.profile, any_list=True
    )
    used = profiles.named(call.clerk, read.profile) if read.profile else None
    plan = replace(profiles.draft(read, used), sheet=given.sheet or (used.sheet if used else None))
    if not any(getattr(given, name) for name in _CORRECTIONS):
        return read, plan
    if given.header_row is not None or given.header_rows is not None:
        # Other headings are other columns: these are found anew before any is corrected.
        plan = Profile("", sheet=plan.sheet, header_row=given.header_row, header_rows=given.header_rows)
        read = roster.read_export(call.clerk, given.file, group=given.group, profile=plan, any_list=True)
        plan = profiles.draft(read, plan)
    if given.layout is not None:
        plan = replace(plan, layout=Layout(given.layout))
    for words, meaning in given.column:
        plan = profiles.correct_column(plan, understanding.column_named(read, words).key, meaning)
    plan = replace(
        plan, notation=given.notation or plan.notation, unnamed=Respondent(given.unnamed or plan.unnamed)
    )
    read, plan = _again(call, plan)
    for answering in given.question:
        heading = understanding.question_named(read, answering.heading)
        plan = profiles.correct_question(plan, heading, answering.purpose, answering.media, answering.respondent)
    return _again(call, plan) if given.question else (read, plan)


def _again(call: Call, plan: Profile) -> tuple[ReadRoster, Profile]:
    read = understanding.reread(call.clerk, call.arguments.file, plan, group=call.arguments.group)
    return read, profiles.draft(read, plan)


def _brief(view: ProfileView) -> dict[str, Any]:
    return {
        "name": view.profile.name,
        "shipped": view.shipped,
        "own": view.own,
        "assumed": view.profile.assumed,
        "layout": view.profile.layout,
    }


def _whole(view: ProfileView) -> dict[str, Any]:
    return {**view.profile.to_json(), "shipped": view.shipped, "own": view.own}


def _understood(call: Call, read: ReadRoster) -> dict[str, Any]:
    found = profiles.understood(call.clerk, read)
    sheets = [
        {
            "name": sheet.name,
            "layout": sheet.layout,
            "header_row": sheet.header_row,
            "header_rows": sheet.header_rows,
            "notation": sheet.notation,
            "group": sheet.group,
        }
        for sheet in found.sheets
    ]
    return {
        "file": read.file,
        "profile": read.profile or None,
        "assumed": found.profile.assumed if found.profile is not None else None,
        "layout": read.layout,
        "sheets": sheets,
        "sheets_not_read": [name for name in read.every_sheet if name not in read.sheets],
        "columns": [_column(each.column) for each in found.columns],
        "questions": [_question(each) for each in found.questions],
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "sheet": column.sheet,
        "column": column.letter,
        "heading": column.heading,
        "meaning": column.meaning,
        "purpose": column.purpose,
        "media": list(column.media),
        "by": column.respondent,
        "examples": list(column.examples),
        "read_in": column.meaning not in (Meaning.PRIVATE, Meaning.IGNORED),
    }


def _question(question: UnderstoodQuestion) -> dict[str, Any]:
    return {
        "heading": question.heading,
        "purpose": question.purpose,
        "media": list(question.media),
        "by": question.respondent,
    }


def _understood_lines(call: Call, read: ReadRoster) -> list[str]:
    found = profiles.understood(call.clerk, read)
    lines = [_("{file}: {layout}").format(file=read.file, layout=layout_word(read.layout))]
    for sheet in found.sheets:
        lines.append(
            _("sheet {sheet}: headings in row {row}; names {notation}").format(
                sheet=sheet.name, row=sheet.header_row, notation=notation_word(sheet.notation)
            )
        )
    for each in found.columns:
        line = f"  {each.column.letter}  {each.column.heading}: {column_word(each.column)}"
        lines.append(f"{line} ({', '.join(each.column.examples)})" if each.column.examples else line)
    if read.layout is Layout.LONG:
        lines += [f"  {q.heading}: {asking_words(q.purpose, q.heading, q.media)}" for q in found.questions]
    return lines


def _profile_lines(view: ProfileView) -> list[str]:
    profile = view.profile
    lines = [f"{profile.name}: {profile_state(view)}"]
    if profile.layout is not None:
        lines.append(layout_word(profile.layout))
    lines += [f"  {key}: {meaning_word(meaning)}" for key, meaning in profile.columns.items()]
    lines += [
        f"  {key}: {asking_words(asking.purpose, key, asking.media, asking.respondent)}"
        for key, asking in profile.questions.items()
    ]
    return lines
