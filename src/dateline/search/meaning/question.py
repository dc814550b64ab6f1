"""Split a query for a search by meaning: the text that its words make, and its other conditions."""

from __future__ import annotations

from typing import NamedTuple

from dateline.errors import QueryError
from dateline.query import And, MatchAll, Or, Phrase, Query, Term, list_leaves, list_words


class Question(NamedTuple):
    """The `text` to embed, the query of its `words`, and the conditions (`where`) that an answer must match."""

    text: str
    words: Query
    where: Query


def split_question(query: Query) -> Question:
    """Split a query: words and phrases without a field are the text; fields, dates and negated parts are conditions."""
    parts = query.parts if isinstance(query, And) else (query,)
    words = tuple(part for part in parts if _is_text(part))
    others = tuple(part for part in parts if not _is_text(part))
    if not words:
        raise QueryError("a search by meaning needs words, not only fields and dates")
    text = " ".join(word.text for part in words for word in list_words(part))
    return Question(text, _join(words), _join(others))


def _is_text(part: Query) -> bool:
    if isinstance(part, Or):
        return all(isinstance(leaf, Term | Phrase) and leaf.field is None for leaf in list_leaves(part))
    return isinstance(part, Term | Phrase) and part.field is None


def _join(parts: tuple[Query, ...]) -> Query:
    return And(parts) if len(parts) > 1 else parts[0] if parts else MatchAll()
