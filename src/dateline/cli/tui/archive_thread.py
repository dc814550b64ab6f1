"""The archive thread: one thread holds the archive open and answers one query after another, so that the interface never blocks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from dateline.archive.archive import Archive
from dateline.archive.saved_searches import SavedSearches
from dateline.cli.tui.state import Answer, QueryState
from dateline.query import parse_query
from dateline.types.answers import Window
from dateline.types.articles import ArchivedArticle

Found = TypeVar("Found")


class ArchiveThread:
    """The archive in `folder`, opened when the context is entered; ArchiveMissing if there is none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._thread = ThreadPoolExecutor(1, "archive")
        self._archive: Archive | None = None

    def __enter__(self) -> Self:
        try:
            self._archive = self._thread.submit(Archive.open, self._folder).result()
        except BaseException:
            self._thread.shutdown()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._archive is not None:
            self._thread.submit(self._archive.close)
        self._thread.shutdown()

    async def ask(self, question: QueryState) -> Answer:
        """Answer a query; QueryError if it cannot be parsed."""
        return await self._run_in_thread(lambda archive: answer_question(archive, question))

    async def read(self, article_id: str) -> ArchivedArticle:
        """Return the article whose id begins like this; ArticleMissing if there is none."""
        return await self._run_in_thread(lambda archive: archive.get(article_id))

    async def change(self, job: Callable[[Archive], object]) -> None:
        """Make a change; DatelineError if it is not possible, for example while another process writes."""
        await self._run_in_thread(job)

    async def _run_in_thread(self, job: Callable[[Archive], Found]) -> Found:
        archive = self._archive
        assert archive is not None, "the archive thread was not entered"
        return await asyncio.get_running_loop().run_in_executor(self._thread, job, archive)


def answer_question(archive: Archive, question: QueryState) -> Answer:
    """Return the archive's answer to a query."""
    saved = SavedSearches(archive).texts() if "saved:" in question.text.lower() else None
    query = parse_query(question.text, date.today(), saved)
    found = archive.search(query, Window(limit=question.most, sort=question.sort))
    tally = archive.facets(query, question.facet, 50)
    return Answer(query, found.hits, found.total, found.notes, tally, archive.trend([query], question.by), found.stories)
