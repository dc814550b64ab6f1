"""Dry run: an ingest that reads, cleans and counts as the real one does, and writes nothing.

It runs the same `Intake` on a store that only remembers what would be in it. If there is no archive yet, none is created.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from random import Random
from types import TracebackType
from typing import NamedTuple, Self

from dateline.archive.archive import Archive
from dateline.archive.intake import Intake, Progress, apply_human_edits
from dateline.archive.recleaning import cleaner_of
from dateline.archive.worker_pool import clean_in_worker
from dateline.cleaning import Cleaner
from dateline.readers import Arrival, FileState, Mark
from dateline.store import Store
from dateline.store.codec import Codec
from dateline.store.dictionaries import Dictionary
from dateline.store.hint_updates import merge_hints
from dateline.store.placement import find_identity, find_placement, settle_identity
from dateline.store.placement_types import Placement, Sighted
from dateline.store.prepared_article import Prepared, prepare_all
from dateline.store.version_order import Capture, capture_of
from dateline.types.articles import CleanedArticle, LineOverrides
from dateline.types.documents import Failure, IngestSummary, Outcome, RawDocument
from dateline.types.folder import ARCHIVE_FILE
from dateline.workers.worker import Limits

_SAMPLES = 3
_FIRST_NUMBER = 1 << 61  # sightings of a dry run come after all stored ones


class DryRunSample(NamedTuple):
    """A document as it would be ingested."""

    outcome: Outcome
    origin: str
    url: str | None
    article: CleanedArticle


@dataclass(slots=True)
class DryRun:
    """A dry run for one archive; `samples` are some of the documents that would be new, chosen at random from all of them."""

    archive: Archive | None
    cleaner: Cleaner
    samples: list[DryRunSample] = field(default_factory=list)
    _chosen: list[_SeenDocument] = field(default_factory=list)

    @classmethod
    def of(cls, folder: Path | str) -> Self:
        """Prepare a dry run for the archive in `folder`, which need not exist."""
        folder = Path(folder)
        if (folder / ARCHIVE_FILE).exists():
            archive = Archive.open(folder)
            return cls(archive, archive.cleaner)
        return cls(None, cleaner_of(folder))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.archive:
            self.archive.close()

    def has_ingested(self, file: FileState) -> bool:
        """Whether a file was ingested before, in exactly this state."""
        return self.archive is not None and self.archive.has_ingested(file)

    def ingest(
        self,
        documents: Iterable[Arrival | Mark],
        *,
        strict: bool = False,
        retell: bool = False,
        names: bool = True,
        progress: Progress | None = None,
        jobs: int = 1,
        limits: Limits | None = None,
    ) -> IngestSummary:
        """Count what `Archive.ingest` would do with `documents`."""
        memory = _DryRunStore(self.archive.store if self.archive else None, self._chosen)
        cleaner = self.cleaner if names else replace(self.cleaner, names=False)
        summary = Intake(memory, cleaner, lambda: None, progress, strict, limits, retell).documents(documents, jobs)
        cleaned = clean_in_worker(cleaner, [one.raw for one in self._chosen], limits)
        self.samples[:] = [
            DryRunSample(one.outcome, one.raw.origin, one.raw.url, apply_human_edits(memory, one.article_id, article))
            for one, article in zip(self._chosen, cleaned, strict=True)
            if isinstance(article, CleanedArticle)
        ]
        return summary


class _SeenDocument(NamedTuple):
    """A document that would be ingested, and the article that it would belong to."""

    outcome: Outcome
    raw: RawDocument
    article_id: str


@dataclass(slots=True)
class _DryRunStore:
    """The store as it would be: the real one, and what this run would have added to it."""

    store: Store | None
    chosen: list[_SeenDocument]
    _sightings: dict[str, Sighted] = field(default_factory=dict)
    _newest: dict[str, tuple[str, int]] = field(default_factory=dict)
    _captures: dict[tuple[str, str], list[Capture]] = field(default_factory=dict)
    _places: dict[tuple[str, str], Sighted] = field(default_factory=dict)
    _owners: dict[str, str] = field(default_factory=dict)
    _holders: dict[str, dict[tuple[str, int], None]] = field(default_factory=dict)
    _added: int = 0
    _random: Random = field(default_factory=lambda: Random(0))

    @contextmanager
    def batch(self) -> Iterator[None]:
        yield

    def named(self, raw: RawDocument) -> RawDocument:
        return settle_identity(self, raw)

    def locate(self, raw: RawDocument, raw_id: str) -> Placement:
        return find_placement(self, raw, raw_id)

    def last_sighting(self, name: str) -> Sighted | None:
        return self._sightings.get(name) or (self.store.facts.last_sighting(name) if self.store else None)

    def newest(self, article_id: str) -> tuple[str, int]:
        return self._newest.get(article_id) or (self.store.facts.newest(article_id) if self.store else ("", 0))

    def owner(self, article_id: str) -> str | None:
        before = self.store.facts.owner(article_id) if self.store else None
        return before or self._owners.get(article_id)

    def captures(self, article_id: str, name: str) -> list[Capture]:
        known = self.store.facts.captures(article_id, name) if self.store else []
        return known + self._captures.get((article_id, name), [])

    def last_at(self, name: str, origin: str) -> Sighted | None:
        return self._places.get((name, origin)) or (self.store.facts.last_at(name, origin) if self.store else None)

    def holders(self, raw_id: str) -> Iterator[tuple[str, int]]:
        if self.store:
            yield from self.store.facts.holders(raw_id)
        yield from self._holders.get(raw_id, ())

    def unwanted(self, name: str) -> bool:
        return self.store is not None and self.store.facts.unwanted(name)

    @property
    def dictionary(self) -> Dictionary:
        return Dictionary()

    def prepare(self, article: CleanedArticle, raw: RawDocument) -> Prepared:
        return prepare_all([(article, raw.content)], self.dictionary, Codec())[0]

    def add(self, raw: RawDocument, raw_id: str, placement: Placement, article: Prepared, seen: datetime) -> tuple[str, int]:
        self._added += 1
        article_id = placement.article_id or f"new {self._added}"
        newest, versions = self.newest(article_id) if not placement.newest else (raw_id, placement.version - 1)
        self._newest[article_id] = (newest, versions + 1)
        self._add_sighting(raw, Sighted(article_id, placement.version, raw_id), seen)
        document = _SeenDocument(placement.outcome, raw, article_id)
        if len(self.chosen) < _SAMPLES:
            self.chosen.append(document)
        elif (place := self._random.randrange(self._added)) < _SAMPLES:
            self.chosen[place] = document
        return article_id, self._added

    def add_sighting(self, raw: RawDocument, raw_id: str, placement: Placement, seen: datetime) -> None:
        if placement.article_id is not None:
            self._add_sighting(raw, Sighted(placement.article_id, placement.version, raw_id), seen)

    def _add_sighting(self, raw: RawDocument, sighted: Sighted, seen: datetime) -> None:
        self._holders.setdefault(sighted.raw_id, {})[sighted.article_id, sighted.version] = None
        name = find_identity(raw)
        if name:
            self._sightings[name] = sighted
            self._owners.setdefault(sighted.article_id, name)
            self._places[name, raw.origin] = sighted
            captures = self._captures.setdefault((sighted.article_id, name), [])
            captures.append(capture_of(raw, sighted.raw_id, seen, _FIRST_NUMBER + len(captures), sighted.version))

    def repair_raw(self, raw_id: str, content: bytes) -> bool:
        return False

    def update_hints(self, article_id: str, version: int, arrival: RawDocument) -> RawDocument | None:
        newest = self.store is not None and self.store.facts.newest(article_id)[1] == version
        return merge_hints(self.store.raw_of(article_id), arrival) if self.store and newest else None

    def replace(self, article_id: str, article: CleanedArticle) -> bool:
        return self.store is not None and self.store.get(article_id).article.metadata != article.metadata

    def add_failure(self, failure: Failure, at: datetime) -> None:
        pass

    def note_files(self, files: Iterable[FileState]) -> None:
        pass

    def names(self) -> Sequence[object]:
        return ()

    def corrections(self, article_id: str) -> Mapping[str, str]:
        return self.store.corrections(article_id) if self.store else {}

    def overrides(self, article_id: str) -> LineOverrides:
        return self.store.overrides(article_id) if self.store else LineOverrides()
