"""`dateline explain`: print the verdict on every line."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.article_argument import article_arguments, for_each_article


@click.command()
@article_arguments()
@click.pass_obj
def explain(folder: Path, names: tuple[str, ...]) -> None:
    """Print every line of the raw text with keep or drop, its label and the reason.

    Lines that were joined into one paragraph share one number; each line after the first has a plus sign.

    `restore` and `drop` take these numbers. Reasons: rule:… is a rule, title is the title, person means that somebody restored or
    dropped the line. If a kept line is surely in another language than the article, the code of the language follows the label:
    body (ar).

    \b
    Example:
      dateline explain 7kq2mzx4
      dateline explain 7kq2mzx4 | grep drop
    """
    from dateline.archive.archive import Archive
    from dateline.cli.output import table_width, write_lines
    from dateline.render.story import ledger_lines

    def explain_one(name: str) -> None:
        found = archive.get(name)
        write_lines(ledger_lines(found.article.lines, table_width(), found.article.metadata.language))

    with Archive.open(folder) as archive:
        for_each_article(names, explain_one, headed=True)
