"""The archive as a whole: ingest, search, edits, killed processes, repair."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from dateline.archive.archive import Archive
from dateline.cleaning import Cleaner
from dateline.errors import ArchiveLocked, ArchiveMissing, ArticleMissing, DatelineError
from dateline.query import parse_query
from dateline.readers import open_documents
from dateline.types.answers import Window
from dateline.types.articles import CleanedArticle
from dateline.types.documents import Failure, IngestSummary, RawDocument

FERRY = """Ferry terminal to close after ninety years

by Harbour Post Staff, July 14, 2016

Subscribe
The council voted nine to two on Monday to close the old ferry terminal, ending a service that has run since 1929.

The last boat will leave at midnight on Friday, the harbour master told reporters after the meeting in the town hall.

You must be logged in to post a comment
"""
STORM = """Storm takes the roof off the market hall

Share
A storm tore the roof off the market hall on Sunday night, and the stalls will stay shut until engineers have looked at it.

Nobody was hurt, the fire service said, because the hall had been cleared an hour before the wind turned to the north.
"""


def query(archive: Archive, text: str) -> list[str]:
    results = archive.search(parse_query(text, date(2026, 1, 1)), all_copies=True)
    return [hit.metadata.title or "" for hit in results.hits]


def ingest(archive: Archive, *paths: Path) -> IngestSummary:
    return archive.ingest(open_documents([str(path) for path in paths]))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (folder / "storm.txt").write_text(STORM, encoding="utf-8")
    return folder


@pytest.fixture
def archive(tmp_path: Path, folder: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive", create=True) as archive:
        ingest(archive, folder)
        yield archive


def test_ingested_articles_are_found_by_keyword_and_date(archive: Archive) -> None:
    assert query(archive, "terminal") == ["Ferry terminal to close after ninety years"]
    assert query(archive, "date:2016-07") == ["Ferry terminal to close after ninety years"]
    assert query(archive, "date:unknown") == ["Storm takes the roof off the market hall"]


def test_boilerplate_is_not_found_but_is_in_the_ledger(archive: Archive) -> None:
    assert query(archive, "subscribe") == []
    (hit,) = archive.search(parse_query("terminal", date(2026, 1, 1))).hits
    removed = {line.text: line.reason for line in archive.get(hit.article_id).article.removed}
    assert "Subscribe" in removed


def test_a_search_without_hits_says_why(archive: Archive) -> None:
    results = archive.search(parse_query("terminal zeppelin", date(2026, 1, 1)))
    assert results.total == 0
    assert any("zeppelin" in note for note in results.notes)


def test_ingesting_the_same_folder_twice_adds_nothing(archive: Archive, folder: Path) -> None:
    summary = ingest(archive, folder)
    assert (summary.new, summary.duplicate, summary.read) == (0, 2, 2)
    assert archive.stats().articles == 2


def test_a_superseded_line_is_found_only_in_older_versions(archive: Archive, folder: Path) -> None:
    ingest(archive, folder)
    (folder / "storm.txt").write_text(STORM.replace("Nobody was hurt", "Two people were hurt"), encoding="utf-8")
    ingest(archive, folder)
    title = "Storm takes the roof off the market hall"
    assert query(archive, '"nobody was hurt"') == []
    assert query(archive, '"nobody was hurt" in:older') == query(archive, "nobody two people version:all") == [title]
    (hit,) = archive.search(parse_query("nobody in:older", date(2026, 1, 1))).hits
    assert "Nobody was hurt" in hit.snippet.text
    former = archive.get(hit.article_id).former
    archive.store.set_former(hit.article_id, ())
    assert archive.reclean()[0] == 1
    assert archive.get(hit.article_id).former == former
    assert archive.reclean() == (0, 2)
    assert archive.verify() == ()


def test_recleaning_continues_past_an_older_version_that_fails(
    archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "storm.txt").write_text(STORM.replace("Nobody was hurt", "Two people were hurt"), encoding="utf-8")
    ingest(archive, folder)
    clean = Cleaner.clean_all

    def failing(cleaner: Cleaner, documents: Sequence[RawDocument]) -> list[CleanedArticle]:
        if any(b"Nobody was hurt" in raw.content for raw in documents):
            raise ValueError("a bug")
        return clean(cleaner, documents)

    monkeypatch.setattr(Cleaner, "clean_all", failing)
    assert archive.reclean() == (1, 2)
    assert query(archive, "nobody in:older") == []
    assert archive.verify() == ()


def test_a_changed_file_becomes_a_new_version_of_its_article(archive: Archive, folder: Path) -> None:
    (folder / "storm.txt").write_text(STORM.replace("Nobody was hurt", "One man was hurt"), encoding="utf-8")
    assert ingest(archive, folder).new_version == 1
    assert archive.stats().articles == 2
    assert len(query(archive, '"one man was hurt"')) == 1
    assert query(archive, '"nobody was hurt"') == []


def test_a_restored_line_stays_restored(archive: Archive) -> None:
    (hit,) = archive.search(parse_query("terminal", date(2026, 1, 1))).hits
    lines = archive.get(hit.article_id).article.lines
    number = next(index for index, line in enumerate(lines, 1) if line.text == "Subscribe")
    archive.restore(hit.article_id, [number])
    archive.reclean()
    assert "Subscribe" in archive.get(hit.article_id).article.body
    assert query(archive, "subscribe") == ["Ferry terminal to close after ninety years"]


WRAPPED = """Ferry terminal to close after ninety years

The council voted nine to two on Monday to close the old ferry
terminal, ending a service that has run since the year of 1929.

Sign up for our newsletter and get the news of the Harbour Post in
your inbox every day at six, before the first boat leaves the quay.

The last boat will leave at midnight on Friday, the harbour master
told reporters after the meeting in the town hall of Port Ellin.
"""


@pytest.mark.parametrize("joined", [True, False], ids=["paragraph", "line of it"])
def test_a_paragraph_is_restored_by_its_text_or_by_any_line_of_it(tmp_path: Path, joined: bool) -> None:
    """A line that was restored before lines were joined stays restored."""
    (tmp_path / "wrapped.txt").write_text(WRAPPED, encoding="utf-8")
    with Archive.open(tmp_path / "archive", create=True) as archive:
        ingest(archive, tmp_path / "wrapped.txt")
        (hit,) = archive.search(parse_query("terminal", date(2026, 1, 1))).hits
        (number, line) = next(
            (at, one) for at, one in enumerate(archive.get(hit.article_id).article.lines, 1) if "inbox" in one.text
        )
        assert (line.keep, line.parts) == (False, tuple(WRAPPED.split("\n")[5:7]))
        if joined:
            archive.restore(hit.article_id, [number])
        else:
            with archive.store.batch():
                archive.store.override(hit.article_id, [line.parts[1]], True)
            archive.reclean()
        assert line.text in archive.get(hit.article_id).article.body.split("\n")
        assert list(archive.verify()) == []


def test_restoring_a_missing_line_reports_the_valid_line_numbers(archive: Archive) -> None:
    (hit,) = archive.search(parse_query("terminal", date(2026, 1, 1))).hits
    with pytest.raises(DatelineError, match="lines 1 to"):
        archive.restore(hit.article_id, [999])


def test_cleaning_again_with_the_same_cleaner_changes_nothing(archive: Archive) -> None:
    assert archive.reclean() == (0, 2)


def _batch_of_one_source(folder: Path) -> None:
    folder.mkdir()
    for number in range(8):
        word = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"][number]
        body = f"The {word} of the harbour's cranes was taken down on Monday, and nobody who lives by the {word} quay came."
        text = f"Crane {word} leaves the quay\n\n{body}\n\nThe Skerry Times is read aloud on the ferry at seven\n\n{body.upper()}\n"
        record = {
            "text": text,
            "source": "Skerry Times",
            "url": f"https://skerry.example/{number}",
            "title": f"Crane {word} leaves the quay",
        }
        (folder / f"{number}.jsonl").write_text(json.dumps(record), encoding="utf-8")


def test_a_line_that_a_source_repeats_is_learned_and_removed_by_recleaning(tmp_path: Path) -> None:
    _batch_of_one_source(tmp_path / "batch")
    with Archive.open(tmp_path / "archive", create=True, cleaner=Cleaner(model=False)) as archive:
        ingest(archive, tmp_path / "batch")
        assert len(query(archive, '"read aloud on the ferry"')) == 8
        (template,) = archive.learn().templates
        assert template.reason == "template:8/8"
        assert archive.reclean() == (8, 8)
        assert query(archive, '"read aloud on the ferry"') == []
    with Archive.open(tmp_path / "archive") as again:
        assert [template.seen for template in again.store.templates()] == [8]


def _dated(number: int, shown: str) -> RawDocument:
    """A story of one source that shows its date in numbers."""
    word = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"][number]
    text = (
        f"Crane {word} leaves the quay\n\nPublished {shown}\n\n"
        f"The {word} of the harbour's cranes was taken down on Monday, and nobody who lives by the {word} quay came to see.\n\n"
        f"It had stood there since the {word} of the storms, the harbour master said, and will be sold to a yard in the north.\n"
    )
    url = f"https://skerry.example/{number}"
    return RawDocument(text.encode(), "text/plain", f"{number}.txt", url, url=url, hints={"source": "Skerry Times"})


def test_the_learned_day_order_resolves_ambiguous_dates_of_the_source(tmp_path: Path) -> None:
    clear = [_dated(number, f"{13 + number}/04/2020") for number in range(5)]
    with Archive.open(tmp_path / "archive", create=True) as archive:
        archive.ingest([*clear, _dated(5, "03/04/2020")])
        assert query(archive, "date:2020-04-03") == []
        (order,) = archive.learn().day_orders
        assert order.reason == "day first as on 5 of 5 pages"
        before = archive.articles()
        assert all("days:" not in found.article.cleaner for found in before)
        assert archive.reclean()[0] == 1
        assert query(archive, "date:2020-04-03") == ["Crane sixth leaves the quay"]
        (found,) = archive.articles(parse_query("date:2020-04-03", date(2026, 1, 1)))
        assert found.article.metadata.published
        assert found.article.metadata.published.where.endswith(", day first as on 5 of 5 pages")
        assert "days:" in found.article.cleaner
    with Archive.open(tmp_path / "archive") as again:
        again.ingest([_dated(6, "05/06/2020")])
        assert query(again, "date:2020-06-05") == ["Crane seventh leaves the quay"]
        assert again.learn(keep=False).day_orders == (order,)


@pytest.mark.parametrize("damage", ["missing", "garbage"])
def test_a_missing_or_damaged_index_is_rebuilt_automatically(archive: Archive, damage: str) -> None:
    index = archive.folder / "index"
    archive.close()
    if damage == "missing":
        shutil.rmtree(index)
    else:
        for path in index.rglob("*"):
            if path.is_file():
                path.write_bytes(b"garbage")
    with Archive.open(archive.folder) as again:
        assert query(again, "terminal") == ["Ferry terminal to close after ninety years"]
        assert again.verify() == ()


def test_the_index_follows_a_store_restored_from_a_backup(archive: Archive, folder: Path) -> None:
    archive.close()
    backup = archive.folder / "backup.db"
    shutil.copy(archive.folder / "archive.db", backup)
    (folder / "late.txt").write_text(STORM.replace("Storm takes", "Gale takes"), encoding="utf-8")
    with Archive.open(archive.folder) as changed:
        ingest(changed, folder)
    shutil.copy(backup, archive.folder / "archive.db")
    for leftover in archive.folder.glob("archive.db-*"):
        leftover.unlink()
    with Archive.open(archive.folder) as again:
        assert query(again, "gale") == []
        assert again.verify() == ()


def test_one_bad_document_does_not_stop_the_others(archive: Archive) -> None:
    good = RawDocument(STORM.replace("Storm", "Tempest").encode(), "text/plain", "good.txt", "file:/good.txt")
    summary = archive.ingest([Failure("dump.jsonl:7", "not valid JSON"), good])
    assert (summary.new, summary.failed) == (1, 1)
    assert [failure.origin for failure in archive.failures()] == ["dump.jsonl:7"]


def test_strict_ends_the_ingest_at_the_first_failure(archive: Archive) -> None:
    with pytest.raises(DatelineError, match=r"dump\.jsonl:7"):
        archive.ingest([Failure("dump.jsonl:7", "not valid JSON")], strict=True)


def test_a_second_writer_is_refused_and_readers_continue(archive: Archive) -> None:
    with Archive.open(archive.folder) as other, other.store.writing():
        with pytest.raises(ArchiveLocked):
            archive.ingest([])
        assert len(query(archive, "terminal")) == 1


def test_a_missing_archive_and_an_unknown_id_raise_their_errors(tmp_path: Path, archive: Archive) -> None:
    with pytest.raises(ArchiveMissing):
        Archive.open(tmp_path / "nowhere")
    with pytest.raises(ArticleMissing):
        archive.get("zzzzzzzz")


def test_a_window_limits_the_hits_but_not_the_total(archive: Archive) -> None:
    results = archive.search(parse_query("the", date(2026, 1, 1)), Window(limit=1, sort="newest"))
    assert (len(results.hits), results.total) == (1, 2)


def _many_files(folder: Path, count: int) -> None:
    folder.mkdir()
    for number in range(count):
        words = " ".join(f"word{number * 7 % 997} place{number % 89}" for _ in range(3))
        story = f"The story number {number} tells of {words} and of the people who saw it happen."
        text = f"Story {number} of the long night\n\nShare\n{story}\n"
        (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")


def _start(archive: Path, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from dateline.cli import main; main()", "--archive", str(archive), "ingest", str(folder)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _wait_for_articles(archive: Path, least: int, process: subprocess.Popen[bytes]) -> int:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with Archive.open(archive) as look:
                count = look.stats().articles
        except ArchiveMissing:
            count = 0
        if count >= least:
            return count
        time.sleep(0.05)
    raise AssertionError("the ingest ended or hung before it could be killed")


@pytest.mark.skipif(os.name == "nt", reason="kill -9 exists only on POSIX systems")
def test_a_killed_ingest_leaves_a_sound_archive_and_the_next_run_completes_it(tmp_path: Path) -> None:
    folder, target = tmp_path / "texts", tmp_path / "archive"
    _many_files(folder, 5000)
    process = _start(target, folder)
    _wait_for_articles(target, 500, process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with Archive.open(target) as archive:
        before = archive.stats().articles
        assert 0 < before < 5000
        assert archive.verify() == ()
    assert _start(target, folder).wait() == 0
    with Archive.open(target) as archive:
        assert archive.stats().articles == 5000
        assert archive.verify() == ()
        assert len(query(archive, '"story number 4321"')) == 1
