"""`dateline similar`: find similar articles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dateline.cli.article_argument import article_arguments, for_each_article
from dateline.cli.meaning_options import similar_by_meaning
from dateline.cli.results import Form, Output
from dateline.types.answers import Window


@click.command()
@article_arguments(required=False)
@click.option("--query", "text", metavar="TEXT", help="Find articles similar in meaning to this sentence, not to an article.")
@click.option("--by-meaning", is_flag=True, help="Find articles similar in meaning to all given articles together.")
@click.option(
    "--where", metavar="QUERY", help="By meaning: only among articles that match this query; it may have fields and dates."
)
@click.option("-n", "--limit", type=click.IntRange(min=1, max=500), default=10, show_default=True, help="Show this many articles.")
@click.option("--all-copies", is_flag=True, help="List every copy of a story, not only one.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "ids"]),
    default="text",
    show_default=True,
    help="Output format.",
)
@click.pass_obj
def similar(folder: Path, /, names: tuple[str, ...], limit: int, all_copies: bool, form: Form, **options: Any) -> None:
    """Find the articles that are most similar to one, and show the words that they share.

    Dateline compares articles by their typical words: frequent in the article and rare in the archive. The percentage says how
    much of the typical words the other article has, too. The copies of the article are left out; `dateline copies` lists them.

    Similarity by meaning works across languages and without shared words; run `dateline embed` once before. --query finds
    articles that are similar in meaning to a sentence, and shows the passage that fits for each.

    \b
    Example:
      dateline similar 7kq2mzx4
      dateline similar 7kq2 --limit 50 --format csv
      dateline similar --query "who pays for the broken pier?" --where "date:2016 lang:fr"
      dateline similar 7kq2mzx4 e5g9tq1c --by-meaning
    """
    from dateline.archive.archive import Archive
    from dateline.cli.output import warn, width, write, write_lines
    from dateline.render.concordance import similar_lines, similar_record, similar_rows
    from dateline.render.json import to_json

    if options["text"] is not None or options["by_meaning"]:
        similar_by_meaning(folder, names, Window(limit), Output(form), all_copies=all_copies, **options)
        return
    if options["where"] is not None or not names:
        raise click.UsageError("--where goes with --query and --by-meaning." if names else "Name an article, or give --query TEXT.")

    def list_one(name: str) -> None:
        article_id = archive.find(name)
        found = archive.similar(article_id, limit, all_copies=all_copies)
        if form == "json":
            write(to_json(similar_record(article_id, found), indent=True))
        elif form == "csv":
            for row in similar_rows(found):
                write(row, end="")
        elif form == "ids":
            for one in found:
                write(one.hit.article_id)
        else:
            write_lines(similar_lines(found, width()))
        if not found:
            warn(f"No other article is like {article_id}.")

    with Archive.open(folder) as archive:
        for_each_article(names, list_one, headed=form == "text")
