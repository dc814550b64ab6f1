"""What queries are made of, as OpenSearch has it: objects of JSON.

A sequence of marks is a phrase, typed as the analysis writes texts: the mark for nothing takes a place. Where a pattern stands for
a word it is made of spans, and so are two words near each other. There a place is one that the engine counts, so that marks of
different lanes are as far from each other as their lanes are in a word, more or less, by which of them comes first.
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
# `search_pattern` lets no [ stand inside a class unless it is escaped: so the search for the end of a class stops at the next one.
_TYPED = re.compile(r"\\.|\[(?:\\.|[^\[\]\\])*+\]|\(\?:|\"|[^\\\[(\"]+|.", re.DOTALL)


class OpenSearchDialect:
    """The queries of an index that `mapping` describes."""

    def everything(self) -> Part:
        """All articles."""
        return {"match_all": {}}

    def nothing(self) -> Part:
        """No article."""
        return {"match_none": {}}

    def term(self, field: str, value: str) -> Part:
        """The articles with a value or a mark in a field."""
        return {"term": {field: {"value": value}}}

    def any_term(self, field: str, values: Iterable[str]) -> Part:
        """The articles with any of these values in a field."""
        return {"terms": {field: list(values)}}

    def sequence(self, field: str, words: Placed, slop: int = 0) -> Part:
        """Two or more marks at these places; with `slop`, two whose places differ by so much, in whichever order."""
        if slop:
            return _near([(place, {"span_term": {field: mark}}) for place, mark in words], slop)
        first, typed = words[0][0], list[str]()
        for place, mark in words:
            typed += [NOTHING] * (place - first - len(typed))
            typed.append(mark)
        return {"match_phrase": {field: {"query": " ".join(typed)}}}

    def like(self, field: str, pattern: str, *, minds_case: bool = True) -> Part:
        """Any value that a regular expression describes as a whole."""
        return _pattern(field, pattern) if minds_case else _pattern(f"{field}.{SMALL}", _in_small(pattern))

    def sequence_like(self, field: str, patterns: Sequence[tuple[int, str]], slop: int = 0) -> Part:
        """The same as `sequence`, for words each of which a regular expression describes as a whole."""
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
        """Words that begin with `mark` and go on with anything that is so many typing errors from `word`."""
        asked = {"value": mark + word, "fuzziness": distance, "prefix_length": len(mark), "rewrite": "constant_score"}
        return {"fuzzy": {field: asked}}

    def between(self, column: str, least: int | None, most: int | None) -> Part:
        """The articles whose number in a column lies between these, both included; None where there is no such end."""
        ends = {"gte": least, "lte": most}
        return {"range": {column: {end: min(max(number, _LEAST), _MOST) for end, number in ends.items() if number is not None}}}

    def combine(
        self, must: Sequence[Part] = (), should: Sequence[Part] = (), must_not: Sequence[Part] = (), least: int | None = None
    ) -> Part:
        """What all of `must` find and none of `must_not`; of `should` `least`, or one where nothing must be."""
        parts = {"must": must, "should": should, "must_not": must_not}
        found: dict[str, Any] = {name: list(some) for name, some in parts.items() if some}
        if should:
            found["minimum_should_match"] = least if least is not None else 0 if must else 1
        return {"bool": found}

    def filter(self, query: Part) -> Part:
        """The same, weighing nothing."""
        return {"bool": {"filter": [query]}}

    def boost(self, query: Part, by: float) -> Part:
        """The same, weighing more or less."""
        return {"bool": {"must": [query], "boost": by}}


def _pattern(field: str, pattern: str) -> Part:
    return {"regexp": {field: {"value": pattern, "flags": "NONE", "max_determinized_states": _STATES}}}


def _near(spans: Sequence[tuple[int, Part]], slop: int) -> Part:
    """Two spans whose places differ by `slop` at most, once each is taken back by the place that is given with it."""
    (one, first), (two, second) = spans
    if one == two:
        return {"span_near": {"clauses": [first, second], "slop": slop - 1, "in_order": False}}
    ways = [([first, second], slop + two - one - 1), ([second, first], slop + one - two - 1)]
    near = [{"span_near": {"clauses": clauses, "slop": gap, "in_order": True}} for clauses, gap in ways if gap >= 0]
    return {"bool": {"should": near, "minimum_should_match": 1}}


def _in_small(pattern: str) -> str:
    """A pattern for small letters, in the engine's own signs: it has no groups that are not kept, and reads a " as its own."""
    return "".join(_small_piece(piece[0]) for piece in _TYPED.finditer(pattern))


def _small_piece(piece: str) -> str:
    if piece[0] == "\\":
        return piece
    if piece == "(?:":
        return "("
    return '\\"' if piece == '"' else piece.lower() if _is_lowered(piece) else piece


def _is_lowered(piece: str) -> bool:
    """Whether a piece may be written in small letters: ranges of signs that a class was made of must stay in their order."""
    ends = re.findall(r"([^\\])-([^\\\]])", piece) if piece[0] == "[" else []
    return all(first.lower() <= last.lower() and len(first.lower() + last.lower()) == 2 for first, last in ends)
