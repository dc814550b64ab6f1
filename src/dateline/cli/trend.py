"""`dateline trend`: count matches over time."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import click

from dateline.cli.empty_result import explain_empty
from dateline.cli.query_argument import QueryCommand, query_command
from dateline.cli.query_options import QueryOptions, by_story, narrowing
from dateline.types.counts import Period


@click.command(cls=QueryCommand)
@query_command()
@narrowing
@by_story
@click.option("--by", type=click.Choice(get_args(Period)), default="month", show_default=True, help="Length of a period.")
@click.option("--share", is_flag=True, help="Show the share of all articles of these sources, not the number.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "csv", "json", "svg"]),
    default="text",
    show_default=True,
    help="Output format.",
)
@click.pass_obj
def trend(folder: Path, /, by: Period, share: bool, form: str, unique: bool, **options: Any) -> None:
    """Show how many articles match in each day, week, month or year.

    Each argument is a separate query, with its own column; the options narrow all of them. A period without any article of these
    sources in the archive is a gap, not a zero. The last line counts articles without a date. With --unique, each story counts
    once, when its lead copy was published (or if that does not match, the first copy that does).

    \b
    Example:
      dateline trend ferry
      dateline trend ferry 'bridge OR tunnel' --by year --share
      dateline trend '"final offer" source:wire' --by week --format svg > offer.svg
    """
    from dateline.archive.archive import Archive
    from dateline.cli.output import width, write, write_lines
    from dateline.render.chart import trend_svg
    from dateline.render.json import to_json
    from dateline.render.trend import trend_lines, trend_record, trend_rows

    queries = QueryOptions(**options).queries()
    with Archive.open(folder) as archive:
        found = archive.trend(queries, by, unique=unique)
        for query, series in zip(queries, found.series, strict=True):
            if not series.total:
                explain_empty(archive, query)
    if form == "json":
        write(to_json(trend_record(found, unique=unique), indent=True))
    elif form == "svg":
        write(trend_svg(found, share=share), end="")
    elif form == "csv":
        for row in trend_rows(found, share=share):
            write(row, end="")
    else:
        write_lines(trend_lines(found, width(), share=share, unique=unique))
