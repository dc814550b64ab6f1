"""Each input file becomes one complete file of rows, once, whatever its documents do."""

from __future__ import annotations

import gzip
import json
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from dateline.archive.batch import Recipe, clean_files
from dateline.archive.batch.file import Stopped, clean_file
from dateline.archive.batch.inputs import Input
from dateline.archive.batch.output_folder import LocalFolder, folder_at
from dateline.archive.batch.pool import Pool
from dateline.cleaning import Cleaner
from dateline.errors import DatelineError, WrongUse
from dateline.metadata.batch_metadata import BatchMetadata
from dateline.types.articles import CleanedArticle
from dateline.types.documents import Failure, RawDocument
from dateline.workers.worker import Limits
from made_articles import STORM
from made_batches import FERRY, PATIENT, rows_in


@dataclass(frozen=True, slots=True)
class Deadly(Cleaner):
    """A cleaner that ends its process on some documents and sleeps on others."""

    def clean_all(self, documents: Sequence[RawDocument]) -> list[CleanedArticle]:
        for raw in documents:
            if b"deadly" in raw.content:
                os._exit(9)
            if b"endless" in raw.content:
                time.sleep(600)
        return Cleaner.clean_all(self, documents)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with two files of the same name in different subfolders, and a JSONL file."""
    folder = tmp_path / "articles"
    for name, text in (("a/story.txt", FERRY), ("b/story.txt", STORM)):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(text, encoding="utf-8")
    records = [{"url": f"https://post.example/{number}", "text": f"Item {number}\n\n{STORM}"} for number in range(30)]
    (folder / "dump.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return folder


def test_every_input_gets_its_own_output_file_even_if_names_are_the_same(articles: Path, tmp_path: Path) -> None:
    summary = clean_files([str(articles)], str(tmp_path / "out"), PATIENT, runner=Pool(2))
    assert (summary.files, summary.articles, summary.failed) == (3, 32, 0)
    names = sorted(path.name for path in (tmp_path / "out" / "articles").iterdir())
    assert len(names) == 3
    assert {name.partition("-")[0] for name in names} == {"story.txt", "dump.jsonl"}
    assert {row["title"] for row in rows_in(tmp_path / "out") if "story" in row["origin"]} == {
        "Ferry terminal to close after ninety years",
        "Storm takes the roof off the market hall",
    }


def test_a_second_run_cleans_only_missing_or_changed_files(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    clean_files([str(articles)], str(out), PATIENT)
    assert clean_files([str(articles)], str(out), PATIENT).files == 0
    (articles / "a" / "story.txt").write_text(FERRY.replace("May", "June"), encoding="utf-8")
    next((out / "articles").glob("dump*")).unlink()
    again = clean_files([str(articles)], str(out), PATIENT)
    assert (again.files, again.known, again.held) == (2, 1, 32)
    assert any("close in June" in row["text"] for row in rows_in(out))


def test_a_run_with_other_settings_cleans_every_file_again(articles: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    clean_files([str(articles)], out, PATIENT)
    with_source = replace(PATIENT, by_hand=BatchMetadata({"batch_source": "Harbour Post"}))
    assert clean_files([str(articles / "a")], out, with_source).files == 1
    without_model = clean_files([str(articles)], out, replace(with_source, cleaner=Cleaner(model=False)))
    assert (without_model.files, without_model.known, without_model.others) == (3, 0, 0)


def test_the_rows_do_not_depend_on_the_number_of_processes(articles: Path, tmp_path: Path) -> None:
    clean_files([str(articles)], str(tmp_path / "one"), PATIENT, runner=Pool(1))
    clean_files([str(articles)], str(tmp_path / "five"), PATIENT, runner=Pool(5))
    assert rows_in(tmp_path / "one") == rows_in(tmp_path / "five")


def test_a_document_that_kills_or_hangs_its_process_becomes_a_row_with_the_reason(tmp_path: Path) -> None:
    texts = [FERRY, "deadly", STORM, "endless", FERRY]
    (tmp_path / "dump.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    summary = clean_files([str(tmp_path / "dump.jsonl")], str(tmp_path / "out"), Recipe(Deadly(), limits=Limits(15.0)))
    assert (summary.articles, summary.failed, len(summary.examples)) == (3, 2, 2)
    rows = rows_in(tmp_path / "out")
    assert [row["outcome"] for row in rows] == ["article", "failed", "article", "failed", "article"]
    assert rows[1]["reason"] == "cannot be cleaned (it ended the process that tried)"
    assert "not done after 15 seconds" in rows[3]["reason"]


def test_files_with_failed_documents_are_cleaned_again_only_with_retry(tmp_path: Path) -> None:
    for name, texts in (("good", [FERRY]), ("bad", [FERRY, "deadly"])):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    paths, out = [str(tmp_path / "good.jsonl"), str(tmp_path / "bad.jsonl")], str(tmp_path / "out")
    clean_files(paths, out, replace(PATIENT, cleaner=Deadly()))
    assert clean_files(paths, out, PATIENT).known == 2
    again = clean_files(paths, out, PATIENT, retry=True)
    assert (again.files, again.known, again.articles, again.failed) == (1, 1, 2, 0)


def test_a_damaged_file_gives_the_articles_before_the_damage_and_a_failure_row(tmp_path: Path) -> None:
    packed = gzip.compress("".join(json.dumps({"text": f"{number} {FERRY}"}) + "\n" for number in range(400)).encode())
    (tmp_path / "cut.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    summary = clean_files([str(tmp_path / "cut.jsonl.gz")], str(tmp_path / "out"), PATIENT)
    assert summary.files == 1
    assert summary.articles > 10
    assert rows_in(tmp_path / "out")[-1]["outcome"] == "failed"
    assert clean_files([str(tmp_path / "cut.jsonl.gz")], str(tmp_path / "out"), PATIENT).known == 1


def test_a_missing_input_is_reported_and_the_others_are_cleaned(articles: Path, tmp_path: Path) -> None:
    summary = clean_files([str(tmp_path / "none.warc"), str(articles / "a")], str(tmp_path / "out"), PATIENT)
    assert [failure.reason for failure in summary.failures] == ["no such file or folder; check the path"]
    assert summary.files == 1


def test_a_stopped_run_leaves_no_partial_file(articles: Path, tmp_path: Path) -> None:
    source, folder = Input("dump", str(articles / "dump.jsonl"), True), LocalFolder(tmp_path / "out")
    with pytest.raises(Stopped):
        clean_file(source, folder, PATIENT, going=lambda number: False)
    assert list((tmp_path / "out" / "articles").iterdir()) == []
    assert not (tmp_path / "out" / "done").exists()


def test_a_file_that_disappears_before_it_is_read_is_a_failure_without_output(tmp_path: Path) -> None:
    folder = LocalFolder(tmp_path / "out")
    failure = clean_file(Input("gone.txt", str(tmp_path / "gone.txt"), True), folder, PATIENT)
    assert failure == Failure("gone.txt", "cannot be read: No such file or directory")
    assert folder.sizes("articles") == {}


def test_files_in_the_output_folder_are_not_inputs(articles: Path) -> None:
    out = articles / "cleaned"
    clean_files([str(articles)], str(out), PATIENT)
    assert clean_files([str(articles)], str(out), PATIENT).files == 0


def test_object_stores_are_read_and_written(articles: Path, tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec")
    store = fsspec.filesystem("memory")
    store.put(str(articles), "/crawls/", recursive=True)
    clean_files(["memory://crawls/"], "memory://cleaned", PATIENT)
    assert clean_files(["memory://crawls/**/*.txt"], "memory://cleaned", PATIENT).known == 2
    store.get("/cleaned/", str(tmp_path / "out"), recursive=True)
    rows = rows_in(tmp_path / "out")
    assert len(rows) == 32
    assert all(row["origin"].startswith("memory://") for row in rows)
    missing = clean_files(["memory://nothing/"], "memory://cleaned", PATIENT).failures
    assert [failure.origin for failure in missing] == ["memory://nothing/"]
    store.rm("/crawls", recursive=True)
    store.rm("/cleaned", recursive=True)


def test_unusable_folders_and_options_are_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(DatelineError, match="is a file; give a folder"):
        folder_at(str(tmp_path / "file"))
    with pytest.raises(WrongUse, match="needs them in the rows"):
        clean_files([], str(tmp_path / "out"), replace(PATIENT, raw=False), learn=True)
    with pytest.raises(DatelineError, match="nostore://a/b/articles: cannot be reached"):
        clean_files([], "nostore://a/b")
