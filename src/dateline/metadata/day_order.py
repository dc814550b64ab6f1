"""Decide whether day or month comes first in a numeric date that can be read both ways: 03/04/2020.

The page itself decides first, by its language, its host, or its other dates. If it does not, the other pages of its source decide,
by dates that can be read in one way only (13/04/2020). Only dates by which pages date themselves count: a story may quote dates of
others, and a clock or a footer shows the same day on every page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dateline.text import content_hash
from dateline.types.articles import DateEvidence
from dateline.types.pages import Page

_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})\s?[/‐-]\s?(\d{1,2})\s?(?:[/‐-]\s?\d{4}|/\d\d)(?!\d)")
_LONGEST = 160
_OWN_STAMPS = frozenset({"shown", "stamp", "dateline"})
_LEAST_CONFIDENCE = 0.4  # an unlabelled date far from the headline has less
_LEAST_PAGES = 5  # a source without a fixed order would show one order on all five with a probability of 1 in 16
_LEAST_DAYS = 3  # with fewer different days, all pages may show one clock or footer
_MOST_AGAINST = 0.05  # for republished pages and misread lines; with fewer than twenty pages none may disagree
_DAY_FIRST = frozenset(
    [
        "de",
        "fr",
        "es",
        "it",
        "pt",
        "nl",
        "sv",
        "da",
        "nb",
        "nn",
        "no",
        "fi",
        "pl",
        "cs",
        "sk",
        "sl",
        "hr",
        "sr",
        "hu",
        "ro",
        "bg",
        "ru",
        "uk",
        "be",
        "el",
        "tr",
        "ar",
        "he",
        "hi",
        "bn",
        "ta",
        "te",
        "id",
        "ms",
        "vi",
        "sw",
        "sq",
        "ca",
        "gl",
        "is",
        "et",
        "lv",
    ]
)
_DAY_FIRST_HOSTS = (".uk", ".au", ".in", ".ie", ".nz", ".za", ".ng", ".ke", ".pk", ".bd", ".lk", ".sg", ".my", ".eu")


@dataclass(frozen=True, slots=True)
class DayOrder:
    """The order in which a source writes day and month; `seen` of the `pages` that show an order show this one."""

    source: str
    day_first: bool
    seen: int
    pages: int

    @property
    def reason(self) -> str:
        """The order and the count, for the evidence of a date that was read with it."""
        return f"{'day' if self.day_first else 'month'} first as on {self.seen} of {self.pages} pages"


@dataclass(frozen=True, slots=True)
class DayOrders:
    """All learned orders, by source, for the cleaner."""

    by_source: Mapping[str, DayOrder] = field(default_factory=dict)

    @classmethod
    def of(cls, orders: Iterable[DayOrder]) -> DayOrders:
        """Collect the orders by source."""
        return cls({order.source: order for order in orders})

    def __iter__(self) -> Iterator[DayOrder]:
        return iter(self.by_source.values())

    @property
    def version(self) -> str:
        """A version that changes with the orders; empty if there are none."""
        named = sorted(f"{order.source}\t{order.reason}" for order in self)
        return f"days:{content_hash(chr(10).join(named).encode())[3:11]}" if named else ""

    def find_needed(self, dates: Sequence[DateEvidence], source: str | None) -> DayOrder | None:
        """Return the order of `source` if it is known and one of `dates` needs it."""
        order = self.by_source.get(source or "")
        return order if order and any(one.precision == "year" and is_ambiguous(one.text) for one in dates) else None


def page_order(page: Page, dated: Sequence[str], language: str | None) -> bool | None:
    """Whether the page writes the day first, by its language, its host or its other dates (in the lines `dated`); None if unknown."""
    tag = (page.head.language or "").lower().replace("_", "-")
    if tag == "en-us":
        return False
    if tag.startswith("en-") or (language and language in _DAY_FIRST):
        return True
    host = (page.raw.url or page.head.canonical or "").split("://")[-1].split("/")[0]
    if host.endswith(_DAY_FIRST_HOSTS):
        return True
    return fields_order(dated)


def fields_order(values: Iterable[str]) -> bool | None:
    """Whether the fields of a page write the day first; None unless those that can be read in one way only agree."""
    orders = {order for value in values if len(value) <= _LONGEST for order in _read_orders(value)}
    return orders.pop() if len(orders) == 1 else None


def is_ambiguous(text: str) -> bool:
    """Whether `text` contains a numeric date in which day and month could be swapped."""
    return any(first <= 12 and second <= 12 and first != second for first, second in _read_pairs(text))


def learn_day_orders(pages: Iterable[tuple[str, Sequence[DateEvidence]]]) -> tuple[DayOrder, ...]:
    """Return the order of each source on which enough pages agree; `pages` are (source, dates of the page)."""
    shown: dict[str, list[tuple[set[bool], frozenset[str]]]] = defaultdict(list)
    for source, dates in pages:
        dated = [(order, one.iso[:10]) for one in dates if _dates_page(one) for order in _read_orders(one.text)]
        if source and dated:
            shown[source].append(({order for order, _ in dated}, frozenset(day for _, day in dated)))
    found = (_find_agreed_order(source, group) for source, group in sorted(shown.items()))
    return tuple(order for order in found if order)


def _dates_page(one: DateEvidence) -> bool:
    own = one.role in ("published", "updated") and one.where.split(" ")[0] in _OWN_STAMPS
    return own and one.confidence >= _LEAST_CONFIDENCE


def _find_agreed_order(source: str, pages: Sequence[tuple[set[bool], frozenset[str]]]) -> DayOrder | None:
    for day_first in (True, False):
        agreeing = [days for orders, days in pages if orders == {day_first}]
        enough = len(agreeing) >= _LEAST_PAGES and len(frozenset[str]().union(*agreeing)) >= _LEAST_DAYS
        if enough and len(pages) - len(agreeing) <= _MOST_AGAINST * len(pages):
            return DayOrder(source, day_first, len(agreeing), len(pages))
    return None


def _read_orders(text: str) -> Iterator[bool]:
    """Yield for each date in `text` that can be read in one way only whether its day comes first."""
    for first, second in _read_pairs(text):
        if first > 12 >= second or second > 12 >= first:
            yield first > 12


def _read_pairs(text: str) -> Iterator[tuple[int, int]]:
    for match in _NUMBERS.finditer(text):
        yield int(match[1]), int(match[2])
