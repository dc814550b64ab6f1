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
    help="Look so many days before and after the article.",
)
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Output form.")
@click.pass_obj
def story(folder: Path, names: tuple[str, ...], days: int, form: str) -> None:
    """Show how the event that an article reports was told: by whom, when, and what each report added.

    An event is what several outlets write about in words of their own; the copies of one text, which `dateline copies` lists, stand
    here as one report. Reports are found by meaning, by the names that they share and by the days between them, in the language of
    the article. After each stand the names, figures and the sentence that no earlier report has, and its later versions at their
    time. It needs vectors, which `dateline embed` makes.

    It is right about most events and not about all: round-ups are taken for reports, and a report that names nobody is missed.

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
            warn(f"No other story on what {event.article_id} reports was found.")
        for note in event.notes:
            warn(note)

    with Archive.open(folder) as archive:
        for_each_article(names, show_one, headed=form == "text")
