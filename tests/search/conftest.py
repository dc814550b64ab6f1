"""The index under test; the tests in `cluster/` run the same tests on an index cluster."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dateline.search.index import Index
from dateline.search.tantivy import TantivyIndex
from made_indices import Fill, Fresh, filler


@contextmanager
def embedded_index() -> Iterator[Index]:
    with tempfile.TemporaryDirectory() as folder:
        index = TantivyIndex.open(Path(folder) / "index")
        yield index
        index.close()


@pytest.fixture(scope="session")
def fresh() -> Fresh:
    """A function that makes a new, empty index."""
    return embedded_index


@pytest.fixture
def index(fresh: Fresh) -> Iterator[Index]:
    with fresh() as found:
        yield found


@pytest.fixture
def fill(index: Index) -> Fill:
    return filler(index)
