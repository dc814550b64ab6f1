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


def test_sources_are_counted_the_unknown_too(filled: Run) -> None:
    assert "unknown" in filled("sources").stdout
    counts = [json.loads(line) for line in filled("sources", "--format", "jsonl").stdout.splitlines()]
    assert json.loads(filled("sources", "--format", "json").stdout)["sources"] == counts
    assert filled("sources", "--format", "csv").stdout.splitlines()[0] == "source,articles,first,last"
    assert sum(count["articles"] for count in counts) == 2


def test_stats_tell_what_is_there(filled: Run) -> None:
    assert "Articles        2\n" in filled("stats").stdout
    numbers = json.loads(filled("stats", "--format", "json").stdout)
    assert (numbers["articles"], numbers["undated"], numbers["failed"]) == (2, 1, 0)


def test_failures_are_listed_with_their_reason(filled: Run, folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    filled("ingest", str(folder))
    shown = " ".join(filled("stats", "--failures").stdout.split())
    assert "empty.txt: is empty" in shown


def test_verify_finds_a_sound_archive_well(filled: Run) -> None:
    result = filled("verify")
    assert (result.exit_code, result.stdout) == (0, "All is well.\n")


def test_verify_of_a_damaged_archive_names_the_trouble_and_exits_with_one(filled: Run, tmp_path: Path) -> None:
    (tmp_path / "archive" / "archive.db").write_bytes(b"this was a database once" * 100)
    for name in ("archive.db-wal", "archive.db-shm"):
        (tmp_path / "archive" / name).unlink(missing_ok=True)
    result = filled("verify")
    assert result.exit_code == 1
    assert "archive.db" in result.output
    assert "Traceback" not in result.output


def test_a_deleted_index_is_mended_by_the_next_search(filled: Run, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "archive" / "index")
    assert filled("search", "--count", "market").stdout == "2\n"
    assert filled("verify").exit_code == 0


def test_reindex_says_how_many_articles_it_holds(filled: Run) -> None:
    assert filled("reindex").stdout == "2 articles indexed\n"


def test_reclean_with_the_same_cleaner_changes_nothing(filled: Run) -> None:
    assert filled("reclean").stdout == "2 articles cleaned, 0 changed\n"


def test_an_answer_that_leaves_out_what_another_process_writes_says_so_and_exits_with_four(
    filled: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "_PATIENCE", 0.1)
    with Archive.open(tmp_path / "archive") as writer, writer.store.writing():
        writer.store.annotate(writer.ids(MatchAll())[0], "read", datetime.now(UTC))
        result = filled("count", "market")
        assert (result.exit_code, result.stdout) == (4, "2\n")
        assert "the last change is not in this answer" in result.stderr
        result = filled("search", "market")
        assert (result.exit_code, result.stderr.count("not in this answer")) == (4, 1)
    assert filled("count", "market").exit_code == 0


def test_no_export_takes_the_place_of_another_while_there_is_no_index(
    filled: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "_LONG_PATIENCE", 0.1)
    target = tmp_path / "out.csv"
    target.write_text("the export of yesterday")
    with Archive.open(tmp_path / "archive") as writer, writer.store.writing():
        shutil.rmtree(tmp_path / "archive" / "index")
        result = filled("export", "market", "--format", "csv", "-o", str(target))
    assert result.exit_code == 1
    assert "there is no search index yet" in result.stderr
    assert target.read_text() == "the export of yesterday"


def test_verify_builds_a_damaged_index_anew_and_says_so(filled: Run, tmp_path: Path) -> None:
    next((tmp_path / "archive" / "index").rglob("*.idx")).write_bytes(b"garbage")
    result = filled("verify")
    assert (result.exit_code, result.stdout) == (0, "All is well.\n")
    assert "the search index is damaged" in result.stderr


def test_repair_of_a_sound_archive_has_nothing_to_mend(filled: Run) -> None:
    assert filled("repair").stdout == "0 raw documents repaired, 0 articles made again, 0 faults left\n"


def test_reclean_that_leaves_an_article_as_it_is_exits_with_three(filled: Run, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "archive" / "archive.db") as session:
        session.execute("UPDATE raw SET content = x'00' WHERE id = (SELECT min(id) FROM raw)")
    done = filled("reclean")
    assert done.exit_code == 3
    assert done.stdout.endswith("1 left as it is\n")
    assert " was not cleaned again: " in done.stderr
