"""`dateline feed`: a saved search for a feed reader."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("name", metavar="NAME")
@click.option("-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write here.")
@click.option("-n", "--limit", type=click.IntRange(min=1), default=50, show_default=True, help="Take in so many articles.")
@click.pass_obj
def feed(folder: Path, name: str, output: Path | None, limit: int) -> None:
    """Write what a saved search finds as an Atom feed, what came in last first.

    An entry keeps its id, and its time is when the article's newest version came in. Written again and again by cron, the file is
    what a web server hands to feed readers.

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
