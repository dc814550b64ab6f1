"""Count the matching articles in a cluster: by value, by period, by story. All counts are exact, over any number of shards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.search.counting import TIMES, column_of, nameless, value_of
from dateline.search.index import Stories
from dateline.search.opensearch.dialect import OpenSearchDialect, Part
from dateline.search.opensearch.long_lists import PAGE, ClusterQuery

if TYPE_CHECKING:
    from dateline.types.counts import Facet, FacetCounts, Period, Timeline

_DIALECT = OpenSearchDialect()


def tallies(cluster_query: ClusterQuery, fields: Sequence[Facet], most: int) -> dict[Facet, FacetCounts]:
    """Count the matching articles for each value of these fields: at most `most` values each, ties in alphabetical order."""
    from dateline.types.counts import FacetCounts

    aggregations: dict[str, object] = {}
    for name in fields:
        order = [{"_count": "desc"}, {"_key": "asc"}]
        # A shard returns only its own most frequent values. If these are not all, every value is fetched instead.
        aggregations[name] = {"terms": {"field": column_of(name), "size": min(most + 1, PAGE), "order": order}}
        if name not in TIMES:
            aggregations[f"{name} unknown"] = {"filter": _DIALECT.term(column_of(name), nameless(name))}
    found, total = cluster_query.aggregated(aggregations)
    results: dict[Facet, FacetCounts] = {}
    for name in fields:
        buckets, cut = found[name], int(found[name]["sum_other_doc_count"])
        exact = not buckets.get("doc_count_error_upper_bound", 0) and (most < PAGE or not cut)
        counted = (
            {bucket["key"]: int(bucket["doc_count"]) for bucket in buckets["buckets"]}
            if exact
            else dict(cluster_query.values(column_of(name)))
        )
        cut = cut if exact else 0
        unknown = int(found[f"{name} unknown"]["doc_count"]) if name not in TIMES else 0
        if counted.pop(nameless(name), 0) == 0 and cut:
            cut -= unknown  # they are among those cut off
        listed = sorted(((value_of(key, name), count) for key, count in counted.items()), key=lambda pair: (-pair[1], pair[0]))
        top, rest = listed[:most], cut + sum(count for _, count in listed[most:])
        if name in TIMES:
            top, unknown = sorted(top), total - rest - sum(count for _, count in top)
        results[name] = FacetCounts(tuple(top), rest, unknown, total)
    return results


def timeline(cluster_query: ClusterQuery, by: Period) -> Timeline:
    """Count the matching articles by period of publication."""
    from dateline.types.counts import Timeline

    return Timeline({int(number): count for number, count in cluster_query.every_value(by).items()}, cluster_query.total())


def find_stories(cluster_query: ClusterQuery, preferred: frozenset[str]) -> Stories:
    """Find the stories among the matching articles; `preferred` articles represent their story."""
    counts = {int(number): count for number, count in cluster_query.every_value("story").items()}
    copies = {number >> 1: articles for number, articles in counts.items() if number & 1}
    leads = {number >> 1 for number in counts if not number & 1}
    wanted = _members(cluster_query, _DIALECT.any_term(cluster_query.id_column, sorted(preferred))) if preferred and counts else {}
    leadless = [story for story in copies if story not in leads and story not in wanted]
    first: dict[int, str] = {}
    if leadless:
        found = _members(cluster_query, {"terms": {"story": [2 * story + 1 for story in leadless]}})
        first = {story: found[story] for story in leadless if story in found}
    replaced = [2 * story for story in leads.intersection(wanted)]
    behind = _members(cluster_query, {"terms": {"story": replaced}}) if replaced else {}
    stand_ins = frozenset((*wanted.values(), *first.values()))
    further = {story: articles - (story not in leads) for story, articles in copies.items() if story in leads or articles > 1}
    return Stories(stand_ins, further, frozenset(behind.values()) - stand_ins)


def _members(cluster_query: ClusterQuery, part: Part) -> dict[int, str]:
    """For each story with articles that match both queries, the id of the article that was published first."""
    both = replace(
        cluster_query,
        query=_DIALECT.filter(_DIALECT.combine([cluster_query.query, part, {"exists": {"field": "story"}}])),
        spread=False,
    )
    rows, _ = both.rows([{"oldest": "asc"}], ["id", "story"])
    first: dict[int, str] = {}
    for row in rows:
        first.setdefault(int(row["story"]) >> 1, row["id"])
    return first
