"""`dateline backup`: a checked copy of the archive."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.output import write


@click.command()
@click.argument("target", metavar="FILE.db|FOLDER", type=click.Path(path_type=Path))
@click.pass_obj
def backup(folder: Path, target: Path) -> None:
    """Copy the archive, even while it is in use, and check the copy.

    An older copy in the same place is replaced when the check of the new one has passed. A folder also gets your outlets and site
    rules, and can be used as an archive at once; a name that ends in .db gets only the archive's file. To use a copy again, put
    it in the place of archive.db and run `reindex`.

    \b
    Example:
      dateline backup /mnt/backup/news
      dateline --archive /mnt/backup/news stats
    """
    from dateline.archive.archive import Archive

    with Archive.open(folder) as archive:
        number = archive.backup(target)
    write(f"{target}: {number:,} article{'' if number == 1 else 's'} copied and checked")
