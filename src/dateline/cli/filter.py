"""The filter of `dateline clean`: it cleans documents one by one and keeps their order, without collecting them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from io import BufferedReader, RawIOBase
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, cast

from dateline.archive.worker_pool import CHUNK, clean_chunks, clean_in_worker
from dateline.readers import Arrival, open_documents
from dateline.readers.error_boundary import make_or_fail
from dateline.readers.fields import read_record
from dateline.types.articles import CleanedArticle
from dateline.types.documents import Failure, RawDocument, Skipped
from dateline.workers.worker import Job, Limits

if TYPE_CHECKING:
    from io import BufferedIOBase

Answer = tuple[str | None, str | None]
Writer = Callable[[RawDocument, CleanedArticle], str]
Outcome = CleanedArticle | Failure | Skipped
Cleaned = tuple[object, str | None, Outcome]
_CHUNK = 1 << 20
_RECORD_FILES = (".jsonl", ".ndjson", ".jsonlines")


def text_of(raw: RawDocument, article: CleanedArticle) -> str:
    """The clean text alone."""
    return article.body


def markdown_writer(*, links: bool) -> Writer:
    """A writer of Markdown: the title, the date, authors and source, then the clean text, with its links if `links`."""
    from dateline.page.read import read_links
    from dateline.render.markdown import escaped, story_markdown
    from dateline.render.results import date_text

    def write(raw: RawDocument, article: CleanedArticle) -> str:
        known = article.metadata
        facts = [date_text(known.published) if known.published else "", ", ".join(known.authors), known.source or ""]
        line = escaped(" · ".join(filter(None, facts)))
        heading = f"# {escaped(known.title)}\n\n" if known.title else ""
        body = story_markdown(None, article.lines, read_links(raw) if links else None).removesuffix("\n")
        return heading + (f"*{line}*\n\n" if line else "") + body

    return write


def ledger_writer(width: int) -> Writer:
    """A writer of the ledger: the metadata with the evidence, then the verdict on every line."""
    from dateline.render.evidence import date_lines, field_lines
    from dateline.render.layout import plain
    from dateline.render.story import ledger_lines

    def write(raw: RawDocument, article: CleanedArticle) -> str:
        known = article.metadata
        head = [plain(line) for line in (*field_lines(known, dict(known.origins), width), *date_lines(known, width))]
        ledger = [plain(line) for line in ledger_lines(article.lines, width, known.language)]
        return "\n".join([*head, *([""] if head and ledger else []), *ledger])

    return write


def cleaned_texts(paths: Sequence[str], stdin: BinaryIO, limits: Limits, write: Writer = text_of) -> Iterator[Answer]:
    """Yield the clean text of each document, with a form feed before all but the first, or the error."""
    first = True
    for path in paths:
        for arrival, article in _clean_documents(path, stdin, limits):
            if isinstance(article, CleanedArticle) and isinstance(arrival, RawDocument):
                yield ("" if first else "\f") + write(arrival, article), None
                first = False
            elif isinstance(article, Failure):
                yield None, f"{article.origin}: {article.reason}"


def cleaned_records(paths: Sequence[str], stdin: BinaryIO, limits: Limits, *, indent: bool = False) -> Iterator[Answer]:
    """Yield a JSON object for each record of JSONL input (with its id), and for each document in other files (with its origin)."""
    from dateline.render.article_record import cleaned_record, error_record  # slow to import, and not needed for texts
    from dateline.render.json import to_json

    for path in paths:
        by_line = _has_records(stdin) if path == "-" else path.endswith(_RECORD_FILES)
        for record_id, url, article in (
            _clean_records(path, stdin, limits) if by_line else _with_origins(_clean_documents(path, stdin, limits))
        ):
            if isinstance(article, CleanedArticle):
                yield to_json(cleaned_record(article, record_id, url), indent=indent), None
            elif isinstance(article, Failure):
                yield to_json(error_record(record_id, article), indent=indent), f"{article.origin}: {article.reason}"


def expand_packages(stream: BinaryIO) -> BinaryIO:
    """The stream with a buffer, so that its beginning can be peeked at."""
    return stream if isinstance(stream, BufferedReader) else BufferedReader(cast(RawIOBase, stream))


def _has_records(stream: BinaryIO) -> bool:
    """Whether the input is JSON with a record on each line, and not a text, a page or JSON in another layout."""
    head = stream.peek(1) if isinstance(stream, BufferedReader) else b""
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0].strip()
    return first.startswith(b"{") and first != b"{"


def _with_origins(done: Iterable[tuple[Arrival, Outcome]]) -> Iterator[Cleaned]:
    """Each outcome with the document's origin and address."""
    for arrival, outcome in done:
        yield arrival.origin, arrival.url if isinstance(arrival, RawDocument) else None, outcome


def _clean_documents(path: str, stdin: BinaryIO, limits: Limits) -> Iterator[tuple[Arrival, Outcome]]:
    """Each document in a file, with its outcome."""
    found = open_documents([path], stdin=stdin, limits=limits)
    while some := list(islice(found, 1 if path == "-" else CHUNK)):  # input may be typed, so each document is answered at once
        articles = iter(clean_in_worker(None, [arrival for arrival in some if isinstance(arrival, RawDocument)], limits))
        for arrival in some:
            if isinstance(arrival, RawDocument):
                yield arrival, next(articles)
            else:
                yield arrival, arrival


def _clean_records(path: str, stdin: BinaryIO, limits: Limits) -> Iterator[Cleaned]:
    """The outcome of each record of JSONL, with its id and address."""
    name, number = "stdin" if path == "-" else path, 0
    job = Job(_clean_lines, None, lambda line: len(line[0]), lambda line, why: (None, None, Failure(line[1], why)))
    try:
        with nullcontext(stdin) if path == "-" else open(path, "rb") as stream:
            for lines in _available_lines(stream):
                some = [(line, f"{name}:{at}") for at, line in enumerate(lines, number + 1) if line.strip()]
                number += len(lines)
                for start in range(0, len(some), CHUNK):
                    yield from job.done(some[start : start + CHUNK], limits)
    except OSError as error:
        yield None, None, Failure(name, f"cannot be read ({os.strerror(error.errno or 0)}); check the path")


def _clean_lines(cleaner: None, lines: Sequence[tuple[bytes, str]]) -> list[Cleaned]:
    """The outcomes of lines of JSON, each given with its place; the records are cleaned together."""
    some = [_parse_record(line, where) for line, where in lines]
    articles = iter(clean_chunks(cleaner, [record for _, record in some if isinstance(record, RawDocument)]))
    return [
        (record_id, record.url, next(articles)) if isinstance(record, RawDocument) else (record_id, None, record)
        for record_id, record in some
    ]


def _available_lines(stream: BinaryIO) -> Iterator[list[bytes]]:
    """The lines of a stream, in lists of those that are available without waiting for more."""
    partial: list[bytes] = []
    while chunk := cast("BufferedIOBase", stream).read1(_CHUNK):
        first, *others = chunk.split(b"\n")
        partial.append(first)
        if others:
            yield [b"".join(partial), *others[:-1]]
            partial = [others[-1]]
    yield [b"".join(partial)]


def _parse_record(line: bytes, origin: str) -> tuple[object, RawDocument | Failure]:
    try:
        record = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        return None, Failure(origin, f"not valid JSON ({error})")
    if not isinstance(record, dict):
        return None, Failure(origin, 'not a record but a bare value; expected an object such as {"id": "1", "text": "…"}')
    return record.get("id"), make_or_fail(origin, read_record, record, origin, None, None)
