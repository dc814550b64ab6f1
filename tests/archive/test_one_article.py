"""Captures of one page under several forms of its address are versions of one article, in capture order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest

from dateline.archive.archive import Archive
from dateline.archive.dry_run import DryRun
from dateline.types.documents import RawDocument

FORMS = (
    "http://www.gazette.example/2019/ferry?utm_source=rss#top",
    "https://gazette.example/2019/ferry",
    "https://www.gazette.example:443/2019/ferry?fbclid=x1",
)
AMP = "https://gazette.example/amp/2019/ferry"
PAGE = """<!doctype html><html><head><title>Ferry to close | Gazette</title>{head}</head><body><article><h1>Ferry to close</h1>
<p>The council voted {vote} to close the old ferry terminal, ending a service that has run since 1929, the harbour master said.</p>
<p>The last boat will leave at midnight on Friday, the harbour master told reporters after the meeting in the town hall.</p>
</article></body></html>"""
CANONICAL = '<link rel="canonical" href="https://www.gazette.example/2019/ferry">'


def capture(address: str, day: int, vote: str, head: str = "") -> RawDocument:
    text = PAGE.format(vote=vote, head=head)
    return RawDocument(text.encode(), "text/html", f"crawl-{day}.warc:1", address, address, datetime(2019, 5, day, tzinfo=UTC))


VOTES = ("nine to two", "by one", "at last")
CRAWL = tuple(capture(FORMS[place], place + 1, VOTES[place]) for place in range(3))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive", create=True) as opened:
        yield opened


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_three_forms_of_an_address_are_one_article_in_any_reading_order(archive: Archive, order: tuple[int, ...]) -> None:
    documents = [CRAWL[place] for place in order]
    predicted = DryRun(archive, archive.cleaner).ingest(documents)
    done = archive.ingest(documents)
    assert (done.new, done.new_version) == (1, 2) == (predicted.new, predicted.new_version)
    (article_id,) = archive.store.article_ids()
    assert [version.fetched.day for version in archive.versions(article_id) if version.fetched] == [1, 2, 3]
    newest = archive.get(article_id)
    assert newest.url == FORMS[2]
    assert "at last" in newest.article.body
    assert [archive.raw(article_id, number).url for number in (1, 2, 3)] == list(FORMS)
    assert archive.ingest(documents).duplicate == 3
    assert archive.verify() == ()


def test_the_same_bytes_under_another_form_of_the_address_add_nothing(archive: Archive) -> None:
    archive.ingest([CRAWL[0]])
    assert archive.ingest([replace(CRAWL[0], identity=form, url=form) for form in FORMS]).duplicate == 3


def test_a_page_is_identified_by_the_canonical_address_that_it_states(archive: Archive) -> None:
    archive.ingest([CRAWL[1], capture(AMP, 9, "nine to one", CANONICAL)])
    (article_id,) = archive.store.article_ids()
    assert archive.get(article_id).url == AMP
    assert {archive.find(name) for name in (*FORMS, AMP)} == {article_id}


def test_a_page_stored_under_its_own_address_ignores_a_later_canonical_one(archive: Archive) -> None:
    archive.ingest([capture(AMP, 3, "nine to two"), CRAWL[1]])
    assert archive.ingest([capture(AMP, 9, "nine to one", CANONICAL)]).new_version == 1
    assert len(list(archive.store.article_ids())) == 2


def test_a_deleted_article_is_not_ingested_under_any_form_of_its_address(archive: Archive) -> None:
    archive.ingest([capture(AMP, 9, "nine to one", CANONICAL)])
    archive.delete(list(archive.store.article_ids()))
    assert archive.ingest([*CRAWL, capture(AMP, 9, "nine to one", CANONICAL)]).skipped == 4
    assert archive.remove_tombstones([FORMS[0]]) == 1
    assert archive.ingest(CRAWL).new == 1


def test_a_fetched_page_is_known_by_the_address_it_was_fetched_from(archive: Archive) -> None:
    page = replace(capture(AMP, 9, "nine to one", CANONICAL), origin=AMP)
    archive.ingest([page])
    assert archive.store.fetched([AMP, "https://gazette.example/other"]) == {AMP: page.fetched}
    plan = "EXPLAIN QUERY PLAN SELECT origin FROM sightings WHERE fetched IS NOT NULL AND origin LIKE 'http%' AND origin IN (?)"
    assert "fetched_from" in str(archive.store.session.rows(plan, (AMP,)))
    archive.delete(list(archive.store.article_ids()))
    assert AMP in archive.store.fetched([AMP])
