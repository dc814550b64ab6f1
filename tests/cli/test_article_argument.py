"""Commands take one or several articles by id, address or path, also from standard input."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

PAGE = json.dumps(
    {
        "url": "https://www.gazette.example/2016/ferry?utm_source=feed",
        "title": "A ferry",
        "text": "The ferry left the harbour at noon on Monday, and nobody who stood at the pier knew when it would be back.",
    }
)


@pytest.fixture
def three(filled: Run, tmp_path: Path) -> Run:
    """An archive of two files and a record with an address."""
    (tmp_path / "records.jsonl").write_text(PAGE, "utf-8")
    assert filled("ingest", str(tmp_path / "records.jsonl")).exit_code == 0
    return filled


def ids(run: Run, *query: str) -> list[str]:
    return run("search", *query, "--format", "ids", "--limit", "0").stdout.split()


@pytest.mark.parametrize(
    "name",
    [
        "https://www.gazette.example/2016/ferry?utm_source=feed",
        "http://gazette.example/2016/ferry/",
        "gazette.example/2016/ferry",
        "records.jsonl",
    ],
)
def test_an_article_is_named_by_any_form_of_its_address_or_by_its_origin(three: Run, name: str) -> None:
    (found,) = ids(three, "domain:gazette.example")
    assert f"Id          {found}" in three("show", name).stdout
    assert three("open", name, "--print").stdout.startswith("https://www.gazette.example/2016/ferry")
    for command in ("explain", "why", "versions", "copies", "similar"):
        assert three(command, name).exit_code == 0


def test_an_article_is_named_by_any_form_of_its_path(
    three: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (str(folder / "ferry.txt"), "articles/ferry.txt", "./articles/../articles/ferry.txt", "ferry.txt"):
        assert "Ferry terminal to close" in three("show", name).stdout


def test_an_unknown_article_is_reported_alone_or_among_others(three: Run, tmp_path: Path) -> None:
    missing = three("show", "https://gazette.example/2016")
    assert missing.exit_code == 1
    assert "url: or origin:" in missing.stderr
    two = tmp_path / "two.jsonl"
    two.write_text("\n".join(json.dumps({"text": f"Number {n} of the stories that nobody told before noon."}) for n in (1, 2)))
    three("ingest", str(two))
    several = three("show", "records.jsonl", "two.jsonl:2", "zzzzzzzz")
    assert several.exit_code == 3
    assert "zzzzzzzz" in several.stderr


def test_ids_are_read_from_standard_input(three: Run) -> None:
    listed = "\n".join(ids(three, "*"))
    shown = three("show", "-", stdin=listed).stdout
    assert shown.count("Id          ") == 3
    assert three("tag", "-", "+sea", stdin=listed.replace("\n", "\0")).exit_code == 0
    assert three("count", "tag:sea").stdout == "3\n"
    assert three("show", "-", stdin="").exit_code == 0
    assert "nothing to do" in three("tag", "-", "+sea", stdin="").stderr


def test_a_note_is_read_from_standard_input(three: Run) -> None:
    (found,) = ids(three, "domain:gazette.example")
    assert three("note", found, "-", stdin="Page 12.\nAnd 13.\n").exit_code == 0
    assert three("note", found).stdout == "Page 12.\nAnd 13.\n"
    assert three("note", found, "-", stdin=" \n").exit_code == 2
    assert three("note", found).stdout == "Page 12.\nAnd 13.\n"


def test_the_articles_of_a_query_are_edited_together_and_the_edit_is_undone(three: Run) -> None:
    dry = three("edit", "--query", "source:unknown", "--source", "Harbour Post", "--dry-run")
    assert "2 articles would change." in dry.stderr
    assert three("count", "source:unknown").stdout == "2\n"
    assert "2 articles changed." in three("edit", "--query", "source:unknown", "--source", "Harbour Post").stderr
    assert three("count", "source:harbour").stdout == "2\n"
    again = three("edit", "--query", "source:harbour", "--source", "Harbour Post").stderr
    assert "0 of 2 articles changed; the others did not change." in again
    three("edit", "--query", "*", "--undo", "source")
    assert three("count", "source:unknown").stdout == "2\n"


@pytest.mark.parametrize("words", [["--source", "x"], ["--query", "", "--source", "x"], ["7kq2", "--query", "a", "--source", "x"]])
def test_an_edit_needs_either_ids_or_a_query(three: Run, words: list[str]) -> None:
    assert three("edit", *words).exit_code == 2


@pytest.mark.parametrize(("typed", "kept"), [("DE", "de"), ("pt-BR", "pt"), ("", None)])
def test_a_language_is_given_as_a_code(three: Run, typed: str, kept: str | None) -> None:
    name = ids(three, "domain:gazette.example")[0]
    assert three("edit", name, "--language", typed).exit_code == 0
    assert json.loads(three("show", name, "--format", "json").stdout)["language"] == kept
    assert "not the code of a language" in three("edit", name, "--language", "German").stderr


def test_lines_of_several_articles_are_dropped_and_restored_by_ids_on_standard_input(three: Run) -> None:
    several = "\n".join(ids(three, "*"))
    dropped = three("drop", "-", "1", stdin=several)
    assert (dropped.exit_code, dropped.stdout.count("\n")) == (0, len(several.split()))
    assert all(" dropped" in line or "nothing changed" in line for line in dropped.stdout.splitlines())
    back = three("drop", "-", "1", "--undo", stdin=several)
    assert "again as cleaned" in back.stdout
    some = three("restore", "-", "1", stdin=several + "\nnowhere")
    assert some.exit_code == 3
    assert "there is no article 'nowhere'" in some.stderr


def test_output_for_several_articles_is_headed_by_their_ids(three: Run) -> None:
    several = ids(three, "*")
    for command in ("versions", "why", "explain"):
        assert [line for line in three(command, *several).stdout.splitlines() if line in several] == several
        assert several[0] not in three(command, several[0]).stdout.split("\n")[0]


def test_diff_of_articles_with_one_version_prints_nothing_and_says_why(three: Run) -> None:
    none = three("diff", "-", stdin="\n".join(ids(three, "*")))
    assert (none.exit_code, none.stdout) == (0, "")
    assert "more than one version" in none.stderr
