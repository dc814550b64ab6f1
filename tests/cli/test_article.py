"""`dateline show`, `explain` and `restore`: one article and its ledger."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.fixture
def ferry(filled: Run) -> str:
    """The id of the ferry story."""
    return str(json.loads(filled("search", "captain", "--format", "jsonl").stdout)["id"])


def test_show_prints_the_metadata_and_the_clean_text(filled: Run, ferry: str) -> None:
    shown = filled("show", ferry).stdout
    assert "Published   2016-07-14" in shown
    assert "Authors     Marit Solheim" in shown
    assert "Nobody has lost a job" in shown
    assert "newsletter" not in shown


def test_the_beginning_of_an_id_is_enough(filled: Run, ferry: str) -> None:
    assert filled("show", ferry[:5]).stdout == filled("show", ferry).stdout


def test_removed_lines_are_shown_with_number_and_reason(filled: Run, ferry: str) -> None:
    lines = filled("show", ferry, "--removed").stdout.splitlines()
    (line,) = [line for line in lines if line.endswith("Subscribe to our newsletter")]
    assert line.split()[0].isdigit()
    assert "rule:" in line


def test_raw_prints_the_original_document(filled: Run, ferry: str) -> None:
    raw = filled("show", ferry, "--raw").stdout
    assert raw.startswith("Ferry terminal to close after ninety years\n\nBy Marit Solheim\n")
    assert raw.endswith("Subscribe to our newsletter\n")


def test_json_contains_the_text_and_the_removed_lines(filled: Run, ferry: str) -> None:
    record = json.loads(filled("show", ferry, "--format", "json").stdout)
    assert record["published"] == "2016-07-14"
    assert "Share" in {line["text"] for line in record["removed"]}
    assert "Share" not in record["text"].split("\n")


def test_two_outputs_at_once_are_wrong_use(filled: Run, ferry: str) -> None:
    assert filled("show", ferry, "--raw", "--removed").exit_code == 2


def test_an_unknown_id_is_an_error_that_names_it(filled: Run) -> None:
    result = filled("show", "zzzzzzzz")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert "zzzzzzzz" in result.stderr


def test_explain_shows_every_line_of_the_raw_text_with_its_verdict(filled: Run, ferry: str) -> None:
    lines = filled("explain", ferry).stdout.splitlines()
    verdicts = {line.split()[1] for line in lines if line[:3].strip().isdigit()}
    assert verdicts == {"keep", "drop"}
    assert any(line.endswith("Advertisement") and "drop" in line for line in lines)


def test_a_restored_line_is_shown_and_found(filled: Run, ferry: str) -> None:
    lines = filled("explain", ferry).stdout.splitlines()
    number = next(line.split()[0] for line in lines if line.endswith("Subscribe to our newsletter"))
    assert filled("restore", ferry, number).stdout == f"{ferry}: 1 line restored\n"
    assert "Subscribe to our newsletter" in filled("show", ferry).stdout
    assert filled("search", "--count", "newsletter").stdout == "1\n"
    filled("reclean")
    assert "Subscribe to our newsletter" in filled("show", ferry).stdout


def test_a_dropped_line_is_gone_until_the_drop_is_undone(filled: Run, ferry: str) -> None:
    lines = filled("explain", ferry).stdout.splitlines()
    number = next(line.split()[0] for line in lines if "old ferry terminal" in line)
    assert filled("drop", ferry, number).stdout == f"{ferry}: 1 line dropped\n"
    assert "old ferry terminal" not in filled("show", ferry).stdout
    assert filled("drop", ferry, number).stdout == f"{ferry}: nothing changed\n"
    assert filled("drop", ferry, number, "--undo").stdout == f"{ferry}: 1 line again as cleaned\n"
    assert "old ferry terminal" in filled("show", ferry).stdout


def test_a_line_can_be_dropped_everywhere_in_its_source(run: Run, folder: Path) -> None:
    run("ingest", str(folder), "--source", "Harbour Post")
    ferry = run("search", "ferry", "--format", "ids").stdout.strip()
    lines = run("explain", ferry).stdout.splitlines()
    number = next(line.split()[0] for line in lines if "old ferry terminal" in line)
    assert "1 article changed, the rule is in" in run("drop", ferry, number, "--everywhere").stdout
    assert "site:" in run("explain", ferry).stdout
    assert run("check").exit_code == 0
    assert "the rule is no longer in" in run("drop", ferry, number, "--everywhere", "--undo").stdout


def test_drop_everywhere_fails_without_a_known_source(filled: Run, ferry: str) -> None:
    result = filled("drop", ferry, "3", "--everywhere")
    assert (result.exit_code, "has no source and no address" in result.stderr) == (1, True)
