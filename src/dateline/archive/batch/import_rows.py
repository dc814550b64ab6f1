"""Turn rows into documents with their articles, for an archive to ingest. Every field is checked: the file may have been edited."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any, BinaryIO

from dateline.archive.batch.completion_marks import ARTICLES, read_marks
from dateline.archive.batch.output_folder import folder_at, is_address
from dateline.archive.batch.rows import ARTICLE, FAILED, SKIPPED
from dateline.archive.batch.table import read_rows, require_pyarrow
from dateline.archive.exchange import validation
from dateline.archive.exchange.article_fields import to_cleaned
from dateline.errors import ReadError
from dateline.text import content_hash
from dateline.types.articles import CleanedArticle
from dateline.types.documents import CleanedDocument, Failure, RawDocument, Skipped

Brought = CleanedDocument | Failure | Skipped
_NO_RAW = "its raw document is not in the file; run 'dateline batch' again without --no-raw"


def read_cleaned(place: str) -> Iterator[Brought]:
    """Yield the documents in the output folder of `dateline batch`, or in one of its files; raise ReadError if it is neither."""
    require_pyarrow()
    if place.endswith(".parquet"):
        folder, slash, name = place.rpartition("/")
        yield from _read_file(folder_at(folder + slash or ".").opened(name), place)
        return
    whole = folder_at(place)
    marks = read_marks(whole)
    if not marks:
        raise ReadError(f"{place}: has no finished file of 'dateline batch'; give its output folder, or a file in its {ARTICLES}/")
    for mark in marks.values():
        yield from _read_file(whole.opened(mark.table), f"{place.rstrip('/')}/{mark.table}")


def is_batch(place: str) -> bool:
    """Whether a name can be that of an output of `dateline batch`: a folder, an address, or a Parquet file."""
    return place.endswith(".parquet") or is_address(place) or os.path.isdir(place)


def _read_file(opened: AbstractContextManager[BinaryIO], called: str) -> Iterator[Brought]:
    with opened as stream:
        for number, row in enumerate(read_rows(stream, called), start=1):
            try:
                yield _to_document(row)
            except ReadError as error:
                yield Failure(f"{called}:{number}", str(error))


def _to_document(row: Mapping[str, Any]) -> Brought:
    outcome = row["outcome"]
    if outcome in (FAILED, SKIPPED):
        facts = validation.text(dict(row), "origin"), validation.text(dict(row), "reason")
        return Failure(*facts) if outcome == FAILED else Skipped(*facts)
    if outcome != ARTICLE:
        raise validation.wrong_value("outcome", "article, failed or skipped", outcome)
    article = article_of(row)
    document = _raw_document(dict(row))
    if content_hash(document.content) != article.raw_id:
        raise ReadError("has a raw document from which its article was not made; run 'dateline batch' again")
    return CleanedDocument(document, article)


def article_of(row: Mapping[str, Any]) -> CleanedArticle:
    """Return the article in a row; raise ReadError if there is none."""
    try:
        ledger = json.loads(row["ledger"])
    except (TypeError, ValueError, RecursionError) as error:
        raise ReadError(f"its ledger is not valid JSON ({error})") from error
    record = {**row, "ledger": ledger}
    for name in ("dates", "authors", "tags", "people", "places", "organisations", "related"):
        record[name] = record.get(name) or []
    return to_cleaned(record)


def _raw_document(record: dict[str, Any]) -> RawDocument:
    if record["raw"] is None:
        raise ReadError(_NO_RAW)
    record["hints"] = dict(record["hints"] or ())
    document = RawDocument(
        record["raw"],
        validation.text(record, "media_type"),
        validation.text(record, "origin"),
        validation.text_or_none(record, "identity"),
        validation.text_or_none(record, "url"),
        hints=validation.mapping(record, "hints"),
    )
    return replace(document, fetched=validation.moment_or_none(record, "fetched"))
