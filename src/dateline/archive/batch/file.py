"""One input file becomes one file of rows: read and cleaned within limits, and written completely with its mark, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dateline.archive.batch.completion_marks import Mark, table_of, write_mark
from dateline.archive.batch.inputs import Input
from dateline.archive.batch.output_folder import Folder
from dateline.archive.batch.recipe import Recipe
from dateline.archive.batch.rows import ARTICLE, FAILED, SKIPPED, Row, clean_to_rows, reason_row
from dateline.archive.batch.table import article_schema, write_rows
from dateline.archive.worker_pool import WorkerPool, batches, make_job
from dateline.errors import DatelineError
from dateline.readers.file_states import FileRead
from dateline.readers.file_states import Mark as Ending
from dateline.readers.in_worker import LOST
from dateline.readers.stream import open_as
from dateline.types.documents import Failure, RawDocument, Skipped
from dateline.workers.worker import Job

Going = Callable[[int], bool]
"""Receives a number of further documents; returns whether to go on."""


class Stopped(DatelineError):
    """A file was given up because the run was stopped."""


_EXAMPLES = 3


@dataclass(slots=True)
class Counts:
    """The number of rows with each outcome, the first failures, and whether the file was read to its end."""

    articles: int = 0
    failed: int = 0
    skipped: int = 0
    examples: tuple[tuple[str, str], ...] = ()
    ended: bool = False
    trouble: str = ""

    def add(self, row: Row) -> Row:
        """Count a row and set its position."""
        row["position"] = self.articles + self.failed + self.skipped
        self.articles += row["outcome"] == ARTICLE
        self.failed += row["outcome"] == FAILED
        self.skipped += row["outcome"] == SKIPPED
        if row["outcome"] == FAILED and len(self.examples) < _EXAMPLES:
            self.examples += ((row["origin"], row["reason"]),)
        return row


def clean_file(given: Input, folder: Folder, recipe: Recipe, jobs: int = 1, going: Going = lambda _: True) -> Mark | Failure:
    """Clean all documents of one file with `jobs` processes; return its mark, or why it cannot be read.

    A document that fails in any way is a row with its reason.
    """
    try:
        state = given.state()
        counts, key = Counts(), given.key
        with given.at_hand() as path, folder.whole(table_of(key)) as stream:
            pool = WorkerPool(recipe.cleaner, jobs, recipe.limits)
            write_rows(_rows((path, given), recipe, pool, counts, going), stream, article_schema())
            if not counts.ended:
                raise DatelineError(counts.trouble or "cannot be read completely; try again")
            stream.flush()
            size = stream.tell()
        numbers = (counts.articles, counts.failed, counts.skipped, size)
        mark = Mark(key, given.place, state, recipe.version, *numbers, examples=counts.examples)
        write_mark(folder, mark)
        return mark
    except Stopped:
        raise
    except DatelineError as error:
        return Failure(given.called, str(error).removeprefix(f"{given.called}: "))


def _rows(source: tuple[str, Input], recipe: Recipe, pool: WorkerPool, counts: Counts, going: Going) -> Iterator[Row]:
    path, given = source
    found = open_as(path, given.called, asked=given.asked, format=recipe.format, limits=recipe.limits, options=recipe.options)
    job: Job[RawDocument, Row | Failure] = make_job(clean_to_rows, recipe.cleaner)
    arrivals = recipe.by_hand.add_to(_until_end(found, counts))
    for batch, made in pool.run_ahead(lambda: job, batches(arrivals), _documents):
        if not going(len(batch)):
            raise Stopped(f"{given.called}: stopped")
        for place, arrival in enumerate(batch):
            yield counts.add(_row(arrival, made.get(place), raw=recipe.raw))


def _row(arrival: RawDocument | Failure | Skipped, made: Row | Failure | None, *, raw: bool) -> Row:
    if not isinstance(arrival, RawDocument):
        return reason_row(arrival)
    if isinstance(made, Failure) or made is None:
        return reason_row(made or Failure(arrival.origin, "was not cleaned"))
    return {**made, "raw": arrival.content} if raw else made


def _until_end(
    found: Iterator[RawDocument | Failure | Skipped | Ending], counts: Counts
) -> Iterator[RawDocument | Failure | Skipped]:
    """Yield the documents before the mark at the end of a file.

    A document that a worker lost also ends the file, because it would be lost again.
    """
    for one in found:
        if isinstance(one, FileRead):
            counts.ended = True
        elif isinstance(one, RawDocument | Failure | Skipped):
            if isinstance(one, Failure):
                counts.ended |= one.reason.startswith(LOST)
                counts.trouble = one.reason
            yield one


def _documents(batch: list[RawDocument | Failure | Skipped]) -> dict[int, RawDocument]:
    return {place: one for place, one in enumerate(batch) if isinstance(one, RawDocument)}
