"""What applies to every command: errors, exit codes, colours, pipes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from dateline import DatelineError, QueryError
from dateline.cli.defaults import default_archive
from dateline.cli.group import Group

Run = Callable[..., Result]


def group_with(error: BaseException) -> click.Group:
    """A group whose one command raises `error`."""
    group = Group("dateline")

    @group.command()
    def ingest() -> None:
        raise error

    return group


def test_an_expected_error_is_one_line_and_exit_code_one() -> None:
    result = CliRunner().invoke(group_with(DatelineError("a.txt: is empty")), ["ingest"])
    assert (result.exit_code, result.stderr) == (1, "Error: a.txt: is empty\n")


def test_an_error_in_a_query_points_at_the_place() -> None:
    result = CliRunner().invoke(group_with(QueryError("nothing follows NOT", "ferry NOT", 6, 9)), ["ingest"])
    assert result.stderr == "Error: nothing follows NOT\n  ferry NOT\n        ^^^\n"


def test_a_bug_keeps_its_traceback() -> None:
    result = CliRunner().invoke(group_with(KeyError("bug")), ["ingest"])
    assert isinstance(result.exception, KeyError)


def test_ctrl_c_says_that_what_was_committed_stays() -> None:
    result = CliRunner().invoke(group_with(KeyboardInterrupt()), ["ingest"])
    assert result.exit_code == 130
    assert result.stderr == "Interrupted. What was committed stays; the same command continues from there.\n"


def test_wrong_use_is_exit_code_two(run: Run) -> None:
    assert run("ingest").exit_code == 2
    assert run("fetch").exit_code == 2
    assert run("search", "--sort", "sideways").exit_code == 2


def test_the_version_is_printed(run: Run) -> None:
    assert run("--version").stdout.startswith("dateline, version ")


def test_the_archive_option_overrides_the_environment(run: Run, folder: Path, tmp_path: Path) -> None:
    assert run("--archive", str(tmp_path / "other"), "ingest", str(folder)).exit_code == 0
    assert (tmp_path / "other" / "archive.db").exists()
    assert not (tmp_path / "archive").exists()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the data folder is elsewhere on these systems")
def test_the_default_archive_is_in_the_users_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_archive() == tmp_path / "dateline"
    monkeypatch.setenv("XDG_DATA_HOME", "")
    assert default_archive() == Path.home() / ".local" / "share" / "dateline"


def program(*words: str, archive: Path) -> list[str]:
    """The command line of a separate process that reacts to Ctrl-C even if the tests run in the background."""
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from dateline.cli import main; main()"
    return [sys.executable, "-c", code, "--archive", str(archive), *words]


def test_a_closed_pipe_causes_no_message(filled: Run, tmp_path: Path) -> None:
    """As in `dateline search ferry | head -1`."""
    words = program("search", "--format", "json", archive=tmp_path / "archive")
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_colours_are_used_only_on_terminals_that_allow_them(filled: Run, tmp_path: Path) -> None:
    """With NO_COLOR, and in a pipe, matches are marked with asterisks."""
    pty = pytest.importorskip("pty")
    shown = {}
    for no_color in ("", "1"):
        main_end, other_end = pty.openpty()
        environment = {**os.environ, "NO_COLOR": no_color, "TERM": "xterm"}
        with subprocess.Popen(program("search", "captain", archive=tmp_path / "archive"), stdout=other_end, env=environment):
            os.close(other_end)
            shown[no_color] = read_all(main_end)
    assert b"\x1b[31m\x1b[1mcaptain" in shown[""]
    assert b"\x1b" not in shown["1"]
    assert b"**captain**" in shown["1"]


@pytest.mark.skipif(shutil.which("sed") is None, reason="the test needs sed as the pager")
def test_a_long_article_is_shown_with_the_pager_and_a_short_one_without(filled: Run, tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    article_id = filled("search", "captain", "--format", "ids").stdout.strip()
    shown = {}
    for rows in ("10", "100"):
        main_end, other_end = pty.openpty()
        environment = {**os.environ, "TERM": "xterm", "PAGER": "sed s/^/paged:/", "LINES": rows, "COLUMNS": "80"}
        words = program("show", article_id, "--match", "captain", archive=tmp_path / "archive")
        with subprocess.Popen(words, stdin=other_end, stdout=other_end, env=environment):
            os.close(other_end)
            shown[rows] = read_all(main_end)
    assert b"paged:" in shown["10"]
    assert b"paged:" not in shown["100"]
    assert all(b"\x1b[31m\x1b[1mcaptain" in text for text in shown.values())


def read_all(descriptor: int) -> bytes:
    """Return everything that a terminal showed until the program at its other end ended."""
    found = b""
    while True:
        try:
            piece = os.read(descriptor, 65_536)
        except OSError:
            piece = b""
        if not piece:
            os.close(descriptor)
            return found
        found += piece


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_an_interrupted_ingest_leaves_a_sound_archive(run: Run, folder: Path, tmp_path: Path) -> None:
    """Ctrl-C while standard input is open: a document is stored completely or not at all."""
    run("ingest", str(folder))
    words = program("ingest", "-", archive=tmp_path / "archive")
    with subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        assert process.stdin is not None
        process.stdin.write(b"The ferry sails at noon. " * 20_000)  # more than a pipe holds: returns only when the ingest reads
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert b"Interrupted." in errors
    assert process.returncode == 130
    assert run("verify").stdout == "All is well.\n"
