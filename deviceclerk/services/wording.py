"""The words for every code, in one place, so that screens and command line say the same; Dutch by catalogue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from deviceclerk.domain.custody import EventKind, Kind, Note, Outcome, Source, State, Tier
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Phase
from deviceclerk.support.i18n import _, format_date, format_datetime

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
        Outcome.TAG_IN_USE: _("Tag already in use"),
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
        Outcome.TAG_IN_USE: _("Take a blank tag."),
    }[outcome]


def foreign_headline() -> str:
    """In place of 'Code not readable' where the code can be read well, but is something else's."""
    return _("Not a DeviceClerk tag")


def foreign_advice() -> str:
    """What to do then: scanning it once more helps nobody."""
    return _("This is the code of something else. Scan the tag of the device, or click the pocket.")


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
        Note.FOREIGN: foreign_headline(),
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
    """The purpose's name: the usual ones by key, others as the export's heading has it.

    A heading that says something else is not its name: a person chose the purpose for that question.
    """
    from deviceclerk.domain.headings import snake_case

    label = _LABELS.get(key)
    if label:
        return label()
    named = heading if key in snake_case(heading) else ""
    return named or key.replace("_", " ").capitalize()


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
    if refused.code in ("ambiguous_person", "not_a_candidate"):
        candidates = details.get("candidates")
        details["candidates"] = candidates_text(candidates) if isinstance(candidates, tuple) else ""
    if isinstance(due := details.get("due"), datetime):
        details["due"] = format_datetime(due)
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
    from deviceclerk.services import (
        wording_activities,
        wording_acts,
        wording_pupil,
        wording_refusals,
        wording_timetable,
    )

    tables = wording_refusals.refusals() | wording_activities.refusals()
    tables |= wording_pupil.refusals()
    return tables | wording_acts.refusals() | wording_timetable.refusals()
