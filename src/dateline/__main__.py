"""The program, by the script `dateline` or by `python -m dateline`: all that is imported is within the reach of Ctrl-C."""

from __future__ import annotations

import sys

_INTERRUPTED = 130


def run() -> None:
    """Run the command line."""
    try:
        from dateline.cli import main

        main(prog_name="dateline")
    except KeyboardInterrupt:  # before there was anything that could have been told of it
        sys.exit(_INTERRUPTED)


if __name__ == "__main__":  # worker processes import this as well
    run()
