"""Shared by the tests of an index, whatever its engine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from unittest.mock import patch

from dateline.search.index import Index
from dateline.types.history import Change

Fill = Callable[[Iterable[Change]], Index]
"""A function that fills an index with changes."""
Fresh = Callable[[], AbstractContextManager[Index]]
"""A function that makes a new, empty index, which is deleted at the end."""
EXAMPLES = int(os.environ.get("DATELINE_EXAMPLES", "60"))
"""The number of examples of each property test."""
IN_CLUSTER = int(os.environ.get("DATELINE_EXAMPLES", "10"))
"""The number in an index cluster, where each takes seconds, because an index is made and deleted for it."""


def filler(index: Index) -> Fill:
    """Return a function that fills `index`."""

    def fill(changes: Iterable[Change]) -> Index:
        index.apply(changes)
        return index

    return fill


def index_tests(name: str) -> dict[str, object]:
    """Return the tests and fixtures of `search/test_{name}.py`, for an index cluster."""
    spec = spec_from_file_location(f"every_index_{name}", Path(__file__).parent / "search" / f"test_{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    with patch.dict(globals(), EXAMPLES=IN_CLUSTER):  # the module reads the number from here
        spec.loader.exec_module(module)
    return {key: value for key, value in vars(module).items() if not key.startswith("_")}
