"""The embedded index compared with one in OpenSearch, on the same articles in the same run.

    python benchmarks/scale.py --folder DIR [--address http://HOST:9200/NAME | --nodes N] [--heap 2g] [--shards N] [--rounds N]

DIR is the output of `benchmarks/search.py --build`; its archive is only read. Both indices are built from the store, the embedded
one in a separate folder (--kept skips this and uses the existing one); the rate is that of building. Without an address, N nodes
are started on this machine, as in the tests. Times cover the complete stack in process, alternating between the indices: the query
is parsed and searched, the ten hits are read from the store and their snippets made. Each row is the median in milliseconds, for
queries run for the first time and for the same queries again. At the end the index in the cluster is merged to one segment per
shard, to measure its size.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import chain
from pathlib import Path

from dateline import Archive, Window, parse_query
from dateline.archive.follower import Follower
from dateline.query import Query
from dateline.search.index import Index
from dateline.search.opensearch.cluster import Cluster
from dateline.search.opensearch.index import OpenSearchIndex
from dateline.search.opensearch.settings import Access, Place
from dateline.search.tantivy import TantivyIndex
from dateline.store import Store
from newsroom import Newsroom

_TODAY = date(2024, 1, 1)
_RANKS = {"everywhere": (20, 60), "common": (100, 300), "middling": (1_000, 3_000), "rare": (20_000, 60_000)}
_WORDS = 6
_PATIENCE = (120.0, 600.0)

Ask = Callable[[Archive, Query], object]


def main() -> None:
    """Build both and print the tables."""
    asked = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # a stopped run stops the nodes that it started
    with tempfile.TemporaryDirectory() as passing, _address(asked) as address:
        store = Store.open(asked.folder / "archive" / "archive.db", create=False, reading=True)
        embedded = TantivyIndex.open(asked.folder / "archive" / "index" if asked.kept else Path(passing) / "index")
        place = Place.read(address, "scale")
        clustered = OpenSearchIndex(Cluster(place, Access(), _PATIENCE), owner="scale", shards=asked.shards)
        print(f"{(number := store.size()):,} articles\n\n| | articles a second | MB | bytes an article |\n|---|---|---|---|")
        _size("archive.db", sum(path.stat().st_size for path in (asked.folder / "archive").glob("archive.db*")), number)
        if not asked.kept:
            _built("embedded", embedded, store)
        _size("embedded", sum(path.stat().st_size for path in embedded.folder.rglob("*") if path.is_file()), number)
        if clustered.position != store.last_change():
            _built("OpenSearch", clustered, store)
        _size("OpenSearch, as built", _stored(clustered), number)
        _compare([_archive(asked.folder, store, index) for index in (embedded, clustered)], asked.rounds)
        print("\n| | articles a second | MB | bytes an article |\n|---|---|---|---|")
        _merge(clustered)
        _size("OpenSearch, one segment", _stored(clustered), number)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The embedded index beside one in an OpenSearch.")
    parser.add_argument("--folder", type=Path, required=True, help="the output of benchmarks/search.py --build")
    parser.add_argument("--address", help="a running OpenSearch; without it nodes are started here")
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--heap", default="2g", help="memory of each node's heap")
    parser.add_argument("--shards", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--kept", action="store_true", help="use the existing embedded index")
    return parser.parse_args()


@contextmanager
def _address(asked: argparse.Namespace) -> Iterator[str]:
    """Return the address of the cluster; start a temporary one if none was given."""
    if asked.address:
        yield asked.address
        return
    sys.path.append(str(Path(__file__).parents[1] / "tests"))
    from made_opensearch import cluster_of, made_folder

    data = made_folder()
    nodes = cluster_of(asked.nodes, data, asked.heap, quick=False)
    try:
        for node in nodes:
            node.start()
        for node in nodes:
            node.wait("green")
        yield f"http://{','.join(f'127.0.0.1:{node.port}' for node in nodes)}/scale"
    finally:
        for node in nodes:
            node.kill()
        shutil.rmtree(data)


def _built(name: str, index: Index, store: Store) -> None:
    started, used = time.perf_counter(), time.process_time()
    index.rebuild(store.changes_beside({}, 0, []))
    index.merge_segments()
    taken, own = time.perf_counter() - started, time.process_time() - used
    print(f"| {name}, built | {store.size() / taken:,.0f} (of our processor {store.size() / own:,.0f}) | | |", flush=True)


def _size(name: str, size: int, articles: int) -> None:
    print(f"| {name} | | {size / 1e6:,.1f} | {size / articles:,.0f} |", flush=True)


def _stored(index: OpenSearchIndex) -> int:
    """The bytes of an index, without the copies of its shards and without segments that were merged since the last refresh."""
    index.cluster.ask("POST", f"/{index.alias}/_refresh", writing=True)
    index.cluster.ask("POST", f"/{index.alias}/_flush", writing=True, given={"wait_if_ongoing": "true"})
    return int(index.cluster.ask("GET", f"/{index.alias}/_stats/store")["_all"]["primaries"]["store"]["size_in_bytes"])


def _merge(index: OpenSearchIndex) -> None:
    """Merge each shard to one segment; this takes longer than a request may, so the task is asked for until it is done."""
    cluster, given = index.cluster, {"max_num_segments": "1", "wait_for_completion": "false"}
    task = cluster.ask("POST", f"/{index.alias}/_forcemerge", writing=True, given=given)["task"]
    while not cluster.ask("GET", f"/_tasks/{task}")["completed"]:
        time.sleep(1)


def _archive(folder: Path, store: Store, index: Index) -> Archive:
    return Archive(folder / "archive", store, Follower(folder / "archive" / "index", store, reading=True, _index=index))


def _forms(newsroom: Newsroom) -> Iterator[tuple[str, Ask, Sequence[str]]]:
    """The kinds of request, the functions that run them, and their queries."""
    ten = Window(10)
    for name, (low, high) in _RANKS.items():
        words = newsroom.words[low : high : (high - low) // _WORDS]
        yield f"word, {name}", _listed(ten), words
        pairs = list(zip(words, newsroom.words[low + 1 : high : (high - low) // _WORDS], strict=False))
        yield f"two words, {name}", _listed(ten), [f"{one} {two}" for one, two in pairs]
        yield f"any of two, {name}", _listed(ten), [f"{one} OR {two}" for one, two in pairs]
        yield f"near, {name}", _listed(ten), [f"{one} NEAR/5 {two}" for one, two in pairs]
        yield f"phrase, {name}", _listed(ten), [f'"{one} {two}"' for one, two in pairs]
        yield f"beginning, {name}", _listed(ten), [f"{word[:4]}*" for word in words]
    common = newsroom.words[100:300:35]
    yield "word, newest first", _listed(Window(10, sort="newest")), common
    yield "word, recent", _listed(Window(10, sort="recent")), common
    yield "all copies", lambda archive, query: archive.search(query, ten, all_copies=True).total, common
    yield "wildcard", _listed(ten), [f"{word[0]}?{word[2:]}" for word in common]
    yield "typing errors", _listed(ten), [f"{word}~1" for word in common]
    yield "days and source", _listed(ten), [f"{word} date:2016-03-01..2016-05-29 source:post" for word in common]
    yield "title", _listed(ten), [f"title:{word}" for word in common]
    yield "pattern", _listed(ten), ["source:/post$/", "source:/^h.*/"]
    yield "page 1,000", _listed(Window(10, offset=9_990)), common
    yield "everything", _listed(ten), ["*"]
    yield "count", lambda archive, query: archive.count(query), common
    yield "facets of source", lambda archive, query: archive.facets(query, "source"), [*common, "*"]
    yield "facets of author", lambda archive, query: archive.facets(query, "author"), [*common, "*"]
    yield "trend by month", lambda archive, query: archive.trend([query], "month"), [*common, "*"]
    yield "trend by day", lambda archive, query: archive.trend([query], "day"), [*common, "*"]


def _listed(window: Window) -> Ask:
    return lambda archive, query: archive.search(query, window).total


def _compare(archives: Sequence[Archive], rounds: int) -> None:
    print("\n| form | hits | embedded, first | again | OpenSearch, first | again |\n|---|---|---|---|---|---|")
    slow = list[str]()
    for form, ask, texts in _forms(Newsroom()):
        queries = [parse_query(text, _TODAY) for text in texts]
        hits = statistics.mean(archives[0].count(query) for query in queries)
        firsts: list[list[float]] = [[], []]
        again: list[list[float]] = [[], []]
        for turn in range(rounds + 1):
            for query in queries:
                for at, archive in enumerate(archives):
                    started = time.perf_counter()
                    ask(archive, query)
                    (again if turn else firsts)[at].append(1000 * (time.perf_counter() - started))
        medians = list(map(statistics.median, chain.from_iterable(zip(firsts, again, strict=True))))
        slow += [form] * (medians[3] > 100)
        print(f"| {form} | {hits:,.0f} | {' | '.join(f'{median:.1f}' for median in medians)} |", flush=True)
    print(f"\nslower than 100 ms in OpenSearch when asked again: {', '.join(slow) or 'none'}")


if __name__ == "__main__":
    main()
