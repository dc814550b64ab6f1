"""`dateline browse`: the archive as a whole screen."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dateline.cli.query_argument import QueryCommand, query_command


@click.command(cls=QueryCommand)
@query_command()
@click.pass_obj
def browse(folder: Path, /, words: tuple[str, ...]) -> None:
    """Search and read on a whole screen of the terminal.

    A query line, the articles that match, one of them to read, counts by a field, and the articles over time. Keys stand at the
    foot, and ? shows all: / goes to the query, j and k to the next article and back, r shows what was taken out of it and why, o
    opens its page; tags, notes, lines and whole articles are put, taken and deleted there too. q ends it.
    It needs a library more: pip install 'dateline[browse]'.

    \b
    Example:
      dateline browse
      dateline browse ferry date:2016
    """
    from dateline.cli.tui import browse
    from dateline.errors import DatelineError

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise DatelineError("browsing needs a terminal; 'dateline search' writes to files and pipes")
    browse(folder, " ".join(words))
