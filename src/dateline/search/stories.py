"""Group matching articles into stories: the articles of one cluster of copies are one story, and so is an article without copies.

In a list of stories the lead copy represents its story; if it does not match, the copy that was published first does. So the choice
does not depend on the order of the list, and the number of stories is the number of these articles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.query import OnePerStory, Query
from dateline.search.counting import MOST_VALUES, count_hits
from dateline.search.index import Index, Stories
from dateline.search.ranking import column_at, names_at
from dateline.search.schema import COPY

if TYPE_CHECKING:
    import tantivy


_HIGHEST = 1 << 42
_FEW = 1000
_EVERY_VALUE = 10_000_000

Span = tuple[int, int]


def find_story_articles(query: Query, stories: Stories) -> Query:
    """Limit `query` to one article of each story, given its `stories`."""
    return OnePerStory(query, stories.stand_ins, stories.passed_over) if stories.further else query


def limit_to_stories(query: Query, index: Index, preferred: frozenset[str] = frozenset()) -> Query:
    """Limit `query` to one article of each story, which the index finds."""
    return find_story_articles(query, index.stories(query, preferred))


def find_stories(searcher: tantivy.Searcher, schema: tantivy.Schema, query: tantivy.Query, preferred: frozenset[str]) -> Stories:
    """Find the stories among the matching articles, some of which are copies; `preferred` articles represent their story."""
    from tantivy import Query as Engine

    counts = story_counts(searcher, schema, query)
    copies = {number >> 1: articles for number, articles in counts.items() if number & 1}
    leads = {number >> 1 for number in counts if not number & 1}
    wanted: dict[int, str] = {}
    if preferred:
        wanted = _members(searcher, query, Engine.term_set_query(schema, "id", sorted(preferred)))
    leadless = [story for story in copies if story not in leads and story not in wanted]
    first: dict[int, str] = {}
    if leadless:
        few = Engine.term_set_query(schema, "story", [2 * story + 1 for story in leadless]) if len(leadless) <= _FEW else None
        found = _members(searcher, query, few or Engine.term_query(schema, "copy", COPY))
        first = {story: found[story] for story in leadless}
    replaced = [2 * story for story in leads.intersection(wanted)]
    behind = _members(searcher, query, Engine.term_set_query(schema, "story", replaced)) if replaced else {}
    stand_ins = frozenset((*wanted.values(), *first.values()))
    further = {story: articles - (story not in leads) for story, articles in copies.items() if story in leads or articles > 1}
    return Stories(stand_ins, further, frozenset(behind.values()) - stand_ins)


def story_counts(
    searcher: tantivy.Searcher, schema: tantivy.Schema, query: tantivy.Query, most: int = MOST_VALUES, span: Span = (0, _HIGHEST)
) -> dict[int, int]:
    """Count the matching articles for each story value in `span`; for more than `most` values, count each half of it separately."""
    from tantivy import FieldType
    from tantivy import Query as Engine

    low, high = span
    bounds = Engine.range_query(schema, "story", FieldType.Unsigned, low, high, include_upper=False)
    within = query if span == (0, _HIGHEST) else query.and_must_match(bounds)
    terms = {"field": "story", "size": most, "segment_size": _EVERY_VALUE}
    found = searcher.aggregate(within, {"found": {"terms": terms}})["found"]
    if not found["sum_other_doc_count"]:
        return {int(bucket["key"]): int(bucket["doc_count"]) for bucket in found["buckets"]}
    middle = (low + high) // 2
    halves = (story_counts(searcher, schema, query, most, half) for half in ((low, middle), (middle, high)))
    return {value: articles for half in halves for value, articles in half.items()}


def _members(searcher: tantivy.Searcher, query: tantivy.Query, part: tantivy.Query) -> dict[int, str]:
    """For each story with articles that match both queries, the id of the article that was published first."""
    from tantivy import Order

    both = query.and_must_match(part)
    number = count_hits(searcher, both)
    if not number:
        return {}
    addresses = [address for _, address in searcher.search(both, limit=number, order_by_field="oldest", order=Order.Asc).hits]
    first: dict[int, tantivy.DocAddress] = {}
    for value, address in zip(column_at(searcher, "story", addresses), addresses, strict=True):
        first.setdefault(value >> 1, address)
    return dict(zip(first, names_at(searcher, list(first.values())), strict=True))
