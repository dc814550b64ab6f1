"""`dateline saved`: list or delete saved searches."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--delete", "deleted", metavar="NAME", multiple=True, help="Delete this search.")
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Output format."
)
@click.pass_obj
def saved(folder: Path, deleted: tuple[str, ...], form: str) -> None:
    """List the saved searches with their queries, or delete some.

    \b
    Example:
      dateline saved
      dateline saved --delete strikes
    """
    from dateline.archive.archive import Archive
    from dateline.archive.saved_searches import SavedSearches
    from dateline.cli.output import warn, write
    from dateline.render.feed import saved_lines, saved_record
    from dateline.render.json import to_json

    with Archive.open(folder) as archive:
        searches = SavedSearches(archive)
        for name in deleted:
            searches.forget(name)
        found = searches.all()
    if deleted:
        return
    if form == "json":
        write(to_json(saved_record(found), indent=True))
        return
    for line in saved_lines(found):
        write(line)
    if not found:
        warn("There are no saved searches; 'dateline save NAME QUERY' saves one.")
