"""`dateline watch`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_one_scan_ingests_the_existing_files_and_the_next_nothing(run: Run, folder: Path) -> None:
    assert run("watch", "--once", "--settle", "0", str(folder)).stdout.startswith("2 read: 2 new")
    assert run("watch", "--once", "--settle", "0", str(folder)).stdout.startswith("0 read")


def test_a_missing_folder_is_an_error(run: Run) -> None:
    result = run("watch", "--once", "nowhere")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no such folder" in result.stderr


def test_another_writer_is_reported_and_is_not_an_error(run: Run, folder: Path, tmp_path: Path) -> None:
    from dateline.archive.archive import Archive

    with Archive.open(tmp_path / "archive", create=True) as archive, archive.store.writing():
        result = run("watch", "--once", "--settle", "0", str(folder))
    assert result.exit_code == 0
    assert "Another process is writing" in result.stderr


def test_a_watch_continues_until_it_is_interrupted(folder: Path, tmp_path: Path) -> None:
    program = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from dateline.cli import main; main()"
    words = ["--archive", str(tmp_path / "archive"), "watch", str(folder), "--interval", "0.05", "--settle", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-c", program, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("2 read: 2 new")
        (folder / "third.txt").write_text("The bridge opens in May\n\nThe new bridge opens in May, the council said on Monday.\n")
        assert process.stdout.readline().startswith("1 read: 1 new")
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
    finally:
        process.kill()
    assert process.returncode == 130
    assert "What was committed stays" in errors
