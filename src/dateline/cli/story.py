"""`dateline story`: show an event as a timeline of reports."""

from __future__ import annotations

from pathlib import Path

import click

from dateline.cli.article_argument import article_arguments, for_each_article


@click.command()
@article_arguments()
@click.option(
    "--days",
    type=click.IntRange(1, 60),
    default=7,
    show_default=True,
    help="Look this many days before and after the article.",
)
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Output format."
)
@click.pass_obj
def story(folder: Path, names: tuple[str, ...], days: int, form: str) -> None:
    """Show the event that an article reports as a timeline: who reported it, when, and what each report added.

    Several outlets report an event in their own words. The copies of one text, which `dateline copies` lists, count as one report.
    Dateline finds reports in the language of the article, by their meaning, by shared names, and by the days between them. Each
    report has the names, the figures and the sentence that no earlier report has. Later versions are listed at their own time. It
    needs vectors; run `dateline embed` once before.

    The result is right for most events, but not for all: a round-up can be listed as a report, and a report that names nobody is
    missed.

    \b
    Example:
      dateline story 7kq2mzx4
      dateline story 7kq2mzx4 --days 14 --format json
    """
    from dateline.archive.archive import Archive
    from dateline.cli.output import warn, width, write, write_lines
    from dateline.render.event import event_lines, event_record
    from dateline.render.json import to_json

    def show_one(name: str) -> None:
        event = archive.story(name, days)
        if form == "json":
            write(to_json(event_record(event), indent=True))
            return
        write_lines(event_lines(event, width()))
        if len(event.reports) == 1:
            warn(f"No other report of the event in {event.article_id} was found.")
        for note in event.notes:
            warn(note)

    with Archive.open(folder) as archive:
        for_each_article(names, show_one, headed=form == "text")
