"""`dateline similar`: more like this."""

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
@click.option("--query", "text", metavar="TEXT", help="What is near in meaning to a sentence, instead of to an article.")
@click.option("--by-meaning", is_flag=True, help="What is near in meaning to the articles that are named, to all of them together.")
@click.option(
    "--where", metavar="QUERY", help="By meaning: only among the articles that match this query, of fields and dates too."
)
@click.option("-n", "--limit", type=click.IntRange(min=1, max=500), default=10, show_default=True, help="Show so many.")
@click.option("--all-copies", is_flag=True, help="List every copy of a story, not one that stands for all.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "ids"]),
    default="text",
    show_default=True,
    help="Output form.",
)
@click.pass_obj
def similar(folder: Path, /, names: tuple[str, ...], limit: int, all_copies: bool, form: Form, **asked: Any) -> None:
    """Find the articles that are most like one, and say by which words.

    Articles are compared by the words that are special to this one: frequent in it and rare in the archive. The figure is how much
    of what is special to it stands in the other, too. The article itself and the copies of its story are left out; `dateline
    copies` lists those.

    By meaning, which needs `dateline embed` once, the language does not count, and no word need be shared. With --query the
    sentence is taken as it is; a passage that fits is shown for each article.

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

    if asked["text"] is not None or asked["by_meaning"]:
        similar_by_meaning(folder, names, Window(limit), Output(form), all_copies=all_copies, **asked)
        return
    if asked["where"] is not None or not names:
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
