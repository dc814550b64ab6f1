"""`dateline save`: save a search under a name."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.query_argument import QueryCommand, query_command


@click.command(cls=QueryCommand)
@click.argument("name", metavar="NAME")
@query_command(metavar="QUERY...", required=True)
@click.pass_obj
def save(folder: Path, name: str, words: tuple[str, ...]) -> None:
    """Save a search under a name; saved:NAME then stands for it in any query.

    Dateline saves the text of the query: date:last-week means another week each week, and a saved: in it follows changes of that
    search. If the name exists already, the new search replaces the old one.

    \b
    Example:
      dateline save strikes 'strike OR walkout' lang:en
      dateline search saved:strikes --new
      dateline save harbour-strikes 'saved:strikes (harbour OR ferry)'
    """
    from dateline.archive.archive import Archive
    from dateline.archive.saved_searches import SavedSearches
    from dateline.cli.output import warn

    with Archive.open(folder) as archive:
        found = archive.count(SavedSearches(archive).save(name, " ".join(words)))
    warn(f"saved:{name.lower()} finds {found:,} article{'' if found == 1 else 's'}.")
