"""Subscribed feeds as text, JSON and OPML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as Xml

from dateline.render.feed import INVALID_XML
from dateline.render.layout import Lines, Span, wrap
from dateline.render.report_record import summary_record
from dateline.text import shown
from dateline.types.documents import IngestSummary

if TYPE_CHECKING:
    from dateline.store.feeds import Subscription

_NAMESPACE = "urn:dateline"


def feed_lines(feeds: Sequence[Subscription], width: int) -> Lines:
    """Two lines for each feed: its title and address, then the time and the result of the last fetch."""
    for feed in feeds:
        name = f"{feed.folder}/" if feed.folder else ""
        yield [Span(name + (feed.title or feed.url), "title"), *([Span(f"  {feed.url}", "faint")] if feed.title else [])]
        when = f"{feed.tried:%Y-%m-%d %H:%M}" if feed.tried else "never fetched"
        pieces = [Span(when, "date"), Span(f" · {feed.status}" if feed.status else "", "warning" if feed.failures else "faint")]
        if feed.failures:
            rest = f", next try after {feed.due:%Y-%m-%d %H:%M}" if feed.due else ""
            pieces.append(Span(f" ({feed.failures} failure{'' if feed.failures == 1 else 's'} in a row{rest}; times are UTC)"))
        if feed.pages:
            pieces.append(Span(" · with pages", "faint"))
        yield from wrap(pieces, width, "    ", [Span("    ")])


def visit_lines(feed: Subscription, outcome: str, summary: IngestSummary, width: int) -> Lines:
    """The result of one feed in a run, on one line unless it is too long."""
    name = feed.title or feed.url
    if outcome == "fetched":
        result = f"{summary.new:,} new, {summary.new_version:,} changed, {summary.failed:,} failed"
    elif outcome == "failed":
        result = feed.status or "failed"
    else:
        result = f"not fetched after failures; next try after {feed.due:%Y-%m-%d %H:%M} UTC" if feed.due else outcome
    yield from wrap([Span(f"{name}: ", "warning" if outcome == "failed" else "source"), Span(result)], width, "  ", [Span("")])


def feeds_record(feeds: Iterable[Subscription]) -> dict[str, Any]:
    """The list of feeds as JSON."""
    return {"v": 1, "feeds": [feed_record(feed) for feed in feeds]}


def feed_record(feed: Subscription) -> dict[str, Any]:
    """One feed as JSON."""
    return {
        "url": feed.url,
        "title": feed.title,
        "folder": feed.folder,
        "pages": feed.pages,
        "added": feed.added.isoformat() if feed.added else None,
        "tried": feed.tried.isoformat() if feed.tried else None,
        "status": feed.status,
        "failures": feed.failures,
        "due": feed.due.isoformat() if feed.due else None,
    }


def visits_record(visits: Iterable[tuple[Subscription, str, IngestSummary]]) -> dict[str, Any]:
    """A run as JSON: the totals, then the result of each feed."""
    total, feeds, counts = IngestSummary(), [], dict.fromkeys(("fetched", "unchanged", "failed", "resting"), 0)
    for feed, outcome, summary in visits:
        total += summary
        counts[outcome] += 1
        numbers = {name: value for name, value in summary_record(summary).items() if name not in ("v", "failures")}
        feeds.append({"url": feed.url, "title": feed.title, "outcome": outcome, "status": feed.status, "documents": numbers})
    return {
        "v": 1,
        **counts,
        "documents": {name: value for name, value in summary_record(total).items() if name != "v"},
        "feeds": feeds,
    }


def opml(feeds: Iterable[Subscription]) -> str:
    """The feeds as OPML 2.0 in their folders; Dateline's own attribute records whether to fetch the pages."""
    root = Xml.Element("opml", {"version": "2.0", "xmlns:dateline": _NAMESPACE})
    Xml.SubElement(Xml.SubElement(root, "head"), "title").text = "Feeds · Dateline"
    body = Xml.SubElement(root, "body")
    folders: dict[tuple[str, ...], Xml.Element] = {(): body}
    for feed in feeds:
        path = tuple(feed.folder.split("/")) if feed.folder else ()
        for depth in range(1, len(path) + 1):
            if path[:depth] not in folders:
                named = {"text": _xml_text(path[depth - 1]), "title": _xml_text(path[depth - 1])}
                folders[path[:depth]] = Xml.SubElement(folders[path[: depth - 1]], "outline", named)
        title = {"title": _xml_text(feed.title)} if feed.title else {}
        own = {"dateline:pages": "true"} if feed.pages else {}
        attributes = {"type": "rss", "text": _xml_text(feed.title or feed.url), **title, "xmlUrl": _xml_text(feed.url), **own}
        Xml.SubElement(folders[path], "outline", attributes)
    Xml.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{Xml.tostring(root, "unicode")}\n'


def _xml_text(text: str) -> str:
    return shown(INVALID_XML.sub("\ufffd", text))
