"""What `dateline clean` does with each document: one in, one out, in order, nothing held back or piled up."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, cast

from dateline.cleaning import Cleaner
from dateline.crew import PARCEL, clean_together
from dateline.errors import ReadError
from dateline.present.record import cleaned_record, error_record, to_json
from dateline.readers import open_documents
from dateline.readers.fields import read_record
from dateline.types.articles import CleanedArticle
from dateline.types.documents import Failure, RawDocument, Skipped

if TYPE_CHECKING:
    from io import BufferedIOBase

Answer = tuple[str | None, str | None]
Given = tuple[object, RawDocument | Failure | Skipped]
_CHUNK = 1 << 20
_RECORD_FILES = (".jsonl", ".ndjson", ".jsonlines")


def cleaned_texts(paths: Sequence[str], stdin: BinaryIO) -> Iterator[Answer]:
    """The clean text of each document (after the first, behind a form feed), or what is wrong with it."""
    first = True
    for path in paths:
        for _, _, article in _cleaned(_documents(path, stdin)):
            if isinstance(article, CleanedArticle):
                yield ("" if first else "\f") + article.body, None
                first = False
            elif isinstance(article, Failure):
                yield None, f"{article.origin}: {article.reason}"


def cleaned_records(paths: Sequence[str], stdin: BinaryIO) -> Iterator[Answer]:
    """A JSON object for each record of JSONL input, under the record's id, and for each document in other files, under its name."""
    for path in paths:
        some = _records(path, stdin) if path == "-" or path.endswith(_RECORD_FILES) else _documents(path, stdin)
        for record_id, url, article in _cleaned(some):
            if isinstance(article, CleanedArticle):
                yield to_json(cleaned_record(article, record_id, url)), None
            elif isinstance(article, Failure):
                yield to_json(error_record(record_id, article)), f"{article.origin}: {article.reason}"


def _cleaned(given: Iterator[list[Given]]) -> Iterator[tuple[object, str | None, CleanedArticle | Failure | Skipped]]:
    """What came of each, with its id and address; those of a list are cleaned together."""
    cleaner = Cleaner()
    for some in given:
        articles = iter(clean_together(cleaner, [arrival for _, arrival in some if isinstance(arrival, RawDocument)]))
        for record_id, arrival in some:
            if isinstance(arrival, RawDocument):
                yield record_id, arrival.url, next(articles)
            else:
                yield record_id, None, arrival


def _documents(path: str, stdin: BinaryIO) -> Iterator[list[Given]]:
    found: Iterator[Given] = ((arrival.origin, arrival) for arrival in open_documents([path], stdin=stdin))
    while some := list(islice(found, 1 if path == "-" else PARCEL)):  # nothing is held back that might have come in by hand
        yield some


def _records(path: str, stdin: BinaryIO) -> Iterator[list[Given]]:
    name, number = "stdin" if path == "-" else path, 0
    try:
        with nullcontext(stdin) if path == "-" else open(path, "rb") as stream:
            for lines in _lines_at_hand(stream):
                numbered = list(enumerate(lines, number + 1))
                number += len(lines)
                for start in range(0, len(numbered), PARCEL):
                    parcel = numbered[start : start + PARCEL]
                    yield [_record(line, f"{name}:{at}") for at, line in parcel if line.strip()]
    except OSError as error:
        yield [(None, Failure(name, f"cannot be read ({os.strerror(error.errno or 0)}); check the path"))]


def _lines_at_hand(stream: BinaryIO) -> Iterator[list[bytes]]:
    """The lines of a stream, as many at a time as are there without waiting for more."""
    held: list[bytes] = []
    while chunk := cast("BufferedIOBase", stream).read1(_CHUNK):
        first, *others = chunk.split(b"\n")
        held.append(first)
        if others:
            yield [b"".join(held), *others[:-1]]
            held = [others[-1]]
    yield [b"".join(held)]


def _record(line: bytes, origin: str) -> Given:
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
