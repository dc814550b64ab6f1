"""`dateline reclean`: everything cleaned again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli.intake import jobs_option, time_option

if TYPE_CHECKING:
    from dateline.workers import Limits


@click.command()
@jobs_option
@time_option
@click.pass_obj
def reclean(folder: Path, jobs: int, limits: Limits) -> None:
    """Clean every article again from its raw text, with the cleaner of this version of Dateline.

    What a person restored stays restored. An article that cannot be cleaned any more stays as it is, and is named.

    \b
    Example:
      dateline reclean
    """
    from dateline.archive import Archive
    from dateline.cli.progress import showing_progress
    from dateline.cli.screen import remark, write

    with Archive.open(folder) as archive:
        with showing_progress("Cleaning") as progress:
            changed, seen = archive.reclean(progress, jobs=jobs, limits=limits)
        notes = archive.notes
    for note in notes:
        remark(note)
    write(f"{seen:,} article{'' if seen == 1 else 's'} cleaned, {changed:,} changed")
