"""`consent set`, `pupil show`, `pupil erase` and `retention` on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from deviceclerk.domain.consent import Medium
from deviceclerk.domain.custody import Kind
from deviceclerk.services import activities, people, roster, tags
from tests.cli.run import run, run_json
from tests.documents.pdfs import pages_of
from tests.rosters import child, export
from tests.school import add_pupil, open_school

NOW = ("--now", "2026-11-20T10:00+01:00")
FORM = ("--purpose", "website", "--by", "guardian1", "--on", "2026-11-19", "--source", "paper form")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    clerk, _clock = open_school(tmp_path)
    read = export(
        child("Sem de Vries", number="0012", website="yes"),
        child("Sem de Vries", "5B", number="0013", website="no"),
    )
    roster.apply(clerk, roster.compare(clerk, read))
    clerk.close()
    return tmp_path


def test_an_answer_by_hand(data: Path) -> None:
    words = ("consent", "set", "0012", *FORM, "--medium", "photo", "--medium", "film", "--answer", "no")
    made = run_json(*NOW, *words, data=data)
    assert [(one["medium"], one["reason"]) for one in made["answers"]] == [
        ("photo", "guardians_differ"),
        ("film", "refused"),
    ]
    (photo,) = (one for one in made["answers"][0]["timeline"] if one["origin"] == "hand")
    assert (photo["source"], photo["on"], photo["by"], photo["year"]) == (
        "paper form",
        "2026-11-19",
        "guardian1",
        "2026-2027",
    )
    rows = run_json(*NOW, "roster", "--purpose", "website", "--medium", "photo", data=data)["rows"]
    assert [row["reason"] for row in rows if row["number"] == "0012"] == ["guardians_differ"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("Sem de Vries", *FORM, "--medium", "photo", "--answer", "no"), 3),
        (("0012", *FORM, "--medium", "photo", "--answer", "unclear"), 2),
        (("0012", *FORM, "--answer", "no"), 2),
        (("0012", *FORM, "--medium", "photo", "--answer", "no", "--on", "2026-11-21"), 3),
        (("0012", *FORM, "--medium", "photo", "--answer", "no", "--purpose", "moon"), 3),
    ],
)
def test_what_cannot_be_entered(data: Path, words: tuple[str, ...], code: int) -> None:
    before = run_json(*NOW, "pupil", "show", "0012", data=data)
    done = run(*NOW, "consent", "set", *words, data=data)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr
    after = run_json(*NOW, "pupil", "show", "0012", data=data)
    assert after.pop("looks") != before.pop("looks"), "the look before is noted"
    assert after == before


def test_show_and_the_extract(data: Path) -> None:
    device = run_json("device", "add", "--pupil", "0012", "--kind", "phone", "--pocket", "4", data=data)
    run(*NOW, "scan", device["tag"], data=data)
    shown = run_json(*NOW, "pupil", "show", "Sem de Vries", "--group", "5a", data=data)
    assert (shown["pupil"], shown["number"], shown["on"]) == ("Sem de Vries", "0012", "2026-11-20")
    photo = next(one for one in shown["consent"] if one["medium"] == "photo")
    assert (photo["allowed"], photo["timeline"][0]["file"], photo["timeline"][0]["row"]) == (True, "export.xlsx", 5)
    assert [(one["kind"], one["pocket"], one["tags"]) for one in shown["devices"]] == [
        ("phone", 4, [device["tag"]])
    ]
    assert [one["outcome"] for one in shown["events"]] == ["checked_in"]
    lines = run(*NOW, "pupil", "show", "0012", data=data).stdout
    assert "Website, photo: allowed" in lines
    assert "export.xlsx, sheet Blad1, row 5" in lines
    target = data / "extract.pdf"
    assert run_json(*NOW, "pupil", "show", "0012", "--output", target, data=data)["output"] == str(target)
    assert "Sem de Vries" in pages_of(target)[0]


def test_erase_shows_beforehand_what_goes(data: Path) -> None:
    preview = run_json(*NOW, "pupil", "erase", "0012", "--preview", data=data)
    assert preview["counts"] == {"people": 1, "answers": 1}
    assert not preview["erased"]
    assert "1 answer\n" in run(*NOW, "pupil", "erase", "0012", "--preview", data=data).stdout
    assert run_json(*NOW, "pupil", "show", "0012", data=data)["pupil"] == "Sem de Vries"
    done = run_json(*NOW, "pupil", "erase", "0012", data=data)
    assert done["erased"]
    # The look at the page in between goes too.
    assert (done["counts"], done["clean"], done["copies_left"]) == (preview["counts"] | {"looks": 1}, True, [])
    assert run("pupil", "show", "0012", data=data).returncode == 3
    assert run("pupil", "show", "0013", data=data).returncode == 0


def test_retention(data: Path) -> None:
    clerk, _clock = open_school(data)
    left = add_pupil(clerk, "Wijnand", "Oosterhuis", left_on=clerk.clock().date())
    clerk.close()
    then = ("--now", "2027-11-20T10:00+01:00")
    assert run_json(*NOW, "retention", "--preview", data=data)["counts"] == {}
    preview = run_json(*then, "retention", "--preview", data=data)
    assert (preview["log_before"], preview["left_until"]) == ("2027-08-01", "2026-11-20")
    assert [one["id"] for one in preview["people"]] == [left]
    assert "Wijnand Oosterhuis" in run(*then, "retention", "--preview", data=data).stdout
    done = run_json(*then, "retention", data=data)
    assert done["counts"] == {"people": 1}
    assert "Wijnand" not in str(done)
    assert done["texts"] == []
    assert run("settings", "set", "leaver_years", "11", data=data).returncode == 3
    assert run("settings", "set", "log_weeks", "20", data=data).returncode == 0
    assert run_json(*then, "retention", "--preview", data=data)["log_before"] == "2026-08-01"


@pytest.mark.parametrize("meant", [False, True])
def test_retention_names_what_may_mean_somebody_who_goes(data: Path, meant: bool) -> None:
    clerk, clock = open_school(data)
    add_pupil(clerk, "Wijnand", "Oosterhuis", left_on=clerk.clock().date())
    feast = activities.add(clerk, "Feest van Wijnand", clock.now.date(), purposes=["website"], media=[Medium.PHOTO])
    clerk.close()
    then = ("--language", "en", "--now", "2027-11-20T10:00+01:00")
    preview = run_json(*then, "retention", "--preview", data=data)
    assert preview["texts"] == [
        {
            "where": "activity.name",
            "text": "Feest van Wijnand",
            "becomes": "Feest van Wijnand",
            "if_meant": "Feest van …",
            "rows": 1,
        }
    ]
    told = run(*then, "retention", "--preview", data=data).stdout
    assert "with --meant this goes too:\n  Feest van Wijnand → Feest van …" in told
    done = run(*then, "retention", *(["--meant"] if meant else []), data=data).stdout
    assert ("1 text about others stays as it is" in done) is not meant
    assert ("the name in 1 text about others" in done) is meant
    assert "Wijnand" not in done
    shown = run(*then, "activity", "show", str(feast.id), data=data).stdout
    assert ("Wijnand" in shown) is not meant


def test_every_file_with_names_in_a_synchronised_folder_is_warned_of(data: Path, tmp_path: Path) -> None:
    synced = tmp_path / "OneDrive - School"
    synced.mkdir()
    wanted = ("Sportdag", "--on", "2026-11-20", "--purpose", "website", "--medium", "photo")
    made = run_json(*NOW, "activity", "add", *wanted, data=data)
    clerk, _clock = open_school(data)
    tags.add_device(clerk, people.find(clerk, "0012").id, Kind.PHONE, 1)
    clerk.close()
    for words, names in (
        (("pupil", "show", "0012", "--output", synced / "extract.pdf"), True),
        (("roster", "--output", synced / "roster.csv"), True),
        (("activity", "export", made["id"], "--output", synced / "check.pdf"), True),
        (("tags", "print", "--output", synced / "tags.pdf"), True),
        (("tags", "print", "--blank", "3", "--output", synced / "blank.pdf"), False),
        (("figures", "--output", synced / "figures.csv"), False),
    ):
        done = run(*NOW, "--language", "en", *map(str, words), data=data)
        assert done.returncode == 0, done.stderr
        assert ("is synchronised by OneDrive" in done.stderr) is names, words


def test_what_was_allowed_years_ago_is_not_told_as_of_now(data: Path) -> None:
    later = ("--now", "2028-03-01T10:00+01:00", "--language", "en")
    run(*later, "consent", "set", "0012", *FORM[:4], "--on", "2028-02-01", *FORM[6:], "--medium", "photo",
        "--answer", "no", data=data)  # fmt: skip
    then = run(*later, "pupil", "show", "0012", "--on", "2026-11-20", data=data).stdout
    assert "As it was on Fri 20 Nov 2026, not as it is now." in then
    assert "Website, photo: allowed" in then
    assert "row 5; this counted then" in then
    assert "this counts now" not in then
    now = run(*later, "pupil", "show", "0012", data=data).stdout
    assert "As it was" not in now
    assert "this counts now" in now
    target = data / "then.pdf"
    run(*later, "pupil", "show", "0012", "--on", "2026-11-20", "--output", target, data=data)
    text = " ".join(" ".join(pages_of(target)).split())
    assert "Consent as it was on Fri 20 Nov 2026" in text
    assert "Consent as it is now" not in text
    assert "this counted then" in text
