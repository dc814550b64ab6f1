"""`dateline restore`: put removed lines back."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.line_verdicts import line_options, override_lines


@click.command()
@line_options
@click.pass_obj
def restore(folder: Path, article_id: str, lines: tuple[int, ...], everywhere: bool, undo: bool) -> None:
    """Put removed lines back into an article permanently.

    LINE is a number that `explain` prints. The lines stay when the article is cleaned again. --everywhere writes a site rule that
    restores such lines in all articles of this source, now and later. - reads ids from standard input.

    \b
    Example:
      dateline restore 7kq2mzx4 12 13
      dateline restore 7kq2mzx4 12 --everywhere
      dateline restore 7kq2mzx4 12 --undo
    """
    override_lines(folder, article_id, lines, ("restored", everywhere, undo))
