"""`dateline edit`: correct the metadata of articles."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.article_argument import article_arguments, list_articles, name_article, read_names
from dateline.cli.output import warn, write
from dateline.cli.query_options import QueryOptions

_FIELDS = ("title", "published", "updated", "source", "authors", "place", "agency", "section", "tags", "language")


@click.command()
@article_arguments(required=False)
@click.option("--query", metavar="QUERY", help="Correct all articles that this query finds; * is every article.")
@click.option("--title", help="The headline.")
@click.option(
    "--published", metavar="DATE", help="The date of publication: 2016-07-14, 2016-07, 2016, '14 July 2016'; a time may follow."
)
@click.option("--updated", metavar="DATE", help="The date of the last update.")
@click.option("-s", "--source", help="The outlet.")
@click.option("--author", "authors", multiple=True, help="An author; repeat the option for more.")
@click.option("--place", help="The place in the dateline.")
@click.option("--agency", help="The news agency.")
@click.option("--section", help="The section of the outlet.")
@click.option("--tag", "tags", multiple=True, help="A tag; repeat the option for more.")
@click.option("--language", help="The language, as a code such as en.")
@click.option("--undo", multiple=True, type=click.Choice(_FIELDS), help="Remove the correction of this field.")
@click.option("--dry-run", is_flag=True, help="List the articles that would change, and change nothing.")
@click.pass_obj
def edit(
    folder: Path,
    /,
    names: tuple[str, ...],
    query: str | None,
    undo: tuple[str, ...],
    dry_run: bool,
    **given: str | tuple[str, ...] | None,
) -> None:
    """Correct the metadata of articles, by their ids or by a query; "" sets a field to unknown.

    A correction wins over everything that Dateline reads from the document, also when the article is cleaned or ingested again.
    `why` shows it with the evidence.

    \b
    Example:
      dateline edit 7kq2mzx4 --published 2016-07-14 --source "Harbour Post"
      dateline edit 7kq2mzx4 --author "Marta Quill" --author "Ivo Brandt"
      dateline edit 7kq2mzx4 --undo source
      dateline edit --query 'source:unknown origin:clippings' --source "Harbour Post" --dry-run
    """
    changes: dict[str, str | None] = dict.fromkeys(undo)
    for name, value in given.items():
        if isinstance(value, tuple) and value:
            changes[name] = "\n".join(value)
        elif isinstance(value, str):
            changes[name] = value
    if not changes:
        raise click.UsageError("Give a field to set, such as --published 2016-07-14; --help lists the fields.")
    if bool(names) == (query is not None):
        raise click.UsageError("Give the articles: their ids, or --query.")
    if query is not None and not query.strip():
        raise click.UsageError("--query is empty; * is every article.")
    from dateline.archive.archive import Archive
    from dateline.cli.progress import showing_progress

    with Archive.open(folder) as archive:
        ids = (
            [archive.find(name) for name in read_names(names)]
            if query is None
            else list(archive.ids(QueryOptions.of(query).query()))
        )
        with showing_progress("Correcting") as progress:
            changed = archive.edit_all(ids, changes, keep=not dry_run, progress=progress)
        if dry_run:
            list_articles(archive.read(changed))
    if len(ids) == 1 and query is None and not dry_run:
        write(f"{ids[0]}: {', '.join(sorted(changes))} {'set' if set(changes) - set(undo) else 'as read'}")
    else:
        warn(name_article(len(changed), len(ids), dry_run=dry_run))
