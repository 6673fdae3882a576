"""What a printed command card tells the door to do when it is scanned."""

from enum import StrEnum


class Command(StrEnum):
    """The commands that have a card."""

    UNDO = "undo"
    HAND_IN = "hand_in"
    HAND_BACK = "hand_back"
    CLOSE_DAY = "close_day"
