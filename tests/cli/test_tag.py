"""`tag` and `note`: annotations that are searchable, kept and shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


def article_id(run: Run, words: str) -> str:
    return str(json.loads(run("search", words, "--format", "json").stdout)["hits"][0]["id"])


def known(run: Run, name: str) -> dict[str, object]:
    record: dict[str, object] = json.loads(run("show", name, "--format", "json").stdout)
    return record


def count(run: Run, *query: str) -> int:
    return int(run("count", *query).stdout)


def test_tags_and_notes_survive_recleaning_reindexing_and_a_new_version(run: Run, folder: Path) -> None:
    run("ingest", str(folder))
    name = article_id(run, "captain")
    assert run("tag", name, "+harbour works", "+ferry").exit_code == 0
    assert run("note", name, "Quoted", "on page 12.").exit_code == 0
    (folder / "ferry.txt").write_text((folder / "ferry.txt").read_text("utf-8") + "\n\nOne more paragraph came in.\n", "utf-8")
    for command in (("reclean",), ("reindex",), ("ingest", str(folder)), ("copies", "--rebuild")):
        assert run(*command).exit_code == 0
        assert known(run, name)["tags"] == ["harbour works", "ferry"]
        assert known(run, name)["note"] == "Quoted on page 12."
        assert article_id(run, 'tag:"harbour works" note:"page 12"') == name
        assert "harbour works" in run("facets", "tag").stdout
    assert known(run, name)["version"] == 2
    shown = run("show", name).stdout
    assert "harbour works; ferry" in shown
    assert "Quoted on page 12." in shown
    assert run("verify").exit_code == 0


def test_a_query_selects_the_articles_and_a_dry_run_changes_nothing(filled: Run) -> None:
    dry = filled("tag", "+harbour", "--dry-run", "--", "captain", "OR", "brigade")
    assert sorted(line.split("  ")[1] for line in dry.stdout.splitlines()) == [
        "Ferry terminal to close after ninety years",
        "Storm takes the roof off the market hall",
    ]
    assert "2 articles would change" in dry.stderr
    assert count(filled, "tag:harbour") == 0
    assert "2 articles changed" in filled("tag", "+harbour", "--", "captain", "OR", "brigade").stderr
    assert "1 article changed" in filled("tag", "+storm", "-ferry", "--from", "2016", "--", "tag:harbour").stderr
    assert "1 of 2 articles changed" in filled("tag", "+storm", "--", "tag:harbour").stderr
    assert count(filled, "tag:harbour", "tag:storm") == 2


def test_a_tag_is_removed_in_any_letter_case_and_can_be_added_again(run: Run, folder: Path) -> None:
    record = {"url": "https://post.example/a", "text": (folder / "ferry.txt").read_text("utf-8"), "tags": ["Sea", "Draft"]}
    (folder / "dump.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    run("ingest", str(folder / "dump.jsonl"))
    name = article_id(run, "captain")
    assert run("tag", name, "-draft", "+SEA").exit_code == 0
    run("reclean")
    assert known(run, name)["tags"] == ["Sea"]
    assert count(run, "tag:draft") == 0
    run("tag", name, "+Draft")
    assert known(run, name)["tags"] == ["Sea", "Draft"]
    run("tag", name, "-draft", "-sea")
    assert known(run, name)["tags"] == []


def test_a_note_is_printed_replaced_and_removed(filled: Run) -> None:
    name = article_id(filled, "captain")
    assert "no note" in filled("note", name).stderr
    filled("note", name, "First.")
    filled("note", name, "Second.")
    assert filled("note", name).stdout == "Second.\n"
    assert count(filled, "note:first") == 0
    filled("note", name, "")
    assert known(filled, name)["note"] is None
    assert count(filled, "note:second") == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("abc",), "+syria adds one"),
        (("+a",), "Give the articles"),
        (("abc", "+a", "--", "ferry"), "Give the articles"),
        (("+a", "--"), "no query"),
        (("+a", "--dry", "--", "ferry"), "--dry"),
    ],
)
def test_unclear_arguments_are_wrong_use(filled: Run, words: tuple[str, ...], message: str) -> None:
    refused = filled("tag", *words)
    assert refused.exit_code == 2
    assert message in refused.stderr


@pytest.mark.parametrize(("words", "message"), [(("+!", "--", "ferry"), "needs a letter"), (("zzzz", "+a"), "no article 'zzzz'")])
def test_an_invalid_tag_and_an_unknown_id_are_errors(filled: Run, words: tuple[str, ...], message: str) -> None:
    refused = filled("tag", *words)
    assert refused.exit_code == 1
    assert message in refused.stderr
