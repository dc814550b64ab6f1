"""`--map` states what fields with unknown names mean, in every format with records."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from dateline.errors import DatelineError
from dateline.readers import open_files
from dateline.readers.detection import ReadOptions
from dateline.readers.field_mapping import FieldMapping
from dateline.readers.fields import MEANINGS
from dateline.types.documents import Failure, RawDocument
from dateline.workers.worker import Limits

GERMAN = {
    "Überschrift": "Fähre",
    "Volltext": "Die Fähre fährt nicht mehr, sagte der Hafenmeister.",
    "Datum": "14.07.2016",
    "text": "Teaser",
}
MAP = "title=Überschrift,text=Volltext,published=Datum"


def read(path: Path, *mapped: str, limits: Limits | None = None) -> list[RawDocument | Failure]:
    found = open_files([str(path)], limits=limits, options=ReadOptions(FieldMapping.parse(mapped, MEANINGS)))
    return [one for one in found if isinstance(one, RawDocument | Failure)]


def write(path: Path, records: Iterable[dict[str, Any]]) -> Path:
    records = list(records)
    if path.suffix == ".csv":
        rows = [records[0].keys(), *(record.values() for record in records)]
        path.write_text("\n".join(";".join(f'"{cell}"' for cell in row) for row in rows), "utf-8")
    elif path.suffix == ".parquet":
        pyarrow = pytest.importorskip("pyarrow")
        from pyarrow.parquet import write_table

        buffer = io.BytesIO()
        write_table(pyarrow.Table.from_pylist(records), buffer)
        path.write_bytes(buffer.getvalue())
    else:
        path.write_text("\n".join(json.dumps(record) for record in records), "utf-8")
    return path


@pytest.mark.parametrize("name", ["dump.csv", "dump.jsonl", "dump.parquet"])
@pytest.mark.parametrize("limits", [None, Limits(20.0)])
def test_mapped_fields_win_over_guessed_fields(tmp_path: Path, name: str, limits: Limits | None) -> None:
    """In this process and in a worker."""
    path = write(tmp_path / name, [GERMAN, {**GERMAN, "Volltext": "Noch ein Artikel, den niemand kennt."}])
    first, second = read(path, MAP, limits=limits)
    assert isinstance(first, RawDocument)
    assert isinstance(second, RawDocument)
    assert first.content.decode() == GERMAN["Volltext"]
    assert dict(first.hints) == {"title": "Fähre", "published": "14.07.2016"}


def test_nested_fields_and_several_fields_are_joined(tmp_path: Path) -> None:
    record = {"meta": {"when": "2016-07-14", "who": [{"name": "Ann Lee"}]}, "lede": "First.", "rest": {"p": ["Second.", "Third."]}}
    path = write(tmp_path / "dump.jsonl", [record, record])
    found = read(path, "text=lede,text=rest.p", "published=meta.when", "author=meta.who.0")[0]
    assert isinstance(found, RawDocument)
    assert found.content.decode() == "First.\n\nSecond.\n\nThird."
    assert dict(found.hints) == {"published": "2016-07-14", "authors": "Ann Lee"}


def test_records_in_an_api_answer_are_found_by_the_mapped_text_field(tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    path.write_text(json.dumps({"status": "ok", "treffer": [{"volltext": "Eins steht hier."}, {"volltext": "Zwei steht hier."}]}))
    assert [one.content for one in read(path, "text=volltext") if isinstance(one, RawDocument)] == [
        b"Eins steht hier.",
        b"Zwei steht hier.",
    ]


@pytest.mark.parametrize("name", ["dump.csv", "dump.parquet"])
def test_a_missing_column_is_named_with_the_existing_ones(tmp_path: Path, name: str) -> None:
    (found,) = read(write(tmp_path / name, [GERMAN]), "text=Fulltext")
    assert isinstance(found, Failure)
    assert "has no column 'Fulltext' for --map; its columns are Überschrift, Volltext" in found.reason


@pytest.mark.parametrize("name", ["dump.csv", "dump.jsonl", "dump.parquet"])
def test_a_record_without_a_known_text_field_fails_with_a_cure(tmp_path: Path, name: str) -> None:
    record = {"Überschrift": "Fähre", "Volltext": "Die Fähre."}
    found = read(write(tmp_path / name, [record, record]))[0]
    assert isinstance(found, Failure)
    assert "give the text with --map text=NAME" in found.reason
    assert "olltext" in found.reason


@pytest.mark.parametrize("typed", ["text", "=Volltext", "text=", "colour=Farbe", ""])
def test_an_invalid_map_is_an_error_that_names_the_option(typed: str) -> None:
    with pytest.raises(DatelineError, match="--map"):
        FieldMapping.parse([typed], MEANINGS)
