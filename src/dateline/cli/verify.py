"""`dateline verify`: check the archive and its index for damage."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.pass_obj
def verify(folder: Path) -> None:
    """Check that nothing in the archive is damaged or lost, and that the index agrees with it.

    Dateline computes the hash of every raw document and every checksum of the search index again. If the index is damaged, it is
    built again. Exit code 1 if there is a problem.

    \b
    Example:
      dateline verify
    """
    from dateline.archive.archive import Archive
    from dateline.cli.output import warn, write

    with Archive.open(folder) as archive:
        problems = archive.verify()
        notes = archive.notes
    for note in notes:
        warn(note)
    for problem in problems:
        write(problem)
    if problems:
        click.get_current_context().exit(1)
    write("All is well.")
