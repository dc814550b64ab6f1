"""`edit` and `why`: a correction wins, stays, and is shown next to the evidence."""

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


def test_a_correction_is_searchable_and_survives_recleaning_and_a_new_version(run: Run, folder: Path) -> None:
    run("ingest", str(folder))
    name = article_id(run, "captain")
    done = run(
        "edit", name, "--published", "2016-07-13", "--source", "Harbour Post", "--author", "Ana Sousa", "--author", "Ivo Brandt"
    )
    assert done.exit_code == 0, done.output
    for command in (("reclean",), ("reindex",), ("ingest", str(folder))):
        if command[0] == "ingest":
            (folder / "ferry.txt").write_text(
                (folder / "ferry.txt").read_text("utf-8") + "\n\nOne more paragraph came in.\n", "utf-8"
            )
        assert run(*command).exit_code == 0
        found = known(run, name)
        assert (found["published"], found["source"], found["authors"]) == (
            "2016-07-13",
            "Harbour Post",
            ["Ana Sousa", "Ivo Brandt"],
        )
        assert article_id(run, "source:harbour date:2016-07-13") == name
    assert found["version"] == 2


def test_why_shows_the_evidence_next_to_a_correction_until_undo_removes_it(run: Run, folder: Path) -> None:
    run("ingest", str(folder))
    name = article_id(run, "captain")
    run("edit", name, "--published", "2016-07-13")
    shown = run("why", name).stdout
    assert "Published: 2016-07-13 (day), by person" in shown
    assert "2016-07-14" in shown
    assert "A person set published: 2016-07-13" in shown
    record = json.loads(run("why", name, "--format", "json").stdout)
    assert record["corrections"] == {"published": "2016-07-13"}
    assert [one["chosen"] for one in record["dates"]][:2] == ["published", None]
    run("edit", name, "--undo", "published")
    assert known(run, name)["published"] == "2016-07-14"
    assert "person" not in run("why", name).stdout


def test_a_field_can_be_set_to_unknown(run: Run, folder: Path) -> None:
    run("ingest", str(folder))
    name = article_id(run, "captain")
    run("edit", name, "--published", "")
    assert known(run, name)["published"] is None
    assert "unknown" in run("why", name).stdout


def test_why_reports_a_missing_date(run: Run, folder: Path) -> None:
    run("ingest", str(folder))
    assert "There is no date" in run("why", article_id(run, "brigade")).stdout


def test_why_shows_where_each_field_was_found(run: Run, folder: Path) -> None:
    head = "<title>Market hall to open – Halden Tribune</title><meta property='article:section' content='Town'>"
    head += "<meta name='keywords' content='market, hall'>"
    lead = "ALDMOOR (Reuters) - The council voted on Tuesday to open the market hall again, after two winters of storms. "
    page = (
        f"<html><head>{head}</head><h1>Market hall to open</h1><p>By Marta Quill</p><p>{lead * 2}</p><p>{lead[20:] * 2}</p></html>"
    )
    (folder / "hall.html").write_text(page, "utf-8")
    run("ingest", str(folder))
    name = article_id(run, "hall")
    record = json.loads(run("why", name, "--format", "json").stdout)["origins"]
    assert record == {
        "title": "title element",
        "authors": "byline",
        "source": "title element",
        "section": "meta article:section",
        "place": "dateline",
        "agency": "dateline",
        "tags": "meta keywords",
    }
    assert "Tags: market; hall, by meta keywords" in run("why", name).stdout
    assert "Authors: Marta Quill, by byline" in run("why", name).stdout
    run("edit", name, "--author", "Ana Sousa")
    assert "Authors: Ana Sousa, by person" in run("why", name).stdout


def test_an_invalid_date_and_an_edit_without_a_field_are_refused(run: Run, folder: Path) -> None:
    run("ingest", str(folder))
    refused = run("edit", article_id(run, "captain"), "--published", "soon")
    assert refused.exit_code == 1
    assert "'soon' is not a date" in refused.stderr
    assert run("edit", article_id(run, "captain")).exit_code == 2


def test_the_outlet_list_names_the_source_and_its_aliases_find_it(run: Run, folder: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "outlets.toml").write_text(
        '[[outlet]]\nname = "Harbour Post"\ndomains = ["harbourpost.example"]\naliases = ["The Post of the Harbour", "HP"]\n',
        "utf-8",
    )
    record = {
        "url": "https://www.harbourpost.example/ferry",
        "source": "The Post of the Harbour",
        "text": (folder / "ferry.txt").read_text(),
    }
    (folder / "dump.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    run("ingest", str(folder / "dump.jsonl"))
    assert known(run, article_id(run, "captain"))["source"] == "Harbour Post"
    for name in ("HP", '"the post of the harbour"', "harbourpost.example", '"harbour post"'):
        assert run("count", f"source:{name}").stdout.strip().startswith("1"), name


def test_an_invalid_outlet_list_is_reported(run: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "outlets.toml").write_text("[[outlet]]\ndomains = ['a.example']\n", "utf-8")
    refused = run("ingest", str(folder))
    assert refused.exit_code == 1
    assert "outlets.toml" in refused.stderr


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("14 July 2016", "2016-07-14"),
        ("July 14, 2016", "2016-07-14"),
        ("14.7.2016", "2016-07-14"),
        ("14. Juli 2016", "2016-07-14"),
        ("July 2016", "2016-07"),
        ("2016", "2016"),
    ],
)
def test_a_date_can_be_set_in_common_forms(filled: Run, typed: str, kept: str) -> None:
    name = article_id(filled, "captain")
    assert filled("edit", name, "--published", typed).exit_code == 0
    assert known(filled, name)["published"] == kept


@pytest.mark.parametrize("typed", ["soon", "Tuesday", "14 July"])
def test_an_unclear_date_is_refused_with_an_example(filled: Run, typed: str) -> None:
    refused = filled("edit", article_id(filled, "captain"), "--published", typed)
    assert refused.exit_code == 1
    assert "is not a date; write 2016-07-14" in refused.stderr
