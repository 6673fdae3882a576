"""`tag`, `tags print` and `pupil move` on the command line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from deviceclerk.domain import tagcode
from deviceclerk.domain.custody import Kind
from deviceclerk.services import staff, tags
from tests.cli.run import run, run_json, scan_lines
from tests.documents.pdfs import pages_of
from tests.printing import next_position
from tests.school import add_class, add_pupil, open_school
from tests.services.test_tags import read_labels

NOW = ("--now", "2026-11-20T08:30:00+01:00")
LATER = ("--now", "2026-11-24T08:30:00+01:00")


@pytest.fixture
def devices(tmp_path: Path) -> Sequence[tags.Registered]:
    """Two pupils of 5A with phones in pockets 1 and 2, Sem de Vries without, and somebody in 6B."""
    clerk, _clock = open_school(tmp_path)
    made = add_class(clerk, 2)
    add_pupil(clerk, "Sem", "Vries", prefix="de", number="17")
    add_pupil(clerk, "Eva", "Mol", group="6B")
    clerk.close()
    return made


def outcome(data: Path, code: str, *words: str) -> tuple[str, list[str]]:
    (answer,) = scan_lines(*words, data=data, codes=[code])
    return answer["outcome"], answer["notes"]


def blanks(data: Path, count: int) -> list[str]:
    run("tags", "print", "--blank", str(count), "--output", data / "blank.pdf", data=data)
    return read_labels(data / "blank.pdf", 150)


def test_a_blank_tag_is_claimed(devices: Sequence[tags.Registered], tmp_path: Path) -> None:
    [code] = blanks(tmp_path, 1)
    spaced = tagcode.spaced(code).lower()
    made = run_json("tag", "claim", spaced, "--pupil", "17", "--kind", "tablet", "--pocket", "9", data=tmp_path)
    assert made == {
        "device": made["device"],
        "pupil": "Sem de Vries",
        "kind": "tablet",
        "pocket": 9,
        "tag": code,
    }
    assert outcome(tmp_path, code, *NOW, "--mode", "in")[0] == "checked_in"


def test_a_tag_in_use_is_not_claimed_and_it_is_told_whose_it_is(
    devices: Sequence[tags.Registered], tmp_path: Path
) -> None:
    done = run("tag", "claim", devices[0].tag, "--pupil", "17", "--kind", "phone", data=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.strip() == "This tag is already on the phone of Leerling1 Achternaam1."
    [code] = blanks(tmp_path, 1)
    done = run("tag", "claim", code, "--pupil", "17", "--kind", "phone", "--pocket", "2", data=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert "Leerling2 Achternaam2" in done.stderr
    assert outcome(tmp_path, code)[0] == "unclaimed_tag"


def test_a_lost_tag_is_withdrawn(devices: Sequence[tags.Registered], tmp_path: Path) -> None:
    code = devices[0].tag
    gone = run_json(*NOW, "tag", "revoke", code.lower(), data=tmp_path)
    assert gone == {
        "device": devices[0].device_id,
        "pupil": "Leerling1 Achternaam1",
        "kind": "phone",
        "staff": None,
        "command": None,
        "tag": code,
        "revoked": True,
    }
    assert outcome(tmp_path, code, *LATER) == ("revoked_tag", [])
    again = run("tag", "revoke", code, data=tmp_path)
    assert (again.returncode, again.stdout) == (3, "")
    for text in (tagcode.issue(), "DCBBB"):
        assert run("tag", "revoke", text, data=tmp_path).returncode == 3


def test_a_lost_tag_is_replaced(devices: Sequence[tags.Registered], tmp_path: Path) -> None:
    [blank] = blanks(tmp_path, 1)
    old = devices[0].tag
    new = run_json(*LATER, "tag", "replace", old, "--tag", blank, data=tmp_path)
    assert (new["device"], new["tag"], new["replaces"]) == (devices[0].device_id, blank, old)
    assert outcome(tmp_path, old, *LATER) == ("revoked_tag", ["replaced_on:2026-11-24"])
    assert outcome(tmp_path, blank, *LATER, "--mode", "in")[0] == "checked_in"
    fresh = run_json("tag", "replace", blank, data=tmp_path)
    assert tagcode.is_valid(fresh["tag"])
    words = run("tag", "replace", fresh["tag"], data=tmp_path).stdout
    assert f"{tagcode.spaced(fresh['tag'])} (phone of Leerling1 Achternaam1) was replaced by" in words


def test_badges_and_command_cards_are_replaced_too(devices: Sequence[tags.Registered], tmp_path: Path) -> None:
    clerk, _clock = open_school(tmp_path)
    badge = str(staff.add(clerk, "juf Anne", badge=tagcode.issue()).badge)
    clerk.close()
    new = run_json("tag", "replace", badge, data=tmp_path)
    assert (new["staff"], new["device"]) == ("juf Anne", None)
    assert outcome(tmp_path, new["tag"])[0] == "acting"
    run("tags", "print", "--commands", "--output", tmp_path / "cards.pdf", data=tmp_path)
    first = read_labels(tmp_path / "cards.pdf", 150)
    card = run_json("tag", "revoke", first[0], data=tmp_path)
    assert card["command"] in {"undo", "hand_in", "hand_back", "close_day"}
    run("tags", "print", "--commands", "--output", tmp_path / "again.pdf", data=tmp_path)
    again = read_labels(tmp_path / "again.pdf", 150)
    assert len(set(first) & set(again)) == 3
    assert outcome(tmp_path, first[0])[0] == "revoked_tag"


def test_cards_are_printed(devices: Sequence[tags.Registered], tmp_path: Path) -> None:
    output = tmp_path / "cards.pdf"
    made = run_json("tags", "print", "--commands", "--output", output, data=tmp_path)
    assert made == {"output": str(output), "cards": 4, "pages": 1, "warnings": []}
    assert {a["outcome"] for a in scan_lines(data=tmp_path, codes=read_labels(output, 150)[1:])} == {"command"}
    nobody = run("tags", "print", "--badges", "--output", tmp_path / "x.pdf", data=tmp_path)
    assert (nobody.returncode, nobody.stdout) == (3, "")
    assert "badge" in nobody.stderr
    run("staff", "add", "juf Anne", "--badge", tagcode.issue(), data=tmp_path)
    both = run_json("tags", "print", "--badges", "--commands", "--output", tmp_path / "b.pdf", data=tmp_path)
    assert both["cards"] == 5
    mixed = run("tags", "print", "--badges", "--blank", "3", "--output", tmp_path / "x.pdf", data=tmp_path)
    assert (mixed.returncode, mixed.stdout) == (3, "")
    assert not (tmp_path / "x.pdf").exists()


def test_a_pupil_moves_with_the_pockets(devices: Sequence[tags.Registered], tmp_path: Path) -> None:
    run("device", "add", "--pupil", "Eva Mol", "--kind", "phone", "--pocket", "2", data=tmp_path)
    first, second = (made.person for made in devices)
    moved = run_json("pupil", "move", f"id:{first.id}", "--to", "6b", data=tmp_path)
    assert moved == {
        "id": first.id,
        "pupil": "Leerling1 Achternaam1",
        "from": "5A",
        "to": "6B",
        "devices": [{"device": devices[0].device_id, "pocket": 1, "was": 1}],
    }
    said = run("pupil", "move", "Leerling2 Achternaam2", "--group", "5A", "--to", "6B", data=tmp_path)
    assert said.stdout.splitlines() == [
        "Leerling2 Achternaam2 is in 6B now.",
        "Pocket 2 is taken there: it is pocket 3 now.",
    ]
    for words in (("id:999", "--to", "6B"), (f"id:{second.id}", "--to", "9Z"), (f"id:{second.id}", "--to", " ")):
        refused = run("pupil", "move", *words, data=tmp_path)
        assert (refused.returncode, refused.stdout) == (3, "")
        assert refused.stderr.strip()


# Paper: sheets, offsets, what stands on a label


def place(path: Path, page: int = 0) -> dict[str, tuple[float, float]]:
    """The left upper corner of each code on a page, in mm, as an independent decoder sees it."""
    with pypdfium2.PdfDocument(path) as document:
        image = document[page].render(scale=300 / 72, grayscale=True).to_pil()
    mm = 25.4 / 300
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return {code.text: (code.position.top_left.x * mm, code.position.top_left.y * mm) for code in found}


def printed(tmp_path: Path, *words: object, status: int = 0) -> dict[str, object]:
    done = run("--json", "tags", "print", *words, "--output", tmp_path / "out.pdf", data=tmp_path)
    assert done.returncode == status, done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def words_of(tmp_path: Path, page: int = 0) -> str:
    return pages_of(tmp_path / "out.pdf")[page]


def test_a_sheet_goes_by_any_makers_name_and_all_count_on_one_sheet(
    devices: Sequence[tags.Registered], tmp_path: Path
) -> None:
    first = printed(tmp_path, "--sheet", "herma 4677")
    assert (first["sheet"], first["start"], first["next_free"]) == ("L7160", 1, 3)
    assert (first["module_mm"], first["warnings"], first["offset"]) == (1.1, [], [0.0, 0.0])
    assert printed(tmp_path, "--sheet", "HERMA 4677")["sheet"] == "HERMA 4677"
    assert printed(tmp_path, "--sheet", "L7160")["start"] == 5
    small = printed(tmp_path, "--sheet", "TopStick-8697")
    assert (small["start"], small["module_mm"]) == (1, 0.6)
    unknown = run("tags", "print", "--sheet", "HERMA", "--output", tmp_path / "x.pdf", data=tmp_path)
    assert unknown.returncode == 3
    assert "HERMA 4677" in unknown.stderr


def test_the_offset_moves_the_labels_and_is_remembered_on_request(
    devices: Sequence[tags.Registered], tmp_path: Path
) -> None:
    printed(tmp_path, "--start", 4)
    plain = place(tmp_path / "out.pdf")
    assert printed(tmp_path, "--start", 4, "--offset", "1.5", "-2")["offset"] == [1.5, -2.0]
    moved = place(tmp_path / "out.pdf")
    for code, (x, y) in plain.items():
        assert moved[code][0] - x == pytest.approx(1.5, abs=0.15)
        assert moved[code][1] - y == pytest.approx(-2, abs=0.15)
    assert printed(tmp_path, "--start", 4, "--offset", "-1,5", "-,5")["offset"] == [-1.5, -0.5], "as one writes it"
    assert printed(tmp_path)["offset"] == [0.0, 0.0], "only asked for once"
    printed(tmp_path, "--offset", "0.5", "0", "--sheet", "J8160", "--name", "none", "--remember")
    later = printed(tmp_path)
    assert (later["offset"], later["sheet"]) == ([0.5, 0.0], "L7160")
    assert "Leerling1" not in words_of(tmp_path)
    assert printed(tmp_path, "--sheet", "L7651")["offset"] == [0.0, 0.0], "of each kind of sheet its own"
    far = run("tags", "print", "--offset", "21", "0", "--output", tmp_path / "x.pdf", data=tmp_path)
    assert (far.returncode, (tmp_path / "x.pdf").exists()) == (3, False)


def test_what_stands_on_a_label_is_chosen(devices: Sequence[tags.Registered], tmp_path: Path) -> None:
    printed(tmp_path)
    first = words_of(tmp_path)
    assert "Leerling1" in first
    assert "5A" in first
    assert "phone" not in first, "a picture says so"
    assert tagcode.spaced(devices[0].tag) in first
    printed(tmp_path, "--name", "short", "--kind", "word", "--no-group-name", "--no-pocket")
    lines = words_of(tmp_path).split("\n")
    assert lines[:2] == ["Leerling1 A.", "phone"]
    assert "5A" not in lines
    printed(tmp_path, "--name", "none", "--kind", "none", "--no-group-name")
    assert words_of(tmp_path).split("\n")[:2] == ["1", tagcode.spaced(devices[0].tag)]


def test_codes_too_small_for_most_scanners_are_warned_of(
    devices: Sequence[tags.Registered], tmp_path: Path
) -> None:
    own = ("4", "21", "46", "11.1", "11", "12.7", "48", "13")
    small = printed(tmp_path, "--measures", *own, status=1)
    assert (small["warnings"], small["sheet"]) == (["small_module"], "OWN")
    assert isinstance(small["module_mm"], float)
    assert 0.3 <= small["module_mm"] < 0.5
    assert place(tmp_path / "out.pdf").keys() == {made.tag for made in devices}, "a good scanner reads them"
    said = run("tags", "print", "--sheet", "own", "--output", tmp_path / "out.pdf", data=tmp_path)
    assert said.returncode == 1
    assert "Below 0.5 mm" in said.stdout
    for wrong in (("4", "21", "60", "11.1", "11", "12.7", "60", "13"), ("9", "40", "12", "7", "5", "5", "20", "7")):
        refused = run("tags", "print", "--measures", *wrong, "--output", tmp_path / "x.pdf", data=tmp_path)
        assert refused.returncode == 3
        assert not (tmp_path / "x.pdf").exists()


def test_characters_that_cannot_be_printed_are_named(tmp_path: Path) -> None:
    clerk, _clock = open_school(tmp_path)
    tags.add_device(clerk, add_pupil(clerk, "Li 字 Łucja", "Ørsted"), Kind.PHONE, 3)
    clerk.close()
    made = printed(tmp_path, status=1)
    assert (made["warnings"], made["lacking"]) == (["characters_lacking"], ["字"])
    assert "Li ? Łucja" in words_of(tmp_path)
    said = run("tags", "print", "--output", tmp_path / "out.pdf", data=tmp_path)
    assert "字 (U+5B57)" in said.stdout


def test_pocket_numbers_per_group(devices: Sequence[tags.Registered], tmp_path: Path) -> None:
    run("device", "add", "--pupil", "Eva Mol", "--kind", "phone", "--pocket", "32", data=tmp_path)
    made = printed(tmp_path, "--strips", "--group", "5A", "--group", "6b")
    assert (made["strips"], made["pages"]) == (62, 3)
    first, second, third = (text.split() for text in pages_of(tmp_path / "out.pdf"))
    assert first[::2] == [str(n) for n in range(1, 31)]
    assert set(first[1::2]) == {"5A"}
    assert (second[-1], third) == ("6B", ["31", "6B", "32", "6B"])
    bare = printed(tmp_path, "--strips", "--pockets", 4)
    assert (bare["strips"], words_of(tmp_path).split("\n")) == (4, ["1", "2", "3", "4"])
    for words in (("--strips", "--badges"), ("--strips", "--blank", "2"), ("--calibration", "--group", "5A")):
        assert run("tags", "print", *words, "--output", tmp_path / "x.pdf", data=tmp_path).returncode == 3
    assert not (tmp_path / "x.pdf").exists()


def test_the_calibration_page_names_sheet_and_offset(tmp_path: Path) -> None:
    made = printed(tmp_path, "--calibration", "--sheet", "L7651", "--offset", "-0.5", "1.25")
    assert (made["sheet"], made["offset"], made["pages"]) == ("L7651", [-0.5, 1.25], 1)
    text = " ".join(words_of(tmp_path).split())
    assert "Calibration page: L7651" in text
    assert "X −0.5 mm and Y 1.25 mm" in text
    assert labels_start(tmp_path) == 1, "no label is used up"


def labels_start(tmp_path: Path) -> int:
    clerk, _clock = open_school(tmp_path)
    position = next_position(clerk, "L7651")
    clerk.close()
    return position
