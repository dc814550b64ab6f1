"""`dateline feeds`: subscriptions to feeds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli.exit_codes import SOME_FAILED
from dateline.cli.fetch_options import fetching
from dateline.cli.ingest_options import show_failures, show_summary, time_option

if TYPE_CHECKING:
    from dateline.workers.worker import Limits

_FORM = click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Output format."
)


@click.group()
def feeds() -> None:
    """Subscribe to RSS, Atom and JSON feeds, and ingest their new entries.

    \b
    Example:
      dateline feeds add https://mail.example/rss --pages
      dateline feeds fetch
      dateline feeds import subscriptions.opml
    """


@feeds.command()
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option("--title", metavar="TEXT", help="A title for the feed, in place of its own.")
@click.option("--folder", metavar="NAME", help="The folder of the feed in lists and in OPML.")
@click.option("--pages", is_flag=True, help="Also fetch the page of each entry.")
@click.pass_obj
def add(folder_: Path, urls: tuple[str, ...], title: str | None, folder: str | None, pages: bool) -> None:
    """Subscribe to feeds. Nothing is fetched yet; `feeds fetch` does that.

    \b
    Example:
      dateline feeds add https://mail.example/rss https://post.example/atom.xml
      dateline feeds add https://mail.example/harbour.xml --folder Local --pages
    """
    from dateline.archive.archive import Archive
    from dateline.archive.feeds import Feeds
    from dateline.cli.output import warn
    from dateline.readers.opml import FeedOutline

    with Archive.open(folder_, create=True) as archive:
        new = Feeds(archive).add(FeedOutline(url, title, folder, pages) for url in urls)
    warn(f"{len(new)} new of {len(urls)}; 'dateline feeds fetch' fetches them.")


@feeds.command("list")
@_FORM
@click.pass_obj
def list_(folder: Path, form: str) -> None:
    """List the feeds, with the time and the result of the last fetch.

    \b
    Example:
      dateline feeds list
      dateline feeds list --format json
    """
    from dateline.archive.archive import Archive
    from dateline.archive.feeds import Feeds
    from dateline.cli.output import warn, width, write, write_lines
    from dateline.render.feeds import feed_lines, feeds_record
    from dateline.render.json import to_json

    with Archive.open(folder) as archive:
        found = Feeds(archive).all()
    if form == "json":
        write(to_json(feeds_record(found), indent=True))
        return
    write_lines(feed_lines(found, width()))
    if not found:
        warn("There are no feeds; 'dateline feeds add URL' subscribes to one.")


@feeds.command()
@click.argument("names", nargs=-1, metavar="[FEED]...")
@click.option("--pages", is_flag=True, help="Fetch the page of each new entry, even if the feed was added without --pages.")
@fetching
@time_option
@_FORM
@click.pass_obj
def fetch(folder: Path, names: tuple[str, ...], pages: bool, limits: Limits, form: str) -> None:
    """Fetch the feeds and ingest what is new: all feeds, or those with the given text in their address.

    A server does not send a feed again that has not changed. After a failure, Dateline waits half an hour before the next try,
    then longer, up to a day; name the feed to fetch it at once. Safe to run from cron: if another run is active, this one says so
    and ends.

    Exit codes: 0 done, or another run is active; 3 a feed could not be fetched; 1 another error; 2 wrong use.

    \b
    Example:
      dateline feeds fetch
      dateline feeds fetch mail.example --pages
      */20 * * * * dateline feeds fetch --format json >> feeds.log
    """
    from dateline.archive.archive import Archive
    from dateline.archive.feeds import Feeds
    from dateline.cli.fetch_options import fetcher
    from dateline.cli.output import warn, width, write, write_lines
    from dateline.cli.progress import showing_progress
    from dateline.errors import FeedsLocked
    from dateline.render.feeds import visit_lines, visits_record
    from dateline.render.json import to_json
    from dateline.types.documents import IngestSummary

    with Archive.open(folder) as archive, showing_progress("Fetching") as progress:
        try:
            visits = list(Feeds(archive, limits).fetch(fetcher(), names, pages=pages, progress=progress))
        except FeedsLocked as error:
            warn(str(error))
            return
    if not visits:
        warn("There are no feeds; 'dateline feeds add URL' subscribes to one.")
    results = [(visit.feed, visit.outcome, visit.summary) for visit in visits]
    total = sum((visit.summary for visit in visits), IngestSummary())
    if form == "json":
        write(to_json(visits_record(results)))
    else:
        for feed, outcome, summary in results:
            write_lines(visit_lines(feed, outcome, summary, width()), err=outcome == "failed")
        show_failures(total)
        show_summary(total)
    if any(outcome == "failed" for _, outcome, _ in results):
        click.get_current_context().exit(SOME_FAILED)


@feeds.command()
@click.argument("names", nargs=-1, required=True, metavar="FEED...")
@click.pass_obj
def remove(folder: Path, names: tuple[str, ...]) -> None:
    """Unsubscribe from feeds, by their address or a part of it. Their articles stay.

    \b
    Example:
      dateline feeds remove https://mail.example/rss
    """
    from dateline.archive.archive import Archive
    from dateline.archive.feeds import Feeds
    from dateline.cli.output import warn

    with Archive.open(folder) as archive:
        for name in names:
            warn(f"{Feeds(archive).remove(name).url}: removed; its articles stay.")


@feeds.command("import")
@click.argument("path", metavar="FILE")
@click.option("--pages", is_flag=True, help="Also fetch the pages of their entries.")
@click.pass_obj
def import_(folder: Path, path: str, pages: bool) -> None:
    """Subscribe to the feeds in an OPML file from a feed reader; - is standard input.

    Dateline names each address that cannot be fetched, and adds the others. Exit code 1 if there are no others.

    \b
    Example:
      dateline feeds import subscriptions.opml
    """
    from contextlib import nullcontext
    from dataclasses import replace

    from dateline.archive.archive import Archive
    from dateline.archive.feeds import Feeds, check_outlines, read_opml
    from dateline.cli.defaults import standard_input
    from dateline.cli.output import warn
    from dateline.errors import ReadError

    try:
        with nullcontext(standard_input()) if path == "-" else open(path, "rb") as stream:
            outlines = read_opml(stream, "stdin" if path == "-" else path)
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror or error}); check the path") from error
    good, wrong = check_outlines(outlines)
    for reason in wrong:
        warn(f"Left out: {reason}")
    with Archive.open(folder, create=True) as archive:
        new = Feeds(archive).add(replace(one, pages=one.pages or pages) for one in good)
    warn(f"{len(new)} new of {len(outlines)} feeds in the file.")
    if not good:
        click.get_current_context().exit(1)


@feeds.command("export")
@click.pass_obj
def export(folder: Path) -> None:
    """Write the feeds as OPML, a format that every feed reader imports.

    \b
    Example:
      dateline feeds export > subscriptions.opml
    """
    from dateline.archive.archive import Archive
    from dateline.archive.feeds import Feeds
    from dateline.cli.output import write
    from dateline.render.feeds import opml

    with Archive.open(folder) as archive:
        write(opml(Feeds(archive).all()), end="")
