"""Indices in a real cluster, for the tests that every index must pass and for the tests of this one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import pytest

from dateline.search.index import Index
from made_indices import Fill, Fresh, filler


@pytest.fixture(scope="session")
def fresh(node: int) -> Fresh:
    """A function that makes new, empty indices."""
    from dateline.search.opensearch.cluster import Cluster
    from dateline.search.opensearch.index import OpenSearchIndex
    from dateline.search.opensearch.settings import Access, Place

    numbers = count()

    @contextmanager
    def in_cluster() -> Iterator[Index]:
        place = Place.read(f"http://127.0.0.1:{node}/tests", f"t{os.getpid()}-{next(numbers)}")
        index = OpenSearchIndex(Cluster(place, Access()))
        yield index
        index.clear()
        index.close()

    return in_cluster


@pytest.fixture
def index(fresh: Fresh) -> Iterator[Index]:
    with fresh() as found:
        yield found


@pytest.fixture
def fill(index: Index) -> Fill:
    return filler(index)
