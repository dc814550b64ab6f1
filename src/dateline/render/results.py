"""Search results as text."""

from __future__ import annotations

import re

from dateline.render.headline import headline_piece
from dateline.render.layout import Lines, Span, marked, wrap
from dateline.types.answers import Found, Hit, Window
from dateline.types.articles import DateEvidence, Metadata

_INDENT = "    "
_BY_LABELS = {"meaning": "by meaning", "both": "by words and meaning"}
_TIME = re.compile(r"(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?$")
_ZONES = {None: "", "Z": "UTC", "+00:00": "UTC"}


def hit_lines(hit: Hit, width: int) -> Lines:
    """A hit: the title, then date, source and id, then the snippet."""
    yield from wrap([headline_piece(hit.metadata, hit.text)], width)
    copies = [Span(" · "), Span(copies_text(hit.copies), "label")] if hit.copies else []
    by = [Span(" · "), Span(_BY_LABELS[hit.by], "label")] if hit.by in _BY_LABELS else []
    yield from wrap([*_facts(hit.metadata), Span(" · "), Span(hit.article_id, "id"), *copies, *by], width, _INDENT)
    yield from wrap(marked(hit.snippet.text, hit.snippet.spans), width, _INDENT)
    yield []


def copies_text(number: int) -> str:
    """The number of further copies, such as "+ 7 copies"."""
    return f"+ {number:,} cop{'y' if number == 1 else 'ies'}"


def number_of(total: int, *, stories: bool = False) -> str:
    """A number of articles or stories, with the word."""
    one, more = ("story", "stories") if stories else ("article", "articles")
    return f"{total:,} {one if total == 1 else more}"


def answer_line(found: Found, window: Window) -> str:
    """The number of matches and which are shown; for a search by meaning, the number of articles compared."""
    if found.by == "words":
        return found_line(found.total, window, found.listed)
    return f"most similar in meaning, of {number_of(found.total)} compared; there is no count of matches"


def found_line(total: int, window: Window, stories: int | None = None) -> str:
    """The number of articles and which are shown; with `stories`, the number of stories in the list."""
    articles = number_of(total)
    if stories is not None and stories < total:
        articles, total = f"{number_of(stories, stories=True)} ({articles})", stories
    rest = max(0, total - window.offset)
    shown = rest if window.limit is None else min(rest, window.limit)
    if shown == total:
        return f"{articles} found"
    if not shown:
        return f"{articles} found, none after the first {window.offset:,}"
    last = window.offset + shown
    more = f"; --offset {last} shows the next" if last < total else ""
    return f"{window.offset + 1:,} to {last:,} of {articles}{more}"


def date_text(evidence: DateEvidence | None) -> str:
    """A date as people write it, or "date unknown"."""
    return time_text(evidence.iso) if evidence else "date unknown"


def time_text(iso: str) -> str:
    """A time as people write it: 2016-07-14 10:42 +03:00, without zero seconds; a day, month or year is unchanged."""
    day, sign, time = iso.partition("T")
    found = _TIME.match(time)
    if not sign or found is None:
        return iso
    clock, zone = found.groups()
    return f"{day} {clock.removesuffix(':00') if len(clock) > len('10:42') else clock} {_ZONES.get(zone, zone)}".rstrip()


def _facts(metadata: Metadata) -> list[Span]:
    published = metadata.published
    return [
        Span(date_text(published), "date" if published else "faint"),
        Span(" · "),
        Span(metadata.source or "source unknown", "source" if metadata.source else "faint"),
    ]
