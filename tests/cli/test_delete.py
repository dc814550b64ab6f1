"""`dateline delete` and `compact`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


def ids(run: Run, query: str) -> list[str]:
    return run("search", query, "--format", "ids").stdout.split()


def test_a_dry_run_lists_the_articles_and_deletes_nothing(filled: Run) -> None:
    result = filled("delete", "--query", "ferry", "--dry-run")
    assert "Ferry terminal to close after ninety years" in result.stdout
    assert "1 article would be deleted." in result.stderr
    assert filled("count", "*").stdout == "2\n"


def test_nothing_is_deleted_without_confirmation_or_yes(filled: Run) -> None:
    result = filled("delete", *ids(filled, "ferry"))
    assert result.exit_code == 2
    assert "add --yes to delete without asking" in result.stderr
    assert filled("count", "*").stdout == "2\n"


def test_a_deleted_article_is_skipped_by_the_next_ingest(filled: Run, folder: Path) -> None:
    assert filled("delete", *ids(filled, "ferry"), "--yes").stderr == "1 article deleted.\n"
    assert filled("count", "*").stdout == "1\n"
    (folder / ".notes.txt").write_text("Hidden.", "utf-8")
    again = filled("ingest", str(folder), "--again")
    assert "2 skipped" in again.stdout
    assert "skipped 1: a hidden file" in again.stderr
    assert "skipped 1: was deleted before" in again.stderr
    assert json.loads(filled("ingest", str(folder), "--again", "-o", "json").stdout)["passed"]["a hidden file or folder"] == 1
    assert filled("count", "ferry").stdout == "0\n"
    name = f"file:{(folder / 'ferry.txt').resolve()}"
    assert name in filled("stats", "--unwanted").stdout.splitlines()
    assert "is not the address or file of a deleted article" in filled("delete", "--forget-names", "https://never.example/").stderr
    assert filled("verify").exit_code == 0
    result = filled("delete", "--forget-names", "--dry-run", name)
    assert "could be ingested again" in result.stderr


def test_with_forget_names_the_next_ingest_adds_the_articles_again(filled: Run, folder: Path) -> None:
    assert filled("delete", "--query", "*", "--yes", "--forget-names").stderr == "2 articles deleted.\n"
    assert "2 new" in filled("ingest", str(folder), "--again").stdout


@pytest.mark.parametrize("words", [[], ["abc", "--query", "ferry"], ["--query", " "], ["--querry", "ferry"]])
def test_delete_needs_either_ids_or_a_query(filled: Run, words: list[str]) -> None:
    assert filled("delete", *words, "--yes").exit_code == 2
    assert filled("count", "*").stdout == "2\n"


def test_an_unknown_id_is_reported_and_nothing_is_deleted(filled: Run) -> None:
    result = filled("delete", *ids(filled, "ferry"), "zzzzzzzz", "--yes")
    assert (result.exit_code, filled("count", "*").stdout) == (1, "2\n")
    assert "there is no article 'zzzzzzzz'" in result.stderr


def test_compact_reports_the_bytes_saved_and_leaves_a_sound_archive(filled: Run) -> None:
    filled("delete", "--query", "ferry", "--yes")
    assert filled("compact").stdout.endswith("bytes saved\n")
    assert filled("count", "*").stdout == "1\n"
    assert filled("verify").stdout == "All is well.\n"


def test_the_tombstone_of_a_file_is_removed_by_any_form_of_its_path(
    filled: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tombstone of its bytes is removed too."""
    filled("delete", str(folder / "storm.txt"), "--yes")
    filled("ingest", "--again", str(folder))
    assert filled("count").stdout == "1\n"
    monkeypatch.chdir(folder.parent)
    assert "can be ingested again" in filled("delete", "--forget-names", "articles/storm.txt").stderr
    filled("ingest", "--again", str(folder))
    assert filled("count").stdout == "2\n"
