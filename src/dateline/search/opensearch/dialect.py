"""The query parts of OpenSearch: JSON objects.

A sequence of marks becomes a phrase, written as the analyzer writes texts: NOTHING fills an empty position. A sequence with
patterns becomes span queries, and so do two words near each other. Spans count the engine's positions, so the distance between
marks of different lanes includes the offset between their lanes; its sign depends on which mark comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from dateline.search.dialect import Placed
from dateline.search.opensearch.mapping import SMALL
from dateline.search.stems import NOTHING

Part = Mapping[str, Any]

_STATES = 10_000
_LEAST, _MOST = -(1 << 63), (1 << 63) - 1
# `search_pattern` allows only an escaped [ inside a class, so the search for the end of a class stops at the next [.
_TYPED = re.compile(r"\\.|\[(?:\\.|[^\[\]\\])*+\]|\(\?:|\"|[^\\\[(\"]+|.", re.DOTALL)


class OpenSearchDialect:
    """Make queries for an index that `mapping` describes."""

    def everything(self) -> Part:
        """A query that matches all articles."""
        return {"match_all": {}}

    def nothing(self) -> Part:
        """A query that matches no article."""
        return {"match_none": {}}

    def term(self, field: str, value: str) -> Part:
        """The articles with a value or mark in a field."""
        return {"term": {field: {"value": value}}}

    def any_term(self, field: str, values: Iterable[str]) -> Part:
        """The articles with any of these values in a field."""
        return {"terms": {field: list(values)}}

    def sequence(self, field: str, words: Placed, slop: int = 0) -> Part:
        """Two or more marks at these positions; with `slop`, two marks whose positions differ by at most `slop`, in any order."""
        if slop:
            return _near([(place, {"span_term": {field: mark}}) for place, mark in words], slop)
        first, typed = words[0][0], list[str]()
        for place, mark in words:
            typed += [NOTHING] * (place - first - len(typed))
            typed.append(mark)
        return {"match_phrase": {field: {"query": " ".join(typed)}}}

    def like(self, field: str, pattern: str, *, match_case: bool = True) -> Part:
        """Values that a regular expression matches as a whole."""
        return _pattern(field, pattern) if match_case else _pattern(f"{field}.{SMALL}", _lower_pattern(pattern))

    def sequence_like(self, field: str, patterns: Sequence[tuple[int, str]], slop: int = 0) -> Part:
        """The same as `sequence`, but each word is given by a regular expression that matches it as a whole."""
        spans = [(place, {"span_multi": {"match": _pattern(field, pattern)}}) for place, pattern in patterns]
        if slop:
            return _near(spans, slop)
        clauses: list[Part] = [spans[0][1]]
        for (before, _), (place, span) in pairwise(spans):
            if place - before > 1:
                clauses.append({"span_gap": {field: place - before - 1}})
            clauses.append(span)
        return {"span_near": {"clauses": clauses, "slop": 0, "in_order": True}}

    def fuzzy(self, field: str, mark: str, word: str, distance: int) -> Part:
        """Terms that start with `mark` and continue with a word at most `distance` typing errors from `word`."""
        clause = {"value": mark + word, "fuzziness": distance, "prefix_length": len(mark), "rewrite": "constant_score"}
        return {"fuzzy": {field: clause}}

    def between(self, column: str, least: int | None, most: int | None) -> Part:
        """The articles whose number in a column is between `least` and `most`, both included; None leaves an end open."""
        ends = {"gte": least, "lte": most}
        return {"range": {column: {end: min(max(number, _LEAST), _MOST) for end, number in ends.items() if number is not None}}}

    def combine(
        self, must: Sequence[Part] = (), should: Sequence[Part] = (), must_not: Sequence[Part] = (), least: int | None = None
    ) -> Part:
        """Articles that match all of `must`, none of `must_not`, and `least` of `should` (by default one if `must` is empty)."""
        parts = {"must": must, "should": should, "must_not": must_not}
        found: dict[str, Any] = {name: list(some) for name, some in parts.items() if some}
        if should:
            found["minimum_should_match"] = least if least is not None else 0 if must else 1
        return {"bool": found}

    def filter(self, query: Part) -> Part:
        """The same query without a score."""
        return {"bool": {"filter": [query]}}

    def boost(self, query: Part, by: float) -> Part:
        """The same query with its score multiplied by `by`."""
        return {"bool": {"must": [query], "boost": by}}


def _pattern(field: str, pattern: str) -> Part:
    return {"regexp": {field: {"value": pattern, "flags": "NONE", "max_determinized_states": _STATES}}}


def _near(spans: Sequence[tuple[int, Part]], slop: int) -> Part:
    """Two spans whose positions differ by at most `slop`, after subtracting the offset given with each."""
    (one, first), (two, second) = spans
    if one == two:
        return {"span_near": {"clauses": [first, second], "slop": slop - 1, "in_order": False}}
    ways = [([first, second], slop + two - one - 1), ([second, first], slop + one - two - 1)]
    near = [{"span_near": {"clauses": clauses, "slop": gap, "in_order": True}} for clauses, gap in ways if gap >= 0]
    return {"bool": {"should": near, "minimum_should_match": 1}}


def _lower_pattern(pattern: str) -> str:
    """A pattern in lower case, in the engine's syntax: it has no non-capturing groups, and a quotation mark needs an escape."""
    return "".join(_lower_piece(piece[0]) for piece in _TYPED.finditer(pattern))


def _lower_piece(piece: str) -> str:
    if piece[0] == "\\":
        return piece
    if piece == "(?:":
        return "("
    return '\\"' if piece == '"' else piece.lower() if _can_be_lowered(piece) else piece


def _can_be_lowered(piece: str) -> bool:
    """Whether a piece can be written in lower case: the ranges of a character class must stay in order."""
    ends = re.findall(r"([^\\])-([^\\\]])", piece) if piece[0] == "[" else []
    return all(first.lower() <= last.lower() and len(first.lower() + last.lower()) == 2 for first, last in ends)
