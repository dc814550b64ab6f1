"""The stories of a batch are the clusters of an archive with the same documents."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet

from dateline.archive.archive import Archive
from dateline.archive.batch import clean_files
from dateline.archive.batch.pool import Pool
from dateline.readers import open_documents
from made_batches import FERRY, PATIENT, story_rows, write_prints

_ID = 8  # the number of letters of an id that an archive uses


def test_stories_have_the_clusters_leads_and_similarities_of_an_archive(tmp_path: Path) -> None:
    paths = [str(path) for path in write_prints(tmp_path / "in", 150, 3)]
    summary = clean_files(paths, str(tmp_path / "out"), replace(PATIENT, raw=False), runner=Pool(2), stories=True)
    with Archive.open(tmp_path / "archive", create=True) as archive:
        archive.ingest(open_documents(paths))
        marks = archive.clusters(list(archive.store.article_ids()))
    found = {row["id"][:_ID]: (row["lead"][:_ID], row["copies"], row["similarity"]) for row in story_rows(tmp_path / "out")}
    assert found == {article_id: (mark.lead, mark.size, mark.similarity) for article_id, mark in marks.items()}
    assert summary.stories == len({mark.lead for mark in marks.values()}) > 40


def test_captures_of_one_article_are_not_copies_of_each_other(tmp_path: Path) -> None:
    captures = [{"url": "https://post.example/ferry", "text": FERRY.replace("May", month)} for month in ("May", "June")]
    other = {"url": "https://mail.example/terminal", "text": FERRY}
    lines = "".join(json.dumps(one) + "\n" for one in [*captures, other])
    (tmp_path / "dump.jsonl").write_text(lines, encoding="utf-8")
    clean_files([str(tmp_path / "dump.jsonl")], str(tmp_path / "out"), PATIENT, stories=True)
    assert sorted((row["position"], row["copies"]) for row in story_rows(tmp_path / "out")) == [(1, 2), (2, 2)]


def test_stories_are_found_again_only_after_a_change_and_are_never_stale(tmp_path: Path) -> None:
    first, second = write_prints(tmp_path / "in", 12, 2)
    out = tmp_path / "out"
    clean_files([str(first)], str(out), PATIENT, stories=True)
    before = (out / "stories.parquet").stat().st_mtime_ns
    clean_files([str(first)], str(out), PATIENT, stories=True)
    assert (out / "stories.parquet").stat().st_mtime_ns == before
    clean_files([str(second)], str(out), PATIENT, stories=True)
    assert pyarrow.parquet.read_table(out / "stories.parquet").num_rows > 0
    second.write_text(second.read_text("utf-8").splitlines()[0] + "\n", encoding="utf-8")
    clean_files([str(second)], str(out), PATIENT)
    assert not (out / "stories.parquet").exists()
