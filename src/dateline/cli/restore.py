"""`dateline restore`: bring removed lines back."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.screen import write


@click.command()
@click.argument("article_id", metavar="ID")
@click.argument("lines", metavar="LINE...", nargs=-1, required=True, type=click.IntRange(min=1))
@click.pass_obj
def restore(folder: Path, article_id: str, lines: tuple[int, ...]) -> None:
    """Put removed lines back into an article for good.

    LINE is a number that `explain` prints. The lines stay when the article is cleaned again.

    \b
    Example:
      dateline restore 7kq2mzx4 12 13
    """
    from dateline.archive import Archive

    with Archive.open(folder) as archive:
        found = archive.restore(article_id, lines)
    write(f"{found.id}: {len(set(lines))} line{'' if len(set(lines)) == 1 else 's'} restored")
