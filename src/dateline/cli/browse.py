"""`dateline browse`: the archive in a full-screen terminal interface."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dateline.cli.query_argument import QueryCommand, query_command


@click.command(cls=QueryCommand)
@query_command()
@click.pass_obj
def browse(folder: Path, /, words: tuple[str, ...]) -> None:
    """Search and read in a full-screen terminal interface.

    The screen has a query line, the articles that match, one article to read, counts by a field, and the articles over time. The
    bottom line shows the main keys, and ? shows all: / goes to the query, j and k go to the next and previous article, r shows
    the removed lines and why, o opens the page in a browser, q quits. You can also edit tags, notes and lines, and delete
    articles. It needs an extra library: pip install 'dateline[browse]'.

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
