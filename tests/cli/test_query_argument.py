"""Command-line arguments: options that are the same everywhere, excluded words, reported mistakes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from dateline.cli import main
from dateline.cli.exit_codes import MEANINGS
from dateline.cli.options import Duration

Run = Callable[..., Result]
LETTERS = {"--limit": "-n", "--format": "-f", "--source": "-s", "--output": "-o"}


def commands(group: click.Group, before: str = "") -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        found |= commands(command, f"{name} ") if isinstance(command, click.Group) else {before + name: command}
    return found


@pytest.mark.parametrize("name", sorted(commands(main)))
def test_short_options_are_the_same_on_all_commands(name: str) -> None:
    for option in commands(main)[name].params:
        letters = {word for word in option.opts if len(word) == 2}
        for long, letter in LETTERS.items():
            own = long in option.opts
            assert (letter in letters) == own, f"{name}: {option.opts}"


@pytest.mark.parametrize("name", sorted(commands(main)))
def test_h_prints_the_help(run: Run, name: str) -> None:
    result = run(*name.split(), "-h")
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: ")


@pytest.mark.parametrize(
    ("words", "left_out"),
    [
        (["ferry", "-captain"], "ferry -captain"),
        (["-naval", "-formal", "-strike", "-opera"], "-naval -formal -strike -opera"),
        (["-source:gazette", '-"market hall"', "-(a OR b)", "-河"], '-source:gazette -"market hall" -(a OR b) -河'),
        (["-n", "5", "-captain"], "-captain"),
        (["-n5", "-fcsv", "ferry"], "ferry"),
        (["--from", "-1", "--", "-h", "-x", "--limit"], "-h -x"),
    ],
)
def test_a_word_with_a_minus_is_excluded_if_it_is_not_an_option(filled: Run, words: list[str], left_out: str) -> None:
    explained = filled("search", "--explain", *(word for word in words if word not in ("--from", "-1", "--limit")))
    assert explained.exit_code == 0, explained.stderr
    assert explained.stdout == filled("search", "--explain", "--", *left_out.split(" ")).stdout


@pytest.mark.parametrize("word", ["-x", "-5", "--nolimit", "-limit", "-format"])
def test_an_unknown_option_is_wrong_use_with_the_cure(filled: Run, word: str) -> None:
    result = filled("search", "ferry", word)
    assert result.exit_code == 2
    assert not result.stdout
    assert "NOT" in result.stderr


def test_the_archive_option_may_follow_the_command(filled: Run, tmp_path: Path) -> None:
    place = str(tmp_path / "archive")
    for words in (["count", "--archive", place], ["count", "ferry", f"--archive={place}"], ["--archive", place, "count"]):
        result = CliRunner().invoke(main, words, env={"DATELINE_ARCHIVE": str(tmp_path / "none")})
        assert result.exit_code == 0, result.stderr
    assert CliRunner().invoke(main, ["count", "--archive"]).exit_code == 2


def test_a_query_with_a_syntax_error_is_wrong_use(filled: Run) -> None:
    for command in ("search", "count", "trend", "terms", "context", "export"):
        result = filled(command, "(ferry")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "this bracket is never closed" in result.stderr


def test_failed_documents_have_their_own_exit_code(run: Run, folder: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"text": "The ferry left at noon and came back late in the evening."}\n{"no": 1}\n', "utf-8")
    assert run("ingest", str(bad)).exit_code == 3
    assert run("clean", str(bad), str(folder)).exit_code == 3
    assert run("retry").exit_code == 3
    bad.write_text('{"no": 1}\n{"no": 2}\n', "utf-8")
    assert run("ingest", str(bad)).exit_code == 1
    assert run("clean", str(bad)).exit_code == 1
    assert [code for code, _ in MEANINGS] == sorted((code for code, _ in MEANINGS), key=int)


@pytest.mark.parametrize("command", [["trend", "zeppelin"], ["facets", "source", "zeppelin"], ["terms", "zeppelin"]])
def test_counts_without_matches_say_why(filled: Run, command: list[str]) -> None:
    assert "'zeppelin' matches nothing here." in filled(*command).stderr


@pytest.mark.parametrize(
    ("typed", "seconds"), [("30", 30.0), ("0.5", 0.5), ("30s", 30.0), ("5m", 300.0), ("1h30m", 5400.0), ("2 d", 172_800.0)]
)
def test_a_duration_is_parsed_from_common_forms(typed: str, seconds: float) -> None:
    assert Duration()(typed) == seconds


@pytest.mark.parametrize("typed", ["", "soon", "5x", "m", "-5", "1h30"[::-1] + "m h"])
def test_an_invalid_duration_is_wrong_use(run: Run, folder: Path, typed: str) -> None:
    result = run("watch", str(folder), "--once", "--settle", typed)
    assert result.exit_code == 2
    assert "not a length of time" in result.stderr
