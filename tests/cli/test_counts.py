"""`dateline count`, `facets` and `trend`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.mark.parametrize("query", [["market"], ["terminal"], ["zeppelin"], [], ["market", "--from", "2016"], ["-storm", "market"]])
def test_count_search_facets_and_trend_agree(filled: Run, query: list[str]) -> None:
    number = int(filled("count", *query).stdout)
    assert len(filled("search", *query, "--format", "jsonl", "--limit", "0").stdout.splitlines()) == number
    assert len(list(csv.DictReader(io.StringIO(filled("search", *query, "--format", "csv", "--limit", "0").stdout)))) == number
    assert json.loads(filled("search", *query, "--format", "json").stdout)["total"] == number
    for field in ("source", "place", "year", "lang"):
        rows = list(csv.reader(io.StringIO(filled("facets", field, *query, "--format", "csv").stdout)))[1:]
        assert sum(int(count) for _, count in rows) == number
    # each argument of `trend` is a separate query
    words = [word for word in query if word not in ("--from", "2016")]
    options = [word for word in query if word in ("--from", "2016")]
    shown = filled("trend", " ".join(words), *options, "--format", "csv", "--by", "day").stdout
    rows = list(csv.reader(io.StringIO(shown)))[1:]
    assert sum(int(count or 0) for _, count in rows) == number


def test_facets_are_bars_with_unknown_at_the_end(filled: Run) -> None:
    result = filled("facets", "year")
    assert [line.split()[:2] for line in result.stdout.splitlines()] == [["2016", "1"], ["(unknown)", "1"]]
    assert result.stderr == "2 articles\n"


def test_facets_as_json_name_the_query(filled: Run) -> None:
    record = json.loads(filled("facets", "author", "market", "--from", "2016", "--format", "json").stdout)
    assert record["query"] == "market date:2016-01-01.."
    assert record["counts"] == [{"value": "Marit Solheim", "articles": 1}]


def test_a_trend_is_bars_and_undated_articles_are_counted_at_the_end(filled: Run) -> None:
    lines = filled("trend", "market").stdout.splitlines()
    assert lines[0].startswith("2016-07  1 █")
    assert lines[1:] == ["1 of 2 articles have no date with the month"]


def test_each_argument_of_trend_is_a_query(filled: Run) -> None:
    record = json.loads(filled("trend", "market hall", "captain", "--by", "year", "--format", "json").stdout)
    assert [one["query"] for one in record["series"]] == ["market hall", "captain"]
    assert record["periods"] == ["2016"]


def test_a_trend_can_be_written_as_svg(filled: Run) -> None:
    assert filled("trend", "market", "--format", "svg", "--share").stdout.startswith("<svg")


@pytest.mark.parametrize("words", [["facets", "colour"], ["facets"], ["trend", "--by", "hour"], ["count", "--froom", "2016"]])
def test_wrong_use_is_exit_code_two(filled: Run, words: list[str]) -> None:
    assert filled(*words).exit_code == 2


@pytest.mark.parametrize("command", [["count"], ["facets", "source"], ["trend"]])
def test_a_query_with_a_syntax_error_is_wrong_use(filled: Run, command: list[str]) -> None:
    result = filled(*command, '"open')
    assert result.exit_code == 2
    assert "no end" in result.stderr
