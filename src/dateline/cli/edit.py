"""`dateline edit`: a person's word on an article's fields."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.screen import write

_FIELDS = ("title", "published", "updated", "source", "authors", "place", "agency", "section", "tags", "language")


@click.command()
@click.argument("article_id", metavar="ID")
@click.option("--title", help="The headline.")
@click.option("--published", metavar="DATE", help="When it was published: 2016-07-14, 2016-07, 2016 or with the time.")
@click.option("--updated", metavar="DATE", help="When it was last updated.")
@click.option("--source", help="The outlet.")
@click.option("--author", "authors", multiple=True, help="An author; give it once for each.")
@click.option("--place", help="The place in the dateline.")
@click.option("--agency", help="The news agency.")
@click.option("--section", help="The section of the outlet.")
@click.option("--tag", "tags", multiple=True, help="A tag; give it once for each.")
@click.option("--language", help="The language, as a code such as en.")
@click.option("--undo", multiple=True, type=click.Choice(_FIELDS), help="Take back what was set for this field.")
@click.pass_obj
def edit(folder: Path, /, article_id: str, undo: tuple[str, ...], **given: str | tuple[str, ...] | None) -> None:
    """Correct what is known about an article; "" sets a field to unknown.

    What a person sets wins over all that is read from the document, also when it is cleaned again or comes in anew.
    `why` shows it beside the evidence.

    \b
    Example:
      dateline edit 7kq2mzx4 --published 2016-07-14 --source "Harbour Post"
      dateline edit 7kq2mzx4 --author "Marta Quill" --author "Ivo Brandt"
      dateline edit 7kq2mzx4 --undo source
    """
    changes: dict[str, str | None] = dict.fromkeys(undo)
    for name, value in given.items():
        if isinstance(value, tuple) and value:
            changes[name] = "\n".join(value)
        elif isinstance(value, str):
            changes[name] = value
    if not changes:
        raise click.UsageError("Say what to set, such as --published 2016-07-14; --help lists the fields.")
    from dateline.archive import Archive

    with Archive.open(folder) as archive:
        found = archive.edit(article_id, changes)
    write(f"{found.id}: {', '.join(sorted(changes))} {'set' if set(changes) - set(undo) else 'as read'}")
