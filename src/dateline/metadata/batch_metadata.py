"""Batch metadata: hints that a person gives for a whole ingest. What a single document states ranks above them.

- A source applies if no address of a known outlet, no hint and no markup names one. It ranks above a bare host and above traces in
  the text.
- A date applies if the document has no publication date that can be chosen. It must not be later than the capture, a page's clock,
  or an update.
- Tags are added to the others.
- An order of day and month decides every numeric date that nothing on its line decides (a weekday, a day above 12).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TypeVar

from dateline.errors import DatelineError
from dateline.metadata.correction import check_tags, check_value
from dateline.metadata.iso_dates import parse_iso
from dateline.metadata.outlets import load_outlets
from dateline.types.articles import DateEvidence, Precision
from dateline.types.documents import RawDocument

BY_HAND = "given by hand for this batch"
"""The `where` of such evidence."""

_SOURCE, _PUBLISHED, _ORDER, _TAGS = "batch_source", "batch_published", "batch_published_order", "batch_tags"
_NAMES = {_SOURCE: "source", _PUBLISHED: "published", _ORDER: "order of day and month", _TAGS: "tags"}
DAY_ORDERS = ("dmy", "mdy")
"""The possible orders of day, month and year."""
_CONFIDENCE = 0.6  # a statement about many may be wrong for one: below what a document states, above a date without a label
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class BatchMetadata:
    """The hints of a batch, as they are stored with each sighting."""

    hints: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, source: str | None, published: str | None, tags: Iterable[str], today: date, order: str | None = None
    ) -> BatchMetadata:
        """Make hints from what a person typed. Raises DatelineError for an invalid tag, and for a date that is invalid or in the future."""
        if order and order not in DAY_ORDERS:
            raise DatelineError(f"--published-order {order}: write {' or '.join(DAY_ORDERS)}")
        given = {
            _SOURCE: check_value("source", source or ""),
            _PUBLISHED: check_value("published", published or ""),
            _ORDER: order or "",
            _TAGS: "\n".join(check_tags(tags)),
        }
        hints = {name: value for name, value in given.items() if value}
        stated = read_date(hints)
        if stated and stated.first_day > today + timedelta(days=1):  # in some time zone it is tomorrow already
            raise DatelineError(f"--published {published}: this day is in the future")
        return cls(hints)

    def add_to(self, arrivals: Iterable[_T]) -> Iterator[_T]:
        """Yield the same documents, each with these hints."""
        for arrival in arrivals:
            if self.hints and isinstance(arrival, RawDocument):
                yield replace(arrival, hints={**arrival.hints, **self.hints})
            else:
                yield arrival


def read_source(hints: Mapping[str, str]) -> str | None:
    """Return the outlet in the batch metadata, by its canonical name."""
    name = hints.get(_SOURCE)
    known = load_outlets().find(name) if name else None
    return known.name if known else name


def read_date(hints: Mapping[str, str]) -> DateEvidence | None:
    """Return the date in the batch metadata, as evidence."""
    text = hints.get(_PUBLISHED, "")
    found = parse_iso(text)
    iso, precision = (found.iso, found.precision) if found else (text, _year_precision(text))
    return DateEvidence(iso, precision, "published", BY_HAND, text, _CONFIDENCE) if precision else None


def read_day_first(hints: Mapping[str, str]) -> bool | None:
    """Whether the batch metadata puts the day before the month; None if it has no order."""
    order = hints.get(_ORDER)
    return order == DAY_ORDERS[0] if order else None


def read_tags(hints: Mapping[str, str]) -> list[str]:
    """Return the tags in the batch metadata."""
    return list(filter(None, hints.get(_TAGS, "").split("\n")))


def select_hints(hints: Mapping[str, str]) -> dict[str, str]:
    """Return those of `hints` that are batch metadata."""
    return {key: hints[key] for key in _NAMES if key in hints}


def list_fields(hints: Mapping[str, str]) -> dict[str, str]:
    """Return the batch metadata, by the names of the fields."""
    return {name: hints[key] for key, name in _NAMES.items() if key in hints}


def _year_precision(text: str) -> Precision | None:
    return "year" if len(text) == 4 and text.isdigit() else None
