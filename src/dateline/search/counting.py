"""The engine's counts over all articles that match: how many, by value, by period. They come from columns; no article is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dateline.query import CODES
from dateline.search.periods import period_name
from dateline.search.schema import UNKNOWN, UNKNOWN_LANGUAGE

if TYPE_CHECKING:
    import tantivy

    from dateline.types.counts import Facet, Period, Tally, Timeline

_MOST_VALUES = 65_000  # the engine refuses to answer with more
_EVERY_VALUE = 10_000_000
# Every article has this column and it takes no room. A search would weigh all that match, for twice the time.
_ALL = {"value_count": {"field": "seen_first"}}
_TIMES = ("year", "month")


def count_hits(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    """How many articles match."""
    return int(searcher.aggregate(query, {"all": _ALL})["all"]["value"])


def tally(searcher: tantivy.Searcher, schema: tantivy.Schema, query: tantivy.Query, field: Facet, most: int) -> Tally:
    """How many of the articles that match have each value of `field`: the `most` most frequent values, years in their order."""
    from dateline.types.counts import Tally

    total = count_hits(searcher, query)
    if field in _TIMES:
        counts, rest = _values(searcher, query, field, most)
        return Tally(tuple(sorted(counts)), rest, total - rest - sum(count for _, count in counts), total)
    nameless = _without(schema, field)
    counts, rest = _values(searcher, query.and_must_not_match(nameless), _column(field), most)
    return Tally(counts, rest, count_hits(searcher, query.and_must_match(nameless)), total)


def tallies(
    searcher: tantivy.Searcher, schema: tantivy.Schema, query: tantivy.Query, fields: Sequence[Facet], most: int
) -> dict[Facet, Tally]:
    """The tallies of several fields, for which what matches is gone through once."""
    from dateline.types.counts import Tally

    asked = {name: _asked(_column(name), 2 * most + 100) for name in fields}
    found = searcher.aggregate(query, {**asked, "all": _ALL})
    total, made = int(found["all"]["value"]), dict[Any, Tally]()
    for name in fields:
        buckets, cut = found[name]["buckets"], int(found[name]["sum_other_doc_count"])
        counts = {_value(bucket["key"], name): int(bucket["doc_count"]) for bucket in buckets}
        unknown = counts.pop(_nameless(name), 0)
        if cut and not unknown and name not in _TIMES and searcher.doc_freq(_column(name), _nameless(name)):
            unknown = count_hits(
                searcher, query.and_must_match(_without(schema, name))
            )  # it may stand among those that are cut off
            cut -= unknown
        listed = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        if cut and (len(listed) <= most or listed[-1][1] == listed[most][1]):  # a tie that may go on beyond what was asked for
            made[name] = tally(searcher, schema, query, name, most)
            continue
        top, rest = listed[:most], cut + sum(count for _, count in listed[most:])
        if name in _TIMES:
            top, unknown = sorted(top), total - rest - sum(count for _, count in top)
        made[name] = Tally(tuple(top), rest, unknown, total)
    return made


def _asked(column: str, most: int) -> dict[str, Any]:
    # Each segment tells its own most frequent values: with fewer than all of them the sums would be wrong.
    return {"terms": {"field": column, "size": min(most, _MOST_VALUES), "segment_size": _EVERY_VALUE}}


def _nameless(field: Facet) -> str:
    return UNKNOWN_LANGUAGE if field == "lang" else UNKNOWN


def _without(schema: tantivy.Schema, field: Facet) -> tantivy.Query:
    """The articles that have no value of a field."""
    from tantivy import Query as Engine

    return Engine.term_query(schema, _column(field), _nameless(field))


def _column(field: Facet) -> str:
    return field if field in CODES or field in _TIMES else f"{field}_name"


def timeline(searcher: tantivy.Searcher, query: tantivy.Query, by: Period) -> Timeline:
    """How many of the articles that match were published in each period."""
    from dateline.types.counts import Timeline

    histogram = {"histogram": {"field": by, "interval": 1, "min_doc_count": 1}}
    found = searcher.aggregate(query, {"found": histogram, "all": _ALL})
    counts = {int(bucket["key"]): int(bucket["doc_count"]) for bucket in found["found"]["buckets"]}
    return Timeline(counts, int(found["all"]["value"]))


Counts = tuple[tuple[str, int], ...]


def _values(searcher: tantivy.Searcher, query: tantivy.Query, column: str, most: int) -> tuple[Counts, int]:
    """The `most` most frequent values of a column, and how many counts stand in the others."""
    counts, cut = _terms(searcher, query, column, 2 * most + 100)
    if cut and counts[-1][1] == counts[most][1]:  # a tie that goes on beyond what was asked for
        counts, cut = _terms(searcher, query, column, _MOST_VALUES)
    listed = sorted(counts, key=lambda pair: (-pair[1], pair[0]))
    return tuple(listed[:most]), cut + sum(count for _, count in listed[most:])


def _terms(searcher: tantivy.Searcher, query: tantivy.Query, column: str, most: int) -> tuple[Counts, int]:
    found = searcher.aggregate(query, {"found": _asked(column, most)})["found"]
    counts = tuple((_value(bucket["key"], column), int(bucket["doc_count"])) for bucket in found["buckets"])
    return counts, int(found["sum_other_doc_count"])


def _value(key: str | float, column: str) -> str:
    return key if isinstance(key, str) else period_name(int(key), "month" if column == "month" else "year")
