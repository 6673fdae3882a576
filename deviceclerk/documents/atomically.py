"""A file is there whole or not at all: written under another name beside its place, then moved into it."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deviceclerk.domain.refusals import Refused


class Draft:
    """A file in the making, at `path`; `move` puts it in its place."""

    def __init__(self, target: Path) -> None:
        self.target = target
        # A short name of its own: the target's may already be as long as the file system allows.
        self.path = target.with_name(f".deviceclerk-{secrets.token_hex(6)}.part")
        self.moved = False

    def settle(self) -> None:
        """Waits until the content is on the disk: a loss of power must not leave an empty file under the name."""
        with self.path.open("r+b") as file:
            os.fsync(file.fileno())

    def move(self) -> None:
        """Takes the place of what stood there; to be called once."""
        self.path.replace(self.target)
        self.moved = True


@contextmanager
def drafted(target: Path) -> Iterator[Draft]:
    """Gives a draft to be written, settled and moved in the block, which may do something in between.

    When the block raises, the file is gone, whether it was moved or not; what stood there before is gone only where
    it was moved. Not moved, it is gone too. Raises Refused as `written` does.
    """
    try:
        _probe(target)
        draft = Draft(target)
        try:
            draft.path.touch(exist_ok=False)
            yield draft
        except BaseException:
            if draft.moved:
                target.unlink(missing_ok=True)
            raise
        finally:
            draft.path.unlink(missing_ok=True)
    except OSError as error:
        raise Refused("cannot_write", file=target.name) from error


@contextmanager
def written(target: Path) -> Iterator[Path]:
    """Gives the path to write to; when the block ends well, its file takes the place of `target`.

    When the block raises, `target` is as it was and the half-written file is gone. Raises Refused
    `cannot_write` (file) when the folder is missing or closed to us, the disk is full, or the file that would
    be replaced may not be changed or is open in a program that locks it, as Excel does on Windows.
    """
    with drafted(target) as draft:
        yield draft.path
        draft.settle()
        draft.move()


def _probe(target: Path) -> None:
    """Raises OSError at once where the replacing at the end would fail, or would undo a write protection."""
    if target.exists():
        with target.open("r+b"):
            pass
