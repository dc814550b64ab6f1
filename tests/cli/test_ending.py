"""How a run ends that cannot continue: after a signal, without an output, or without memory, files or space."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.cli.group import Group

Run = Callable[..., Result]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and streams work differently on Windows")


def program(*words: str, archive: Path) -> list[str]:
    """The command line of a separate process."""
    return [sys.executable, "-m", "dateline", "--archive", str(archive), *words]


def test_a_closed_pipe_ends_a_command_silently_with_its_own_exit_code(filled: Run, tmp_path: Path) -> None:
    with subprocess.Popen(
        program("formats", archive=tmp_path / "archive"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        errors = process.stderr.read()
        assert (process.wait(60), errors) == (128 + signal.SIGPIPE, b"")


@pytest.mark.parametrize("all_of_them", [False, True])
def test_sigterm_ends_an_ingest_with_a_summary_like_ctrl_c(all_of_them: bool, run: Run, folder: Path, tmp_path: Path) -> None:
    """Documents already read are ingested and counted, and the exit code names the signal, even if the workers get it too."""
    words, pipe = program("ingest", str(folder), "-", archive=tmp_path / "archive"), subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stderr=pipe, stdout=pipe, start_new_session=True) as process:
        assert process.stdin is not None
        process.stdin.write(b"The ferry sails at noon. " * 20_000)  # more than a pipe holds: returns only when the ingest reads
        os.killpg(process.pid, signal.SIGTERM) if all_of_them else process.send_signal(signal.SIGTERM)
        output, errors = process.communicate(timeout=60)
    assert b"2 read: 2 new" in output
    assert b"Interrupted" in errors
    assert b"Traceback" not in errors
    assert process.returncode == 128 + signal.SIGTERM
    assert run("verify").stdout == "All is well.\n"


def test_sigterm_ends_a_watch_in_one_line(folder: Path, tmp_path: Path) -> None:
    words = program("watch", "--settle", "0", "--interval", "0.1", str(folder), archive=tmp_path / "archive")
    with subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert b"2 new" in process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=60)
    first, ended = errors.splitlines()
    assert first.startswith(b"Watching ")
    assert b"a scan every 0.1 seconds. Ctrl-C ends it." in first
    assert ended == b"Interrupted. What was committed stays; the same command continues from there."
    assert process.returncode == 128 + signal.SIGTERM


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
@pytest.mark.parametrize(
    "words",
    [
        *(["search", "ferry"], ["search", "--format", "csv"], ["export"], ["stats"], ["show", "--raw", "{id}"]),
        *(["--help"], ["--version"], ["show", "--help"], ["help", "query"]),
    ],
)
def test_a_full_standard_output_is_a_one_line_error(words: list[str], filled: Run, tmp_path: Path) -> None:
    article_id = filled("search", "captain", "--format", "ids").stdout.strip()
    typed = program(*(word.format(id=article_id) for word in words), archive=tmp_path / "archive")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(typed, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.stderr.startswith(
        (b"Error: standard output cannot be written (No space left on device)", b"Error: there is no space")
    )
    assert done.stderr.count(b"\n") == 1
    assert done.returncode == 1


@pytest.mark.parametrize("words", [["search", "ferry"], ["export"], ["stats"]])
def test_a_closed_standard_output_is_a_one_line_error(words: list[str], filled: Run, tmp_path: Path) -> None:
    typed = program(*words, archive=tmp_path / "archive")
    done = subprocess.run(["sh", "-c", 'exec "$@" >&-', "sh", *typed], stderr=subprocess.PIPE, check=False)
    assert done.stderr.startswith(b"Error: standard output is closed")
    assert done.stderr.count(b"\n") == 1
    assert done.returncode == 1


def test_a_closed_standard_error_changes_no_result(filled: Run, tmp_path: Path) -> None:
    typed = program("export", archive=tmp_path / "archive")
    done = subprocess.run(["sh", "-c", 'exec "$@" 2>&-', "sh", *typed], stdout=subprocess.PIPE, check=True)
    assert done.stdout.count(b"\n") == 2
    assert filled("verify").stdout == "All is well.\n"


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (MemoryError(), "not enough memory"),
        (ImportError("tantivy.so: failed to map segment from shared object"), "not enough memory"),
        (OSError(errno.EMFILE, "Too many open files"), "too many files"),
        (OSError(errno.ENOSPC, "No space left on device"), "no space left"),
    ],
)
def test_a_lack_of_memory_files_or_space_is_a_one_line_error(error: Exception, message: str) -> None:
    group = Group("dateline")

    @group.command()
    def ingest() -> None:
        raise error

    result = CliRunner().invoke(group, ["ingest"])
    assert result.exit_code == 1
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_too_few_file_descriptors_cause_no_traceback(filled: Run, tmp_path: Path) -> None:
    """It does not matter which file cannot be opened."""
    typed = program("search", "ferry", archive=tmp_path / "archive")
    for few in (6, 8, 10, 12):
        done = subprocess.run(["sh", "-c", f'ulimit -n {few}; exec "$@"', "sh", *typed], capture_output=True, check=False)
        assert b"Traceback" not in done.stderr, (few, done.stderr)
        assert done.returncode in (0, 1)
