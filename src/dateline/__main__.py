"""The entry point of the script `dateline` and of `python -m dateline`. It imports late, so that Ctrl-C works from the start."""

from __future__ import annotations

import sys

_INTERRUPTED = 130


def run() -> None:
    """Run the command line."""
    try:
        from dateline.cli import main

        main(prog_name="dateline")
    except KeyboardInterrupt:  # before a command could handle it
        sys.exit(_INTERRUPTED)


if __name__ == "__main__":  # worker processes import this as well
    run()
