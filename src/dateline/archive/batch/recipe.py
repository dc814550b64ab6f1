"""How files are cleaned: everything that the result depends on besides their bytes, as one value that is sent to the workers."""

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

_FORM = "batch-1"  # of the rows


@dataclass(frozen=True, slots=True)
class Recipe:
    """What cleans, what a person says of how to read and of all documents, and what one document may take.

    With `raw`, each row carries its document as it was given, which an archive needs to take it in.
    """

    cleaner: Cleaner = field(default_factory=Cleaner)
    format: str | None = None
    options: ReadOptions = field(default_factory=ReadOptions)
    by_hand: BatchMetadata = field(default_factory=BatchMetadata)
    limits: Limits = field(default_factory=Limits)
    raw: bool = True

    @property
    def version(self) -> str:
        """Names all of it but the limits, which decide what fails and not what is made of the others."""
        told = (self.format, self.options.names.fields, self.options.enclosed, sorted(self.by_hand.hints.items()), self.raw)
        return f"{_FORM}+{METHOD}+{self.cleaner.version}+{content_hash(repr(told).encode())[3:11]}"

    def knowing(self, learned: Learned) -> Recipe:
        """The same with what was learned of the sources."""
        templates, days = Templates.of(learned.templates), DayOrders.of(learned.day_orders)
        return replace(self, cleaner=replace(self.cleaner, templates=templates, days=days))
