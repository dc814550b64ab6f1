"""`dateline reclean`: everything cleaned again."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.pass_obj
def reclean(folder: Path) -> None:
    """Clean every article again from its raw text, with the cleaner of this version of Dateline.

    What a person restored stays restored.

    \b
    Example:
      dateline reclean
    """
    from dateline.archive import Archive
    from dateline.cli.progress import showing_progress

    with Archive.open(folder) as archive, showing_progress("Cleaning") as progress:
        changed, seen = archive.reclean(progress)
    click.echo(f"{seen:,} article{'' if seen == 1 else 's'} cleaned, {changed:,} changed")
