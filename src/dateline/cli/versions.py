"""`dateline versions`: how often did it change?"""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("article_id", metavar="ID")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Output form.")
@click.pass_obj
def versions(folder: Path, article_id: str, form: str) -> None:
    """List the versions of an article: number, when it first came in (UTC), size of the raw document, where it was read from.

    \b
    Example:
      dateline versions 7kq2mzx4
    """
    from dateline.archive import Archive
    from dateline.cli.screen import table_width, write, write_lines
    from dateline.present.record import to_json, versions_record
    from dateline.present.versions import version_lines

    with Archive.open(folder) as archive:
        article_id = archive.get(article_id).id
        found = archive.versions(article_id)
    if form == "json":
        write(to_json(versions_record(article_id, found), indent=True))
    else:
        write_lines(version_lines(found, table_width()))
