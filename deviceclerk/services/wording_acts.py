"""The words for what is done by hand: the reasons, who got a device, the marks of a day, the cards' commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from deviceclerk.domain.commands import Command
from deviceclerk.domain.custody import EventKind
from deviceclerk.domain.reasons import HandedTo, LeftReason, LendFor, ReleaseReason, TakeReason, UndoReason
from deviceclerk.support.i18n import _, ngettext


def lend_word(purpose: LendFor) -> str:
    """What a device is lent out for."""
    return {LendFor.TASK: _("for a task"), LendFor.RECORD: _("to take pictures or record")}[purpose]


def take_word(reason: TakeReason) -> str:
    """Why the school took a device in."""
    return {
        TakeReason.USED: _("used without permission"),
        TakeReason.RECORDED: _("filmed or recorded without permission"),
        TakeReason.NOT_HANDED_IN: _("was not handed in"),
        TakeReason.OTHER: _("another reason"),
    }[reason]


def release_word(reason: ReleaseReason) -> str:
    """Why a device that was taken in is handed back."""
    return {
        ReleaseReason.TIME_IS_UP: _("the time is up"),
        ReleaseReason.SCHOOL_DECIDED: _("the school decided so"),
        ReleaseReason.COLLECTED: _("it was collected"),
        ReleaseReason.OTHER: _("another reason"),
    }[reason]


def left_word(reason: LeftReason) -> str:
    """Why a device was still not with its pupil when the day was closed."""
    return {
        LeftReason.PUPIL_ABSENT: _("pupil absent"),
        LeftReason.LEFT_EARLY: _("pupil left early"),
        LeftReason.FORGOT: _("pupil forgot it"),
        LeftReason.TAKEN_IN: _("taken in by the school"),
        LeftReason.LOST: _("lost"),
        LeftReason.WITH_PUPIL: _("the pupil has it"),
        LeftReason.OTHER: _("another reason"),
    }[reason]


def undo_word(reason: UndoReason) -> str:
    """Why a step is taken back."""
    return {
        UndoReason.MISTAKE: _("by mistake"),
        UndoReason.WRONG_PUPIL: _("wrong pupil"),
        UndoReason.WRONG_PHASE: _("wrong phase"),
        UndoReason.OTHER: _("another reason"),
    }[reason]


def to_word(to: HandedTo) -> str:
    """Who got a device that had been taken in."""
    return {
        HandedTo.PUPIL: _("the pupil"),
        HandedTo.GUARDIAN: _("a parent or guardian"),
        HandedTo.OTHER: _("somebody else"),
    }[to]


def handed_to(kept: str) -> str:
    """Who got a device, as the event keeps it: one of HandedTo, with ':' and a name where one was given."""
    code, _colon, name = kept.partition(":")
    if code not in set(HandedTo):
        return kept
    if code == HandedTo.OTHER and name:
        return name
    return f"{to_word(HandedTo(code))} ({name})" if name else to_word(HandedTo(code))


_REASONS: Mapping[EventKind, tuple[type[StrEnum], Callable[..., str]]] = {
    EventKind.LEND: (LendFor, lend_word),
    EventKind.TAKE: (TakeReason, take_word),
    EventKind.RELEASE: (ReleaseReason, release_word),
    EventKind.UNDO: (UndoReason, undo_word),
    EventKind.CARRY: (LeftReason, left_word),
}


def reason_word(kind: EventKind, code: str, words: str = "") -> str:
    """Why something was done: its code in words, then the words of whoever did it; empty where neither was given.

    'Another reason' goes without saying where words follow. What the closing of a day did with a device bears one
    of the closing's reasons, whatever it did.
    """
    if not code or (code == LeftReason.OTHER and words):
        return words
    members, word = _REASONS.get(kind, (LeftReason, left_word))
    if code not in set(members):
        members, word = LeftReason, left_word
    said = word(members(code)) if code in set(members) else code
    return f"{said}: {words}" if words else said


def mark_word(kind: EventKind) -> str:
    """What was noted for the day, in the past tense."""
    return {
        EventKind.ABSENT: _("Marked absent"),
        EventKind.PRESENT: _("Present after all"),
        EventKind.NO_DEVICE: _("No device today"),
        EventKind.CARRY: _("Left until tomorrow"),
        EventKind.CLOSE_DAY: _("Day closed"),
        EventKind.CLOCK: _("Clock was set"),
    }.get(kind) or _("Noted")


def command_word(command: Command) -> str:
    """What a command card tells the door to do."""
    return {
        Command.UNDO: _("Undo the last scan"),
        Command.HAND_IN: _("Handing in"),
        Command.HAND_BACK: _("Handing back"),
        Command.CLOSE_DAY: _("Close the day"),
    }[command]


def clock_text(seconds: float) -> str:
    """By how much the PC's clock was set, forward or (below zero) back."""
    text = _("The clock was moved back by {time}") if seconds < 0 else _("The clock was moved forward by {time}")
    return text.format(time=span_text(abs(seconds)))


def span_text(seconds: float) -> str:
    """A span of time in its two largest parts, such as 2 hours 5 minutes."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = (
        (days, ngettext("{n} day", "{n} days", days)),
        (hours, ngettext("{n} hour", "{n} hours", hours)),
        (minutes, ngettext("{n} minute", "{n} minutes", minutes)),
        (rest, ngettext("{n} second", "{n} seconds", rest)),
    )
    told = [text.format(n=number) for number, text in parts if number]
    return " ".join(told[:2]) or ngettext("{n} second", "{n} seconds", 0).format(n=0)


def refusals() -> dict[str, str]:
    """Why something could not be done by hand; see `wording.refusals`."""
    return {
        "not_in_keeping": _("The device is not in keeping now."),
        "not_lent_out": _("The device is not lent out. Choose another reason."),
        "not_taken_in": _("The device was not taken in."),
        "not_due_yet": _("The time is not up before {due}. Choose another reason."),
        "already_taken_in": _("The device was taken in already."),
        "already_missing": _("The device is missing already."),
        "not_missing": _("The device is not missing."),
        "name_needed": _("Write down who it is."),
        "nothing_chosen": _("Choose at least one device first."),
        "no_device_of": _("{pupil} has no device that is registered."),
        "which_device": _("{pupil} has several devices: {devices}. Say which one, by its tag or as device:12."),
        "device_or_pupil": _(
            "“{reference}” is the number of a pupil and of a device. Put id: or device: before it."
        ),
        "bad_moment": _("“{text}” is no moment. Write a time such as 10:15, or 2026-11-20T10:15."),
        "until_in_past": _("That time is over already. Choose a later one."),
        "reason_needed": _("Write down the reason in a few words."),
        "reason_too_long": _("The reason is too long. Use {most} characters at most."),
        "reason_about_health": _(
            "A reason never tells of somebody's health. Write “pupil absent”, for instance, and nothing more."
        ),
        "unknown_reason": _("“{reason}” is no reason that is known. Known are: {known}."),
        "not_left": _("The device of {pupil} is not left any more and needs no reason."),
        "reasons_missing": _("Say of each device why it is left; of {n} it is not said yet. Nothing was changed."),
    }
