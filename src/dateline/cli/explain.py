"""`dateline explain`: the verdict on every line."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.article_argument import article_arguments, for_each_article


@click.command()
@article_arguments()
@click.pass_obj
def explain(folder: Path, names: tuple[str, ...]) -> None:
    """Print every line of the raw text with keep or drop, its label and who decided.

    Lines that were joined into one paragraph stand under one number, each but the first behind a plus sign.

    The numbers are those that `restore` and `drop` take. Reasons: rule:… a rule, title the title, person someone said so. A line
    kept that is surely in another language than its article has that language's code behind its label: body (ar).

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
