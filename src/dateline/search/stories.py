"""Stories among what matches: the articles of one cluster of copies are one story, an article without copies is one by itself.

In a list of stories the lead copy stands for its story; where it does not match, the copy does that was published first. So it does
not depend on the order of a list which article stands there, and a count of stories is a count of these articles.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dateline.query import OneOfEach, Query
from dateline.search.base import Index, Stories
from dateline.search.ranking import column_at, names_at, total_of
from dateline.search.schema import COPY, LEAD

if TYPE_CHECKING:
    import tantivy


def one_of_each(query: Query, stories: Stories) -> Query:
    """`query` held to one article of each story, as its `stories` tell."""
    return OneOfEach(query, stories.stand_ins, stories.passed_over) if stories.copies else query


def held_to_stories(query: Query, index: Index, preferred: frozenset[str] = frozenset()) -> Query:
    """The same, with the stories asked of the index."""
    return one_of_each(query, index.stories(query, preferred))


def find_stories(searcher: tantivy.Searcher, schema: tantivy.Schema, query: tantivy.Query, preferred: frozenset[str]) -> Stories:
    """The stories among the articles that match; the `preferred` stand for theirs before any other."""
    from tantivy import Query as Engine

    if not searcher.doc_freq("copy", COPY):
        return Stories()
    leads = dict(_members(searcher, query, Engine.term_query(schema, "copy", LEAD)))
    others = _members(searcher, query, Engine.term_query(schema, "copy", COPY))
    wanted = dict(_members(searcher, query, Engine.term_set_query(schema, "id", sorted(preferred)))) if preferred else {}
    first = dict(reversed(others))
    shown = {**first, **leads, **wanted}
    sizes = Counter(story for story, _ in others) + Counter(leads.keys())
    several = [story for story in shown if sizes[story] > 1]
    copies = zip(names_at(searcher, [shown[story] for story in several]), (sizes[story] - 1 for story in several), strict=True)
    stand_ins = names_at(searcher, [address for story, address in shown.items() if story in wanted or story not in leads])
    passed = names_at(searcher, [address for story, address in leads.items() if story in wanted])
    return Stories(frozenset(stand_ins), dict(copies), frozenset(passed).difference(stand_ins))


def _members(searcher: tantivy.Searcher, query: tantivy.Query, part: tantivy.Query) -> list[tuple[int, tantivy.DocAddress]]:
    """The articles that match both, each with its story's number, the one published first first."""
    from tantivy import Order

    both = query.and_must_match(part)
    number = total_of(searcher.search(both, limit=1))
    if not number:
        return []
    addresses = [address for _, address in searcher.search(both, limit=number, order_by_field="oldest", order=Order.Asc).hits]
    return list(zip(column_at(searcher, "story", addresses), addresses, strict=True))
