"""`dateline stats`: numbers about the archive."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--failures", "list_failures", is_flag=True, help="List the documents that could not be ingested, and why.")
@click.option(
    "--unwanted", "list_unwanted", is_flag=True, help="List the addresses and files of deleted articles that no ingest brings back."
)
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Output format."
)
@click.pass_obj
def stats(folder: Path, list_failures: bool, list_unwanted: bool, form: str) -> None:
    """Show how much the archive holds and how much disk space it takes.

    \b
    Example:
      dateline stats
      dateline stats --failures
      dateline stats --unwanted | xargs dateline delete --forget-names
    """
    if list_failures and list_unwanted:
        raise click.UsageError("--failures and --unwanted are different lists; choose one.")
    from dateline.archive.archive import Archive
    from dateline.cli.output import warn, width, write, write_lines
    from dateline.render.json import to_json
    from dateline.render.report_record import stats_record
    from dateline.render.summary import failure_lines, stats_lines
    from dateline.text import shown

    with Archive.open(folder) as archive:
        numbers = archive.stats()
        failures = archive.failures() if list_failures else None
        unwanted = archive.tombstones() if list_unwanted else ()
    if list_unwanted:
        for name in unwanted:
            write(to_json(name) if form == "json" else shown(name))
        if not unwanted:
            warn("Nothing was deleted, or all of it may be ingested again.")
        return
    if form == "json":
        write(to_json(stats_record(numbers, failures), indent=True))
    elif failures is None:
        write_lines(stats_lines(numbers))
    else:
        write_lines(failure_lines(failures, width()))
        if not failures:
            warn("Nothing has failed.")
