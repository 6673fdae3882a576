"""The words about paper that was printed: what is wrong with it, and what to do with it."""

import unicodedata

from deviceclerk.services.labels import Printed
from deviceclerk.services.paper import Draft, decimal
from deviceclerk.support.i18n import _


def warnings(made: Printed | Draft) -> list[str]:
    """A sentence for each warning."""
    texts = {
        "small_module": _(
            "The squares of the codes are only {size} mm. Below 0.5 mm many scanners fail: choose larger labels."
        ),
        "characters_lacking": _("These characters cannot be printed, and a plain one stands there: {characters}."),
    }
    named = ", ".join(map(_named, made.lacking))
    return [texts[code].format(size=decimal(made.module_mm), characters=named) for code in made.warnings]


def _named(char: str) -> str:
    """A character and its number, as it may not be shown here either."""
    shown = f"◌{char}" if unicodedata.combining(char) else char
    return f"{shown} (U+{ord(char):04X})"


def calibration_written() -> str:
    """What was written where it is a calibration page; with `{file}`."""
    return _("The calibration page is in {file}.")
