"""What a batch of articles teaches about its sources: data that the Cleaner is given, never a habit of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dateline.cleaning.templates import SourcePage, Template, learn_templates, source_page
from dateline.metadata.day_order import DayOrder, learn_day_orders
from dateline.metadata.source_languages import SourceLanguage, learn_languages
from dateline.types.articles import CleanedArticle, DateEvidence


@dataclass(frozen=True, slots=True)
class Learned:
    """The lines that sources repeat, the order in which they write day and month, and the languages that they write in."""

    templates: tuple[Template, ...]
    day_orders: tuple[DayOrder, ...]
    languages: tuple[SourceLanguage, ...] = ()


def learn(articles: Iterable[CleanedArticle]) -> Learned:
    """What `articles` teach; they are read once."""
    pages: list[SourcePage] = []
    dated: list[tuple[str, tuple[DateEvidence, ...]]] = []
    spoken: list[tuple[str, str | None]] = []
    for article in articles:
        pages.append(source_page(article))
        dated.append((pages[-1].source, article.metadata.dates))
        spoken.append((pages[-1].source, article.metadata.language))
    return Learned(learn_templates(pages), learn_day_orders(dated), learn_languages(spoken))
