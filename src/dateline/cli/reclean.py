"""`dateline reclean`: clean every article again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli.exit_codes import SOME_FAILED
from dateline.cli.ingest_options import jobs_option, time_option

if TYPE_CHECKING:
    from dateline.workers.worker import Limits


@click.command()
@jobs_option
@time_option
@click.pass_obj
def reclean(folder: Path, jobs: int, limits: Limits) -> None:
    """Clean every article again from its raw document, with the current cleaner.

    Restored and dropped lines stay as they are. An article that cannot be cleaned again, or whose raw document is damaged, does
    not change; Dateline names it, and the exit code is 3.

    \b
    Example:
      dateline reclean
    """
    from dateline.archive.archive import Archive
    from dateline.archive.recleaning import LEFT
    from dateline.cli.output import warn, write
    from dateline.cli.progress import showing_progress

    with Archive.open(folder) as archive:
        with showing_progress("Cleaning") as progress:
            changed, seen = archive.reclean(progress, jobs=jobs, limits=limits)
        notes = archive.notes
    for note in notes:
        warn(note)
    left = sum(LEFT in note for note in notes)
    kept = f", {left:,} left as {'it is' if left == 1 else 'they are'}" if left else ""
    write(f"{seen - left:,} article{'' if seen - left == 1 else 's'} cleaned, {changed:,} changed{kept}")
    click.get_current_context().exit(SOME_FAILED if left else 0)
