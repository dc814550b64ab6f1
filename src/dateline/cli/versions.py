"""`dateline versions`: list the versions of an article."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.article_argument import article_arguments, for_each_article


@click.command()
@article_arguments()
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Output format."
)
@click.pass_obj
def versions(folder: Path, names: tuple[str, ...], form: str) -> None:
    """List the versions of an article: number, time of capture (UTC), size of the raw document, where it was read from.

    The versions are in the order of their capture. If the time of capture is unknown, the time of the ingest counts. A version
    that was cut off comes before all complete ones. `show --version` shows one.

    \b
    Example:
      dateline versions 7kq2mzx4
    """
    from dateline.archive.archive import Archive
    from dateline.cli.output import table_width, write, write_lines
    from dateline.render.json import to_json
    from dateline.render.version_record import versions_record
    from dateline.render.versions import version_lines

    def list_one(name: str) -> None:
        article_id = archive.find(name)
        found = archive.versions(article_id)
        if form == "json":
            write(to_json(versions_record(article_id, found), indent=True))
        else:
            write_lines(version_lines(found, table_width()))

    with Archive.open(folder) as archive:
        for_each_article(names, list_one, headed=form == "text")
