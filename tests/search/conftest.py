"""The index that the contract is tried on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from dateline.search.base import Index
from dateline.search.tantivy import TantivyIndex
from dateline.types.history import Change


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    found = TantivyIndex.open(tmp_path / "index")
    yield found
    found.close()


Fill = Callable[[Iterable[Change]], Index]


@pytest.fixture
def fill(index: Index) -> Fill:
    def fill(changes: Iterable[Change]) -> Index:
        index.apply(changes)
        return index

    return fill
