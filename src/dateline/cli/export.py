"""`dateline export`: write articles for another archive or another program."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from dateline.cli.exit_codes import SOME_FAILED
from dateline.cli.query_argument import QueryCommand, query_command
from dateline.cli.query_options import QueryOptions, narrowing

_FORMS = ("jsonl", "csv", "markdown", "parquet")


@click.command(cls=QueryCommand)
@query_command()
@narrowing
@click.option("--unique", is_flag=True, help="Export one article of each story: its lead copy, or else the first that matches.")
@click.option("-f", "--format", "form", type=click.Choice(_FORMS), default="jsonl", show_default=True, help="Format of the export.")
@click.option("--links", is_flag=True, help="In Markdown, keep the links of the text.")
@click.option("-o", "--output", "target", metavar="FILE", default="-", help="The file to write; for markdown, a new folder.")
@click.pass_obj
def export(folder: Path, /, form: Any, target: str, unique: bool, links: bool, **options: Any) -> None:
    """Export the whole archive, or the results of a query, for another archive or another program.

    jsonl has everything: every raw document, version and sighting, and what was removed, restored and corrected; `import` reads
    it. csv and parquet have a row for each article with its clean text. markdown has a file for each article, with the headings,
    lists, quotations and tables of the page. An existing file is replaced only when the new one is complete. A damaged article is
    left out and named, with exit code 3.

    \b
    Example:
      dateline export -o archive.jsonl
      dateline export ferry --from 2016 --format csv -o ferries.csv
      dateline export source:gazette --format markdown -o gazette/
      dateline export --format parquet -o archive.parquet
    """
    from dateline.archive.archive import Archive
    from dateline.archive.exchange import write_export
    from dateline.cli.output import standard_output, warn

    if links and form != "markdown":
        raise click.UsageError("--links works only with Markdown; add --format markdown.")
    damaged: list[str] = []
    query = QueryOptions(**options).query()
    with Archive.open(folder) as archive, standard_output() if target == "-" else nullcontext(Path(target)) as place:
        number = write_export(archive, "linked markdown" if links else form, place, query, unique=unique, damaged=damaged)
        notes = archive.notes
    for note in notes:
        warn(note)
    for fault in damaged:
        warn(f"left out: {fault}")
    left = f", {len(damaged):,} left out because they are damaged" if damaged else ""
    warn(f"{number:,} article{'' if number == 1 else 's'} exported{left}")
    click.get_current_context().exit(SOME_FAILED if damaged else 0)
