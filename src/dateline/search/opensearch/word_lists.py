"""List the words of an index that start with the same letters.

A cluster has no request that lists words. But it can validate a query without running it, and its answer then expands a prefix to
all words that start with it. If these are too many, the words are requested for each next letter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from dateline.errors import QueryError
from dateline.search.opensearch.statistics import ClusterStatistics
from dateline.search.patterns import escaped

if TYPE_CHECKING:
    from dateline.search.opensearch.cluster import Cluster

_LETTERS = "etaoinsrhldcumfpgwybvkxjqz0123456789'éèêàâäöüßåæøñçаеиоу"
_MAX_DEPTH = 4
_FIELD = "body"


def words_of(
    cluster: Cluster, names: str, statistics: ClusterStatistics, marks: Iterable[str], beginning: str
) -> Sequence[tuple[str, int]]:
    """The words that start with `beginning` after any of these marks, with their article counts, most frequent first."""
    found: Counter[str] = Counter()
    listed = [(mark, word) for mark in marks for word in _terms_starting_with(cluster, names, mark + beginning)]
    for (mark, word), articles in zip(listed, statistics.frequencies([(_FIELD, word) for _, word in listed]), strict=True):
        found[word.removeprefix(mark)] += articles
    return sorted(((word, articles) for word, articles in found.items() if articles), key=lambda pair: (-pair[1], pair[0]))


def _terms_starting_with(cluster: Cluster, names: str, start: str, depth: int = 0) -> Iterator[str]:
    """Yield the terms of texts that start with `start`; if there are too many, ask for each next letter, down to a depth."""
    try:
        yield from _expand(cluster, names, {"prefix": {_FIELD: {"value": start, "rewrite": "scoring_boolean"}}})
        return
    except QueryError:
        if depth == _MAX_DEPTH:
            return
    others = {"value": f"{escaped(start)}([^{_LETTERS}].*)?", "flags": "NONE", "rewrite": "scoring_boolean"}
    with suppress(QueryError):
        yield from _expand(cluster, names, {"regexp": {_FIELD: others}})
    for letter in _LETTERS:
        yield from _terms_starting_with(cluster, names, start + letter, depth + 1)


def _expand(cluster: Cluster, names: str, query: dict[str, object]) -> Iterator[str]:
    found: Any = cluster.ask("POST", f"/{names}/_validate/query", {"query": query}, given={"rewrite": "true", "all_shards": "true"})
    if found["_shards"]["failed"] or not found["valid"]:
        raise QueryError("these are too many words")
    explanations = [one.get("explanation", "") for one in found["explanations"]]
    words = {part.removeprefix(f"{_FIELD}:").strip("()") for text in explanations for part in text.split() if f"{_FIELD}:" in part}
    yield from sorted(words)
