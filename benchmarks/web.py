"""The web pages and the API under load, with Datasette over SQLite's full-text search of the same texts in the same run.

    python benchmarks/web.py [--articles N] [--folder DIR] [--words KIND] [--seconds S] [--datasette PATH] [--ingest N]

The archives are those of benchmarks/search.py, built in DIR and taken from there where they were built before. Clients in a
process of their own ask one request after the other over open connections, each for other words of middling frequency (in 2 to
0.7 of 100 articles; with --words common in 20 to 7, as many as middling words find in ten times the articles). Times are of the
clock, in milliseconds; `cpu` is the processor's time of the servers for each request, which a busy machine does not spoil.
Datasette shows its page of a table with a search, facets by source and by day, and ten rows; ours has five facets, a timeline
and ten snippets.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import search
from newsroom import Newsroom

_OURS = [sys.executable, "-m", "dateline", "serve", "--port", "0", "--quiet"]
_TICKS = 100  # of the processor's time in a second, as Linux counts them
_ROW = "| {:<34} | {:>8} | {:>7} | {:>7} | {:>7} | {:>7} |"


def main() -> None:
    """Build what is not there yet, serve it, ask, and print the table."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as passing:
        place = asked.folder or Path(passing)
        place.mkdir(parents=True, exist_ok=True)
        newsroom = Newsroom()
        search._build_ours(place, newsroom, asked.articles)
        words = newsroom.words[slice(*search._RANKS[asked.words])]
        print(_ROW.format("request", "per s", "p50", "p99", "cpu", "number"))
        print("|---|---|---|---|---|---|")
        ours = _measure_ours(place / "archive", words, asked)
        if asked.datasette:
            theirs = _measure_theirs(place, words, asked)
            print(f"\na search page with facets: {ours[0] / theirs[0]:.1f} times Datasette's requests/s, ", end="")
            print(f"{theirs[1] / ours[1]:.1f} times less of the processor for each")
        if asked.ingest:
            _beside_an_ingest(place, words, asked)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The web under load.")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="where to build; what is there is used again")
    parser.add_argument("--words", choices=list(search._RANKS), default="middling", help="how frequent the words are")
    parser.add_argument("--seconds", type=float, default=8.0, help="for each row")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--datasette", type=Path, help="the program, for the comparison")
    parser.add_argument("--ingest", type=int, default=0, help="take in so many articles beside the requests")
    return parser.parse_args()


@contextmanager
def _server(command: list[str], sign: str) -> Iterator[tuple[int, int]]:
    """A server's process and its port, once it says `sign`."""
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    assert process.stderr is not None
    try:
        while True:
            line = process.stderr.readline()
            assert line, "the server did not start"
            found = re.search(sign, line)
            if found:
                break
        threading.Thread(target=lambda: [None for _ in process.stderr or ()], daemon=True).start()
        yield process.pid, int(found[1])
    finally:
        process.terminate()
        process.wait(30)


def _measure_ours(archive: Path, words: list[str], asked: argparse.Namespace) -> tuple[float, float]:
    begun = time.perf_counter()
    with _server([*_OURS, "--archive", str(archive)], r"at http://[\d.]+:(\d+)/") as (process, port):
        started = time.perf_counter() - begun
        ids = _ids(port)
        kinds: dict[str, Callable[[int], str]] = {
            "search page with facets": lambda at: f"/search?q={words[at % len(words)]}",
            "search page, narrowed": lambda at: f"/search?q={words[at % len(words)]}&from=2015&to=2016&sort=newest",
            "article page": lambda at: f"/articles/{ids[at % len(ids)]}?q={words[at % len(words)]}",
            "compare page": lambda at: f"/compare?q={words[at % len(words)]}&q={words[(at + 7) % len(words)]}",
            "API: search": lambda at: f"/api/v1/search?q={words[(at * 13) % len(words)]}",
        }
        rows = {name: _row(name, process, port, kind, asked) for name, kind in kinds.items()}
        print(f"\nstarted in {started:.2f} s; memory of all processes: {_memory(process)}")
    return rows["search page with facets"]


def _measure_theirs(place: Path, words: list[str], asked: argparse.Namespace) -> tuple[float, float]:
    search._build_fts(place, asked.articles).conn.close()
    command = [str(asked.datasette), "serve", str(place / "peer.db"), "--port", "8399", "--setting", "suggest_facets", "off"]
    with _server(command, r"running on http://[\d.]+:(\d+)") as (process, port):
        path = "/peer/articles?_search={}&_facet=source&_facet=day&_size=10"
        found = _row("Datasette: search page with facets", process, port, lambda at: path.format(words[at % len(words)]), asked)
        print(f"\nDatasette's memory: {_memory(process)}")
    return found


def _row(name: str, process: int, port: int, kind: Callable[[int], str], asked: argparse.Namespace) -> tuple[float, float]:
    before = _processor_time(process)
    times = _load(port, [kind(at) for at in range(6_000)], asked.clients, asked.seconds)
    cpu = (_processor_time(process) - before) / len(times)
    rate = len(times) / asked.seconds
    cuts = statistics.quantiles(times, n=100)
    print(_ROW.format(name, f"{rate:.0f}", *(f"{1000 * one:.1f}" for one in (cuts[49], cuts[98], cpu)), len(times)), flush=True)
    return rate, cpu


def _load(port: int, paths: list[str], clients: int, seconds: float) -> list[float]:
    """The times of all requests that so many clients get answered in so many seconds."""
    queue: multiprocessing.Queue[list[float]] = multiprocessing.Queue()
    worker = multiprocessing.Process(target=_clients, args=(queue, port, paths, clients, seconds))
    worker.start()
    found = queue.get(timeout=seconds + 60)
    worker.join()
    return found


def _clients(queue: multiprocessing.Queue[list[float]], port: int, paths: list[str], clients: int, seconds: float) -> None:
    times: list[list[float]] = [[] for _ in range(clients)]
    end = time.perf_counter() + seconds

    def ask(number: int) -> None:
        connection, at = HTTPConnection("127.0.0.1", port, timeout=60), number
        while time.perf_counter() < end:
            begun = time.perf_counter()
            connection.request("GET", paths[at % len(paths)])
            answer = connection.getresponse()
            answer.read()
            times[number].append(time.perf_counter() - begun)
            assert answer.status == 200, (answer.status, paths[at % len(paths)])
            at += clients

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    queue.put([one for some in times for one in some])


def _ids(port: int) -> list[str]:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", f"/api/v1/search?q={quote('*')}&limit=500&sort=newest&fields=id")
    return re.findall(r'"id": "(\w+)"', connection.getresponse().read().decode())


def _family(process: int) -> list[int]:
    """A process and those it began."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(one for child in children for one in _family(int(child)))]


def _processor_time(process: int) -> float:
    total = 0
    for one in _family(process):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / _TICKS


def _memory(process: int) -> str:
    """What is the processes' own, and what they map of files besides, in which pages are shared out among them."""
    own = shared = 0
    for one in _family(process):
        told = dict(re.findall(r"^(\w+):\s+(\d+) kB", Path(f"/proc/{one}/smaps_rollup").read_text(), re.MULTILINE))
        own += int(told["Pss_Anon"])
        shared += int(told["Pss_File"])
    return f"{own / 1000:.0f} MB of their own, and {shared / 1000:.0f} MB of files in the system's cache"


def _beside_an_ingest(place: Path, words: list[str], asked: argparse.Namespace) -> None:
    """An ingest alone, requests alone, and both at once, on a copy of the archive."""
    texts, copy = place / "beside", place / "copy"
    shutil.rmtree(texts, ignore_errors=True)
    for story in Newsroom(seed=99).stories(2 * asked.ingest):
        part = texts / ("one" if int(story.id) < asked.ingest else "two")
        part.mkdir(parents=True, exist_ok=True)
        (part / f"{story.id}.txt").write_text(f"{story.title}\n\n{story.body}", encoding="utf-8")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(place / "archive", copy)
    ingest = [sys.executable, "-m", "dateline", "ingest", "--archive", str(copy), "--jobs", "1"]

    def taken(part: str) -> float:
        begun = time.perf_counter()
        subprocess.run([*ingest, str(texts / part)], check=True, capture_output=True)
        return asked.ingest / (time.perf_counter() - begun)

    paths = [f"/search?q={word}" for word in words]
    with _server([*_OURS, "--archive", str(copy)], r"at http://[\d.]+:(\d+)/") as (_, port):
        alone, answered = taken("one"), len(_load(port, paths, 1, 10.0)) / 10
        speed: list[float] = []
        thread = threading.Thread(target=lambda: speed.append(taken("two")))
        thread.start()
        times = []
        while thread.is_alive():
            times += _load(port, paths, 1, 2.0)
        thread.join()
        together = len(times) / (asked.ingest / speed[0])
    print(f"\ningest: {alone:.0f} articles/s alone, {speed[0]:.0f} beside one client that asks without a pause")
    print(f"pages: {answered:.0f}/s for that client alone, {together:.0f} beside the ingest", flush=True)


if __name__ == "__main__":
    main()
