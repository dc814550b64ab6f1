"""An article is read from the archive as it was written."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.store import Store
from dateline.store.placement_types import Placement
from dateline.store.rows import plain, to_json
from dateline.text import content_hash
from dateline.types.articles import CleanedArticle, DateEvidence, Line, LineKind, Metadata
from dateline.types.documents import RawDocument

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
NAME = st.none() | TEXT
NAMES = st.lists(TEXT, max_size=3).map(tuple)
DATE = st.builds(
    DateEvidence,
    st.sampled_from(["2016", "2016-07", "2016-07-14", "2016-07-14T10:42:00+03:00"]),
    st.sampled_from(["year", "month", "day", "instant"]),
    st.sampled_from(["published", "updated", "clock", "mention"]),
    TEXT,
    TEXT,
    st.floats(0, 1),
)
LINE = st.builds(
    Line,
    TEXT,
    st.booleans(),
    st.sampled_from(["body", "share", "title"]),
    TEXT,
    st.booleans(),
    parts=st.just(()),
    kind=st.sampled_from(get_args(LineKind)),
    level=st.integers(0, 9),
)
LINES = st.lists(LINE, max_size=8).map(tuple)
METADATA = st.builds(
    Metadata,
    title=NAME,
    published=st.none() | DATE,
    updated=st.none() | DATE,
    dates=st.lists(DATE, max_size=3).map(tuple),
    authors=NAMES,
    source=NAME,
    domain=NAME,
    section=NAME,
    place=NAME,
    agency=NAME,
    tags=NAMES,
    related=NAMES,
    language=NAME,
)


@settings(max_examples=30, deadline=None)
@given(METADATA, LINES, TEXT, st.binary(max_size=200))
def test_an_article_is_read_back_unchanged(metadata: Metadata, lines: tuple[Line, ...], name: str, content: bytes) -> None:
    raw_id = content_hash(content)
    article = CleanedArticle(raw_id, metadata, lines, "rules-1", "live blog")
    raw = RawDocument(content, "text/html", name, "id:" + name, name, datetime(2020, 1, 2, tzinfo=UTC), {"title": name})
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "archive.db", create=True) as store:
        article_id, _ = store.add(raw, raw_id, Placement("new"), article, datetime(2024, 5, 3, tzinfo=UTC))
        assert store.get(article_id).article == article
        assert store.raw_of(article_id) == raw
        assert not store.replace(article_id, article)
        assert list(store.verify()) == []


def test_a_lone_surrogate_is_escaped_so_that_odd_file_names_stay_distinct() -> None:
    assert plain("caf\udce9.txt") == "caf\\udce9.txt"
    assert plain("café.txt") == "café.txt"
    assert json.loads(to_json(["caf\udce9.txt", 'say "café"'])) == ["caf\\udce9.txt", 'say "café"']
