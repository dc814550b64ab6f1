"""`dateline ingest`: take documents into the archive."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.place import usable_cores
from dateline.cli.web import following, the_web

_SHOWN_FAILURES = 5


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--format",
    "media",
    metavar="NAME",
    help="What the files are, whatever they look like; else each is recognised. 'dateline formats' lists the names.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=usable_cores,
    show_default="one for each core",
    help="How many processes clean.",
)
@following
@click.option("--strict", is_flag=True, help="Stop at the first document that fails.")
@click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Form of the summary.")
@click.pass_obj
def ingest(folder: Path, paths: tuple[str, ...], media: str | None, jobs: int, strict: bool, output: str) -> None:
    """Take files, folders, globs and web addresses into the archive; - is standard input.

    Each document is cleaned, stored and indexed. The same document twice adds nothing; a changed one becomes a new version.
    One that fails is listed and the rest goes in. Exit code 1 if nothing could be read.

    Pages are fetched politely: as robots.txt allows, and not more often than once a second from one host. A page is named by its
    address; with --fetch, pages that a list names are fetched once, and again when a sitemap says that they have changed.

    \b
    Example:
      dateline ingest articles/ 'dumps/*.jsonl'
      dateline ingest https://mail.example/2024/05/ferry.html
      dateline ingest --fetch addresses.txt https://mail.example/news-sitemap.xml
    """
    from dateline.archive import Archive
    from dateline.cli.place import standard_input
    from dateline.cli.progress import showing_progress
    from dateline.cli.screen import remark, width, write_lines
    from dateline.present import failure_lines, summary_lines, summary_record, to_json
    from dateline.readers import open_documents

    with Archive.open(folder, create=True) as archive:
        documents = open_documents(paths, stdin=standard_input(), format=media, web=the_web(archive))
        with showing_progress() as progress:
            summary = archive.ingest(documents, strict=strict, progress=progress, jobs=jobs)
        notes = archive.notes
    for note in notes:
        remark(note)
    write_lines(failure_lines(summary.failures, width(), _SHOWN_FAILURES), err=True)
    if output == "json":
        click.echo(to_json(summary_record(summary)))
    else:
        write_lines(summary_lines(summary))
    taken = summary.new + summary.new_version + summary.duplicate
    if not taken and not summary.failed:
        remark("There was nothing to take in: nothing here looks like what 'dateline formats' lists; --format forces a format.")
    if summary.failed and not taken:
        click.get_current_context().exit(1)
