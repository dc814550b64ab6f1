"""Choose the lead copy of a story: the wire's own, else the one published first, else the longest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from dateline.metadata.outlets import load_outlets

_NEVER = "~"  # sorts after every date


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """What the choice depends on: who published the article, when (ISO 8601, and the last day that allows), and its length."""

    id: str
    source: str | None = None
    domain: str | None = None
    published: str | None = None
    last_day: str | None = None
    length: int = 0

    @property
    def is_wire(self) -> bool:
        """Whether a news agency published it itself."""
        known = (self.domain and load_outlets().at(self.domain)) or (self.source and load_outlets().find(self.source))
        return bool(known and known.agency)

    @property
    def moment(self) -> str:
        """The last moment at which it can have been published, so that a vague date puts no copy first."""
        if not self.published or not self.last_day:
            return _NEVER
        if "T" not in self.published:
            return f"{self.last_day}T24"
        moment = datetime.fromisoformat(self.published)
        try:
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
        except OverflowError:  # in UTC that moment is outside the calendar
            return moment.replace(tzinfo=UTC).isoformat()


def choose_lead(copies: Iterable[CopyFacts]) -> str:
    """Return the id of the lead copy; if copies are equal in all of this, the lowest id."""
    return min(copies, key=lambda one: (not one.is_wire, one.moment, -one.length, one.id)).id
