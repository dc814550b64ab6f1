"""What `dateline clean` does with each document: one in, one out, in order, nothing held back or piled up."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from typing import Any, BinaryIO

from dateline.cleaning import Cleaner
from dateline.crew import clean_or_fail
from dateline.errors import ReadError
from dateline.present import cleaned_record, error_record, to_json
from dateline.readers import open_documents
from dateline.readers.fields import read_record
from dateline.types import CleanedArticle, Failure, RawDocument, Skipped

Answer = tuple[str | None, str | None]
_RECORD_FILES = (".jsonl", ".ndjson", ".jsonlines")


def cleaned_texts(paths: Sequence[str], stdin: BinaryIO) -> Iterator[Answer]:
    """The clean text of each document (after the first, behind a form feed), or what is wrong with it."""
    first = True
    for arrival in open_documents(paths, stdin=stdin):
        article = _clean(arrival)
        if isinstance(article, CleanedArticle):
            yield ("" if first else "\f") + article.body, None
            first = False
        elif isinstance(article, Failure):
            yield None, f"{article.origin}: {article.reason}"


def cleaned_records(paths: Sequence[str], stdin: BinaryIO) -> Iterator[Answer]:
    """A JSON object for each record of JSONL input, under the record's id, and for each document in other files, under its name."""
    for path in paths:
        if path == "-" or path.endswith(_RECORD_FILES):
            yield from _from_records(path, stdin)
            continue
        for arrival in open_documents([path], stdin=stdin):
            if not isinstance(arrival, Skipped):
                yield _answer(arrival.origin, arrival)


def _from_records(path: str, stdin: BinaryIO) -> Iterator[Answer]:
    name = "stdin" if path == "-" else path
    try:
        with nullcontext(stdin) if path == "-" else open(path, "rb") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield _answer(*_record(line, f"{name}:{number}"))
    except OSError as error:
        yield _answer(None, Failure(name, f"cannot be read ({os.strerror(error.errno or 0)}); check the path"))


def _record(line: bytes, origin: str) -> tuple[Any, RawDocument | Failure]:
    try:
        record = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        return None, Failure(origin, f"not valid JSON ({error})")
    if not isinstance(record, dict):
        return None, Failure(origin, 'no record but a bare value; expected an object such as {"id": "1", "text": "…"}')
    try:
        return record.get("id"), read_record(record, origin, None, None)
    except ReadError as error:
        return record.get("id"), Failure(origin, str(error))


def _answer(record_id: object, arrival: RawDocument | Failure) -> Answer:
    article = _clean(arrival)
    if isinstance(article, CleanedArticle):
        url = arrival.url if isinstance(arrival, RawDocument) else None
        return to_json(cleaned_record(article, record_id, url)), None
    assert isinstance(article, Failure)
    return to_json(error_record(record_id, article)), f"{article.origin}: {article.reason}"


def _clean(arrival: RawDocument | Failure | Skipped) -> CleanedArticle | Failure | Skipped:
    return clean_or_fail(Cleaner(), arrival) if isinstance(arrival, RawDocument) else arrival
