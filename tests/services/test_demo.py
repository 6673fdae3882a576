"""The demonstration school: where it is kept, and that it never comes among real data."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from deviceclerk.cli import general
from deviceclerk.cli.call import Call
from deviceclerk.cli.parser import build_parser
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import demo, people
from deviceclerk.services.clerk import open_clerk
from deviceclerk.services.wording import refusal_text
from deviceclerk.support import i18n, paths
from tests.cli.run import run
from tests.school import add_pupil


class Desktop:
    """Notes what is to be opened."""

    def __init__(self) -> None:
        self.opened: list[tuple[Path, bool]] = []

    def run(self, data: Path, *, demo: bool, language: str | None, now: datetime | None) -> int:
        self.opened.append((data, demo))
        return 0

    def try_window(self) -> None: ...

    def try_sound(self) -> None: ...


def opened(*words: str) -> list[tuple[Path, bool]]:
    desktop = Desktop()
    arguments = build_parser().parse_args(words)
    general.demo(Call(arguments, Path(paths.data_dir(arguments.data)), desktop))
    return desktop.opened


def test_its_own_folder_or_the_one_that_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    i18n.set_language("en")
    monkeypatch.setenv(paths.DATA_VARIABLE, str(tmp_path / "real"))
    assert opened("demo") == [(paths.demo_data_dir(), True)], "never where real data are kept"
    assert opened("demo", "--data", str(tmp_path / "new")) == [(tmp_path / "new", True)]
    assert opened("--data", str(tmp_path), "demo") == [(tmp_path, True)]


def test_a_real_school_is_refused_in_plain_words_and_stays_as_it_is(tmp_path: Path) -> None:
    clerk = open_clerk(tmp_path)
    add_pupil(clerk, "Sem", "Vries")
    clerk.close()
    before = sorted(file.name for file in tmp_path.iterdir())
    done = run("demo", data=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.strip() == (
        f"{tmp_path} holds a school's own data. Choose an empty folder for the demonstration school."
    )
    assert sorted(file.name for file in tmp_path.iterdir()) == before
    clerk = open_clerk(tmp_path)
    assert [one.name.full for one in people.pupils(clerk)] == ["Sem Vries"]
    clerk.close()


def test_a_real_school_without_pupils_is_one_too(tmp_path: Path) -> None:
    open_clerk(tmp_path).close()
    with pytest.raises(Refused, match="not_for_demo") as refused:
        demo.folder(str(tmp_path))
    assert str(tmp_path) in refusal_text(refused.value)


def test_it_is_made_in_the_folder_once_and_found_there_again(tmp_path: Path) -> None:
    where = demo.folder(str(tmp_path / "demo"))
    clerk = demo.open_demo(where)
    made = len(people.pupils(clerk))
    clerk.close()
    assert made > 20
    clerk = demo.open_demo(demo.folder(str(where)))
    assert len(people.pupils(clerk)) == made
    clerk.close()


def test_one_that_was_broken_off_while_it_was_made_is_made_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_clerk: object) -> None:
        raise RuntimeError("stopped")

    with monkeypatch.context() as patched:
        patched.setattr(demo, "fill", fails)
        with pytest.raises(RuntimeError, match="stopped"):
            demo.open_demo(demo.folder(str(tmp_path)))
    clerk = demo.open_demo(demo.folder(str(tmp_path)))
    assert people.pupils(clerk)
    clerk.close()
