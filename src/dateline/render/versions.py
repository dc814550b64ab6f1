"""Versions and copies of an article as text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from dateline.render.headline import headline_piece
from dateline.render.layout import Lines, Role, Span, marked, measure_width, pad, wrap
from dateline.render.results import date_text
from dateline.render.summary import size_text
from dateline.types.articles import ArchivedArticle
from dateline.types.history import Copy, Diff, DiffLine, Version

_CONTEXT = 1  # unchanged paragraphs shown on each side of a change
_OLD: tuple[Role, Role] = ("dropped", "cut")  # a line of the old version, and the words that only it has
_NEW: tuple[Role, Role] = ("kept", "put")
_SAME: tuple[Role, Role] = ("", "")
_INDENT = "      "
_UNKNOWN = "source unknown"


def copies_lines(copies: Sequence[tuple[Copy, ArchivedArticle]], width: int) -> Lines:
    """The copies of a story in columns, with the lead copy marked."""
    sources = [found.article.metadata.source or _UNKNOWN for _, found in copies]
    dates = [date_text(found.article.metadata.published) for _, found in copies]
    source_width, date_width = (max(map(measure_width, texts), default=0) for texts in (sources, dates))
    id_width = max((measure_width(copy.article_id) for copy, _ in copies), default=0)
    for number, ((copy, found), source, date) in enumerate(zip(copies, sources, dates, strict=True)):
        head = [
            Span(pad("lead" if number == 0 else "", 6), "label"),
            Span(f"{copy.similarity:>4.0%}  "),
            Span(pad(date, date_width) + "  ", "date" if found.article.metadata.published else "faint"),
            Span(pad(source, source_width) + "  ", "faint" if source is _UNKNOWN else "source"),
            Span(pad(copy.article_id, id_width) + "  ", "id"),
        ]
        yield from _row(head, headline_piece(found.article.metadata, found.article.body), width)


def version_lines(versions: Sequence[Version], width: int) -> Lines:
    """A line for each version: the time of capture or else of the ingest, the size, and the origin."""
    sizes = [size_text(version.size) for version in versions]
    number_width, size_width = max(len(str(version.number)) for version in versions), max(map(len, sizes))
    for version, size in zip(versions, sizes, strict=True):
        facts = [f"read {version.seen:%Y-%m-%d %H:%M}"] if version.fetched else []
        facts += [f"seen {version.sightings:,} times"] if version.sightings > 1 else []
        facts += ["cut off"] if version.truncated else []
        suffix = f" ({', '.join(facts)})" if facts else ""
        head = [
            Span(f"{version.number:>{number_width}}  ", "id"),
            Span(f"{version.fetched or version.seen:%Y-%m-%d %H:%M}  ", "date"),
            Span(f"{size:>{size_width}}  "),
        ]
        yield from _row(head, Span(version.origin + suffix), width)


def diff_lines(diff: Diff, width: int) -> Lines:
    """The removed (-) and added (+) paragraphs with their context; other unchanged paragraphs are only counted."""
    yield [Span(diff.article_id, "id"), Span(f", version {diff.old.number} to {diff.new.number}")]
    for field in diff.fields:
        yield []
        for value, sign, role in ((field.old, "- ", _OLD), (field.new, "+ ", _NEW)):
            text = [Span(f"{field.name}: ", "label"), Span(value or "unknown", role[0])]
            yield from wrap(text, width, "  ", [Span(sign, role[0])])
    for shown, group in groupby(zip(_is_in_context(diff.lines), diff.lines, strict=True), key=itemgetter(0)):
        lines = [line for _, line in group]
        if shown:
            yield from _paragraphs(lines, width)
        else:
            yield []
            yield [Span(f"  … {len(lines):,} paragraph{'' if len(lines) == 1 else 's'} the same", "faint")]


def _row(head: list[Span], last: Span, width: int) -> Lines:
    """Columns, then a last column of any length; in a narrow window the last column is on the next line."""
    used = sum(measure_width(piece.text) for piece in head)
    if used <= width // 2:
        yield from wrap([last], width, " " * used, head)
    else:
        yield from wrap(head, width, _INDENT)
        yield from wrap([last], width, _INDENT)


def _is_in_context(lines: Sequence[DiffLine]) -> list[bool]:
    changed = [line.kind != "same" for line in lines]
    return [any(changed[max(0, at - _CONTEXT) : at + _CONTEXT + 1]) for at in range(len(lines))]


def _paragraphs(lines: Sequence[DiffLine], width: int) -> Lines:
    before = None
    for line in lines:
        if (before, line.kind) != ("removed", "added"):
            yield []
        sign, (whole, word) = {"removed": ("- ", _OLD), "added": ("+ ", _NEW)}.get(line.kind, ("  ", _SAME))
        yield from wrap(marked(line.text, line.spans, word, whole), width, "  ", [Span(sign, whole)])
        before = line.kind
