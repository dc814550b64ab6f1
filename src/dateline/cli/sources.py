"""`dateline sources`: who is in the archive."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True, help="Output form."
)
@click.pass_obj
def sources(folder: Path, form: str) -> None:
    """List the sources with their number of articles and the days they span.

    \b
    Example:
      dateline sources
      dateline sources --format jsonl
    """
    from dateline.archive import Archive
    from dateline.cli.screen import write, write_lines
    from dateline.present.record import source_record, to_json
    from dateline.present.report import source_lines

    with Archive.open(folder) as archive:
        counts = archive.sources()
    if form == "jsonl":
        for count in counts:
            write(to_json(source_record(count)))
    else:
        write_lines(source_lines(counts))
