"""`dateline ingest`: read documents, clean them and store them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.exit_codes import NOTHING, SOME_FAILED
from dateline.cli.fetch_options import following, web_from_options
from dateline.cli.ingest_options import (
    describing,
    field_names,
    jobs_option,
    output_option,
    prepare_worker,
    show_failures,
    show_summary,
    time_option,
)
from dateline.cli.options import Duration

if TYPE_CHECKING:
    from dateline.archive.archive import Archive
    from dateline.archive.dry_run import DryRun
    from dateline.cli.interruption import Interruption
    from dateline.metadata.batch_metadata import BatchMetadata
    from dateline.readers.field_mapping import FieldMapping
    from dateline.store import Holder
    from dateline.types.documents import IngestSummary
    from dateline.workers.worker import Limits


@dataclass(frozen=True, slots=True)
class _IngestArguments:
    """The arguments and options of one ingest."""

    paths: tuple[str, ...]
    media: str | None
    jobs: int
    limits: Limits
    strict: bool
    again: bool
    by_hand: BatchMetadata
    names: FieldMapping
    enclosed: bool
    no_names: bool
    wait: float | None
    output: str


@click.command()
@click.argument("paths", nargs=-1, required=True)
@describing
@click.option("--again", is_flag=True, help="Also read files that were ingested before and have not changed.")
@click.option("--enclosed", is_flag=True, help="Ingest the attachments and forwarded messages of mail as documents, too.")
@click.option("--no-names", is_flag=True, help="Do not find people, places and organisations; 'dateline reindex' finds them later.")
@jobs_option
@time_option
@following
@click.option("--dry-run", is_flag=True, help="Show what would be ingested, with a sample, and write nothing.")
@click.option("--strict", is_flag=True, help="Stop at the first document that fails.")
@click.option(
    "--wait",
    type=Duration(),
    metavar="SECONDS",
    show_default="as long as it takes",
    help="How long to wait for another process that writes to the archive.",
)
@click.option("--no-wait", is_flag=True, help="The same as --wait 0.")
@output_option
@click.pass_obj
def ingest(
    folder: Path,
    /,
    source: str | None,
    published: str | None,
    published_order: str | None,
    tags: tuple[str, ...],
    mapped: tuple[str, ...],
    dry_run: bool,
    no_wait: bool,
    **asked: Any,
) -> None:
    """Ingest files, folders, globs and web addresses; - is standard input.

    Dateline cleans, stores and indexes each document. The same document again adds nothing; a changed one becomes a new version.
    A document that fails is listed, and the others are ingested. Exit code 3 if some failed, 1 if nothing could be read.

    To continue an interrupted run, type the command again: files that were ingested completely are not read again. --source and
    --published apply only where a document states nothing itself; `why` shows them. With --again they also apply to documents
    that were ingested before. --published-order says how to read dates such as 03/04/2016 where nothing on the line decides it.
    --map says what the columns of CSV and Parquet or the fields of JSON mean (text, html, url, id, title, published, updated,
    authors, source, section, tags, language …) where their names do not; write a.b for the field b inside a. Another mapping
    corrects what was ingested before.

    Dateline fetches pages as robots.txt allows, and at most one a second from each host. Give the address of a page. With
    --fetch, Dateline also fetches the pages that a list names: once, and again when a sitemap says that they have changed.

    \b
    Example:
      dateline ingest articles/ 'dumps/*.jsonl'
      dateline ingest https://mail.example/2024/05/ferry.html
      dateline ingest --fetch addresses.txt https://mail.example/news-sitemap.xml
      dateline ingest --source "Harbour Post" --published 2016-07 --tag flood clippings/
      dateline ingest --map text=Volltext,published=Datum,authors=Verfasser export.csv
      dateline ingest --again --source "Harbour Post" clippings/
    """
    prepare_worker()
    from dateline.archive.archive import Archive
    from dateline.cli.interruption import catching_interruption
    from dateline.metadata.batch_metadata import BatchMetadata

    if no_wait:
        asked["wait"] = 0.0
    by_hand = BatchMetadata.of(source, published, tags, date.today(), published_order)
    arguments = _IngestArguments(**asked, by_hand=by_hand, names=field_names(mapped))
    with catching_interruption() as interruption:
        if dry_run:
            from dateline.archive.dry_run import DryRun

            with DryRun.of(folder) as trial:
                summary, last = _ingest(trial, arguments, interruption)
                _write_dry_run(trial, summary, arguments.output)
        else:
            with Archive.open(folder, create=True) as archive, _hold_lock(archive, arguments.wait):
                summary, last = _ingest(archive, arguments, interruption)
                _write_report(archive, summary, arguments.output)
        _exit(summary, (last, interruption.code) if interruption.wanted else None, dry_run=dry_run)


def _ingest(archive: Archive | DryRun, arguments: _IngestArguments, interruption: Interruption) -> tuple[IngestSummary, str]:
    """Ingest; return the summary, and the origin of the last settled document."""
    from dateline.archive.archive import Archive
    from dateline.cli.defaults import standard_input
    from dateline.cli.progress import showing_way
    from dateline.readers import open_files
    from dateline.readers.detection import ReadOptions

    web = web_from_options(archive if isinstance(archive, Archive) else archive.archive)
    read_all = (
        arguments.again or arguments.names or arguments.enclosed or web.follow
    )  # the pages of a list may have changed although the list has not
    known = None if read_all else archive.has_ingested
    with showing_way(arguments.paths) as progress:
        arrivals = open_files(
            arguments.paths,
            stdin=standard_input(),
            format=arguments.media,
            web=web,
            known=known,
            count=progress.count,
            limits=arguments.limits,
            options=ReadOptions(arguments.names, arguments.enclosed),
        )
        documents = arguments.by_hand.add_to(progress.through(interruption.until(arrivals)))
        summary = archive.ingest(
            documents,
            strict=arguments.strict,
            retell=arguments.again or bool(arguments.names),
            names=not arguments.no_names,
            progress=progress.step,
            jobs=arguments.jobs,
            limits=arguments.limits,
        )
        return summary, progress.last


@contextmanager
def _hold_lock(archive: Archive, wait: float | None) -> Iterator[None]:
    """Hold the writer lock; while another process holds it, write a message and wait."""
    from dateline.cli.output import warn

    def warn_waiting(holder: Holder | None) -> None:
        who = f" (process {holder.process}, since {holder.since.astimezone():%Y-%m-%d %H:%M:%S})" if holder else ""
        warn(f"Another process{who} is writing to this archive; waiting for it to end. You can search meanwhile.")

    with archive.writing(float("inf") if wait is None else wait, warn_waiting):
        yield


def _write_report(archive: Archive, summary: IngestSummary, output: str) -> None:
    from dateline.cli.output import warn

    for note in archive.notes:
        warn(note)
    _write_failures(archive, summary)
    show_summary(summary, output)


def _write_dry_run(trial: DryRun, summary: IngestSummary, output: str) -> None:
    from dateline.cli.output import warn, width, write, write_lines
    from dateline.render.dry_run import dry_run_lines, dry_run_record
    from dateline.render.json import to_json

    _write_failures(trial.archive, summary)
    if output == "json":
        write(to_json(dry_run_record(summary, trial.samples)))
    else:
        write_lines(dry_run_lines(trial.samples, width()))
        show_summary(summary)
    warn("Nothing was written; leave --dry-run out to ingest.")


def _write_failures(archive: Archive | None, summary: IngestSummary) -> None:
    from dateline.cli.output import write_lines
    from dateline.render.summary import known_files_lines

    show_failures(summary)
    failed_before = summary.known_files > 0 and archive is not None and bool(archive.failures())
    write_lines(known_files_lines(summary.known_files, failures=failed_before), err=True)


def _exit(summary: IngestSummary, stopped: tuple[str, int] | None, *, dry_run: bool) -> None:
    """Write the last message and set the exit code; `stopped` is the last origin before a signal, and the exit code for the
    signal."""
    from dateline.cli.output import warn
    from dateline.text import shown

    if stopped is not None:
        last, code = stopped
        place = f" after {shown(last)}" if last else ""
        kept = "" if dry_run else " What was read before is in the archive; the same command continues from there."
        warn(f"Interrupted{place}.{kept}")
        click.get_current_context().exit(code)
    ingested = summary.new + summary.new_version + summary.duplicate
    if not ingested and not summary.failed and not summary.known_files:
        warn(
            "There was nothing to ingest: nothing here looks like a format that 'dateline formats' lists (--format forces one), "
            "or there are only lists of addresses (--fetch fetches the pages)."
        )
    if summary.failed:
        click.get_current_context().exit(SOME_FAILED if ingested or summary.known_files else NOTHING)
