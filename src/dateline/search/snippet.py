"""Find the matches of a query in a text: the spans of the matching words, and the snippet that shows them best."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.query import list_leaves, list_words, tree
from dateline.search.schema import text_zones
from dateline.search.text_matcher import TextMatcher, matching_runs
from dateline.types.answers import Snippet
from dateline.types.articles import ArchivedArticle

_PHRASE_WEIGHT = 3

Span = tuple[int, int]
Zones = tuple[str | None, ...]
Shown = tree.Term | tree.Phrase | tree.Prefix | tree.Wildcard | tree.Fuzzy | tree.Near | tree.Same | tree.AtLeast


def make_snippet(body: str, query: tree.Query, language: str | None, width: int = 240, zones: Zones = (None, "body")) -> Snippet:
    """Make a snippet: the `width` characters of `body` with the most hits, marked; its beginning if there are none."""
    spans = find_match_spans(body, query, language, zones)
    start, end = _window(body, [span for span, _ in spans], [weight for _, weight in spans], width)
    lead, tail = ("… " if start > 0 else ""), (" …" if body[end:].strip() else "")
    piece = body[start:end]
    shown = " ".join(piece.split())
    placed = []
    for (a, b), _ in spans:
        if start <= a < end:
            first = len(lead) + _place(piece, a - start)
            placed.append((first, first + len(" ".join(body[a : min(b, end)].split()))))
    return Snippet(f"{lead}{shown}{tail}", tuple(placed))


def article_snippet(found: ArchivedArticle, query: tree.Query) -> Snippet:
    """Make the snippet of an article for a query: from the zone that the query searches, by default the body."""
    language = found.article.metadata.language
    fields = {word.field for leaf in list_leaves(query) for word in list_words(leaf)}
    for zone in ("caption", "removed", "older"):
        if zone in fields:
            text = "\n".join(text_zones(found)[zone])
            if find_match_spans(text, query, language, (zone,)):
                return make_snippet(text, query, language, zones=(zone,))
    return make_snippet(found.article.body, query, language)


def find_match_spans(text: str, query: tree.Query, language: str | None, zones: Zones = (None, "body")) -> list[tuple[Span, int]]:
    """The spans in `text` that match words of `query`, in order, without overlaps, each with a weight."""
    leaves = list(_leaves(query, zones))
    if not leaves or not text:
        return []
    reading = TextMatcher(text, language)
    marks: dict[int, tuple[int, int]] = {}
    for leaf in leaves:
        for first, last in matching_runs(leaf, reading):
            weight = _PHRASE_WEIGHT if last > first or isinstance(leaf, tree.Near | tree.Same) else 1
            if first not in marks or marks[first] < (last, weight):
                marks[first] = (last, weight)
    runs: list[tuple[int, int]] = []
    for first in sorted(marks):
        if not runs or first > runs[-1][1]:
            runs.append((first, marks[first][0]))
    return [(span, marks[first][1]) for span, (first, _) in zip(reading.spans(runs), runs, strict=True)]


def _leaves(query: tree.Query, zones: Zones) -> Iterator[Shown]:
    match query:
        case tree.And(parts) | tree.Or(parts):
            for part in parts:
                yield from _leaves(part, zones)
        case tree.Not():
            return
        case tree.OnlyIds(part) | tree.OnePerStory(part):
            yield from _leaves(part, zones)
        case _ if isinstance(query, Shown) and list_words(query)[0].field in zones:
            yield query


def _window(text: str, spans: list[Span], weights: list[int], width: int) -> Span:
    if len(text) <= width:
        return 0, len(text)
    best, best_score = 0, -1
    reach, score = 0, 0
    for number, (start, _) in enumerate(spans):
        while reach < len(spans) and spans[reach][1] <= start + width * 3 // 4:
            score += weights[reach]
            reach += 1
        if score > best_score:
            best, best_score = max(0, start - width // 4), score
        score -= weights[number] if reach > number else 0
        reach = max(reach, number + 1)
    start = _after_space(text, best) if best else 0
    end = min(start + width, len(text))
    cut = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
    return start, (cut if end < len(text) and cut > start + width // 2 else end)


def _after_space(text: str, at: int) -> int:
    for place in range(at, min(at + 40, len(text))):
        if text[place - 1].isspace():
            return place
    return at


def _place(piece: str, at: int) -> int:
    """The position of the word at `at` after every run of spaces and line breaks in `piece` became one space."""
    before = piece[:at]
    words = " ".join(before.split())
    return len(words) + (1 if words and before[-1].isspace() else 0)
