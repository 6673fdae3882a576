#!/bin/sh
# Makes the environment for a goal: setup.sh run|test (.venv) or setup.sh package (.work/package/venv).
# Missing system packages are installed where this runs as root on Debian or Ubuntu, else named in one line.
set -eu
cd "$(dirname "$0")/.."
goal=$1

case $goal in
run) venv=.venv what=. editable=-e ;;
test) venv=.venv what='.[test]' editable=-e ;;
package) venv=.work/package/venv what='.[package]' editable= ;;
*) echo "setup.sh: no such goal: $goal" >&2; exit 2 ;;
esac

# A second call is instant: nothing that an installation depends on has changed since.
state=$(cat pyproject.toml constraints.txt build/setup.sh build/hatch_build.py assets/locale/*/LC_MESSAGES/*.po | cksum)
stamp=$venv/.deviceclerk-$goal
[ "$goal" != run ] || [ ! -f $venv/.deviceclerk-test ] || stamp=$venv/.deviceclerk-test
if [ "$(cat "$stamp" 2>/dev/null)" = "$state" ] && "$venv/bin/python" -c 'import tkinter' 2>/dev/null; then
    exit 0
fi

find_python() {
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3; do
        if "$candidate" -c 'import ensurepip, sys, tkinter, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
        then
            command -v "$candidate"
            return
        fi
    done
}

# PyInstaller takes Python's library along, which Debian packs apart from Python. Where Python itself is missing
# its version is not known yet; libpython3-dev then brings the one that belongs to it.
python_library() {
    if [ -z "$1" ]; then
        echo libpython3-dev
        return
    fi
    "$1" - <<'CODE'
import ctypes, sys, sysconfig
name = sysconfig.get_config_var("INSTSONAME") or ""
try:
    ctypes.CDLL(name if ".so" in name else None)
except OSError:
    print(f"libpython{sys.version_info.major}.{sys.version_info.minor}")
CODE
}

missing_packages() {
    python=$(find_python)
    [ -n "$python" ] || echo python3 python3-venv python3-tk
    [ -n "$(find /usr/share/fonts /usr/local/share/fonts "${HOME:-/nonexistent}/.fonts" -name '*.ttf' 2>/dev/null | head -n 1)" ] ||
        echo fonts-dejavu-core
    [ "$goal" != run ] || return 0
    command -v Xvfb >/dev/null || echo xvfb
    { PATH=$PATH:/sbin ldconfig -p | grep -q libzbar; } 2>/dev/null || echo libzbar0 # a second reader of QR codes
    { command -v setxkbmap && command -v xkbcomp; } >/dev/null || echo x11-xkb-utils
    [ -d /usr/share/X11/xkb/symbols ] || echo xkb-data
    [ -f /usr/share/zoneinfo/Europe/Amsterdam ] || echo tzdata
    [ "$goal" = package ] || return 0
    command -v objdump >/dev/null || echo binutils
    python_library "$python"
}

missing=$(missing_packages | tr '\n' ' ' | sed 's/ *$//')
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing system packages: $missing"
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq
        # shellcheck disable=SC2086  # a list of words
        apt-get install -y -qq --no-install-recommends $missing >/dev/null
    else
        echo "System packages are missing; run this and try again: sudo apt-get install -y $missing" >&2
        exit 1
    fi
fi
python=$(find_python)
[ -n "$python" ] || { echo "No Python 3.11 or newer with tkinter and venv was found; name one with PYTHON=..." >&2; exit 1; }

if ! "$venv/bin/python" -c 'import sys, pip, tkinter; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Making $venv with $("$python" --version)"
    rm -rf "$venv"
    "$python" -m venv "$venv"
fi
echo "Installing DeviceClerk and what it needs ($goal)"
# The pins hold for building too: under the one name for older pips, under the other for newer ones.
export PIP_CONSTRAINT="$PWD/constraints.txt" PIP_BUILD_CONSTRAINT="$PWD/constraints.txt"
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
"$venv/bin/python" -m pip install -qq -c constraints.txt $editable "$what"
echo "$state" >"$stamp"
