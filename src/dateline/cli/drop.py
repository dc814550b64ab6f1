"""`dateline drop`: remove lines that were kept wrongly."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.line_verdicts import line_options, override_lines


@click.command()
@line_options
@click.pass_obj
def drop(folder: Path, article_id: str, lines: tuple[int, ...], everywhere: bool, undo: bool) -> None:
    """Remove wrongly kept lines from an article permanently.

    LINE is a number that `explain` prints. The lines stay out when the article is cleaned again. `show --removed` lists them, and
    `restore` puts them back. --everywhere writes a site rule that drops such lines in all articles of this source, now and later.
    - reads ids from standard input.

    \b
    Example:
      dateline drop 7kq2mzx4 3
      dateline drop 7kq2mzx4 3 --everywhere
      dateline drop 7kq2mzx4 3 --undo
      dateline search origin:scans --format ids | dateline drop - 1
    """
    override_lines(folder, article_id, lines, ("dropped", everywhere, undo))
