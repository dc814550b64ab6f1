"""Count the matching articles: in total, by value, by period. The engine counts from columns; no article is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dateline.query import CODES
from dateline.search.periods import period_name
from dateline.search.schema import UNKNOWN, UNKNOWN_LANGUAGE

if TYPE_CHECKING:
    import tantivy

    from dateline.types.counts import Facet, FacetCounts, Period, Timeline

MOST_VALUES = 65_000  # the engine refuses to return more
EVERY_VALUE = 10_000_000
# Every article has this column, and it takes no space. A search would score all matches, and take twice the time.
_ALL = {"value_count": {"field": "seen_first"}}
TIMES = ("year", "month")


def count_hits(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    """Count the matching articles."""
    return int(searcher.aggregate(query, {"all": _ALL})["all"]["value"])


def count_values(searcher: tantivy.Searcher, schema: tantivy.Schema, query: tantivy.Query, field: Facet, most: int) -> FacetCounts:
    """Count the matching articles for each value of `field`: the `most` frequent values; years and months in order of time."""
    from dateline.types.counts import FacetCounts

    total = count_hits(searcher, query)
    if field in TIMES:
        counts, rest = _values(searcher, query, field, most)
        return FacetCounts(tuple(sorted(counts)), rest, total - rest - sum(count for _, count in counts), total)
    nameless = _without(schema, field)
    counts, rest = _values(searcher, query.and_must_not_match(nameless), column_of(field), most)
    return FacetCounts(counts, rest, count_hits(searcher, query.and_must_match(nameless)), total)


def terms_of(column: str, most: int, each: int = EVERY_VALUE) -> dict[str, Any]:
    """The aggregation that returns the `most` frequent values of a column. Each segment contributes its `each` most frequent ones.

    If a segment has more values than that, the sums may be too small.
    """
    return {"terms": {"field": column, "size": min(most, MOST_VALUES), "segment_size": each}}


def nameless(field: Facet) -> str:
    """The value that the column of a field has for an article without a known value."""
    return UNKNOWN_LANGUAGE if field == "lang" else UNKNOWN


def _without(schema: tantivy.Schema, field: Facet) -> tantivy.Query:
    """A query for the articles without a value in a field."""
    from tantivy import Query as Engine

    return Engine.term_query(schema, column_of(field), nameless(field))


def column_of(field: Facet) -> str:
    """The column that contains the values of a field."""
    return field if field in CODES or field in TIMES else f"{field}_name"


def timeline(searcher: tantivy.Searcher, query: tantivy.Query, by: Period) -> Timeline:
    """Count the matching articles by period of publication."""
    from dateline.types.counts import Timeline

    histogram = {"histogram": {"field": by, "interval": 1, "min_doc_count": 1}}
    found = searcher.aggregate(query, {"found": histogram, "all": _ALL})
    counts = {int(bucket["key"]): int(bucket["doc_count"]) for bucket in found["found"]["buckets"]}
    return Timeline(counts, int(found["all"]["value"]))


Counts = tuple[tuple[str, int], ...]


def _values(searcher: tantivy.Searcher, query: tantivy.Query, column: str, most: int) -> tuple[Counts, int]:
    """The `most` frequent values of a column, and the sum of the counts of all others."""
    counts, cut = _terms(searcher, query, column, 2 * most + 100)
    if cut and counts[-1][1] == counts[most][1]:  # a tie continues beyond the returned values
        counts, cut = _terms(searcher, query, column, MOST_VALUES)
    listed = sorted(counts, key=lambda pair: (-pair[1], pair[0]))
    return tuple(listed[:most]), cut + sum(count for _, count in listed[most:])


def _terms(searcher: tantivy.Searcher, query: tantivy.Query, column: str, most: int) -> tuple[Counts, int]:
    found = searcher.aggregate(query, {"found": terms_of(column, most)})["found"]
    counts = tuple((value_of(bucket["key"], column), int(bucket["doc_count"])) for bucket in found["buckets"])
    return counts, int(found["sum_other_doc_count"])


def value_of(key: str | float, column: str) -> str:
    """A value in the form that is shown: a name, or a period."""
    return key if isinstance(key, str) else period_name(int(key), "month" if column == "month" else "year")
