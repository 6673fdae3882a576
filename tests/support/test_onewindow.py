"""The only window: claimed once in each session and data folder, called by later starts, given up at any end."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from multiprocessing import connection
from pathlib import Path

import pytest

from deviceclerk.support import onewindow
from deviceclerk.support.onewindow import OneWindow
from tests.helpers import wait_until


@pytest.fixture(autouse=True)
def own_place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    # Not in tmp_path: a socket's path has some 100 characters at most.
    with tempfile.TemporaryDirectory(prefix="run-") as place:
        monkeypatch.setenv("XDG_RUNTIME_DIR", place)
        monkeypatch.setenv("DISPLAY", ":77")
        yield Path(place)


@pytest.fixture
def first(tmp_path: Path) -> Iterator[OneWindow]:
    claim = onewindow.claim(tmp_path)
    assert claim is not None
    claim.listen()
    yield claim
    claim.close()


def test_a_second_start_calls_the_first(tmp_path: Path, first: OneWindow) -> None:
    assert not first.called()
    assert onewindow.claim(tmp_path) is None
    assert first.called()
    assert not first.called(), "told once"


def test_a_second_start_while_the_first_is_not_heard_yet(tmp_path: Path) -> None:
    first = onewindow.claim(tmp_path)
    assert first is not None
    impatient = onewindow.claim(tmp_path, patience_s=0)
    assert impatient is not None, "a window that hangs keeps nobody from the data"
    impatient.close()
    first.listen()
    assert onewindow.claim(tmp_path) is None
    first.close()


def test_other_data_and_other_sessions_have_a_window_each(
    tmp_path: Path, first: OneWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = onewindow.claim(tmp_path / "other")
    assert other is not None
    monkeypatch.setenv("DISPLAY", ":78")
    elsewhere = onewindow.claim(tmp_path)
    assert elsewhere is not None
    assert not first.called()
    other.close()
    elsewhere.close()


def test_the_same_folder_by_another_name(tmp_path: Path, first: OneWindow) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path)
    assert onewindow.claim(link) is None


def test_a_closed_window_leaves_the_place_free(tmp_path: Path, first: OneWindow) -> None:
    first.close()
    again = onewindow.claim(tmp_path)
    assert again is not None
    again.listen()
    assert onewindow.claim(tmp_path) is None
    assert again.called()
    assert not first.called()
    again.close()


def test_a_window_that_closes_slowly_takes_nothing_from_the_next(
    tmp_path: Path, first: OneWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its socket goes before its lock: the next window's socket has the same name, and would be taken away."""
    assert onewindow.claim(tmp_path) is None
    closing, go_on = threading.Event(), threading.Event()
    usual = connection.Listener.close

    def slowly(listener: connection.Listener) -> None:
        closing.set()
        assert go_on.wait(20)
        usual(listener)

    monkeypatch.setattr(connection.Listener, "close", slowly)
    monkeypatch.setattr(onewindow, "_ANSWER_S", 0.2)
    first.close()
    assert closing.wait(20)
    early = onewindow.claim(tmp_path, patience_s=0)
    assert early is not None
    assert early._lock is None, "the first has not left yet"
    monkeypatch.setattr(connection.Listener, "close", usual)
    monkeypatch.setattr(onewindow, "_ANSWER_S", 2.0)
    go_on.set()
    second = onewindow.claim(tmp_path)
    assert second is not None
    assert second._lock is not None
    second.listen()
    wait_until(lambda: onewindow.claim(tmp_path) is None, timeout=20)
    assert second.called()
    second.close()


def test_windows_opened_and_closed_one_after_the_other_are_always_heard(tmp_path: Path) -> None:
    for _ in range(30):
        window = onewindow.claim(tmp_path)
        assert window is not None
        assert window._lock is not None
        window.listen()
        assert onewindow.claim(tmp_path) is None
        window.close()


def test_a_window_closed_before_it_listens_leaves_the_place_free(tmp_path: Path) -> None:
    for _ in range(10):
        window = onewindow.claim(tmp_path)
        assert window is not None
        assert window._lock is not None
        window.listen()
        window.close()


def test_a_killed_window_leaves_the_place_free(tmp_path: Path, own_place: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from deviceclerk.support import onewindow;"
        "onewindow.claim(Path(sys.argv[1])).listen(); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)])
    try:
        wait_until(lambda: list(own_place.rglob("*.socket")), timeout=20)
        assert onewindow.claim(tmp_path) is None
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    assert list(own_place.rglob("*.socket")), "the killed one could not tidy"
    claim = onewindow.claim(tmp_path)
    assert claim is not None
    claim.listen()
    wait_until(lambda: onewindow.claim(tmp_path) is None, timeout=20)
    claim.close()


def test_who_knocks_and_says_something_else_calls_nobody(tmp_path: Path, first: OneWindow, own_place: Path) -> None:
    (path,) = wait_until(lambda: list(own_place.rglob("*.socket")))
    for said in (b"", b"\x00\x00\x00\x04exit", b"\xff\xff\xff\xff", b"GET / HTTP/1.0\r\n\r\n"):
        with socket.socket(socket.AF_UNIX) as stranger:
            stranger.connect(str(path))
            stranger.sendall(said)
    assert not first.called()
    assert onewindow.claim(tmp_path) is None, "and the next real one is heard"
    assert first.called()


def test_the_socket_is_this_users_alone(first: OneWindow, own_place: Path) -> None:
    (path,) = wait_until(lambda: list(own_place.rglob("*.socket")))
    assert path.parent.stat().st_mode & 0o077 == 0


def test_no_place_for_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "nowhere"))
    for _ in range(2):
        claim = onewindow.claim(tmp_path)
        assert claim is not None
        claim.listen()
        assert not claim.called()
        claim.close()


def test_a_closed_claim_ends_its_thread(tmp_path: Path) -> None:
    before = threading.active_count()
    claim = onewindow.claim(tmp_path)
    assert claim is not None
    claim.listen()
    assert onewindow.claim(tmp_path) is None
    started = time.monotonic()
    claim.close()
    wait_until(lambda: threading.active_count() <= before)
    assert time.monotonic() - started < 5
