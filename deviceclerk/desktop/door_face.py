"""What the door's one large answer says: colours, icon and words for each outcome, apart from how it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from deviceclerk.desktop import doormode_words, look
from deviceclerk.desktop.look import Pair
from deviceclerk.domain.custody import TIERS, Kind, Note, Outcome, Tier
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import wording
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.desktop.doormode import DoorMode
    from deviceclerk.services.custody import ScanAnswer

INTO, OUT_OF = "box-arrow-in-down", "box-arrow-up"
PHASE_ICONS = {Phase.IN: "box-arrow-in-down", Phase.OUT: "box-arrow-up"}

# The pocket and its arrow say by themselves what the advice would.
_ARROWS = {Outcome.CHECKED_IN: INTO, Outcome.RETURNED: INTO, Outcome.CHECKED_OUT: OUT_OF}
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


def of_answer(answer: ScanAnswer, *, named: bool = True, elsewhere: bool = False) -> Face:
    """The face of an answer. Without `named` the pupil is not named; `elsewhere`: of a group not at this door.

    A repeat has the face of the scan that it repeats, and says so.
    """
    outcome = answer.first or answer.outcome
    tier = _first_tier(answer) if answer.first else answer.tier
    arrow = _ARROWS.get(outcome, "")
    pocket = "" if answer.pocket is None else str(answer.pocket)
    group = answer.group or ""
    if elsewhere and group:
        group = _("other group: {group}").format(group=group)
    kind = wording.kind_word(answer.kind) if answer.kind else ""
    return Face(
        look.tier_pair(tier),
        _icon(outcome, tier),
        wording.outcome_headline(outcome),
        pocket,
        arrow,
        (answer.pupil or "") if named else "",
        " · ".join(part for part in (kind, group) if part),
        "" if pocket and arrow else _advice(answer, outcome),
        tuple(wording.note_text(note) for note in answer.notes),
        _("scanned a moment ago") if answer.first else "",
    )


def _icon(outcome: Outcome, tier: Tier) -> str:
    """The outcome's own, but where the arrow at the pocket says it already: whether all is well."""
    if outcome not in _ARROWS:
        return look.OUTCOME_ICONS[outcome]
    return _DONE if tier is Tier.MESSAGE else _LOOK_TWICE


def _advice(answer: ScanAnswer, outcome: Outcome) -> str:
    if outcome is Outcome.UNDONE and answer.state is not None:
        return _("The last step no longer counts. Now: {state}.").format(state=wording.state_word(answer.state))
    return wording.outcome_advice(outcome, answer.pocket)


def _first_tier(answer: ScanAnswer) -> Tier:
    assert answer.first is not None
    tier = TIERS[answer.first]
    return Tier.ALERT if tier is Tier.MESSAGE and not _ALERTING.isdisjoint(answer.notes) else tier


def usual(named: bool = True) -> tuple[Face, ...]:
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
                "Mmmmmm mm Mmmmmm" if named else "",
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
