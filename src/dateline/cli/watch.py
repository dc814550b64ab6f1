"""`dateline watch`: ingest new files in folders."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli.ingest_options import show_failures, show_summary, time_option
from dateline.cli.options import Duration

if TYPE_CHECKING:
    from dateline.archive.watch import Watch
    from dateline.types.documents import IngestSummary
    from dateline.workers.worker import Limits


@click.command()
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...")
@click.option("--once", is_flag=True, help="Ingest what is there now, and end; for cron.")
@click.option(
    "--interval", type=Duration(), default=30, show_default=True, metavar="TIME", help="Time between two scans: 30s, 5m, 1h."
)
@click.option(
    "--settle",
    type=Duration(),
    default=2,
    show_default=True,
    metavar="TIME",
    help="How long a file must be unchanged before it is read.",
)
@time_option
@click.pass_obj
def watch(folder: Path, folders: tuple[str, ...], once: bool, interval: float, settle: float, limits: Limits) -> None:
    """Ingest new files in folders as they appear, until Ctrl-C.

    Dateline reads only new and changed files, and only when they have stopped growing. The archive records which files were
    ingested, so you can stop the command at any time, and run several. While another process writes, it waits for the next scan.

    \b
    Example:
      dateline watch incoming/
      dateline watch --once /srv/incoming /srv/feeds
    """
    from dateline.archive.archive import Archive
    from dateline.archive.watch import Watch
    from dateline.cli.output import warn

    with Archive.open(folder, create=True) as archive:
        watcher = Watch.over(archive, folders, limits)
        if once:
            _scan(watcher)  # the first scan ingests nothing; it only records which files are there
            time.sleep(settle if watcher.count_waiting else 0)
            _write_report(_scan(watcher), always=True)
            return
        warn(f"Watching {', '.join(folders)}: a scan every {interval:g} seconds. Ctrl-C ends it.")
        while True:
            _write_report(_scan(watcher))
            time.sleep(min(settle, interval) if watcher.count_waiting else interval)


def _scan(watcher: Watch) -> IngestSummary | None:
    from dateline.cli.output import warn
    from dateline.cli.progress import showing_progress
    from dateline.errors import ArchiveLocked

    try:
        with showing_progress() as progress:
            return watcher.scan(progress)
    except ArchiveLocked:
        warn("Another process is writing to the archive; the next scan ingests what is new.")
        return None


def _write_report(summary: IngestSummary | None, *, always: bool = False) -> None:
    if summary is not None and (summary.read or always):
        show_failures(summary)
        show_summary(summary)
