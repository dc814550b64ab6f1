"""`dateline ingest` while it runs: progress, waiting for another writer, Ctrl-C, and the next run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from dateline.archive.archive import Archive
from dateline.cli.interruption import Interruption
from dateline.cli.progress import ProgressLine
from dateline.readers import FileKnown, FileRead, FileState, Mark, bytes_in
from dateline.render.summary import progress_text, size_text
from dateline.types.documents import Failure, RawDocument, Skipped

Run = Callable[..., Result]
Arrival = RawDocument | Failure | Skipped | Mark


def program(*words: str, archive: Path) -> list[str]:
    """The command line of a separate process that reacts to Ctrl-C even if the tests run in the background."""
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from dateline.cli import main; main()"
    return [sys.executable, "-c", code, "--archive", str(archive), *words]


def record(number: int) -> str:
    """A story as a line of JSON."""
    text = f"The ferry number {number} sails at noon, the harbour council said on Tuesday."
    return json.dumps({"url": f"https://harbourpost.example/{number}", "title": f"Ferry {number} sails", "text": text}) + "\n"


def test_known_files_are_reported_and_again_reads_them(filled: Run, folder: Path) -> None:
    second = filled("ingest", str(folder), "--output", "json")
    assert second.exit_code == 0
    summary = json.loads(second.stdout)
    assert (summary["read"], summary["known_files"]) == (0, 2)
    assert second.stderr == "2 files were ingested before; --again reads them again\n"
    assert filled("ingest", str(folder), "--again").stdout.startswith("2 read: 0 new, 0 new versions, 2 duplicates")


def test_an_ingest_of_known_files_with_failures_suggests_retry(run: Run, folder: Path) -> None:
    (folder / "dump.jsonl").write_text(record(1) + "{broken\n", "utf-8")
    run("ingest", str(folder))
    assert "'dateline retry' reads what failed before" in run("ingest", str(folder)).stderr
    assert run("retry").stdout == "2 read: 0 new, 0 new versions, 1 duplicate, 0 skipped, 1 failed\n"


def test_a_second_ingest_that_may_not_wait_is_refused(run: Run, folder: Path, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive", create=True) as archive, archive.writing():
        result = run("ingest", "--no-wait", str(folder))
        assert result.exit_code == 1
        assert f"another process is writing to this archive (number {os.getpid()})" in result.stderr
        waited = run("ingest", "--wait", "0.1", str(folder))
        assert waited.exit_code == 1
        assert f"Another process (process {os.getpid()}, since 20" in waited.stderr


def test_a_second_ingest_waits_and_searches_continue(filled: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "third.txt").write_text("The bridge opens in May\n\nThe new bridge opens in May, the council said on Monday.\n")
    words = program("ingest", str(folder), archive=tmp_path / "archive")
    with Archive.open(tmp_path / "archive") as archive:
        with archive.writing():
            second = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            assert second.stderr is not None
            assert "waiting for it to end" in second.stderr.readline()
            assert filled("search", "ferry", "--count").stdout == "1\n"
        output, _ = second.communicate(timeout=120)
    assert output.startswith("1 read: 1 new")
    assert filled("verify").stdout == "All is well.\n"


def test_ctrl_c_ingests_what_was_read_and_reports_the_position(run: Run, tmp_path: Path) -> None:
    """Standard input stays open: documents read before Ctrl-C are in the archive afterwards."""
    words = program("ingest", "--format", "jsonl", "-", archive=tmp_path / "archive")
    with subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write("".join(map(record, range(900))).encode())  # more than a pipe holds
        process.stdin.flush()
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        process.stdin.write(record(900).encode())
        out, errors = process.communicate(timeout=120)
    assert process.returncode == 130
    assert b"Stopping: documents that were read are still ingested" in errors
    assert b"Interrupted after stdin:" in errors
    read = int(out.split()[0])
    assert out.decode().startswith(f"{read} read: {read} new")
    assert read > 100
    assert run("count", "ferry").stdout == f"{read}\n"
    assert run("verify").stdout == "All is well.\n"


def test_ctrl_c_before_reading_and_a_second_ctrl_c_end_at_once() -> None:
    interruption = Interruption()
    with pytest.raises(KeyboardInterrupt):
        interruption.check(signal.SIGINT, None)
    found = interruption.until(iter("abc"))
    assert next(found) == "a"
    interruption.check(signal.SIGINT, None)
    with pytest.raises(KeyboardInterrupt):
        interruption.check(signal.SIGINT, None)
    assert list(found) == []


def test_ctrl_c_during_a_read_ends_the_stream() -> None:
    interruption = Interruption()

    def endless() -> object:
        yield "a"
        interruption.check(signal.SIGINT, None)
        yield "never"

    assert list(interruption.until(endless())) == ["a"]


def test_dateline_runs_as_a_module(folder: Path, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "dateline", "--archive", str(tmp_path / "archive"), "ingest", "--jobs", "2", str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.startswith("2 read: 2 new")
    assert done.stderr == ""
    usage = subprocess.run([*words[:3], "--version"], capture_output=True, text=True, timeout=120, check=True)
    assert usage.stdout.startswith("dateline, version ")


def test_progress_follows_the_settled_documents_and_not_the_reading() -> None:
    one, two = FileState("/a", 100, 1), FileState("/b", 50, 1)
    line = ProgressLine(total=250)
    failure = Failure("b:1", "broken")
    arrivals: list[Arrival] = [failure, FileRead(one), FileKnown(FileState("/c", 100, 1)), failure, FileRead(two)]

    def reading() -> object:
        for arrival in arrivals:
            line.count(0 if isinstance(arrival, Mark) else 40)
            yield arrival

    for _ in line.through(reading()):
        pass
    assert (line.position, line.total, line.documents) == (0, 150, 0)
    line.step(failure, "failed")
    assert (line.position, line.failed, line.last) == (40, 1, "b:1")
    line.step(failure, "failed")
    assert line.position == 140


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ((0, 0, 0, None, 0.0), "0 documents · 0 bytes"),
        ((1, 0, 10, 1000, 0.5), "1 document · 10 bytes of 1.0 KB"),
        ((1200, 3, 500, 2000, 10.0), "1,200 documents · 500 bytes of 2.0 KB · 120/s · 0:30 left · 3 failed"),
        ((10, 0, 1, 4000, 2.0), "10 documents · 1 bytes of 4.0 KB · 5/s · 2:13:18 left"),
        ((10, 0, 5000, 4000, 2.0), "10 documents · 4.0 KB of 4.0 KB · 5/s · 0:00 left"),
    ],
)
def test_progress_shows_documents_bytes_rate_time_left_and_failures(values: tuple[int, int, int, int, float], text: str) -> None:
    assert progress_text(*values) == text


def test_the_size_of_all_files_is_known_before_they_are_read(folder: Path) -> None:
    (folder / ".hidden").write_text("not counted")
    expected = sum(path.stat().st_size for path in folder.glob("*.txt"))
    assert bytes_in([str(folder)]) == bytes_in([str(folder / "*.txt")]) == expected
    assert bytes_in([str(folder), "-"]) is None
    assert bytes_in(["no/such/file"]) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_progress_is_shown_on_a_terminal_and_without_colour_if_no_color_is_set(folder: Path, tmp_path: Path) -> None:
    import pty

    main_end, other_end = pty.openpty()
    environment = {**os.environ, "NO_COLOR": "1", "TERM": "xterm", "COLUMNS": "150"}
    words = program("ingest", "--jobs", "1", str(folder), archive=tmp_path / "archive")
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=other_end, env=environment) as process:
        os.close(other_end)
        shown = b""
        while True:
            try:
                piece = os.read(main_end, 65_536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        os.close(main_end)
        out, _ = process.communicate(timeout=120)
    assert out.startswith(b"2 read: 2 new")
    size = sum(path.stat().st_size for path in folder.iterdir())
    assert f"2 documents · {size_text(size)} of {size_text(size)}" in shown.decode()
    assert b"\x1b[3" not in shown
    assert b"\x1b[9" not in shown


def test_a_dry_run_shows_what_would_be_ingested_and_writes_nothing(run: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    result = run("ingest", "--dry-run", str(folder))
    assert result.exit_code == 3
    assert result.stdout.endswith("3 read: 2 new, 0 new versions, 0 duplicates, 0 skipped, 1 failed\n")
    assert "Ferry terminal to close after ninety years" in result.stdout
    assert "removes" in result.stdout
    assert "Nothing was written" in result.stderr
    assert not (tmp_path / "archive").exists()
    run("ingest", str(folder))
    (folder / "ferry.txt").write_text("The ferry sails again\n\nThe ferry sails again, the harbour council said on Tuesday.\n")
    again = json.loads(run("ingest", "--dry-run", "--output", "json", str(folder)).stdout)
    assert (again["dry_run"], again["new_version"], again["failed"], again["known_files"]) == (True, 1, 1, 1)
    assert [(one["outcome"], one["title"]) for one in again["samples"]] == [("new_version", "The ferry sails again")]
    assert run("search", '"sails again"', "--count").stdout == "0\n"


def test_batch_metadata_survives_recleaning_and_why_shows_it(run: Run, folder: Path) -> None:
    words = ("--source", "Harbour Post", "--published", "2016-07", "--tag", "flood", "--tag", "clippings")
    assert run("ingest", *words, str(folder)).stdout.startswith("2 read: 2 new")
    name = run("search", "storm", "--format", "ids").stdout.strip()
    for _ in range(2):
        found = json.loads(run("show", name, "--format", "json").stdout)
        assert (found["source"], found["published"], found["tags"]) == ("Harbour Post", "2016-07", ["flood", "clippings"])
        assert run("reclean").exit_code == 0
    shown = run("why", name).stdout
    assert "Published: 2016-07 (month), given by hand for this batch" in shown
    assert "Given by hand for this batch: source Harbour Post" in shown
    ferry = run("search", "captain", "--format", "ids").stdout.strip()
    assert json.loads(run("why", ferry, "--format", "json").stdout)["published"] == "2016-07-14"


@pytest.mark.parametrize("words", [("--published", "soon"), ("--tag", "--"), ("--published", "2999")])
def test_invalid_batch_metadata_is_refused_before_an_archive_is_created(
    run: Run, folder: Path, tmp_path: Path, words: tuple[str]
) -> None:
    result = run("ingest", *words, str(folder))
    assert (result.exit_code, result.stdout) == (1, "")
    assert not (tmp_path / "archive").exists()


def test_batch_metadata_is_added_to_duplicates_that_were_ingested_without_it(run: Run, folder: Path) -> None:
    run("ingest", str(folder))
    assert run("count", "source:unknown").stdout == "2\n"
    dry = run("ingest", "--again", "--source", "Harbour Post", "--tag", "sea", "--dry-run", str(folder)).stdout
    done = run("ingest", "--again", "--source", "Harbour Post", "--tag", "sea", str(folder)).stdout
    assert "2 duplicates" in done
    assert "2 of the duplicates were corrected with the batch metadata given now" in done
    assert "2 of the duplicates were corrected" in dry
    assert run("count", "source:harbour tag:sea").stdout == "2\n"
    again = run("ingest", "--again", "--source", "Harbour Post", str(folder)).stdout
    assert "corrected" not in again
    run("reclean")
    assert run("count", "source:harbour tag:sea").stdout == "2\n"
    assert run("verify").exit_code == 0


def test_a_field_mapping_is_given_on_the_command_line(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "export.csv"
    table.write_text(
        "Nr;Volltext;Datum;Wer\n1;Die alte Fähre von Halden fährt nicht mehr, sagte der Meister.;14.07.2016;Ann Lee\n", "utf-8"
    )
    refused = run("ingest", str(table))
    assert refused.exit_code == 1
    assert "give the text with --map text=NAME" in refused.stderr
    assert "1 new" in run("ingest", "--map", "text=Volltext,published=Datum", str(table)).stdout
    assert run("count", "author:*").stdout == "0\n"
    again = run("ingest", "--map", "text=Volltext,published=Datum", "--map", "author=Wer", str(table)).stdout
    assert "1 duplicate" in again
    assert "1 of the duplicates was corrected" in again
    assert run("count", "author:*").stdout == "1\n"
    assert run("count", "date:2016-07-14 author:lee fähre").stdout == "1\n"
    assert run("ingest", "--map", "text", str(table)).exit_code == 2


def test_an_exported_csv_file_is_ingested_without_loss(run: Run, tmp_path: Path) -> None:
    records = [
        {
            "url": "https://t.example/1",
            "title": "One",
            "authors": ["Ann Berg", "Bo Li"],
            "tags": ["sea", "harbour"],
            "section": "World",
        },
        {
            "url": "https://t.example/2",
            "title": "Two",
            "authors": ["Ann Berg"],
            "tags": ["Halden, Port"],
            "published": "2016-07-14",
        },
    ]
    text = "The boats lay still on Monday, and the staff went home early with their lamps and papers, said number {}."
    lines = [json.dumps({**record, "text": text.format(at)}) for at, record in enumerate(records)]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), "utf-8")
    run("ingest", str(tmp_path / "in.jsonl"))
    fields = ("title", "authors", "tags", "section", "published", "source", "url", "text")
    before = {line["url"]: {name: line[name] for name in fields} for line in exported(run)}
    (tmp_path / "out.csv").write_bytes(run("export", "--format", "csv").stdout_bytes)
    run("delete", "--query", "*", "--yes", "--forget-names")
    assert "2 new" in run("ingest", str(tmp_path / "out.csv")).stdout
    assert {line["url"]: {name: line[name] for name in fields} for line in exported(run)} == before


def exported(run: Run) -> list[dict[str, object]]:
    return [
        json.loads(line)
        for line in run(
            "search",
            "--format",
            "jsonl",
            "--fields",
            "url,title,authors,tags,section,published,source,text",
            "--limit",
            "0",
            "--all-copies",
        ).stdout.splitlines()
    ]
