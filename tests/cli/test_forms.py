"""The output formats of `dateline search`, and citations by `dateline show`."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result

Run = Callable[..., Result]
FERRY = "Ferry terminal to close after ninety years"


@pytest.mark.parametrize(
    ("form", "holds"),
    [
        ("table", "2016-07-14"),
        ("markdown", f"- **{FERRY}**, 2016-07-14"),
        ("bibtex", "author = {Solheim, Marit}"),
        ("ris", "AU  - Solheim, Marit"),
        ("csl-json", '"family": "Solheim"'),
    ],
)
def test_every_format_shows_the_hit(filled: Run, form: str, holds: str) -> None:
    result = filled("search", "captain", "--format", form)
    assert result.exit_code == 0
    assert holds in result.stdout
    assert result.stderr == "1 article found\n"


def test_ids_feed_other_commands(filled: Run) -> None:
    (name,) = filled("search", "captain", "--format", "ids").stdout.splitlines()
    assert FERRY in filled("show", name).stdout
    assert filled("search", "captain", "--format", "ids", "-0").stdout == f"{name}\0"


def test_fields_choose_columns(filled: Run) -> None:
    assert filled("search", "captain", "--format", "csv", "--fields", "date,title").stdout == f"date,title\n2016-07-14,{FERRY}\n"
    (line,) = filled("search", "captain", "--format", "jsonl", "--fields", "authors,source").stdout.splitlines()
    assert json.loads(line) == {"authors": ["Marit Solheim"], "source": None}
    assert json.loads(filled("search", "captain", "--format", "json", "--fields", "date").stdout)["hits"] == [
        {"date": "2016-07-14"}
    ]
    assert "captain who sailed" in filled("search", "captain", "--format", "csv", "--fields", "text").stdout


def test_a_template_replaces_the_format(filled: Run) -> None:
    assert filled("search", "captain", "--template", "{date} {title}").stdout == f"2016-07-14 {FERRY}\n"
    assert filled("search", "captain", "--template", "{date}", "-0").stdout == "2016-07-14\0"


@pytest.mark.parametrize(
    "words",
    [
        ["--fields", "id"],
        ["--format", "ids", "--fields", "id"],
        ["--template", "{id}", "--format", "csv"],
        ["-0"],
        ["--format", "pdf"],
        ["--sort", "size"],
    ],
)
def test_options_that_do_not_fit_together_are_wrong_use(filled: Run, words: list[str]) -> None:
    assert filled("search", "captain", *words).exit_code == 2


@pytest.mark.parametrize("words", [["--format", "csv", "--fields", "colour"], ["--template", "{colour}"]])
def test_an_unknown_field_is_named(filled: Run, words: list[str]) -> None:
    result = filled("search", "captain", *words)
    assert result.exit_code == 1
    assert "no field 'colour'" in result.stderr


@pytest.mark.parametrize("sort", ["relevance", "recent", "newest", "oldest", "longest"])
def test_every_sort_order_is_accepted(filled: Run, sort: str) -> None:
    assert len(filled("search", "market", "--sort", sort, "--format", "ids").stdout.splitlines()) == 2


@pytest.mark.parametrize(
    ("form", "holds"), [("bibtex", "@article{solheim2016-"), ("ris", "TY  - NEWS"), ("csl-json", '"article-newspaper"')]
)
def test_one_article_is_cited_by_show(filled: Run, form: str, holds: str) -> None:
    (name,) = filled("search", "captain", "--format", "ids").stdout.splitlines()
    assert holds in filled("show", name, "--format", form).stdout
