"""The long list: columns that fit or make room, texts that end in an ellipsis, rows and choices that stay."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterator

import pytest
import ttkbootstrap as ttk

from deviceclerk.desktop import look
from deviceclerk.desktop.lists import Column, Row, Table
from tests.helpers import settle, wait_until

pytestmark = pytest.mark.display

COLUMNS = (
    Column("pupil", "Pupil", least=100, weight=1),
    Column("pocket", "Pocket", least=30, centred=True),
    Column("source", "How", least=60, drop=1),
    Column("since", "Since", least=60, optional=True),
)
LONG = "Maximiliaan-Alexander van der Heijden-Oosterhuis"


@pytest.fixture
def window(root: ttk.App) -> Iterator[tk.Toplevel]:
    look.set_fonts(root)
    top = tk.Toplevel(root)
    top.geometry("700x300+0+0")
    yield top
    top.destroy()


def made(window: tk.Toplevel, *names: str) -> Table:
    table = Table(window, COLUMNS)
    table.pack(fill="both", expand=True)
    wait_until(table.tree.winfo_viewable, root=window)
    table.show(rows(*names))
    settle(window)
    return table


def rows(*names: str) -> list[Row]:
    return [Row(name, (name, str(i), "scanned", "")) for i, name in enumerate(names)]


def cell(table: Table, row: str, column: str) -> str:
    found = table.tree.item(row, "text") if column == "#0" else table.tree.set(row, column)
    return str(found).strip()


def test_a_text_without_room_ends_in_an_ellipsis_and_is_whole_again_with_room(window: tk.Toplevel) -> None:
    table = made(window, LONG, "Sem")
    assert cell(table, LONG, "#0") == LONG
    window.geometry("260x300")
    wait_until(lambda: cell(table, LONG, "#0").endswith("…"), root=window)
    assert cell(table, "Sem", "#0") == "Sem"
    assert table.texts(LONG)["pupil"] == LONG
    window.geometry("700x300")
    wait_until(lambda: cell(table, LONG, "#0") == LONG, root=window)


def test_what_is_needed_least_is_left_out_first_and_an_empty_column_always(window: tk.Toplevel) -> None:
    table = made(window, "Sem")
    assert tuple(table.tree.cget("displaycolumns")) == ("pocket", "source")
    window.geometry("220x300")
    wait_until(lambda: tuple(table.tree.cget("displaycolumns")) == ("pocket",), root=window)
    window.geometry("700x300")
    table.show([Row("Sem", ("Sem", "1", "scanned", "08:27"))])
    wait_until(lambda: tuple(table.tree.cget("displaycolumns")) == ("pocket", "source", "since"), root=window)


def test_the_columns_fill_the_room_and_never_more(window: tk.Toplevel) -> None:
    table = made(window, LONG, "Sem")
    for width in (230, 400, 700):
        window.geometry(f"{width}x300")
        wait_until(lambda width=width: window.winfo_width() == width, root=window)  # type: ignore[misc]
        settle(window)
        shown = ("#0", *table.tree.cget("displaycolumns"))
        total = sum(int(table.tree.column(column, "width")) for column in shown)
        assert table.tree.winfo_width() - 10 <= total <= table.tree.winfo_width()


def test_rows_asked_anew_keep_the_choice_and_what_is_gone_is_gone(window: tk.Toplevel) -> None:
    table = made(window, "Noa", "Sem", "Zoë")
    table.select("Sem")
    table.show(rows("Adam", "Noa", "Sem"))
    settle(window)
    assert (table.selection, table.visible) == (("Sem",), ("Adam", "Noa", "Sem"))
    table.only(["Noa"])
    assert table.selection == ()
    table.only(["Noa", "Sem"])
    assert table.tree.get_children() == ("Noa", "Sem")
    assert cell(table, "Sem", "pocket") == "2"
