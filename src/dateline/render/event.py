"""An event as a timeline, as text and JSON: each report with what it added, and each later version at its time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from dateline.render.headline import headline_piece
from dateline.render.json import VERSION, Record
from dateline.render.layout import Lines, Span, measure_width, pad, wrap
from dateline.render.results import date_text
from dateline.render.version_record import versions_record
from dateline.types.events import Addition, Event, Report
from dateline.types.history import Version

_INDENT = "    "
_UNKNOWN = "source unknown"
_KINDS = ("people", "places", "organisations", "figures")


def event_lines(event: Event, width: int) -> Lines:
    """The reports in chronological order, with the later versions between them."""
    outlets = len({report.article.article.metadata.source for report in event.reports})
    number = len(event.reports)
    head = f"{number:,} stor{'y' if number == 1 else 'ies'} from {outlets:,} outlet{'' if outlets == 1 else 's'} about one event"
    yield [Span(head, "label"), Span(f", {event.days} days before and after {event.article_id}", "faint")]
    times = {report.article.id: date_text(report.article.article.metadata.published) for report in event.reports}
    time_width = max(map(measure_width, times.values()), default=0)
    for _, report, version in _chronological(event):
        yield []
        time = times[report.article.id] if version is None else f"{_version_time(version):%Y-%m-%d %H:%M}"
        known = report.article.article.metadata
        front = [
            Span(pad(time, time_width) + "  ", "date"),
            Span((known.source or _UNKNOWN) + "  ", "source" if known.source else "faint"),
            Span(report.article.id + "  ", "id"),
        ]
        if version is not None:
            yield [*front, Span(f"version {version.number}")]
            continue
        line = [headline_piece(known, report.article.article.body), *_report_facts(report)]
        yield from wrap(line, width - sum(measure_width(piece.text) for piece in front), _INDENT, front)
        yield from _added_lines(report.added, width)


def event_record(event: Event) -> Record:
    """An event as JSON."""
    return {
        "v": VERSION,
        "id": event.article_id,
        "days": event.days,
        "compared": event.compared,
        "notes": list(event.notes),
        "reports": [_report_record(report) for report in event.reports],
    }


def _report_record(report: Report) -> Record:
    known, article_id = report.article.article.metadata, report.article.id
    return {
        "id": article_id,
        "url": report.article.url,
        "title": known.title,
        "published": known.published.iso if known.published else None,
        "published_precision": known.published.precision if known.published else None,
        "source": known.source,
        "first": report.first,
        "copies": list(report.copies),
        "added": {**{kind: list(getattr(report.added, kind)) for kind in _KINDS}, "sentence": report.added.sentence},
        "versions": versions_record(article_id, report.versions)["versions"],
    }


def _report_facts(report: Report) -> list[Span]:
    """Whether the report is the first, and its number of copies."""
    copies = len(report.copies)
    facts = ["first report"] if report.first else []
    facts += [f"+ {copies:,} cop{'y' if copies == 1 else 'ies'}"] if copies else []
    return [Span(f" ({', '.join(facts)})", "label")] if facts else []


def _added_lines(added: Addition, width: int) -> Lines:
    new = [name for kind in _KINDS for name in getattr(added, kind)]
    if new:
        yield from wrap([Span("new: ", "label"), Span(" · ".join(new))], width, _INDENT, [Span(_INDENT)])
    if added.sentence:
        yield from wrap(
            [Span(f"“{added.sentence}”" if "“" not in added.sentence else added.sentence)], width, _INDENT, [Span(_INDENT)]
        )


def _chronological(event: Event) -> Iterator[tuple[datetime, Report, Version | None]]:
    """The reports in their order, with each later version before the first report that was published after it."""
    later = sorted(
        ((_version_time(version), report, version) for report in event.reports for version in report.versions),
        key=lambda one: one[0],
    )
    for report in event.reports:
        published = report.article.article.metadata.published
        at = _parse_time(published.iso) if published else datetime.min.replace(tzinfo=UTC)
        while later and later[0][0] < at:
            yield later.pop(0)
        yield at, report, None
    yield from later


def _version_time(version: Version) -> datetime:
    found = version.fetched or version.seen
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _parse_time(iso: str) -> datetime:
    found = datetime.fromisoformat(iso)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
