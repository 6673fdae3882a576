#!/bin/sh
# Puts DeviceClerk among the programs of this account, or takes it out again: ./install.sh [--remove]
# The program stays in this folder; no administrator is needed, and the school's data are not touched.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
share=${XDG_DATA_HOME:-$HOME/.local/share}
entry=$share/applications/deviceclerk.desktop
icons=$share/icons/hicolor

if [ "${1:-}" = --remove ]; then
    rm -f "$entry" "$icons"/*/apps/deviceclerk.png
    echo "DeviceClerk no longer stands among your programs. This folder and the school's data are still there."
    exit 0
fi
case $here in
*[\"\`\$\\]*)
    echo "This folder's name has a sign in it that a menu cannot start a program from: $here" >&2
    exit 1
    ;;
esac
mkdir -p "$share/applications"
command=$(printf '%s/deviceclerkw' "$here" | sed 's/%/%%/g; s/[&|]/\\&/g')
sed "s|^Exec=.*|Exec=\"$command\"|" "$here/deviceclerk.desktop" >"$entry"
for picture in "$here"/_internal/deviceclerk/_assets/icon/deviceclerk-*.png; do
    size=${picture##*-}
    size=${size%.png}
    mkdir -p "$icons/${size}x$size/apps"
    cp "$picture" "$icons/${size}x$size/apps/deviceclerk.png"
done
echo "DeviceClerk now stands among your programs."
