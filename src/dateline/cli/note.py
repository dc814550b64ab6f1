"""`dateline note`: write or print the note on an article."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.article_argument import STANDARD_INPUT, for_each_article
from dateline.cli.defaults import standard_input
from dateline.cli.output import warn, write


@click.command()
@click.argument("article_id", metavar="ID")
@click.argument("text", metavar="[TEXT]...", nargs=-1)
@click.pass_obj
def note(folder: Path, article_id: str, text: tuple[str, ...]) -> None:
    """Write or print the note on an article: TEXT replaces it, "" removes it, - reads it from standard input.

    The note stays when the article is ingested or cleaned again. `show` prints it and `note:` finds it.

    \b
    Example:
      dateline note 7kq2mzx4 'Quoted in the report of the harbour council, page 12.'
      dateline note 7kq2mzx4 - < remarks.txt
      dateline note 7kq2mzx4
      dateline search note:report
    """
    from dateline.archive.archive import Archive

    if text == (STANDARD_INPUT,):
        if article_id == STANDARD_INPUT:
            raise click.UsageError("Standard input can have either the ids or the note, not both.")
        text = (standard_input().read().decode("utf-8", "replace"),)
        if not text[0].strip():
            raise click.UsageError('Standard input is empty; give an empty text as an argument ("") to remove a note.')

    def note_one(name: str) -> None:
        found = archive.note(name, " ".join(text)) if text else archive.get(name)
        if not text and found.note:
            write(found.note)
        elif not text:
            warn(f"There is no note on {found.id}.")
        else:
            warn(f"{found.id}: note {'written' if found.note else 'removed'}")

    with Archive.open(folder) as archive:
        for_each_article([article_id], note_one)
