"""Search results as text for people."""

from __future__ import annotations

from dateline.present.headline import headline_piece
from dateline.present.layout import Lines, Piece, marked, wrap
from dateline.types.answers import Hit, Window
from dateline.types.articles import DateEvidence, Metadata

_INDENT = "    "


def hit_lines(hit: Hit, width: int) -> Lines:
    """A hit: title, then date, source and id, then the snippet."""
    yield from wrap([headline_piece(hit.metadata, hit.text)], width)
    copies = [Piece(" · "), Piece(copies_text(hit.copies), "label")] if hit.copies else []
    yield from wrap([*_facts(hit.metadata), Piece(" · "), Piece(hit.article_id, "id"), *copies], width, _INDENT)
    yield from wrap(marked(hit.snippet.text, hit.snippet.spans), width, _INDENT)
    yield []


def copies_text(number: int) -> str:
    """That an article stands for so many more."""
    return f"+ {number:,} cop{'y' if number == 1 else 'ies'}"


def number_of(total: int, *, stories: bool = False) -> str:
    """How many articles, or stories, in words."""
    one, more = ("story", "stories") if stories else ("article", "articles")
    return f"{total:,} {one if total == 1 else more}"


def found_line(total: int, window: Window, stories: int | None = None) -> str:
    """How many articles there are and which of them are shown; with `stories`, the list is of so many stories."""
    articles = number_of(total)
    if stories is not None and stories < total:
        articles, total = f"{number_of(stories, stories=True)} ({articles})", stories
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
