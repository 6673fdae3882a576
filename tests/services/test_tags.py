"""Registering devices, pockets, and label sheets, on a real database."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import text

from deviceclerk.domain import tagcode
from deviceclerk.domain.custody import Kind, Outcome, State
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import corrections, custody, tags
from deviceclerk.services.clerk import Change, Clerk
from tests.printing import next_position, print_labels
from tests.school import add_class, add_pupil, open_school


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[Clerk]:
    clerk, _clock = open_school(tmp_path / "data")
    yield clerk
    clerk.close()


def read_labels(file: Path, dpi: int) -> list[str]:
    """All QR codes on all pages, by an independent decoder."""
    found = []
    for page in pypdfium2.PdfDocument(file):
        image = page.render(scale=dpi / 72).to_pil()
        found += [
            code.text
            for code in zxingcpp.read_barcodes(
                image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
            )
        ]
    return found


def test_a_device_gets_a_code_of_its_own(clerk: Clerk) -> None:
    pupil = add_pupil(clerk, "Sem", "Vries")
    made = tags.add_device(clerk, pupil, Kind.PHONE, 12)
    assert tagcode.is_valid(made.tag)
    assert made.changes == Change.DEVICES
    [view] = tags.devices(clerk)
    assert (view.code, view.pocket, view.kind, view.state) == (made.tag, 12, Kind.PHONE, State.WITH_PUPIL)


def test_a_pocket_taken_twice_is_refused_within_the_group_only(clerk: Clerk) -> None:
    sem, ada = add_pupil(clerk, "Sem", "Vries"), add_pupil(clerk, "Ada", "Bos")
    elsewhere = add_pupil(clerk, "Bo", "Smit", group="6B")
    tags.add_device(clerk, sem, Kind.PHONE, 12)
    with pytest.raises(Refused, match="pocket_taken") as refused:
        tags.add_device(clerk, ada, Kind.PHONE, 12)
    assert refused.value.details == {"pocket": 12, "pupil": "Sem Vries"}
    assert len(tags.devices(clerk)) == 1, "nothing is left of a device that was refused"
    tags.add_device(clerk, elsewhere, Kind.PHONE, 12)


@pytest.mark.parametrize("pocket", [0, -1, 1000, 10**20])
def test_pockets_are_numbered_from_one(clerk: Clerk, pocket: int) -> None:
    with pytest.raises(Refused, match="pocket_range"):
        tags.add_device(clerk, add_pupil(clerk, "Sem", "Vries"), Kind.PHONE, pocket)


def test_free_pockets_and_moving(clerk: Clerk) -> None:
    made = add_class(clerk, 3)
    assert tags.free_pockets(clerk, "5A")[:2] == (4, 5)
    with pytest.raises(Refused, match="pocket_taken"):
        tags.move_pocket(clerk, made[0].device_id, 2)
    tags.move_pocket(clerk, made[0].device_id, 30)
    tags.move_pocket(clerk, made[0].device_id, 30)
    tags.move_pocket(clerk, made[1].device_id, None)
    assert tags.free_pockets(clerk, "5A")[:3] == (1, 2, 4)


def test_a_given_tag_is_claimed_once(clerk: Clerk) -> None:
    pupil = add_pupil(clerk, "Sem", "Vries")
    code = tagcode.issue()
    assert tags.add_device(clerk, pupil, Kind.PHONE, tag=code.lower()).tag == code
    with pytest.raises(Refused, match="tag_in_use"):
        tags.add_device(clerk, pupil, Kind.SMARTWATCH, tag=code)
    with pytest.raises(Refused, match="damaged_code"):
        tags.add_device(clerk, pupil, Kind.SMARTWATCH, tag=code[:-1])
    assert len(tags.devices(clerk)) == 1


def test_removing_needs_the_device_at_home_and_keeps_the_log(clerk: Clerk) -> None:
    [made] = add_class(clerk, 1)
    custody.scan(clerk, made.tag)
    with pytest.raises(Refused, match="device_not_home"):
        tags.remove_device(clerk, made.device_id)
    corrections.undo_last(clerk)
    tags.remove_device(clerk, made.device_id)
    assert tags.devices(clerk) == ()
    with pytest.raises(Refused, match="tag_revoked"):
        tags.add_device(clerk, made.person.id, Kind.PHONE, tag=made.tag)
    tags.add_device(clerk, made.person.id, Kind.PHONE, 1)
    with clerk.database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM event")).scalar() == 2


@pytest.mark.parametrize("dpi", [300, 150])
def test_every_label_of_two_sheets_is_read_back(clerk: Clerk, tmp_path: Path, dpi: int) -> None:
    made = add_class(clerk, 30)
    printed = print_labels(clerk, tmp_path / "tags.pdf")
    assert (printed.labels, printed.pages, printed.next_free) == (30, 2, 10)
    assert sorted(read_labels(printed.path, dpi)) == sorted(m.tag for m in made)


def test_a_started_sheet_goes_on_where_it_stopped(clerk: Clerk, tmp_path: Path) -> None:
    add_class(clerk, 5)
    assert next_position(clerk) == 1
    print_labels(clerk, tmp_path / "a.pdf")
    assert next_position(clerk) == 6
    assert print_labels(clerk, tmp_path / "b.pdf", blank=16).next_free == 1
    assert print_labels(clerk, tmp_path / "c.pdf", blank=1, start=21).next_free == 1


def test_blank_tags_are_known_and_can_be_claimed(clerk: Clerk, tmp_path: Path) -> None:
    printed = print_labels(clerk, tmp_path / "blank.pdf", blank=3)
    codes = read_labels(printed.path, 150)
    assert len(codes) == 3
    assert custody.scan(clerk, codes[0]).outcome is Outcome.UNCLAIMED_TAG
    tags.add_device(clerk, add_pupil(clerk, "Sem", "Vries"), Kind.PHONE, tag=codes[0])
    assert custody.scan(clerk, codes[0]).outcome is Outcome.CHECKED_IN


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({}, "nothing_to_print"),
        ({"blank": 1, "start": 22}, "start_off_sheet"),
        ({"blank": 1, "start": 0}, "start_off_sheet"),
        ({"blank": -1}, "nothing_to_print"),
        ({"blank": 1, "sheet": "A4"}, "unknown_sheet"),
    ],
)
def test_what_cannot_be_printed(clerk: Clerk, tmp_path: Path, options: dict[str, int], code: str) -> None:
    with pytest.raises(Refused, match=code):
        print_labels(clerk, tmp_path / "x.pdf", **options)  # type: ignore[arg-type]
    assert not (tmp_path / "x.pdf").exists()


def test_a_replaced_tag_says_when(clerk: Clerk) -> None:
    """A blank tag printed long before counts from the day on which it was put on the device."""
    made = tags.add_device(clerk, add_pupil(clerk, "Sem", "Vries"), Kind.PHONE, 12)
    new = tags.replace_tag(clerk, made.device_id)
    answer = custody.scan(clerk, made.tag)
    assert (answer.outcome, answer.notes) == (Outcome.REVOKED_TAG, ("replaced_on:2026-11-20",))
    assert custody.scan(clerk, new).outcome is Outcome.CHECKED_IN


def test_a_lost_tag_is_revoked_and_may_be_replaced_later(clerk: Clerk) -> None:
    made = tags.add_device(clerk, add_pupil(clerk, "Sem", "Vries"), Kind.PHONE, 12)
    tags.revoke_tag(clerk, made.device_id)
    assert custody.scan(clerk, made.tag).notes == ()
    with pytest.raises(Refused, match="no_tag"):
        tags.revoke_tag(clerk, made.device_id)
    with pytest.raises(Refused, match="tag_revoked"):
        tags.replace_tag(clerk, made.device_id, made.tag)
    blank = tagcode.issue()
    assert tags.replace_tag(clerk, made.device_id, blank.lower()) == blank
    assert custody.scan(clerk, made.tag, at=clerk.clock() + timedelta(minutes=1)).notes == (
        "replaced_on:2026-11-20",
    )


def test_a_pupil_who_moves_takes_the_pocket_along(clerk: Clerk) -> None:
    sem, ada = add_pupil(clerk, "Sem", "Vries"), add_pupil(clerk, "Ada", "Bos", group="6B")
    phone = tags.add_device(clerk, sem, Kind.PHONE, 1)
    watch = tags.add_device(clerk, sem, Kind.SMARTWATCH, 2)
    tags.add_device(clerk, ada, Kind.PHONE, 1)
    changed = tags.move_pupil(clerk, sem, "6B")
    assert changed & Change.PEOPLE
    pockets = {view.device_id: view.pocket for view in tags.devices(clerk, ["6B"])}
    assert (pockets[phone.device_id], pockets[watch.device_id]) == (3, 2), "1 was taken: the lowest free one"
    assert tags.devices(clerk, ["5A"]) == ()
    assert tags.next_pocket(clerk, "6B") == 4
    with pytest.raises(Refused, match="group_needed"):
        tags.move_pupil(clerk, sem, "  ")
