"""`dateline batch` on the command line: its output, its exit codes, and how a run continues after a stop."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.cli import main
from made_batches import FERRY, rows_in, write_prints


def batch(*words: str) -> Result:
    return CliRunner().invoke(main, ("batch", *words, "--time-limit", "5m"), env={"NO_COLOR": None}, catch_exceptions=False)


def test_the_summary_counts_what_was_done_and_what_the_folder_contains(tmp_path: Path) -> None:
    write_prints(tmp_path / "in", 8, 2)
    out = str(tmp_path / "out")
    first = batch(str(tmp_path / "in"), "-o", out, "--stories", "--learn")
    assert first.exit_code == 0
    assert first.output.startswith("2 files cleaned\n")
    assert "lines learned that sources repeat" in first.output
    assert "with copies" in first.output
    again = json.loads(batch(str(tmp_path / "in"), "-o", out, "--stories", "--learn", "--summary", "json").output)
    assert (again["files"], again["known"], again["changed"]) == (0, 2, 0)
    assert again["held"] == len(rows_in(tmp_path / "out"))


def test_a_dry_run_lists_what_is_missing_and_writes_nothing(tmp_path: Path) -> None:
    first, second = write_prints(tmp_path / "in", 4, 2)
    batch(str(first), "-o", str(tmp_path / "out"))
    dry = batch(str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--dry-run")
    assert dry.stdout == f"{second}\n"
    assert "1 to clean, 1 done before. Nothing was written." in dry.stderr
    batch(str(second), "-o", str(tmp_path / "none"), "--dry-run")
    assert not (tmp_path / "none").exists()


def test_exit_codes_show_whether_some_or_all_inputs_failed(tmp_path: Path) -> None:
    (path,) = write_prints(tmp_path / "in", 2, 1)
    out, nowhere = str(tmp_path / "out"), str(tmp_path / "none.warc")
    assert batch(nowhere, "-o", out).exit_code == 1
    assert batch(nowhere, str(path), "-o", out).exit_code == 3
    assert batch(str(path), "-o", out).exit_code == 0
    refused = batch(str(path), "-o", out, "--learn", "--no-raw")
    assert refused.exit_code == 2
    assert "leave --no-raw out" in refused.output
    not_a_folder = batch(str(path), "-o", str(path))
    assert not_a_folder.exit_code == 1
    assert f"Error: {path}: is a file; give a folder to write to" in not_a_folder.output


def test_as_cleans_like_an_archive_and_an_import_warns_of_other_settings(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(FERRY, encoding="utf-8")
    archive, ferry = tmp_path / "archive", str(tmp_path / "ferry.txt")

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, ("--archive", str(archive), *words), env={"NO_COLOR": None}, catch_exceptions=False)

    run("ingest", ferry, "--time-limit", "5m")
    (archive / "sites").mkdir()
    rules = 'host = "harbour.example"\nsource = "Harbour Post"\n'
    (archive / "sites" / "harbour.toml").write_text(rules, encoding="utf-8")
    batch(ferry, "-o", str(tmp_path / "plain"))
    batch(ferry, "-o", str(tmp_path / "like"), "--as", str(archive))
    assert "cleaned by another cleaner" in run("import", str(tmp_path / "plain")).output
    assert "cleaned by another cleaner" not in run("import", str(tmp_path / "like")).output


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_run_leaves_only_complete_files_and_the_next_run_continues(tmp_path: Path, sent: int, code: int) -> None:
    write_prints(tmp_path / "in", 300, 60)
    out = tmp_path / "out"
    command = (sys.executable, "-m", "dateline", "batch", str(tmp_path / "in"), "-o", str(out), "--jobs", "2", "--time-limit", "5m")
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    while process.poll() is None and not list((out / "done").glob("*.json")):
        time.sleep(0.01)
    os.kill(process.pid, sent)
    output, _ = process.communicate(timeout=300)
    assert process.returncode == code, output
    assert "Files that are done stay; the same command continues from there." in output
    assert not list(out.glob("*/.*"))
    done = len(list((out / "done").iterdir()))
    summary = json.loads(batch(str(tmp_path / "in"), "-o", str(out), "--summary", "json").output)
    assert (summary["files"], summary["known"]) == (60 - done, done)
    assert 0 < done < 60
