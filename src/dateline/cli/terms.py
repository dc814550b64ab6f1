"""`dateline terms`: list the words that are typical of matches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dateline.cli.empty_result import explain_empty
from dateline.cli.query_argument import QueryCommand, query_command
from dateline.cli.query_options import QueryOptions, by_story, narrowing


@click.command(cls=QueryCommand)
@query_command()
@narrowing
@by_story
@click.option("-n", "--limit", type=click.IntRange(min=1, max=500), default=20, show_default=True, help="List this many words.")
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True, help="Output format."
)
@click.pass_obj
def terms(folder: Path, /, limit: int, form: str, unique: bool, **options: Any) -> None:
    """List the words that are typical of the articles that match.

    The two numbers of each word say how many of the articles that match have it in any form, and how many in the whole archive;
    `count` gives the same numbers. Words that are frequent here and rare elsewhere come first, ordered by significance
    (log-likelihood). Function words (the, with, und) and the words of the query are left out. With --unique, a report that many
    outlets reprint counts once.

    \b
    Example:
      dateline terms ferry
      dateline terms source:gazette --from 2016 --to 2016 --limit 50 --format csv
      dateline terms 'tag:election' --unique
    """
    from dateline.archive.archive import Archive
    from dateline.cli.output import warn, width, write, write_lines
    from dateline.render.concordance import terms_record, terms_rows, terms_text
    from dateline.render.json import to_json

    query = QueryOptions(**options).query()
    with Archive.open(folder) as archive:
        found = archive.terms(query, limit, unique=unique)
        if not found.total:
            explain_empty(archive, query)
    if form == "json":
        write(to_json(terms_record(found, str(query), unique=unique), indent=True))
    elif form == "csv":
        for row in terms_rows(found):
            write(row, end="")
    else:
        write_lines(terms_text(found, width()))
    if found.total and not found.terms:
        warn(f"No word is typical of {found.total:,} of {found.archive:,} articles.")
