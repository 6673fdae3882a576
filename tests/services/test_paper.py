"""Paper as it is drafted, looked at and kept: what is issued when, and what is remembered."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deviceclerk.domain import tagcode
from deviceclerk.domain.custody import Kind, Outcome
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import custody, labels, paper, staff, tags, wording_paper
from deviceclerk.services.clerk import Change, Clerk
from deviceclerk.services.labels import Face, KindShown, Naming
from deviceclerk.services.paper import Order, Paper
from deviceclerk.store import settings as store
from deviceclerk.support import i18n
from tests.documents.pdfs import pages_of
from tests.printing import blank_tags, next_position
from tests.school import add_class, add_pupil, open_school
from tests.services.test_tags import read_labels

OWN = (4.0, 21.0, 46.0, 11.1, 11.0, 12.7, 48.0, 13.0)


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[Clerk]:
    made, _clock = open_school(tmp_path / "school")
    yield made
    made.close()


# Drafting issues nothing


def test_a_draft_leaves_nothing_behind(clerk: Clerk) -> None:
    [made] = add_class(clerk, 1)
    tags.revoke_tag(clerk, made.device_id)
    drafted = paper.draft(clerk, Order(blank=3, device_ids=(made.device_id,), sheet="L7651"))
    assert (drafted.count, drafted.pages, drafted.next_free) == (4, 1, 5)
    assert blank_tags(clerk) == 0
    assert tags.devices(clerk)[0].code is None
    assert labels.remembered(clerk).positions == {}
    for _device, code in drafted.fresh:
        assert custody.scan(clerk, code).outcome is Outcome.UNKNOWN_TAG


def test_what_is_kept_is_what_was_drafted(clerk: Clerk, tmp_path: Path) -> None:
    [made] = add_class(clerk, 1)
    tags.revoke_tag(clerk, made.device_id)
    drafted = paper.draft(clerk, Order(blank=2, device_ids=(made.device_id,)))
    printed = paper.keep(clerk, drafted, tmp_path / "x.pdf")
    assert printed.path.read_bytes() == drafted.pdf
    assert printed.changes is Change.DEVICES
    assert sorted(read_labels(printed.path, 150)) == sorted(code for _device, code in drafted.fresh)
    assert blank_tags(clerk) == 2
    assert tags.devices(clerk)[0].code == dict(drafted.fresh)[made.device_id]
    assert next_position(clerk) == 4


def test_a_draft_that_does_not_hold_any_more_is_drawn_anew(clerk: Clerk, tmp_path: Path) -> None:
    one, other = add_class(clerk, 2)
    tags.revoke_tag(clerk, other.device_id)
    drafted = paper.draft(clerk, Order())
    new = tags.replace_tag(clerk, one.device_id)
    meanwhile = tags.replace_tag(clerk, other.device_id)
    printed = paper.keep(clerk, drafted, tmp_path / "x.pdf")
    assert sorted(read_labels(printed.path, 150)) == sorted([new, meanwhile])
    assert [d.code for d in tags.devices(clerk)] == [new, meanwhile], "no tag was replaced by printing"


def test_a_draft_is_kept_once_with_the_same_codes(clerk: Clerk, tmp_path: Path) -> None:
    drafted = paper.draft(clerk, Order(blank=2))
    first = read_labels(paper.keep(clerk, drafted, tmp_path / "a.pdf").path, 150)
    second = read_labels(paper.keep(clerk, drafted, tmp_path / "b.pdf").path, 150)
    assert not set(first) & set(second), "two labels with one code would be one tag"
    assert blank_tags(clerk) == 4


def test_where_it_cannot_be_written_the_place_stays(clerk: Clerk, tmp_path: Path) -> None:
    add_class(clerk, 2)
    with pytest.raises(Refused, match="cannot_write"):
        paper.keep(clerk, paper.draft(clerk, Order()), tmp_path / "none" / "x.pdf", remember=True)
    assert labels.remembered(clerk).positions == {}


def refusing_to_move(monkeypatch: pytest.MonkeyPatch, target: Path) -> None:
    """As Windows does where another program has the file open."""
    usual = Path.replace

    def replace(self: Path, to: Path) -> Path:
        if Path(to) == target:
            raise PermissionError(13, "used by another process")
        return usual(self, to)

    monkeypatch.setattr(Path, "replace", replace)


@pytest.mark.parametrize("where", ["missing", "folder", "moving"])
def test_what_cannot_be_written_issues_no_code(
    clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    [made] = add_class(clerk, 1)
    tags.revoke_tag(clerk, made.device_id)
    folder = tmp_path / "here"
    folder.mkdir()
    target = tmp_path / "none" / "x.pdf" if where == "missing" else folder / "x.pdf"
    if where == "folder":
        target.mkdir()
    elif where == "moving":
        refusing_to_move(monkeypatch, target)
    drafted = paper.draft(clerk, Order(blank=3, device_ids=(made.device_id,)))
    with pytest.raises(Refused, match="cannot_write"):
        paper.keep(clerk, drafted, target, remember=True)
    assert blank_tags(clerk) == 0
    assert tags.devices(clerk)[0].code is None
    assert next_position(clerk) == 1
    assert [path for path in folder.iterdir() if path != target] == []
    for _device, code in drafted.fresh:
        assert custody.scan(clerk, code).outcome is Outcome.UNKNOWN_TAG


def test_codes_that_could_not_be_issued_leave_no_file(
    clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the disk with the database is full: what bears codes that nobody knows must not be printed."""
    drafted, usual = paper.draft(clerk, Order(blank=2)), clerk.database.writing

    @contextmanager
    def full() -> Iterator[object]:
        with usual() as connection:
            yield connection
            raise MemoryError

    monkeypatch.setattr(clerk.database, "writing", full)
    with pytest.raises(MemoryError):
        paper.keep(clerk, drafted, tmp_path / "x.pdf")
    monkeypatch.undo()
    assert not list(tmp_path.glob("*.p*"))
    assert blank_tags(clerk) == 0


def test_labels_that_were_not_printed_yet_use_up_nothing(clerk: Clerk, tmp_path: Path) -> None:
    printed = paper.keep(clerk, paper.draft(clerk, Order(blank=3)), tmp_path / "x.pdf", remember=True, used=False)
    assert (blank_tags(clerk), next_position(clerk)) == (3, 1)
    again = paper.save_again(clerk, printed, tmp_path / "again.pdf")
    assert again.path.read_bytes() == printed.path.read_bytes()
    assert (blank_tags(clerk), next_position(clerk)) == (3, 4)
    page = paper.keep(clerk, paper.draft(clerk, Order(Paper.CALIBRATION)), tmp_path / "y.pdf")
    paper.use(clerk, page)
    assert next_position(clerk) == 4


# What is remembered


def test_the_choices_are_remembered_where_that_is_asked(clerk: Clerk, tmp_path: Path) -> None:
    add_class(clerk, 1)
    face = Face(pocket=False, name=Naming.NONE, kind=KindShown.WORD, group=False)
    order = Order(sheet="TopStick 8697", face=face, offset_mm=(0.5, -1.0))
    paper.keep(clerk, paper.draft(clerk, order), tmp_path / "x.pdf")
    before = labels.remembered(clerk)
    assert (before.sheet, before.face, before.offsets) == ("Avery Zweckform L7160", Face(), {})
    assert before.positions == {"L7651": 2}
    paper.keep(clerk, paper.draft(clerk, order), tmp_path / "x.pdf", remember=True)
    after = labels.remembered(clerk)
    assert (after.sheet, after.face, after.offsets) == ("TopStick 8697", face, {"L7651": (0.5, -1.0)})
    drafted = paper.draft(clerk, Order())
    assert drafted.sheet is not None
    assert (drafted.sheet.name, drafted.start) == ("TopStick 8697", 3)
    assert (drafted.face, drafted.offset_mm) == (face, (0.5, -1.0))


def test_every_pc_has_an_offset_of_its_own(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = labels.find_sheet(clerk, "HERMA 4677")
    labels.remember(clerk, sheet, Face(), (1.0, 2.0))
    monkeypatch.setattr(platform, "node", lambda: "the-pc-next-door")
    assert labels.offset(clerk, "L7160") == (0, 0)
    labels.remember(clerk, sheet, Face(), (-3.0, 0.0))
    monkeypatch.undo()
    assert labels.offset(clerk, "L7160") == (1, 2)


def test_another_own_sheet_is_counted_anew(clerk: Clerk, tmp_path: Path) -> None:
    add_class(clerk, 5)
    paper.keep(clerk, paper.draft(clerk, Order(own=OWN)), tmp_path / "x.pdf")
    assert next_position(clerk, "OWN") == 6
    drafted = paper.draft(clerk, Order(sheet="own"))
    assert drafted.sheet is not None
    assert (drafted.sheet.is_own, drafted.start, drafted.sheet.kind.columns) == (True, 6, 4)
    paper.keep(
        clerk, paper.draft(clerk, Order(own=(1, 2, 100, 100, 10, 10, 100, 100), start=1)), tmp_path / "x.pdf"
    )
    assert next_position(clerk, "OWN") == 2
    with pytest.raises(Refused, match="unknown_sheet"):
        labels.find_sheet(clerk, "own sheet")


def test_a_damaged_memory_is_no_obstacle(clerk: Clerk) -> None:
    with clerk.database.writing() as connection:
        store.put(connection, "label_face", {"name": "of a newer version", "new": 1})
        store.put(connection, "label_own_sheet", [1, 2, 3])
        store.put(connection, "label_sheet", "A sheet of a newer version")
    kept = labels.remembered(clerk)
    assert (kept.face, kept.sheet) == (Face(), "Avery Zweckform L7160")
    assert not any(sheet.is_own for sheet in kept.sheets)


# Other paper


def test_pocket_numbers_go_as_far_as_the_bag(clerk: Clerk) -> None:
    tags.add_device(clerk, add_pupil(clerk, "Sem", "Vries"), Kind.PHONE, 34)
    drafted = paper.draft(clerk, Order(Paper.STRIPS, groups=("5A",)))
    assert (drafted.count, drafted.pages) == (34, 2)
    assert paper.draft(clerk, Order(Paper.STRIPS)).count == 30
    assert paper.draft(clerk, Order(Paper.STRIPS, pockets=5)).count == 5
    for pockets in (0, 1000):
        with pytest.raises(Refused, match="pocket_range"):
            paper.draft(clerk, Order(Paper.STRIPS, pockets=pockets))


def test_badges_name_what_cannot_be_printed(clerk: Clerk, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no_badges"):
        paper.draft(clerk, Order(Paper.CARDS, badges=True))
    made = staff.add(clerk, "juf 字 Ålke", badge=tagcode.issue())
    drafted = paper.draft(clerk, Order(Paper.CARDS, badges=True, person_ids=(made.person.id,)))
    assert (drafted.count, drafted.lacking, drafted.warnings) == (1, ("字",), ("characters_lacking",))
    printed = paper.keep(clerk, drafted, tmp_path / "x.pdf", remember=True)
    assert printed.changes is Change.NOTHING
    assert "juf ? Ålke" in pages_of(printed.path)[0].replace("\n", " ")


@pytest.fixture(params=["nl", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.set_language(request.param)
    yield request.param
    i18n.set_language(i18n.DEFAULT)


def test_warnings_are_told_in_words(clerk: Clerk, language: str) -> None:
    tags.add_device(clerk, add_pupil(clerk, "Li 字", "Ørsted"), Kind.PHONE, 3)
    drafted = paper.draft(clerk, Order(own=OWN))
    assert drafted.warnings == ("small_module", "characters_lacking")
    small, lacking = wording_paper.warnings(drafted)
    assert ("0,38" if language == "nl" else "0.38") in small
    assert "字 (U+5B57)" in lacking


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (Order(blank=1, offset_mm=(21, 0)), "offset_too_large"),
        (Order(blank=1, own=(9, 9, 60, 60, 0, 0, 60, 60)), "sheet_measures"),
        (Order(blank=1, own=(9, 30, 15, 8, 0, 0, 20, 8)), "label_too_small"),
        (Order(Paper.CALIBRATION, sheet="?"), "unknown_sheet"),
        (Order(Paper.CARDS), "nothing_to_print"),
    ],
)
def test_what_cannot_be_is_refused(clerk: Clerk, order: Order, code: str) -> None:
    with pytest.raises(Refused, match=code):
        paper.draft(clerk, order)


def test_a_look_is_at_a_page_that_there_is(clerk: Clerk) -> None:
    add_class(clerk, 25)
    seen = paper.look(clerk, Order(), 7, 200)
    assert (seen.page, seen.picture.width, seen.draft.pages) == (1, 200, 2)
