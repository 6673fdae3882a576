"""A tag or card by the code that stands on it: withdrawing or replacing it, whatever it is of."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deviceclerk.domain import tagcode
from deviceclerk.domain.commands import Command
from deviceclerk.domain.custody import Kind
from deviceclerk.domain.refusals import Refused
from deviceclerk.services import cards, staff, tags
from deviceclerk.services.clerk import Change, Clerk

if TYPE_CHECKING:
    from deviceclerk.store.database import Connection
    from deviceclerk.store.tags import CodeRecord


@dataclass(frozen=True, slots=True)
class Code:
    """What a code is of: a device of a pupil, a badge (`name`), a command card, or, with none of these, blank.

    `device_id` with `pupil` and `kind` is of a device that is registered still.
    """

    code: str
    revoked: bool = False
    device_id: int | None = None
    pupil: str | None = None
    kind: Kind | None = None
    person_id: int | None = None
    name: str | None = None
    command: Command | None = None
    changes: Change = Change.NOTHING


def find(clerk: Clerk, text: str) -> Code:
    """What a code is of. Raises Refused: `damaged_code`, `unknown_code` (this school never issued it)."""
    with clerk.database.reading() as connection:
        return _told(connection, *_known(connection, text))


def revoke(clerk: Clerk, text: str) -> Code:
    """Withdraws a tag, blank or not, a badge or a command card: scanned again it answers that it is withdrawn.

    Raises Refused: as `find`, and `tag_revoked` where it was withdrawn before.
    """
    from deviceclerk.store import tags as store

    with clerk.database.writing() as connection:
        code, known = _known(connection, text)
        if known.revoked:
            raise Refused("tag_revoked", tag=code)
        store.revoke_code(connection, known.id, clerk.clock())
        told = _told(connection, code, known)
    return Code(
        code, True, told.device_id, told.pupil, told.kind, told.person_id, told.name, told.command, _changed(told)
    )


def _changed(code: Code) -> Change:
    return Change.STAFF if code.person_id is not None else Change.DEVICES


def replace(clerk: Clerk, text: str, new: str | None = None) -> Code:
    """Puts another code in place of one that is lost, a new one or (`new`) a blank tag's; answers the new one.

    The old one may have been withdrawn before; scanned again it says when it was replaced. Raises Refused: as
    `find`, `code_is_blank` (on nothing, so there is nothing to replace), `card_is_printed` (a command card is
    not made of a blank tag), and for the new one as `tags.replace_tag` and `staff.give_badge`.
    """
    from deviceclerk.store import tags as store

    old = find(clerk, text)
    if old.device_id is not None:
        code = tags.replace_tag(clerk, old.device_id, new)
    elif old.person_id is not None:
        code = staff.give_badge(clerk, old.person_id, new)
        with clerk.database.writing() as connection:  # it may have been withdrawn before, without another
            store.replace_code(connection, old.code, code)
    elif old.command is not None:
        if new is not None:
            raise Refused("card_is_printed")
        code = cards.replace_card(clerk, old.command)
    else:
        raise Refused("code_is_blank")
    return Code(
        code, False, old.device_id, old.pupil, old.kind, old.person_id, old.name, old.command, _changed(old)
    )


def _known(connection: "Connection", text: str) -> tuple[str, "CodeRecord"]:
    from deviceclerk.store import tags as store

    reading, code = tagcode.read("".join(text.split()))
    if reading is tagcode.Reading.DAMAGED:
        raise Refused("damaged_code")
    known = store.find_code(connection, code)
    if known is None:
        raise Refused("unknown_code")
    return code, known


def _told(connection: "Connection", code: str, known: "CodeRecord") -> Code:
    from deviceclerk.store import people
    from deviceclerk.store import tags as store

    if known.device_id is not None:
        found = store.devices(connection, on=None, ids=[known.device_id])
        if not found:
            return Code(code, known.revoked)
        one = found[0]
        return Code(code, known.revoked, one.id, one.person.name.full, one.kind)
    if known.person_id is not None:
        holder = people.by_id(connection, known.person_id)
        return Code(code, known.revoked, person_id=known.person_id, name=holder.name.full if holder else None)
    return Code(code, known.revoked, command=None if known.command is None else Command(known.command))
