"""`python -m dateline`: the command line, where no script stands on the path."""

from __future__ import annotations

from dateline.cli import main

if __name__ == "__main__":  # worker processes import this as well
    main(prog_name="dateline")
