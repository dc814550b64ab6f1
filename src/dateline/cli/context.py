"""`dateline context`: show matches with the words around them."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any, get_args

import click

from dateline.cli.query_argument import QueryCommand, query_command
from dateline.cli.query_options import QueryOptions, narrowing
from dateline.types.history import Order

_WIDTH = 60


@click.command(cls=QueryCommand)
@query_command()
@narrowing
@click.option(
    "--sort", "order", type=click.Choice(get_args(Order)), default="newest", show_default=True, help="Order of the lines."
)
@click.option(
    "--width",
    "wide",
    type=click.IntRange(1, 1000),
    help="Characters on each side. The default is as many as fit; 60 in CSV and JSON.",
)
@click.option("-n", "--limit", type=click.IntRange(min=0), default=50, show_default=True, help="Show this many lines; 0 shows all.")
@click.option("--all-copies", is_flag=True, help="Read every copy of a story, not only one.")
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True, help="Output format."
)
@click.pass_obj
def context(folder: Path, /, order: Order, wide: int | None, limit: int, all_copies: bool, form: str, **options: Any) -> None:
    """Show every match of a query with the words before and after it (keyword in context).

    A match is what a search would mark: words, phrases, patterns, words near each other. `--sort left` groups the matches that
    have the same words before them, `--sort right` those with the same words after them; `newest` and `oldest` sort by the date
    of the article.

    \b
    Example:
      dateline context ferry
      dateline context '"climate change"' --sort right --limit 0
      dateline context 'harb* source:gazette' --from 2016 --format csv
    """
    from dateline.archive.archive import Archive
    from dateline.cli.output import warn, width, write, write_lines
    from dateline.render.concordance import context_record, context_rows, context_text, context_width
    from dateline.render.json import to_json
    from dateline.types.answers import Window

    query = QueryOptions(**options).query()
    room = wide or (context_width(width()) if form == "text" else _WIDTH)
    with Archive.open(folder) as archive:
        found = archive.context(query, width=room, order=order, all_copies=all_copies)
        lines = list(islice(found, limit or None))
        more = next(found, None) is not None
        notes = (
            () if lines else archive.search(query, Window(limit=1)).notes or ("This query has no words to show in their context.",)
        )
    if form == "json":
        write(to_json(context_record(lines, str(query)), indent=True))
    elif form == "csv":
        for row in context_rows(lines):
            write(row, end="")
    else:
        write_lines(context_text(lines, room))
    for note in notes:
        warn(note)
    if more:
        warn(f"These are the first {len(lines):,} matches; --limit 0 shows all.")
