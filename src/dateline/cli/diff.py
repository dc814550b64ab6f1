"""`dateline diff`: compare two versions of an article."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.article_argument import for_each_article, read_names


@click.command()
@click.argument("article_id", metavar="ID")
@click.argument("old", metavar="[FROM]", type=click.IntRange(min=1), required=False)
@click.argument("new", metavar="[TO]", type=click.IntRange(min=1), required=False)
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Output format."
)
@click.pass_obj
def diff(folder: Path, article_id: str, old: int | None, new: int | None, form: str) -> None:
    """Show what changed in the clean text and the metadata of an article from version FROM to version TO.

    The default for TO is the newest version, for FROM the version before it. Both are cleaned by the current cleaner, so a
    changed menu or advertisement does not show. - marks removed text, + marks new text, and the words that differ are marked.

    \b
    Example:
      dateline diff 7kq2mzx4
      dateline diff 7kq2mzx4 1 3
      dateline search ferry --format ids | dateline diff -
    """
    from dateline.archive.archive import Archive
    from dateline.cli.output import warn, width, write, write_lines
    from dateline.render.json import to_json
    from dateline.render.version_record import diff_record
    from dateline.render.versions import diff_lines

    def compare_one(name: str) -> None:
        found = archive.diff(name, old, new)
        if form == "json":
            write(to_json(diff_record(found), indent=True))
            return
        write_lines(diff_lines(found, width()))
        if found.is_empty:
            warn("The clean text and the metadata are the same; only boilerplate has changed.")

    with Archive.open(folder) as archive:
        names = read_names([article_id])
        several = [name for name in names if len(names) == 1 or len(archive.versions(name)) > 1]
        if not several:
            warn("None of these articles has more than one version.")
        for_each_article(several, compare_one)
