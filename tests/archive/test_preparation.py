"""The archive is the same whether a worker, the writer or the store prepares its articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import get_args

import pytest

from dateline.archive import worker_pool
from dateline.archive.archive import Archive
from dateline.archive.preparation import PreparationSettings, PreparedDocument, clean_and_prepare
from dateline.archive.worker_pool import clean_chunks
from dateline.cleaning import Cleaner
from dateline.query import parse_query
from dateline.store import dictionaries
from dateline.text import content_hash
from dateline.types.answers import Sort, Window
from dateline.types.articles import CleanedArticle
from dateline.types.counts import Facet
from dateline.types.documents import RawDocument
from made_news import FERRY, OTHER_VIEW, STORM, edited

MENU = (
    "News",
    "Sport of the coast",
    "Weather",
    "Subscribe to our newsletter",
    "Share",
    "Café & dining",
    "About us",
    "Follow us on",
)
# Relevance depends on when the engine drops replaced articles; `recent` and `seen` depend on the clock.
SORTS = tuple(sort for sort in get_args(Sort) if sort not in ("relevance", "recent", "seen"))
QUERIES = (
    "ferry",
    '"Jon Aas"',
    "council NEAR/9 harbour",
    "in:removed newsletter",
    "older:*",
    "author:ruiz",
    "source:gazette",
    "date:2016..2017",
    "ferr* -storm",
    "lang:en",
    "title:terminal OR title:/roof/",
    "updated:unknown",
    "origin:dump.jsonl",
    "url:gazette.example/2016",
)


def documents(number: int) -> Iterator[RawDocument]:
    """Stories with copies, later versions, some without an address, and one origin that is not valid Unicode."""
    choose = Random(5)
    for at in range(number):
        lines = [*choose.sample((*FERRY, *STORM, *OTHER_VIEW), 6), f"The harbour master counted {at} boats and {at * 7} guests."]
        story = edited("\n\n".join(lines)) if at % 3 else "\n\n".join(FERRY)
        menu = "\n".join(choose.sample(MENU, 5))
        text = f"{menu}\n\nThe terminal and its {at % 9} boats\n\nBy Ana Ruiz\n\n{story}\n\n{menu}\n{at} comments"
        url = f"https://gazette.example/2016/{at % (number - 4)}" if at % 10 else None
        hints = {"source": "The Gazette", "published": f"2016-0{1 + at % 9}-03"}
        yield RawDocument(text.encode(), "text/plain", f"dump.jsonl:{at}" if at != 7 else "du\udce9mp", url, url, None, hints)


def state(archive: Archive) -> dict[str, object]:
    """Return the tables of an archive without the ingest times, and what its index answers."""
    rows, contents = archive.store.session.rows, dict[str, object]()
    for table in ("articles", "ledger", "raw", "sightings", "sketches", "copies", "former", "verdicts", "dictionaries"):
        columns = [row[1] for row in rows(f"PRAGMA table_info({table})") if row[1] != "seen"]
        contents[table] = rows(f"SELECT {', '.join(columns)} FROM {table} ORDER BY rowid")
    for query in QUERIES:
        tree = parse_query(query, date(2026, 1, 1))
        found = [archive.search(tree, Window(limit=None, sort=sort), all_copies=True).hits for sort in SORTS]
        contents[query] = [[replace(hit, score=0.0) for hit in hits] for hits in found]
        contents[query, "counts"] = [archive.facets(tree, field) for field in get_args(Facet)]
    return contents


def test_an_archive_is_the_same_whatever_prepares_its_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dictionaries are learned during the ingest, so some articles are packed with an older one."""
    monkeypatch.setattr(worker_pool, "_BATCH_DOCUMENTS", 10)
    monkeypatch.setattr(dictionaries, "_FIRST", 15)
    monkeypatch.setattr(dictionaries, "_LEAST", 2_000)
    monkeypatch.setattr(dictionaries, "_SIZE", 600)
    monkeypatch.setattr(dictionaries, "_GROWTH", 2)
    made, states = list(documents(90)), []
    for jobs in (1, 2):
        with Archive.open(tmp_path / str(jobs), create=True) as archive:
            archive.ingest(iter(made), jobs=jobs)
            states.append(state(archive))
            assert archive.verify() == ()
            archive.reindex()
            assert state(archive) == states[-1]
    with Archive.open(tmp_path / "unprepared", create=True) as archive:
        for start in range(0, len(made), 10):
            ingest_unprepared(archive, made[start : start + 10])
        states.append(state(archive))
    assert len(states[0]["dictionaries"]) > 1  # type: ignore[arg-type]
    assert states[0]["former"]
    assert states[0]["copies"]
    assert states[0] == states[1] == states[2]


def ingest_unprepared(archive: Archive, batch: list[RawDocument]) -> None:
    """Ingest documents without preparing them; the index reads them from the store."""
    with archive.writing(), archive.store.batch():
        for raw, article in zip(batch, clean_chunks(archive.cleaner, batch), strict=True):
            raw_id = content_hash(raw.content)
            placement = archive.store.locate(raw, raw_id)
            if placement.outcome == "duplicate":
                archive.store.add_sighting(raw, raw_id, placement, datetime.now(UTC))
            else:
                archive.store.add(raw, raw_id, placement, article, datetime.now(UTC))  # type: ignore[arg-type]


@pytest.mark.parametrize("jobs", [1, 2])
def test_corrections_and_overrides_apply_to_the_next_version(tmp_path: Path, jobs: int) -> None:
    first, second = (
        RawDocument(text.encode(), "text/plain", "a.txt", "https://gazette.example/a", "https://gazette.example/a")
        for text in ("Boats\n\n" + "\n\n".join(FERRY), "Boats again\n\n" + "\n\n".join(FERRY[:6]))
    )
    with Archive.open(tmp_path, create=True) as archive:
        archive.ingest([first], jobs=jobs)
        (article_id,) = archive.ids("*")
        archive.edit(article_id, {"title": "The last boat"})
        lines = archive.get(article_id).article.lines
        archive.drop(article_id, [1 + [line.text for line in lines].index(FERRY[2])])
        assert archive.ingest([second], jobs=jobs).new_version == 1
        article = archive.get(article_id).article
        assert article.metadata.title == "The last boat"
        assert FERRY[2] not in article.body
        assert archive.ids('title:"last boat"') == (article_id,)
        assert archive.ids("in:body passengers") == ()
        assert archive.verify() == ()


@dataclass(frozen=True, slots=True)
class SurrogateCleaner(Cleaner):
    """A cleaner that finds a lone surrogate in a source."""

    def clean_all(self, documents: Sequence[RawDocument]) -> list[CleanedArticle]:
        cleaned = Cleaner.clean_all(self, documents)
        return [replace(one, metadata=replace(one.metadata, source="The G\udce9zette")) for one in cleaned]


def test_index_fields_with_a_lone_surrogate_are_read_back_from_the_store(tmp_path: Path) -> None:
    raw = next(documents(1))
    for cleaner, known in ((Cleaner(), True), (SurrogateCleaner(), False)):
        (ready,) = clean_and_prepare(PreparationSettings(cleaner), [raw])
        assert isinstance(ready, PreparedDocument)
        assert (ready.fields is not None) is known
    with Archive.open(tmp_path, create=True, cleaner=SurrogateCleaner()) as archive:
        archive.ingest([raw])
        assert archive.count("source:udce9zette") == 1
