"""What a batch of articles teaches about its sources: data that the Cleaner is given, never a habit of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dateline.cleaning.templates import SourcePage, Template, learn_templates, source_page
from dateline.metadata.day_order import DayOrder, learn_day_orders
from dateline.types.articles import CleanedArticle, DateEvidence


@dataclass(frozen=True, slots=True)
class Learned:
    """The lines that sources repeat, and the order in which they write day and month."""

    templates: tuple[Template, ...]
    day_orders: tuple[DayOrder, ...]


def learn(articles: Iterable[CleanedArticle]) -> Learned:
    """What `articles` teach; they are read once."""
    pages: list[SourcePage] = []
    dated: list[tuple[str, tuple[DateEvidence, ...]]] = []
    for article in articles:
        pages.append(source_page(article))
        dated.append((pages[-1].source, article.metadata.dates))
    return Learned(learn_templates(pages), learn_day_orders(dated))
