"""The names that methods of `Archive` and `Client` had in 0.1; they are removed in version 0.3."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

_FORMER = {
    "admit": "import_records",
    "by_hand": "batch_metadata",
    "has_taken": "has_ingested",
    "holdings": "records",
    "tallies": "facets_of",
    "unwanted": "tombstones",
    "want": "remove_tombstones",
}


class FormerNames:
    """Find a method under its former name, with a warning."""

    __slots__ = ()

    if not TYPE_CHECKING:  # a type checker would accept any name

        def __getattr__(self, name: str) -> object:
            if name not in _FORMER:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)
            warnings.warn(f"{name} is called {_FORMER[name]} now; the old name goes with version 0.3", DeprecationWarning, 2)
            return getattr(self, _FORMER[name])
