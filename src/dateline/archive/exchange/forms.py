"""The formats of an export, and what each of them needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO, Literal, Protocol, TypeVar

from dateline.archive.exchange.csv_file import write_csv
from dateline.archive.exchange.jsonl import write_records
from dateline.archive.exchange.markdown import write_markdown
from dateline.archive.exchange.output_file import write_whole_file, write_whole_folder
from dateline.archive.exchange.parquet import write_parquet
from dateline.errors import DatelineError
from dateline.page.read import read_links
from dateline.query import Query
from dateline.types.articles import ArchivedArticle
from dateline.types.documents import RawDocument
from dateline.types.history import ArticleRecord

_T = TypeVar("_T")
Form = Literal["jsonl", "csv", "markdown", "linked markdown", "parquet"]
_STREAMS: dict[Form, Callable[[Iterable[ArchivedArticle], BinaryIO], None]] = {"csv": write_csv, "parquet": write_parquet}


class Exportable(Protocol):
    """What can be exported, one article after another: an `Archive`."""

    def records(
        self, query: Query | None = None, *, unique: bool = False, damaged: list[str] | None = None
    ) -> Iterator[ArticleRecord]:
        """Yield the record of each article that matches (`unique`: one of each story); damaged ones are named in `damaged`."""
        ...

    def articles(
        self, query: Query | None = None, *, unique: bool = False, damaged: list[str] | None = None
    ) -> Iterator[ArchivedArticle]:
        """Yield each article that matches, as it is now."""
        ...

    def raw(self, article_id: str) -> RawDocument:
        """Return the raw document of an article."""
        ...


def write_export(
    given: Exportable,
    form: Form,
    target: Path | BinaryIO,
    query: Query | None = None,
    *,
    unique: bool = False,
    damaged: list[str] | None = None,
) -> int:
    """Write all articles of `given`, or all that match, to a file or stream (Markdown: a new folder); return their number.

    Articles have no links, so Markdown with links reads the raw documents again. A damaged article is left out and named in
    `damaged`; without that list it ends the export.
    """
    number = 0

    def counted(items: Iterable[_T]) -> Iterator[_T]:
        nonlocal number
        for number, item in enumerate(items, start=1):  # noqa: B007  # the number is used after the loop
            yield item

    if form in ("markdown", "linked markdown"):
        if not isinstance(target, Path):
            raise DatelineError("Markdown has one file for each article; give a folder with -o")
        with write_whole_folder(target) as folder:
            links = (lambda found: read_links(given.raw(found.id))) if form == "linked markdown" else None
            write_markdown(counted(given.articles(query, unique=unique, damaged=damaged)), folder, links)
        return number
    opened: AbstractContextManager[BinaryIO] = write_whole_file(target) if isinstance(target, Path) else nullcontext(target)
    with opened as stream:
        if form == "jsonl":
            write_records(counted(given.records(query, unique=unique, damaged=damaged)), stream)
        else:
            _STREAMS[form](counted(given.articles(query, unique=unique, damaged=damaged)), stream)
    return number
