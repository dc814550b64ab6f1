"""Fixtures: an archive in its own folder, and articles of an invented outlet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.store import Store
from dateline.text import content_hash
from dateline.types.articles import CleanedArticle, DateEvidence, Line, Metadata
from dateline.types.documents import RawDocument

URL = "https://harbourpost.example/2024/05/ferry-line"
DAY = DateEvidence("2024-05-02", "day", "published", "line:2", "May 2, 2024", 0.9)
SEEN = datetime(2024, 5, 3, 9, 30, tzinfo=UTC)
FERRY = "Ferry line returns\nThe ferry sails again from Monday.\nTickets cost two crowns.\nShare 14"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The path of a test's archive file."""
    return tmp_path / "archive" / "archive.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """An empty archive."""
    with Store.open(path, create=True) as opened:
        yield opened


@pytest.fixture
def document() -> Callable[..., RawDocument]:
    """A function that makes a raw document, by default of the ferry story."""

    def make(text: str = FERRY, identity: str | None = URL, origin: str = "dump.jsonl:1") -> RawDocument:
        return RawDocument(text.encode(), "text/plain", origin, identity, hints={"source": "Harbour Post"})

    return make


@pytest.fixture
def cleaned() -> Callable[..., CleanedArticle]:
    """A function that makes an article as a cleaner might: the first line is the title, the last a button."""

    def make(raw: RawDocument, cleaner: str = "rules-1") -> CleanedArticle:
        first, *middle, last = raw.content.decode().split("\n")
        lines = (
            Line(first, False, "title", "rule:title"),
            *(Line(text, True, "body", "rule:unopposed") for text in middle),
            Line(last, False, "share", "rule:counter", gap=False),
        )
        metadata = Metadata(title=first, published=DAY, dates=(DAY,), authors=("Ana Ruiz",), source="Harbour Post", language="en")
        return CleanedArticle(content_hash(raw.content), metadata, lines, cleaner)

    return make


@pytest.fixture
def put(store: Store, cleaned: Callable[..., CleanedArticle]) -> Callable[[RawDocument], tuple[str, str]]:
    """A function that stores a raw document as an ingest does, and returns the outcome and the id of its article."""

    def take(raw: RawDocument) -> tuple[str, str]:
        raw_id = content_hash(raw.content)
        with store.batch():
            placement = store.locate(raw, raw_id)
            if placement.outcome == "duplicate":
                store.add_sighting(raw, raw_id, placement, SEEN)
                return "duplicate", str(placement.article_id)
            return placement.outcome, store.add(raw, raw_id, placement, cleaned(raw), SEEN)[0]

    return take
