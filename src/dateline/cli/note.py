"""`dateline note`: what a person has to say of an article."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.screen import remark, write


@click.command()
@click.argument("article_id", metavar="ID")
@click.argument("text", metavar="[TEXT]...", nargs=-1)
@click.pass_obj
def note(folder: Path, article_id: str, text: tuple[str, ...]) -> None:
    """Write a note on an article, in place of the one it had; without TEXT print it; "" takes it off.

    It stays, whatever comes in or is cleaned again. `show` prints it and `note:` finds it.

    \b
    Example:
      dateline note 7kq2mzx4 'Quoted in the report of the harbour council, page 12.'
      dateline note 7kq2mzx4
      dateline search note:report
    """
    from dateline.archive import Archive

    with Archive.open(folder) as archive:
        found = archive.note(article_id, " ".join(text)) if text else archive.get(article_id)
    if not text and found.note:
        write(found.note)
    elif not text:
        remark(f"There is no note on {found.id}.")
    else:
        remark(f"{found.id}: note {'written' if found.note else 'taken off'}")
