"""Spark gives the same rows, templates and stories as a local run, even if a worker is killed."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from made_batches import rows_in, story_rows, write_prints

pytestmark = [
    pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="pyspark is not installed"),
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java, which is not installed"),
]
_TIMEOUT = 600  # seconds until a run that hangs is a failure


def dateline(*words: str) -> list[str]:
    return [sys.executable, "-m", "dateline", "batch", *words, "--time-limit", "5m"]


def wait_for(process: subprocess.Popen[str]) -> str:
    """Return the output of a run, which must succeed."""
    output, _ = process.communicate(timeout=_TIMEOUT)
    assert process.returncode == 0, output
    return output


def start(*command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def children(process: int) -> Iterator[int]:
    """Yield all descendants of a process."""
    for name in os.listdir("/proc"):
        try:
            parent = int(Path(f"/proc/{name}/stat").read_text("utf-8").rpartition(")")[2].split()[1]) if name.isdigit() else 0
        except (OSError, ValueError, IndexError):
            continue
        if parent == process:
            yield int(name)
            yield from children(int(name))


def spark_workers(process: int) -> list[int]:
    """The Python processes that do Spark's work: the children of its daemon."""
    daemons = [one for one in children(process) if "pyspark.daemon" in command_of(one)]
    return [one for one in daemons if parent_of(one) in daemons]


def command_of(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text("utf-8")
    except OSError:
        return ""


def parent_of(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[1])
    except (OSError, ValueError, IndexError):
        return 0


def kill_a_worker(process: subprocess.Popen[str], out: Path) -> int:
    """Kill one of Spark's workers once some files are done; return its process id."""
    until = time.monotonic() + _TIMEOUT
    while time.monotonic() < until and process.poll() is None:
        done = len(list((out / "done").glob("*.json")))
        workers = spark_workers(process.pid) if done else []
        if workers:
            os.kill(workers[0], signal.SIGKILL)
            return workers[0]
        time.sleep(0.02)
    raise AssertionError("there was no worker to kill")


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="processes are found through /proc")
def test_a_killed_worker_changes_no_row_and_spark_gives_the_local_results(tmp_path: Path) -> None:
    paths = [str(path) for path in write_prints(tmp_path / "in", 60, 5)]
    here, there = tmp_path / "here", tmp_path / "there"
    wait_for(start(*dateline(*paths, "-o", str(here), "--learn", "--stories")))
    run = start(*dateline(*paths, "-o", str(there), "--learn", "--stories", "--spark", "local[2,4]"))
    kill_a_worker(run, there)
    output = wait_for(run)
    assert rows_in(there) == rows_in(here)
    assert story_rows(there) == story_rows(here)
    assert len(story_rows(here)) > 40
    assert (there / "learned.json").read_bytes() == (here / "learned.json").read_bytes()
    assert "5 files cleaned" in output


def test_spark_submit_runs_a_script_of_two_lines(tmp_path: Path) -> None:
    (path,) = write_prints(tmp_path / "in", 6, 1)
    script = tmp_path / "job.py"
    script.write_text("from dateline.__main__ import run\n\nrun()\n", encoding="utf-8")
    submit = [sys.executable, "-m", "pyspark.find_spark_home"]
    home = subprocess.run(submit, capture_output=True, text=True, check=True).stdout.strip()
    words = ("batch", str(path), "-o", str(tmp_path / "out"), "--spark", "submit")
    conf = ("--conf", f"spark.pyspark.python={sys.executable}", "--conf", f"spark.pyspark.driver.python={sys.executable}")
    wait_for(start(f"{home}/bin/spark-submit", "--master", "local[1,4]", *conf, str(script), *words))
    assert len(rows_in(tmp_path / "out")) > 6


def test_a_spark_master_that_cannot_be_used_is_reported_without_a_traceback(tmp_path: Path) -> None:
    (path,) = write_prints(tmp_path / "in", 2, 1)
    run = start(*dateline(str(path), "-o", str(tmp_path / "out"), "--spark", "nowhere"))
    output, _ = run.communicate(timeout=_TIMEOUT)
    assert run.returncode == 1
    assert "Error: Spark at nowhere cannot be started (" in output
    assert "Traceback" not in output
