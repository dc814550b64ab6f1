"""Intake: ingest documents into the store, a batch at a time, and count the outcomes.

Every document has one outcome, and a batch is stored completely or not at all. The index follows after each batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from dateline.archive.preparation import PreparationSettings, PreparedDocument, clean_and_prepare
from dateline.archive.worker_pool import WorkerPool, batches, clean_in_worker, make_job, run_in_worker
from dateline.cleaning import Cleaner
from dateline.cleaning.cleaner import with_overrides
from dateline.errors import ArticleDiffers, DatelineError
from dateline.metadata.correction import apply_corrections
from dateline.metadata.names.found import finds_names
from dateline.readers import Arrival, FileKnown, FileState, Mark
from dateline.search.entry import Entry
from dateline.store.dictionaries import Dictionary
from dateline.store.placement import find_identity
from dateline.store.placement_types import Placement
from dateline.store.prepared_article import Prepared
from dateline.text import content_hash
from dateline.types.articles import CleanedArticle, LineOverrides
from dateline.types.documents import CleanedDocument, DocumentWarning, Failure, IngestSummary, Outcome, RawDocument, Skipped
from dateline.types.history import ArticleRecord
from dateline.workers.worker import Job, Limits


class IntakeStore(Protocol):
    """The methods of a store that an intake uses."""

    def batch(self) -> AbstractContextManager[None]:
        """A context in which all writes are committed together or not at all."""

    def named(self, raw: RawDocument) -> RawDocument:
        """Return `raw` with the identity that it belongs to."""

    def locate(self, raw: RawDocument, raw_id: str) -> Placement:
        """Return where a document belongs."""

    @property
    def dictionary(self) -> Dictionary:
        """The dictionary that compresses removed lines now."""

    def prepare(self, article: CleanedArticle, raw: RawDocument) -> Prepared:
        """Return a cleaned article in the form in which it is stored."""

    def add(self, raw: RawDocument, raw_id: str, placement: Placement, article: Prepared, seen: datetime) -> tuple[str, int]:
        """Store a document where it belongs; return the id of its article and the number of the change."""

    def add_sighting(self, raw: RawDocument, raw_id: str, placement: Placement, seen: datetime) -> None:
        """Store that a known document was seen again."""

    def repair_raw(self, raw_id: str, content: bytes) -> bool:
        """Store bytes again if the stored ones are damaged; return whether they were."""

    def update_hints(self, article_id: str, version: int, arrival: RawDocument) -> RawDocument | None:
        """Store new hints for a known version; return its document, or None if no hint is new."""

    def replace(self, article_id: str, article: CleanedArticle) -> bool:
        """Write a newly cleaned article over the newest version; return whether it differs."""

    def add_failure(self, failure: Failure, at: datetime) -> None:
        """Store a failure."""

    def note_files(self, files: Iterable[FileState]) -> None:
        """Record that files were ingested."""

    def names(self) -> Sequence[object]:
        """Return a person's corrections of names."""

    def corrections(self, article_id: str) -> Mapping[str, str]:
        """Return the fields of an article that a person has corrected."""

    def overrides(self, article_id: str) -> LineOverrides:
        """Return the lines of an article that a person has restored or dropped."""


Document = RawDocument | CleanedDocument
Coming = Arrival | CleanedDocument
Progress = Callable[[Coming | ArticleRecord, Outcome], None]
Settled = tuple[Outcome, Failure | None]
_INGESTED = ("new", "new_version", "duplicate")
_CLEANED = ("new", "new_version")
_MOST_REASONS = 50
_OTHERS = "other reasons"
_HAS_TOMBSTONE = "was deleted before; 'dateline delete --forget-names' with its address or file allows it again"


@dataclass(slots=True)
class Intake:
    """One ingest; `follow` is called before the first batch and after each.

    Before `follow`, `remember` receives the index entries of the articles that were new in the batch.
    """

    store: IntakeStore
    cleaner: Cleaner
    follow: Callable[[], None]
    progress: Progress | None = None
    strict: bool = False
    limits: Limits | None = None
    updates_hints: bool = False
    remember: Callable[[list[Entry]], None] | None = None
    _preparation: PreparationSettings | None = None
    _new: list[Entry] = field(default_factory=list)
    _name_changes: bool | None = None
    _corrected: int = 0
    _healed: int = 0
    _skip_reasons: dict[str, int] = field(default_factory=dict)
    _counts: dict[Outcome, int] = field(default_factory=dict)
    _failures: list[Failure] = field(default_factory=list)
    _warnings: list[DocumentWarning] = field(default_factory=list)
    _known_files: int = 0
    _has_article: bool = False

    def documents(self, arrivals: Iterable[Coming | Mark], jobs: int) -> IngestSummary:
        """Ingest documents; `jobs` processes clean those that are not clean yet. With `strict`, a failure raises DatelineError."""
        self.follow()
        pool = WorkerPool(self.cleaner, 1 if self.strict else jobs, self.limits)
        # In strict mode each is cleaned in its turn, so that all documents before the first failure are stored.
        for batch, ready in pool.run_ahead(self._job, batches(arrivals), (lambda _: {}) if self.strict else self._find_unknown):
            self._store_batch(batch, [partial(self._ingest, arrival, ready.get(place)) for place, arrival in enumerate(batch)])
        return self._summary()

    def _job(self) -> Job[Document, PreparedDocument | Failure]:
        """Return the job of the workers. It changes when the archive has learned a new dictionary."""
        if self._preparation is None or self._preparation.dictionary != self.store.dictionary:
            self._preparation = PreparationSettings(self.cleaner, self.store.dictionary)
        return make_job(clean_and_prepare, self._preparation)

    def import_records(
        self, arrivals: Iterable[ArticleRecord | Failure], admit: Callable[[ArticleRecord], Outcome]
    ) -> IngestSummary:
        """Import article records of another archive unchanged; `admit` stores a record and returns its outcome."""
        self.follow()
        for batch in batches(arrivals):
            self._store_batch(batch, [partial(_import_record, arrival, admit) for arrival in batch])
        return self._summary()

    def _summary(self) -> IngestSummary:
        numbers = IngestSummary(**self._counts)  # type: ignore[arg-type]  # the outcomes are fields of numbers
        return replace(
            numbers,
            known_files=self._known_files,
            corrected=self._corrected,
            healed=self._healed,
            passed=tuple(self._skip_reasons.items()),
            failures=tuple(self._failures),
            remarks=tuple(self._warnings),
        )

    def _store_batch(self, batch: Sequence[Coming | Mark | ArticleRecord], steps: Sequence[Callable[[], Settled | None]]) -> None:
        with self.store.batch():
            for arrival, step in zip(batch, steps, strict=True):
                settled = step()
                if settled is None:
                    continue
                outcome, failure = settled
                self._has_article |= outcome in _INGESTED
                self._counts[outcome] = self._counts.get(outcome, 0) + 1
                if failure:
                    self._failures.append(failure)
                if self.progress and not isinstance(arrival, Mark):
                    self.progress(arrival, outcome)
        if self.remember:
            self.remember(self._new)
        self._new = []
        self.follow()

    def _record_file(self, mark: Mark) -> None:
        """Record a file in the same commit as its last document; a file that gave no article will be read again another time."""
        if isinstance(mark, FileKnown):
            self._known_files += 1
        elif self._has_article:
            self.store.note_files([mark.file])
        self._has_article = False

    def _find_unknown(self, batch: Sequence[Coming | Mark]) -> dict[int, Document]:
        """Return the documents of a batch, by position and each once, that need preparation as far as the store knows now."""
        wanted: dict[tuple[str, str | None], tuple[int, Document]] = {}
        for place, arrival in enumerate(batch):
            if isinstance(arrival, Document):
                raw, raw_id = self.store.named(_raw_of(arrival)), content_hash(arrival.content)
                if self.store.locate(raw, raw_id).outcome in _CLEANED:
                    wanted.setdefault((raw_id, find_identity(raw)), (place, _with_identity(raw, arrival)))
        return dict(wanted.values())

    def _ingest(self, arrival: Coming | Mark, ready: PreparedDocument | Failure | None) -> Settled | None:
        now = datetime.now(UTC)
        if isinstance(arrival, Mark):
            self._record_file(arrival)
            return None
        if isinstance(arrival, Skipped):
            self._count_skipped(arrival.reason)
            return "skipped", None
        if isinstance(arrival, Failure):
            if self.strict:
                raise DatelineError(f"{arrival.origin}: {arrival.reason}")
            if arrival.noted:
                self.store.add_failure(arrival, now)
            return "failed", arrival
        return self._store_document(arrival, ready, now)

    def _store_document(self, arrival: Document, ready: PreparedDocument | Failure | None, now: datetime) -> Settled:
        raw, raw_id = self.store.named(_raw_of(arrival)), content_hash(arrival.content)
        placement = self.store.locate(raw, raw_id)
        if placement.outcome == "skipped":
            self._count_skipped(_HAS_TOMBSTONE)
            return "skipped", None
        if placement.outcome == "duplicate":
            self.store.add_sighting(raw, raw_id, placement, now)
            if self.updates_hints:
                self._healed += self.store.repair_raw(raw_id, raw.content)
            return "duplicate", self._update_hints(placement, raw) if self.updates_hints else None
        if ready is None:
            ready = run_in_worker(self._job(), [_with_identity(raw, arrival)], self.limits)[0]
        if isinstance(ready, PreparedDocument) and placement.article_id:
            ready = self._with_human_edits(placement.article_id, raw, ready)
        if isinstance(ready, Failure):
            if self.strict:
                raise DatelineError(f"{ready.origin}: {ready.reason}")
            self.store.add_failure(ready, now)
            return "failed", ready
        article_id, change = self.store.add(raw, raw_id, placement, ready.stored, now)
        if ready.fields and placement.outcome == "new" and not self._has_name_changes():
            self._new.append(Entry(change, article_id, ready.fields, now.replace(microsecond=0), None))
        if remark := raw.hints.get("remark"):
            self._warnings.append(DocumentWarning(raw.origin, remark))
        return placement.outcome, None

    def _has_name_changes(self) -> bool:
        """Whether a person renamed or hid names; the index then reads them from the store."""
        if self._name_changes is None:
            self._name_changes = bool(self.store.names())
        return self._name_changes

    def _count_skipped(self, reason: str) -> None:
        """Count a reason for skipping; after many different reasons, further ones are counted together."""
        if reason not in self._skip_reasons and len(self._skip_reasons) >= _MOST_REASONS:
            reason = _OTHERS
        self._skip_reasons[reason] = self._skip_reasons.get(reason, 0) + 1

    def _with_human_edits(self, article_id: str, raw: RawDocument, ready: PreparedDocument) -> PreparedDocument | Failure:
        """Apply a person's edits of the article. Nearly always there are none, and the document is returned as it is."""
        if not self.store.corrections(article_id) and self.store.overrides(article_id) == LineOverrides():
            return ready
        article = clean_in_worker(self.cleaner, [raw], self.limits)[0]
        if isinstance(article, Failure):
            return article
        return PreparedDocument(self.store.prepare(apply_human_edits(self.store, article_id, article), raw), None)

    def _update_hints(self, placement: Placement, arrival: RawDocument) -> Failure | None:
        """Apply new hints to a document that was ingested before."""
        if not arrival.hints or placement.article_id is None:
            return None
        raw = self.store.update_hints(placement.article_id, placement.version, arrival)
        if raw is None:
            return None
        article = clean_in_worker(self.cleaner, [raw], self.limits)[0]
        if isinstance(article, Failure):
            return article
        self._corrected += self.store.replace(placement.article_id, apply_human_edits(self.store, placement.article_id, article))
        return None


def _raw_of(arrival: Document) -> RawDocument:
    return arrival if isinstance(arrival, RawDocument) else arrival.document


def _with_identity(raw: RawDocument, arrival: Document) -> Document:
    """Return the arrived document with the identity that it belongs to."""
    return raw if isinstance(arrival, RawDocument) else replace(arrival, document=raw)


def _import_record(arrival: ArticleRecord | Failure, admit: Callable[[ArticleRecord], Outcome]) -> Settled:
    if isinstance(arrival, Failure):
        return "failed", arrival
    try:
        return admit(arrival), None
    except ArticleDiffers as error:
        return "failed", Failure(arrival.found.origin, str(error))


def apply_human_edits(store: IntakeStore, article_id: str, article: CleanedArticle) -> CleanedArticle:
    """Return `article` with a person's edits of lines and fields, and with the names in the remaining lines."""
    metadata = apply_corrections(article.metadata, store.corrections(article_id))
    edited = with_overrides(replace(article, metadata=metadata), store.overrides(article_id))
    if edited == article or not finds_names(article.cleaner):
        return edited
    from dateline.metadata.names.find import with_names  # its gazetteers are large, and most articles have no edits

    return replace(edited, metadata=with_names(edited.metadata, edited.lines))
