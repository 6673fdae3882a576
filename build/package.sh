#!/bin/sh
# Freezes the program into dist/deviceclerk/ from an environment that holds nothing else, packs that into an archive
# in dist/, and tries what comes out of the archive: build/try_package.py.
set -eu
cd "$(dirname "$0")/.."
work=.work/package
python=$work/venv/bin/python
build/setup.sh package

# The environment may be older than the code: its copy of the program is made anew each time.
PIP_CONSTRAINT="$PWD/constraints.txt" PIP_BUILD_CONSTRAINT="$PWD/constraints.txt" PIP_ROOT_USER_ACTION=ignore \
    "$python" -m pip install -qq --disable-pip-version-check --force-reinstall --no-deps .

echo "Freezing"
rm -rf dist/deviceclerk
PYTHONHASHSEED=0 "$python" -I -m PyInstaller --noconfirm --log-level WARN \
    --workpath "$work/work" --distpath dist build/deviceclerk.spec </dev/null

cp build/linux/* dist/deviceclerk/
cp LICENSE dist/deviceclerk/LICENSE.txt
env -i dist/deviceclerk/deviceclerk about --licences --language en >dist/deviceclerk/LICENCES.txt </dev/null

version=$("$python" -I -c 'import deviceclerk; print(deviceclerk.__version__)')
archive=dist/deviceclerk-$version-linux-$(uname -m).tar.xz
echo "Packing $archive"
rm -f dist/deviceclerk-*-linux-*.tar.xz
"$python" build/archive.py dist/deviceclerk "$archive"

echo "What is in the archive is tried"
"$python" build/try_package.py "$archive"
echo "$archive is ready ($(du -m "$archive" | cut -f 1) MB; unpacked, as in dist/deviceclerk, $(du -sm dist/deviceclerk | cut -f 1) MB)"
