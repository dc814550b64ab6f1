"""Filters → the engine's query: names, codes, patterns, numbers, days; and the combination of query parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic

from dateline.errors import QueryError
from dateline.query import Fuzzy, Leaf, Prefix, Wildcard, Word
from dateline.search.dialect import Dialect, Placed, Q
from dateline.search.normal_form import small
from dateline.search.patterns import escaped, search_pattern, word_pattern
from dateline.search.schema import COPY, UNKNOWN
from dateline.search.tokens import folded_tokens


class FilterTranslator(Generic[Q]):
    """Translate filters, which decide and are not scored, and combine query parts."""

    def __init__(self, dialect: Dialect[Q]) -> None:
        self.dialect = dialect

    def _limit_to_ids(self, part: Q, ids: frozenset[str]) -> Q:
        return self._all([part, self._filter(self.dialect.any_term("id", sorted(ids)))])

    def _limit_to_stories(self, part: Q, ids: frozenset[str], without: frozenset[str]) -> Q:
        left_out = [self.dialect.term("copy", COPY)]
        if without:
            left_out.append(self.dialect.any_term("id", sorted(without)))
        if not ids:
            return self.dialect.combine([part], must_not=left_out)
        leads = self.dialect.combine([self.dialect.everything()], must_not=left_out)
        return self._all([part, self._filter(self._any([leads, self.dialect.any_term("id", sorted(ids))]))])

    def _name(self, query: Word, field: str) -> Q:
        tokens = folded_tokens(query.text)
        if isinstance(query, Fuzzy) and tokens:
            return self.dialect.fuzzy(field, "", tokens[0], query.distance)
        if isinstance(query, Wildcard):
            return self._like(field, word_pattern(small(query.text)), query)
        if not isinstance(query, Prefix) or not tokens:
            return self._sequence(field, tuple(enumerate(tokens)))
        patterns = [*map(escaped, tokens[:-1]), escaped(tokens[-1]) + ".*"]
        if len(patterns) == 1:
            return self._like(field, patterns[0], query)
        return self.dialect.sequence_like(field, list(enumerate(patterns)))

    def _code(self, query: Word) -> Q:
        name = query.text.lower()
        if isinstance(query, Prefix | Wildcard):
            pattern = word_pattern(name) if isinstance(query, Wildcard) else escaped(name) + ".*"
            return self._like(str(query.field), pattern, query)
        return self.dialect.term(str(query.field), name)

    def _pattern(self, pattern: str, field: str) -> Q:
        typed = search_pattern(pattern, field)
        fields = [f"{field}_name", *(["domain_name"] if field == "source" else [])]
        try:
            found = [(self.dialect.like(name, typed, match_case=False), self.dialect.term(name, UNKNOWN)) for name in fields]
            return self._any([self._without(*pair) for pair in found])
        except ValueError as error:
            raise QueryError(f"{field}:/{pattern}/ cannot be searched: {_reason(str(error))}") from error

    def _range(self, first: str, last: str, least: int | None, most: int | None) -> Q:
        if least is None and most is None:
            return self.dialect.between(first, 0, None)
        if first == last:
            return self.dialect.between(first, least, most)
        # With both ends, each column is limited on both sides: the result is the same, and the engine reads far fewer articles.
        columns = [first] * (least is not None) + [last] * (most is not None)
        return self._all([self.dialect.between(column, least, most) for column in columns])

    def _like(self, field: str, pattern: str, query: Leaf) -> Q:
        """Words of a field that a pattern matches as a whole; QueryError if the pattern is invalid."""
        try:
            return self.dialect.like(field, pattern)
        except ValueError as error:
            raise QueryError(f"'{query}' cannot be searched: {_reason(str(error))}") from error

    def _filter(self, query: Q) -> Q:
        return self.dialect.filter(query)

    def _boost(self, query: Q, by: float) -> Q:
        return query if by == 1.0 else self.dialect.boost(query, by)

    def _all(self, queries: Sequence[Q]) -> Q:
        return queries[0] if len(queries) == 1 else self.dialect.combine(queries)

    def _any(self, queries: Sequence[Q]) -> Q:
        if not queries:
            return self.dialect.nothing()
        return queries[0] if len(queries) == 1 else self.dialect.combine(should=queries)

    def _without(self, query: Q, left_out: Q) -> Q:
        return self.dialect.combine([query], must_not=[left_out])

    def _sequence(self, field: str, words: Placed, slop: int = 0) -> Q:
        if not words:
            return self.dialect.nothing()
        if len(words) == 1:
            return self.dialect.term(field, words[0][1])
        return self.dialect.sequence(field, words, slop)


def _reason(message: str) -> str:
    if "size limit" in message:
        return "the pattern is too complex; use fewer * and ?, or fewer or shorter repeats"
    lines = [line.strip() for line in message.splitlines() if line.strip(" ^")]
    return lines[-1].removeprefix("error: ").rstrip(")'") if lines else "it is not a regular expression"
