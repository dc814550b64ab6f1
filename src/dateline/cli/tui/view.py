"""Turn the state into lines of pieces, as `render` does. Pure functions: nothing here knows the terminal."""

from __future__ import annotations

from itertools import groupby

from dateline.cli.tui.state import State
from dateline.query import MatchAll, Query
from dateline.render.counts import tally_note
from dateline.render.headline import headline
from dateline.render.layout import Lines, Span, marked, truncate, wrap
from dateline.render.results import copies_text, date_text
from dateline.render.story import fact_lines
from dateline.render.trend import trend_lines
from dateline.search.snippet import find_match_spans
from dateline.text import shown_text
from dateline.types.answers import Hit
from dateline.types.articles import ArchivedArticle, Line

_INDENT = "  "


def status_lines(state: State) -> Lines:
    """The number of articles with the warnings, or the error in the query."""
    if state.refusal:
        yield from ([Span(line, "warning")] for line in state.refusal.splitlines())
    elif state.waits:
        yield [Span("Searching …", "faint")]
    elif state.answer:
        total, listed, rows = state.answer.total, len(state.hits), state.answer.stories
        text = f"{total:,} article{'' if total == 1 else 's'}"
        if rows < total:
            text += f" in {rows:,} {'story' if rows == 1 else 'stories'} (each story is listed once)"
        if listed < rows:
            text += f", the first {listed:,} listed: m lists more"
        if state.question.sort != "relevance":
            text += f", by {state.question.sort}"
        yield [Span(text, "faint")]
        yield from ([Span(line, "warning")] for note in state.answer.notes for line in note.splitlines())


def hit_rows(hit: Hit, width: int) -> Lines:
    """An article in the list: its title, then its date and source."""
    metadata = hit.metadata
    yield [Span(truncate(headline(metadata, hit.text), width), "title" if metadata.title else "faint")]
    date = date_text(metadata.published)[:10] if metadata.published else "no date"
    copies = f" · {copies_text(hit.copies)}" if hit.copies else ""
    source = truncate(f" · {metadata.source or 'source unknown'}", width - 12 - len(copies))
    yield [Span(f"{_INDENT}{date}", "date"), Span(source, "source"), Span(copies, "label")]


def reading_lines(state: State, width: int) -> Lines:
    """The open article: its metadata, its text with matches marked, and the removed lines in their places."""
    if state.article is None:
        yield [Span("Nothing to read.", "faint")]
        return
    yield from fact_lines(state.article, width, way="r")
    query = state.answer.query if state.answer else MatchAll()
    language = state.article.article.metadata.language
    first = True
    numbered = enumerate(state.article.article.lines, 1)
    for kept, group in groupby(numbered, lambda pair: pair[1].keep):
        lines = list(group)
        if not kept:
            yield from _removed(lines, query, language, width) if state.shows_removed else _folded(lines)
            first = False
            continue
        for number, line in lines:
            if line.gap and not first:
                yield []
            first = False
            number_span = [Span(f"{number} ", "id")] if state.shows_removed else []
            yield from wrap(
                [*number_span, *marked(line.text, [span for span, _ in find_match_spans(line.text, query, language)])], width
            )


def time_lines(state: State, width: int) -> Lines:
    """The number of articles over time."""
    if state.answer and state.answer.trend.periods:
        yield from trend_lines(state.answer.trend, width, share=False)
    else:
        yield [Span("No article with a date.", "faint")]


def facet_rows(state: State, width: int) -> list[tuple[str, str]]:
    """The values of the facet, each with its text; the rows for other and unknown have no value to search for."""
    if state.answer is None:
        return []
    tally = state.answer.tally
    rest = [("", name, count) for name, count in (("(other)", tally.rest), ("(unknown)", tally.unknown)) if count]
    rows = [*((name, name, count) for name, count in tally.counts), *rest]
    digits = max((len(f"{count:,}") for *_, count in rows), default=0)
    return [(value, f"{count:>{digits},}  {truncate(name, max(8, width - digits - 2))}") for value, name, count in rows]


def facet_title(state: State) -> str:
    """The title of the facet: its field, and the total."""
    return f"By {state.question.facet}: {tally_note(state.answer.tally)}" if state.answer else f"By {state.question.facet}"


def copied_text(found: ArchivedArticle) -> str:
    """An article as text for the clipboard: the title, facts on one line, the text."""
    metadata = found.article.metadata
    facts = [date_text(metadata.published), metadata.source, found.url, found.id]
    return shown_text("\n".join([headline(metadata, found.article.body), " · ".join(filter(None, facts)), "", found.article.body]))


def _folded(lines: list[tuple[int, Line]]) -> Lines:
    number = len(lines)
    yield []
    yield [Span(f"▸ {number} line{'' if number == 1 else 's'} removed", "faint")]


def _removed(lines: list[tuple[int, Line]], query: Query, language: str | None, width: int) -> Lines:
    yield []
    for number, line in lines:
        spans = [span for span, _ in find_match_spans(line.text, query, language, ("removed",))]
        yield from wrap(
            marked(line.text, spans, other="dropped"), width, _INDENT, [Span("− ", "dropped"), Span(f"{number} ", "id")]
        )
        yield from wrap([Span(line.label, "label"), Span(f" · {line.reason}", "faint")], width, _INDENT * 2)
