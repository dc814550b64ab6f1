"""`retry` reads again what failed, and only that."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_a_corrected_file_is_ingested_and_its_failure_is_removed(run: Run, folder: Path) -> None:
    dump = folder / "dump.jsonl"
    good = json.dumps(
        {
            "url": "https://a.example/1",
            "title": "Bridge toll to rise",
            "text": "The toll on the bridge will rise in May, the council said.",
        }
    )
    dump.write_text(good + "\n{broken\n", "utf-8")
    run("ingest", str(folder))
    assert run("retry").exit_code == 3
    dump.write_text(good + "\n" + good.replace("/1", "/2").replace("May", "June") + "\n", "utf-8")
    done = run("retry", "--output", "json")
    assert done.exit_code == 0, done.output
    summary = json.loads(done.stdout)
    assert (summary["new"], summary["duplicate"], summary["failed"]) == (1, 1, 0)
    assert "No failures are left" in done.stderr


def test_retry_accepts_a_format_and_batch_metadata(run: Run, folder: Path) -> None:
    dump = folder / "dump.data"
    dump.write_text('{"headline": 1', "utf-8")
    assert run("ingest", str(dump), "--format", "jsonl").exit_code == 1
    dump.write_text(json.dumps({"title": "Toll to rise", "text": "The toll on the bridge will rise, the council said."}), "utf-8")
    done = run("retry", "--format", "jsonl", "--source", "Harbour Post", "--tag", "tolls")
    assert done.exit_code == 0, done.output
    assert json.loads(run("search", "tag:tolls", "--format", "jsonl").stdout)["source"] == "Harbour Post"


def test_a_file_that_no_longer_exists_is_named(run: Run, folder: Path) -> None:
    (folder / "dump.jsonl").write_text("{broken\n", "utf-8")
    run("ingest", str(folder))
    (folder / "dump.jsonl").unlink()
    done = run("retry")
    assert done.exit_code == 3
    assert "dump.jsonl" in done.stderr
    assert "no longer exists" in done.stderr


def test_without_failures_there_is_nothing_to_do(run: Run, folder: Path) -> None:
    run("ingest", str(folder))
    done = run("retry")
    assert done.exit_code == 0
    assert "No failures are left" in done.stderr


def test_all_failures_or_named_ones_can_be_forgotten(run: Run, tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text('{"text": \n', "utf-8")
    run("ingest", str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl"), str(tmp_path / "no-such-file"))
    listed = run("stats", "--failures").stdout
    assert "no-such-file" not in listed
    first = next(word for word in listed.split() if "a.jsonl" in word).rstrip(":")
    assert run("retry", "--forget", first).stderr == "1 failure forgotten.\n"
    assert "a.jsonl" not in run("stats", "--failures").stdout
    assert run("retry", "--forget", first).exit_code == 2
    assert run("retry", "--forget").stderr == "1 failure forgotten.\n"
    assert run("stats", "--failures").stderr == "Nothing has failed.\n"
