"""`dateline quotes`: list quotations in articles."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import click

from dateline.cli.query_argument import QueryCommand, query_command
from dateline.cli.query_options import QueryOptions, narrowing


@click.command(cls=QueryCommand)
@query_command()
@narrowing
@click.option("--by", "speaker", metavar="NAME", help="Only quotations of this person, where a sentence names the speaker.")
@click.option(
    "-n", "--limit", type=click.IntRange(min=0), default=50, show_default=True, help="Show this many quotations; 0 shows all."
)
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True, help="Output format."
)
@click.pass_obj
def quotes(folder: Path, /, speaker: str | None, limit: int, form: str, **options: Any) -> None:
    """List the quotations in the articles that match, with the words before and after them.

    A speaker is named only if the sentence itself has a verb of speech and one person, whom the article names in full. Dateline
    reads one article of each story.

    \b
    Example:
      dateline quotes 'ferry strike'
      dateline quotes 'person:"angela merkel"' --by merkel --format csv
    """
    from dateline.archive.archive import Archive
    from dateline.cli.output import warn, width, write, write_lines
    from dateline.metadata.names.quotations import quotations_of
    from dateline.render.json import to_json
    from dateline.render.quotes import quotes_lines, quotes_record, quotes_rows

    query = QueryOptions(**options).query()
    with Archive.open(folder) as archive:
        found = quotations_of(archive.articles(query, unique=True), speaker)
        listed = list(islice(found, limit or None))
        more = next(found, None) is not None
        why = archive.why_no_names() if speaker and not listed else ()
    if form == "json":
        write(to_json(quotes_record(listed, str(query)), indent=True))
    elif form == "csv":
        for row in quotes_rows(listed):
            write(row, end="")
    else:
        write_lines(quotes_lines(listed, width()))
    if more:
        warn(f"These are the first {len(listed):,} quotations; --limit 0 shows all.")
    for note in why:
        warn(note)
    if not listed:
        warn("No article that matches has a quotation of three words or more" + (" by that person." if speaker else "."))
