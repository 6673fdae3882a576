"""The school's choices and what the app itself must not forget, as JSON by key."""

import json
from typing import Any

from sqlalchemy import Connection, insert, select, update

from deviceclerk.store.schema import setting


def get(connection: Connection, key: str) -> Any:
    """What was kept under a key, or None."""
    text = connection.execute(select(setting.c.value).where(setting.c.key == key)).scalar()
    return None if text is None else json.loads(text)


def put(connection: Connection, key: str, value: Any) -> None:
    """Keeps a JSON value under a key, in place of an earlier one."""
    text = json.dumps(value, ensure_ascii=False)
    changed = connection.execute(update(setting).where(setting.c.key == key).values(value=text))
    if not changed.rowcount:
        connection.execute(insert(setting).values(key=key, value=text))
