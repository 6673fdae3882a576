"""One window for each data folder and desktop session: a second start brings the first to the front.

The first start holds a lock, and listens on a socket of this PC's own (on Windows a named pipe) that only the
same user reaches; a later one finds the lock taken, knocks there and ends. What is said is one fixed word, and
nothing that arrives is interpreted further. Two sessions, two users or two PCs have a window each, on the same data
where they share them: that is safe, only confusing on one screen.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import logging
import os
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from multiprocessing.connection import Connection, Listener

log = logging.getLogger(__name__)

_SHOW: Final = b"show"
_SHOWN: Final = b"shown"
_ANSWER_S: Final = 2.0
_PATIENCE_S: Final = 8.0
"""So long a second start waits for the first to listen: a slow PC takes seconds to its first window."""


class OneWindow:
    """The claim of this process on the only window; see `claim`."""

    def __init__(self, at: str, lock: int | None) -> None:
        self._at = at
        self._lock = lock
        self._called = threading.Event()
        self._closed = threading.Event()
        self._giving_up = threading.Lock()
        self._thread: threading.Thread | None = None

    def listen(self) -> None:
        """Lets later starts be heard from now on. The import that this needs is done in a thread of its own."""
        if self._at:
            self._thread = threading.Thread(target=self._listen, name="one window", daemon=True)
            self._thread.start()

    def called(self) -> bool:
        """Whether another start asked, since the last look, that this window come to the front."""
        asked = self._called.is_set()
        self._called.clear()
        return asked

    def close(self) -> None:
        """Gives the claim up: the next start opens a window.

        First the socket goes, then the lock: whoever has the lock may make a socket of the same name, which this
        one would take away. A thread that is late gives the lock up by itself, at the latest when the process ends.
        """
        self._closed.set()
        if self._thread is not None:
            _knock(self._at, b"bye")  # the listening thread only wakes when somebody knocks
            self._thread.join(_ANSWER_S)
            if self._thread.is_alive():
                return
        self._give_up()

    def _give_up(self) -> None:
        with self._giving_up:
            lock, self._lock = self._lock, None
        if lock is not None:
            os.close(lock)

    def _listen(self) -> None:
        try:
            self._hear()
        except OSError as error:
            log.warning("a second start cannot be heard: %s", error.strerror)
        finally:
            if self._closed.is_set():
                self._give_up()

    def _hear(self) -> None:
        from multiprocessing.connection import Listener

        if self._closed.is_set():
            return
        if sys.platform != "win32":
            Path(self._at).unlink(missing_ok=True)  # a window that crashed left it; its lock went with it
        with Listener(self._at) as listener:
            while not self._closed.is_set():
                self._answer(listener)

    def _answer(self, listener: Listener) -> None:
        # Who knocked may go away at any moment: then nothing is lost.
        with suppress(OSError, EOFError), listener.accept() as caller:
            if _heard(caller) == _SHOW and not self._closed.is_set():
                self._called.set()
                caller.send_bytes(_SHOWN)


def claim(folder: Path, *, patience_s: float = _PATIENCE_S) -> OneWindow | None:
    """Claims the only window on the data in `folder`, for this user and desktop session.

    None when another process has it and says that its window comes to the front, which it does within a second.
    Where that window does not answer in `patience_s` seconds, or the system offers no place for the lock, there is
    an empty claim: better two windows than none.
    """
    until = time.monotonic() + patience_s
    try:
        lock_file, at = _where(folder)
        while (lock := _taken(lock_file)) is None:
            if _knock(at, _SHOW):
                return None
            if time.monotonic() > until:
                log.warning("the window that has these data does not answer")
                return OneWindow("", None)
            time.sleep(0.1)
    except OSError as error:
        log.warning("no lock for the only window: %s", error.strerror)
        return OneWindow("", None)
    return OneWindow(at, lock)


def _where(folder: Path) -> tuple[Path, str]:
    """The lock, and the address to listen at, of the window on `folder` in this session."""
    key = hashlib.sha256(f"{folder.resolve()}\0{_session()}".encode("utf-8", "surrogatepass")).hexdigest()[:24]
    place = _own_folder()
    at = rf"\\.\pipe\deviceclerk-{key}" if sys.platform == "win32" else str(place / f"{key}.socket")
    return place / f"{key}.lock", at


def _session() -> str:
    """What tells one desktop session of this PC from another."""
    if sys.platform == "win32":
        number = ctypes.c_ulong()
        ctypes.windll.kernel32.ProcessIdToSessionId(os.getpid(), ctypes.byref(number))
        return str(number.value)
    return os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY", "")


def _own_folder() -> Path:
    """A folder of this user alone, on this PC. Raises OSError where somebody else's is in its place."""
    if sys.platform == "win32":
        folder = Path(tempfile.gettempdir()) / "deviceclerk"
        folder.mkdir(exist_ok=True)
        return folder
    folder = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / f"deviceclerk-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(errno.EPERM, "the folder for sockets is somebody else's")
    folder.chmod(0o700)
    return folder


def _taken(lock_file: Path) -> int | None:
    """The file, open and locked until it is closed, by the system also at a crash; None when another has it."""
    lock = os.open(lock_file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    return lock


def _knock(at: str, word: bytes) -> bool:
    """Says a word to the window that listens there; whether it answered as it should."""
    from multiprocessing.connection import Client

    if sys.platform == "win32":
        # Windows lets a program come to the front only if the one in front, this start, allows it.
        ctypes.windll.user32.AllowSetForegroundWindow(-1)
    try:
        with Client(at) as window:
            window.send_bytes(word)
            return _heard(window) == _SHOWN
    except (OSError, EOFError):
        return False


def _heard(other: Connection) -> bytes:
    return other.recv_bytes(len(_SHOWN)) if other.poll(_ANSWER_S) else b""
