"""Versions are in the order of their captures, whatever the order of reading."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.archive.archive import Archive
from dateline.archive.dry_run import DryRun
from dateline.types.documents import RawDocument

URL = "https://harbourpost.example/2019/ferry"
TEXT = """Ferry {0} to close

The council voted {0} to close the old ferry terminal, ending a service that has run since 1929, the harbour master said.

The last boat will leave at midnight on Friday, the harbour master told reporters after the meeting in the town hall."""
WORDS = ("nine to two", "eight to three", "by one vote")


def capture(word: int, day: int | None, number: int = 1, cut: bool = False) -> RawDocument:
    fetched = datetime(2019, 5, day, 12, tzinfo=UTC) if day else None
    text = TEXT.format(WORDS[word])
    hints = {"truncated": "is cut off"} if cut else {}
    origin = f"crawl-{day or 0}.warc:{number}"
    return RawDocument((text[:-40] if cut else text).encode(), "text/plain", origin, URL, URL, fetched, hints)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive", create=True) as opened:
        yield opened


def captured(archive: Archive) -> list[tuple[int, str]]:
    """Return the day and the wording of each version."""
    (article_id,) = archive.store.article_ids()
    found = []
    for version in archive.versions(article_id):
        text = archive.raw(article_id, version.number).content.decode()
        found.append((version.fetched.day if version.fetched else 0, next(word for word in WORDS if word in text)))
    return found


def test_an_older_capture_that_is_read_later_becomes_an_older_version(archive: Archive) -> None:
    archive.ingest([capture(0, 20)])
    assert archive.ingest([capture(1, 10)]).new_version == 1
    assert captured(archive) == [(10, WORDS[1]), (20, WORDS[0])]
    (article_id,) = archive.store.article_ids()
    found = archive.get(article_id)
    assert (found.version, WORDS[0] in found.article.body) == (2, True)
    assert {line.version for line in found.former} == {1}
    assert WORDS[1] in archive.version(article_id, 1).article.body
    assert archive.verify() == ()


def test_reading_twice_adds_nothing(archive: Archive) -> None:
    crawl = [capture(0, 10, 1), capture(1, 20, 2), capture(0, 25, 3)]
    assert archive.ingest(crawl).new_version == 2
    before = archive.stats()
    assert archive.ingest(crawl).duplicate == 3
    assert archive.stats() == before


def test_unchanged_records_without_a_capture_time_add_nothing(archive: Archive) -> None:
    records = [capture(0, None, 1), capture(1, None, 2)]
    archive.ingest(records)
    assert archive.ingest(records).duplicate == 2
    assert archive.ingest([capture(0, None, 2)]).new_version == 1


@pytest.mark.parametrize("whole_first", [True, False])
def test_a_truncated_capture_never_replaces_a_complete_one(archive: Archive, whole_first: bool) -> None:
    records = [capture(0, 10), capture(0, 20, 2, cut=True)]
    archive.ingest(records if whole_first else records[::-1])
    (article_id,) = archive.store.article_ids()
    assert archive.raw(article_id).content == records[0].content
    assert [version.truncated for version in archive.versions(article_id)] == [True, False]
    assert archive.ingest(records).duplicate == 2


def test_a_version_between_two_captures_of_the_same_bytes_separates_them(archive: Archive) -> None:
    archive.ingest([capture(0, 10), capture(0, 20), capture(1, 15, 2)])
    assert captured(archive) == [(10, WORDS[0]), (15, WORDS[1]), (20, WORDS[0])]
    assert archive.verify() == ()


def test_the_first_and_the_last_capture_of_an_unchanged_page_are_kept(archive: Archive) -> None:
    pages = [replace(capture(0, day), origin=URL) for day in (10, 12, 14, 20)]
    for page in pages:
        archive.ingest([page])
    assert archive.stats().sightings == 2
    archive.ingest([capture(1, 15)])
    assert captured(archive) == [(10, WORDS[0]), (15, WORDS[1]), (20, WORDS[0])]


def test_cleaning_again_puts_the_versions_of_an_older_archive_in_order(archive: Archive) -> None:
    archive.ingest([capture(1, 10), capture(0, 20)])
    session, (article_id,) = archive.store.session, archive.store.article_ids()
    with archive.store.batch():
        session.run(
            "UPDATE sightings SET fetched = CASE version WHEN 1 THEN '2019-05-20T12:00:00Z' ELSE '2019-05-10T12:00:00Z' END"
        )
    assert archive.reclean() == (1, 1)
    assert captured(archive) == [(10, WORDS[0]), (20, WORDS[1])]
    assert WORDS[1] in archive.get(article_id).article.body
    assert archive.reclean() == (0, 1)
    assert archive.verify() == ()


captures = st.lists(st.builds(capture, st.integers(0, 2), st.integers(1, 6), st.integers(1, 2)), min_size=1, max_size=7)


@given(captures, st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_order_of_reading_does_not_matter(documents: list[RawDocument], chance: object) -> None:
    """Each capture has its own time; otherwise their order would be undefined."""
    documents = list({one.fetched: one for one in documents}.values())
    days = sorted((one.fetched.day, one.content) for one in documents if one.fetched)
    expected = [next(run)[0] for _, run in groupby(days, key=lambda pair: pair[1])]
    chance.shuffle(documents)  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as name:
        with DryRun.of(Path(name)) as dry_run:
            planned = dry_run.ingest(documents)
        with Archive.open(Path(name), create=True) as archive:
            half = len(documents) // 2
            summary = archive.ingest(documents[:half]) + archive.ingest(documents[half:])
            assert replace(summary, failures=()) == planned
            assert [day for day, _ in captured(archive)] == expected
            (article_id,) = archive.store.article_ids()
            assert archive.raw(article_id).content == days[-1][1]
            assert archive.ingest(documents).duplicate == len(documents)
            before = archive.get(article_id)
            archive.reclean()  # if captures of the newest version are separated, its dates are read again for another capture time
            after = archive.get(article_id)
            assert (after.article.body, after.former, after.version) == (before.article.body, before.former, before.version)
            assert archive.verify() == ()
