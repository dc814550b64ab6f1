"""Put rows into an index in a cluster, without an archive. The index has the texts; documents and older captures stay in the files.

The rows decide what an archive would decide: the newest capture is the article, and copies are those that `--stories` found. So a
folder always gives the same index, no matter how often the import was interrupted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import NamedTuple

from dateline.archive.batch.completion_marks import ARTICLES, Mark, digest, read_marks
from dateline.archive.batch.import_rows import article_of
from dateline.archive.batch.output_folder import Folder, folder_at
from dateline.archive.batch.rows import ARTICLE, FAILED, SKIPPED, Row
from dateline.archive.batch.run import STORIES, STORIES_MARK, keyed, read_record
from dateline.archive.batch.stories import CAPTURE_COLUMNS, Capture, capture_of, representatives
from dateline.archive.batch.table import article_schema, read_rows, require_pyarrow
from dateline.archive.exchange import validation
from dateline.errors import ReadError
from dateline.search.opensearch.batch_index import BatchIndex, Build
from dateline.search.opensearch.choice import batch_index
from dateline.text import content_hash
from dateline.types.articles import ArchivedArticle, ClusterMark
from dateline.types.documents import Failure, IngestSummary
from dateline.types.history import Change

_BATCH_SIZE = 2_000
_ID_LENGTH = 8
_NO_STORIES = "Copies of one story are listed as separate stories; run 'dateline batch … --stories', then import again."
Place = tuple[str, int]
"""The key of a file, and a position in it."""
Progress = Callable[[ArchivedArticle, str], None]


class _IndexedArticle(NamedTuple):
    """What all rows together show about an article: its id in the index, and its place in a cluster."""

    id: str
    mark: ClusterMark | None


@dataclass(slots=True)
class _Counts:
    """The outcomes of the rows."""

    new: int = 0
    duplicate: int = 0
    failures: list[Failure] = field(default_factory=list)
    skip_reasons: Counter[str] = field(default_factory=Counter)

    def summary(self) -> IngestSummary:
        """Return the counts as the summary of an ingest."""
        return IngestSummary(
            new=self.new,
            duplicate=self.duplicate,
            skipped=self.skip_reasons.total(),
            failed=len(self.failures),
            failures=tuple(self.failures),
            passed=tuple(self.skip_reasons.items()),
        )


def import_into_index(
    place: str, address: str, name: str, *, shards: int = 1, progress: Progress | None = None
) -> tuple[IngestSummary, list[str]]:
    """Put the output folder of `dateline batch` into the index at an address, under a name; return a summary and warnings.

    A row that cannot be imported is a failure. If the index already has all rows, nothing is read.
    """
    require_pyarrow()
    folder = folder_at(place)
    marks = list(read_marks(folder).values())
    if not marks:
        raise ReadError(f"{place}: has no finished file of 'dateline batch'; give its output folder, which has an {ARTICLES}/")
    of = digest(keyed(marks))
    grouped = read_record(folder, STORIES_MARK).get("of") == of and STORIES in folder.sizes("")
    notes = [] if grouped else [_NO_STORIES]
    content = content_hash(f"{digest(marks)} {grouped}".encode())
    index = batch_index(address, name, folder.name, content, datetime.now(UTC).replace(microsecond=0), shards)
    try:
        if index.is_complete():
            return IngestSummary(), [*notes, f"All of this is in the index already, under the name {name}."]
        return _Import(folder, marks, index, progress).run(grouped), notes
    finally:
        index.close()


@dataclass(slots=True)
class _Import:
    """The import of one folder into one index."""

    folder: Folder
    marks: list[Mark]
    index: BatchIndex
    progress: Progress | None
    counts: _Counts = field(default_factory=_Counts)

    def run(self, grouped: bool) -> IngestSummary:
        """Import all rows."""
        known, build = self._find_representatives(grouped), self.index.begin()
        changes, last = self._changes(known, build), 0
        while some := list(islice(changes, _BATCH_SIZE)):
            last = some[-1].number
            if last > build.position:
                self.index.put(build, (change for change in some if change.number > build.position), last)
            for change in some:
                if self.progress and change.article:
                    self.progress(change.article, "new")
        self.index.finish(build, last)
        return self.counts.summary()

    def _find_representatives(self, grouped: bool) -> dict[Place, _IndexedArticle]:
        """Return the rows that represent their articles, by place."""
        found, number = representatives(self._read_captures()), Counter[str]()
        ids: dict[str, str] = {}
        for one in sorted(found, key=lambda one: one.place):
            short = one.id[:_ID_LENGTH]
            ids[one.id] = one.id[: _ID_LENGTH + number[short]]  # as in an archive, a longer id resolves a collision
            number[short] += 1
        marks = self._stories(ids) if grouped else {}
        return {one.place: _IndexedArticle(ids[one.id], marks.get(one.id)) for one in found}

    def _read_captures(self) -> Iterator[Capture]:
        for mark in self.marks:
            with self.folder.opened(mark.table) as stream:
                for number, row in enumerate(read_rows(stream, mark.table, CAPTURE_COLUMNS), start=1):
                    try:
                        if row["outcome"] == ARTICLE:
                            yield capture_of(row, mark.key)
                    except (ValueError, TypeError) as error:
                        reason = f"has invalid facts about its document ({error})"
                        self.counts.failures.append(Failure(f"{mark.table}:{number}", reason))

    def _stories(self, ids: Mapping[str, str]) -> dict[str, ClusterMark]:
        with self.folder.opened(STORIES) as stream:
            rows = list(read_rows(stream, STORIES, ("id", "lead", "copies", "similarity")))
        return {
            row["id"]: ClusterMark(ids[row["lead"]], row["copies"], row["similarity"])
            for row in rows
            if row["id"] in ids and row["lead"] in ids
        }

    def _changes(self, known: Mapping[Place, _IndexedArticle], build: Build) -> Iterator[Change]:
        """Yield the articles in the order of files and rows. An article's number depends only on its place, not on invalid rows."""
        number, columns = 0, [name for name in article_schema().names if name not in ("raw", "keys")]
        for mark in self.marks:
            with self.folder.opened(mark.table) as stream:
                for at, row in enumerate(read_rows(stream, mark.table, columns), start=1):
                    one = known.get((mark.key, row["position"])) if row["outcome"] == ARTICLE else None
                    number += one is not None
                    try:
                        if one is None:
                            self._count(row)
                            continue
                        article = _to_article(row, one, number, build.started)
                    except ReadError as error:
                        self.counts.failures.append(Failure(f"{mark.table}:{at}", str(error)))
                        continue
                    self.counts.new += 1
                    yield Change(number, one.id, article)

    def _count(self, row: Row) -> None:
        """Count a row that does not represent an article."""
        match row["outcome"]:
            case "failed":
                self.counts.failures.append(Failure(validation.text(row, "origin"), validation.text(row, "reason")))
            case "skipped":
                self.counts.skip_reasons[validation.text(row, "reason")] += 1
            case "article":
                self.counts.duplicate += 1
            case other:
                raise validation.wrong_value("outcome", f"{ARTICLE}, {FAILED} or {SKIPPED}", other)


def _to_article(row: Row, known: _IndexedArticle, number: int, seen: datetime) -> ArchivedArticle:
    origin, url = validation.text(row, "origin"), validation.text_or_none(row, "url")
    return ArchivedArticle(known.id, 1, number, article_of(row), origin, url, seen, known.mark)
