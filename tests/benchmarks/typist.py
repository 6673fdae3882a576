"""Types codes at a fixed pace, as a program of its own: `python -m tests.benchmarks.typist COUNT INTERVAL_MS`.

It keeps its pace whatever the window does with the keys, as a queue of pupils does. For each code it prints the
moment (seconds of the monotonic clock, which all processes share) at which its Return was pressed.
"""

import os
import sys
import time

from tests.benchmarks.scan import tag
from tests.keys import Keyboard


def type_codes(count: int, interval_ms: float) -> list[float]:
    """Types the first `count` codes, one every `interval_ms`, 1 ms a character."""
    keyboard = Keyboard(os.environ["DISPLAY"])
    pressed = []
    began = time.monotonic()
    for number in range(count):
        time.sleep(max(0.0, began + number * interval_ms / 1000 - time.monotonic()))
        keyboard.type(tag(number + 1).lower(), interval_ms=1)
        keyboard.sync()
        pressed.append(time.monotonic())
        keyboard.tap("Return")
    keyboard.close()
    return pressed


if __name__ == "__main__":
    for moment in type_codes(int(sys.argv[1]), float(sys.argv[2])):
        print(moment)
