"""An archive with two stories, and a fixture that runs commands on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.cli import main
from made_articles import STORM

FERRY = """Ferry terminal to close after ninety years

By Marit Solheim
Published: 14 July 2016

Share
Advertisement

PORT ELLIN — The old ferry terminal will close in May, the harbour council said on Tuesday, after ninety years of service.

Nobody has lost a job so far, according to the council, and the building will become a market hall for the whole town.

"We will miss the boats more than the building," said a former captain who sailed the route for thirty years.

Subscribe to our newsletter
"""

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command on the archive of this test."""

    def run(*words: str, stdin: str | bytes | None = None) -> Result:
        environment = {"DATELINE_ARCHIVE": str(tmp_path / "archive"), "NO_COLOR": None}
        return CliRunner().invoke(main, words, input=stdin, env=environment, catch_exceptions=False)

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two stories."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (folder / "storm.txt").write_text(STORM, encoding="utf-8")
    return folder


@pytest.fixture
def filled(run: Run, folder: Path) -> Run:
    """The same as `run`, on an archive with the two stories."""
    assert run("ingest", str(folder)).exit_code == 0
    return run
