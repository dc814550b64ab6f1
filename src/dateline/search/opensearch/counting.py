"""Count the matching articles in a cluster: by value, by period, by story. All counts are exact, over any number of shards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.search.counting import TIMES, column_of, nameless, value_of
from dateline.search.index import Stories
from dateline.search.opensearch.dialect import OpenSearchDialect, Part
from dateline.search.opensearch.long_lists import PAGE, Asking

if TYPE_CHECKING:
    from dateline.types.counts import Facet, FacetCounts, Period, Timeline

_DIALECT = OpenSearchDialect()


def tallies(asking: Asking, fields: Sequence[Facet], most: int) -> dict[Facet, FacetCounts]:
    """Count the matching articles for each value of these fields: at most `most` values each, ties in alphabetical order."""
    from dateline.types.counts import FacetCounts

    asked: dict[str, object] = {}
    for name in fields:
        order = [{"_count": "desc"}, {"_key": "asc"}]
        # A shard returns only its own most frequent values. If these are not all, every value is fetched instead.
        asked[name] = {"terms": {"field": column_of(name), "size": min(most + 1, PAGE), "order": order}}
        if name not in TIMES:
            asked[f"{name} unknown"] = {"filter": _DIALECT.term(column_of(name), nameless(name))}
    found, total = asking.aggregated(asked)
    made: dict[Facet, FacetCounts] = {}
    for name in fields:
        buckets, cut = found[name], int(found[name]["sum_other_doc_count"])
        exact = not buckets.get("doc_count_error_upper_bound", 0) and (most < PAGE or not cut)
        told = (
            {bucket["key"]: int(bucket["doc_count"]) for bucket in buckets["buckets"]}
            if exact
            else dict(asking.values(column_of(name)))
        )
        cut = cut if exact else 0
        unknown = int(found[f"{name} unknown"]["doc_count"]) if name not in TIMES else 0
        if told.pop(nameless(name), 0) == 0 and cut:
            cut -= unknown  # they are among those cut off
        listed = sorted(((value_of(key, name), count) for key, count in told.items()), key=lambda pair: (-pair[1], pair[0]))
        top, rest = listed[:most], cut + sum(count for _, count in listed[most:])
        if name in TIMES:
            top, unknown = sorted(top), total - rest - sum(count for _, count in top)
        made[name] = FacetCounts(tuple(top), rest, unknown, total)
    return made


def timeline(asking: Asking, by: Period) -> Timeline:
    """Count the matching articles by period of publication."""
    from dateline.types.counts import Timeline

    return Timeline({int(number): count for number, count in asking.every_value(by).items()}, asking.total())


def find_stories(asking: Asking, preferred: frozenset[str]) -> Stories:
    """Find the stories among the matching articles; `preferred` articles represent their story."""
    counts = {int(number): count for number, count in asking.every_value("story").items()}
    copies = {number >> 1: articles for number, articles in counts.items() if number & 1}
    leads = {number >> 1 for number in counts if not number & 1}
    wanted = _members(asking, _DIALECT.any_term(asking.id_column, sorted(preferred))) if preferred and counts else {}
    lacking = [story for story in copies if story not in leads and story not in wanted]
    first: dict[int, str] = {}
    if lacking:
        found = _members(asking, {"terms": {"story": [2 * story + 1 for story in lacking]}})
        first = {story: found[story] for story in lacking if story in found}
    passed = [2 * story for story in leads.intersection(wanted)]
    behind = _members(asking, {"terms": {"story": passed}}) if passed else {}
    stand_ins = frozenset((*wanted.values(), *first.values()))
    further = {story: articles - (story not in leads) for story, articles in copies.items() if story in leads or articles > 1}
    return Stories(stand_ins, further, frozenset(behind.values()) - stand_ins)


def _members(asking: Asking, part: Part) -> dict[int, str]:
    """For each story with articles that match both queries, the id of the article that was published first."""
    both = replace(
        asking, query=_DIALECT.filter(_DIALECT.combine([asking.query, part, {"exists": {"field": "story"}}])), spread=False
    )
    rows, _ = both.rows([{"oldest": "asc"}], ["id", "story"])
    first: dict[int, str] = {}
    for row in rows:
        first.setdefault(int(row["story"]) >> 1, row["id"])
    return first
