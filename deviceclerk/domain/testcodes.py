"""The codes by which a scanner is tried. None can be taken for a tag, however it arrives.

A tag is twelve letters, the first two of them 'DC'. Each of these holds a digit or a letter that no tag has among
any twelve characters, under every keyboard language: at the door they are codes that cannot be read.
"""

from __future__ import annotations

import string
from enum import Enum


class TestCode(Enum):
    """A code of the test page; its value is the text that it holds.

    All begin with letters that stand in the same place on every keyboard, so that what arrives can be told apart.
    """

    __test__ = False  # its name is not for test runners

    LETTERS = "TEST1aqwzymAQWZYM"
    """The letters that move between keyboards, and both cases: Caps Lock, AZERTY, QWERTZ."""
    SIGNS = 'TEST2"e-/am0123456789y'
    """Digits and signs: each keyboard language makes something else of these."""
    LONG = "TEST3" + string.ascii_letters + string.digits + "END"
    """Long: a scanner that is too fast or too slow loses some of it."""
    SMALL = "TEST4-0123456789"
    """Printed as small as on the smallest labels."""
