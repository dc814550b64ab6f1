"""Learn facts about sources from a batch of articles. The result is data for a Cleaner, which itself never learns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dateline.cleaning.templates import SourcePage, Template, learn_templates, source_page
from dateline.metadata.day_order import DayOrder, learn_day_orders
from dateline.metadata.source_languages import SourceLanguage, learn_languages
from dateline.types.articles import CleanedArticle, DateEvidence


@dataclass(frozen=True, slots=True)
class Learned:
    """The lines that sources repeat, their order of day and month, and their languages."""

    templates: tuple[Template, ...]
    day_orders: tuple[DayOrder, ...]
    languages: tuple[SourceLanguage, ...] = ()


def learn(articles: Iterable[CleanedArticle]) -> Learned:
    """Learn from `articles`, which are read once."""
    pages: list[SourcePage] = []
    dated: list[tuple[str, tuple[DateEvidence, ...]]] = []
    languages: list[tuple[str, str | None]] = []
    for article in articles:
        pages.append(source_page(article))
        dated.append((pages[-1].source, article.metadata.dates))
        languages.append((pages[-1].source, article.metadata.language))
    return Learned(learn_templates(pages), learn_day_orders(dated), learn_languages(languages))
