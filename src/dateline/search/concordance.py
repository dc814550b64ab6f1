"""Keyword in context: every match of a query, with the words around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateline.query import Query, list_words
from dateline.search.schema import text_zones
from dateline.search.snippet import find_match_spans
from dateline.search.tokens import exact_tokens
from dateline.types.answers import Sort
from dateline.types.articles import ArchivedArticle, Metadata
from dateline.types.history import Order


@dataclass(frozen=True, slots=True)
class ContextLine:
    """A match, with the text to its left and right, and the article that contains it.

    The three texts together are a piece of the article on one line. `zone` is a part of the article: title, body, caption, removed,
    older.
    """

    article_id: str
    metadata: Metadata
    zone: str
    left: str
    match: str
    right: str


def make_concordance(article: ArchivedArticle, query: Query, width: int) -> Iterator[ContextLine]:
    """Yield the matches of `query` in one article, in the order of its text, with `width` characters on each side."""
    metadata = article.article.metadata
    fields = {word.field for word in list_words(query)}
    for zone, texts in text_zones(article).items():
        looked_for = (None, zone) if zone in ("title", "body") else (zone,)
        for text in texts if fields.intersection(looked_for) else ():
            for (start, end), _ in find_match_spans(text, query, metadata.language, looked_for):
                left, right = _before(text, start, width), _after(text, end, width)
                yield ContextLine(article.id, metadata, zone, left, _on_one_line(text[start:end]), right)


def in_order(lines: Iterable[ContextLine], order: Order) -> Iterable[ContextLine]:
    """Sort the lines by the words before the match (nearest first) or by those after it; for other orders, keep their order."""
    if order == "left":
        return sorted(lines, key=lambda line: (exact_tokens(line.left)[::-1], line.match.lower()))
    if order == "right":
        return sorted(lines, key=lambda line: (exact_tokens(line.right), line.match.lower()))
    return lines


def order_of_articles(order: Order) -> Sort:
    """The order in which the articles are read to get lines in `order`."""
    return "oldest" if order == "oldest" else "newest"


def _before(text: str, start: int, width: int) -> str:
    """The last `width` characters before `start`, cut at the start of a word if there is one."""
    whole = _on_one_line(text[max(0, start - 3 * width) : start])
    cut = whole[max(0, len(whole) - width) :]
    return cut if len(cut) == len(whole) or whole[-len(cut) - 1 : -len(cut)] == " " else cut[cut.find(" ") + 1 :]


def _after(text: str, end: int, width: int) -> str:
    whole = _on_one_line(text[end : end + 3 * width])
    cut = whole[:width]
    return cut if len(cut) == len(whole) or whole[len(cut)] == " " else cut[: cut.rfind(" ")] if " " in cut else cut


def _on_one_line(text: str) -> str:
    """`text` with each run of spaces and line breaks replaced by one space."""
    inner = " ".join(text.split())
    return f"{' ' if text[:1].isspace() else ''}{inner}{' ' if inner and text[-1:].isspace() else ''}"
