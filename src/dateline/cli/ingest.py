"""`dateline ingest`: take documents into the archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.place import usable_cores
from dateline.cli.web import following, the_web

if TYPE_CHECKING:
    from dateline.archive import Archive
    from dateline.store import Holder
    from dateline.types import IngestSummary

_SHOWN_FAILURES = 5
_INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class _Order:
    """What a person asked for."""

    paths: tuple[str, ...]
    media: str | None
    jobs: int
    strict: bool
    again: bool
    wait: float | None
    output: str


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--format",
    "media",
    metavar="NAME",
    help="What the files are, whatever they look like; else each is recognised. 'dateline formats' lists the names.",
)
@click.option("--again", is_flag=True, help="Read files too that were taken in before and have not changed.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=usable_cores,
    show_default="one for each core",
    help="How many processes clean.",
)
@following
@click.option("--strict", is_flag=True, help="Stop at the first document that fails.")
@click.option(
    "--wait",
    type=click.FloatRange(min=0),
    metavar="SECONDS",
    show_default="as long as it takes",
    help="How long to wait while another process writes to the archive.",
)
@click.option("--no-wait", is_flag=True, help="The same as --wait 0.")
@click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Form of the summary.")
@click.pass_obj
def ingest(folder: Path, /, no_wait: bool, **asked: Any) -> None:
    """Take files, folders, globs and web addresses into the archive; - is standard input.

    Each document is cleaned, stored and indexed. The same document twice adds nothing; a changed one becomes a new version.
    One that fails is listed and the rest goes in. Exit code 1 if nothing could be read.

    A run that was interrupted goes on when it is typed again: files that were taken in whole are not read a second time.

    Pages are fetched politely: as robots.txt allows, and not more often than once a second from one host. A page is named by its
    address; with --fetch, pages that a list names are fetched once, and again when a sitemap says that they have changed.

    \b
    Example:
      dateline ingest articles/ 'dumps/*.jsonl'
      dateline ingest https://mail.example/2024/05/ferry.html
      dateline ingest --fetch addresses.txt https://mail.example/news-sitemap.xml
    """
    from dateline.archive import Archive
    from dateline.cli.interruption import heeding_interruption

    if no_wait:
        asked["wait"] = 0.0
    order = _Order(**asked)
    with Archive.open(folder, create=True) as archive, heeding_interruption() as interruption, _turn(archive, order.wait):
        summary, last = _take_in(archive, order, interruption)
        failures = bool(summary.known_files and archive.failures())
        notes = archive.notes
    _tell(summary, order.output, notes, failures=failures)
    _end(summary, last if interruption.wanted else None)


def _take_in(archive: Archive, order: _Order, interruption: Any) -> tuple[IngestSummary, str]:
    """The summary, and where the last document that was settled came from."""
    from dateline.cli.place import standard_input
    from dateline.cli.progress import showing_way
    from dateline.readers import open_files

    web = the_web(archive)
    known = None if order.again or web.follow else archive.has_taken  # what a list leads to may have changed, unlike the list
    with showing_way(order.paths) as way:
        arrivals = open_files(order.paths, stdin=standard_input(), format=order.media, web=web, known=known, count=way.count)
        documents = way.through(interruption.until(arrivals))
        return archive.ingest(documents, strict=order.strict, progress=way.step, jobs=order.jobs), way.last


@contextmanager
def _turn(archive: Archive, wait: float | None) -> Iterator[None]:
    """The right to write, when it is this process's turn."""
    from dateline.cli.screen import remark

    def told(holder: Holder | None) -> None:
        who = f" (process {holder.process}, since {holder.since.astimezone():%Y-%m-%d %H:%M:%S})" if holder else ""
        remark(f"Another process{who} is writing to this archive; waiting until it has ended. Searches work meanwhile.")

    with archive.writing(float("inf") if wait is None else wait, told):
        yield


def _tell(summary: IngestSummary, output: str, notes: list[str], *, failures: bool) -> None:
    from dateline.cli.screen import remark, width, write_lines
    from dateline.present import failure_lines, known_lines, summary_lines, summary_record, to_json

    for note in notes:
        remark(note)
    write_lines(failure_lines(summary.failures, width(), _SHOWN_FAILURES), err=True)
    if output == "json":
        click.echo(to_json(summary_record(summary)))
    else:
        write_lines(summary_lines(summary))
    write_lines(known_lines(summary.known_files, failures=failures), err=True)


def _end(summary: IngestSummary, stopped: str | None) -> None:
    """The last remark, and the exit code; `stopped` is where Ctrl-C ended it."""
    from dateline.cli.screen import remark

    if stopped is not None:
        place = f" after {stopped}" if stopped else ""
        remark(f"Interrupted{place}. What was read until then is in the archive; the same command goes on from there.")
        click.get_current_context().exit(_INTERRUPTED)
    taken = summary.new + summary.new_version + summary.duplicate
    if not taken and not summary.failed and not summary.known_files:
        remark(
            "There was nothing to take in: nothing here looks like what 'dateline formats' lists (--format forces a format), "
            "or it only lists addresses (--fetch fetches them)."
        )
    if summary.failed and not taken and not summary.known_files:
        click.get_current_context().exit(1)
