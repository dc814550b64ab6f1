"""`dateline names`: what it does and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_names_are_replaced_hidden_listed_and_restored(run: Run, folder: Path) -> None:
    (folder / "mayor.txt").write_text(
        "Mayor leaves\n\nMayor Anna Holm left the hall on Monday, and Peter Keane followed her out.\n", "utf-8"
    )
    run("ingest", str(folder))
    assert run("names").stderr.startswith("No names were corrected")
    assert "1 article changed" in run("names", "person", "Anna Holm", "--to", "Anna B. Holm").stderr
    assert "1 article changed" in run("names", "person", "Peter Keane", "--hide").stderr
    assert run("names").stdout.splitlines() == ["person  Anna Holm  → Anna B. Holm", "person  Peter Keane  hidden"]
    record = json.loads(run("names", "--format", "json").stdout)
    assert [(one["name"], one["becomes"]) for one in record["names"]] == [("Anna Holm", "Anna B. Holm"), ("Peter Keane", None)]
    assert run("count", 'person:"anna b holm"').stdout.strip() == "1"
    run("names", "person", "Anna Holm", "--undo")
    assert run("count", 'person:"anna b holm"').stdout.strip() == "0"


def test_missing_or_conflicting_options_are_wrong_use_with_the_cure(run: Run, folder: Path) -> None:
    run("ingest", str(folder))
    for words in (("person", "Anna Holm"), ("person",), ("person", "--hide"), ("person", "Anna Holm", "--hide", "--undo")):
        refused = run("names", *words)
        assert (refused.exit_code, "one of --to" in refused.stderr) == (2, True)


def test_commands_that_need_names_report_an_ingest_without_names(run: Run, folder: Path) -> None:
    (folder / "mayor.txt").write_text("Mayor leaves\n\n“We have done what we could,” said Mayor Anna Holm on Monday.\n", "utf-8")
    run("ingest", "--no-names", str(folder))
    for command in (("facets", "person"), ("search", "person:holm"), ("quotes", "--by", "holm")):
        assert "not been searched for names; run 'dateline reindex'." in run(*command).stderr
    run("reindex")
    assert "Anna Holm" in run("facets", "person").stdout
    assert "not been searched" not in run("search", "person:nobody").stderr
