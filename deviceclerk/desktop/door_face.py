"""What the door's one large answer says: colours, icon and words for each outcome, apart from how it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from deviceclerk.desktop import doormode_words, look, queuenames
from deviceclerk.desktop.look import Pair
from deviceclerk.desktop.queuenames import Names
from deviceclerk.domain.custody import TIERS, Kind, Note, Outcome, State, Tier
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import wording
from deviceclerk.support.i18n import _, format_date, format_time

if TYPE_CHECKING:
    from datetime import datetime

    from deviceclerk.desktop.doormode import DoorMode
    from deviceclerk.services.custody import ScanAnswer

INTO, OUT_OF = "box-arrow-in-down", "box-arrow-up"
PHASE_ICONS = {Phase.IN: "box-arrow-in-down", Phase.OUT: "box-arrow-up"}

# The pocket and its arrow say by themselves what the advice would.
_ARROWS = {
    Outcome.CHECKED_IN: INTO,
    Outcome.RETURNED: INTO,
    Outcome.FOUND: INTO,
    Outcome.CHECKED_OUT: OUT_OF,
    Outcome.RELEASED: OUT_OF,
}
_DONE, _LOOK_TWICE = "check-circle-fill", "exclamation-triangle-fill"
_ALERTING = {Note.WAS_ABSENT, Note.LEFT_SCHOOL}


class Face(NamedTuple):
    """All that the large answer shows. Empty texts are left out; `arrow` points into or out of the pocket."""

    pair: Pair
    icon: str
    headline: str
    pocket: str = ""
    arrow: str = ""
    name: str = ""
    detail: str = ""
    advice: str = ""
    notes: tuple[str, ...] = ()
    badge: str = ""


def of_answer(answer: ScanAnswer, *, names: Names = "full", elsewhere: bool = False) -> Face:
    """The face of an answer. `names` is how the pupil is named; `elsewhere`: of a group not at this door.

    A repeat has the face of the scan that it repeats, and says so.
    """
    outcome = answer.first or answer.outcome
    tier = _first_tier(answer) if answer.first else answer.tier
    arrow = _arrow(answer, outcome)
    pocket = "" if answer.pocket is None else str(answer.pocket)
    group = answer.group or ""
    if elsewhere and group:
        group = _("other group: {group}").format(group=group)
    kind = wording.kind_word(answer.kind) if answer.kind else ""
    return Face(
        look.tier_pair(tier),
        _icon(outcome, tier),
        _headline(answer, outcome),
        pocket,
        arrow,
        _name(answer, names),
        " · ".join(part for part in (kind, group) if part),
        "" if pocket and arrow else _advice(answer, outcome),
        tuple(wording.note_text(note) for note in answer.notes if not _in_headline(note)),
        _("scanned a moment ago") if answer.first else "",
    )


def _arrow(answer: ScanAnswer, outcome: Outcome) -> str:
    """Into or out of the pocket; what is found again goes there only where the school had not taken it in."""
    if outcome is Outcome.FOUND and answer.state is State.TAKEN_IN:
        return ""
    return _ARROWS.get(outcome, "")


def _in_headline(note: str) -> bool:
    """What the large words say already."""
    return note == Note.FOREIGN or note.startswith(f"{Note.COMMAND}:")


def _headline(answer: ScanAnswer, outcome: Outcome) -> str:
    if Note.FOREIGN in answer.notes:
        return wording.foreign_headline()
    if outcome is Outcome.COMMAND and answer.command is not None:
        from deviceclerk.services.wording_acts import command_word

        return command_word(answer.command)
    return wording.outcome_headline(outcome)


def _name(answer: ScanAnswer, names: Names) -> str:
    """The pupil as the queue may read it; staff are named, for their badge says who acts."""
    if answer.staff is not None:
        return answer.staff
    return queuenames.of(answer.name, names)


def _icon(outcome: Outcome, tier: Tier) -> str:
    """The outcome's own, but where the arrow at the pocket says it already: whether all is well."""
    if outcome not in _ARROWS:
        return look.OUTCOME_ICONS[outcome]
    return _DONE if tier is Tier.MESSAGE else _LOOK_TWICE


def _advice(answer: ScanAnswer, outcome: Outcome) -> str:
    if Note.FOREIGN in answer.notes:
        return wording.foreign_advice()
    if outcome is Outcome.UNDONE and answer.state is not None:
        return _("The last step no longer counts. Now: {state}.").format(state=wording.state_word(answer.state))
    if outcome is Outcome.FOUND and answer.state is State.TAKEN_IN:
        return _("It was taken in before it went missing, and is so again. Do not hand it back.")
    if answer.command == "close_day":
        return _("The closing of the day is open: say there why each device is left.")
    if outcome is Outcome.ACTING and answer.staff is None:
        return _("Nobody in particular. The log has the name of this PC's account.")
    terms = _terms(answer, outcome)
    return terms or wording.outcome_advice(outcome, answer.pocket)


def _terms(answer: ScanAnswer, outcome: Outcome) -> str:
    """Who has agreed to what until when: never why, as the queue reads along."""
    by, due = answer.by, "" if answer.due is None else _when(answer.due, answer.at)
    if outcome in (Outcome.TAKEN_IN, Outcome.TAKEN):
        if by and due:
            return _("Taken in by {name}. Due back: {time}.").format(name=by, time=due)
        return _("Taken in by {name}.").format(name=by) if by else ""
    if outcome is Outcome.LENT_OUT and by and due:
        return _("Give it to the pupil. Until {time}, allowed by {name}.").format(name=by, time=due)
    return ""


def _when(moment: datetime, now: datetime) -> str:
    """The time; the day as well where it is another."""
    local = moment.astimezone(now.tzinfo)
    time = format_time(local)
    return time if local.date() == now.date() else f"{format_date(local)} {time}"


def _first_tier(answer: ScanAnswer) -> Tier:
    assert answer.first is not None
    tier = TIERS[answer.first]
    return Tier.ALERT if tier is Tier.MESSAGE and not _ALERTING.isdisjoint(answer.notes) else tier


def usual(names: Names = "full") -> tuple[Face, ...]:
    """The faces of a usual morning and afternoon, with letters in place of a name, to prepare for."""
    faces = []
    for outcome in (Outcome.CHECKED_IN, Outcome.CHECKED_OUT, Outcome.ALREADY_IN, Outcome.NOT_IN):
        arrow = _ARROWS.get(outcome, "")
        faces.append(
            Face(
                look.tier_pair(TIERS[outcome]),
                _DONE if arrow else look.OUTCOME_ICONS[outcome],
                wording.outcome_headline(outcome),
                "00",
                arrow,
                {"full": "Mmmmmm mm Mmmmmm", "short": "Mmmmmm M.", "pocket": ""}[names],
                f"{wording.kind_word(Kind.PHONE)} · 0A",
                "" if arrow else wording.outcome_advice(outcome, 10),
            )
        )
    for outcome in (Outcome.DAMAGED_CODE, Outcome.UNKNOWN_TAG):
        pair, icon = look.tier_pair(TIERS[outcome]), look.OUTCOME_ICONS[outcome]
        words = wording.outcome_headline(outcome), wording.outcome_advice(outcome)
        faces.append(Face(pair, icon, words[0], advice=words[1]))
    return tuple(faces)


def at_rest(door: DoorMode, time: str) -> Face:
    """The door between two scans: what it does now, until when, and the time of day."""
    beside = doormode_words.detail(door)
    if door.once:
        pair, icon = look.tier_pair(Tier.ALERT), PHASE_ICONS[Phase.OUT]
        return Face(pair, icon, doormode_words.headline(door), name=_("Scan a tag"), detail=beside)
    return Face(
        look.quiet_pair("idle"),
        PHASE_ICONS[door.phase()],
        doormode_words.headline(door),
        name=_("Scan a tag"),
        detail=f"{time} · {beside}" if beside else time,
    )


def keyboard_lost() -> Face:
    """Another program has the keyboard: what is scanned now goes there."""
    return Face(
        look.quiet_pair("lost"),
        "keyboard-fill",
        _("Click here to go on scanning"),
        advice=_("Another program has the keyboard now; what you scan goes there."),
    )
