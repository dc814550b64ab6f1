"""The web pages and the API under load, with Datasette over SQLite's full-text search of the same texts in the same run.

    python benchmarks/web.py [--articles N] [--folder DIR] [--words KIND] [--seconds S] [--datasette PATH] [--ingest N]

The archives are those of benchmarks/search.py, built in DIR and reused. Clients in a separate process send one request after
another over open connections, each with other words of middling frequency (in 2 to 0.7 of 100 articles; with --words common in 20
to 7, which find as many articles as middling words in an archive ten times as large). Each row has its own server, which first
answers other searches for two seconds as a warm-up. Its cache affects only two rows: the same searches again, and an answer that
the client has already and that is unchanged (304).

Times are wall times in milliseconds; `cpu` is the CPU time of the servers per request, which does not depend on the load of the
machine. Our search pages and Datasette's take turns. Datasette shows its page of a table with a search, facets by source and by
day, and ten rows; ours has five facets, a timeline and ten snippets. With --ingest an ingest runs together with one client, on a
copy of the archive. Below the table are the targets, and whether they are met.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import search
from newsroom import Newsroom

_OURS = [sys.executable, "-m", "dateline", "serve", "--port", "0", "--quiet", "--archive"]
_SIGN = r"at http://[\d.]+:(\d+)/"
_TICKS = 100  # units of CPU time in a second, as Linux counts them
_ROW = "| {:<34} | {:>8} | {:>7} | {:>7} | {:>7} | {:>7} |"
_SEARCH, _API, _THEIRS = "search page with facets", "API: search", "Datasette: search page with facets"
_PAGE, _PEER = "/search?q={}", "/peer/articles?_search={}&_facet=source&_facet=day&_size=10"
_TURNS = 2
_AWAKE = 2.0


@dataclass(frozen=True)
class Load:
    """A number of clients and of seconds; `others` are words that no row uses."""

    clients: int
    seconds: float
    others: Sequence[str]


@dataclass(frozen=True)
class Row:
    """The measurements of one kind of request."""

    per_second: float
    p50: float
    p99: float
    cpu: float
    number: int


def main() -> None:
    """Build what is missing, serve it, send the requests, and print the table and the targets."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as passing:
        place = asked.folder or Path(passing)
        place.mkdir(parents=True, exist_ok=True)
        newsroom = Newsroom()
        search.build_ours(place, newsroom, asked.articles)
        first, last = search.RANKS[asked.words]
        words, load = newsroom.words[first:last], Load(asked.clients, asked.seconds, newsroom.words[last : last + 400])
        print(_ROW.format("request", "per s", "p50", "p99", "cpu", "number"))
        print("|---|---|---|---|---|---|")
        aims = _measure(place, words, load, asked)
        if asked.ingest:
            aims |= _beside_an_ingest(place, words, asked.ingest)
        print("\n| aim | measured | met |\n|---|---|---|")
        for name, (measured, met) in aims.items():
            print(f"| {name} | {measured} | {'yes' if met else '**no**'} |", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The web under load.")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="where to build; existing parts are reused")
    parser.add_argument("--words", choices=list(search.RANKS), default="middling", help="how frequent the words are")
    parser.add_argument("--seconds", type=float, default=8.0, help="for each row")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--datasette", type=Path, help="the program, for the comparison")
    parser.add_argument("--ingest", type=int, default=0, help="ingest this many articles during the requests")
    return parser.parse_args()


Aims = dict[str, tuple[str, bool]]
Part = tuple[list[float], float]
"""The times of some requests, and their CPU time."""


@dataclass(frozen=True)
class Started:
    """The costs of a server: seconds to start, and MB of its own memory and of mapped files."""

    seconds: float
    own: float
    files: float


def _measure(place: Path, words: Sequence[str], load: Load, asked: argparse.Namespace) -> Aims:
    """Print all rows; return the targets of pages, searches, memory, start and the comparison, and whether they are met."""
    archive = place / "archive"
    with _ours(archive) as (_, port, _):
        ids = _ids(port)
    kinds = {
        "search page, narrowed": [f"/search?q={word}&from=2015&to=2016&sort=newest" for word in words],
        "search page, the same again": list(map(_PAGE.format, words[:16])),
        "article page": [f"/articles/{ids[at % len(ids)]}?q={word}" for at, word in enumerate(words)],
        "compare page": [f"/compare?q={word}&q={words[at - 7]}" for at, word in enumerate(words)],
        _API: [f"/api/v1/search?q={word}" for word in words],
    }
    rows, servers = _search_pages(place, words, load, asked)
    for name, paths in kinds.items():
        with _ours(archive) as (process, port, seconds):
            rows[name] = _told(name, [_asking(process, port, paths, _PAGE, load)], load.seconds)
            servers.append(Started(seconds, *_memory(process)))
    _unchanged(archive, words[0], load)
    return _met(rows, servers)


def _met(rows: dict[str, Row], servers: Sequence[Started]) -> Aims:
    pages = [row for name, row in rows.items() if "page" in name and name != _THEIRS]
    p50, p99, own = max(row.p50 for row in pages), max(row.p99 for row in pages), max(one.own for one in servers)
    seconds = statistics.median(one.seconds for one in servers)
    memory = f"{own:.0f}, and {max(one.files for one in servers):.0f} of files in the system's cache"
    met: Aims = {
        "pages: the slowest median ≤ 60 ms": (f"{p50:.0f}", p50 <= 60),
        "pages: the slowest 99th percentile ≤ 250 ms": (f"{p99:.0f}", p99 <= 250),
        "searches ≥ 150/s": (f"{rows[_API].per_second:.0f}", rows[_API].per_second >= 150),
        "memory ≤ 400 MB": (memory, own <= 400),
        "start ≤ 1 s": (f"{seconds:.2f}", seconds <= 1),
    }
    if _THEIRS in rows:
        times, cpu = rows[_SEARCH].per_second / rows[_THEIRS].per_second, rows[_THEIRS].cpu / rows[_SEARCH].cpu
        met["search pages ≥ 5 times Datasette's requests/s"] = (f"{times:.1f} (of the processor {cpu:.1f})", times >= 5)
    return met


def _search_pages(place: Path, words: Sequence[str], load: Load, asked: argparse.Namespace) -> tuple[dict[str, Row], list[Started]]:
    """Measure our search page and Datasette's in turns, each time with other words."""
    if asked.datasette:
        search.build_fts(place, asked.articles).conn.close()
    theirs = [str(asked.datasette), "serve", str(place / "peer.db"), "--port", "8399", "--setting", "suggest_facets", "off"]
    parts: dict[str, list[Part]] = {_SEARCH: [], **({_THEIRS: []} if asked.datasette else {})}
    servers, turn_load = [], replace(load, seconds=load.seconds / _TURNS)
    for turn in range(_TURNS):
        some = words[turn::_TURNS]
        with _ours(place / "archive") as (process, port, started):
            parts[_SEARCH].append(_asking(process, port, list(map(_PAGE.format, some)), _PAGE, turn_load))
            servers.append(Started(started, *_memory(process)))
        if asked.datasette:
            with _server(theirs, r"running on http://[\d.]+:(\d+)") as (process, port, _):
                parts[_THEIRS].append(_asking(process, port, list(map(_PEER.format, some)), _PEER, turn_load))
    return {name: _told(name, some, load.seconds) for name, some in parts.items()}, servers


def _unchanged(archive: Path, word: str, load: Load) -> None:
    """Measure a page that the client has already, requested with its ETag."""
    with _ours(archive) as (process, port, _):
        connection = HTTPConnection("127.0.0.1", port)
        connection.request("GET", _PAGE.format(word))
        answer = connection.getresponse()
        answer.read()
        mark = answer.getheader("etag") or ""
        _told("search page, unchanged (304)", [_asking(process, port, [_PAGE.format(word)], _PAGE, load, mark)], load.seconds)


# Requests


def _asking(process: int, port: int, paths: Sequence[str], awake: str, load: Load, mark: str = "") -> Part:
    """The times of requests, after warm-up requests for the page `awake`."""
    _load(port, list(map(awake.format, load.others)), load.clients, _AWAKE)
    before = _processor_time(process)
    times = _load(port, paths, load.clients, load.seconds, mark)
    return times, _processor_time(process) - before


def _told(name: str, parts: Sequence[Part], seconds: float) -> Row:
    times = [one for some, _ in parts for one in some]
    cuts = [1000 * one for one in statistics.quantiles(times, n=100)]
    row = Row(len(times) / seconds, cuts[49], cuts[98], 1000 * sum(cpu for _, cpu in parts) / len(times), len(times))
    shown = (f"{one:.1f}" for one in (row.p50, row.p99, row.cpu))
    print(_ROW.format(name, f"{row.per_second:.0f}", *shown, row.number), flush=True)
    return row


def _load(port: int, paths: Sequence[str], clients: int, seconds: float, mark: str = "") -> list[float]:
    """The times of all requests that this many clients complete in this many seconds."""
    queue: multiprocessing.Queue[list[float]] = multiprocessing.Queue()
    worker = multiprocessing.Process(target=_clients, args=(queue, port, paths, clients, seconds, mark))
    worker.start()
    found = queue.get(timeout=seconds + 60)
    worker.join()
    return found


def _clients(
    queue: multiprocessing.Queue[list[float]], port: int, paths: Sequence[str], clients: int, seconds: float, mark: str
) -> None:
    times: list[list[float]] = [[] for _ in range(clients)]
    end = time.perf_counter() + seconds
    mine = [paths[at % len(paths) :: clients] for at in range(clients)]
    threads = [threading.Thread(target=_client, args=(port, *some, end, mark)) for some in zip(mine, times, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    queue.put([one for some in times for one in some])


def _client(port: int, paths: Sequence[str], times: list[float], end: float, mark: str) -> None:
    """Send one request after another over one connection. It does as little as possible, because it shares the cores."""
    more = f"If-None-Match: {mark}\r\n" if mark else ""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as wire:
        at = 0
        while time.perf_counter() < end:
            begun = time.perf_counter()
            wire.sendall(f"GET {paths[at % len(paths)]} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{more}\r\n".encode())
            status = _answer(wire)
            times.append(time.perf_counter() - begun)
            assert status == (304 if mark else 200), (status, paths[at % len(paths)])
            at += 1


def _answer(wire: socket.socket) -> int:
    """Return the status of an answer after reading all of it."""
    held = b""
    while b"\r\n\r\n" not in held:
        held += _read(wire)
    head, _, body = held.partition(b"\r\n\r\n")
    if length := re.search(rb"\r\ncontent-length: (\d+)", head, re.IGNORECASE):
        left = int(length[1]) - len(body)
        while left > 0:
            left -= len(_read(wire))
    elif b"chunked" in head:
        while not body.endswith(b"\r\n0\r\n\r\n"):
            body = body[-16:] + _read(wire)
    return int(head[9:12])


def _read(wire: socket.socket) -> bytes:
    read = wire.recv(65_536)
    assert read, "the server has hung up"
    return read


# Servers


@contextmanager
def _ours(archive: Path) -> Iterator[tuple[int, int, float]]:
    with _server([*_OURS, str(archive)], _SIGN) as found:
        yield found


@contextmanager
def _server(command: list[str], sign: str) -> Iterator[tuple[int, int, float]]:
    """Start a server; return its process, its port and its start-up time when its output contains `sign`."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    assert process.stderr is not None
    try:
        while True:
            line = process.stderr.readline()
            assert line, "the server did not start"
            found = re.search(sign, line)
            if found:
                break
        started = time.perf_counter() - begun
        threading.Thread(target=lambda: [None for _ in process.stderr or ()], daemon=True).start()
        yield process.pid, int(found[1]), started
    finally:
        process.terminate()
        process.wait(30)


def _ids(port: int) -> list[str]:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", f"/api/v1/search?q={quote('*')}&limit=500&sort=newest&fields=id")
    return re.findall(r'"id": "(\w+)"', connection.getresponse().read().decode())


def _family(process: int) -> list[int]:
    """A process and all its descendants."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(one for child in children for one in _family(int(child)))]


def _processor_time(process: int) -> float:
    total = 0
    for one in _family(process):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / _TICKS


def _memory(process: int) -> tuple[float, float]:
    """MB of the processes' own memory, and of mapped files, whose pages are divided among the processes."""
    own = shared = 0
    for one in _family(process):
        told = dict(re.findall(r"^(\w+):\s+(\d+) kB", Path(f"/proc/{one}/smaps_rollup").read_text(), re.MULTILINE))
        own += int(told["Pss_Anon"])
        shared += int(told["Pss_File"])
    return own / 1000, shared / 1000


# During an ingest


def _beside_an_ingest(place: Path, words: Sequence[str], articles: int) -> Aims:
    """Measure an ingest alone, requests alone, and both together, on a copy of the archive."""
    texts, copy = place / "beside", place / "copy"
    _write_texts(texts, articles)
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(place / "archive", copy)
    ingest = [sys.executable, "-m", "dateline", "ingest", "--archive", str(copy), "--jobs", "1"]

    def taken(part: str) -> float:
        begun = time.perf_counter()
        subprocess.run([*ingest, str(texts / part)], check=True, capture_output=True)
        return articles / (time.perf_counter() - begun)

    paths = list(map(_PAGE.format, words))
    with _ours(copy) as (_, port, _):
        alone, answered = taken("one"), len(_load(port, paths, 1, 10.0)) / 10
        speed: list[float] = []
        thread = threading.Thread(target=lambda: speed.append(taken("two")))
        thread.start()
        number, spent = 0, 0.0
        while thread.is_alive():
            number += len(_load(port, paths[number % len(paths) :] + paths, 1, 2.0))
            spent += 2.0
        thread.join()
    shutil.rmtree(copy)
    together = number / spent
    return {
        "ingest beside a client ≥ half of alone": (f"{speed[0]:.0f} of {alone:.0f} articles/s", 2 * speed[0] >= alone),
        "pages beside an ingest ≥ half of alone": (f"{together:.0f} of {answered:.0f}/s", 2 * together >= answered),
    }


def _write_texts(texts: Path, number: int) -> None:
    """Write two folders with this many stories each that the archive does not have."""
    shutil.rmtree(texts, ignore_errors=True)
    for story in Newsroom(seed=99).stories(2 * number):
        part = texts / ("one" if int(story.id) < number else "two")
        part.mkdir(parents=True, exist_ok=True)
        (part / f"{story.id}.txt").write_text(f"{story.title}\n\n{story.body}", encoding="utf-8")


if __name__ == "__main__":
    main()
