"""`dateline export` and `dateline import`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_an_archive_is_exported_and_imported_through_a_pipe(filled: Run, tmp_path: Path) -> None:
    out = filled("export")
    assert len(out.stdout.splitlines()) == 2
    assert "2 articles exported" in out.stderr
    result = filled("--archive", str(tmp_path / "other"), "import", "-", stdin=out.stdout)
    assert result.stdout.startswith("2 read: 2 new")
    assert filled("--archive", str(tmp_path / "other"), "search", "--count", "market").stdout == "2\n"
    assert filled("--archive", str(tmp_path / "other"), "export").stdout == out.stdout


def test_a_query_and_its_options_choose_what_is_exported(filled: Run, tmp_path: Path) -> None:
    result = filled("export", "ferry", "--from", "2016", "--format", "jsonl", "-o", str(tmp_path / "out.jsonl"))
    assert result.exit_code == 0
    record = json.loads((tmp_path / "out.jsonl").read_text("utf-8"))
    assert record["title"] == "Ferry terminal to close after ninety years"


def test_links_are_read_again_from_the_raw_documents(run: Run, tmp_path: Path) -> None:
    text = "The ferry terminal will close in May, the council said on Tuesday, after a vote of nine to two that took all night."
    page = f'<html><body><article><h1>Ferry terminal to close</h1><p>{text} <a href="https://a.example/vote">How they voted</a>'
    page += f"<p>{text.replace('ferry', 'bus')}<p>{text.replace('May', 'June')}"
    (tmp_path / "page.html").write_text(page)
    run("ingest", str(tmp_path / "page.html"))
    assert run("export", "--format", "markdown", "--links", "-o", str(tmp_path / "md")).exit_code == 0
    (written,) = (tmp_path / "md").iterdir()
    assert "night. [How they voted](<https://a.example/vote>)\n" in written.read_text("utf-8")
    assert "only with Markdown" in run("export", "--links").stderr


def test_markdown_needs_a_folder(filled: Run, tmp_path: Path) -> None:
    assert "give a folder" in filled("export", "--format", "markdown").stderr
    assert filled("export", "--format", "markdown", "-o", str(tmp_path / "md")).exit_code == 0
    assert len(list((tmp_path / "md").glob("*.md"))) == 2


def test_an_invalid_line_is_reported_and_the_others_are_imported(filled: Run, tmp_path: Path) -> None:
    lines = filled("export").stdout.splitlines()
    (tmp_path / "mixed.jsonl").write_text("\n".join([lines[0], '{"text": "no export"}', lines[1]]), encoding="utf-8")
    result = filled("--archive", str(tmp_path / "other"), "import", str(tmp_path / "mixed.jsonl"))
    assert result.exit_code == 3
    assert result.stdout.startswith("3 read: 2 new")
    assert "mixed.jsonl:2" in result.stderr


def test_a_missing_file_is_reported(filled: Run) -> None:
    result = filled("import", "nowhere.jsonl")
    assert result.exit_code == 1
    assert "nowhere.jsonl: cannot be read" in result.stderr


def test_a_backup_can_be_searched_in_place_and_made_again(filled: Run, tmp_path: Path) -> None:
    target = str(tmp_path / "kept")
    assert filled("backup", target).stdout == f"{target}: 2 articles copied and checked\n"
    assert filled("--archive", target, "search", "--count", "market").stdout == "2\n"
    assert filled("backup", target).exit_code == 0


def test_a_damaged_article_is_left_out_and_reported(filled: Run, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "archive" / "archive.db")) as connection, connection:
        connection.execute("UPDATE ledger SET lines = '[9' WHERE article_id = (SELECT min(id) FROM articles)")
    result = filled("export", "--format", "csv", "-o", str(tmp_path / "out.csv"))
    assert result.exit_code == 3
    assert result.stderr.count("left out: ") == 1
    assert "1 article exported, 1 left out because they are damaged" in result.stderr
    assert (tmp_path / "out.csv").read_text("utf-8").count("\n") >= 2
