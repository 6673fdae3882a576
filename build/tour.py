"""The main job without a person: a class handed in and back through the real window, with real keys and clicks.

    python build/tour.py [FOLDER]        leaves pictures of every screen, and the exports, in FOLDER (tour/)
    python build/tour.py --pictures      also replaces the pictures of the guide and of the README

Everything is done as a teacher does it: an export is imported and agreed to, devices are registered, tags are
typed as a scanner types them in the morning and in the afternoon, and the day's log is written (tour_day.py).
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from build.tour_day import SMALL, the_day  # noqa: E402
from build.tour_window import AFTERNOON, open_tour  # noqa: E402
from build.with_display import display  # noqa: E402

README_PICTURES = {"door-handed-in": "door", "consent": "consent", "import-preview": "import"}
LARGE = (2560, 1440)


def other_looks(folder: Path) -> None:
    """The same screens large and dark in English, and at 125 %."""
    looks: tuple[tuple[str, tuple[int, int], dict[str, Any]], ...] = (
        ("large-dark-en", LARGE, {"text_size": 200, "theme": "dark", "language": "en"}),
        ("text-125", SMALL, {"text_size": 125}),
    )
    for look, size, chosen in looks:
        target = folder / look
        target.mkdir()
        with open_tour(folder, *size, **chosen) as tour:
            tour.folder = target
            for number, name in enumerate(("door", "devices", "roster", "import", "day", "preferences"), 1):
                tour.at(AFTERNOON.replace(minute=40))
                tour.keyboard.chord("Control_L", str(number))
                tour.front(name)
                tour.picture(name)


def renew_pictures(folder: Path) -> None:
    """Puts what the README and the guide show in the place of their pictures: each page's, in its own language."""
    for name, readme in README_PICTURES.items():
        shutil.copy(_taken(folder, name), ROOT / "assets" / "pictures" / f"{readme}.png")
    for language, taken in (("nl", folder), ("en", folder / "en")):
        guide = ROOT / "assets" / "guide" / language
        pages = "".join(page.read_text(encoding="utf-8") for page in guide.glob("*.md"))
        shutil.rmtree(guide / "pictures", ignore_errors=True)
        (guide / "pictures").mkdir()
        for name in re.findall(r"!\[[^]]*]\(([\w-]+)\.png\)", pages):
            shutil.copy(_taken(taken, name), guide / "pictures" / f"{name}.png")


def _taken(folder: Path, name: str) -> Path:
    """The picture of this name. Raises ValueError where the tour took none, or two."""
    [found] = folder.glob(f"??-{name}.png")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Makes the tour; 0 when all of it went well."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "tour")
    parser.add_argument(
        "--pictures", action="store_true", help="replace the pictures of the guide and of the README"
    )
    given = parser.parse_args(arguments)
    folder: Path = given.folder.resolve()
    if (folder / "data").is_dir() or not folder.exists():
        # Only what an earlier tour left is removed, never a folder of somebody else's.
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["TZ"] = "Europe/Amsterdam"
    time.tzset()
    with display("{}x{}x24".format(*LARGE)) as name:
        os.environ["DISPLAY"] = name
        the_day(folder)
        (folder / "en").mkdir()
        the_day(folder / "en", language="en")
        other_looks(folder)
    if given.pictures:
        renew_pictures(folder)
    pictures = sorted(path.relative_to(folder) for path in folder.rglob("*.png"))
    print(f"{len(pictures)} pictures, tags.pdf and log.xlsx, .csv, .pdf in {folder.name}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
