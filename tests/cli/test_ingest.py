"""`dateline ingest`."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_the_numbers_of_the_summary_add_up(run: Run, folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    result = run("ingest", str(folder))
    assert result.exit_code == 3
    assert result.stdout == "4 read: 2 new, 0 new versions, 0 duplicates, 1 skipped, 1 failed\n"
    assert "empty.txt: is empty" in " ".join(result.stderr.split())


def test_ingesting_again_adds_nothing_and_is_not_a_failure(filled: Run, folder: Path) -> None:
    result = filled("ingest", "--again", str(folder), "--output", "json")
    assert result.exit_code == 0
    summary = json.loads(result.stdout)
    assert (summary["v"], summary["read"], summary["new"], summary["duplicate"]) == (1, 2, 0, 2)


def test_a_dash_means_standard_input(run: Run) -> None:
    record = {"id": "1", "title": "Bridge toll to rise", "text": "The toll on the bridge will rise in May. " * 5}
    result = run("ingest", "--format", "jsonl", "-", stdin=json.dumps(record) + "\n")
    assert result.stdout.startswith("1 read: 1 new")


def test_a_wrong_path_is_reported_with_exit_code_one(run: Run) -> None:
    result = run("ingest", "no/such/folder")
    assert result.exit_code == 1
    assert "no/such/folder: no such file or folder; check the path" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_invalid_line_of_jsonl_fails_alone_and_is_named(run: Run, tmp_path: Path) -> None:
    good = json.dumps({"title": "Bridge toll to rise", "text": "The toll on the bridge will rise in May. " * 5})
    (tmp_path / "dump.jsonl").write_text(f'{good}\n{{"text": "cut off\n{{"title": "no text"}}\n', encoding="utf-8")
    result = run("ingest", str(tmp_path / "dump.jsonl"))
    assert result.exit_code == 3
    assert result.stdout == "3 read: 1 new, 0 new versions, 0 duplicates, 0 skipped, 2 failed\n"
    assert "dump.jsonl:2" in result.stderr
    assert "dump.jsonl:3" in result.stderr


def test_strict_stops_at_the_first_failure(run: Run, folder: Path) -> None:
    (folder / "a-empty.txt").write_bytes(b"")
    result = run("ingest", "--strict", str(folder))
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert "a-empty.txt: is empty" in result.stderr


def test_a_folder_without_documents_is_reported(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    result = run("ingest", str(tmp_path / "pictures"))
    assert result.exit_code == 0
    assert "nothing to ingest" in result.stderr


def test_a_zip_file_is_ingested_member_by_member_and_refused_members_are_reported(run: Run, folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "stories.zip", "w") as packed:
        for path in sorted(folder.iterdir()):
            packed.write(path, f"2016/{path.name}")
        packed.writestr("../escape.txt", "x")
    result = run("ingest", str(tmp_path / "stories.zip"))
    assert result.stdout == "3 read: 2 new, 0 new versions, 0 duplicates, 0 skipped, 1 failed\n"
    assert "leads out of the archive" in " ".join(result.stderr.split())
    assert "stories.zip!/2016/ferry.txt" in run("search", "ferry", "--format", "json").stdout


def test_no_publication_date_is_later_than_the_capture(run: Run, tmp_path: Path) -> None:
    head = (
        "<!doctype html><html><head><title>Bridge toll to rise</title><meta property='article:published_time' content='{}'></head>"
    )
    page = head + "<body>" + "<p>The toll on the bridge will rise in May, the council said.</p>" * 5 + "</body></html>"
    days = ("2024-05-02", "2031-01-01")
    records = [
        {"html": page.format(day), "url": f"https://m.example/{at}", "crawl_date": "2024-05-03"} for at, day in enumerate(days)
    ]
    (tmp_path / "dump.jsonl.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, records)).encode()))
    assert run("ingest", str(tmp_path / "dump.jsonl.gz")).stdout.startswith("2 read: 2 new")
    hits = json.loads(run("search", "toll", "--all-copies", "--format", "json").stdout)["hits"]
    assert {hit["url"]: hit["published"] for hit in hits} == {"https://m.example/0": "2024-05-02", "https://m.example/1": None}
