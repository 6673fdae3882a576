"""Rubbish is looked for on the window's thread, and nowhere else."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest

from deviceclerk.desktop.tidy import Tidy


class Rubbish:
    """Part of a ring that only the search finds; remembers who deleted it."""

    deleted_in: list[int]

    def __init__(self) -> None:
        self.ring = self

    def __del__(self) -> None:
        Rubbish.deleted_in.append(threading.get_ident())


@pytest.fixture
def tidy() -> Iterator[Tidy]:
    gc.collect()
    Rubbish.deleted_in = []
    made = Tidy()
    made.look()
    yield made
    made.close()


def make(count: int) -> None:
    for _number in range(count):
        Rubbish()


def test_another_thread_deletes_nothing(tidy: Tidy) -> None:
    thread = threading.Thread(target=make, args=(20_000,))
    thread.start()
    thread.join()
    assert Rubbish.deleted_in == []
    tidy.look()
    assert len(Rubbish.deleted_in) == 20_000
    assert set(Rubbish.deleted_in) == {threading.get_ident()}


def test_little_is_left_alone(tidy: Tidy) -> None:
    gc.collect()
    make(3)
    assert tidy.look() == 0
    assert Rubbish.deleted_in == []


def test_old_rubbish_is_found_in_the_end(tidy: Tidy) -> None:
    make(1)
    gc.collect(0)
    ring: list[object] = []
    ring.append(ring)
    for _turn in range(400):
        keep = [[] for _number in range(2_500)]  # type: ignore[var-annotated]
        tidy.look()
        del keep
    assert len(Rubbish.deleted_in) == 1


def test_what_was_made_while_starting_is_left_alone_until_the_end() -> None:
    Rubbish.deleted_in = []
    tidy = Tidy()
    make(20_000)
    tidy.look()
    tidy.look()
    assert Rubbish.deleted_in == []
    tidy.close()
    assert len(Rubbish.deleted_in) == 20_000


def test_closing_clears_up_and_lets_python_search_again(tidy: Tidy) -> None:
    make(5)
    tidy.close()
    assert len(Rubbish.deleted_in) == 5
    assert gc.isenabled()
