"""The words for every code, in one place, so that screens and command line say the same; Dutch by catalogue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from deviceclerk.domain.custody import EventKind, Kind, Note, Outcome, Source, State, Tier
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Phase
from deviceclerk.support.i18n import _, format_date

if TYPE_CHECKING:
    from deviceclerk.domain.consent import Medium, Reason, Respondent, Value
    from deviceclerk.domain.people import Person
    from deviceclerk.domain.roster import Problem

# The door's first picture needs words but nothing of consent or rosters, which are loaded with their own words.

# Each table is a function, since a translation is looked up when it is shown, not when the module is loaded.


def outcome_headline(outcome: Outcome) -> str:
    """The one large word or two at the door."""
    return {
        Outcome.CHECKED_IN: _("Handed in"),
        Outcome.CHECKED_OUT: _("Hand back"),
        Outcome.RETURNED: _("Back from the lesson"),
        Outcome.LENT_OUT: _("Lent for the lesson"),
        Outcome.EXEMPT: _("May keep it"),
        Outcome.UNDONE: _("Undone"),
        Outcome.REPEAT: _("Already scanned"),
        Outcome.ALREADY_IN: _("Was already in"),
        Outcome.NOT_IN: _("Was not handed in"),
        Outcome.TAKEN_IN: _("Do not hand back"),
        Outcome.UNKNOWN_TAG: _("Unknown tag"),
        Outcome.DAMAGED_CODE: _("Code not readable"),
        Outcome.UNCLAIMED_TAG: _("Tag not in use yet"),
        Outcome.REVOKED_TAG: _("Tag no longer valid"),
        Outcome.TAKEN: _("Taken in"),
        Outcome.RELEASED: _("Hand it over"),
        Outcome.MISSING: _("Missing"),
        Outcome.FOUND: _("Found again"),
        Outcome.NOTED: _("Noted"),
        Outcome.COMMAND: _("Command card"),
        Outcome.ACTING: _("At the PC now"),
    }[outcome]


def outcome_advice(outcome: Outcome, pocket: int | None = None) -> str:
    """What to do with the device in hand, in one short sentence."""
    into = _("Put it in pocket {pocket}.").format(pocket=pocket) if pocket else _("Put it in the bag.")
    from_ = _("Take it from pocket {pocket}.").format(pocket=pocket) if pocket else _("Give it to the pupil.")
    return {
        Outcome.CHECKED_IN: into,
        Outcome.CHECKED_OUT: from_,
        Outcome.RETURNED: into,
        Outcome.LENT_OUT: _("Give it to the pupil for this lesson."),
        Outcome.EXEMPT: _("This pupil keeps the device."),
        Outcome.UNDONE: _("The last step no longer counts."),
        Outcome.REPEAT: _("It was scanned a moment ago. Nothing changed."),
        Outcome.ALREADY_IN: _("It is in the bag according to the list. Look twice; nothing changed."),
        Outcome.NOT_IN: _("It was not handed in today. Look twice; nothing changed."),
        Outcome.TAKEN_IN: _("The school has taken this device in."),
        Outcome.UNKNOWN_TAG: _("This tag is not of this school. Register the device first."),
        Outcome.DAMAGED_CODE: _("Scan once more, or click the pocket."),
        Outcome.UNCLAIMED_TAG: _("Whose device is it? Choose the pupil, or scan another tag of the pupil."),
        Outcome.REVOKED_TAG: _("This tag was replaced or withdrawn. Look for the new tag."),
        Outcome.TAKEN: _("The school keeps it until it is handed over."),
        Outcome.RELEASED: _("It is recorded. The school keeps it no longer."),
        Outcome.MISSING: _("Scan it as soon as it turns up."),
        Outcome.FOUND: into,
        Outcome.NOTED: _("Noted for today."),
        Outcome.COMMAND: _("Done as the card says."),
        Outcome.ACTING: _("What is done from now on bears this name."),
    }[outcome]


def outcome_word(outcome: Outcome, kind: EventKind | None = None) -> str:
    """The outcome in a list or log: what happened, in the past tense."""
    if outcome is Outcome.CHECKED_OUT:
        return _("Handed back")
    if outcome is Outcome.TAKEN_IN and kind is EventKind.REFUSE:
        return _("Not handed back: taken in")
    if outcome is Outcome.RELEASED:
        return _("Handed over after taking in")
    if outcome is Outcome.NOTED and kind is not None:
        from deviceclerk.services.wording_acts import mark_word

        return mark_word(kind)
    if outcome is Outcome.COMMAND:
        return _("Command card scanned")
    if outcome is Outcome.ACTING:
        return _("At the PC from now on")
    return outcome_headline(outcome)


def note_text(note: str) -> str:
    """A note as the outcome carries it ('second_device', 'replaced_on:2026-09-01')."""
    name, _colon, value = note.partition(":")
    if name == Note.REPLACED_ON:
        from datetime import date

        return _("Replaced on {date}").format(date=format_date(date.fromisoformat(value)))
    if name in (Note.COMMAND, Note.CLOCK) and value:
        return _of_value(Note(name), value)
    return {
        Note.WAS_ABSENT: _("Was marked absent; no longer"),
        Note.WAS_LENT: _("Was lent for a lesson"),
        Note.WAS_MISSING: _("Was missing"),
        Note.SECOND_DEVICE: _("Second device of this pupil"),
        Note.LEFT_SCHOOL: _("Pupil has left the school"),
        Note.OVERDUE: _("Should have been back already"),
        Note.CARRIED_OVER: _("Left over from an earlier day"),
        Note.NOTHING_TO_UNDO: _("There was nothing of today to undo"),
        Note.COMMAND: _("Command card"),
        Note.CLOCK: _("The clock was moved"),
    }[Note(name)]


def _of_value(note: Note, value: str) -> str:
    from deviceclerk.domain.commands import Command
    from deviceclerk.services import wording_acts

    return (
        wording_acts.command_word(Command(value)) if note is Note.COMMAND else wording_acts.clock_text(float(value))
    )


def tier_word(tier: Tier) -> str:
    """How much attention an outcome asks, as a word beside its colour."""
    return {
        Tier.MESSAGE: _("Done"),
        Tier.ALERT: _("Look twice"),
        Tier.CONFIRM: _("Ask first"),
        Tier.IMPOSSIBLE: _("Not possible"),
    }[tier]


def kind_word(kind: Kind) -> str:
    """What a device is."""
    return {
        Kind.PHONE: _("phone"),
        Kind.SMARTWATCH: _("smartwatch"),
        Kind.TABLET: _("tablet"),
        Kind.TRACKER: _("GPS tracker"),
        Kind.OTHER: _("other device"),
    }[kind]


def state_word(state: State) -> str:
    """Where a device is."""
    return {
        State.WITH_PUPIL: _("with the pupil"),
        State.IN_KEEPING: _("in keeping"),
        State.LENT_OUT: _("lent for a lesson"),
        State.TAKEN_IN: _("taken in"),
        State.MISSING: _("missing"),
    }[state]


def phase_word(phase: Phase) -> str:
    """What the door does in this phase."""
    return {Phase.IN: _("Handing in"), Phase.OUT: _("Handing back")}[phase]


def source_word(source: str) -> str:
    """How an event came about."""
    return {
        Source.SCANNER: _("scanned"),
        Source.TYPED: _("code typed"),
        Source.CLICKED: _("by hand"),
        Source.GROUP: _("whole group"),
        Source.COMMAND_LINE: _("command line"),
        Source.CLOCK: _("by itself"),
    }[Source(source)]


def medium_word(medium: Medium) -> str:
    """What is recorded."""
    from deviceclerk.domain.consent import Medium

    return {
        Medium.PHOTO: _("photo"),
        Medium.FILM: _("film"),
        Medium.SOUND: _("sound"),
        Medium.OTHER: _("other"),
    }[medium]


def value_word(value: Value) -> str:
    """What an answer says."""
    from deviceclerk.domain.consent import Value

    return {
        Value.YES: _("yes"),
        Value.NO: _("no"),
        Value.UNANSWERED: _("no answer"),
        Value.UNCLEAR: _("unclear"),
    }[value]


def respondent_word(respondent: Respondent) -> str:
    """Who answered."""
    from deviceclerk.domain.consent import Respondent

    return {
        Respondent.GUARDIAN: _("parent or guardian"),
        Respondent.GUARDIAN1: _("parent or guardian 1"),
        Respondent.GUARDIAN2: _("parent or guardian 2"),
        Respondent.PUPIL: _("the pupil"),
        Respondent.ADMINISTRATION: _("the school office"),
        Respondent.UNKNOWN: _("not named"),
    }[respondent]


def reason_text(reason: Reason) -> str:
    """Why somebody may not be shown, in a few words; for `ALLOWED` that they may."""
    from deviceclerk.domain.consent import Reason

    return {
        Reason.PURPOSE_OFF: _("the school does not use this"),
        Reason.WITHDRAWN_FOR_ACTIVITY: _("withdrawn for this activity"),
        Reason.REFUSED: _("refused"),
        Reason.GUARDIANS_DIFFER: _("parents do not agree"),
        Reason.NEEDS_OWN_ANSWER: _("pupil must answer too"),
        Reason.EXPIRED: _("consent is of an earlier school year"),
        Reason.UNCLEAR_ANSWER: _("answer is unclear"),
        Reason.NOT_ASKED: _("not asked this school year"),
        Reason.NO_ANSWER: _("no answer"),
        Reason.ALLOWED: _("allowed"),
    }[reason]


_LABELS: dict[str, Callable[[], str]] = {
    "newsletter": lambda: _("Newsletter"),
    "parent_app": lambda: _("Parent app"),
    "school_guide": lambda: _("School guide"),
    "website": lambda: _("Website"),
    "social_media": lambda: _("Social media"),
    "personal_accounts": lambda: _("Personal accounts"),
    "school_photographer": lambda: _("School photographer"),
    "class_photo": lambda: _("Class photo"),
    "newspaper": lambda: _("Local newspaper"),
    "yearbook": lambda: _("Yearbook"),
    "research": lambda: _("Research"),
}


def purpose_label(key: str, heading: str = "") -> str:
    """The purpose's name: the usual ones by key, others as the export's heading has it."""
    label = _LABELS.get(key)
    return label() if label else heading or key.replace("_", " ").capitalize()


def problem_text(problem: Problem) -> str:
    """What is wrong with a row or column, and what happens with it."""
    from deviceclerk.domain.roster import ProblemCode

    return {
        ProblemCode.UNCLEAR_ANSWER: _("The answer “{detail}” is neither yes nor no. It counts as no."),
        ProblemCode.DUPLICATE_PUPIL: _("{detail} is in the file twice. The stricter answers count."),
        ProblemCode.MISSING_NAME: _("This row has no name. It is left out."),
        ProblemCode.MISSING_GROUP: _("{detail} has no group. The row is left out."),
        ProblemCode.NUMBER_LIKE_ANOTHER: _(
            "The number of {detail} differs from another only by zeros in front. The row is left out."
        ),
        ProblemCode.AMBIGUOUS_MATCH: _("More than one pupil can be meant by {detail}. The row is left out."),
        ProblemCode.PRIVATE_COLUMN: _("The column “{detail}” is not read in."),
    }[problem.code].format(detail=problem.detail)


def candidates_text(candidates: Sequence[Person]) -> str:
    """The people whom a reference can mean, each with what tells them apart."""
    return "; ".join(
        f"{p.name.full} ({', '.join(part for part in (p.group, p.number, f'id:{p.id}') if part)})"
        for p in candidates
    )


def refusal_text(refused: Refused) -> str:
    """What cannot be done and, where somebody can mend it, how."""
    text = refusals().get(refused.code)
    if text is None:
        return _("That did not work ({code}). Nothing was changed.").format(code=refused.code)
    details = dict(refused.details)
    if refused.code == "tag_in_use":
        text = _in_use(details) or text
    if refused.code == "ambiguous_person":
        candidates = details.get("candidates")
        details["candidates"] = candidates_text(candidates) if isinstance(candidates, tuple) else ""
    if isinstance(weekday := details.get("weekday"), int):
        from deviceclerk.services.wording_timetable import day_text

        details["weekday"] = day_text(weekday, details.get("group"))
    try:
        return text.format(**details)
    except (KeyError, IndexError):
        return text


def _in_use(details: dict[str, object]) -> str:
    """What a tag is on already, where that is known."""
    if (kind := details.get("kind")) in set(Kind):
        details["device"] = kind_word(Kind(str(kind)))
        return _("This tag is already on the {device} of {pupil}.")
    if "name" in details:
        return _("This is the badge of {name}. Take a blank tag.")
    return _("This is a command card. Take a blank tag.") if "command" in details else ""


def refusals() -> dict[str, str]:
    """The words for every code that anything is refused with, their placeholders not yet filled in."""
    from deviceclerk.services import wording_activities, wording_acts, wording_pupil, wording_timetable

    tables = _file_refusals() | _data_refusals() | _device_refusals() | wording_activities.refusals()
    tables |= wording_pupil.refusals()
    return tables | wording_acts.refusals() | wording_timetable.refusals()


def _file_refusals() -> dict[str, str]:
    return {
        "file_not_found": _("The file {file} is not there."),
        "file_unreadable": _("{file} cannot be opened. Close it in other programs and try again."),
        "file_empty": _("The file {file} is empty. Export it anew from the parent app."),
        "file_encrypted": _("{file} has a password. Open it in Excel, remove the password and save it again."),
        "file_damaged": _("{file} is damaged or incomplete. Export it anew from the parent app."),
        "file_too_large": _(
            "{file} is too large to be a class list. Export only the consent answers, or copy the list into a new "
            "workbook."
        ),
        "file_too_slow": _("Reading {file} took too long. Open it in Excel, save it again as .xlsx and try again."),
        "file_kind_unknown": _("{file} is not an Excel or CSV file. Choose the export of the parent app."),
        "not_a_roster": _("No list of pupils with consent answers was found in {file}. Choose another file."),
        "sheet_not_found": _("There is no sheet “{sheet}” in {file}."),
        "layout_not_supported": _(
            "{file} is of a kind that cannot be read. Open it in Excel and save it as .xlsx with one row a pupil."
        ),
        "read_cancelled": _("Reading was stopped. Nothing was changed."),
        "already_imported": _("This file was imported already. Nothing was changed."),
        "no_import": _("There is no import to take back."),
        "roster_changed": _("The list of pupils changed meanwhile. Look at the difference once more."),
        "cannot_write": _(
            "{file} cannot be written. Is it open in another program? Choose another name or folder."
        ),
        "unknown_export_kind": _("A log is written as .xlsx, .csv or .pdf; choose one of these endings."),
        "unknown_table_kind": _("{file} does not end in one of {kinds}; choose one of these endings."),
        "too_many_rows": _("An Excel sheet holds {most} events at most. Choose fewer days, or write a .csv."),
        "write_cancelled": _("Writing was stopped. No file was made."),
        "no_file_given": _("Say which file is to be imported."),
        "unknown_profile": _("There is no import profile “{profile}”."),
        "profile_does_not_fit": _("{file} is not as the import profile “{profile}” expects it. Choose another."),
        "bad_profile_name": _("Give the import profile a name of {longest} letters at most."),
        "profile_name_taken": _("“{profile}” comes with the program. Choose another name for yours."),
        "profile_is_shipped": _("“{profile}” comes with the program and cannot be removed."),
        "no_media": _("Choose photo, film, sound or other for this question."),
    }


def _data_refusals() -> dict[str, str]:
    return {
        "data_unwritable": _("The folder with the school's data cannot be written. Ask who manages this PC."),
        "data_damaged": _("The school's data file is damaged. Do not delete it; ask who manages this PC."),
        "data_newer": _("The school's data was saved by a newer DeviceClerk. Install that version here, too."),
        "data_busy": _("Another program holds the school's data. Try again in a moment."),
        "data_unreachable": _("The disk with the school's data does not answer. Ask who manages this PC."),
        "disk_full": _("The disk is full. Make room and try again; nothing was changed."),
        "nobody_found": _("Nobody is known as “{reference}”."),
        "ambiguous_person": _("“{reference}” can be several people: {candidates}."),
        "unknown_group": _("There is no group “{group}”."),
        "unknown_purpose": _("Nobody was asked about “{purpose}”."),
        "unknown_activity": _("There is no activity {activity}."),
        "days_reversed": _("The last day ({last}) comes before the first ({first})."),
        "no_window": _("This program has no window."),
        "no_display": _("There is no display to open the window on. “make tour” shows the app without one."),
        "demo_unavailable": _("The demonstration school is missing from this installation. Install it anew."),
        "bad_age_limit": _("The age limit is 16, 17 or 18."),
        "bad_year_start": _("Not every year has a day {day} of month {month}. Choose another first day."),
    }


def _device_refusals() -> dict[str, str]:
    return {
        "pocket_taken": _("Pocket {pocket} is already used by {pupil}. Choose another."),
        "pocket_range": _("{pocket} is not a pocket number. Choose a number from 1 to 999."),
        "tag_in_use": _("This tag is on another device already."),
        "no_tag": _("This device has no valid tag now."),
        "already_used": _("Something was done with this device since. Remove it on the screen Devices."),
        "unknown_code": _("This school never issued this code."),
        "code_is_blank": _("This tag is on nothing yet, so there is nothing to replace."),
        "card_is_printed": _("A command card is not made of a blank tag. Print the new card instead."),
        "labels_or_cards": _("Labels and cards do not go on one sheet. Print one, and then the other."),
        "no_badges": _("Nobody has a badge yet. Give the staff badges first."),
        "group_needed": _("Fill in a group."),
        "tag_revoked": _("This tag was withdrawn and cannot be used again."),
        "damaged_code": _("This is not a whole tag code. Scan the tag once more."),
        "badge_in_use": _("This is the badge of {name} already."),
        "badge_is_command": _("This is a command card. Take another tag for the badge."),
        "staff_name_needed": _("Type the name first."),
        "staff_name_long": _("This name is too long. Use {most} characters at most."),
        "staff_exists": _("{name} is on the list already. Add something that tells the two apart."),
        "unknown_device": _("This device is not registered (any more)."),
        "device_not_home": _("The device is not with the pupil now. Hand it back first."),
        "nothing_to_undo": _("There is nothing of today to undo."),
        "no_such_event": _("There is no event {event}."),
        "cannot_undo": _("This cannot be undone: it changed nothing, or was undone already."),
        "not_of_today": _("Only what happened today can be undone."),
        "unknown_sheet": _("The label sheet “{sheet}” is not known. Known are: {known}."),
        "start_off_sheet": _("The sheet has no position {start}. Choose 1 to {positions}."),
        "nothing_to_print": _("There are no tags to print. Register devices first, or ask for blank tags."),
    }
