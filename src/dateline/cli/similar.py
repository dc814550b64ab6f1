"""`dateline similar`: more like this."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.naming import each, naming


@click.command()
@naming()
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
def similar(folder: Path, names: tuple[str, ...], limit: int, all_copies: bool, form: str) -> None:
    """Find the articles that are most like one, and say by which words.

    Articles are compared by the words that are special to this one: frequent in it and rare in the archive. The figure is how much
    of what is special to it stands in the other, too. The article itself and the copies of its story are left out; `dateline
    copies` lists those.

    \b
    Example:
      dateline similar 7kq2mzx4
      dateline similar 7kq2 --limit 50 --format csv
    """
    from dateline.archive import Archive
    from dateline.cli.screen import remark, width, write, write_lines
    from dateline.present.concordance import similar_lines, similar_record, similar_rows
    from dateline.present.record import to_json

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
            remark(f"No other article is like {article_id}.")

    with Archive.open(folder) as archive:
        each(names, list_one, headed=form == "text")
