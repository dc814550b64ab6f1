"""What tests of an index are given, whatever its engine."""

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
"""Makes an index of changes."""
Fresh = Callable[[], AbstractContextManager[Index]]
"""Makes a new, empty index, which is thrown away at the end."""
EXAMPLES = int(os.environ.get("DATELINE_EXAMPLES", "60"))
"""So many examples are tried of what holds for every index."""
IN_CLUSTER = int(os.environ.get("DATELINE_EXAMPLES", "10"))
"""So many in a cluster, where each takes seconds: an index is made for it, and thrown away."""


def filler(index: Index) -> Fill:
    """What fills that index."""

    def fill(changes: Iterable[Change]) -> Index:
        index.apply(changes)
        return index

    return fill


def asked_of_every_index(name: str) -> dict[str, object]:
    """The tests and fixtures in `search/test_{name}.py`, for a cluster."""
    spec = spec_from_file_location(f"every_index_{name}", Path(__file__).parent / "search" / f"test_{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    with patch.dict(globals(), EXAMPLES=IN_CLUSTER):  # the module takes the number from here
        spec.loader.exec_module(module)
    return {key: value for key, value in vars(module).items() if not key.startswith("_")}
