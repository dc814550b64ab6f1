"""The archive on disk: one SQLite file that Datasette and sqlite-utils open as it is. Raw and sightings are the truth."""

from __future__ import annotations

from dateline.store.lock import Holder
from dateline.store.store import Store

__all__ = ["Holder", "Store"]
