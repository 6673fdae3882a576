"""`import` and `roster`."""

from typing import Any

from deviceclerk.cli import rosterchoices
from deviceclerk.cli.call import Call, day
from deviceclerk.cli.figures import roster_file
from deviceclerk.domain.consent import RECORDED
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import Problem, ProblemCode, ReadAnswer, ReadPupil
from deviceclerk.domain.rosterdiff import Waiting
from deviceclerk.services import consent, looks, profiles
from deviceclerk.services import roster as imports
from deviceclerk.services.wording import medium_word, problem_text, reason_text
from deviceclerk.support.i18n import _, format_date, ngettext


def import_(call: Call) -> int:
    """Reads an export; 1 when some of its rows need a look."""
    given = call.arguments
    if given.undo:
        return _undo(call)
    if given.choices or given.forget is not None:
        return rosterchoices.list_(call) if given.choices else rosterchoices.forget(call)
    if given.file is None:
        raise Refused("no_file_given")
    preview = imports.preview(
        call.clerk, given.file, sheet=given.sheet, group=given.group, year=given.year, profile=given.profile
    )
    choices = rosterchoices.made(call, preview.difference)
    if choices:
        preview = imports.compare(call.clerk, preview.read, year=given.year, choices=choices)
    decided = rosterchoices.decided(call, preview.difference)
    to_decide = rosterchoices.documents(call, preview.difference)
    decisions = rosterchoices.lines(call, preview.difference, decided)
    applied = None if given.preview else imports.apply(call.clerk, preview, accept=given.accept, decided=decided)
    problems = list(preview.problems)
    lines = [*_profile_lines(call, preview.read.profile), *_lines(preview, problems, applied, decisions)]
    call.answer({**_document(preview, problems, applied), **to_decide}, lines)
    # A column that is not read in is told, but nothing is wrong with it.
    return 1 if any(problem.code is not ProblemCode.PRIVATE_COLUMN for problem in problems) else 0


def _profile_lines(call: Call, name: str | None) -> list[str]:
    """By which profile the file was read, and whether the school ever said that it is right."""
    if name is None:
        return []
    line = _("Read by the import profile “{profile}”.").format(profile=name)
    if profiles.named(call.clerk, name).assumed:
        line += " " + _("It is assumed, until the school confirms that it is right.")
    return [line]


def _undo(call: Call) -> int:
    undone = imports.undo_import(call.clerk)
    when = format_date(undone.imported_at.date())
    text = _("The import of {file} of {date} was taken back.").format(file=undone.file, date=when)
    call.answer({"undone": undone.file, "imported_at": undone.imported_at.isoformat(timespec="seconds")}, [text])
    return 0


def _document(preview: imports.Preview, problems: list[Problem], applied: imports.Applied | None) -> dict[str, Any]:
    read, counts = preview.read, (applied or preview.difference).counts
    waiting = applied.waiting if applied else preview.difference.waiting
    ids = (applied or preview).person_ids
    return {
        "file": read.file,
        "sha256": read.sha256,
        "profile": read.profile,
        "layout": read.layout,
        "sheets": list(read.sheets),
        "applied": applied is not None,
        "pupils": [_pupil_document(pupil, known) for pupil, known in zip(read.pupils, ids, strict=True)],
        "problems": [_problem_document(problem) for problem in problems],
        "changes": {
            "new": counts.new,
            "changed": counts.changed,
            "withdrawn": counts.withdrawn,
            "left": counts.left,
            "unchanged": counts.unchanged,
        },
        "waiting": {"left": waiting.left, "moved": waiting.moved, "conflicts": waiting.conflicts},
        "kept_refusals": (applied or preview).difference.kept_refusals,
    }


def _pupil_document(pupil: ReadPupil, person_id: int | None) -> dict[str, Any]:
    return {
        "id": person_id,
        "number": pupil.number,
        "name": pupil.name.full,
        "first_name": pupil.name.first,
        "prefix": pupil.name.prefix or None,
        "last_name": pupil.name.last,
        "group": pupil.group,
        "born": day(pupil.born),
        "answers": [_answer_document(answer) for answer in pupil.answers],
    }


def _answer_document(answer: ReadAnswer) -> dict[str, Any]:
    return {
        "purpose": answer.purpose,
        "heading": answer.heading,
        "medium": answer.medium,
        "answer": answer.value,
        "raw": answer.raw,
        "by": answer.said_by,
        "on": day(answer.on),
    }


def _problem_document(problem: Problem) -> dict[str, Any]:
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "code": problem.code,
        "message": problem_text(problem),
    }


def _lines(
    preview: imports.Preview, problems: list[Problem], applied: imports.Applied | None, decisions: list[str]
) -> list[str]:
    counts = preview.difference.counts
    lines = [
        _("{file}: {n} pupils").format(file=preview.read.file, n=len(preview.read.pupils)),
        _("New: {n}").format(n=counts.new),
        _("Withdrawn: {n}").format(n=counts.withdrawn),
        _("Changed: {n}").format(n=counts.changed),
        _("No longer in the export: {n}").format(n=counts.left),
        _("Unchanged: {n}").format(n=counts.unchanged),
    ]
    for problem in problems:
        place = _("sheet {sheet}, row {row}").format(sheet=problem.sheet, row=problem.row)
        if problem.column:
            place += ", " + _("column {column}").format(column=problem.column)
        lines.append(f"  {place}: {problem_text(problem)}")
    lines += decisions
    kept = (applied or preview).difference.kept_refusals
    if kept:
        lines.append(_("Answers of another guardian than the one who said no, whose no stays: {n}").format(n=kept))
    lines += _waiting_lines(applied.waiting if applied else preview.difference.waiting)
    if preview.same_as is not None:
        lines.append(
            _("This file was imported already on {date}.").format(date=format_date(preview.same_as.date()))
        )
    lines.append(_("Nothing was changed: this is a preview.") if applied is None else _("The import is done."))
    return lines


def _waiting_lines(waiting: Waiting) -> list[str]:
    """What needs a person's agreement, with the words that give it."""
    told = [
        (waiting.left, "left", _("No longer in the export, kept until agreed: {n} (--accept {word})")),
        (
            waiting.moved,
            "moved",
            _("Seem to be in another group now, kept until agreed: {n} (--accept {word})"),
        ),
        (
            waiting.conflicts,
            "conflicts",
            _("Answers against an entry by hand, the stricter counts until agreed: {n} (--accept {word})"),
        ),
    ]
    return [text.format(n=n, word=word) for n, word, text in told if n]


def roster(call: Call) -> int:
    """Who may be shown, and why not."""
    given = call.arguments
    activity = _activity(given.activity)
    if given.output is not None:
        return roster_file(call, activity)
    found = consent.roster(
        call.clerk,
        groups=given.group,
        purposes=given.purpose,
        media=given.medium or (RECORDED if activity is None else ()),
        on=given.on,
        activity=activity,
    )
    asked = tuple(dict.fromkeys(row.purpose for row in found.rows))
    groups = tuple(dict.fromkeys(row.group for row in found.rows)) if given.group else ()
    looks.looked(call.clerk, activity_id=activity, groups=groups, purposes=asked, how="screen")
    document = {
        "on": day(found.on),
        "imported_on": day(found.imported_on),
        "rows": [_row_document(row) for row in found.rows],
    }
    call.answer(document, _roster_lines(found))
    return 0


def _activity(text: str | None) -> int | None:
    """The number of an activity. Raises Refused `unknown_activity` for what is no number at all."""
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise Refused("unknown_activity", activity=text)
    return int(text)


def _row_document(row: consent.ConsentRow) -> dict[str, Any]:
    return {
        "id": row.person_id,
        "pupil": row.pupil.full,
        "number": row.number,
        "group": row.group,
        "purpose": row.purpose,
        "medium": row.medium,
        "allowed": row.verdict.allowed,
        "reason": row.verdict.reason,
    }


def _roster_lines(found: consent.ConsentRoster) -> list[str]:
    """Per purpose and medium: first who may not be shown and why, then who may."""
    imported = _("never") if found.imported_on is None else format_date(found.imported_on)
    lines = [_("On {date}; imported: {imported}").format(date=format_date(found.on), imported=imported)]
    blocks: dict[tuple[str, str], list[consent.ConsentRow]] = {}
    for row in found.rows:
        blocks.setdefault((row.purpose_label, medium_word(row.medium)), []).append(row)
    for (purpose, medium), rows in blocks.items():
        no = [row for row in rows if not row.verdict.allowed]
        yes = [row for row in rows if row.verdict.allowed]
        lines += ["", f"{purpose}, {medium}", ngettext("{n} may not:", "{n} may not:", len(no)).format(n=len(no))]
        lines += [f"  {row.pupil.full} ({row.group}): {reason_text(row.verdict.reason)}" for row in no]
        lines.append(ngettext("{n} may:", "{n} may:", len(yes)).format(n=len(yes)))
        lines += [f"  {row.pupil.full} ({row.group})" for row in yes]
    return lines
