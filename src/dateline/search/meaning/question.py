"""A query taken apart for a search by meaning: what its words say together, and what else it asks for."""

from __future__ import annotations

from typing import NamedTuple

from dateline.errors import QueryError
from dateline.query import And, MatchAll, Or, Phrase, Query, Term, list_leaves, list_words


class Question(NamedTuple):
    """The `text` that is meant, the query of its `words`, and `where` the answer must be."""

    text: str
    words: Query
    where: Query


def parted(query: Query) -> Question:
    """Words and phrases without a field say what is meant; fields, dates and what is left out narrow it."""
    parts = query.parts if isinstance(query, And) else (query,)
    words = tuple(part for part in parts if _is_meant(part))
    others = tuple(part for part in parts if not _is_meant(part))
    if not words:
        raise QueryError("a search by meaning needs words, not only fields and dates")
    text = " ".join(word.text for part in words for word in list_words(part))
    return Question(text, _joined(words), _joined(others))


def _is_meant(part: Query) -> bool:
    if isinstance(part, Or):
        return all(isinstance(leaf, Term | Phrase) and leaf.field is None for leaf in list_leaves(part))
    return isinstance(part, Term | Phrase) and part.field is None


def _joined(parts: tuple[Query, ...]) -> Query:
    return And(parts) if len(parts) > 1 else parts[0] if parts else MatchAll()
