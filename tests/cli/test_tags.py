"""`tag`, `tags print --commands --badges` and `pupil move` on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from deviceclerk.domain import tagcode
from deviceclerk.services import staff, tags
from tests.cli.run import run, run_json, scan_lines
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
    assert made == {"output": str(output), "cards": 4, "pages": 1}
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
