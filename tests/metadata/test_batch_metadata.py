"""Batch metadata ranks below what a document states itself, and is kept as evidence."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dateline.cleaning import Cleaner
from dateline.errors import DatelineError
from dateline.metadata.batch_metadata import BY_HAND, BatchMetadata, list_fields
from dateline.types.articles import Metadata
from dateline.types.documents import RawDocument, Skipped

TODAY = date(2024, 5, 3)
TEXT = """A storm in the harbour

A storm tore the roof off the market hall and threw it into the harbour, the fire brigade said to our reporter there.

Nobody was hurt, but the traders have lost most of what they had stored for the winter, and the hall will stay closed.
"""


def read(
    text: str = TEXT,
    *,
    source: str | None = None,
    published: str | None = None,
    tags: tuple[str, ...] = (),
    hints: dict[str, str] | None = None,
    url: str | None = None,
    fetched: datetime | None = None,
) -> Metadata:
    by_hand = BatchMetadata.of(source, published, tags, TODAY)
    media = "text/html" if text.startswith("<") else "text/plain"
    (raw,) = by_hand.add_to([RawDocument(text.encode(), media, "a.txt", None, url, fetched, hints or {})])
    return Cleaner().clean(raw).metadata


def page(head: str) -> str:
    story = "".join(f"<p>{line}</p>" for line in TEXT.split("\n\n")[1:])
    return f"<!doctype html><html><head><title>A storm in the harbour</title>{head}</head><body>{story}</body></html>"


def test_a_batch_source_applies_to_documents_without_one() -> None:
    assert read().source is None
    assert read(source=" Harbour  Post ").source == "Harbour Post"
    assert read(source="reuters").source == read(source="Reuters").source


def test_a_batch_source_wins_over_a_host_but_not_over_a_stated_source() -> None:
    assert read(source="Harbour Post", url="https://news.nowhere.example/1").source == "Harbour Post"
    assert read(source="Harbour Post", hints={"source": "Valley Wire"}).source == "Valley Wire"
    assert read(page('<meta property="og:site_name" content="Valley Wire">'), source="Harbour Post").source == "Valley Wire"


@pytest.mark.parametrize("given", ["2016-07-14", "2016-07", "2016"])
def test_a_batch_date_applies_to_documents_without_one(given: str) -> None:
    found = read(published=given).published
    assert found is not None
    assert (found.iso, found.where, found.role) == (given, BY_HAND, "published")


def test_a_batch_date_is_used_after_every_date_that_the_document_states() -> None:
    stated = '<meta property="article:published_time" content="2019-03-02T10:00:00Z">'
    for found in (
        read(page(stated), published="2016-07-14"),
        read(TEXT.replace("\n\n", "\n\nPublished: 2 March 2019\n\n", 1), published="2016-07-14"),
        read(published="2016-07-14", hints={"published": "2019-03-02"}),
    ):
        assert found.published is not None
        assert found.published.iso[:10] == "2019-03-02"
        assert BY_HAND in [one.where for one in found.dates]


def test_a_batch_date_is_never_after_the_capture_an_update_or_today() -> None:
    captured = datetime(2015, 1, 1, tzinfo=UTC)
    assert read(published="2016-07-14", fetched=captured).published is None
    updated = '<meta property="article:modified_time" content="2015-03-02T10:00:00Z">'
    found = read(page(updated), published="2016-07-14")
    assert found.published is None
    assert found.updated is not None
    with pytest.raises(DatelineError, match="is in the future"):
        BatchMetadata.of(None, "2024-06", (), TODAY)


def test_batch_tags_are_added_to_those_of_the_document() -> None:
    found = read(tags=("flood", "Old  clippings"), hints={"tags": "Harbour\nFlood"}).tags
    assert sorted(found) == ["Harbour", "Old clippings", "flood"]


@pytest.mark.parametrize(("published", "tags"), [("soon", ()), (None, ("--",))])
def test_invalid_batch_metadata_is_refused(published: str | None, tags: tuple[str, ...]) -> None:
    with pytest.raises(DatelineError, match="is no"):
        BatchMetadata.of(None, published, tags, TODAY)


def test_only_documents_get_batch_metadata_and_without_any_nothing_changes() -> None:
    skipped, raw = Skipped("a.png", "no reader"), RawDocument(b"x", "text/plain", "a.txt")
    assert list(BatchMetadata.of(None, None, (), TODAY).add_to([skipped, raw])) == [skipped, raw]
    _, hinted = BatchMetadata.of("Harbour Post", "2016", ("a", "b"), TODAY).add_to([skipped, raw])
    assert list_fields(hinted.hints) == {"source": "Harbour Post", "published": "2016", "tags": "a\nb"}
