"""Exports for other programs, written completely or not at all."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dateline.archive.archive import Archive
from dateline.archive.exchange import Form, write_export
from dateline.archive.exchange.markdown import article_markdown, file_name
from dateline.errors import ArchiveDamaged, DatelineError
from dateline.query import parse_query
from dateline.types.articles import ArchivedArticle
from dateline.types.documents import RawDocument

STORY = """=SUM(A1) is no headline for a ferry

By Marit Solheim
Published: 14 July 2016

The council voted to close the *old* ferry terminal, <b>ending</b> a service that had run for ninety years, the mayor said.

1. The last boat leaves at midnight on Friday, and every seat on it has been sold to people who had sailed with it before.
# 12 boats will be sold, the harbour master told the reporters who had come to see him in the old town hall on Monday.
"""
NEXT = STORY.replace("=SUM(A1) is no headline for a ferry", "Café «Zum Löwen»: 1/2 price\\..").replace("ferry", "café")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive", create=True) as opened:
        documents = [(STORY, "https://harbourpost.example/1"), (NEXT, "https://harbourpost.example/2")]
        opened.ingest(RawDocument(text.encode(), "text/plain", "a.jsonl:1", url, url) for text, url in documents)
        yield opened


def ferry(archive: Archive) -> ArchivedArticle:
    (found,) = archive.articles(parse_query("ferry", date(2026, 1, 1)))
    return found


def test_csv_has_a_row_for_each_article_and_no_cell_runs_as_a_formula(archive: Archive) -> None:
    stream = io.BytesIO()
    assert write_export(archive, "csv", stream) == 2
    rows = list(csv.DictReader(io.StringIO(stream.getvalue().decode(), newline="")))
    by_id = {row["id"]: row for row in rows}
    found = ferry(archive)
    assert by_id[found.id]["title"] == "'=SUM(A1) is no headline for a ferry"
    assert by_id[found.id]["text"] == found.article.body
    assert by_id[found.id]["published"] == "2016-07-14"


def test_only_what_a_query_finds_is_exported(archive: Archive) -> None:
    stream = io.BytesIO()
    assert write_export(archive, "jsonl", stream, parse_query("ferry", date(2026, 1, 1))) == 1
    assert stream.getvalue().count(b"\n") == 1


def test_parquet_has_a_row_for_each_article(archive: Archive, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    assert write_export(archive, "parquet", tmp_path / "out.parquet") == 2
    rows = {row["id"]: row for row in parquet.read_table(tmp_path / "out.parquet").to_pylist()}
    found = ferry(archive)
    assert rows[found.id]["authors"] == ["Marit Solheim"]
    assert rows[found.id]["text"] == found.article.body
    assert rows[found.id]["seen"] == found.seen


def test_parquet_without_its_library_says_how_to_get_it(archive: Archive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(DatelineError, match=r"dateline\[parquet\]"):
        write_export(archive, "parquet", tmp_path / "out.parquet")
    assert not list(tmp_path.glob("*.part"))


def test_markdown_escapes_text_that_looks_like_markup(archive: Archive, tmp_path: Path) -> None:
    assert write_export(archive, "markdown", tmp_path / "out") == 2
    found = ferry(archive)
    text = (tmp_path / "out" / f"2016-07-14-sum-a1-is-no-headline-for-a-ferry-{found.id}.md").read_text("utf-8")
    assert '\npublished: "2016-07-14"\n' in text
    assert "\n# \\=SUM(A1) is no headline" in text
    assert "the \\*old\\* ferry terminal, \\<b\\>ending\\</b\\>" in text
    assert "\n1\\. The last boat" in text
    assert "before.\\\n\\# 12 boats" in text


@pytest.mark.parametrize("title", ["../../etc/passwd", "a" * 500, "港" * 200, "...", "con", "nul\\x:y|z", None, "\ud800"])
def test_no_title_makes_a_file_name_that_leaves_the_folder_or_is_too_long(archive: Archive, title: str | None) -> None:
    from dataclasses import replace

    found = ferry(archive)
    metadata = replace(found.article.metadata, title=title)
    named = replace(found, article=replace(found.article, metadata=metadata))
    name = file_name(named)
    assert name == Path(name).name
    assert not set(name) & set('/\\:*?"<>|')
    assert name.endswith(f"{found.id}.md")
    assert len(name.encode()) < 150
    assert article_markdown(named).startswith("---\n")


def test_a_folder_that_is_not_empty_is_left_alone(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(DatelineError, match="not an empty folder"):
        write_export(archive, "markdown", tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_filled(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write_export(archive, "markdown", tmp_path / "out")
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_a_file_is_replaced_only_by_a_complete_one(archive: Archive, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("the old one")
    archive.store.session.run("UPDATE raw SET content = x'01ff' WHERE id = (SELECT max(id) FROM raw)")
    with pytest.raises(DatelineError, match="unpacked"):
        write_export(archive, "jsonl", target)
    assert target.read_text() == "the old one"
    assert {path.name for path in tmp_path.iterdir()} == {"archive", "out.jsonl"}


def test_an_output_path_that_cannot_be_written_is_reported(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(DatelineError, match="write to another place"):
        write_export(archive, "jsonl", tmp_path / "missing" / "out.jsonl")


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_an_export_skips_damaged_articles_and_names_them(archive: Archive, tmp_path: Path, form: Form) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    article = ferry(archive)
    archive.store.session.run("UPDATE ledger SET lines = '[9' WHERE article_id = ?", (article.id,))
    damaged: list[str] = []
    assert write_export(archive, form, tmp_path / "out", damaged=damaged) == 1
    assert len(damaged) == 1
    assert article.id in damaged[0]
    with pytest.raises(ArchiveDamaged, match=article.id):
        write_export(archive, form, tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_raw_document_with_other_bytes_is_reported_and_not_exported(archive: Archive, tmp_path: Path) -> None:
    article = ferry(archive)
    run, raw = archive.store.session.run, archive.store.session.number("SELECT raw FROM articles WHERE id = ?", (article.id,))
    other = "(SELECT {} FROM raw WHERE id <> ?1)"
    run(f"UPDATE raw SET content = {other.format('content')}, base = {other.format('base')} WHERE id = ?1", (raw,))
    damaged: list[str] = []
    assert write_export(archive, "jsonl", tmp_path / "out.jsonl", damaged=damaged) == 1
    assert "does not have the bytes" in damaged[0]
