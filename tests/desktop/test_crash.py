"""The program ends by an error: a person is told, and nothing that is kept of it holds a name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from Xlib.display import Display

from tests.helpers import wait_until
from tests.keys import Keyboard

pytestmark = pytest.mark.display

NAME = "Sem de Vries"
RAISES = """
import sys
from pathlib import Path
from deviceclerk import app
from deviceclerk.domain.refusals import Refused

def broken(*_args, **_named):
    raise {error}

app._window = broken
{before}
sys.exit(app.run(Path(sys.argv[1]), language="en"))
"""


def start(folder: Path, error: str, before: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", RAISES.format(error=error, before=before), str(folder)],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )


def shown(display: str) -> bool:
    server = Display(display)
    try:
        top = server.screen().root.query_tree().children
        inner = [child for window in top for child in window.query_tree().children]
        return any(
            window.get_wm_name() == "DeviceClerk" and window.get_attributes().map_state for window in inner + top
        )
    finally:
        server.close()


def until_closed(process: subprocess.Popen[str], keyboard: Keyboard) -> None:
    def ended() -> bool:
        keyboard.tap("Escape")
        return process.poll() is not None

    wait_until(ended, timeout=10)


def test_an_error_is_shown_and_logged_without_its_text(tmp_path: Path, display: str, keyboard: Keyboard) -> None:
    with start(tmp_path, f"RuntimeError({NAME!r})") as process:
        wait_until(lambda: shown(display), timeout=30)
        until_closed(process, keyboard)
        assert process.stderr is not None
        said = process.stderr.read()
    assert process.returncode == 3
    assert "DeviceClerk cannot go on" in said
    (log,) = (tmp_path / "logs").glob("*.log")
    text = log.read_text(encoding="utf-8")
    assert "RuntimeError" in text
    assert "broken" in text, "the place is told"
    assert NAME not in text + said


@pytest.mark.parametrize("filled", ["", "; from deviceclerk.__main__ import _fill_streams; _fill_streams()"])
def test_a_sentence_needs_a_window_where_there_is_no_console(
    tmp_path: Path, display: str, keyboard: Keyboard, filled: str
) -> None:
    with start(tmp_path, "Refused('data_newer')", before=f"sys.stderr = None{filled}") as process:
        wait_until(lambda: shown(display), timeout=30)
        until_closed(process, keyboard)
    assert process.returncode == 1, "left to the command line, which has nowhere to say it"


def test_a_fault_in_compiled_code_leaves_its_places(tmp_path: Path) -> None:
    code = (
        "import ctypes, sys; from pathlib import Path; from deviceclerk.support import logs;"
        "logs.start(Path(sys.argv[1])); logs.note_faults(); ctypes.string_at(0)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, capture_output=True)
    assert done.returncode < 0
    (log,) = (tmp_path / "logs").glob("*.log")
    assert "string_at" in log.read_text(encoding="utf-8")
