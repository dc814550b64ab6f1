"""The archive on disk: one SQLite file that Datasette and sqlite-utils open as it is. Raw and sightings are the truth."""

from __future__ import annotations

from dateline.store.feeds import Subscription
from dateline.store.lock import Holder
from dateline.store.placement import Placement, Sighted, identity_of, locate
from dateline.store.report import SourceCount, Stats
from dateline.store.store import Store

__all__ = ["Holder", "Placement", "Sighted", "SourceCount", "Stats", "Store", "Subscription", "identity_of", "locate"]
