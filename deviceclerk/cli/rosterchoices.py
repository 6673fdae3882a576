"""`import --choose`, `--gone` and `--decide`: what a person decides one by one; `--choices` and `--forget`."""

import argparse
from typing import Any, NamedTuple

from deviceclerk.cli.call import Call, day, moment
from deviceclerk.domain.answerdiff import AnswerChange, Cell
from deviceclerk.domain.consent import Medium
from deviceclerk.domain.people import Person
from deviceclerk.domain.rosterchoices import Choice, Choices, Doubt, Meant, RowQuestion
from deviceclerk.domain.rosterdiff import Difference
from deviceclerk.domain.rosterplan import Accept, Decided, Side
from deviceclerk.services import people, rosterchoices
from deviceclerk.services.wording import candidates_text, medium_word, purpose_label, respondent_word, value_word
from deviceclerk.services.wording_choices import doubt_text
from deviceclerk.support.i18n import _, format_date


class ForRow(NamedTuple):
    """'Blad1:17=id:5', '=new' or '=skip'."""

    sheet: str
    row: int
    about: str


class ForGone(NamedTuple):
    """'id:5=left' or '=stays'."""

    pupil: str
    left: bool


class ForConflict(NamedTuple):
    """'id:5:website/photo=export' or '=hand'; without a medium all of them."""

    pupil: str
    purpose: str
    medium: Medium | None
    side: Side


def for_row(text: str) -> ForRow:
    """Raises ArgumentTypeError for anything that is no choice for a row."""
    place, equals, about = text.partition("=")
    sheet, colon, row = place.rpartition(":")
    if not (equals and colon and row.strip().isdecimal() and about.strip()):
        raise _unlike(text, "SHEET:ROW=REF|new|skip")
    return ForRow(sheet.strip(), int(row), about.strip())


def for_gone(text: str) -> ForGone:
    """Raises ArgumentTypeError for anything that says nothing of one who is gone."""
    pupil, _equals, word = text.rpartition("=")
    if not pupil.strip() or word.strip() not in ("left", "stays"):
        raise _unlike(text, "REF=left|stays")
    return ForGone(pupil.strip(), word.strip() == "left")


def for_conflict(text: str) -> ForConflict:
    """Raises ArgumentTypeError for anything that decides no conflict."""
    about, _equals, side = text.rpartition("=")
    pupil, _colon, question = about.rpartition(":")
    purpose, slash, medium = question.partition("/")
    sides, media = set(Side), set(Medium)
    if not (pupil.strip() and purpose.strip() and side.strip() in sides) or (slash and medium.strip() not in media):
        raise _unlike(text, "REF:PURPOSE[/MEDIUM]=export|hand")
    return ForConflict(
        pupil.strip(), purpose.strip(), Medium(medium.strip()) if slash else None, Side(side.strip())
    )


def _unlike(text: str, form: str) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(_("{text} is not {form}").format(text=text, form=form))


def add_options(command: argparse.ArgumentParser) -> None:
    """The options of `import` by which a person decides one by one; each may be given several times."""
    many: dict[str, Any] = {"action": "append", "default": []}
    command.add_argument(
        "--choose", type=for_row, metavar="SHEET:ROW=REF|new|skip", **many,
        help=_("whom a row in doubt is about: a pupil, a new one, or leave it out; it is remembered"),
    )  # fmt: skip
    command.add_argument(
        "--gone", type=for_gone, metavar="REF=left|stays", **many,
        help=_("whether a pupil who is gone from the export is marked as left"),
    )  # fmt: skip
    command.add_argument(
        "--decide", type=for_conflict, metavar="REF:PURPOSE[/MEDIUM]=export|hand", **many,
        help=_("who is right where the export contradicts an entry by hand"),
    )  # fmt: skip
    command.add_argument("--choices", action="store_true", help=_("lists the choices that are remembered"))
    command.add_argument(
        "--forget", type=int, metavar="NUMBER", help=_("forgets a remembered choice: its row is asked about again")
    )


def made(call: Call, found: Difference) -> Choices:
    """The choices that the command names. Raises Refused for what cannot be chosen."""
    choices: Choices = {}
    for one in call.arguments.choose:
        question = rosterchoices.question_at(found, one.sheet, one.row)
        choices = rosterchoices.chosen(choices, question, _choice(call, question, one.about))
    return choices


def _choice(call: Call, question: RowQuestion, about: str) -> Choice:
    if about in (Meant.NEW, Meant.SKIP):
        return Choice(Meant(about))
    return Choice(Meant.PUPIL, people.find(call.clerk, about).id)


def decided(call: Call, found: Difference) -> Decided:
    """What the command decides of who is gone and of conflicts. Raises Refused where nothing is to be decided."""
    left = {
        rosterchoices.leaver(found, people.find(call.clerk, one.pupil)): one.left for one in call.arguments.gone
    }
    conflicts: dict[tuple[int, Cell], Side] = {}
    for one in call.arguments.decide:
        person = people.find(call.clerk, one.pupil)
        conflicts |= rosterchoices.contradicted(found, person, one.purpose, one.side, one.medium)
    return Decided(left, conflicts)


def documents(call: Call, found: Difference) -> dict[str, Any]:
    """The questions, the conflicts and who is gone, as JSON."""
    entries = rosterchoices.entries(call.clerk, found)
    return {
        "questions": [_question_document(question) for question in found.questions],
        "gone": [
            {"id": change.person_id, "pupil": change.name.full, "group": change.group}
            for change in found.pupils
            if change.row is None
        ],
        "conflicts": [
            {
                "id": change.person_id,
                "pupil": change.name.full,
                "purpose": answer.purpose,
                "medium": answer.medium,
                "by": answer.respondent,
                "export": {"answer": answer.now, "on": day(answer.on)},
                "hand": _entry_document(entries.get((change.person_id or 0, answer.cell))),
                "may_decide": [side for side in Side if side is Side.HAND or answer.overrules],
            }
            for change in found.pupils
            for answer in change.conflicts
        ],
    }


def _question_document(question: RowQuestion) -> dict[str, Any]:
    choice = question.choice
    chosen = None if choice is None else choice.meant if choice.person_id is None else f"id:{choice.person_id}"
    return {
        "sheet": question.row.sheet,
        "row": question.row.row,
        "pupil": question.row.name.full,
        "group": question.row.group,
        "doubt": question.doubt,
        "candidates": [_person_document(person) for person in question.candidates],
        "choice": chosen,
    }


def _person_document(person: Person) -> dict[str, Any]:
    return {"id": person.id, "pupil": person.name.full, "number": person.number, "group": person.group}


def _entry_document(entry: rosterchoices.Entry | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    recorded = moment(entry.recorded_at)
    return {
        "answer": entry.value, "on": day(entry.on), "source": entry.source, "recorded_at": recorded,
        "actor": entry.actor,
    }  # fmt: skip


def lines(call: Call, found: Difference, settled: Decided) -> list[str]:
    """What a person can still decide one by one, with the words that do it."""
    agreed = frozenset(Accept(word) for word in call.arguments.accept)
    told = []
    for question in found.questions:
        if question.choice is None and not (question.doubt is Doubt.MOVED and Accept.MOVED in agreed):
            row = question.row
            candidates = candidates_text(question.candidates) or _("nobody")
            told.append(f"  {doubt_text(question)}")
            told.append("    " + _("It can be: {candidates}.").format(candidates=candidates))
            told.append(f'    (--choose "{row.sheet}:{row.row}=REF|new|skip")')
    entries = rosterchoices.entries(call.clerk, found)
    for change in found.pupils:
        if change.row is None and Accept.LEFT not in agreed and change.person_id not in settled.left:
            words = _("{name} ({group}) is no longer in the export.").format(
                name=change.name.full, group=change.group
            )
            told.append(f'  {words} (--gone "id:{change.person_id}=left|stays")')
        for answer in change.conflicts:
            if settled.side(change.person_id or 0, answer, agreed) is not None:
                continue
            entry = entries.get((change.person_id or 0, answer.cell))
            told.append(f"  {change.name.full}: {_conflict_line(answer, entry)}")
            sides = "export|hand" if answer.overrules else "hand"
            told.append(f'    (--decide "id:{change.person_id}:{answer.purpose}/{answer.medium}={sides}")')
    return told


def _conflict_line(answer: AnswerChange, entry: rosterchoices.Entry | None) -> str:
    about = f"{purpose_label(answer.purpose, answer.heading)} ({medium_word(answer.medium)}), " + respondent_word(
        answer.respondent
    )
    text = _("{about}: the export says {now}").format(about=about, now=value_word(answer.now))
    if entry is not None:
        text += "; " + _("by hand on {date}: {value} ({source})").format(
            date=format_date(entry.on), value=value_word(entry.value), source=entry.source or entry.actor or "–"
        )
    return text


def list_(call: Call) -> int:
    """The choices that are remembered."""
    found = rosterchoices.remembered(call.clerk)
    document = {
        "choices": [
            {
                "number": one.id, "pupil": one.name, "group": one.group, "pupil_number": one.number,
                "about": None if one.about is None else _person_document(one.about),
                "year": str(one.year), "made_at": moment(one.made_at), "actor": one.actor,
            }
            for one in found
        ]
    }  # fmt: skip
    told = []
    for one in found:
        about = _("left out") if one.about is None else candidates_text([one.about])
        told.append(f"{one.id:>5}  {one.name} ({one.group}) → {about}")
    call.answer(document, told or [_("No choices are remembered.")])
    return 0


def forget(call: Call) -> int:
    """Forgets a remembered choice."""
    gone = rosterchoices.forget(call.clerk, call.arguments.forget)
    text = _("The choice for {name} is forgotten; the next import asks again.").format(name=gone.name)
    call.answer({"forgotten": call.arguments.forget}, [text])
    return 0
