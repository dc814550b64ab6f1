"""`save`, `saved`, `feed` and `search --new`: named queries, and what is new since the last time."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from click.testing import Result

Run = Callable[..., Result]
ATOM = "{http://www.w3.org/2005/Atom}"
HALL = "Market hall to open again\n\nThe market hall will open again in the spring, the traders said on Monday, with a new roof.\n"


def titles(found: Result) -> list[str]:
    return [json.loads(line)["title"] for line in found.stdout.splitlines()]


def test_a_saved_search_can_be_used_alone_and_inside_other_queries(filled: Run) -> None:
    saved = filled("save", "Water", "harbour", "-brigade", 'OR "winter"')
    assert saved.exit_code == 0
    assert "saved:water finds 2 articles" in saved.stderr
    assert filled("saved").stdout == 'water\tharbour -brigade OR "winter"\n'
    assert filled("count", "saved:water").stdout == "2\n"
    assert filled("count", "saved:WATER -captain").stdout == "1\n"
    assert filled("count", "-saved:water").stdout == "0\n"
    assert filled("facets", "lang", "saved:water", "--format", "csv").stdout.splitlines()[1].endswith(",2")
    filled("save", "hall", "saved:water roof")
    assert filled("count", "saved:hall").stdout == "1\n"
    assert "winter" in filled("search", "saved:hall", "--explain").stdout


def test_new_lists_only_articles_ingested_since_the_last_time(run: Run, folder: Path) -> None:
    run("ingest", str(folder))
    run("save", "hall", "market hall")
    first = run("search", "saved:hall", "--new", "--format", "jsonl")
    assert (first.exit_code, len(titles(first))) == (0, 2)
    again = run("search", "saved:hall", "--new", "--format", "jsonl")
    assert (again.exit_code, again.stdout) == (1, "")
    assert "Nothing new in saved:hall." in again.stderr
    (folder / "hall.txt").write_text(HALL, "utf-8")
    (folder / "other.txt").write_text("Bus fares rise\n\nThe bus will cost more from May, the town said on Friday.\n", "utf-8")
    run("ingest", str(folder))
    assert run("search", "saved:hall", "--new", "--count").stdout == "1\n"
    third = run("search", "saved:hall", "--new", "--format", "jsonl")
    assert (third.exit_code, titles(third)) == (0, ["Market hall to open again"])
    counted = run("search", "saved:hall", "--new", "--count")
    assert (counted.exit_code, counted.stdout) == (1, "0\n")


def test_a_new_version_counts_as_new_but_recleaning_and_tags_do_not(run: Run, folder: Path) -> None:
    (folder / "hall.txt").write_text(HALL, "utf-8")
    run("ingest", str(folder))
    run("save", "hall", "hall NEAR/5 market")
    run("search", "saved:hall", "--new")
    run("tag", "+roof", "--", "hall")
    run("reclean")
    assert run("search", "saved:hall", "--new").exit_code == 1
    (folder / "hall.txt").write_text(HALL + "\nThe mayor will cut the ribbon herself, the paper has learned.\n", "utf-8")
    run("ingest", str(folder))
    assert titles(run("search", "saved:hall", "--new", "--format", "jsonl")) == ["Market hall to open again"]


def test_all_hits_are_new_again_only_after_the_saved_query_changes(filled: Run) -> None:
    filled("save", "hall", "hall")
    filled("search", "saved:hall", "--new")
    filled("save", "hall", "hall")
    assert filled("search", "saved:hall", "--new").exit_code == 1
    filled("save", "hall", "hall OR ferry")
    assert filled("search", "saved:hall", "--new").exit_code == 0


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("search", "hall", "--new"), 2, "one saved search and nothing else"),
        (("search", "saved:hall ferry", "--new"), 2, "one saved search and nothing else"),
        (("search", "saved:hall", "--new", "--from", "2016"), 2, "one saved search and nothing else"),
        (("search", "saved:hall", "--new", "--limit", "1"), 2, "--limit"),
        (("search", "saved:hal", "--new"), 2, "did you mean hall?"),
        (("search", "saved:hal"), 2, "did you mean hall?"),
        (("search", "saved:zzz"), 2, "'dateline saved' lists"),
        (("search", "title:saved:hall"), 2, "cannot be inside title:"),
        (("save", "hall", "roof saved:hall"), 2, "saved:hall contains itself (hall → hall)"),
        (("save", "a b", "roof"), 1, "cannot be the name of a search"),
        (("save", "new", '"roof'), 2, "has no end"),
        (("saved", "--delete", "zzz"), 1, "no saved search 'zzz'"),
        (("feed", "zzz"), 2, "no saved search 'zzz'"),
        (("feed", "a b"), 1, "no saved search 'a b'"),
    ],
)
def test_invalid_uses_of_saved_searches_are_reported(filled: Run, words: tuple[str, ...], code: int, message: str) -> None:
    filled("save", "hall", "hall")
    refused = filled(*words)
    assert refused.exit_code == code
    assert message in refused.stderr


def test_a_saved_search_can_be_deleted(filled: Run) -> None:
    filled("save", "hall", "hall")
    filled("save", "sea", "harbour")
    assert filled("saved", "--delete", "hall").exit_code == 0
    assert [one["name"] for one in json.loads(filled("saved", "--format", "json").stdout)["saved"]] == ["sea"]
    filled("saved", "--delete", "sea")
    assert "no saved searches" in filled("saved").stderr


def test_a_feed_lists_the_latest_articles_first_and_is_stable(run: Run, folder: Path, tmp_path: Path) -> None:
    run("ingest", str(folder))
    run("save", "hall", "hall")
    record = {
        "url": "https://post.example/hall",
        "text": HALL,
        "title": "Hall & \x08roof <again>",
        "author": "Ana Sousa",
        "date": "2026-03-02T10:00:00+01:00",
    }
    (folder / "late.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    run("ingest", str(folder / "late.jsonl"))
    run("tag", "+roofs", "--", "spring")
    target = tmp_path / "hall.atom"
    assert run("feed", "hall", "--output", str(target)).exit_code == 0
    feed = Xml.fromstring(target.read_text("utf-8"))
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "Hall & roof <again>"
    assert entry.find(f"{ATOM}link").attrib["href"] == "https://post.example/hall"  # type: ignore[union-attr]
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Ana Sousa"
    assert entry.findtext(f"{ATOM}published") == "2026-03-02T10:00:00+01:00"
    assert entry.find(f"{ATOM}category").attrib["term"] == "roofs"  # type: ignore[union-attr]
    assert len(feed.findall(f"{ATOM}entry")) == 3
    assert feed.findtext(f"{ATOM}updated") >= entry.findtext(f"{ATOM}updated")  # type: ignore[operator]
    assert run("feed", "hall").stdout == target.read_text("utf-8")
    assert len(Xml.fromstring(run("feed", "hall", "--limit", "1").stdout).findall(f"{ATOM}entry")) == 1
    refused = run("feed", "hall", "--output", str(tmp_path / "none" / "hall.atom"))
    assert refused.exit_code == 1
    assert "cannot be written" in refused.stderr
