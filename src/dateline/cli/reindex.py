"""`dateline reindex`: build the search index again."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.output import write


@click.command()
@click.pass_obj
def reindex(folder: Path) -> None:
    """Build the search index again from the archive; searches use the old index until the new one is complete.

    You seldom need this: the next search repairs an index that is missing, damaged or behind.

    \b
    Example:
      dateline reindex
    """
    from dateline.archive.archive import Archive

    with Archive.open(folder) as archive:
        number = archive.reindex()
    write(f"{number:,} article{'' if number == 1 else 's'} indexed")
