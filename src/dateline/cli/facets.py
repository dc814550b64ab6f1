"""`dateline facets`: count matches by the values of a field."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import click

from dateline.cli.empty_result import explain_empty
from dateline.cli.query_argument import QueryCommand, query_command
from dateline.cli.query_options import QueryOptions, by_story, narrowing
from dateline.types.counts import Facet


@click.command(cls=QueryCommand)
@click.argument("field", metavar="FIELD", type=click.Choice(get_args(Facet)))
@query_command()
@narrowing
@by_story
@click.option(
    "-n", "--limit", type=click.IntRange(min=0), default=20, show_default=True, help="List this many values; 0 lists all."
)
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True, help="Output format."
)
@click.pass_obj
def facets(folder: Path, /, field: Facet, limit: int, form: str, unique: bool, **options: Any) -> None:
    """Count the articles that match by source, author, day, language, or by the people, places and organisations in them.

    FIELD is source, author, place (of the dateline), agency, tag, section, person, mentions-place, organisation, domain, kind,
    year, month or lang.

    The rows add up to the number of articles; (unknown) are those without a value. An article with several authors, tags or
    people counts in the row of each. With --unique, each story counts once, by its lead copy (or if that does not match, by the
    copy that was published first).

    \b
    Example:
      dateline facets source ferry
      dateline facets person 'strike lang:de'
      dateline facets tag 'title:storm' --from 2015 --limit 0 --format csv
      dateline facets month 'agency:reuters'
    """
    from dateline.archive.archive import Archive
    from dateline.archive.searching import EVERY
    from dateline.cli.output import warn, width, write, write_lines
    from dateline.render.counts import tally_lines, tally_note, tally_record, tally_rows
    from dateline.render.json import to_json
    from dateline.types.history import NAME_KINDS

    query = QueryOptions(**options).query()
    with Archive.open(folder) as archive:
        tally = archive.facets(query, field, limit or EVERY, unique=unique)
        if not tally.total:
            explain_empty(archive, query)
        elif field in NAME_KINDS and not tally.counts:
            for note in archive.why_no_names():
                warn(note)
    if form == "json":
        write(to_json(tally_record(tally, field, str(query), unique=unique), indent=True))
        return
    if form == "csv":
        for row in tally_rows(tally, field, unique=unique):
            write(row, end="")
    else:
        write_lines(tally_lines(tally, width()))
    warn(tally_note(tally, unique=unique))
