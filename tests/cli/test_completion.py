"""Shell completion of names in the archive, with the quoting and the word breaks of each shell."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from dateline.cli import main
from dateline.cli.shell_completion import Bash, Fish, Zsh

Run = Callable[..., Result]
Complete = Callable[..., list[str]]
RECORDS = [
    {
        "url": "https://a.example/1",
        "title": "One",
        "source": "Harbour Post",
        "tags": ["sea ice", "syria"],
        "text": "The first story. " * 20,
    },
    {
        "url": "https://a.example/2",
        "title": "Two",
        "source": "Harbour Post",
        "author": "Ana Sousa",
        "text": "The second story. " * 20,
    },
    {"url": "https://b.example/3", "title": "Three", "source": "Gazette", "text": "The third story. " * 20},
]


@pytest.fixture
def archive(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive with names to complete, selected by the environment variable."""
    dump = tmp_path / "dump.jsonl"
    dump.write_text("".join(json.dumps(record) + "\n" for record in RECORDS), "utf-8")
    assert run("ingest", str(dump)).exit_code == 0
    run("save", "strikes", "strike")
    run("save", "storms", "storm")
    monkeypatch.setenv("DATELINE_ARCHIVE", str(tmp_path / "archive"))
    return tmp_path / "archive"


@pytest.fixture
def complete(archive: Path, monkeypatch: pytest.MonkeyPatch) -> Complete:
    """A function that returns what zsh gets for some words, the last of them incomplete."""

    def complete(*words: str) -> list[str]:
        monkeypatch.setenv("COMP_WORDS", "\n".join(("dateline", *words)))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        return Zsh(main, {}, "dateline", "_DATELINE_COMPLETE").complete().split("\n")[1::3]

    return complete


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("search", "source:har"), ['source:"Harbour Post"']),
        (("search", "ferry", "-source:"), ['-source:"Harbour Post"', "-source:Gazette"]),
        (("facets", "year", "saved:st"), ["saved:storms", "saved:strikes"]),
        (("count", "--source", "g"), ["Gazette"]),
        (("count", "--source=g"), ["--source=Gazette"]),
        (("search", "author:a"), ['author:"Ana Sousa"']),
        (("tag", "abc", "+s"), ["+sea ice", "+syria"]),
        (("tag", "abc", "-sy"), ["-syria"]),
        (("feed", ""), ["storms", "strikes"]),
        (("saved", "--delete", "str"), ["strikes"]),
        (("sav",), ["save", "saved"]),
        (("search", "--exp"), ["--explain"]),
        (("search", "fer"), [""][1:]),
    ],
)
def test_names_of_the_archive_are_completed_where_they_fit(complete: Complete, words: tuple[str, ...], found: list[str]) -> None:
    assert complete(*words) == found


def test_names_come_from_the_archive_that_the_option_gives(complete: Complete, tmp_path: Path) -> None:
    assert complete("--archive", str(tmp_path / "none"), "search", "source:") == []
    assert complete("--archive", str(tmp_path / "none"), "search", "saved:") == []
    assert not (tmp_path / "none").exists()


def test_fish_gets_the_same_completions(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMP_WORDS", "dateline search source:har")
    monkeypatch.setenv("COMP_CWORD", "source:har")
    assert Fish(main, {}, "dateline", "_DATELINE_COMPLETE").complete() == 'plain,source:"Harbour Post"'


def test_bash_gets_the_part_after_the_colon_and_nothing_is_quoted_twice(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lines(*words: str) -> list[str]:
        monkeypatch.setenv("COMP_WORDS", "\n".join(("dateline", *words)))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        return Bash(main, {}, "dateline", "_DATELINE_COMPLETE").complete().split("\n")

    assert lines("search", "saved", ":", "str") == ["plain,strikes"]
    assert lines("search", "saved", ":") == ["plain,storms", "plain,strikes"]
    assert lines("count", "--source", '"har') == ["plain,Harbour Post"]
    assert lines("count", "--source", "har") == [r"plain,Harbour\\ Post"]
    assert lines("search", "'source:har") == ['plain,source:"Harbour Post"']
    assert lines("search", '"source:har') == [r'plain,source:\\"Harbour Post\\"']
    assert lines("search", "source", ":", '"har') == [r'plain,\\"Harbour Post\\"']


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_the_script_works_in_bash(archive: Path, tmp_path: Path, run: Run) -> None:
    program = tmp_path / "bin" / "dateline"
    program.parent.mkdir()
    program.write_text(
        f"#!/bin/sh\nexec '{sys.executable}' -c 'from dateline.cli import main; main(prog_name=\"dateline\")' \"$@\"\n", "utf-8"
    )
    program.chmod(0o755)
    script = tmp_path / "script"
    script.write_text(run("completion", "bash").stdout, "utf-8")
    code = f"""source '{script}'
        COMP_WORDS=(dateline search source : har) COMP_CWORD=4
        _dateline_completion dateline
        printf '%s\\n' "${{COMPREPLY[@]}}" """
    environment = {**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}"}
    shown = subprocess.run(["bash", "--norc", "-c", code], capture_output=True, text=True, env=environment, timeout=120, check=True)
    assert shown.stdout == '\\"Harbour\\ Post\\"\n'


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_names_the_program(run: Run, shell: str) -> None:
    shown = run("completion", shell)
    assert shown.exit_code == 0
    assert "_DATELINE_COMPLETE" in shown.stdout


def test_completion_loads_no_modules_for_cleaning() -> None:
    program = "import sys; from dateline.cli.shell_completion import names; from pathlib import Path;"
    program += "names(Path('none'), 'source'); names(Path('none'), 'saved');"
    heavy = {"dateline.archive.archive", "dateline.cleaning", "dateline.metadata", "resiliparse", "sqlite_utils"}
    program += f"print(*sorted({heavy!r} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == []
