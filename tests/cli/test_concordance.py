"""`dateline context`, `terms`, `similar`, `open`, and `show --match`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

Run = Callable[..., Result]
PAGES = [
    (
        "https://harbourpost.example/1",
        "The ferry to Skerry sailed with forty sheep, and the captain of the ferry waved to the shore.",
    ),
    ("https://harbourpost.example/2", "Captain and sheep: forty of them took the ferry to Skerry, where the pasture is better."),
    ("ftp://harbourpost.example/3", "The council met on Tuesday and spoke for hours about the budget of the school and the road."),
    (None, "The budget of the council was voted down on Tuesday; the road will have to wait for another year."),
]


@pytest.fixture
def archive(run: Run, tmp_path: Path) -> Run:
    records = [
        {"url": url, "title": f"Report {at}", "text": text, "date": f"2016-07-0{at}", "id": str(at)}
        for at, (url, text) in enumerate(PAGES, 1)
    ]
    (tmp_path / "dump.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    assert run("ingest", str(tmp_path / "dump.jsonl")).stdout.startswith("4 read: 4 new")
    return run


def id_of(run: Run, query: str) -> str:
    return run("search", query, "--format", "ids", "--limit", "1").stdout.strip()


def test_matches_are_aligned_in_one_column(archive: Run) -> None:
    lines = archive("context", "ferry", "--sort", "oldest", "--width", "30").stdout.splitlines()
    assert len(lines) == 3
    assert {line.index("**ferry**") for line in lines} == {8 + 2 + 10 + 2 + 30}
    assert [line.split()[1] for line in lines] == ["2016-07-01", "2016-07-01", "2016-07-02"]


def test_context_as_csv_and_as_json_agree(archive: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(archive("context", "to skerry", "--format", "csv", "--sort", "right").stdout)))
    record = json.loads(archive("context", "to skerry", "--format", "json", "--sort", "right").stdout)
    assert (record["v"], record["query"]) == (1, "to skerry")
    assert [(row["id"], row["left"], row["match"], row["right"]) for row in rows] == [
        (line["id"], line["left"], line["match"], line["right"]) for line in record["lines"]
    ]
    assert {row["match"] for row in rows} == {"to", "Skerry"}


def test_context_reports_a_cut_list_and_an_empty_one(archive: Run) -> None:
    assert "first 2 matches" in archive("context", "ferry", "--limit", "2").stderr
    assert archive("context", "ferry", "--limit", "3").stderr == ""
    assert "'zeppelin' matches nothing here." in archive("context", "zeppelin").stderr
    assert "no" in archive("context", "date:2016").stderr.lower()


def test_terms_lists_the_typical_words_of_matching_articles(archive: Run) -> None:
    record = json.loads(archive("terms", "ferry", "--format", "json").stdout)
    assert (record["total"], record["archive"], record["unique"]) == (2, 4, False)
    words = {term["word"]: term for term in record["terms"]}
    assert {"captain", "sheep", "skerry", "forty"} <= words.keys()
    assert "ferry" not in words
    assert words["sheep"]["articles"] == int(archive("count", "ferry sheep").stdout) == 2
    rows = list(csv.DictReader(io.StringIO(archive("terms", "ferry", "--format", "csv", "--unique").stdout)))
    assert [row["word"] for row in rows] == list(words)
    shown = archive("terms", "ferry", "--limit", "3").stdout.splitlines()
    assert shown[0].split() == ["word", "here", "archive"]
    assert len(shown) == 4
    assert "No word is typical of 4 of 4 articles" in archive("terms").stderr


def test_similar_shows_the_words_that_articles_share(archive: Run) -> None:
    first, second = id_of(archive, "shore"), id_of(archive, "pasture")
    assert archive("similar", first, "--format", "ids").stdout.split() == [second]
    shown = archive("similar", first[:5]).stdout
    assert "alike: " in shown
    assert "skerry" in shown
    record = json.loads(archive("similar", first, "--format", "json").stdout)
    assert record["id"] == first
    assert {"skerry", "sheep"} <= set(record["similar"][0]["shared"])
    (row,) = csv.DictReader(io.StringIO(archive("similar", first, "--format", "csv").stdout))
    assert (row["id"], 0 < float(row["likeness"]) <= 1) == (second, True)


def test_open_starts_a_browser_only_for_web_addresses(archive: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    launched: list[str] = []
    monkeypatch.setattr(click, "launch", lambda address: launched.append(address) or int("2" in address))
    first, second = id_of(archive, "shore"), id_of(archive, "pasture")
    assert archive("open", first, "--print").stdout == "https://harbourpost.example/1\n"
    assert launched == []
    assert archive("open", first).exit_code == 0
    assert launched == ["https://harbourpost.example/1"]
    failed = archive("open", second)
    assert (failed.exit_code, "--print" in failed.stderr) == (1, True)
    for number in (3, 4):
        refused = archive("open", id_of(archive, f'title:"report {number}"'))
        assert refused.exit_code == 1
        assert "dateline show" in refused.stderr
    assert len(launched) == 2


def test_show_marks_the_matches_of_a_query(archive: Run) -> None:
    first = id_of(archive, "shore")
    shown = archive("show", first, "--match", '"the ferry" OR report').stdout
    assert "**Report** 1" in shown
    assert "captain of **the ferry** waved" in shown
    assert archive("show", first).stdout == shown.replace("**", "")
    assert archive("show", first, "--match", "a", "--removed").exit_code == 2
    assert archive("show", first, "--match", "(").exit_code == 2
