"""`dateline compact`: write the files again without deleted data."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.pass_obj
def compact(folder: Path) -> None:
    """Write the archive's file and its search index again, without anything that was deleted or replaced.

    Afterwards, no byte of a deleted article is in any file of the archive. This needs as much free disk space as the archive takes.

    \b
    Example:
      dateline compact
    """
    from dateline.archive.archive import Archive
    from dateline.cli.output import write

    with Archive.open(folder) as archive:
        saved = archive.compact()
    write(f"{max(saved, 0):,} bytes saved")
