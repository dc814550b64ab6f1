"""Search results as text for people."""

from __future__ import annotations

from dateline.present.layout import Lines, Piece, marked, wrap
from dateline.types import DateEvidence, Hit, Metadata, Window

_INDENT = "    "


def hit_lines(hit: Hit, width: int) -> Lines:
    """A hit: title, then date, source and id, then the snippet."""
    yield from wrap([Piece(hit.metadata.title or "(no title)", "title")], width)
    yield from wrap([*_facts(hit.metadata), Piece(" · "), Piece(hit.article_id, "id")], width, _INDENT)
    yield from wrap(marked(hit.snippet.text, hit.snippet.spans), width, _INDENT)
    yield []


def found_line(total: int, window: Window) -> str:
    """How many articles there are and which of them are shown."""
    articles = f"{total:,} article{'' if total == 1 else 's'}"
    rest = max(0, total - window.offset)
    shown = rest if window.limit is None else min(rest, window.limit)
    if shown == total:
        return f"{articles} found"
    if not shown:
        return f"{articles} found, none of them after the first {window.offset:,}"
    last = window.offset + shown
    more = f"; --offset {last} shows the next" if last < total else ""
    return f"{window.offset + 1:,} to {last:,} of {articles}{more}"


def date_text(evidence: DateEvidence | None) -> str:
    """A date as it is known, or that it is not."""
    return evidence.iso.replace("T", " ") if evidence else "date unknown"


def _facts(metadata: Metadata) -> list[Piece]:
    published = metadata.published
    return [
        Piece(date_text(published), "date" if published else "faint"),
        Piece(" · "),
        Piece(metadata.source or "source unknown", "source" if metadata.source else "faint"),
    ]
