"""`dateline retry`: try to ingest failed documents again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.exit_codes import SOME_FAILED
from dateline.cli.fetch_options import fetching, web_from_options
from dateline.cli.ingest_options import (
    describing,
    field_names,
    jobs_option,
    output_option,
    show_failures,
    show_summary,
    time_option,
)

if TYPE_CHECKING:
    from dateline.archive.archive import Archive
    from dateline.workers.worker import Limits


@click.command()
@describing
@jobs_option
@time_option
@fetching
@output_option
@click.option("--forget", is_flag=True, help="Read nothing; remove all failures from the list, or only those of the given ORIGINs.")
@click.argument("origins", metavar="[ORIGIN]...", nargs=-1)
@click.pass_obj
def retry(
    folder: Path,
    /,
    media: str | None,
    mapped: tuple[str, ...],
    jobs: int,
    limits: Limits,
    output: str,
    forget: bool,
    origins: tuple[str, ...],
    **options: Any,
) -> None:
    """Try again to read the files and fetch the pages that failed; what succeeds leaves the list of failures.

    `stats --failures` prints the list. Give ORIGINs from it to try only these. Files that no longer exist are named and stay on
    the list; --forget removes them. Exit code 3 if failures are left. Give the options of the first ingest again (--format,
    --source, --published, --published-order, --tag, --map).

    \b
    Example:
      dateline retry
      dateline retry --forget
      dateline retry --forget old/dump.jsonl:17
    """
    from dateline.archive.archive import Archive
    from dateline.cli.output import warn
    from dateline.cli.progress import showing_progress
    from dateline.metadata.batch_metadata import BatchMetadata
    from dateline.readers import open_files
    from dateline.readers.detection import ReadOptions

    by_hand = BatchMetadata.of(options["source"], options["published"], options["tags"], date.today(), options["published_order"])
    read_options = ReadOptions(field_names(mapped))
    with Archive.open(folder) as archive:
        chosen = _choose_failures(archive, origins)
        if forget:
            forgotten = archive.forget_failures(chosen)
            warn(f"{forgotten:,} failure{'' if forgotten == 1 else 's'} forgotten.")
            return
        paths = _existing_paths(chosen)
        with showing_progress() as progress:
            documents = by_hand.add_to(
                open_files(paths, format=media, web=web_from_options(archive), limits=limits, options=read_options)
            )
            summary = archive.ingest(documents, progress=progress, jobs=jobs, limits=limits)
        left = len(archive.failures())
    show_failures(summary)
    show_summary(summary, output)
    message = f"{left} failure{'' if left == 1 else 's'} left; 'dateline stats --failures' lists them."
    warn(message if left else "No failures are left.")
    if left:
        click.get_current_context().exit(SOME_FAILED)


def _choose_failures(archive: Archive, origins: Sequence[str]) -> Sequence[str]:
    """The failures to try or forget: `origins`, or all if there are none."""
    known = [failure.origin for failure in archive.failures()]
    for origin in origins:
        if origin not in known:
            raise click.UsageError(f"{origin} is not on the list of failures; 'dateline stats --failures' prints it.")
    return origins or known


def _existing_paths(origins: Sequence[str]) -> list[str]:
    from dateline.cli.output import warn
    from dateline.readers.origin import place_of

    places = {origin: place_of(origin) for origin in origins}
    for origin in (origin for origin, path in places.items() if path is None):
        warn(f"{origin}: this file no longer exists")
    return sorted({path for path in places.values() if path})
