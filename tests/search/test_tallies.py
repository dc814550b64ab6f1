"""Counts are exact although each segment returns only its most frequent values."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import tantivy
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.search.counting import count_hits, count_values
from dateline.search.engine import Engine
from dateline.search.tallies import Tallies
from dateline.types.counts import Facet
from made_articles import change

FIELDS: tuple[Facet, ...] = ("tag", "source", "author", "kind", "year")
ODD = ('the "red" house', "back\\slash", "C++ (2nd)", "tag:sea", "ÖÐ ÆR", "a:b*", "two\nlines", "sea*", "-no", "")
TAGS = st.lists(st.integers(0, 60).map(lambda at: f"t{at * at // 60}") | st.sampled_from(ODD), max_size=5).map(tuple)
ARTICLES = st.lists(st.tuples(TAGS, st.sampled_from([None, "Post", "Wire"]), st.sampled_from(["ferry", "storm"])), max_size=40)


@settings(max_examples=25, deadline=None)
@given(ARTICLES, st.integers(1, 4), st.integers(1, 3), st.sampled_from(["ferry", None]))
def test_the_most_frequent_values_are_counted_exactly_from_partial_lists_of_segments(
    articles: Sequence[tuple[tuple[str, ...], str | None, str]], parts: int, most: int, word: str | None
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine.create(Path(folder) / "1")
        changes = [change(number, body, tags=tags, source=source) for number, (tags, source, body) in enumerate(articles, 1)]
        for part in range(parts):
            engine.write(changes[part::parts])
        engine.write(changes[:3])  # the replaced articles are still in the segments
        schema, searcher = engine.index.schema, engine.searcher
        query = tantivy.Query.term_query(schema, "body", f"en:{word}") if word else tantivy.Query.all_query()
        found = Tallies(searcher, schema, much=0, wide=1).of(query, count_hits(searcher, query), FIELDS, most)
        assert found == {name: count_values(searcher, schema, query, name, most) for name in FIELDS}
        engine.merge_segments()


def test_clearly_leading_values_are_found_without_reading_all_values(tmp_path: Path) -> None:
    engine = Engine.create(tmp_path / "1")
    for part in range(3):
        numbers = range(part * 100 + 1, part * 100 + 101)
        engine.write(
            [change(at, "ferry", tags=(*(f"t{rank}" for rank in range(1, 9) if at % rank == 0), f"own{at}")) for at in numbers]
        )
    query = tantivy.Query.all_query()
    asked: list[dict[str, object]] = []

    class RecordingSearcher:
        """A searcher that records its aggregations."""

        def __getattr__(self, name: str) -> object:
            return getattr(engine.searcher, name)

        def aggregate(self, query: object, aggregations: dict[str, object]) -> object:
            asked.append(aggregations)
            return engine.searcher.aggregate(query, aggregations)

    found = Tallies(RecordingSearcher(), engine.index.schema, much=0, wide=100).of(query, 300, ["tag"], 4)["tag"]
    assert found == count_values(engine.searcher, engine.index.schema, query, "tag", 4)
    assert found.counts == (("t1", 300), ("t2", 150), ("t3", 100), ("t4", 75))
    assert "10000000" not in str(asked)
    engine.merge_segments()
