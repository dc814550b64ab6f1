"""Where in a text a query hit: the spans of the matching words, and the piece of text that shows them best."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.query import And, Not, Or, Phrase, Prefix, Query, Term
from dateline.search.analysis import exact_tokens, stem_word, stemmed_tokens, token_places
from dateline.types import Snippet

_PHRASE_WEIGHT = 3

Span = tuple[int, int]


def make_snippet(body: str, query: Query, language: str | None, width: int = 240) -> Snippet:
    """The `width` characters of `body` with most of what was asked for, hits marked; its beginning if nothing hits."""
    text = " ".join(body.split())
    spans = find_spans(text, query, language)
    start, end = _window(text, [span for span, _ in spans], [weight for _, weight in spans], width)
    shown = text[start:end].strip()
    shift = start + len(text[start:end]) - len(text[start:end].lstrip())
    lead, tail = ("… " if start > 0 else ""), (" …" if end < len(text) else "")
    placed = tuple(
        (a - shift + len(lead), min(b - shift, len(shown)) + len(lead))
        for (a, b), _ in spans
        if a >= shift and a - shift < len(shown)
    )
    return Snippet(f"{lead}{shown}{tail}", placed)


def find_spans(text: str, query: Query, language: str | None) -> list[tuple[Span, int]]:
    """The places in `text` that match words of `query`, in order and apart from each other, with a weight."""
    leaves = list(_leaves(query))
    if not leaves or not text:
        return []
    places = token_places(text)
    words = [text[start:end] for start, end in places]
    exact = [word.lower() for word in words]
    stems = [stem_word(word, language) for word in words] if any(isinstance(leaf, Term) for leaf in leaves) else []
    marks: dict[int, tuple[int, int]] = {}
    for leaf in leaves:
        for first, last in _runs(leaf, exact, stems, language):
            weight = _PHRASE_WEIGHT if last > first else 1
            if first not in marks or marks[first][0] < last:
                marks[first] = (last, weight)
    found: list[tuple[Span, int]] = []
    reached = -1
    for first in sorted(marks):
        last, weight = marks[first]
        if first > reached:
            found.append(((places[first][0], places[last][1]), weight))
            reached = last
    return found


def _leaves(query: Query) -> Iterator[Term | Phrase | Prefix]:
    match query:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _leaves(part)
        case Not():
            return
        case Term() | Phrase() | Prefix() if query.field in (None, "title"):
            yield query


def _runs(leaf: Term | Phrase | Prefix, exact: list[str], stems: list[str], language: str | None) -> Iterator[Span]:
    wanted = stemmed_tokens(leaf.text, language) if isinstance(leaf, Term) else exact_tokens(leaf.text)
    have = stems if isinstance(leaf, Term) else exact
    if not wanted:
        return
    length = len(wanted)
    for at, token in enumerate(have):
        if isinstance(leaf, Prefix):
            if length == 1 and token.startswith(wanted[0]):
                yield at, at
        elif token == wanted[0] and have[at : at + length] == wanted:
            yield at, at + length - 1


def _window(text: str, spans: list[Span], weights: list[int], width: int) -> Span:
    if len(text) <= width:
        return 0, len(text)
    best, best_score = 0, -1
    for number, (start, _) in enumerate(spans):
        score = sum(weights[other] for other in range(number, len(spans)) if spans[other][1] <= start + width * 3 // 4)
        if score > best_score:
            best, best_score = max(0, start - width // 4), score
    start = text.find(" ", best - 1) + 1 if best else 0
    if not 0 < start <= best + 40:
        start = best
    end = min(start + width, len(text))
    cut = text.rfind(" ", start, end)
    return start, (cut if end < len(text) and cut > start + width // 2 else end)
