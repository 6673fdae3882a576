"""What was printed is safe on disk, whatever ends the process; and two doors never disagree."""

import json
import random
import subprocess
import threading
from collections import Counter
from pathlib import Path
from typing import IO, Any

import pytest

from deviceclerk.services import day as days
from deviceclerk.services import log
from tests.cli.run import COMMAND, run, scan_lines
from tests.school import AFTERNOON, MORNING, add_class, open_school

ISO = "%Y-%m-%dT%H:%M:%S%z"


def start(data: Path, *words: str) -> subprocess.Popen[bytes]:
    """Starts a `scan -` that is still waiting for its first code."""
    command = [*COMMAND, "--data", str(data), "scan", "-", "--json", *words]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def feed(pipe: IO[bytes], lines: list[bytes]) -> None:
    """Writes lines until the reader is gone."""
    try:
        for line in lines:
            pipe.write(line)
            pipe.flush()
    except OSError:
        pass


@pytest.mark.timeout(240)
def test_a_process_that_is_killed_loses_nothing_it_printed(tmp_path: Path) -> None:
    """kill -9 at a random moment of `scan -`, again and again on one school, in turn in and out."""
    clerk, _clock = open_school(tmp_path)
    codes = [made.tag for made in add_class(clerk, 30)]
    clerk.close()
    chance = random.Random(20261121)
    printed: list[dict[str, Any]] = []
    for turn in range(12):
        mode = "in" if turn % 2 == 0 else "out"
        process = start(tmp_path, "--mode", mode)
        assert process.stdin is not None
        assert process.stdout is not None
        # A minute between scans, so that none is a repeat of another.
        texts = [
            f"{code}\t2026-11-20T{8 + turn // 2:02}:{number:02}:{turn:02}+01:00\n".encode()
            for number, code in enumerate(codes)
        ]
        feeder = threading.Thread(target=feed, args=(process.stdin, texts))
        feeder.start()
        lines: list[bytes] = []
        until = chance.randrange(1, len(codes))
        for line in process.stdout:
            lines.append(line)
            if len(lines) == until:
                process.kill()
        process.wait()
        feeder.join()
        process.stdin.close()
        process.stdout.close()
        assert process.stderr is not None
        process.stderr.close()
        # The last line may have been cut off by the kill; it counts only when it is whole.
        printed += [json.loads(line) for line in lines if line.endswith(b"\n")]
    assert len(printed) >= 12
    clerk, _clock = open_school(tmp_path, AFTERNOON)
    kept = {line.number: line for line in log.events(clerk)}
    clerk.close()
    numbers = Counter(answer["event"] for answer in printed)
    assert set(numbers.values()) == {1}, "an event was printed twice"
    for answer in printed:
        event = kept[answer["event"]]
        assert (event.outcome, event.pupil, event.code) == (answer["outcome"], answer["pupil"], answer["code"])
        assert event.happened_at.strftime(ISO) == answer["at"].replace("+01:00", "+0100")


@pytest.mark.timeout(240)
def test_two_processes_scan_the_same_500_devices_at_once_without_a_double_hand_in(tmp_path: Path) -> None:
    clerk, _clock = open_school(tmp_path)
    made = [one for group in range(1, 11) for one in add_class(clerk, 50, f"{group}A")]
    clerk.close()
    # Two doors, the same devices within the same seconds, in opposite order: they meet in the middle.
    codes = [one.tag for one in made]
    orders = [codes, codes[::-1]]
    processes = [start(tmp_path, "--mode", "in", "--now", MORNING.isoformat()) for _door in orders]
    answers: list[list[dict[str, Any]]] = []
    threads = [
        threading.Thread(
            target=lambda p=process, o=order: answers.append(_talk(p, o)),
        )
        for process, order in zip(processes, orders, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outcomes = Counter((a["code"], a["outcome"]) for door in answers for a in door)
    assert all(outcomes[code, "checked_in"] == 1 for code in codes)
    told = Counter(outcome for (_code, outcome), n in outcomes.items() for _times in range(n))
    assert told["checked_in"] == len(codes)
    assert told["already_in"] + told["repeat"] == len(codes), "a scan was lost or answered otherwise"
    clerk, _clock = open_school(tmp_path)
    day = days.day(clerk)
    events = log.events(clerk)
    clerk.close()
    assert len(day.in_keeping) == len(codes)
    assert sorted(e.number for e in events) == list(range(1, len(events) + 1)), "numbers have gaps"


def _talk(process: subprocess.Popen[bytes], codes: list[str]) -> list[dict[str, Any]]:
    out, err = process.communicate("".join(f"{code}\n" for code in codes).encode())
    assert b"locked" not in err
    assert err == b""
    return [json.loads(line) for line in out.splitlines()]


def test_each_line_is_flushed_as_soon_as_it_is_safe(tmp_path: Path) -> None:
    """The answer comes while the process still waits for more, and another process sees the event by then."""
    clerk, _clock = open_school(tmp_path)
    [made] = add_class(clerk, 1)
    process = start(tmp_path, "--now", MORNING.isoformat())
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{made.tag}\n".encode())
    process.stdin.flush()
    answer = json.loads(process.stdout.readline())
    assert answer["outcome"] == "checked_in"
    assert [e.number for e in log.events(clerk)] == [answer["event"]]
    process.communicate()
    assert process.returncode == 0
    clerk.close()


def test_a_write_ahead_log_is_synced_in_full(tmp_path: Path) -> None:
    clerk, _clock = open_school(tmp_path)
    with clerk.database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    clerk.close()


def test_first_start_of_two_processes_at_once(tmp_path: Path) -> None:
    """Both make the tables; neither fails, and both see the same school."""
    data = tmp_path / "new"
    processes = [
        subprocess.Popen(
            [*COMMAND, "--data", str(data), "--json", "day"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _one in range(4)
    ]
    for process in processes:
        out, err = process.communicate()
        assert (process.returncode, err) == (0, b"")
        assert json.loads(out)["expected"] == 0


def test_scanning_goes_on_after_lines_that_are_no_codes(tmp_path: Path) -> None:
    clerk, _clock = open_school(tmp_path)
    made = add_class(clerk, 2)
    clerk.close()
    codes = [made[0].tag, "rommel", "", made[1].tag.lower(), "\u00e9\u00e9n"]
    answers = scan_lines("--now", MORNING.isoformat(), data=tmp_path, codes=codes)
    assert [a["outcome"] for a in answers] == ["checked_in", "damaged_code", "checked_in", "damaged_code"]
    done = run(
        "scan", "-", "--json", data=tmp_path, stdin=b"\xff\xfe\x00\n" + made[0].tag.encode() + b"\tgisteren\n"
    )
    assert done.returncode == 3
    assert "gisteren" in done.stderr
    assert [json.loads(line)["outcome"] for line in done.stdout.splitlines()] == ["damaged_code"]
