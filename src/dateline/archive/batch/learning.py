"""What the rows of a whole collection teach about its sources, and new rows where that changes them.

Lines that a template removed still count as evidence for it, and dates that a learned order decided do not count. So the result is
the same whether or not it was applied before, and each run can learn from the files as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import NamedTuple

from dateline.archive.batch.completion_marks import Mark, write_mark
from dateline.archive.batch.file import Counts, Going, Stopped
from dateline.archive.batch.import_rows import article_of
from dateline.archive.batch.output_folder import Folder
from dateline.archive.batch.recipe import Recipe
from dateline.archive.batch.rows import ARTICLE, Row, clean_to_rows, document_of, failed_row
from dateline.archive.batch.table import article_schema, read_rows, write_rows
from dateline.archive.worker_pool import WorkerPool, batches, make_job
from dateline.cleaning.learning import Learned
from dateline.cleaning.templates import SourcePage, Template, learn_templates, make_line_key, source_page
from dateline.metadata.day_order import DayOrder, is_ambiguous, learn_day_orders
from dateline.types.articles import DateEvidence
from dateline.types.documents import Failure, RawDocument
from dateline.workers.worker import Job

MOST_PAGES = 10_000  # of one source: those with the lowest ids, which are hashes and so a fair sample
_TEMPLATE = '"template:'
_COLUMNS = (
    *("position", "outcome", "id", "title", "source", "domain", "kind", "text", "ledger", "cleaner", "raw_id"),
    *("published_evidence", "updated_evidence", "dates", "authors", "section", "place", "agency", "tags", "related", "language"),
)


class PageEvidence(NamedTuple):
    """What one article teaches. Witnesses sort by id, then by place."""

    id: str
    place: tuple[str, int]
    page: SourcePage
    dates: tuple[DateEvidence, ...]


def read_page_evidence(folder: Folder, mark: Mark) -> Iterator[PageEvidence]:
    """Yield what the articles of one file teach."""
    with folder.opened(mark.table) as stream:
        for row in read_rows(stream, mark.table, _COLUMNS):
            if row["outcome"] == ARTICLE:
                article = article_of(row)
                page = source_page(article)
                if page.source:
                    yield PageEvidence(row["id"], (mark.key, row["position"]), page, article.metadata.dates)


def sampled(found: Iterable[PageEvidence]) -> list[PageEvidence]:
    """Return the sample of one source that is looked at."""
    return nsmallest(MOST_PAGES, found, key=lambda one: (one.id, one.place))


def learn_source(found: Iterable[PageEvidence]) -> Learned:
    """Return what the pages of one source teach."""
    pages = sorted(found, key=lambda one: one.place)
    return Learned(learn_templates(one.page for one in pages), learn_day_orders((one.page.source, one.dates) for one in pages))


def together(found: Iterable[Learned]) -> Learned:
    """Combine what all sources teach."""
    parts = list(found)
    templates = sorted((one for part in parts for one in part.templates), key=lambda one: (one.source, -one.seen, one.key))
    return Learned(tuple(templates), tuple(sorted((one for part in parts for one in part.day_orders), key=lambda one: one.source)))


def learn_here(folder: Folder, marks: Iterable[Mark]) -> Learned:
    """Return what the articles of these files teach; it runs in this process."""
    by_source: dict[str, list[PageEvidence]] = {}
    for mark in marks:
        for one in read_page_evidence(folder, mark):
            group = by_source.setdefault(one.page.source, [])
            group.append(one)
            if len(group) >= 2 * MOST_PAGES:
                by_source[one.page.source] = sampled(group)
    return together(learn_source(sampled(group)) for group in by_source.values())


@dataclass(frozen=True, slots=True)
class Known:
    """What was learned, in a form that rows can be compared with."""

    recipe: Recipe
    lines: Mapping[str, frozenset[str]] = field(default_factory=dict)
    orders: frozenset[str] = frozenset()
    version: str = ""
    """The version of what was learned; empty if that is nothing."""

    @classmethod
    def of(cls, recipe: Recipe, learned: Learned | None) -> Known:
        """Combine `learned` with the recipe; None if nothing is to be learned."""
        if learned is None:
            return cls(recipe)
        lines: dict[str, set[str]] = {}
        for template in learned.templates:
            lines.setdefault(template.source, set()).add(template.key)
        orders, knowing = frozenset(order.source for order in learned.day_orders), recipe.knowing(learned)
        version = "+".join(filter(None, (knowing.cleaner.templates.version, knowing.cleaner.days.version)))
        return cls(knowing, {source: frozenset(keys) for source, keys in lines.items()}, orders, version)

    def changes(self, row: Row, before: str) -> bool:
        """Whether a row could change, or was changed by what was known `before`. A failed row is always tried again."""
        if row["outcome"] != ARTICLE:
            return True
        source = row["source"] or row["domain"] or ""
        if (source in self.orders or before) and any(is_ambiguous(one["text"]) for one in row["dates"]):
            return True
        if _TEMPLATE in row["ledger"]:
            return True
        keys = self.lines.get(source)
        return keys is not None and any(make_line_key(line) in keys for line in row["text"].split("\n") if line)


def apply_known(folder: Folder, mark: Mark, known: Known, jobs: int = 1, going: Going = lambda _: True) -> Mark:
    """Apply what was learned to a file: clean the articles that it changes again, within limits; return the new mark."""
    counts = Counts()
    with folder.opened(mark.table) as given, folder.whole(mark.table) as stream:
        write_rows(_rows(read_rows(given, mark.table), mark, known, (jobs, going), counts), stream, article_schema())
        stream.flush()
        size = stream.tell()
    numbers = (counts.articles, counts.failed, counts.skipped, size)
    done = Mark(mark.key, mark.input, mark.state, mark.recipe, *numbers, known.version, counts.examples)
    write_mark(folder, done)
    return done


def _rows(given: Iterator[Row], mark: Mark, known: Known, how: tuple[int, Going], counts: Counts) -> Iterator[Row]:
    (jobs, going), cleaner = how, known.recipe.cleaner
    job: Job[RawDocument, Row | Failure] = make_job(clean_to_rows, cleaner)

    def wanted(batch: list[Row]) -> dict[int, RawDocument]:
        return {
            place: document_of(row)
            for place, row in enumerate(batch)
            if row["raw"] is not None and known.changes(row, mark.learned)
        }

    for batch, made in WorkerPool(cleaner, jobs, known.recipe.limits).run_ahead(lambda: job, batches(given), wanted):
        if not going(len(batch)):
            raise Stopped(f"{mark.input}: stopped")
        for place, row in enumerate(batch):
            yield counts.add(_new_row(row, made.get(place), cleaner.version))


def _new_row(row: Row, made: Row | Failure | None, cleaner: str) -> Row:
    if isinstance(made, Failure):
        return failed_row(row, made)
    if made is None:
        return {**row, "cleaner": cleaner} if row["outcome"] == ARTICLE else row
    return {**made, "raw": row["raw"]}


def learned_record(learned: Learned) -> dict[str, object]:
    """Return what was learned as JSON, for people and other programs."""
    return {"templates": list(map(_template, learned.templates)), "day_orders": list(map(_order, learned.day_orders))}


def _template(one: Template) -> dict[str, object]:
    return {"source": one.source, "line": one.text, "seen": one.seen, "stories": one.stories}


def _order(one: DayOrder) -> dict[str, object]:
    return {"source": one.source, "day_first": one.day_first, "seen": one.seen, "pages": one.pages}
