"""What pip and a builder of wheels make of this tree: whole packages, from pinned parts."""

from __future__ import annotations

import gettext
import os
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from configparser import ConfigParser
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PIL import Image

import deviceclerk
from deviceclerk.support import paths

ROOT = Path(__file__).parents[1]


def run(*command: str | Path, cwd: Path = ROOT, **environment: str) -> str:
    """Runs a command that must succeed, and returns what it said."""
    result = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this tree, built without the network by the hatchling that is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    offline = ("--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check")
    run(sys.executable, "-m", "pip", "wheel", "-q", *offline, "-w", folder, ROOT)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's contents, as they lie once installed."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_wheel_holds_the_whole_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    sources = {path.relative_to(ROOT).as_posix() for path in (ROOT / "deviceclerk").rglob("*.py")}
    assert sources <= names
    assert "deviceclerk/py.typed" in names
    assert f"deviceclerk-{deviceclerk.__version__}.dist-info/licenses/LICENSE" in names
    strangers = {name for name in names if not name.startswith(("deviceclerk/", "deviceclerk-"))}
    assert not strangers


def test_wheel_holds_all_assets(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.startswith("deviceclerk/_assets/")}
    inside = (path.relative_to(ROOT / "assets").as_posix() for path in (ROOT / "assets").rglob("*.*"))
    expected = {f"deviceclerk/_assets/{name}" for name in inside if not name.endswith((".po", ".pot", ".new"))}
    assert packed == expected
    assert {f"deviceclerk/_assets/locale/{code}/LC_MESSAGES/deviceclerk.mo" for code in ("nl", "en")} <= packed


def test_wheel_starts_by_both_names(unpacked: Path) -> None:
    parser = ConfigParser()
    parser.read(next(unpacked.glob("*.dist-info")) / "entry_points.txt")
    assert parser["console_scripts"]["deviceclerk"] == "deviceclerk.__main__:main"
    assert parser["gui_scripts"]["deviceclerkw"] == "deviceclerk.__main__:main"


def test_installed_wheel_finds_its_own_assets(unpacked: Path, tmp_path: Path) -> None:
    code = "import deviceclerk.support.paths as p; print(p.__file__); print(p.assets())"
    source, assets = run(sys.executable, "-c", code, cwd=tmp_path, PYTHONPATH=str(unpacked)).splitlines()
    assert Path(source).is_relative_to(unpacked)
    assert Path(assets) == unpacked / "deviceclerk" / "_assets"


def test_installed_wheel_speaks_dutch(unpacked: Path) -> None:
    locale = unpacked / "deviceclerk" / "_assets" / "locale"
    dutch = gettext.translation("deviceclerk", locale, ["nl"])
    assert dutch.info()["language"] == "nl"


def test_editable_install_finds_assets(tmp_path: Path) -> None:
    home = tmp_path / "venv"
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    # pip of this environment, with the packages of this environment, installs into the other one
    offline = ("--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check")
    pip = (sys.executable, "-m", "pip", "--python", python)
    site = next((home / "lib").glob("python3*/site-packages"))
    (site / "builders.pth").write_text("\n".join(entry for entry in sys.path if entry.endswith("-packages")))
    run(*pip, "install", "-q", *offline, "-e", ROOT)
    (site / "builders.pth").unlink()
    code = "import deviceclerk.support.paths as p; print(p.assets())"
    assert Path(run(python, "-I", "-c", code, cwd=tmp_path).strip()) == ROOT / "assets"
    assert (home / "bin" / "deviceclerk").exists()
    assert not (site / "deviceclerk").exists()


def test_this_tree_is_what_is_tested() -> None:
    assert Path(deviceclerk.__file__).parent == ROOT / "deviceclerk"
    assert paths.assets() == ROOT / "assets"


def project() -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def pins() -> dict[str, str]:
    """The constraints: canonical name to version."""
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    found = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(pin.name): str(pin.specifier) for pin in found}


def test_constraints_are_names_and_versions_only() -> None:
    shape = re.compile(r'[A-Za-z0-9._-]+==[A-Za-z0-9.]+( ; sys_platform == "win32")?$')
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    assert not [line for line in lines if not line.startswith("#") and not shape.match(line)]


def needed_in_turn(first: list[Requirement]) -> set[str]:
    """The names of everything that these requirements bring in, as installed here."""
    names: set[str] = set()
    waiting = [(need, "") for need in first]
    while waiting:
        need, extra = waiting.pop()
        if need.marker is not None and not need.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(need.name)
        if name in names:
            continue
        names.add(name)
        for text in metadata.requires(name) or []:
            waiting += [(Requirement(text), wanted) for wanted in ("", *need.extras)]
    return names


def test_everything_needed_is_pinned() -> None:
    content = project()
    listed = list(content["project"]["dependencies"]) + content["build-system"]["requires"]
    listed += content["project"]["optional-dependencies"]["test"]
    names = needed_in_turn([Requirement(text) for text in listed])
    # what freezes the program is installed in an environment of its own, so only its own name is known here
    names |= {
        canonicalize_name(Requirement(t).name) for t in content["project"]["optional-dependencies"]["package"]
    }
    assert names - set(pins()) == set()


def test_pins_fit_what_the_project_asks_for() -> None:
    content = project()["project"]
    asked = [Requirement(text) for text in content["dependencies"]]
    asked += [Requirement(text) for group in content["optional-dependencies"].values() for text in group]
    known = pins()
    for need in asked:
        version = known[canonicalize_name(need.name)].removeprefix("==")
        assert need.specifier.contains(version, prereleases=True), f"{need} against {version}"


def test_build_folder_is_not_ignored() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone")
    ignored = subprocess.run(["git", "check-ignore", "-q", "build/setup.sh"], cwd=ROOT).returncode
    assert ignored == 1


@pytest.mark.parametrize("size", [16, 24, 32, 48, 64, 128, 256, 512])
def test_icon_is_there_in_each_size(size: int) -> None:
    with Image.open(ROOT / "assets" / "icon" / f"deviceclerk-{size}.png") as picture:
        assert picture.size == (size, size)
        assert picture.mode == "RGBA"


def test_icon_for_windows_has_all_its_sizes() -> None:
    with Image.open(ROOT / "assets" / "icon" / "deviceclerk.ico") as picture:
        assert picture.info["sizes"] >= {(16, 16), (32, 32), (48, 48), (256, 256)}
