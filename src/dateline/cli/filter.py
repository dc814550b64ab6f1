"""What `dateline clean` does with each document: one in, one out, in order, nothing held back or piled up."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import nullcontext, suppress
from queue import Empty, Queue
from threading import Thread
from typing import BinaryIO

from dateline.cleaning import Cleaner
from dateline.crew import PARCEL, clean_together
from dateline.errors import ReadError
from dateline.present.record import cleaned_record, error_record, to_json
from dateline.readers import open_documents
from dateline.readers.fields import read_record
from dateline.types import CleanedArticle, Failure, RawDocument, Skipped

Answer = tuple[str | None, str | None]
Given = tuple[object, RawDocument | Failure | Skipped]
_RECORD_FILES = (".jsonl", ".ndjson", ".jsonlines")


def cleaned_texts(paths: Sequence[str], stdin: BinaryIO) -> Iterator[Answer]:
    """The clean text of each document (after the first, behind a form feed), or what is wrong with it."""
    first = True
    for _, _, article in _cleaned((arrival.origin, arrival) for arrival in open_documents(paths, stdin=stdin)):
        if isinstance(article, CleanedArticle):
            yield ("" if first else "\f") + article.body, None
            first = False
        elif isinstance(article, Failure):
            yield None, f"{article.origin}: {article.reason}"


def cleaned_records(paths: Sequence[str], stdin: BinaryIO) -> Iterator[Answer]:
    """A JSON object for each record of JSONL input, under the record's id, and for each document in other files, under its name."""
    for record_id, url, article in _cleaned(_records(paths, stdin)):
        if isinstance(article, CleanedArticle):
            yield to_json(cleaned_record(article, record_id, url)), None
        elif isinstance(article, Failure):
            yield to_json(error_record(record_id, article)), f"{article.origin}: {article.reason}"


def _records(paths: Sequence[str], stdin: BinaryIO) -> Iterator[Given]:
    for path in paths:
        if path == "-" or path.endswith(_RECORD_FILES):
            yield from _from_records(path, stdin)
        else:
            yield from ((arrival.origin, arrival) for arrival in open_documents([path], stdin=stdin))


def _cleaned(given: Iterator[Given]) -> Iterator[tuple[object, str | None, CleanedArticle | Failure | Skipped]]:
    """What came of each, with its id and address. What is there is cleaned together; nothing waits for what is still to come."""
    cleaner = Cleaner()
    for some in _at_hand(given):
        documents = [arrival for _, arrival in some if isinstance(arrival, RawDocument)]
        articles = iter(clean_together(cleaner, documents))
        for record_id, arrival in some:
            if isinstance(arrival, RawDocument):
                yield record_id, arrival.url, next(articles)
            else:
                yield record_id, None, arrival


def _at_hand(given: Iterator[Given]) -> Iterator[list[Given]]:
    """What `given` has ready, in small lists: it is read in a thread that runs a little ahead."""
    ready: Queue[Given | BaseException | None] = Queue(PARCEL)

    def read() -> None:
        try:
            for one in given:
                ready.put(one)
            ready.put(None)
        except BaseException as error:  # noqa: BLE001  # not caught but handed over: raised where the answers are awaited
            ready.put(error)

    Thread(target=read, daemon=True).start()
    more = True
    while more:
        waiting = [ready.get()]
        with suppress(Empty):
            while len(waiting) < PARCEL:
                waiting.append(ready.get_nowait())
        some = [one for one in waiting if isinstance(one, tuple)]
        if some:
            yield some
        if isinstance(waiting[-1], BaseException):
            raise waiting[-1]
        more = waiting[-1] is not None


def _from_records(path: str, stdin: BinaryIO) -> Iterator[Given]:
    name = "stdin" if path == "-" else path
    try:
        with nullcontext(stdin) if path == "-" else open(path, "rb") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield _record(line, f"{name}:{number}")
    except OSError as error:
        yield (None, Failure(name, f"cannot be read ({os.strerror(error.errno or 0)}); check the path"))


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
