"""A batch learns the same about its sources as an archive. Its rows equal those of a cleaner that knew it from the start."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dateline.archive.archive import Archive
from dateline.archive.batch import clean_files
from dateline.archive.batch.completion_marks import read_marks
from dateline.archive.batch.learning import learn_here
from dateline.archive.batch.output_folder import LocalFolder
from dateline.cleaning import Cleaner
from dateline.cleaning.learning import Learned
from dateline.readers import open_documents
from dateline.types.articles import CleanedArticle
from dateline.types.documents import RawDocument
from made_batches import PATIENT, rows_in

_LINE = "This desk has been on the quay of Port Ellin since 1911 and writes for all who live on the sound"
_TOPICS = ("ferry", "bridge", "school", "market", "harbour", "library", "tunnel", "lighthouse", "railway", "theatre")


@dataclass(frozen=True, slots=True)
class FailingCleaner(Cleaner):
    """A cleaner that fails once it knows templates."""

    def clean_all(self, documents: Sequence[RawDocument]) -> list[CleanedArticle]:
        if self.templates.version:
            raise ValueError("forgot")
        return Cleaner.clean_all(self, documents)


def write_stories(path: Path, first: int, number: int) -> None:
    """Write stories of a source that repeats one line, with numeric dates whose day order only other stories show."""
    with path.open("w", encoding="utf-8") as stream:
        for at in range(first, first + number):
            topic = _TOPICS[at % len(_TOPICS)]
            text = (
                f"The {topic} of Halden number {at} is to be painted\n\n{3 + at:02}/05/2020\n\n"
                f"The council of Halden wants the {topic} to be painted by {at + 3} painters from Tverå before winter comes.\n\n"
                f"{_LINE}\n\nThe mayor, who had been against it {at} times, said that the {topic} would look better in green.\n"
            )
            stream.write(json.dumps({"url": f"https://quay.example/{at}", "source": "Quay Mail", "text": text}) + "\n")


def learned_of(folder: Path) -> Learned:
    found = LocalFolder(folder)
    return learn_here(found, read_marks(found).values())


def template_keys(learned: Learned) -> set[tuple[str, str, str]]:
    """The templates without their text, which depends on the page that was read first."""
    return {(template.source, template.key, template.reason) for template in learned.templates}


def test_a_batch_learns_what_an_archive_learns_from_the_same_files(tmp_path: Path) -> None:
    write_stories(tmp_path / "a.jsonl", 0, 24)
    clean_files([str(tmp_path / "a.jsonl")], str(tmp_path / "out"), PATIENT)
    with Archive.open(tmp_path / "archive", create=True) as archive:
        archive.ingest(open_documents([str(tmp_path / "a.jsonl")]))
        learned = archive.learn()
    found = learned_of(tmp_path / "out")
    assert template_keys(found) == template_keys(learned)
    assert _LINE in {template.text for template in found.templates}
    assert found.day_orders == learned.day_orders != ()


def test_learning_gives_the_same_rows_as_a_cleaner_that_knew_it_from_the_start(tmp_path: Path) -> None:
    write_stories(tmp_path / "a.jsonl", 0, 24)
    summary = clean_files([str(tmp_path / "a.jsonl")], str(tmp_path / "out"), PATIENT, learn=True)
    assert (summary.templates, summary.changed) == (2, 1)
    known = PATIENT.knowing(learned_of(tmp_path / "out"))
    clean_files([str(tmp_path / "a.jsonl")], str(tmp_path / "known"), known)
    rows = rows_in(tmp_path / "out")
    assert rows == rows_in(tmp_path / "known")
    assert all(_LINE not in row["text"] for row in rows)
    assert {row["published"] for row in rows} == {f"2020-05-{3 + at:02}" for at in range(24)}
    again = clean_files([str(tmp_path / "a.jsonl")], str(tmp_path / "out"), PATIENT, learn=True)
    assert (again.templates, again.changed, again.files) == (2, 0, 0)


def test_rows_are_the_same_whether_files_are_cleaned_together_or_one_by_one(tmp_path: Path) -> None:
    write_stories(tmp_path / "a.jsonl", 0, 3)
    write_stories(tmp_path / "b.jsonl", 3, 9)
    write_stories(tmp_path / "c.jsonl", 12, 12)
    for name in "abc":
        clean_files([str(tmp_path / f"{name}.jsonl")], str(tmp_path / "steps"), PATIENT, learn=True)
    clean_files([str(tmp_path / f"{name}.jsonl") for name in "abc"], str(tmp_path / "once"), PATIENT, learn=True)
    assert rows_in(tmp_path / "steps") == rows_in(tmp_path / "once")


def test_a_document_that_fails_after_learning_is_kept_and_retried_by_the_next_run(tmp_path: Path) -> None:
    write_stories(tmp_path / "a.jsonl", 0, 24)
    out, recipe = tmp_path / "out", replace(PATIENT, cleaner=FailingCleaner())
    clean_files([str(tmp_path / "a.jsonl")], str(out), recipe)
    assert clean_files([str(tmp_path / "a.jsonl")], str(out), recipe, learn=True).changed == 1
    assert {row["reason"] for row in rows_in(out) if row["outcome"] == "failed"} == {"cannot be cleaned (ValueError: forgot)"}
    clean_files([str(tmp_path / "a.jsonl")], str(out), recipe)
    assert {row["outcome"] for row in rows_in(out)} == {"article"}


def test_a_run_without_learn_discards_what_was_learned(tmp_path: Path) -> None:
    write_stories(tmp_path / "a.jsonl", 0, 24)
    clean_files([str(tmp_path / "a.jsonl")], str(tmp_path / "plain"), PATIENT)
    clean_files([str(tmp_path / "a.jsonl")], str(tmp_path / "out"), PATIENT, learn=True)
    clean_files([str(tmp_path / "a.jsonl")], str(tmp_path / "out"), PATIENT)
    assert rows_in(tmp_path / "out") == rows_in(tmp_path / "plain")
    assert not (tmp_path / "out" / "learned.json").exists()
