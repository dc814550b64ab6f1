"""The recipe: everything besides its bytes that decides the result for a file, as one value that is sent to the workers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from dateline.cleaning import Cleaner
from dateline.cleaning.learning import Learned
from dateline.cleaning.templates import Templates
from dateline.metadata.batch_metadata import BatchMetadata
from dateline.metadata.day_order import DayOrders
from dateline.readers.detection import ReadOptions
from dateline.syndication import METHOD
from dateline.text import content_hash
from dateline.workers.worker import Limits

_ROW_VERSION = "batch-1"  # version of the rows


@dataclass(frozen=True, slots=True)
class Recipe:
    """The cleaner, how to read files, the metadata of all documents, and the limits for each document.

    With `raw`, each row has its raw document, which an archive needs for an import.
    """

    cleaner: Cleaner = field(default_factory=Cleaner)
    format: str | None = None
    options: ReadOptions = field(default_factory=ReadOptions)
    by_hand: BatchMetadata = field(default_factory=BatchMetadata)
    limits: Limits = field(default_factory=Limits)
    raw: bool = True

    @property
    def version(self) -> str:
        """A name for all of it except the limits: they decide which documents fail, not the result of the others."""
        parts = (self.format, self.options.names.fields, self.options.enclosed, sorted(self.by_hand.hints.items()), self.raw)
        return f"{_ROW_VERSION}+{METHOD}+{self.cleaner.version}+{content_hash(repr(parts).encode())[3:11]}"

    def knowing(self, learned: Learned) -> Recipe:
        """Return the same recipe with what was learned about the sources."""
        templates, days = Templates.of(learned.templates), DayOrders.of(learned.day_orders)
        return replace(self, cleaner=replace(self.cleaner, templates=templates, days=days))
