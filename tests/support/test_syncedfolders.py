"""Which folders are known to be copied to other places: by name, by mark, by the environment; and which are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from deviceclerk.support.syncedfolders import synchronised_by

KNOWN = [
    ("OneDrive", "OneDrive"),
    ("OneDrive - Stichting Voorbeeld", "OneDrive"),
    ("onedrive-personal", "OneDrive"),
    ("Dropbox (Example School)", "Dropbox"),
    ("Google Drive", "Google Drive"),
    ("GoogleDrive-someone@example.org", "Google Drive"),
    ("Mijn Drive", "Google Drive"),
    ("google-drive:host=example.org,user=x", "Google Drive"),
    ("Nextcloud", "Nextcloud"),
    ("Nextcloud2", "Nextcloud"),
    ("ownCloud", "ownCloud"),
    ("iCloudDrive", "iCloud"),
    ("Mobile Documents", "iCloud"),
    ("SURFdrive", "SURFdrive"),
    ("Proton Drive", "Proton Drive"),
    ("pCloudDrive", "pCloud"),
]
MARKED = [
    (".dropbox.cache", "Dropbox"),
    (".nextcloudsync.log", "Nextcloud"),
    (".sync_1a2b3c.db", "Nextcloud"),
    (".stfolder", "Syncthing"),
    (".tmp.drivedownload", "Google Drive"),
]


@pytest.mark.parametrize(("name", "program"), KNOWN)
def test_a_folder_by_its_name(name: str, program: str, tmp_path: Path) -> None:
    assert synchronised_by(tmp_path / name / "school" / "log.xlsx", {}) == program


@pytest.mark.parametrize(("mark", "program"), MARKED)
def test_a_folder_by_what_the_program_leaves_in_it(mark: str, program: str, tmp_path: Path) -> None:
    (tmp_path / "school").mkdir()
    (tmp_path / mark).touch()
    assert synchronised_by(tmp_path / "school", {}) == program


def test_a_folder_by_what_windows_says(tmp_path: Path) -> None:
    found = {"OneDriveCommercial": str(tmp_path / "Werk")}
    assert synchronised_by(tmp_path / "Werk" / "logs", found) == "OneDrive"
    assert synchronised_by(tmp_path / "Werkstuk" / "logs", found) is None


def test_a_link_into_such_a_folder(tmp_path: Path) -> None:
    real = tmp_path / "Dropbox" / "logs"
    real.mkdir(parents=True)
    (tmp_path / "logs").symlink_to(real)
    assert synchronised_by(tmp_path / "logs" / "x.csv", {}) == "Dropbox"


def test_names_of_everyday_use_count_only_where_the_program_puts_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert synchronised_by(tmp_path / "Box" / "logs", {}) == "Box"
    assert synchronised_by(tmp_path / "school" / "Box" / "logs", {}) is None


@pytest.mark.parametrize("name", ["Dropboxes", "My OneDrive notes", "boxes", "logs", "Drive", "Cloud", "icloudy"])
def test_other_folders_are_none(name: str, tmp_path: Path) -> None:
    assert synchronised_by(tmp_path / name / "log.xlsx", {}) is None


def test_a_folder_that_cannot_be_looked_into_is_none_of_ours() -> None:
    assert synchronised_by(Path("/proc/1/fd/nowhere"), {}) is None
