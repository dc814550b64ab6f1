"""`dateline copies`: who else printed it."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.article_argument import article_arguments, for_each_article


@click.command()
@article_arguments(required=False)
@click.option("--rebuild", is_flag=True, help="Find out anew, for the whole archive, which articles are copies of one story.")
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Output form.")
@click.pass_obj
def copies(folder: Path, names: tuple[str, ...], rebuild: bool, form: str) -> None:
    """List the copies of an article's story: reprints, cut or edited, under whatever headline, in whatever outlet.

    First the lead copy: the wire's own, else the one published first, else the longest. The figure is the share of the shorter
    text that stands in both the copy and the lead. Copies are found while articles come in; none is ever taken away. Reports
    that fill a formula with other numbers and names are no copies, nor are other stories of the same event.

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
            write(f"{clusters:,} stor{'y' if clusters == 1 else 'ies'} with copies, {members:,} articles among them")
            return
        for_each_article(names, list_one, headed=form == "text")
