"""`dateline sources`, `stats`, `verify`, `reindex` and `reclean`."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result

from dateline.archive import follower
from dateline.archive.archive import Archive
from dateline.query import MatchAll

Run = Callable[..., Result]


def test_sources_are_counted_including_unknown(filled: Run) -> None:
    assert "unknown" in filled("sources").stdout
    counts = [json.loads(line) for line in filled("sources", "--format", "jsonl").stdout.splitlines()]
    assert json.loads(filled("sources", "--format", "json").stdout)["sources"] == counts
    assert filled("sources", "--format", "csv").stdout.splitlines()[0] == "source,articles,first,last"
    assert sum(count["articles"] for count in counts) == 2


def test_stats_shows_the_counts_of_the_archive(filled: Run) -> None:
    assert "Articles        2\n" in filled("stats").stdout
    numbers = json.loads(filled("stats", "--format", "json").stdout)
    assert (numbers["articles"], numbers["undated"], numbers["failed"]) == (2, 1, 0)


def test_failures_are_listed_with_their_reason(filled: Run, folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    filled("ingest", str(folder))
    shown = " ".join(filled("stats", "--failures").stdout.split())
    assert "empty.txt: is empty" in shown


def test_verify_reports_no_fault_in_a_sound_archive(filled: Run) -> None:
    result = filled("verify")
    assert (result.exit_code, result.stdout) == (0, "All is well.\n")


def test_verify_names_the_damaged_file_and_exits_with_one(filled: Run, tmp_path: Path) -> None:
    (tmp_path / "archive" / "archive.db").write_bytes(b"this was a database once" * 100)
    for name in ("archive.db-wal", "archive.db-shm"):
        (tmp_path / "archive" / name).unlink(missing_ok=True)
    result = filled("verify")
    assert result.exit_code == 1
    assert "archive.db" in result.output
    assert "Traceback" not in result.output


def test_a_deleted_index_is_rebuilt_by_the_next_search(filled: Run, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "archive" / "index")
    assert filled("search", "--count", "market").stdout == "2\n"
    assert filled("verify").exit_code == 0


def test_reindex_reports_the_number_of_articles(filled: Run) -> None:
    assert filled("reindex").stdout == "2 articles indexed\n"


def test_reclean_with_the_same_cleaner_changes_nothing(filled: Run) -> None:
    assert filled("reclean").stdout == "2 articles cleaned, 0 changed\n"


def test_an_answer_from_a_lagging_index_warns_and_exits_with_four(
    filled: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "_TIMEOUT", 0.1)
    with Archive.open(tmp_path / "archive") as writer, writer.store.writing():
        writer.store.annotate(writer.ids(MatchAll())[0], "read", datetime.now(UTC))
        result = filled("count", "market")
        assert (result.exit_code, result.stdout) == (4, "2\n")
        assert "the last change is not in this answer" in result.stderr
        result = filled("search", "market")
        assert (result.exit_code, result.stderr.count("not in this answer")) == (4, 1)
    assert filled("count", "market").exit_code == 0


def test_an_export_without_an_index_replaces_no_file(filled: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follower, "_BUILD_TIMEOUT", 0.1)
    target = tmp_path / "out.csv"
    target.write_text("the export of yesterday")
    with Archive.open(tmp_path / "archive") as writer, writer.store.writing():
        shutil.rmtree(tmp_path / "archive" / "index")
        result = filled("export", "market", "--format", "csv", "-o", str(target))
    assert result.exit_code == 1
    assert "there is no search index yet" in result.stderr
    assert target.read_text() == "the export of yesterday"


def test_verify_rebuilds_a_damaged_index_and_reports_it(filled: Run, tmp_path: Path) -> None:
    next((tmp_path / "archive" / "index").rglob("*.idx")).write_bytes(b"garbage")
    result = filled("verify")
    assert (result.exit_code, result.stdout) == (0, "All is well.\n")
    assert "the search index is damaged" in result.stderr


def test_repair_of_a_sound_archive_repairs_nothing(filled: Run) -> None:
    assert filled("repair").stdout == "0 raw documents repaired, 0 articles made again, 0 faults left\n"


def test_reclean_exits_with_three_if_an_article_cannot_be_cleaned(filled: Run, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "archive" / "archive.db") as session:
        session.execute("UPDATE raw SET content = x'00' WHERE id = (SELECT min(id) FROM raw)")
    done = filled("reclean")
    assert done.exit_code == 3
    assert done.stdout.endswith("1 left as it is\n")
    assert " was not cleaned again: " in done.stderr
