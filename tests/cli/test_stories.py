"""Copies of a story: listed under one of them, and counted separately or as one."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from made_news import FERRY, OTHER_VIEW, STORM, body, edited

Run = Callable[..., Result]


def page(title: str, day: str, text: str) -> str:
    return f"{title}\n\nBy Marit Solheim\nPublished: {day} May 2024\n\n{text}\n"


@pytest.fixture
def press(run: Run, tmp_path: Path) -> Run:
    """An archive of six articles in three stories. One story has four copies, of which only the lead mentions the signatures."""
    folder = tmp_path / "press"
    folder.mkdir()
    pages = {
        "lead": page("Ferry terminal to close", "2", body(FERRY)),
        "second": page("Council closes terminal", "3", body(FERRY[:7])),
        "third": page("No more boats to Skerry", "4", edited(body(FERRY[:7]))),
        "fourth": page("Boats replaced by buses", "5", body(FERRY[:6])),
        "other": page("A vote in Port Ellin", "6", body(OTHER_VIEW)),
        "storm": page("Roof of market hall lost", "7", body(STORM)),
    }
    for name, text in pages.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    assert run("ingest", str(folder)).exit_code == 0
    return run


def titles(result: Result) -> list[str]:
    assert result.exit_code == 0
    return [json.loads(line)["title"] for line in result.stdout.splitlines()]


def test_copies_are_grouped_under_their_lead_and_can_be_listed(press: Run) -> None:
    shown = press("search", "ferry").stdout
    assert shown.count("Port Ellin") >= 1
    assert "+ 3 copies" in shown
    assert shown.endswith("1 story (4 articles) found\n")
    assert titles(press("search", "ferry", "--format", "jsonl")) == ["Ferry terminal to close"]
    assert len(titles(press("search", "ferry", "--format", "jsonl", "--all-copies"))) == 4
    assert press("search", "ferry", "--all-copies").stdout.endswith("\n4 articles found\n")


def test_if_the_lead_does_not_match_the_first_matching_copy_is_listed(press: Run) -> None:
    query = ["title:(terminal OR boats) -signatures"]
    assert titles(press("search", *query, "--format", "jsonl")) == ["Council closes terminal"]
    assert titles(press("search", *query, "--sort", "newest", "--format", "jsonl")) == ["Council closes terminal"]
    (row,) = csv.DictReader(io.StringIO(press("search", *query, "--format", "csv").stdout))
    assert row["copies"] == "2"


def test_json_contains_the_counts_of_articles_and_stories_and_the_clusters(press: Run) -> None:
    record = json.loads(press("search", "ferry OR vote", "--format", "json").stdout)
    assert (record["total"], record["stories"], record["collapsed"]) == (5, 2, True)
    assert sorted(hit["copies"] for hit in record["hits"]) == [0, 3]
    lead = next(hit for hit in record["hits"] if hit["copies"])
    assert lead["cluster"] == {"lead": lead["id"], "size": 4, "similarity": 1.0}
    whole = json.loads(press("search", "ferry OR vote", "--format", "json", "--all-copies").stdout)
    assert (whole["total"], whole["stories"], whole["collapsed"], len(whole["hits"])) == (5, 2, False, 5)
    assert {hit["copies"] for hit in whole["hits"]} == {0}


@pytest.mark.parametrize("query", ["ferry", "*", "boats -signatures", "title:boats", "storm OR kiosk", "zeppelin"])
@pytest.mark.parametrize("unique", [[], ["--unique"]])
def test_all_commands_count_the_same_articles_or_stories(press: Run, query: str, unique: list[str], tmp_path: Path) -> None:
    number = int(press("count", query, *unique).stdout)
    assert int(press("search", query, "--count", *unique).stdout) == number
    listed = press("search", query, "--limit", "0", "--format", "ids", *([] if unique else ["--all-copies"])).stdout.splitlines()
    assert len(set(listed)) == len(listed) == number
    exported = press("export", query, *unique).stdout.splitlines()
    assert {json.loads(line)["id"] for line in exported if '"id"' in line} == set(listed)
    for field in ("source", "place", "year", "lang"):
        rows = list(csv.reader(io.StringIO(press("facets", field, query, "--format", "csv", *unique).stdout)))
        assert rows[0][1] == ("stories" if unique else "articles")
        assert sum(int(count) for _, count in rows[1:]) == number
    rows = list(csv.reader(io.StringIO(press("trend", query, "--format", "csv", "--by", "day", *unique).stdout)))[1:]
    assert sum(int(count or 0) for _, count in rows) == number


@pytest.mark.parametrize("sort", ["relevance", "recent", "newest", "oldest", "longest"])
def test_pages_of_stories_make_up_the_complete_list(press: Run, sort: str) -> None:
    whole = press("search", "*", "--sort", sort, "--limit", "0", "--format", "ids").stdout.splitlines()
    pages = [
        press("search", "*", "--sort", sort, "--limit", "1", "--offset", str(at), "--format", "ids").stdout.strip()
        for at in range(4)
    ]
    assert pages == [*whole, ""]
    assert len(whole) == 3


def test_a_trend_of_stories_uses_the_date_of_the_lead(press: Run) -> None:
    record = json.loads(press("trend", "ferry", "--by", "day", "--unique", "--format", "json").stdout)
    assert (record["unique"], record["periods"], record["series"][0]["counts"]) == (True, ["2024-05-02"], [1])
    assert json.loads(press("facets", "year", "ferry", "--unique", "--format", "json").stdout)["total"] == 1


def test_the_copies_of_an_article_can_be_queried(press: Run) -> None:
    some = press("search", "title:buses", "--format", "ids").stdout.strip()
    found = press("search", f"cluster:{some[:6]}", "--all-copies", "--sort", "oldest", "--format", "jsonl")
    assert titles(found) == [
        "Ferry terminal to close",
        "Council closes terminal",
        "No more boats to Skerry",
        "Boats replaced by buses",
    ]
    assert press("count", "*", f"-cluster:{some}").stdout == "2\n"
    alone = press("search", "title:roof", "--format", "ids").stdout.strip()
    assert press("search", f"cluster:{alone}", "--format", "ids").stdout.split() == [alone]
    assert "copies of the story" in press("search", f"cluster:{some}", "--explain").stdout
    missing = press("search", "cluster:zzzzzzzz")
    assert missing.exit_code == 1
    assert "there is no article 'zzzzzzzz'" in missing.stderr


def test_unique_without_a_count_is_wrong_use(press: Run) -> None:
    assert press("search", "ferry", "--unique").exit_code == 2


def test_a_copy_whose_text_changes_moves_to_another_story(press: Run, tmp_path: Path) -> None:
    assert press("count", "ferry", "--unique").stdout == "1\n"
    path = tmp_path / "press" / "lead.txt"
    path.write_text(page("Roof of market hall lost again", "2", body(STORM)), encoding="utf-8")
    assert press("ingest", str(path)).exit_code == 0
    assert press("count", "--unique").stdout == "3\n"
    assert titles(press("search", "title:(terminal OR boats)", "--format", "jsonl")) == ["Council closes terminal"]
    assert titles(press("search", "storm", "--format", "jsonl")) == ["Roof of market hall lost again"]
    assert press("copies", "--rebuild").exit_code == 0
    assert press("count", "--unique").stdout == "3\n"
