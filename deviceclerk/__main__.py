"""`python -m deviceclerk`, and the start of the frozen program."""

import sys


def run() -> int:
    """Runs the command line and returns its exit code."""
    if getattr(sys, "frozen", False):
        # A frozen program starts its children by starting itself: this call turns such a child into the
        # worker that it was meant to be. Only there, as the import costs start-up time.
        from multiprocessing import freeze_support

        freeze_support()
    from deviceclerk.cli import main

    return main()


if __name__ == "__main__":
    sys.exit(run())
