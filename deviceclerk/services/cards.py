"""Printed cards: commands for the door, and the badges of staff. Scanned, they do what stands on them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deviceclerk.domain.commands import Command
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import tags
from deviceclerk.services.clerk import Clerk
from deviceclerk.services.wording_acts import command_word
from deviceclerk.support.i18n import _

if TYPE_CHECKING:
    from deviceclerk.documents.cards import Card
    from deviceclerk.store.database import Connection


def command_codes(clerk: Clerk) -> dict[Command, str]:
    """The codes on the command cards, in the order of the commands; those never printed are issued now.

    A code is issued once and kept: cards that were printed before go on working.
    """
    with clerk.database.writing() as connection:
        return _command_codes(connection, clerk)


def _command_codes(connection: "Connection", clerk: Clerk) -> dict[Command, str]:
    from deviceclerk.store import tags as store

    known = store.command_codes(connection)
    for command in Command:
        if command not in known:
            known[command] = tags.new_code(connection)
            store.put_command(connection, command, known[command], clerk.clock())
    return {command: known[command] for command in Command}


def known_cards(clerk: Clerk) -> dict[str, Command | None]:
    """The valid codes that are on no device: of command cards, and (None) of badges."""
    from deviceclerk.store import tags as store

    with clerk.database.reading() as connection:
        found = store.cards(connection)
    return {code: None if command is None else Command(command) for code, command in found.items()}


def replace_card(clerk: Clerk, command: Command) -> str:
    """Gives a command a new code, to be printed; a card that is lost answers from now on that it was replaced."""
    from deviceclerk.store import tags as store

    with clerk.database.writing() as connection:
        code = tags.new_code(connection)
        store.put_command(connection, command, code, clerk.clock())
    return code


def chosen(
    clerk: Clerk, *, commands: bool, badges: bool, person_ids: Sequence[int] = ()
) -> tuple[list["Card"], str]:
    """The cards as they are printed, and the document's title. Raises Refused `no_badges`."""
    from deviceclerk.documents.cards import Card
    from deviceclerk.services import staff

    cards: list[Card] = []
    if commands:
        cards += [_command_card(command, code) for command, code in command_codes(clerk).items()]
    if badges:
        wanted = set(person_ids)
        holders = [m for m in staff.staff(clerk) if m.badge and (not wanted or m.person.id in wanted)]
        if not holders and not commands:
            raise Refused("no_badges")
        cards += [Card(str(m.badge), m.name, _("Scan this badge to be at the PC.")) for m in holders]
    title = _("Command cards and badges") if commands and badges else _("Badges") if badges else _("Command cards")
    return cards, title


def _command_card(command: Command, code: str) -> "Card":
    from deviceclerk.documents.cards import Card

    does = {
        Command.UNDO: _("Scan this card to take back the last scan."),
        Command.HAND_IN: _("Scan this card, and the door takes devices in until the timetable's next change."),
        Command.HAND_BACK: _("Scan this card, and the door hands devices back until the timetable's next change."),
        Command.CLOSE_DAY: _("Scan this card to close the day: it asks why devices are left."),
    }
    return Card(code, command_word(command), does[command])
