"""The words of `profiles`."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from deviceclerk.cli import profiles
from deviceclerk.cli.call import Call
from deviceclerk.cli.words import Parser
from deviceclerk.domain.consent import Respondent
from deviceclerk.domain.roster import Layout, Notation
from deviceclerk.support.i18n import _

Add = Callable[[Any, str, Callable[[Call], int], str], argparse.ArgumentParser]


def add_commands(commands: Any, add: Add) -> None:
    """`profiles` and its actions."""
    group = add(commands, "profiles", profiles.list_, _("how the columns of exports are understood"))
    actions = group.add_subparsers(metavar="ACTION", parser_class=Parser)
    add(actions, "list", profiles.list_, _("lists them"))
    show = add(actions, "show", profiles.show, _("tells all that one says"))
    understood = add(
        actions, "understood", profiles.understood, _("tells what is understood of a file, column by column")
    )
    save = add(actions, "save", profiles.save, _("keeps how a file is understood, with corrections"))
    confirm = add(actions, "confirm", profiles.confirm, _("says that one which comes with the program is right"))
    delete = add(actions, "delete", profiles.delete, _("forgets one; what comes with the program is assumed again"))
    for one in (show, save, confirm, delete):
        one.add_argument("name", metavar="NAME", help=_("the name of the import profile"))
    for one in (understood, save):
        _add_file(one)


def _add_file(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help=_("an export"))
    command.add_argument("--profile", metavar="NAME", help=_("the import profile to begin with"))
    command.add_argument("--sheet", metavar="NAME", help=_("the sheet to read"))
    command.add_argument("--group", metavar="NAME", help=_("the group of rows that name none"))
    command.add_argument("--header-row", type=_row, metavar="N", help=_("the row of the headings"))
    command.add_argument(
        "--header-rows", type=int, choices=(1, 2), metavar="1|2", help=_("how many rows of headings")
    )
    _choice(command, "--layout", Layout, _("a row per pupil, or a row per parent and question"))
    _choice(command, "--notation", Notation, _("how whole names are written"))
    _choice(command, "--unnamed", Respondent, _("whose answers they are where nobody is named"))
    command.add_argument(
        "--column", action="append", default=[], type=profiles.column, metavar="HEADING=MEANING",
        help=_("what a column is taken for: {words}").format(words=", ".join(profiles.MEANINGS)),
    )  # fmt: skip
    command.add_argument(
        "--question", action="append", default=[], type=profiles.question, metavar="HEADING=PURPOSE:MEDIA[@BY]",
        help=_("what a question asks, such as {example}").format(example='"Mag mee=website:photo,film"'),
    )  # fmt: skip


def _choice(command: argparse.ArgumentParser, name: str, words: Any, told: str) -> None:
    command.add_argument(name, type=words, choices=list(words), metavar="|".join(words), help=told)


def _row(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:6]) < 10_000):
        raise argparse.ArgumentTypeError(_("{text} is not a row").format(text=text))
    return int(text)
