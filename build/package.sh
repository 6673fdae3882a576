#!/bin/sh
# Freezes the program into dist/deviceclerk/ from an environment that holds nothing else, and lets the result
# test itself: with nothing in its environment but a display, and once without a display.
set -eu
cd "$(dirname "$0")/.."
work=.work/package
build/setup.sh package

# The environment may be older than the code: its copy of the program is made anew each time.
PIP_CONSTRAINT="$PWD/constraints.txt" PIP_BUILD_CONSTRAINT="$PWD/constraints.txt" PIP_ROOT_USER_ACTION=ignore \
    "$work/venv/bin/python" -m pip install -qq --disable-pip-version-check --force-reinstall --no-deps .

echo "Freezing"
rm -rf dist/deviceclerk
"$work/venv/bin/python" -I -m PyInstaller --noconfirm --log-level WARN \
    --workpath "$work/work" --distpath dist build/deviceclerk.spec </dev/null

echo "The frozen program tests itself"
"$work/venv/bin/python" build/with_display.py --empty "$PWD/dist/deviceclerk/deviceclerk" self-test
env -i "$PWD/dist/deviceclerk/deviceclerk" self-test </dev/null >/dev/null
echo "dist/deviceclerk is ready ($(du -sm dist/deviceclerk | cut -f 1) MB)"
