"""`dateline sources`, `stats`, `verify`, `reindex` and `reclean`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_sources_are_counted_the_unknown_too(filled: Run) -> None:
    assert "unknown" in filled("sources").stdout
    counts = [json.loads(line) for line in filled("sources", "--format", "jsonl").stdout.splitlines()]
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
