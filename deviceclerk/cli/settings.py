"""Reading and setting the school's settings."""

import json
import sys
from typing import Any

from deviceclerk.cli.call import Call


def get(call: Call) -> int:
    """Tells one setting, or all."""
    from deviceclerk.services import settings

    found, key = settings.get(call.clerk), call.arguments.key
    if key is None:
        call.answer(found, [f"{name}: {_plain(value)}" for name, value in found.items()])
    else:
        call.answer({key: found[key]}, [_plain(found[key])])
    return 0


def put(call: Call) -> int:
    """Sets one setting, and tells it as it is kept."""
    from deviceclerk.services import settings

    value = call.arguments.value
    settings.put(call.clerk, call.arguments.key, sys.stdin.read() if value == "-" else value)
    return get(call)


def _plain(value: Any) -> str:
    """A text as it is, all else as JSON on one line."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
