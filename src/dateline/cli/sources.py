"""`dateline sources`: list the sources in the archive."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "json", "jsonl", "csv"]),
    default="text",
    show_default=True,
    help="Output format.",
)
@click.pass_obj
def sources(folder: Path, form: str) -> None:
    """List the sources, each with its number of articles and its first and last day.

    \b
    Example:
      dateline sources
      dateline sources --format jsonl
    """
    from dateline.archive.archive import Archive
    from dateline.cli.output import write, write_lines
    from dateline.render.json import VERSION, to_json
    from dateline.render.report_record import source_record
    from dateline.render.summary import source_lines
    from dateline.render.table import csv_row, safe_cell

    with Archive.open(folder) as archive:
        counts = archive.sources()
    records = [source_record(count) for count in counts]
    if form == "json":
        write(to_json({"v": VERSION, "sources": records}, indent=True))
    elif form == "jsonl":
        for record in records:
            write(to_json(record))
    elif form == "csv":
        write(csv_row(("source", "articles", "first", "last")), end="")
        for record in records:
            write(csv_row(safe_cell("" if value is None else str(value)) for value in record.values()), end="")
    else:
        write_lines(source_lines(counts))
