"""`dateline count`: the number of matches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dateline.cli.output import write
from dateline.cli.query_argument import QueryCommand, query_command
from dateline.cli.query_options import QueryOptions, by_story, narrowing


@click.command(cls=QueryCommand)
@query_command()
@narrowing
@by_story
@click.pass_obj
def count(folder: Path, /, unique: bool, **options: Any) -> None:
    """Print how many articles match, as a number alone.

    It is the number that `search` finds, and the sum of the rows of `facets` and `trend`. With --unique it is the number of
    stories: `search` lists each story once.

    \b
    Example:
      dateline count ferry
      dateline count 'ferry -terminal' --from 2016 --source "harbour post"
      dateline count agency:reuters --unique
    """
    from dateline.archive.archive import Archive

    query = QueryOptions(**options).query()
    with Archive.open(folder) as archive:
        write(str(archive.count(query, unique=unique)))
