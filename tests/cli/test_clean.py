"""`dateline clean`: a filter without an archive."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

BODY = "The toll on the bridge will rise in May, the council said on Tuesday, to pay for a new coat of paint and two lamps."
MORE = "Drivers who cross every day can buy a yearly pass, which will cost as much as two hundred single crossings do now."
FIELDS = {"id", "text", "title", "published", "authors", "source", "place", "tags"}


def records(result: Result) -> list[dict[str, object]]:
    """The output, parsed line by line."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_file_is_printed_as_clean_text(run: Run, folder: Path) -> None:
    result = run("clean", str(folder / "ferry.txt"))
    assert result.exit_code == 0
    assert result.stdout.startswith("PORT ELLIN — The old ferry terminal")
    assert "Subscribe" not in result.stdout


def test_standard_input_is_cleaned_if_no_file_is_named(run: Run) -> None:
    page = f"<html><body><nav>Home</nav><h1>Bridge toll to rise</h1><p>{BODY}</p><p>{MORE}</p></body></html>"
    assert BODY in run("clean", stdin=page).stdout


def test_markdown_keeps_headings_and_with_links_also_the_addresses(run: Run) -> None:
    story = f'<h1>Bridge toll to rise</h1><p>{BODY}</p><h2>Who pays</h2><p>{MORE} <a href="https://toll.example/">Prices</a></p>'
    page = f"<html><body><nav>Home</nav><article>{story}</article></body></html>"
    assert run("clean", "--format", "markdown", stdin=page).stdout == (
        f"# Bridge toll to rise\n\n{BODY}\n\n## Who pays\n\n{MORE} Prices\n"
    )
    assert "now. [Prices](<https://toll.example/>)\n" in run("clean", "--format", "markdown", "--links", stdin=page).stdout
    assert "only with Markdown" in run("clean", "--links", stdin=page).stderr


def test_documents_are_separated_by_a_form_feed(run: Run, folder: Path) -> None:
    first, second = run("clean", str(folder)).stdout.split("\f")
    assert "ferry" in first
    assert "roof" in second


def test_clean_creates_no_archive(run: Run, folder: Path, tmp_path: Path) -> None:
    run("clean", str(folder))
    assert not (tmp_path / "archive").exists()


def test_records_are_answered_in_order_under_their_own_ids(run: Run) -> None:
    documents = [
        {"id": "b", "text": f"Bridge toll to rise\n\nShare\n\n{BODY}\n\n{MORE}\n"},
        {"id": 7, "url": "https://ledger.example/a", "html": f"<html><body><h1>Lamps</h1><p>{BODY}</p><p>{MORE}</p></body></html>"},
    ]
    result = run("clean", "--format", "jsonl", stdin="\n".join(map(json.dumps, documents)))
    assert result.exit_code == 0
    answers = records(result)
    assert [answer["id"] for answer in answers] == ["b", 7]
    assert all(set(answer) >= FIELDS and "error" not in answer for answer in answers)
    assert "Share" not in str(answers[0]["text"])
    assert answers[1]["url"] == "https://ledger.example/a"


def test_a_broken_record_gets_an_answer_too_and_exit_code_three(run: Run) -> None:
    lines = f'{{"id": "a", "text": "{BODY}"}}\n{{"id": "cut\n{{"id": "c"}}\n"bare"\n{{"id": "e", "text": "{BODY}"}}\n'
    result = run("clean", "--format", "jsonl", stdin=lines)
    answers = records(result)
    assert [answer["id"] for answer in answers] == ["a", None, "c", None, "e"]
    assert ["error" in answer for answer in answers] == [False, True, True, True, False]
    assert str(answers[1]["error"]).startswith("stdin:2: ")
    assert result.exit_code == 3


def test_other_files_become_records_under_their_names(run: Run, folder: Path) -> None:
    (answer, *_) = records(run("clean", "--format", "jsonl", str(folder)))
    assert str(answer["id"]).endswith("ferry.txt")
    assert answer["published"] == "2016-07-14"


def test_a_missing_file_is_reported(run: Run) -> None:
    for form in ("text", "jsonl"):
        result = run("clean", "--format", form, "no-such.jsonl")
        assert result.exit_code == 1
        assert "no-such.jsonl" in result.stderr


def test_each_record_is_answered_at_once_and_ctrl_c_ends_the_program() -> None:
    """A program can keep it running and exchange records with it."""
    program = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from dateline.cli import main; main()"
    command = [sys.executable, "-c", program, "clean", "--format", "jsonl", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdin
        assert running.stdout
        assert running.stderr
        for number in (1, 2):
            running.stdin.write(json.dumps({"id": number, "text": "Ferry\n\nThe old ferry sails no more."}).encode() + b"\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["id"] == number
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 130
        assert running.stderr.read() == b"Interrupted.\n"


STORY = """Ferry terminal to close after ninety years

By Marit Solheim
Published: 14 July 2016

The old ferry terminal will close in May, the harbour council said on Tuesday, after ninety years of service to the town.

Nobody has lost a job so far, according to the council, and the building will become a market hall for the whole town.

Subscribe to our newsletter
"""


def test_markdown_and_json_show_title_date_and_author(run: Run) -> None:
    shown = run("clean", "--format", "markdown", stdin=STORY).stdout
    assert shown.startswith("# Ferry terminal to close after ninety years\n\n*2016-07-14 · Marit Solheim*\n\nThe old ferry")
    record = json.loads(run("clean", "--format", "json", stdin=STORY).stdout)
    assert (record["title"], record["published"], record["authors"]) == (
        "Ferry terminal to close after ninety years",
        "2016-07-14",
        ["Marit Solheim"],
    )


@pytest.mark.parametrize("form", ["text", "markdown", "json", "jsonl"])
def test_plain_text_on_standard_input_is_cleaned_for_every_output_format(run: Run, form: str) -> None:
    done = run("clean", "--format", form, stdin=STORY)
    assert done.exit_code == 0
    assert "harbour council" in done.stdout
    assert run("clean", "--format", form, stdin=json.dumps([{"text": STORY}, {"text": STORY}])).exit_code == 0


def test_explain_prints_the_metadata_and_its_evidence(run: Run) -> None:
    shown = run("clean", "--explain", stdin=STORY).stdout
    assert "Authors: Marit Solheim, by byline" in shown
    assert "Published: " in shown


def test_explain_prints_the_verdict_on_every_line(run: Run) -> None:
    lines = run("clean", "--explain", stdin=STORY).stdout.partition("\n\n")[2].splitlines()
    assert [line.split()[1] for line in lines] == ["drop", "drop", "drop", "keep", "keep", "drop"]
    assert run("clean", "--explain", "--format", "json", stdin=STORY).exit_code == 2
