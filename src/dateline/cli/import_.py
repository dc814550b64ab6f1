"""`dateline import`: read articles from another archive or from `dateline batch`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.defaults import usable_cores
from dateline.cli.exit_codes import SOME_FAILED
from dateline.cli.ingest_options import show_failures, show_summary
from dateline.cli.output import warn

if TYPE_CHECKING:
    from dateline.archive.archive import Archive
    from dateline.types.documents import CleanedDocument, Failure, IngestSummary, Skipped
    from dateline.types.history import ArticleRecord

_TIMEOUT = 60.0  # seconds; nothing is cleaned here, so a slow document is not at fault


@click.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.option("--into-index", "address", metavar="ADDRESS", help="Index a folder of batch in OpenSearch, without an archive.")
@click.option("--as", "name", metavar="NAME", help="With --into-index: the name of the index; the default is that of the folder.")
@click.option("--shards", type=click.IntRange(1, 1024), default=1, help="With --into-index: number of shards of the index.")
@click.pass_obj
def import_(folder: Path, paths: tuple[str, ...], address: str | None, name: str | None, shards: int) -> None:
    """Import what `export --format jsonl` or `batch` wrote; - is standard input.

    From an export, each article has the same id, versions and verdicts as in the other archive. An article that is here already
    does not change. Exit code 3 if a line could not be imported.

    What `batch` wrote (its folder, the address of it, or single Parquet files) is imported like an ingest of its inputs, but with
    the articles as `batch` cleaned them; documents that failed there are listed as failures here.

    With --into-index, one folder of `batch` becomes an index in an OpenSearch cluster, with the texts in it. No archive is written.
    The index has the newest capture of each article. Search it with `dateline --index ADDRESS --archives NAME search`. If a run is
    interrupted, the same command continues it.

    \b
    Example:
      dateline import archive.jsonl
      dateline import cleaned/
      dateline import cleaned/ --into-index https://search.example:9200/news --as crawl2024
      dateline --archive old export source:gazette | dateline --archive new import -
    """
    from dateline.archive.archive import Archive
    from dateline.archive.batch.import_rows import is_batch
    from dateline.cli.progress import showing_progress
    from dateline.types.documents import IngestSummary

    if name and not address:
        raise click.UsageError("--as goes with --into-index.")
    if address:
        _import_into_index(paths, address, name, shards)
        return
    exports, cleaned = [path for path in paths if not is_batch(path)], [path for path in paths if is_batch(path)]
    summary, notes = IngestSummary(), list[str]()
    with Archive.open(folder, create=True) as archive, showing_progress() as progress:
        if exports:
            summary += archive.import_records((found for path in exports for found in _read_export(path)), progress=progress)
        if cleaned:
            summary += _import_batch(archive, cleaned, progress, notes)
    _report(summary, notes)


def _import_into_index(paths: tuple[str, ...], address: str, name: str | None, shards: int) -> None:
    """Index one folder of cleaned files in a cluster."""
    from dateline.archive.batch.import_rows import is_batch
    from dateline.archive.batch.into_index import import_into_index
    from dateline.cli.progress import showing_progress

    if len(paths) != 1 or not is_batch(paths[0]) or paths[0].endswith(".parquet"):
        raise click.UsageError("--into-index takes one folder that 'dateline batch' made; an index stands for a whole folder.")
    from dateline.search.opensearch.choice import plain_name

    with showing_progress("Indexing") as progress:
        summary, notes = import_into_index(paths[0], address, name or plain_name(paths[0]), shards=shards, progress=progress)
    _report(summary, notes)


def _report(summary: IngestSummary, notes: Iterable[str]) -> None:
    """Show the warnings, the failures and the counts; exit with a code of its own if documents failed."""
    for note in notes:
        warn(note)
    show_failures(summary)
    show_summary(summary)
    if summary.failed:
        click.get_current_context().exit(SOME_FAILED)


def _import_batch(archive: Archive, folders: list[str], progress: Any, notes: list[str]) -> IngestSummary:
    """Ingest cleaned documents; add a note to `notes` if another cleaner than the archive's made them."""
    from dateline.archive.batch.import_rows import read_cleaned
    from dateline.types.documents import CleanedDocument
    from dateline.workers.worker import Limits

    cleaners = set[str]()

    def found() -> Iterator[CleanedDocument | Failure | Skipped]:
        for place in folders:
            for one in read_cleaned(place):
                if isinstance(one, CleanedDocument):
                    cleaners.add(one.article.cleaner)
                yield one

    summary = archive.ingest(found(), progress=progress, jobs=usable_cores(), limits=Limits(_TIMEOUT))
    if cleaners - {archive.cleaner.version}:
        notes.append("Some of these articles were cleaned by another cleaner; 'dateline reclean' cleans them again.")
    return summary


def _read_export(path: str) -> Iterator[ArticleRecord | Failure]:
    from dateline.archive.exchange import read_records
    from dateline.cli.defaults import standard_input
    from dateline.errors import ReadError

    try:
        with nullcontext(standard_input()) if path == "-" else open(path, "rb") as stream:
            yield from read_records(stream, "stdin" if path == "-" else path)
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror or error}); check the path") from error
