"""`scan` for a person: of what was taken in, lent out, missing or left over, by whom, why and since when."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from deviceclerk.domain.commands import Command
from deviceclerk.domain.custody import Kind
from deviceclerk.domain.reasons import LeftReason, LendFor, TakeReason
from deviceclerk.domain.schoolday import Phase
from deviceclerk.services import cards, circumstances, closing, corrections, custody, handling, tags
from deviceclerk.services.clerk import Clerk
from deviceclerk.support import i18n
from tests.cli.run import run, run_json
from tests.school import AFTERNOON, MORNING, SetClock, add_pupil, open_school

ANJA = "Anja de Boer"


def school(folder: Path) -> tuple[Clerk, SetClock, tags.Registered]:
    clerk, clock = open_school(folder)
    clerk.account = "balie"
    made = tags.add_device(clerk, add_pupil(clerk, "Sem", "Vries", prefix="de"), Kind.PHONE, 1)
    return clerk, clock, made


def line(folder: Path, code: str, language: str) -> str:
    return run("scan", code, "--now", AFTERNOON.isoformat(), data=folder, language=language).stdout.strip()


def taken(clerk: Clerk, clock: SetClock, device_id: int) -> None:
    clock.forward(60 * 60)
    handling.take(clerk, device_id, taken_by=ANJA, reason=TakeReason.USED, words="in de gang")


def left_over(clerk: Clerk, clock: SetClock, device_id: int) -> None:
    clock.now = MORNING - timedelta(days=1)
    custody.hand(clerk, device_id, Phase.IN)
    clock.now = AFTERNOON - timedelta(days=1)
    closing.close_day(clerk, (), {device_id: closing.LeftAs(LeftReason.FORGOT)})


def missing(clerk: Clerk, clock: SetClock, device_id: int) -> None:
    custody.hand(clerk, device_id, Phase.IN)
    clock.forward(60 * 60)
    handling.miss(clerk, device_id, words="niet in het vak")


def lent(clerk: Clerk, clock: SetClock, device_id: int) -> None:
    custody.hand(clerk, device_id, Phase.IN)
    clock.forward(60 * 60)
    until = clock.now + timedelta(hours=1)
    handling.lend(clerk, [device_id], allowed_by=ANJA, purpose=LendFor.TASK, until=until)


WORDS = {
    taken: {
        "en": ("taken in since 09:27", f"by {ANJA}", "used without permission: in de gang", "due back"),
        "nl": ("ingenomen sinds 09:27", f"door {ANJA}", "gebruikt zonder toestemming: in de gang", "terug om"),
    },
    left_over: {
        "en": ("in keeping since Thu 19 Nov 2026 08:27", "by balie"),
        "nl": ("in bewaring sinds do 19 nov 2026 08:27", "door balie"),
    },
    missing: {
        "en": ("missing since 09:27", "by balie", "niet in het vak"),
        "nl": ("vermist sinds 09:27", "door balie", "niet in het vak"),
    },
    lent: {
        "en": ("lent for a lesson since 09:27", f"allowed by {ANJA}", "for a task", "until 10:27"),
        "nl": ("meegegeven voor een les sinds 09:27", f"toestemming van {ANJA}", "voor een opdracht", "tot 10:27"),
    },
}


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("happened", list(WORDS), ids=lambda one: one.__name__)
def test_what_stood_before_is_told(happened: object, language: str, tmp_path: Path) -> None:
    clerk, clock, made = school(tmp_path)
    happened(clerk, clock, made.device_id)  # type: ignore[operator]
    clerk.close()
    said = line(tmp_path, made.tag, language)
    for words in WORDS[happened][language]:  # type: ignore[index]
        assert words in said, said


def test_the_closings_reason_is_told_of_what_was_left_over(tmp_path: Path) -> None:
    clerk, clock, made = school(tmp_path)
    left_over(clerk, clock, made.device_id)
    clock.now = AFTERNOON
    i18n.set_language("en")
    try:
        answer = custody.scan(clerk, made.tag)
        found = circumstances.before(clerk, answer)
        assert found is not None
        assert circumstances.told(found, clock.now).endswith("by balie, left at the closing: pupil forgot it")
        clock.forward(1)
        again = circumstances.before(clerk, custody.scan(clerk, made.tag))
        assert again == found, "a repeat tells of its first scan"
    finally:
        i18n.set_language(i18n.DEFAULT)


def test_nothing_is_told_of_an_ordinary_day_nor_of_what_was_undone(tmp_path: Path) -> None:
    clerk, clock, made = school(tmp_path)
    assert circumstances.before(clerk, custody.scan(clerk, made.tag)) is None
    clock.forward(10)
    assert circumstances.before(clerk, custody.scan(clerk, "rubbish")) is None
    taken(clerk, clock, made.device_id)
    corrections.undo_last(clerk)
    clock.now = AFTERNOON
    assert circumstances.before(clerk, custody.scan(clerk, made.tag)) is None


def test_json_stays_as_it_is_and_other_codes_say_what_to_do(tmp_path: Path) -> None:
    clerk, clock, made = school(tmp_path)
    taken(clerk, clock, made.device_id)
    card = cards.command_codes(clerk)[Command.CLOSE_DAY]
    clerk.close()
    found = run_json("scan", made.tag, "--now", AFTERNOON.isoformat(), data=tmp_path)
    assert (found["outcome"], found["by"], "since" in found) == ("taken_in", ANJA, False)
    assert "Close the day with: deviceclerk day close" in line(tmp_path, card, "en")
    said = line(tmp_path, "8712345678901", "en")
    assert "Not a DeviceClerk tag" in said
    assert "Scan once more" not in said
