"""Repair: replace damaged raw documents by the same bytes from elsewhere, and make derived data again from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.archive.recleaning import reclean_one
from dateline.cleaning import Cleaner
from dateline.errors import ArchiveDamaged, ArchiveError
from dateline.readers import open_documents
from dateline.readers.origin import file_of
from dateline.store import Store
from dateline.text import content_hash
from dateline.types.documents import RawDocument
from dateline.types.folder import ARCHIVE_FILE


@dataclass(frozen=True, slots=True)
class RepairSummary:
    """What was repaired: the number of raw documents, the articles made again, and the faults `left`, in sentences."""

    raws: int
    articles: tuple[str, ...]
    left: tuple[str, ...] = ()


def repair(store: Store, cleaner: Cleaner, places: Sequence[str]) -> RepairSummary:
    """Repair what can be repaired, under the writer lock."""
    damaged, articles = store.damage()
    wanted, repaired = dict(damaged), list[int]()
    for content in _find_contents(store, damaged, places):
        number = wanted.pop(content_hash(content), None)
        if number is not None and store.mend(content):
            repaired.append(number)
        if not wanted:
            break
    changed = tuple(_reclean_all(store, cleaner, dict.fromkeys((*articles, *store.articles_of(repaired)))))
    return RepairSummary(len(repaired), changed)


def _reclean_all(store: Store, cleaner: Cleaner, ids: Iterable[str]) -> Iterator[str]:
    for article_id in ids:
        try:
            if reclean_one(store, cleaner, article_id):
                yield article_id
        except ArchiveDamaged:
            continue  # its raw document is still damaged, as the final check reports


def _find_contents(store: Store, damaged: dict[str, int], places: Sequence[str]) -> Iterator[bytes]:
    """Yield contents of documents that may be the damaged ones."""
    if not damaged:
        return
    for place in places or _original_files(store, damaged.values()):
        copy = _archive_at(place)
        if copy:
            yield from _read_copy(copy, damaged)
        else:
            yield from (arrival.content for arrival in open_documents([place]) if isinstance(arrival, RawDocument))


def _original_files(store: Store, numbers: Iterable[int]) -> list[str]:
    """Return the files, if they still exist, that the documents with these numbers were read from."""
    found = (file_of(origin) for origin in store.places_of(numbers))
    return list(dict.fromkeys(str(path) for path in found if path))


def _archive_at(place: str) -> Path | None:
    path = Path(place)
    if path.suffix == ".db" and path.is_file():
        return path
    return path / ARCHIVE_FILE if (path / ARCHIVE_FILE).is_file() else None


def _read_copy(path: Path, damaged: dict[str, int]) -> Iterator[bytes]:
    with Store.open(path, create=False) as copy:
        for raw_id in damaged:
            try:
                content = copy.raw_content(raw_id)
            except ArchiveError:
                continue  # damaged there too
            if content is not None:
                yield content
