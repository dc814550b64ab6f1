"""Parquet tables, such as the dumps on Hugging Face."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dateline.readers import open_documents
from dateline.readers.parquet import ParquetReader
from dateline.types.documents import Failure, RawDocument

Read = Callable[..., list[Any]]


def table(columns: dict[str, list[Any]], **options: Any) -> bytes:
    """A Parquet file with those columns."""
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer, **options)
    return buffer.getvalue()


CC_NEWS = {
    "requested_url": ["https://mail.example/ferry", "https://mail.example/storm"],
    "plain_text": ["Talks resumed.", None],
    "published_date": [datetime(2021, 3, 4, 5, tzinfo=UTC), None],
    "title": ["Ferry talks", "Storm"],
    "tags": [["sea", "ferry"], []],
    "author": ["Ann Lee", None],
    "publisher": ["mail.example", "mail.example"],
    "language": ["en", "en"],
    "image_vector": [[0.5, 0.25], []],
}


@pytest.mark.parametrize("name", ["train-00000.parquet", "train", "train.txt"])
def test_rows_become_documents(read: Read, name: str) -> None:
    ferry, storm = read(table(CC_NEWS), name)
    assert isinstance(ferry, RawDocument)
    assert (ferry.content, ferry.url) == (b"Talks resumed.", "https://mail.example/ferry")
    assert ferry.hints == {
        "title": "Ferry talks",
        "published": "2021-03-04T05:00:00+00:00",
        "authors": "Ann Lee",
        "source": "mail.example",
        "tags": "sea\nferry",
        "language": "en",
    }
    assert isinstance(storm, Failure)
    assert storm.reason == "the text field is empty"
    assert storm.origin.endswith(f"{name}:2")


def test_pages_stored_as_bytes_are_decoded(read: Read) -> None:
    (document,) = read(table({"html": ["<p>Мост</p>".encode()], "url": ["https://mail.example/1"]}))
    assert (document.content.decode(), document.media_type) == ("<p>Мост</p>", "text/html")


def test_large_tables_are_read_in_batches(read: Read) -> None:
    texts = [f"Story {number}, of which there is more to tell." for number in range(1_000)]
    found = read(table({"text": texts}, row_group_size=300))
    assert [one.content.decode() for one in found] == texts
    assert found[-1].origin.endswith(":1000")


def test_a_table_on_standard_input_is_read() -> None:
    (document,) = open_documents(["-"], stdin=io.BytesIO(table({"text": ["Talks resumed."]})))
    assert isinstance(document, RawDocument)


@pytest.mark.parametrize("cut", [4, 100, -1])
def test_a_truncated_table_is_one_failure(read: Read, cut: int) -> None:
    (failure,) = read(table(CC_NEWS)[:cut])
    assert "not a complete Parquet table" in failure.reason


def test_a_table_without_a_text_column_is_one_failure(read: Read) -> None:
    (failure,) = read(table({"label": [1, 2]}))
    assert "no column for texts" in failure.reason


def test_a_missing_library_is_named_with_the_cure() -> None:
    """The reader is registered even without its library, so that the failure can name the cure."""
    reader = ParquetReader(library="pyarrow_that_is_not_installed")
    (failure,) = open_documents(["-"], stdin=io.BytesIO(b"PAR1"), readers=[reader])
    assert isinstance(failure, Failure)
    assert "pip install 'dateline[parquet]'" in failure.reason


def bomb(value: str, rows: int) -> bytes:
    """Return a table whose rows all have the same text, which is stored once."""
    text = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), [value])
    buffer = io.BytesIO()
    pq.write_table(pa.table({"text": text}), buffer, compression="zstd")
    return buffer.getvalue()


@pytest.mark.parametrize(("length", "rows"), [(20_000_000, 640), (45_000, 100_000), (15, 200_000)])
def test_a_text_stored_once_for_many_rows_does_not_fill_memory(read: Read, length: int, rows: int) -> None:
    *documents, failure = read(bomb("boat " * (length // 5), rows), "given.parquet")
    assert isinstance(failure, Failure)
    assert "unpacks to more than" in failure.reason
    assert sum(1_000 + length for _ in documents) < 20_000_000


@pytest.mark.parametrize("zone", ["Nowhere/Land", "+99:00"])
def test_an_unknown_time_zone_does_not_fail_a_row(read: Read, zone: str) -> None:
    dates = pa.array([1_714_730_400_000_000, None], pa.timestamp("us", tz=zone))
    first, second = read(table({"text": ["Talks resumed.", "The storm is over."], "date": dates}))
    assert first.hints["published"].startswith("2024-05-03T10:00:00")
    assert "published" not in second.hints


def test_an_impossible_date_fails_only_its_row(read: Read) -> None:
    dates = pa.array([0, 2**50, 0], pa.timestamp("ms"))
    first, failure, last = read(table({"text": ["First.", "Second.", "Third."], "date": dates}))
    assert (first.content, last.content) == (b"First.", b"Third.")
    assert isinstance(failure, Failure)
    assert failure.origin.endswith(":2")
