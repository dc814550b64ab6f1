"""`dateline copies`: list the copies of a story."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.article_argument import article_arguments, for_each_article


@click.command()
@article_arguments(required=False)
@click.option("--rebuild", is_flag=True, help="Find the copies of the whole archive again.")
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Output format."
)
@click.pass_obj
def copies(folder: Path, names: tuple[str, ...], rebuild: bool, form: str) -> None:
    """List the copies of an article's story: reprints, also cut or edited, with any headline, from any outlet.

    The lead copy comes first: the copy of the news agency, or else the one published first, or else the longest. The percentage
    is the share of the shorter text that both the copy and the lead have. Dateline finds copies during ingest, and never removes
    one. Reports that repeat a formula with other numbers and names are not copies. Different stories about the same event are not
    copies, either.

    An ingest compares a new article with the nearest that there are. --rebuild compares each with the nearest of all. That can make
    a difference where many reports follow one formula.

    \b
    Example:
      dateline copies 7kq2mzx4
      dateline copies --rebuild
    """
    if bool(names) == rebuild:
        raise click.UsageError("Name an article whose copies to list, or use --rebuild alone.")
    from dateline.archive.archive import Archive
    from dateline.cli.output import table_width, warn, write, write_lines
    from dateline.render.json import to_json
    from dateline.render.results_record import copies_record
    from dateline.render.versions import copies_lines

    def list_one(name: str) -> None:
        article_id = archive.find(name)
        found = archive.copies(article_id)
        if form == "json":
            write(to_json(copies_record(article_id, found), indent=True))
        else:
            write_lines(copies_lines(found, table_width()))
            if not found:
                warn(f"{article_id} has no copies.")

    with Archive.open(folder) as archive:
        if rebuild:
            clusters, members = archive.regroup()
            write(f"{clusters:,} stor{'y' if clusters == 1 else 'ies'} with copies, {members:,} articles in them")
            return
        for_each_article(names, list_one, headed=form == "text")
