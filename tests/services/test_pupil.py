"""A pupil's page: verdicts as the roster has them, and everything that is kept with where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from deviceclerk.domain.consent import Medium, Reason, Respondent, Value
from deviceclerk.domain.custody import Kind, Outcome
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import answers_by_hand, consent, corrections, custody, people, pupil, roster, tags
from deviceclerk.services.clerk import Clerk
from deviceclerk.support import i18n
from tests.documents.pdfs import fonts_of, pages_of
from tests.rosters import cell, child, export
from tests.school import SetClock, add_pupil, open_school

DAY = 86_400


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Clerk, SetClock]]:
    clerk, clock = open_school(tmp_path)
    yield clerk, clock
    clerk.close()


@pytest.fixture
def clerk(opened: tuple[Clerk, SetClock]) -> Clerk:
    return opened[0]


def take_in(clerk: Clerk, *answers_of_sem: tuple[str, str, str], file: str = "export.xlsx") -> None:
    answers = [cell(purpose, value, by) for purpose, value, by in answers_of_sem]
    read = export(
        child("Sem de Vries", answers=answers, born=date(2016, 4, 1)),
        child("Noor Bakker", website="no"),
        file=file,
        on=clerk.clock().date(),
    )
    roster.apply(clerk, roster.compare(clerk, read))


def by_hand(clerk: Clerk, name: str, value: Value, by: Respondent = Respondent.GUARDIAN) -> None:
    answers_by_hand.set_answers(
        clerk,
        people.find(clerk, name).id,
        "website",
        [Medium.PHOTO],
        value,
        by=by,
        on=clerk.clock().date(),
        source="form of September",
    )


def page(clerk: Clerk, name: str = "Sem de Vries") -> pupil.PupilPage:
    return pupil.page(clerk, people.find(clerk, name).id)


def subject(shown: pupil.PupilPage, purpose: str, medium: Medium = Medium.PHOTO) -> pupil.Subject:
    return next(s for s in shown.subjects if (s.purpose, s.medium) == (purpose, medium))


def test_verdicts_are_those_of_the_roster(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    take_in(clerk, ("website", "yes", "guardian1"), ("newsletter", "unclear", "guardian"))
    clock.forward(DAY)
    take_in(clerk, ("website", "yes", "guardian1"), ("website", "no", "guardian2"))
    by_hand(clerk, "Noor Bakker", Value.YES)
    for name in ("Sem de Vries", "Noor Bakker"):
        shown = page(clerk, name)
        rows = {
            (row.purpose, row.medium): row.verdict
            for row in consent.roster(clerk).rows
            if row.person_id == shown.person.id
        }
        assert {(s.purpose, s.medium): s.verdict for s in shown.subjects} == rows
        assert len(rows) == 6


def test_the_timeline_tells_where_each_answer_comes_from(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    clerk.account = "office"
    take_in(clerk, ("website", "yes", "guardian"), file="september.xlsx")
    clock.forward(DAY)
    by_hand(clerk, "Sem de Vries", Value.NO)
    newest, oldest = subject(page(clerk), "website").timeline
    assert (oldest.file, oldest.sheet, oldest.row, oldest.column) == ("september.xlsx", "Blad1", 5, "F")
    assert (oldest.value, oldest.raw, oldest.by_hand, oldest.decisive) == (Value.YES, "Ja", False, False)
    assert (newest.file, newest.source, newest.by_hand, newest.actor) == (None, "form of September", True, "office")
    assert (newest.value, newest.on, newest.decisive) == (Value.NO, clock.now.date(), True)


def test_an_import_that_was_taken_back_is_shown_and_counts_no_more(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    take_in(clerk, ("website", "yes", "guardian"))
    clock.forward(DAY)
    take_in(clerk, ("website", "no", "guardian"))
    roster.undo_import(clerk)
    shown = subject(page(clerk), "website")
    assert shown.verdict.reason is Reason.ALLOWED
    assert [(said.value, said.undone, said.decisive) for said in shown.timeline] == [
        (Value.NO, True, False),
        (Value.YES, False, True),
    ]


def test_an_answer_about_something_never_imported_is_shown(clerk: Clerk) -> None:
    person = add_pupil(clerk, "Sem", "Vries", prefix="de")
    assert pupil.page(clerk, person).subjects == ()
    by_hand(clerk, "Sem de Vries", Value.YES)
    shown = pupil.page(clerk, person)
    assert [(s.medium, s.verdict.allowed) for s in shown.subjects] == [
        (Medium.PHOTO, True),
        (Medium.FILM, False),
        (Medium.SOUND, False),
    ]


def test_devices_and_custody_with_what_was_undone_and_removed(opened: tuple[Clerk, SetClock]) -> None:
    clerk, clock = opened
    person, other = add_pupil(clerk, "Sem", "Vries"), add_pupil(clerk, "Noor", "Bakker")
    phone = tags.add_device(clerk, person, Kind.PHONE, 3)
    watch = tags.add_device(clerk, person, Kind.SMARTWATCH)
    custody.hand(clerk, tags.add_device(clerk, other, Kind.PHONE, 4).device_id, Phase.IN)
    first = custody.scan(clerk, phone.tag)
    corrections.undo(clerk, first.event or 0)
    clock.forward(10)
    custody.scan(clerk, phone.tag)
    tags.remove_device(clerk, watch.device_id)
    shown = pupil.page(clerk, person)
    assert [(d.kind, d.pocket, d.codes, d.removed_on is None) for d in shown.devices] == [
        (Kind.PHONE, 3, (phone.tag,), True),
        (Kind.SMARTWATCH, None, (watch.tag,), False),
    ]
    assert [(line.outcome, line.undone) for line in shown.custody] == [
        (Outcome.CHECKED_IN, False),
        (Outcome.UNDONE, False),
        (Outcome.CHECKED_IN, True),
    ]


def test_nobody(clerk: Clerk) -> None:
    with pytest.raises(Refused, match=r"^nobody_found\b"):
        pupil.page(clerk, 7)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_extract_has_it_all_on_paper(opened: tuple[Clerk, SetClock], tmp_path: Path, language: str) -> None:
    clerk, clock = opened
    for year in range(12):
        take_in(clerk, ("website", "yes" if year % 2 else "no", "guardian"), file=f"Łódź-{year}.xlsx")
        clock.forward(DAY)
    by_hand(clerk, "Sem de Vries", Value.NO)
    phone = tags.add_device(clerk, people.find(clerk, "Sem de Vries").id, Kind.PHONE, 3)
    for _number in range(30):
        custody.scan(clerk, phone.tag)
        clock.forward(DAY)
    i18n.set_language(language)
    try:
        target = tmp_path / "Sem.pdf"
        pupil.extract(clerk, people.find(clerk, "Sem de Vries").id, target)
        confidential, foot = i18n._("Confidential"), i18n._("Page {page} of {pages}")
    finally:
        i18n.set_language(i18n.DEFAULT)
    pages = pages_of(target)
    assert len(pages) > 1
    whole = "\n".join(pages)
    assert "Sem de Vries" in whole
    assert "Noor" not in whole
    assert all(f"Łódź-{year}.xlsx" in whole for year in range(12))
    assert "form of September" in " ".join(whole.split()), "on however many lines"
    assert all(confidential in text for text in pages)
    assert all(foot.format(page=number, pages=len(pages)) in text for number, text in enumerate(pages, 1))
    assert all(fonts_of(target).values())


def test_an_extract_is_a_pdf(clerk: Clerk, tmp_path: Path) -> None:
    person = add_pupil(clerk, "Sem", "Vries")
    with pytest.raises(Refused, match=r"^unknown_extract_kind\b"):
        pupil.extract(clerk, person, tmp_path / "Sem.docx")
    assert not (tmp_path / "Sem.docx").exists()
