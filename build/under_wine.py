"""Runs build/package_windows.py under Wine, on a display of its own: python build/under_wine.py [--installer ISCC]

What it says is passed on as it comes. With the path of Inno Setup's compiler the installer is made and tried too.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from build import windows_python
from build.with_display import display


def main(words: Sequence[str]) -> int:
    """Runs it and returns its exit code."""
    script = windows_python.inside(windows_python.ROOT / "build" / "package_windows.py")
    command = [str(windows_python.wine()), str(windows_python.PYTHON / "python.exe"), script]
    with display() as name:
        environment = windows_python.environment(name)
        if words[:1] == ["--installer"]:
            environment["ISCC"] = windows_python.inside(Path(words[1]).resolve())
            command.append("--install")
        # A pipe between: of a file in place of a stream Python under Wine knows nothing, and ends at once.
        process = subprocess.Popen(
            command,
            env=environment,
            cwd=windows_python.ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        assert process.stdout is not None
        for line in process.stdout:
            print(line.rstrip(), flush=True)
        return process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
