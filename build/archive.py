"""Packs a frozen folder into the archive that is handed on: python build/archive.py FOLDER ARCHIVE

ARCHIVE ends in .tar.xz or .zip. The same folder gives the same bytes, whoever packs it and when: the order is that
of the names, the times are one time (SOURCE_DATE_EPOCH, else 1 January 2026), and the owners are left out.
"""

from __future__ import annotations

import os
import sys
import tarfile
import time
import zipfile
from pathlib import Path
from typing import Final

EPOCH: Final = 1767225600
XZ_LEVEL: Final = 6


def moment() -> int:
    """The one time of everything in an archive, in seconds since 1970."""
    return int(os.environ.get("SOURCE_DATE_EPOCH") or EPOCH)


def pack(folder: Path, archive: Path) -> None:
    """Packs `folder`, under the archive's own name. One that was there is replaced once this one is whole."""
    name = archive.name.removesuffix(".zip").removesuffix(".tar.xz")
    if name == archive.name:
        raise ValueError(f"{archive.name} ends in neither .tar.xz nor .zip")
    partial = archive.with_name(f".{archive.name}.partial")
    try:
        (_zip if archive.suffix == ".zip" else _tar)(folder, partial, name)
        partial.replace(archive)
    finally:
        partial.unlink(missing_ok=True)


def unpack(archive: Path, folder: Path) -> None:
    """Unpacks a .tar.xz that `pack` made, with nothing outside `folder`, also with a Python of before 3.11.4."""
    with tarfile.open(archive) as members:
        members.extraction_filter = getattr(tarfile, "data_filter", lambda member, _path: member)
        members.extractall(folder)


def _all(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix())


def _may_run(path: Path) -> bool:
    return path.is_dir() or bool(path.stat().st_mode & 0o100)


def _tar(folder: Path, target: Path, name: str) -> None:
    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = ""
        member.mtime = moment()
        if not member.issym():
            member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
        return member

    with tarfile.open(target, "w:xz", preset=XZ_LEVEL, format=tarfile.GNU_FORMAT) as archive:
        archive.add(folder, name, recursive=False, filter=plain)
        for path in _all(folder):
            archive.add(path, f"{name}/{path.relative_to(folder).as_posix()}", recursive=False, filter=plain)


def _zip(folder: Path, target: Path, name: str) -> None:
    when = time.gmtime(moment())[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in _all(folder):
            if path.is_dir():
                continue
            member = zipfile.ZipInfo(f"{name}/{path.relative_to(folder).as_posix()}", when)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            member.external_attr = (0o755 if _may_run(path) else 0o644) << 16
            archive.writestr(member, path.read_bytes())


if __name__ == "__main__":
    pack(Path(sys.argv[1]), Path(sys.argv[2]))
