"""Queries that need to read texts, and the limits of reading."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from dateline.errors import QueryError
from dateline.query import parse_query
from dateline.search.post_filter import MOST_LETTERS, MOST_READ, post_filter
from dateline.search.tantivy import TantivyIndex
from dateline.types.articles import ArchivedArticle
from made_articles import change

TODAY = date(2026, 11, 21)


def test_a_query_that_must_read_too_many_articles_is_refused_with_a_cure(tmp_path: Path) -> None:
    def read(ids: Iterable[str]) -> list[ArchivedArticle]:
        raise AssertionError("no article must be read")

    index = TantivyIndex.open(tmp_path / "index")
    index.apply(change(number, "The ferry sails.", source="Harbour Post") for number in range(1, MOST_READ + 2))
    with pytest.raises(QueryError, match=r"needs to read 2,001 articles.*narrow it"):
        post_filter(parse_query("ferry SAME/SENTENCE sails", TODAY), index, read)
    narrow = parse_query('(ferry SAME/SENTENCE sails) source:"Valley Wire"', TODAY)
    assert index.count(post_filter(narrow, index, lambda ids: [])) == 0
    index.close()


def test_a_query_that_must_read_too_much_text_is_refused_with_a_cure(tmp_path: Path) -> None:
    long = change(1, "The ferry sails." + " It sails again." * 100)
    index = TantivyIndex.open(tmp_path / "index")
    index.apply([long])
    assert long.article
    copies = [long.article] * (MOST_LETTERS // len(long.article.article.body) + 1)
    with pytest.raises(QueryError, match=r"20,000,000 characters.*narrow it"):
        post_filter(parse_query("ferry SAME/SENTENCE sails", TODAY), index, lambda ids: copies)
    index.close()
