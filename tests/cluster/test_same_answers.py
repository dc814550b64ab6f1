"""An archive gives the same answers with an embedded index and with one in a cluster; only scores may differ."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Any, get_args

import pytest

from dateline.archive.archive import Archive
from dateline.readers import open_files
from dateline.search.opensearch.choice import Choice, write_choice
from dateline.types.answers import Sort, Window
from dateline.types.counts import Facet
from dateline.types.documents import RawDocument
from made_newsroom import documents

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
SEARCHES = (
    "kerry",
    "isil OR daesh",
    '"white house" -kerry',
    "assad source:worldtribune",
    "russia NEAR/5 syria",
    "coalit* date:2016",
    "*",
)
"""Seven queries that have always been run on the seeds."""
QUERIES = (
    *SEARCHES,
    "ferry",
    "ferry OR storm",
    "author:solheim",
    "date:unknown",
    "atleast2:ferry",
    "source:/harb.*/",
    "nothing-at-all",
)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory, node: int) -> Iterator[tuple[Archive, Archive]]:
    """The same archive twice: with an embedded index, and with one in a cluster."""
    folders = [tmp_path_factory.mktemp(name) / "archive" for name in ("embedded", "clustered")]
    paths = [ROOT / "data" / "articles", *([SEEDS] if SEEDS.is_dir() else [])]
    with Archive.open(folders[0], create=True) as archive:
        archive.ingest([*documents(), *copies()])
        archive.ingest(open_files(map(str, paths)))
    copytree(folders[0], folders[1])
    write_choice(folders[1], Choice(f"http://127.0.0.1:{node}/same", f"clustered-{os.getpid()}", "same"))
    archives = [Archive.open(folder) for folder in folders]
    yield archives[0], archives[1]
    archives[1]._follower.index.clear()
    for archive in archives:
        archive.close()


def copies() -> list[RawDocument]:
    """Copies of one story, of which the last says more."""
    text = (
        "Storm over Halden\n\nA storm tore the roof off the market hall in Halden on Sunday night, "
        "said Captain Ines Calder of the brigade."
    )
    return [
        RawDocument(f"{text} {end}".encode(), "text/plain", f"print-{end}")
        for end in ("Nobody was hurt.", "Nobody got hurt.", "It was 3 am.")
    ]


CALLS: dict[str, Callable[[Archive, str], Any]] = {
    "newest": lambda archive, text: list_hits(archive, text, "newest"),
    "every order": lambda archive, text: [
        list_hits(archive, text, sort) for sort in get_args(Sort) if sort not in ("relevance", "recent")
    ],
    "the same by relevance": lambda archive, text: sorted(list_hits(archive, text, "relevance")),
    "all copies": lambda archive, text: archive.ids(text, "oldest"),
    "counts": lambda archive, text: (archive.count(text), archive.count(text, unique=True)),
    "facets": lambda archive, text: archive.facets_of(text, get_args(Facet), 5),
    "facets of stories": lambda archive, text: archive.facets_of(text, get_args(Facet), 50, unique=True),
    "trend": lambda archive, text: [
        archive.trend([text, "*"], by, unique=unique) for by in ("month", "day") for unique in (False, True)
    ],
    "terms": lambda archive, text: archive.terms(text, 15),
    "context": lambda archive, text: list(archive.context(text)),
    "notes": lambda archive, text: archive.search(text).notes,
}


def list_hits(archive: Archive, text: str, sort: Sort) -> list[object]:
    """The hits of a search without their scores, and the counts of articles and stories."""
    found = archive.search(text, Window(limit=100, sort=sort))
    return [*(str(replace(hit, score=0.0)) for hit in found.hits), f"{found.total} {found.stories}"]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("text", QUERIES)
def test_both_engines_give_the_same_answers(pair: tuple[Archive, Archive], text: str, call: str) -> None:
    embedded, clustered = pair
    assert CALLS[call](clustered, text) == CALLS[call](embedded, text)


def find_similar(archive: Archive, article_id: str, all_copies: bool) -> dict[str, object]:
    found = archive.similar(article_id, 50, all_copies=all_copies)
    return {one.hit.article_id: (one.shared, one.hit.score, one.hit.copies) for one in found}


def test_similar_articles_and_copies_are_the_same(pair: tuple[Archive, Archive]) -> None:
    embedded, clustered = pair
    for article_id in embedded.ids("*")[:25]:
        for all_copies in (False, True):
            one, other = (find_similar(archive, article_id, all_copies) for archive in pair)
            assert one == other
        assert [copy for copy, _ in embedded.copies(article_id)] == [copy for copy, _ in clustered.copies(article_id)]


def test_changes_are_found_in_both_engines(pair: tuple[Archive, Archive]) -> None:
    for archive in pair:
        first = archive.ids("ferry", "oldest")[0]
        archive.tag([first], ["seen-by-me"])
        archive.note(first, "an unusual remark")
    assert [archive.ids("tag:seen-by-me note:unusual") for archive in pair] == [
        archive.ids("ferry", "oldest")[:1] for archive in pair
    ]
    assert pair[0].verify() == pair[1].verify() == ()
    assert pair[0].reindex() == pair[1].reindex() == pair[0].count("*")
