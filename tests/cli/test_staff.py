"""`staff` on the command line: added, listed, given a badge, left; and a badge in a stream of scans."""

from __future__ import annotations

from pathlib import Path

import pytest

from deviceclerk.domain import tagcode
from deviceclerk.services import log
from deviceclerk.services.clerk import open_clerk
from tests.cli.run import run, run_json, scan_lines
from tests.school import MORNING, SetClock, add_class, open_school


def test_add_and_list(tmp_path: Path) -> None:
    code = tagcode.issue()
    made = run_json("staff", "add", "Marieke van der Heuvel", "--badge", code.lower(), data=tmp_path)
    assert made == {"id": made["id"], "name": "Marieke van der Heuvel", "badge": code}
    bas = run_json("staff", "add", "Bas Aalders", data=tmp_path)
    assert bas["badge"] is None
    assert run_json("staff", "list", data=tmp_path) == {"staff": [bas, made]}
    lines = run("staff", "list", data=tmp_path).stdout.splitlines()
    assert lines == [
        f"Bas Aalders (id:{bas['id']}), no badge",
        f"Marieke van der Heuvel (id:{made['id']}), {tagcode.spaced(code)}",
    ]


def test_nobody_yet(tmp_path: Path) -> None:
    assert run_json("staff", "list", data=tmp_path) == {"staff": []}
    assert run("staff", "list", data=tmp_path).stdout.strip() == "Nobody is on the list yet."


def test_badge_by_name_or_id_and_replaced(tmp_path: Path) -> None:
    made = run_json("staff", "add", "juf Anne", data=tmp_path)
    first = run_json("staff", "badge", "Juf Anne", data=tmp_path)
    assert tagcode.is_valid(first["badge"])
    code = tagcode.issue()
    second = run_json("staff", "badge", f"id:{made['id']}", "--badge", code, data=tmp_path)
    assert second == {"id": made["id"], "name": "juf Anne", "badge": code}
    old, new = scan_lines(data=tmp_path, codes=[first["badge"], code])
    assert (old["outcome"], new["outcome"]) == ("revoked_tag", "acting")


def test_leave(tmp_path: Path) -> None:
    made = run_json("staff", "add", "juf Anne", "--badge", tagcode.issue(), data=tmp_path)
    gone = run_json("--now", "2026-11-20T09:00", "staff", "leave", "juf Anne", data=tmp_path)
    assert gone == {"id": made["id"], "name": "juf Anne", "left_on": "2026-11-20"}
    assert run_json("--now", "2026-11-20T09:01", "staff", "list", data=tmp_path) == {"staff": []}
    (answer,) = scan_lines(data=tmp_path, codes=[made["badge"]])
    assert answer["outcome"] == "revoked_tag"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", " "), "Type the name"),
        (("add", "juf  anne"), "on the list already"),
        (("add", "Bas Aalders", "--badge", "DCBCDFGHJKLL"), "not a whole tag code"),
        (("badge", "Nobody Such"), "Nobody is known"),
        (("leave", "id:99"), "Nobody is known"),
        (("leave", "Leerling1 Achternaam1"), "Nobody is known"),
    ],
)
def test_what_cannot_be_changes_nothing(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    clerk, _clock = open_school(tmp_path)
    add_class(clerk, 1)
    clerk.close()
    run("staff", "add", "juf Anne", data=tmp_path)
    before = run_json("staff", "list", data=tmp_path)
    done = run("staff", *words, data=tmp_path)
    assert done.returncode == 3
    assert said in done.stderr
    assert done.stdout == ""
    assert run_json("staff", "list", data=tmp_path) == before


def test_scans_after_a_badge_bear_its_name(tmp_path: Path) -> None:
    clerk, _clock = open_school(tmp_path)
    phones = add_class(clerk, 2)
    account = clerk.account
    clerk.close()
    anne = run_json("staff", "add", "juf Anne", "--badge", tagcode.issue(), data=tmp_path)
    codes = [phones[0].tag, anne["badge"], phones[1].tag]
    answers = scan_lines("--now", MORNING.isoformat(), data=tmp_path, codes=codes)
    assert [answer["outcome"] for answer in answers] == ["checked_in", "acting", "checked_in"]
    assert answers[1]["pupil"] is None
    clerk = open_clerk(tmp_path, SetClock())
    actors = [line.actor for line in reversed(log.events(clerk))]
    clerk.close()
    assert actors == [account, "juf Anne", "juf Anne"]
