"""Lost tags, badges and command cards, and the cards on paper, on a real database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deviceclerk.domain import tagcode
from deviceclerk.domain.commands import Command
from deviceclerk.domain.custody import Kind, Outcome
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import cards, codes, custody, staff, tags
from deviceclerk.services.clerk import Change, Clerk
from tests.documents.pdfs import pages_of
from tests.printing import print_cards, print_labels
from tests.school import SetClock, add_class, add_pupil, open_school
from tests.services.test_tags import read_labels

DAY = 24 * 3600


@pytest.fixture
def school(tmp_path: Path) -> Iterator[tuple[Clerk, SetClock]]:
    clerk, clock = open_school(tmp_path / "data")
    yield clerk, clock
    clerk.close()


@pytest.fixture
def clerk(school: tuple[Clerk, SetClock]) -> Clerk:
    return school[0]


def answered(clerk: Clerk, code: str) -> tuple[Outcome, tuple[str, ...]]:
    answer = custody.scan(clerk, code)
    return answer.outcome, answer.notes


# A tag that is lost


def test_a_lost_tag_is_withdrawn(school: tuple[Clerk, SetClock]) -> None:
    clerk, clock = school
    [made] = add_class(clerk, 1)
    assert tags.revoke_tag(clerk, made.device_id) is Change.DEVICES
    assert tags.devices(clerk)[0].code is None
    assert answered(clerk, made.tag) == (Outcome.REVOKED_TAG, ())
    with pytest.raises(Refused, match="no_tag"):
        tags.revoke_tag(clerk, made.device_id)
    clock.forward(DAY)
    new = tags.replace_tag(clerk, made.device_id)
    assert answered(clerk, made.tag) == (Outcome.REVOKED_TAG, ("replaced_on:2026-11-21",)), "not when it was lost"
    assert answered(clerk, new)[0] is Outcome.CHECKED_IN


def test_a_replaced_tag_says_when_and_not_when_the_blank_one_was_printed(
    school: tuple[Clerk, SetClock], tmp_path: Path
) -> None:
    clerk, clock = school
    [made] = add_class(clerk, 1)
    print_labels(clerk, tmp_path / "blank.pdf", blank=2)
    first, second = read_labels(tmp_path / "blank.pdf", 150)
    clock.forward(3 * DAY)
    assert tags.replace_tag(clerk, made.device_id, first.lower()) == first
    clock.forward(2 * DAY)
    tags.replace_tag(clerk, made.device_id, second)
    assert answered(clerk, made.tag) == (Outcome.REVOKED_TAG, ("replaced_on:2026-11-23",))
    assert answered(clerk, first) == (Outcome.REVOKED_TAG, ("replaced_on:2026-11-25",))
    assert answered(clerk, second)[0] is Outcome.CHECKED_IN
    assert [d.code for d in tags.devices(clerk)] == [second]


def test_a_label_printed_for_a_device_without_a_tag_replaces_the_lost_one(
    school: tuple[Clerk, SetClock], tmp_path: Path
) -> None:
    clerk, clock = school
    [made] = add_class(clerk, 1)
    tags.revoke_tag(clerk, made.device_id)
    clock.forward(DAY)
    print_labels(clerk, tmp_path / "label.pdf", device_ids=[made.device_id])
    [new] = read_labels(tmp_path / "label.pdf", 150)
    assert answered(clerk, made.tag) == (Outcome.REVOKED_TAG, ("replaced_on:2026-11-21",))
    assert answered(clerk, new)[0] is Outcome.CHECKED_IN


def test_what_cannot_replace_a_tag(clerk: Clerk) -> None:
    one, other = add_class(clerk, 2)
    badge = staff.add(clerk, "juf Anne", badge=tagcode.issue()).badge
    command = cards.command_codes(clerk)[Command.UNDO]
    for code in (one.tag, other.tag, badge, command):
        with pytest.raises(Refused, match="tag_in_use"):
            tags.replace_tag(clerk, one.device_id, code)
    with pytest.raises(Refused, match="damaged_code"):
        tags.replace_tag(clerk, one.device_id, "DCBBB")
    with pytest.raises(Refused, match="unknown_device"):
        tags.replace_tag(clerk, 99)
    assert [d.code for d in tags.devices(clerk)] == [one.tag, other.tag], "nothing was changed"


def test_a_tag_in_use_is_refused_with_whose_it_is(clerk: Clerk) -> None:
    [made] = add_class(clerk, 1)
    anne = staff.add(clerk, "juf Anne", badge=tagcode.issue())
    command = cards.command_codes(clerk)[Command.UNDO]
    pupil = add_pupil(clerk, "Sem", "Vries")
    whose = {
        made.tag: {"pupil": "Leerling1 Achternaam1", "kind": Kind.PHONE},
        str(anne.badge): {"name": "juf Anne"},
        command: {"command": "undo"},
    }
    for code, details in whose.items():
        with pytest.raises(Refused, match="tag_in_use") as refused:
            tags.claim(clerk, code, pupil, Kind.PHONE, 5)
        assert refused.value.details == {"tag": code, **details}
    assert len(tags.devices(clerk)) == 1
    assert tags.next_pocket(clerk, "5A") == 2


# A claim taken back


def test_a_claim_taken_back_leaves_a_blank_tag_and_a_free_pocket(clerk: Clerk, tmp_path: Path) -> None:
    print_labels(clerk, tmp_path / "blank.pdf", blank=1)
    [code] = read_labels(tmp_path / "blank.pdf", 150)
    sem, eva = add_pupil(clerk, "Sem", "Vries"), add_pupil(clerk, "Eva", "Mol")
    made = tags.claim(clerk, code, sem, Kind.PHONE, 1)
    assert tags.unclaim(clerk, made.device_id) is Change.DEVICES
    assert (tags.devices(clerk), tags.next_pocket(clerk, "5A")) == ((), 1)
    assert answered(clerk, code)[0] is Outcome.UNCLAIMED_TAG
    again = tags.claim(clerk, code, eva, Kind.PHONE, 1)
    answer = custody.scan(clerk, code)
    assert (answer.outcome, answer.device_id) == (Outcome.CHECKED_IN, again.device_id)
    with pytest.raises(Refused, match="already_used"):
        tags.unclaim(clerk, again.device_id)
    with pytest.raises(Refused, match="unknown_device"):
        tags.unclaim(clerk, made.device_id)


# Command cards


def test_the_codes_of_command_cards_are_issued_once_and_kept(clerk: Clerk, tmp_path: Path) -> None:
    first = print_cards(clerk, tmp_path / "a.pdf")
    second = print_cards(clerk, tmp_path / "b.pdf")
    assert (first.labels, first.pages) == (len(Command), 1)
    assert read_labels(first.path, 150) == read_labels(second.path, 150)
    assert sorted(read_labels(first.path, 300)) == sorted(cards.command_codes(clerk).values())


@pytest.mark.parametrize("command", list(Command))
def test_a_printed_card_commands_the_door(clerk: Clerk, tmp_path: Path, command: Command) -> None:
    [made] = add_class(clerk, 1)
    custody.scan(clerk, made.tag)
    answer = custody.scan(clerk, cards.command_codes(clerk)[command])
    assert answer.command is command
    assert answer.outcome is (Outcome.UNDONE if command is Command.UNDO else Outcome.COMMAND)


def test_a_lost_command_card_is_withdrawn_and_replaced(school: tuple[Clerk, SetClock], tmp_path: Path) -> None:
    clerk, clock = school
    old = cards.command_codes(clerk)
    gone = codes.revoke(clerk, old[Command.UNDO])
    assert (gone.command, gone.revoked) == (Command.UNDO, True)
    assert answered(clerk, old[Command.UNDO]) == (Outcome.REVOKED_TAG, ())
    clock.forward(DAY)
    new = cards.command_codes(clerk)
    assert new[Command.UNDO] != old[Command.UNDO]
    assert {c: new[c] for c in Command if c is not Command.UNDO} == {
        c: old[c] for c in Command if c is not Command.UNDO
    }
    assert answered(clerk, old[Command.UNDO]) == (Outcome.REVOKED_TAG, ("replaced_on:2026-11-21",))
    other = cards.replace_card(clerk, Command.CLOSE_DAY)
    assert cards.command_codes(clerk)[Command.CLOSE_DAY] == other
    assert answered(clerk, old[Command.CLOSE_DAY]) == (Outcome.REVOKED_TAG, ("replaced_on:2026-11-21",))


# Badges


def test_badges_of_all_who_have_one_are_printed(clerk: Clerk, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no_badges"):
        print_cards(clerk, tmp_path / "x.pdf", commands=False, badges=True)
    anne = staff.add(clerk, "juf Anne", badge=tagcode.issue())
    bas = staff.add(clerk, "Bas Łukasz Aalders", badge=tagcode.issue())
    staff.add(clerk, "Els de Wit")
    printed = print_cards(clerk, tmp_path / "badges.pdf", commands=False, badges=True)
    assert printed.labels == 2
    assert sorted(read_labels(printed.path, 150)) == sorted([str(anne.badge), str(bas.badge)])
    [words] = pages_of(printed.path)
    assert "Łukasz" in words
    assert "Els" not in words
    one = print_cards(clerk, tmp_path / "one.pdf", commands=False, badges=True, person_ids=[anne.person.id])
    assert read_labels(one.path, 150) == [anne.badge]
    both = print_cards(clerk, tmp_path / "both.pdf", commands=True, badges=True)
    assert both.labels == len(Command) + 2
    with pytest.raises(Refused, match="nothing_to_print"):
        print_cards(clerk, tmp_path / "none.pdf", commands=False)
    assert not (tmp_path / "none.pdf").exists()


# By the code that stands on it


def test_a_code_tells_what_it_is_of(clerk: Clerk, tmp_path: Path) -> None:
    [made] = add_class(clerk, 1)
    badge = str(staff.add(clerk, "juf Anne", badge=tagcode.issue()).badge)
    print_labels(clerk, tmp_path / "blank.pdf", blank=1)
    [blank] = read_labels(tmp_path / "blank.pdf", 150)
    found = codes.find(clerk, tagcode.spaced(made.tag).lower())
    assert (found.code, found.device_id, found.pupil, found.kind) == (
        made.tag,
        made.device_id,
        "Leerling1 Achternaam1",
        Kind.PHONE,
    )
    assert codes.find(clerk, badge).name == "juf Anne"
    assert codes.find(clerk, blank) == codes.Code(blank)
    for text, code in ((tagcode.issue(), "unknown_code"), ("DC", "damaged_code")):
        with pytest.raises(Refused, match=code):
            codes.find(clerk, text)


def test_any_code_can_be_withdrawn_once(clerk: Clerk, tmp_path: Path) -> None:
    [made] = add_class(clerk, 1)
    badge = str(staff.add(clerk, "juf Anne", badge=tagcode.issue()).badge)
    print_labels(clerk, tmp_path / "blank.pdf", blank=1)
    [blank] = read_labels(tmp_path / "blank.pdf", 150)
    assert codes.revoke(clerk, made.tag).changes is Change.DEVICES
    assert codes.revoke(clerk, badge).changes is Change.STAFF
    codes.revoke(clerk, blank)
    for code in (made.tag, badge, blank):
        assert custody.scan(clerk, code).outcome is Outcome.REVOKED_TAG
        with pytest.raises(Refused, match="tag_revoked"):
            codes.revoke(clerk, code)
    with pytest.raises(Refused, match="tag_revoked"):
        tags.claim(clerk, blank, made.person.id, Kind.TABLET)


def test_a_badge_withdrawn_first_and_replaced_later_says_when(school: tuple[Clerk, SetClock]) -> None:
    clerk, clock = school
    anne = staff.add(clerk, "juf Anne", badge=tagcode.issue())
    codes.revoke(clerk, str(anne.badge))
    assert staff.find(clerk, "juf Anne").badge is None
    clock.forward(DAY)
    new = codes.replace(clerk, str(anne.badge))
    assert answered(clerk, str(anne.badge)) == (Outcome.REVOKED_TAG, ("replaced_on:2026-11-21",))
    assert answered(clerk, new.code)[0] is Outcome.ACTING


def test_any_code_can_be_replaced(school: tuple[Clerk, SetClock], tmp_path: Path) -> None:
    clerk, clock = school
    [made] = add_class(clerk, 1)
    anne = staff.add(clerk, "juf Anne", badge=tagcode.issue())
    undo = cards.command_codes(clerk)[Command.UNDO]
    clock.forward(DAY)
    for old in (made.tag, str(anne.badge), undo):
        new = codes.replace(clerk, old)
        assert new.code not in (made.tag, anne.badge, undo)
        assert answered(clerk, old) == (Outcome.REVOKED_TAG, ("replaced_on:2026-11-21",))
    assert staff.find(clerk, "juf Anne").badge != anne.badge
    blank = tagcode.issue()
    assert codes.replace(clerk, made.tag, blank).code == blank, "by the code of long ago"
    assert tags.devices(clerk)[0].code == blank
    with pytest.raises(Refused, match="card_is_printed"):
        codes.replace(clerk, undo, tagcode.issue())
    print_labels(clerk, tmp_path / "blank.pdf", blank=1)
    with pytest.raises(Refused, match="code_is_blank"):
        codes.replace(clerk, read_labels(tmp_path / "blank.pdf", 150)[0])
