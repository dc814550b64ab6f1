"""`dateline feed`: a saved search as an Atom feed."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("name", metavar="NAME")
@click.option("-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.option("-n", "--limit", type=click.IntRange(min=1), default=50, show_default=True, help="Include this many articles.")
@click.pass_obj
def feed(folder: Path, name: str, output: Path | None, limit: int) -> None:
    """Write the results of a saved search as an Atom feed, the newest first.

    The time of an entry is when the article's newest version was ingested; its id never changes. Let cron write the file again
    and again, and a web server offer it to feed readers.

    \b
    Example:
      dateline feed strikes > strikes.atom
      dateline feed strikes --output strikes.atom
    """
    from dateline.archive.archive import Archive
    from dateline.archive.exchange.output_file import write_whole_file
    from dateline.archive.saved_searches import SavedSearches
    from dateline.cli.output import write
    from dateline.render.feed import atom_feed

    with Archive.open(folder) as archive:
        text = atom_feed(*SavedSearches(archive).feed(name, limit))
    if output is None:
        write(text, end="")
        return
    with write_whole_file(output) as stream:
        stream.write(text.encode())
