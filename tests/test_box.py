"""What is handed on: archives, the installer, the workflow that makes them, and the licences that go along."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

import deviceclerk
from build import archive, drive_frozen, licences, try_package, version_resource
from deviceclerk import __main__ as start
from deviceclerk.services.licences import Part, load, of_distribution, parts, save

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build"


# --- archives ---------------------------------------------------------------------------------------------


def frozen(folder: Path, names: tuple[str, ...], when: int) -> Path:
    """A folder such as PyInstaller leaves, its files made in this order."""
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"of {name}", encoding="utf-8")
        file.chmod(0o700 if name == "deviceclerk" else 0o600)
        os.utime(file, (when, when))
    (folder / "libc.so").symlink_to("_internal/libc.so.6")
    return folder


NAMES = ("deviceclerk", "_internal/libc.so.6", "_internal/a/b.txt", "README.txt")


@pytest.mark.parametrize("ending", [".tar.xz", ".zip"])
def test_same_folder_gives_the_same_bytes(tmp_path: Path, ending: str) -> None:
    made = []
    for turn, names in enumerate((NAMES, NAMES[::-1])):
        target = tmp_path / str(turn) / f"deviceclerk-1-linux{ending}"
        target.parent.mkdir()
        archive.pack(frozen(tmp_path / f"from{turn}", names, 1_000_000_000 + turn * 86_400), target)
        made.append(target.read_bytes())
    assert made[0] == made[1]


def test_archive_unpacks_to_what_was_packed(tmp_path: Path) -> None:
    target = tmp_path / "deviceclerk-1-linux.tar.xz"
    archive.pack(frozen(tmp_path / "from", NAMES, 1_000_000_000), target)
    archive.unpack(target, tmp_path / "out")
    folder = tmp_path / "out" / "deviceclerk-1-linux"
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} == {
        *NAMES,
        "libc.so",
    }
    assert (folder / "libc.so").is_symlink()
    assert (folder / "deviceclerk").stat().st_mode & 0o777 == 0o755
    assert (folder / "README.txt").stat().st_mode & 0o777 == 0o644


def test_zip_holds_everything_in_one_folder(tmp_path: Path) -> None:
    target = tmp_path / "deviceclerk-1-windows.zip"
    archive.pack(frozen(tmp_path / "from", NAMES, 1_000_000_000), target)
    with zipfile.ZipFile(target) as packed:
        assert packed.namelist() == [f"deviceclerk-1-windows/{name}" for name in sorted((*NAMES, "libc.so"))]
        assert packed.read("deviceclerk-1-windows/_internal/a/b.txt") == b"of _internal/a/b.txt"


def test_packing_that_fails_leaves_the_archive_of_before(tmp_path: Path) -> None:
    target = tmp_path / "deviceclerk-1-linux.tar.xz"
    target.write_bytes(b"before")
    with pytest.raises(OSError, match="nowhere"):
        archive.pack(tmp_path / "nowhere", target)
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    assert target.read_bytes() == b"before"


# --- one version ------------------------------------------------------------------------------------------


def test_version_stands_in_one_place() -> None:
    tracked = [*BUILD.rglob("*"), *(ROOT / ".github").rglob("*"), ROOT / "pyproject.toml", ROOT / "Makefile"]
    files = [path for path in tracked if path.is_file() and "__pycache__" not in path.parts]
    assert len(files) > 15
    literal = re.compile(rf"(?<![\d.]){re.escape(deviceclerk.__version__)}(?![\d.])")
    assert [path.name for path in files if literal.search(path.read_text("utf-8", "replace"))] == []


@pytest.mark.parametrize(
    ("version", "expected"),
    [("0.1.0", (0, 1, 0, 0)), ("1.2", (1, 2, 0, 0)), ("2.0.3rc1", (2, 0, 3, 0)), ("1.2.3.4.5", (1, 2, 3, 4))],
)
def test_windows_compares_by_four_numbers(version: str, expected: tuple[int, ...]) -> None:
    assert version_resource.numbers(version) == expected


def test_a_version_without_numbers_stops_the_build() -> None:
    with pytest.raises(ValueError, match="next"):
        version_resource.numbers("next")


def test_windows_shows_version_and_description() -> None:
    texts = version_resource.texts()
    assert texts["ProductVersion"] == texts["FileVersion"] == deviceclerk.__version__
    assert texts["FileDescription"] == texts["ProductName"] == "DeviceClerk"


# --- licences ---------------------------------------------------------------------------------------------


def test_every_part_has_its_licence() -> None:
    found = {part.name: part for part in parts()}
    assert next(iter(found)) == "DeviceClerk"
    assert {"SQLAlchemy", "ttkbootstrap", "reportlab", "zxing-cpp", "DejaVu fonts", "Python"} <= set(found)
    assert [name for name, part in found.items() if not part.text and name != "Python"] == []
    assert found["DeviceClerk"].version == deviceclerk.__version__
    assert "MIT License" in found["DeviceClerk"].text


def test_icons_licence_is_among_their_librarys() -> None:
    # the second of ttkbootstrap's texts is that of its icons
    assert of_distribution("ttkbootstrap").text.count("Permission is hereby granted") == 2


def test_parts_survive_the_file(tmp_path: Path) -> None:
    some = (Part("b", "2", "", "Ł\n"), Part("DeviceClerk", "1", "MIT", "text"), Part("A", "", "BSD", "more"))
    save(tmp_path / "licences.json", some)
    assert [part.name for part in load(tmp_path / "licences.json")] == ["DeviceClerk", "A", "b"]
    assert set(load(tmp_path / "licences.json")) == set(some)


def table(*sources: str | None) -> list[tuple[str, str, str]]:
    """What was frozen, as PyInstaller lists it."""
    return [("name", source or "", "PYMODULE") for source in sources]


def test_frozen_in_is_found_by_its_files() -> None:
    import qrcode
    import reportlab

    files = licences.sources(table(qrcode.__file__, reportlab.__file__, None))
    assert licences.packages(files) == {"qrcode", "reportlab", "pyinstaller"}


def test_a_part_without_a_licence_stops_the_freezing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(licences, "packages", lambda _files: {"nobodys"})
    monkeypatch.setattr("deviceclerk.services.licences.of_distribution", lambda name: Part(name, "1", "", " \n"))
    with pytest.raises(SystemExit, match="nobodys"):
        licences.gather(table(__file__))


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="the system's packages are not Debian's")
def test_systems_libraries_bring_theirs() -> None:
    shell = Path(shutil.which("dpkg-query") or "").resolve()
    (found,) = licences.of_system({shell, ROOT / "Makefile"})
    assert found.name == "dpkg"
    assert found.version
    assert "GPL" in found.text


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="the system's packages are not Debian's")
def test_a_library_of_nobody_in_the_box_is_seen(tmp_path: Path) -> None:
    for name in ("libc.so.6", "libnobody.so.1"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "libpackaged.so.2").symlink_to("libc.so.6")  # lies in a package's own folder
    assert try_package.libraries_of_nobody(tmp_path, {"libc6"}) == {"libnobody.so.1"}
    assert try_package.libraries_of_nobody(tmp_path, {"somebody"}) == {"libc.so.6", "libnobody.so.1"}


# --- without standard streams -----------------------------------------------------------------------------


def closed(*words: str | Path, home: Path) -> int:
    """The exit code of a command that was started with all three standard streams closed."""
    line = shlex.join(map(str, words))
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(["/bin/sh", "-c", f"exec {line} <&- >&- 2>&-"], env=surroundings, cwd=home).returncode


def test_a_program_without_streams_reads_nothing_and_says_nothing(tmp_path: Path) -> None:
    words = (sys.executable, "-m", "deviceclerk", "--data", tmp_path / "data", "scan", "-")
    assert closed(*words, home=tmp_path) == 0
    assert closed(sys.executable, "-m", "deviceclerk", "--help", home=tmp_path) == 0
    assert closed(sys.executable, "-m", "deviceclerk", "no-such-command", home=tmp_path) == 2


def test_no_file_takes_the_place_of_a_missing_stream(tmp_path: Path) -> None:
    told = tmp_path / "told.txt"
    script = tmp_path / "try.py"
    script.write_text(
        "import os, sys\n"
        "from deviceclerk.__main__ import _fill_streams\n"
        "_fill_streams()\n"
        f"told = open({str(told)!r}, 'w')\n"
        "print('lost', flush=True); print('lost', file=sys.stderr, flush=True); os.system('echo lost')\n"
        "told.write(f'{told.fileno()} {sys.stdin.read()!r}')\n"
    )
    assert closed(sys.executable, script, home=tmp_path) == 0
    number, read = told.read_text().split()
    assert int(number) > 2
    assert read == "''"


def test_streams_that_are_there_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    before = sys.stdin, sys.stdout, sys.stderr
    start._fill_streams()
    assert (sys.stdin, sys.stdout, sys.stderr) == before
    monkeypatch.setattr(sys, "stdout", None)
    start._fill_streams()
    print("nowhere")
    sys.stdout.close()


# --- the box for Linux ------------------------------------------------------------------------------------


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """What install.sh finds beside it, in a folder whose name a menu must quote."""
    folder = tmp_path / "device clerk 100% & more"
    icons = folder / "_internal" / "deviceclerk" / "_assets" / "icon"
    icons.mkdir(parents=True)
    for size in (16, 256):
        (icons / f"deviceclerk-{size}.png").write_bytes(b"")
    for file in (BUILD / "linux").iterdir():
        shutil.copy(file, folder)
    return folder


def install(box: Path, *words: str) -> subprocess.CompletedProcess[str]:
    surroundings = {"HOME": str(box.parent / "home"), "PATH": os.environ["PATH"]}
    command = ["/bin/sh", str(box / "install.sh"), *words]
    return subprocess.run(command, env=surroundings, stdin=subprocess.DEVNULL, capture_output=True, text=True)


def test_install_puts_it_in_the_menu_and_out_again(box: Path) -> None:
    share = box.parent / "home" / ".local" / "share"
    assert install(box).returncode == 0
    entry = (share / "applications" / "deviceclerk.desktop").read_text("utf-8")
    (command,) = re.findall(r"^Exec=(.*)$", entry, re.MULTILINE)
    assert shlex.split(command.replace("%%", "%")) == [str(box / "deviceclerkw")]
    assert "Terminal=false" in entry
    assert (share / "icons" / "hicolor" / "256x256" / "apps" / "deviceclerk.png").exists()
    assert install(box, "--remove").returncode == 0
    assert [path for path in share.rglob("*") if path.is_file()] == []
    assert (box / "deviceclerk.desktop").exists()


def test_a_folder_that_no_menu_can_name_is_refused(box: Path) -> None:
    odd = box.rename(box.with_name("a $HOME"))
    done = install(odd)
    assert done.returncode == 1
    assert "cannot start" in done.stderr
    assert not (box.parent / "home").exists()


# --- the box for Windows ----------------------------------------------------------------------------------


def script() -> str:
    return (BUILD / "deviceclerk.iss").read_text("utf-8")


def section(name: str) -> list[str]:
    """The lines of a section of the installer's script, without its comments."""
    (body,) = re.findall(rf"^\[{name}\]\n(.*?)(?=^\[|\Z)", script(), re.MULTILINE | re.DOTALL)
    return [line for line in body.splitlines() if line.strip() and not line.startswith(";")]


def test_installer_needs_no_administrator_and_starts_nothing_by_itself() -> None:
    setup = dict(line.split("=", 1) for line in section("Setup"))
    assert setup["PrivilegesRequired"] == "lowest"
    assert "PrivilegesRequiredOverridesAllowed" not in setup
    assert setup["CloseApplications"] == "yes"
    assert setup["AppId"] == "{{6F1C2B7E-3D0A-4C55-9B1E-5A8D2E7F4C10}"  # another one would not upgrade
    assert setup["AppVersion"] == "{#AppVersion}"
    assert all("Flags: unchecked" in task for task in section("Tasks"))
    assert [line for line in section("Icons") if "startup" in line and "Tasks: autostart" not in line] == []
    assert [line for line in section("Run") if "skipifsilent" not in line] == []


def test_installer_speaks_both_languages() -> None:
    assert [line.split('"')[1] for line in section("Languages")] == ["nl", "en"]
    said = [re.match(r"(nl|en)\.(\w+)=.+", line) for line in section("CustomMessages")]
    by_language = {code: {m[2] for m in said if m and m[1] == code} for code in ("nl", "en")}
    assert None not in said
    assert by_language["nl"] == by_language["en"]
    used = set(re.findall(r"\{cm:(\w+)|CustomMessage\('(\w+)'\)", script()))
    ours = {one or other for one, other in used} - {"CreateDesktopIcon", "AdditionalIcons", "LaunchProgram"}
    assert ours == by_language["en"]


def test_removing_keeps_the_data_unless_told_otherwise() -> None:
    # the answer that counts where nobody is asked, and the first button: yes, keep
    (asked,) = re.findall(r"SuppressibleMsgBox\(FmtMessage\(CustomMessage\('KeepData'\).*", script())
    assert "MB_YESNO, IDYES) = IDNO" in asked
    assert script().count("DelTree(") == 2
    assert re.findall(r"if (.*) then\s+begin\s+DelTree", script()) == ["ToldToDelete() or ChosenToDelete(Data)"]
    for file in (BUILD / "package_windows.py", BUILD / "windows" / "README.txt"):
        assert "/DELETEDATA" in file.read_text("utf-8")
    assert "[UninstallDelete]" not in script()


def test_where_wine_is_absent_one_sentence_says_so(tmp_path: Path) -> None:
    for name in ("sh", "dirname"):
        (tmp_path / name).symlink_to(shutil.which(name) or "")
    done = subprocess.run(
        ["/bin/sh", str(BUILD / "package_windows.sh")],
        env={"PATH": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 69
    assert done.stdout == ""
    assert re.fullmatch(r"The Windows build cannot be tried here: Wine is not installed .*\n", done.stderr)


def test_windows_python_is_known_by_its_hash_and_comes_by_its_name() -> None:
    lines = [line for line in (BUILD / "windows_python.txt").read_text("utf-8").splitlines() if line[:1] != "#"]
    assert lines
    assert all(re.fullmatch(r"[a-z0-9]+==[\d.]+ --hash=sha256:[0-9a-f]{64}", line) for line in lines)


# --- the workflows ----------------------------------------------------------------------------------------


def workflow(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text("utf-8"))
    return content


def steps(job: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = job["steps"]
    return found


@pytest.mark.parametrize("name", ["ci.yml", "release.yml"])
def test_workflow_asks_for_no_more_than_it_needs(name: str) -> None:
    content = workflow(name)
    assert content["permissions"] == {"contents": "read"}
    more = {key: job["permissions"] for key, job in content["jobs"].items() if "permissions" in job}
    assert more == ({"release": {"contents": "write"}} if name == "release.yml" else {})
    used = [step for job in content["jobs"].values() for step in steps(job) if "uses" in step]
    # By what it holds, not by a name that may come to mean something else.
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"]) for step in used)
    checkouts = [step for step in used if step["uses"].startswith("actions/checkout@")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)
    assert all("timeout-minutes" in job for job in content["jobs"].values())


def test_release_holds_only_what_was_installed_and_tried() -> None:
    jobs = workflow("release.yml")["jobs"]
    assert set(jobs["release"]["needs"]) == {"version", "linux", "windows"}
    assert "refs/tags/" in jobs["version"]["if"]
    said = {key: " ".join(step.get("run", "") for step in steps(job)) for key, job in jobs.items()}
    assert "make package" in said["linux"]
    assert "package_windows.py --install" in said["windows"]
    assert "__version__" in said["version"]
    assert "gh release upload" in said["release"]


# --- the driver -------------------------------------------------------------------------------------------


def program(folder: Path, code: str) -> Path:
    """A program that runs this code, as whoever drives it starts it."""
    file = folder / "program"
    file.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n{code}\n", encoding="utf-8"
    )
    file.chmod(0o755)
    return file


@pytest.mark.slow
def test_driver_does_what_a_teacher_does_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unfrozen = program(
        tmp_path, "from deviceclerk.__main__ import main\nif __name__ == '__main__': sys.exit(main())"
    )
    assert drive_frozen.main([str(unfrozen)]) == 0, capsys.readouterr().err


@pytest.mark.slow
def test_driver_sees_scans_that_are_not_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(drive_frozen, "SCAN_S", 2)
    code = (
        "from deviceclerk.desktop.scanning import Scanning\n"
        "Scanning.scanned = lambda *words: None\n"
        "from deviceclerk.__main__ import main\nif __name__ == '__main__': sys.exit(main())"
    )
    assert drive_frozen.main([str(program(tmp_path, code))]) == 1
    assert "no event for DC" in capsys.readouterr().err


def test_driver_sees_a_program_that_ends(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drive_frozen.main([str(program(tmp_path, "sys.exit(3)"))]) == 1
    assert "ended with 3" in capsys.readouterr().err
