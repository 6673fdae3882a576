#!/bin/sh
# Proves the Windows build under Wine: freezes and tries it with build/package_windows.py, as on Windows, and drives
# the window by real keys. Where Wine is not installed it says so, and ends with 69.
# ISCC=/path/to/ISCC.exe, and a Wine that runs programs of 32 bits, let it make and try the installer as well.
set -eu
cd "$(dirname "$0")/.."
if ! { command -v wine || [ -x /usr/lib/wine/wine64 ]; } >/dev/null || ! command -v x86_64-w64-mingw32-gcc >/dev/null; then
    echo "The Windows build cannot be tried here: Wine is not installed (apt-get install wine wine64 gcc-mingw-w64-x86-64)." >&2
    exit 69
fi
build/setup.sh package
python=.work/package/venv/bin/python
"$python" build/windows_python.py
"$python" build/under_wine.py ${ISCC:+--installer "$ISCC"}
"$python" build/drive_frozen.py --wine dist/windows/deviceclerk/deviceclerkw.exe
ls dist/deviceclerk-*-windows-*
