"""What `learn` found out about each source; each run replaces all of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dateline.store.rows import plain
from dateline.store.session import Session

if TYPE_CHECKING:
    from dateline.cleaning.templates import Template
    from dateline.metadata.day_order import DayOrder
    from dateline.metadata.source_languages import SourceLanguage


def write_templates(session: Session, templates: Iterable[Template]) -> None:
    """Store these repeated lines, in place of all others."""
    session.run("DELETE FROM templates")
    for one in templates:
        row = (plain(one.source), plain(one.key), plain(one.text), one.seen, one.stories)
        session.run("INSERT INTO templates (source, key, text, seen, stories) VALUES (?, ?, ?, ?, ?)", row)


def read_templates(session: Session) -> tuple[Template, ...]:
    """The repeated lines, by source, the most frequent first."""
    from dateline.cleaning.templates import Template  # it imports the whole cleaner

    rows = session.rows("SELECT source, key, text, seen, stories FROM templates ORDER BY source, seen DESC, key")
    return tuple(Template(*row) for row in rows)


def write_day_orders(session: Session, orders: Iterable[DayOrder]) -> None:
    """Store these orders of day and month, in place of all others."""
    session.run("DELETE FROM day_orders")
    for one in orders:
        row = (plain(one.source), int(one.day_first), one.seen, one.pages)
        session.run("INSERT INTO day_orders (source, day_first, seen, pages) VALUES (?, ?, ?, ?)", row)


def read_day_orders(session: Session) -> tuple[DayOrder, ...]:
    """The orders of day and month, by source."""
    from dateline.metadata.day_order import DayOrder  # it imports the page readers

    rows = session.rows("SELECT source, day_first, seen, pages FROM day_orders ORDER BY source")
    return tuple(DayOrder(source, bool(day_first), seen, pages) for source, day_first, seen, pages in rows)


def write_source_languages(session: Session, languages: Iterable[SourceLanguage]) -> None:
    """Store these languages of sources, in place of all others."""
    session.run("DELETE FROM source_languages")
    for one in languages:
        row = (plain(one.source), one.language, one.seen, one.articles)
        session.run("INSERT INTO source_languages (source, language, seen, articles) VALUES (?, ?, ?, ?)", row)


def read_source_languages(session: Session) -> tuple[SourceLanguage, ...]:
    """The languages of sources, by source; those of the whole archive come first, under an empty name."""
    from dateline.metadata.source_languages import SourceLanguage  # a search does not need it

    rows = session.rows("SELECT source, language, seen, articles FROM source_languages ORDER BY source, language")
    return tuple(SourceLanguage(*row) for row in rows)
