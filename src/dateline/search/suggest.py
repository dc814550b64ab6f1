"""Suggest what the user meant by a part of a query that matches nothing: words and names that the archive contains."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.query import CODES, NAMES, And, AtLeast, Leaf, Location, MatchAll, Near, Not, Or, Phrase, Query, Same, Term
from dateline.search.index import Index
from dateline.search.spelling import nearest_word
from dateline.search.text_matcher import has_case
from dateline.search.tokens import exact_tokens, folded_tokens
from dateline.text import id_number

if TYPE_CHECKING:
    from dateline.types.counts import Facet

_MOST_WORDS = 20_000
_MOST_UNKNOWN = 3
_NAMED: dict[str, Facet] = {
    "source": "source",
    "author": "author",
    "place": "place",
    "agency": "agency",
    "tag": "tag",
    "section": "section",
    "person": "person",
    "mentions-place": "mentions-place",
    "organisation": "organisation",
}


def suggestions(leaf: Leaf, index: Index) -> Iterator[Query]:
    """Other queries for what `leaf` may mean, likeliest first. The caller checks whether they match."""
    match leaf:
        case Phrase(text, field) if field not in (*NAMES, *CODES):
            if has_case(text):
                yield Phrase(text.lower(), field)
            words = tuple(Term(word, field) for word in dict.fromkeys(exact_tokens(text)))
            if len(words) > 1:
                yield And(words)
            yield from _respell(leaf, index)
        case Term() | Phrase():
            if leaf.field is None:
                yield from _as_location(leaf.text)
            yield from _respell(leaf, index)
        case Near(left, right):
            yield And((left, right))
        case Same(parts):
            yield And(parts)
        case AtLeast(_, text, field):
            yield Term(text, field)


def _as_location(text: str) -> Iterator[Query]:
    """Queries that read a word as an address, a file or an id, if it looks like one."""
    if "/" in text or "." in text.strip("."):
        yield Location(text, "url")
        yield Location(text, "origin")
    if id_number(text.lower()) is not None:
        yield Location(text.lower(), "id")


def correct_spelling(query: Query, chosen: dict[Leaf, Query]) -> Query:
    """`query` with the leaves in `chosen` replaced."""
    match query:
        case And(parts) | Or(parts):
            return replace(query, parts=tuple(correct_spelling(part, chosen) for part in parts))
        case Not(part):
            return Not(correct_spelling(part, chosen))
    return chosen.get(query, query)


def _respell(leaf: Term | Phrase, index: Index) -> Iterator[Query]:
    if leaf.field in CODES:
        return
    tokens = folded_tokens(leaf.text) if leaf.field else exact_tokens(leaf.text)
    unknown = [token for token in dict.fromkeys(tokens) if len(token) > 1 and not index.count(Phrase(token, leaf.field))]
    if len(unknown) > _MOST_UNKNOWN:
        return
    meant = {token: _nearest(token, leaf.field, index) or token for token in unknown}
    changed = [meant.get(token, token) for token in tokens]
    if changed != tokens:
        whole = " ".join(changed)
        yield Term(whole, leaf.field) if isinstance(leaf, Term) and len(changed) == 1 else Phrase(whole, leaf.field)


def _nearest(token: str, field: str | None, index: Index) -> str | None:
    """The word nearest to `token`; None if the archive has `token` itself, or no word is near."""
    if field in NAMES:
        names = index.count_values(MatchAll(), _NAMED[field], _MOST_WORDS).counts if field in _NAMED else ()
        words = [(word, articles) for name, articles in names for word in folded_tokens(name)]
        return None if any(word == token for word, _ in words) else nearest_word(token, words)
    for beginning in dict.fromkeys((token[:2], token[:1], token[1:2])):
        words = list(index.words(beginning, _MOST_WORDS))
        if any(word == token for word, _ in words):
            return None
        if found := nearest_word(token, words):
            return found
    return None
