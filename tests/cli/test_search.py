"""`dateline search`."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


def titles(result: Result) -> list[str]:
    """The titles that a search found, in order."""
    assert result.exit_code == 0, result.output
    return [json.loads(line)["title"] for line in result.stdout.splitlines()]


FERRY = "Ferry terminal to close after ninety years"
STORM = "Storm takes the roof off the market hall"


def test_a_hit_shows_its_metadata_and_the_match(filled: Run) -> None:
    result = filled("search", "captain")
    assert result.exit_code == 0
    assert FERRY in result.stdout
    assert "2016-07-14 · source unknown · " in result.stdout
    assert "**captain**" in result.stdout
    assert result.stdout.endswith("1 article found\n")


def test_an_unknown_date_is_shown_as_unknown(filled: Run) -> None:
    assert "date unknown" in filled("search", "brigade").stdout


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["market", "hall"], {FERRY, STORM}),
        (["market", "-storm"], {FERRY}),
        (["-storm", "market"], {FERRY}),
        (["--", "-storm", "market"], {FERRY}),
        (["title:storm"], {STORM}),
        (["market", "--from", "2016"], {FERRY}),
        (["market", "--to", "2016-07-13"], set()),
        (["--from", "2016-07-14", "--to", "2016-07-14"], {FERRY}),
        (["--author", "solheim"], {FERRY}),
        (["--author", "nobody", "--author", "solheim"], {FERRY}),
        (["date:unknown"], {STORM}),
        ([], {FERRY, STORM}),
    ],
)
def test_words_and_options_make_one_query(filled: Run, words: list[str], expected: set[str]) -> None:
    assert set(titles(filled("search", "--format", "jsonl", *words))) == expected


def test_a_misspelt_option_is_wrong_use_and_not_a_query(filled: Run) -> None:
    result = filled("search", "ferry", "--froom", "2016")
    assert result.exit_code == 2
    assert "--froom" in result.stderr


def test_boilerplate_is_not_found(filled: Run) -> None:
    assert titles(filled("search", "--format", "jsonl", "newsletter OR advertisement OR toll")) == []


def test_sorting_puts_undated_articles_last(filled: Run) -> None:
    assert titles(filled("search", "--format", "jsonl", "market", "--sort", "newest")) == [FERRY, STORM]


def test_limit_and_offset_select_a_window_that_the_last_line_states(filled: Run) -> None:
    first = filled("search", "market", "--limit", "1")
    assert first.stdout.endswith("1 to 1 of 2 articles; --offset 1 shows the next\n")
    both = titles(filled("search", "market", "--format", "jsonl", "--limit", "0"))
    second = titles(filled("search", "market", "--format", "jsonl", "--limit", "1", "--offset", "1"))
    assert second == both[1:]


def test_a_search_without_hits_names_the_term_without_matches(filled: Run) -> None:
    result = filled("search", "terminal zeppelin")
    assert result.exit_code == 0
    assert result.stdout == "0 articles found\n"
    assert "zeppelin" in result.stderr


def test_json_is_one_document_that_includes_the_notes(filled: Run) -> None:
    answer = json.loads(filled("search", "terminal zeppelin", "--format", "json").stdout)
    assert (answer["v"], answer["total"], answer["hits"]) == (1, 0, [])
    assert any("zeppelin" in note for note in answer["notes"])


def test_the_spans_of_a_snippet_mark_the_matches(filled: Run) -> None:
    (hit,) = json.loads(filled("search", "captain", "--format", "json").stdout)["hits"]
    snippet = hit["snippet"]
    assert [snippet["text"][start:end] for start, end in snippet["spans"]] == ["captain"]


def test_csv_has_a_row_for_each_article(filled: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(filled("search", "market", "--format", "csv").stdout)))
    assert {row["title"] for row in rows} == {FERRY, STORM}


def test_count_prints_only_a_number(filled: Run) -> None:
    assert filled("search", "--count", "market").stdout == "2\n"


def test_explain_shows_the_query_with_its_dates_resolved(filled: Run) -> None:
    result = filled("search", "--explain", "ferry", "--from", "2016-07")
    assert result.exit_code == 0
    assert "ferry" in result.stdout
    assert "2016-07-01" in result.stdout


@pytest.mark.parametrize(
    "query", ["date:2016-13", "(ferry", '"open quote', "AND", "title:", "*", "date:tomorrowish", "\\", "a:b:c"]
)
def test_any_query_gives_an_answer_or_an_error_message(filled: Run, query: str) -> None:
    result = filled("search", query)
    assert result.exit_code in (0, 2)
    assert result.exit_code == 0 or result.stderr.startswith("Error: ")


def test_an_invalid_date_option_is_named(filled: Run) -> None:
    result = filled("search", "ferry", "--from", "soonish")
    assert result.exit_code == 2
    assert "soonish" in result.stderr


def test_a_missing_archive_is_reported_with_the_cure(run: Run) -> None:
    result = run("search", "ferry")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert "dateline ingest" in result.stderr


def test_a_search_can_be_limited_to_title_body_or_removed_lines(run: Run, folder: Path) -> None:
    run("ingest", str(folder))
    assert run("search", "subscribe", "--count").stdout == "0\n"
    assert run("search", "subscribe", "--in", "removed", "--count").stdout == "1\n"
    assert run("count", "brigade OR ferry", "--in", "title").stdout == "1\n"
    assert run("count", "council", "--in", "title", "--in", "body").stdout == "1\n"


def test_searching_loads_no_modules_that_it_does_not_need(filled: Run, tmp_path: Path) -> None:
    """The program is started for each query, and imports take most of its time."""
    heavy = {
        "numpy",
        "resiliparse",
        "rich",
        "sqlite_utils",
        "hashlib",
        "shutil",
        "csv",
        "dateline.cleaning",
        "dateline.metadata",
        "dateline.cli.ingest",
    }
    heavy |= {f"dateline.types.{part}" for part in ("documents", "counts", "history")}
    program = "import sys; from dateline.cli import main; main(sys.argv[1:], standalone_mode=False);"
    program += f"print(*sorted({heavy!r} & set(sys.modules)))"
    arguments = ["--archive", str(tmp_path / "archive"), "search", "captain", "--format", "ids"]
    shown = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)
    assert len(shown.stdout.split()) == 1
