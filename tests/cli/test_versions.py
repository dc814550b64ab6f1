"""`dateline versions`, `dateline diff` and `dateline copies`: how a story changed, here and at other sources."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.fixture
def changed(filled: Run, folder: Path) -> str:
    """The id of the ferry story, which was ingested again with another headline, another number and another button."""
    article_id = str(json.loads(filled("search", "captain", "--format", "jsonl").stdout)["id"])
    path = folder / "ferry.txt"
    text = path.read_text(encoding="utf-8").replace("after ninety years\n", "in May\n", 1)
    text = text.replace("for thirty years", "for forty years").replace("Subscribe to our newsletter", "Sign up for our newsletter")
    path.write_text(text, encoding="utf-8")
    assert filled("ingest", str(path)).exit_code == 0
    return article_id


@pytest.fixture
def reprinted(filled: Run, folder: Path) -> tuple[str, str]:
    """The ids of the ferry story and of a shortened reprint under another headline."""
    text = (folder / "ferry.txt").read_text(encoding="utf-8")
    copy = "Market hall planned\n\nPublished: 15 July 2016\n\n" + text.split("Advertisement")[1].replace("Nobody has", "No one has")
    (folder / "copy.txt").write_text(copy, encoding="utf-8")
    assert filled("ingest", str(folder / "copy.txt")).exit_code == 0
    hits = [
        json.loads(line)
        for line in filled("search", "captain", "--all-copies", "--sort", "oldest", "--format", "jsonl").stdout.splitlines()
    ]
    first, second = (str(hit["id"]) for hit in hits)
    return first, second


def test_versions_are_listed_with_their_origins(filled: Run, folder: Path, changed: str) -> None:
    first, second = filled("versions", changed[:5]).stdout.splitlines()
    assert first.split()[0] == "1"
    assert second.split()[0] == "2"
    assert second.endswith("ferry.txt")
    record = json.loads(filled("versions", changed, "--format", "json").stdout)
    assert (record["id"], [version["version"] for version in record["versions"]]) == (changed, [1, 2])
    assert record["versions"][1]["size"] == (folder / "ferry.txt").stat().st_size


def test_show_counts_the_superseded_lines_and_in_older_finds_them(filled: Run, changed: str) -> None:
    assert f"older versions had 2 lines more; 'dateline diff {changed}' shows what changed last" in filled("show", changed).stdout
    found = json.loads(filled("search", "thirty", "--in", "older", "--format", "jsonl").stdout)
    assert found["id"] == changed
    assert "thirty years" in found["snippet"]["text"]


def test_a_diff_shows_changes_of_the_story_and_not_of_its_boilerplate(filled: Run, changed: str) -> None:
    shown = filled("diff", changed).stdout
    assert "- title: Ferry terminal to close after ninety years" in shown
    assert "+ title: Ferry terminal to close in May" in shown
    assert "**thirty**" in shown
    assert "**forty**" in shown
    assert "newsletter" not in shown
    assert "\x1b[" not in shown


def test_any_two_versions_can_be_compared(filled: Run, changed: str) -> None:
    assert filled("diff", changed, "1", "2").stdout == filled("diff", changed, "1").stdout == filled("diff", changed).stdout
    assert "+ title: Ferry terminal to close after ninety years" in filled("diff", changed, "2", "1").stdout
    assert "same" in filled("diff", changed, "1", "1").stderr


def test_a_diff_as_json_contains_the_complete_new_text(filled: Run, changed: str) -> None:
    record = json.loads(filled("diff", changed, "--format", "json").stdout)
    assert (record["from"]["version"], record["to"]["version"]) == (1, 2)
    assert [field["field"] for field in record["fields"]] == ["title"]
    kept = [line["text"] for line in record["lines"] if line["kind"] != "removed"]
    text = json.loads(filled("show", changed, "--format", "json").stdout)["text"]
    assert kept == [line for line in text.split("\n") if line]


def test_an_unknown_version_is_an_error_with_the_cure(filled: Run, changed: str) -> None:
    result = filled("diff", changed, "7")
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"no version 7; 'dateline versions {changed}'" in result.stderr


def test_an_article_that_never_changed_has_no_diff(filled: Run) -> None:
    storm = json.loads(filled("search", "storm", "--format", "jsonl").stdout)["id"]
    result = filled("diff", storm)
    assert result.exit_code == 1
    assert "only one version" in result.stderr


def test_copies_are_listed_with_the_lead_first(filled: Run, reprinted: tuple[str, str]) -> None:
    first, second = reprinted
    lead, other = filled("copies", second).stdout.splitlines()
    assert lead.split()[:3] == ["lead", "100%", "2016-07-14"]
    assert first in lead
    assert second in other
    assert other.endswith("Market hall planned")


def test_copies_as_json_include_their_similarity_and_date(filled: Run, reprinted: tuple[str, str]) -> None:
    first, second = reprinted
    record = json.loads(filled("copies", second, "--format", "json").stdout)
    assert (record["id"], record["lead"]) == (second, first)
    assert [(copy["id"], copy["published"]) for copy in record["copies"]] == [(first, "2016-07-14"), (second, "2016-07-15")]
    assert 0.5 < record["copies"][1]["similarity"] < 1.0


def test_show_mentions_the_copies_of_an_article(filled: Run, reprinted: tuple[str, str]) -> None:
    first, second = reprinted
    assert f"1 more; the lead copy is {first}" in filled("show", second).stdout
    assert json.loads(filled("show", first, "--format", "json").stdout)["cluster"] == {"lead": first, "size": 2, "similarity": 1.0}


def test_an_article_without_copies_is_reported_as_such(filled: Run) -> None:
    storm = json.loads(filled("search", "storm", "--format", "jsonl").stdout)["id"]
    result = filled("copies", storm)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"{storm} has no copies.\n")
    assert json.loads(filled("copies", storm, "--format", "json").stdout)["copies"] == []


def test_copies_can_be_found_again_with_rebuild(filled: Run, reprinted: tuple[str, str]) -> None:
    assert filled("copies", "--rebuild").stdout == "1 story with copies, 2 articles in them\n"
    assert filled("verify").exit_code == 0


def test_an_id_and_rebuild_together_or_neither_are_wrong_use(filled: Run) -> None:
    assert filled("copies").exit_code == 2
    assert filled("copies", "abc", "--rebuild").exit_code == 2


def test_an_older_version_can_be_shown(filled: Run, changed: str) -> None:
    shown = filled("show", changed, "--version", "1")
    assert "version 1" in shown.stdout
    assert shown.stdout != filled("show", changed).stdout
    assert filled("show", changed, "--version", "2").stdout == filled("show", changed).stdout
    assert filled("show", changed, "--version", "1", "--raw").stdout != filled("show", changed, "--raw").stdout
    result = filled("show", changed, "--version", "7")
    assert (result.exit_code, "has no version 7; 'dateline versions" in result.stderr) == (1, True)
