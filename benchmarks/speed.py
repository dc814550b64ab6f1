"""Speed of ingest and search on generated articles, with sqlite-utils' full-text search (FTS5) as the peer in the same run.

    python benchmarks/speed.py [NUMBER]

The peer stores and indexes the text unchanged; Dateline also cleans it, keeps the ledger, indexes fields and returns highlighted
snippets. The queries are the same: words of several frequencies and pairs of them, the best ten by rank. Times are medians.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from sqlite_utils import Database

from articles import Writer
from dateline import Archive, Window, open_documents, parse_query

_ROUNDS = 7
_RANKS = (1, 10, 100, 1_000, 5_000)
_TODAY = date(2024, 1, 1)


def main(number: int = 5_000) -> None:
    """Run all measurements and print a table."""
    writer = Writer()
    words = [writer.words[rank - 1] for rank in _RANKS]
    queries = [*words, *(f"{first} {second}" for first, second in pairwise(words))]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        size = writer.write(place / "articles.jsonl", number)
        print(f"{number:,} articles, {size / 1e6:.1f} MB of JSONL, {len(queries)} queries, {_ROUNDS} rounds\n")
        ours = _dateline(place, number, queries)
        peer = _peer(place, number, queries)
        disk = sum(file.stat().st_size for file in (place / "archive").rglob("*") if file.is_file())
        peer_disk = sum(file.stat().st_size for file in place.glob("peer.db*"))
    print(f"{'':24}{'dateline':>12}{'FTS5':>12}{'ratio':>9}")
    _row("ingest, articles/s", number / ours[0], number / peer[0])
    _row("on disk, MB", disk / 1e6, peer_disk / 1e6)
    for query, mine, theirs in zip(queries, ours[1], peer[1], strict=True):
        _row(f"'{query}', ms", mine * 1e3, theirs * 1e3)
    _row("all queries, ms", sum(ours[1]) * 1e3, sum(peer[1]) * 1e3)


def _dateline(place: Path, number: int, queries: Sequence[str]) -> tuple[float, list[float]]:
    with Archive.open(place / "archive", create=True) as archive:
        started = time.perf_counter()
        summary = archive.ingest(open_documents([str(place / "articles.jsonl")]))
        taken = time.perf_counter() - started
        assert summary.new == number, summary
        return taken, [_median(lambda q=query: archive.search(parse_query(q, _TODAY), Window(limit=10))) for query in queries]


def _peer(place: Path, number: int, queries: Sequence[str]) -> tuple[float, list[float]]:
    database = Database(place / "peer.db")
    table = database.table("articles")
    with (place / "articles.jsonl").open(encoding="utf-8") as file:
        started = time.perf_counter()
        table.insert_all(map(json.loads, file), pk="url")
        table.enable_fts(["title", "text"], tokenize="porter")
        taken = time.perf_counter() - started
    assert table.count == number
    return taken, [_median(lambda q=query: list(table.search(q, limit=10))) for query in queries]


def _median(ask: Callable[[], object]) -> float:
    times = []
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        ask()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def _row(name: str, ours: float, peer: float) -> None:
    print(f"{name:24}{ours:12,.2f}{peer:12,.2f}{ours / peer:9.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
