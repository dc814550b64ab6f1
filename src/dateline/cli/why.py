"""`dateline why`: the evidence for an article's metadata."""

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
def why(folder: Path, names: tuple[str, ...], form: str) -> None:
    """Show where Dateline found the title, authors, source and place of an article, all dates in it, and which date was chosen.

    The best date comes first; * marks the date that was chosen. The clock of a page and the day of capture only limit the date.
    Dates in the text of the story are never its own date. Batch metadata (`ingest --published`) comes after what the document
    states. `edit` corrects what is wrong.

    \b
    Example:
      dateline why 7kq2mzx4
      dateline why 7kq2mzx4 --format json
    """
    from dateline.archive.archive import Archive
    from dateline.cli.output import table_width, write, write_lines
    from dateline.render.evidence import evidence_lines, evidence_report
    from dateline.render.json import to_json

    def show_one(name: str) -> None:
        found = archive.get(name)
        evidence = archive.origins(found.id), archive.corrections(found.id), archive.batch_metadata(found.id)
        if form == "json":
            write(to_json(evidence_report(found, *evidence), indent=True))
        else:
            write_lines(evidence_lines(found, *evidence, table_width()))

    with Archive.open(folder) as archive:
        for_each_article(names, show_one, headed=form == "text")
