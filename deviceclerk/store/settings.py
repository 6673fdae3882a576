"""The school's choices and what the app itself must not forget, as JSON by key."""

import json
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, insert, select, update

from deviceclerk.store.schema import setting

STATION = "station:"
"""What the keys of doors begin with; "acting" in their values names who acts there, by id."""


def get(connection: Connection, key: str) -> Any:
    """What was kept under a key, or None."""
    kept = text(connection, key)
    return None if kept is None else json.loads(kept)


def text(connection: Connection, key: str) -> str | None:
    """The JSON text under a key as it is kept, which may be damaged; for who reads the same one often."""
    kept: str | None = connection.execute(select(setting.c.value).where(setting.c.key == key)).scalar()
    return kept


def put(connection: Connection, key: str, value: Any) -> None:
    """Keeps a JSON value under a key, in place of an earlier one."""
    kept = json.dumps(value, ensure_ascii=False)
    changed = connection.execute(update(setting).where(setting.c.key == key).values(value=kept))
    if not changed.rowcount:
        connection.execute(insert(setting).values(key=key, value=kept))


def forget_people(connection: Connection, people: Iterable[int]) -> None:
    """Takes people who are erased out of what doors go on with: a number may be given again."""
    gone = set(people)
    query = select(setting.c.key, setting.c.value).where(setting.c.key.startswith(STATION))
    for key, value in connection.execute(query).all():
        # What is damaged holds for nobody.
        with suppress(ValueError, TypeError, KeyError):
            kept = json.loads(value)
            if kept["acting"]["person"] in gone:
                put(connection, key, kept | {"acting": None})
