"""The words of a pupil's page, of answers entered by hand, and of what an erasure takes away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deviceclerk.domain.retention import Gone
from deviceclerk.support.i18n import _, format_date, ngettext

if TYPE_CHECKING:
    from deviceclerk.services.pupil import Said


def gone_text(kind: Gone, n: int) -> str:
    """So many of a kind, as a list of what goes has it."""
    return {
        Gone.PEOPLE: ngettext("{n} person", "{n} people", n),
        Gone.ANSWERS: ngettext("{n} answer", "{n} answers", n),
        Gone.WITHDRAWALS: ngettext("{n} withdrawal for an activity", "{n} withdrawals for activities", n),
        Gone.PUBLICATIONS: ngettext("{n} mention with a publication", "{n} mentions with publications", n),
        Gone.REMOVALS: ngettext("{n} request for removal", "{n} requests for removal", n),
        Gone.DEVICES: ngettext("{n} device", "{n} devices", n),
        Gone.EXEMPTIONS: ngettext("{n} exemption", "{n} exemptions", n),
        Gone.EVENTS: ngettext("{n} event of the log", "{n} events of the log", n),
        Gone.LOOKS: ngettext("{n} note of who looked at consent", "{n} notes of who looked at consent", n),
        Gone.TEXTS: ngettext("the name in {n} text about others", "the name in {n} texts about others", n),
    }[kind].format(n=n)


def doubtful_left_text(n: int) -> str:
    """After an erasure: how many texts about others were left as they are, though they may mean who went."""
    text = ngettext(
        "{n} text about others stays as it is; it may mean somebody who goes.",
        "{n} texts about others stay as they are; they may mean somebody who goes.",
        n,
    )
    return text.format(n=n)


def place_text(place: str) -> str:
    """Where a text stands that may mean who is erased: the table of a `FoundText.place` in words."""
    table = place.partition(".")[0]
    return {
        "activity": _("activity"),
        "activity_withdrawal": _("withdrawal for an activity"),
        "answer": _("answer"),
        "consent_view": _("look at consent"),
        "event": _("log of devices"),
        "exemption": _("exemption"),
        "import": _("import"),
        "publication": _("publication"),
        "removal": _("request for removal"),
        "row_choice": _("choice at an import"),
    }.get(table, table)


def source_text(said: Said) -> str:
    """Where an answer comes from: the file with its sheet, row and date, or who entered it by hand."""
    when = format_date(said.recorded_at.date(), short=True)
    if said.file is None:
        text = _("by hand on {date}: {source}").format(date=when, source=said.source)
        return _("{text} (entered by {actor})").format(text=text, actor=said.actor) if said.actor else text
    place = _("{file}, sheet {sheet}, row {row}").format(file=said.file, sheet=said.sheet, row=said.row)
    text = _("imported on {date}: {place}").format(date=when, place=place if said.row else said.file)
    return _("decided at the import of {date}: {place}").format(date=when, place=place) if said.by_hand else text


def standing_text(said: Said) -> str:
    """Whether an answer counts; empty where there is nothing to tell."""
    if said.undone:
        return _("import taken back; does not count")
    if said.gone:
        return _("no longer in the export")
    if not said.decisive:
        return ""
    return _("this counted then") if said.then else _("this counts now")


def refusals() -> dict[str, str]:
    """Why something could not be entered or erased; see `wording.refusals`."""
    return {
        "medium_needed": _("Choose photo, film or sound first."),
        "answer_in_future": _(
            "The day of the answer is still to come. Fill in the day of the signature or message."
        ),
        "respondent_needed": _("Say who answered, with --by."),
        "staff_answers_alone": _("{name} works at the school and answers in person; nobody else can."),
        "source_needed": _("Write down where the answer stands: which form, or which message."),
        "source_too_long": _("The source is too long. Use {most} characters at most."),
        "erasure_changed": _("Something changed meanwhile. Look once more at what goes; nothing was erased."),
        "bad_retention": _("Choose at most {weeks} weeks for the log, and {years} years after leaving."),
        "unknown_extract_kind": _("An extract is written as .pdf; choose a name with this ending."),
    }
