"""Pockets: one device a pocket, in a bag of a group, whoever comes into it and however."""

from __future__ import annotations

import multiprocessing
import multiprocessing.synchronize
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deviceclerk.domain import pockets as rule
from deviceclerk.domain.custody import Kind
from deviceclerk.domain.refusals import Refused
from deviceclerk.domain.roster import ReadRoster
from deviceclerk.services import people, roster, tags
from deviceclerk.services.clerk import Change, Clerk
from tests.printing import blank_code
from tests.rosters import child, export
from tests.school import SetClock, add_class, add_pupil, open_school


@pytest.fixture
def school(tmp_path: Path) -> Iterator[tuple[Clerk, SetClock]]:
    clerk, clock = open_school(tmp_path / "data")
    yield clerk, clock
    clerk.close()


@pytest.fixture
def clerk(school: tuple[Clerk, SetClock]) -> Clerk:
    return school[0]


def hung(clerk: Clerk, group: str) -> dict[str, int | None]:
    """The pockets of a group, by first name."""
    return {device.person.name.first: device.pocket for device in tags.devices(clerk, [group])}


@given(
    st.sets(st.integers(1, 40)),
    st.dictionaries(st.integers(1, 60), st.integers(1, 40), max_size=35),
)
def test_whoever_was_there_keeps_the_pocket_and_none_is_taken_twice(held: set[int], wanted: dict[int, int]) -> None:
    given_ = rule.settled(held, wanted)
    assert given_.keys() == wanted.keys()
    hanging = [pocket for pocket in given_.values() if pocket is not None]
    assert len(set(hanging)) == len(hanging)
    assert not held & set(hanging)
    for device, pocket in given_.items():
        wanted_by = [d for d in wanted if wanted[d] == wanted[device]]
        if wanted[device] not in held and wanted_by == [device]:
            assert pocket == wanted[device]
        if pocket is None:
            assert set(range(1, rule.BAG + 1)) <= held | set(hanging)


def test_the_next_pocket_is_the_lowest_free(clerk: Clerk) -> None:
    assert tags.next_pocket(clerk, "5A") == 1
    made = add_class(clerk, 3)
    assert tags.next_pocket(clerk, "5A") == 4
    tags.remove_device(clerk, made[1].device_id)
    assert tags.next_pocket(clerk, "5A") == 2
    assert tags.next_pocket(clerk, "6B") == 1


def test_a_full_bag_has_no_next_pocket_until_the_school_has_a_larger_one(clerk: Clerk) -> None:
    made = add_class(clerk, 30)
    assert tags.next_pocket(clerk, "5A") is None
    tags.move_pocket(clerk, made[0].device_id, 36)
    assert [tags.next_pocket(clerk, "5A"), tags.free_pockets(clerk, "5A")] == [1, (1,)]
    tags.add_device(clerk, add_pupil(clerk, "Sem", "Vries"), Kind.PHONE, 1)
    assert tags.next_pocket(clerk, "5A") == 31


def test_a_pupil_who_left_holds_no_pocket(clerk: Clerk, school: tuple[Clerk, SetClock]) -> None:
    gone = add_pupil(clerk, "Sem", "Vries", left_on=school[1].now.date().replace(day=21))
    tags.add_device(clerk, gone, Kind.PHONE, 1)
    assert tags.next_pocket(clerk, "5A") == 2
    school[1].forward(24 * 3600)
    assert tags.next_pocket(clerk, "5A") == 1


def test_a_pupil_who_moves_takes_the_pocket_along(clerk: Clerk) -> None:
    sem = add_pupil(clerk, "Sem", "Vries")
    tags.add_device(clerk, sem, Kind.PHONE, 12)
    tags.add_device(clerk, sem, Kind.SMARTWATCH)
    add_pupil(clerk, "Eva", "Mol", group="6B")
    changed = tags.move_pupil(clerk, sem, " 6b ")
    assert changed & Change.PEOPLE
    assert changed & Change.DEVICES
    assert people.find(clerk, f"id:{sem}").group == "6B", "as the group is written"
    assert [(d.kind, d.pocket) for d in tags.devices(clerk, ["6B"])] == [(Kind.PHONE, 12), (Kind.SMARTWATCH, None)]
    assert tags.move_pupil(clerk, sem, "6B") is Change.NOTHING


def test_a_pocket_taken_there_gives_way_to_the_lowest_free(clerk: Clerk) -> None:
    add_class(clerk, 2, "6B")
    sem = add_pupil(clerk, "Sem", "Vries")
    tags.add_device(clerk, sem, Kind.PHONE, 2)
    tags.add_device(clerk, sem, Kind.TABLET, 1)
    tags.move_pupil(clerk, sem, "6B")
    assert hung(clerk, "6B") | {"Sem": None} == {"Leerling1": 1, "Leerling2": 2, "Sem": None}
    assert sorted(d.pocket or 0 for d in tags.devices(clerk) if d.person.id == sem) == [3, 4]


def test_a_full_bag_leaves_a_comer_without_a_pocket(clerk: Clerk) -> None:
    add_class(clerk, 30, "6B")
    sem = add_pupil(clerk, "Sem", "Vries")
    tags.add_device(clerk, sem, Kind.PHONE, 2)
    tags.move_pupil(clerk, sem, "6B")
    assert hung(clerk, "6B")["Sem"] is None


@pytest.mark.parametrize(("group", "code"), [(" ", "group_needed"), ("9Z", "unknown_group")])
def test_moving_to_no_group_is_refused(clerk: Clerk, group: str, code: str) -> None:
    sem = add_pupil(clerk, "Sem", "Vries")
    with pytest.raises(Refused, match=code):
        tags.move_pupil(clerk, sem, group)
    with pytest.raises(Refused, match="nobody_found"):
        tags.move_pupil(clerk, sem + 1, "5A")
    assert people.find(clerk, f"id:{sem}").group == "5A"


# Imports


def take_in(clerk: Clerk, read: ReadRoster) -> None:
    everything = frozenset({"left", "moved", "conflicts"})
    roster.apply(clerk, roster.compare(clerk, read), accept=everything)


def test_whole_classes_move_up_with_their_pockets(clerk: Clerk) -> None:
    """Each class goes into the bag that the one before it leaves: nobody's pocket is taken then."""
    first = [child(f"Kind{n} Vijf", "5A", number=f"5{n:02}") for n in range(1, 6)]
    second = [child(f"Kind{n} Zes", "6A", number=f"6{n:02}") for n in range(1, 6)]
    take_in(clerk, export(*first, *second))
    for pupil in people.pupils(clerk):
        tags.add_device(clerk, pupil.id, Kind.PHONE, int(pupil.name.first.removeprefix("Kind")))
    up = [child(f"Kind{n} Vijf", "6A", number=f"5{n:02}") for n in range(1, 6)]
    up += [child(f"Kind{n} Zes", "7A", number=f"6{n:02}") for n in range(1, 6)]
    take_in(clerk, export(*up))
    assert hung(clerk, "6A") == hung(clerk, "7A") == {f"Kind{n}": n for n in range(1, 6)}
    roster.undo_import(clerk)
    assert hung(clerk, "5A") == hung(clerk, "6A") == {f"Kind{n}": n for n in range(1, 6)}


def test_who_stays_in_the_group_keeps_the_pocket_when_others_come(clerk: Clerk) -> None:
    take_in(clerk, export(child("Sem Vries", "5A", number="1"), child("Eva Mol", "6A", number="2")))
    sem, eva = (people.find(clerk, number).id for number in ("1", "2"))
    tags.add_device(clerk, sem, Kind.PHONE, 7)  # the older device, and still the one that gives way
    tags.add_device(clerk, eva, Kind.PHONE, 7)
    take_in(clerk, export(child("Sem Vries", "6A", number="1"), child("Eva de Mol", "6A", number="2")))
    assert hung(clerk, "6A") == {"Eva": 7, "Sem": 1}
    roster.undo_import(clerk)
    assert (hung(clerk, "5A"), hung(clerk, "6A")) == ({"Sem": 7}, {"Eva": 7})


def test_who_comes_back_to_the_school_does_not_push_anybody_out(clerk: Clerk) -> None:
    both = (child("Sem Vries", "5A", number="1"), child("Eva Mol", "5A", number="2"))
    take_in(clerk, export(*both))
    sem, eva = (people.find(clerk, number).id for number in ("1", "2"))
    tags.add_device(clerk, sem, Kind.PHONE, 7)
    take_in(clerk, export(both[1]))
    tags.add_device(clerk, eva, Kind.PHONE, 7)
    take_in(clerk, export(*both))
    assert hung(clerk, "5A") == {"Eva": 7, "Sem": 1}
    roster.undo_import(clerk)
    assert hung(clerk, "5A") == {"Eva": 7}


def test_an_undo_that_brings_a_pupil_back_does_not_push_anybody_out(clerk: Clerk) -> None:
    both = (child("Sem Vries", "5A", number="1"), child("Eva Mol", "5A", number="2"))
    take_in(clerk, export(*both))
    sem, eva = (people.find(clerk, number).id for number in ("1", "2"))
    tags.add_device(clerk, sem, Kind.PHONE, 7)
    take_in(clerk, export(both[1]))
    tags.add_device(clerk, eva, Kind.PHONE, 7)
    roster.undo_import(clerk)
    assert hung(clerk, "5A") == {"Eva": 7, "Sem": 1}


def test_pupils_whom_an_undone_import_brought_free_their_pockets_first(clerk: Clerk) -> None:
    take_in(clerk, export(child("Sem Vries", "5A", number="1")))
    sem = people.find(clerk, "1").id
    tags.add_device(clerk, sem, Kind.PHONE, 7)
    moved = export(child("Sem Vries", "6A", number="1"), child("Eva Mol", "5A", number="2"))
    take_in(clerk, moved)
    tags.add_device(clerk, people.find(clerk, "2").id, Kind.PHONE, 7)
    roster.undo_import(clerk)
    assert hung(clerk, "5A") == {"Sem": 7}


def test_an_undo_restores_what_was_changed_by_hand_since(clerk: Clerk) -> None:
    take_in(clerk, export(child("Sem Vries", "5A", number="1"), child("Eva Mol", "6A", number="2")))
    sem = people.find(clerk, "1").id
    phone = tags.add_device(clerk, sem, Kind.PHONE, 7)
    gone = tags.add_device(clerk, sem, Kind.TABLET, 9)
    take_in(clerk, export(child("Sem Vries", "6A", number="1"), child("Eva Mol", "6A", number="2")))
    tags.move_pocket(clerk, phone.device_id, 22)
    tags.remove_device(clerk, gone.device_id)
    watch = tags.add_device(clerk, sem, Kind.SMARTWATCH, 3)
    roster.undo_import(clerk)
    found = {d.device_id: d.pocket for d in tags.devices(clerk, ["5A"])}
    assert found == {phone.device_id: 7, watch.device_id: 3}


# Two at once


def _claim(folder: str, person_id: int, start: multiprocessing.synchronize.Barrier, answers: object) -> None:
    clerk, _clock = open_school(Path(folder))
    blanks = (Path(folder) / "blanks").read_text(encoding="ascii").split()
    try:
        start.wait(30)
        for code in blanks:
            try:
                tags.claim(clerk, code, person_id, Kind.PHONE)
            except Refused as refused:
                answers.put((code, refused.code))  # type: ignore[attr-defined]
            else:
                answers.put((code, "had"))  # type: ignore[attr-defined]
    finally:
        clerk.close()


def _register(folder: str, person_id: int, start: multiprocessing.synchronize.Barrier, answers: object) -> None:
    clerk, _clock = open_school(Path(folder))
    try:
        start.wait(30)
        for pocket in range(1, 31):
            try:
                tags.add_device(clerk, person_id, Kind.PHONE, pocket)
            except Refused as refused:
                answers.put((pocket, refused.code))  # type: ignore[attr-defined]
            else:
                answers.put((pocket, "had"))  # type: ignore[attr-defined]
    finally:
        clerk.close()


def two_at_once(
    work: Callable[..., object], clerk: Clerk, pupils: Sequence[int], each: int
) -> list[tuple[Any, str]]:
    """What two processes on the same data folder are answered, each `each` times; sorted."""
    context = multiprocessing.get_context("spawn")
    start, answers = context.Barrier(2), context.Queue()
    workers = [context.Process(target=work, args=(str(clerk.data), one, start, answers)) for one in pupils]
    for worker in workers:
        worker.start()
    said = sorted(answers.get(timeout=60) for _each in range(2 * each))
    for worker in workers:
        worker.join(30)
    return said


def test_two_processes_never_hang_two_devices_in_one_pocket(clerk: Clerk) -> None:
    pupils = [add_pupil(clerk, name, "Vries") for name in ("Sem", "Eva")]
    said = two_at_once(_register, clerk, pupils, 30)
    assert said == sorted((pocket, word) for pocket in range(1, 31) for word in ("had", "pocket_taken"))
    assert sorted(d.pocket or 0 for d in tags.devices(clerk, ["5A"])) == list(range(1, 31))


def test_two_processes_never_claim_one_tag_twice(clerk: Clerk) -> None:
    pupils = [add_pupil(clerk, name, "Vries") for name in ("Sem", "Eva")]
    blanks = [blank_code(clerk) for _number in range(30)]
    (clerk.data / "blanks").write_text(" ".join(blanks), encoding="ascii")
    said = two_at_once(_claim, clerk, pupils, 30)
    assert said == sorted((code, word) for code in blanks for word in ("had", "tag_in_use"))
    assert sorted(str(d.code) for d in tags.devices(clerk, ["5A"])) == sorted(blanks)
