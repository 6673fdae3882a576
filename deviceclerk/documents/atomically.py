"""A file is there whole or not at all: written under another name beside its place, then moved into it."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deviceclerk.domain.refusals import Refused


@contextmanager
def written(target: Path) -> Iterator[Path]:
    """Gives the path to write to; when the block ends well, its file takes the place of `target`.

    When the block raises, `target` is as it was and the half-written file is gone. Raises Refused
    `cannot_write` (file) when the folder is missing or closed to us, the disk is full, or the file that would
    be replaced may not be changed or is open in a program that locks it, as Excel does on Windows.
    """
    try:
        _probe(target)
        # A short name of its own: the target's may already be as long as the file system allows.
        draft = target.with_name(f".deviceclerk-{secrets.token_hex(6)}.part")
        try:
            draft.touch(exist_ok=False)
            yield draft
            _settle(draft)
            draft.replace(target)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Refused("cannot_write", file=target.name) from error


def _probe(target: Path) -> None:
    """Raises OSError at once where the replacing at the end would fail, or would undo a write protection."""
    if target.exists():
        with target.open("r+b"):
            pass


def _settle(draft: Path) -> None:
    """Waits until the content is on the disk: a loss of power must not leave an empty file under the name."""
    with draft.open("r+b") as file:
        os.fsync(file.fileno())
