"""Ingest of generated pages: stage by stage, as JSONL, HTML files and WARC, with one and several processes, and with kills.

    python benchmarks/ingest.py --articles 100000 [--jobs 2] [--kills 20] [--forms jsonl html warc] [--small 10000]

Prints:
- documents per second of reading, cleaning on one core, preparing, storing and indexing
- for each form and number of processes the rate from end to end, also as a multiple of cleaning alone on one core (by wall time,
  and by CPU seconds as on two idle cores), the CPU seconds per 1,000 documents, and the peak memory of the writer and of the
  largest worker
- the estimated rate on 2, 4, 8 and 16 cores (`cores.py`)
- bytes on disk per article in store and index, compared with the raw text, its gzip and the clean text
- with `--small` the peak memory at this many articles

With `--kills` an ingest is started this many times more, killed with its workers (SIGKILL) at a random moment after it has added
something, and then completed. On a busy machine only the CPU seconds and the sizes are meaningful.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from cores import Costs, simulated
from dateline import Archive, open_documents
from dateline.archive.preparation import PreparationSettings, PreparedDocument, prepare_articles
from dateline.archive.worker_pool import clean_chunks
from dateline.cleaning import Cleaner
from dateline.query import MatchAll
from dateline.search.entry import Entry
from dateline.text import content_hash
from dateline.types.articles import CleanedArticle
from dateline.types.documents import Failure, RawDocument
from pages import Newsstand, write_html, write_jsonl, write_warc

_CLEANED = 2_000
_FORMS = {"jsonl": "pages.jsonl", "html": "pages", "warc": "pages.warc.gz"}
_WRITERS = {"jsonl": write_jsonl, "html": write_html, "warc": write_warc}
_PROGRAM = """
import sys, resource, threading, time
from dateline import Archive, open_documents
from dateline.workers.worker import end_idle

own = 0

def watch():
    global own  # resident memory without mapped files such as the index, if the system reports it
    while True:
        with open("/proc/self/status") as status:
            own = max(own, *(int(line.split()[1]) for line in status if line.startswith("RssAnon")), 0)
        time.sleep(0.2)

if __name__ == "__main__":
    if sys.platform == "linux":
        threading.Thread(target=watch, daemon=True).start()
    started = time.perf_counter()
    with Archive.open(sys.argv[2], create=True) as archive:
        summary = archive.ingest(open_documents([sys.argv[1]]), jobs=int(sys.argv[3]))
    used = time.perf_counter() - started
    end_idle()  # the usage of a worker is counted only after it has ended
    who = [resource.getrusage(one) for one in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = [one.ru_utime + one.ru_stime for one in who]
    print(summary.read, summary.new, used, *cpu, *(one.ru_maxrss // 1024 for one in who), own // 1024)
"""


class Took(NamedTuple):
    """Seconds for one document: wall time and CPU time."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Run:
    """One ingest: ingested documents, wall time, CPU seconds of the writer and of the workers.

    `memory` is the peak in megabytes of the writer, of the largest worker, and of the writer without the files that it maps.
    """

    new: int
    seconds: float
    cpu: tuple[float, float]
    memory: tuple[int, int, int]

    @property
    def room(self) -> str:
        """The memory as text."""
        writer, worker, own = self.memory
        return f"{writer} MB writer ({own} MB without mapped files), {worker} MB largest worker"


def main() -> None:
    """Run the selected measurements and print them."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=10_000)
    options.add_argument("--jobs", type=int, nargs="+", default=[1, 2], help="the numbers of processes; each is a run")
    options.add_argument("--kills", type=int, default=0)
    options.add_argument("--small", type=int, default=0)
    options.add_argument("--forms", nargs="+", choices=list(_FORMS), default=list(_FORMS))
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "program.py").write_text(_PROGRAM, "utf-8")
        for form in given.forms:
            _WRITERS[form](Newsstand().pages(given.articles), place / _FORMS[form])
        _raw_sizes(given.articles)
        runs: dict[str, Run] = {}
        for form in given.forms:
            alone, reading, indexing = _stages(place, form)
            for jobs in given.jobs:
                run = runs[form] = _ingest(place, place / _FORMS[form], f"{form}-{jobs}", jobs)
                _print_run(f"{form}, jobs {jobs}", run, alone, given.articles)
            if given.jobs[-1] > 1:
                _outlook(run, reading, indexing, alone.cpu)
            _sizes(place / f"{form}-{given.jobs[-1]}")
        if given.small:
            _memory(place, given.small, given.jobs[-1])
        if given.kills:
            _killed(place, given.forms[0], (given.jobs[-1], given.kills), runs[given.forms[0]])


def _raw_sizes(number: int) -> None:
    pages = list(Newsstand().pages(min(number, _CLEANED)))
    for name, texts in (("text", [page.text.encode() for page in pages]), ("HTML", [page.html.encode() for page in pages])):
        size, packed = (sum(map(len, some)) / len(pages) for some in (texts, map(gzip.compress, texts)))
        print(f"{'raw ' + name:24}{size:10,.0f} bytes each, {packed:,.0f} as gzip")


def _stages(place: Path, form: str) -> tuple[Took, float, float]:
    """Print the rate of each stage alone; return the time of cleaning and the CPU seconds of reading and of the index."""
    source = [str(place / _FORMS[form])]
    some = [one for one, _ in zip(open_documents(source), range(_CLEANED), strict=False) if isinstance(one, RawDocument)]
    reading = _timed(f"reading {form}", len(some), lambda: [0 for _ in zip(open_documents(source), some, strict=False)])
    cleaner, batches = Cleaner(), [some[at : at + 8] for at in range(0, len(some), 8)]
    clean_chunks(cleaner, some[:8])
    articles: list[list[CleanedArticle | Failure]] = []
    alone = _timed(f"cleaning {form}, one core", len(some), lambda: articles.extend(clean_chunks(cleaner, one) for one in batches))
    preparation, ready = PreparationSettings(cleaner), list[PreparedDocument]()
    pairs = list(zip(batches, articles, strict=True))
    prepare_articles(preparation, *pairs[0])
    _timed("making ready", len(some), lambda: ready.extend(one for pair in pairs for one in prepare_articles(preparation, *pair)))
    with Archive.open(place / f"stages-{form}", create=True) as archive:
        now, store, entries = datetime.now(UTC).replace(microsecond=0), archive.store, list[Entry]()

        def store_all() -> None:
            for start in range(0, len(some), 500):
                with store.batch():
                    for raw, one in zip(some[start : start + 500], ready[start : start + 500], strict=True):
                        raw_id = content_hash(raw.content)
                        article_id, change = store.add(raw, raw_id, store.locate(raw, raw_id), one.stored, now)
                        entries.append(Entry(change, article_id, one.fields, now, None))

        def index_all() -> None:
            archive._follower.queue(entries)
            archive.count(MatchAll())

        _timed("storing and grouping", len(some), store_all)
        indexing = _timed("indexing", len(some), index_all)
    return alone, reading.cpu, indexing.cpu


def _timed(name: str, number: int, work: Callable[[], object]) -> Took:
    """Print and return the time that `work` takes per document, for this many documents."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{name:24}{number / wall:10,.0f} documents/s, {1000 * cpu / number:.2f} CPU s per 1,000")
    return Took(wall / number, cpu / number)


def _outlook(run: Run, reading: float, indexing: float, alone: float) -> None:
    """Print the estimated rate of this run on other numbers of cores."""
    writer, worker = (one / run.new for one in run.cpu)
    costs = Costs(reading, max(0.0, writer - reading - indexing), indexing, worker)
    for cores in (2, 4, 8, 16):
        told = simulated(costs, cores)
        shares = f"writer busy {told.writer:.0%}, workers {told.workers:.0%}"
        print(f"{'':24}on {cores:2} cores {told.rate:6,.0f} documents/s, {told.rate * alone:5.2f} times cleaning alone; {shares}")
    print(f"{'':24}the one who writes ends it at {1 / writer:,.0f} documents/s")


def _ingest(place: Path, source: Path, archive: str, jobs: int) -> Run:
    command = [sys.executable, str(place / "program.py"), str(source), str(place / archive), str(jobs)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    read, new, used, cpu, cpu_workers, *memory = map(float, answer)
    assert read == new, (read, new)
    writer, worker, own = map(int, memory)
    return Run(int(new), used, (cpu, cpu_workers), (writer, worker, own))


def _print_run(name: str, run: Run, alone: Took, number: int) -> None:
    assert run.new == number, run
    rate, cpu = run.new / run.seconds, [1000 * one / run.new for one in run.cpu]
    on_two = 2 * alone.cpu * run.new / sum(run.cpu)
    told = f"{rate * alone.wall:.2f} times cleaning alone on one core; by CPU time on two {on_two:.2f}"
    print(f"{name:24}{rate:10,.0f} documents/s, {told}")
    print(f"{'':24}CPU s per 1,000: {cpu[0]:.2f} writer, {cpu[1]:.2f} workers; {run.room}")


def _sizes(folder: Path) -> None:
    index = sum(file.stat().st_size for file in (folder / "index").rglob("*") if file.is_file())
    with Archive.open(folder) as opened:
        number, rows = opened.stats().articles, opened.store.session
        clean = rows.number("SELECT sum(length(CAST(body AS BLOB))) FROM articles") / number
        raw, store = opened.stats().raw_bytes / number, opened.stats().stored_bytes / number
        some = [opened.store.raw_of(one).content for one, _ in zip(opened.store.article_ids(), range(_CLEANED), strict=False)]
    packed = sum(len(gzip.compress(one)) for one in some) / len(some)
    beside = f"{store / raw:.2f} of raw ({raw:,.0f}), {store / packed:.2f} of raw gzip ({packed:,.0f})"
    print(f"{'':24}store {store:,.0f} bytes each: {beside}")
    print(f"{'':24}index {index / number:,.0f} bytes each: {index / number / clean:.2f} of the clean text ({clean:,.0f})")


def _memory(place: Path, small: int, jobs: int) -> None:
    write_jsonl(Newsstand().pages(small), place / "small.jsonl")
    run = _ingest(place, place / "small.jsonl", "small", jobs)
    print(f"{f'memory at {small:,}':24}{run.room}")


def _killed(place: Path, form: str, times: tuple[int, int], whole: Run) -> None:
    """Kill this many ingests, each some time after it began to add articles, and complete the last."""
    jobs, kills = times
    command = [sys.executable, str(place / "program.py"), str(place / _FORMS[form]), str(place / "killed"), str(jobs)]
    chance = random.Random(7)
    for at in range(kills):
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
        _until_it_adds(place / "killed", running)
        time.sleep(chance.uniform(0, max(3, whole.seconds / kills)))
        with suppress(ProcessLookupError):  # it has ended already
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        with Archive.open(place / "killed", create=True) as archive:
            held, problems = archive.count(MatchAll()), archive.verify()
        print(f"kill {at + 1}: {held:,} articles, {len(problems)} problems")
        assert not problems, problems
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with Archive.open(place / "killed") as archive:
        held, problems = archive.count(MatchAll()), archive.verify()
    print(f"completed: {held:,} of {whole.new:,} articles, {len(problems)} problems")
    assert held == whole.new, held
    assert not problems, problems


def _until_it_adds(folder: Path, running: subprocess.Popen[bytes]) -> None:
    """Wait until there are more articles than now, or the process has ended."""
    with Archive.open(folder, create=True) as archive:
        before = archive.store.size()
        while running.poll() is None and archive.store.size() == before:
            time.sleep(0.1)


if __name__ == "__main__":
    main()
