"""Ingest of generated articles: stage by stage, with one process and with several, and killed on the way.

    python benchmarks/ingest.py [NUMBER] [--jobs 2] [--kills 20]

Prints documents per second for reading, cleaning on one core, and everything end to end; the peak memory of the writing process and
of the largest worker; bytes on disk for each article in store and index, against the raw text and its gzip. With `--kills` the
ingest is started so many times more and killed at a random moment (SIGKILL, workers and all), then completed and verified.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from articles import Writer
from dateline import Archive, open_documents
from dateline.cleaning import Cleaner
from dateline.query import MatchAll
from dateline.types import RawDocument

_CLEANED = 2_000
_PROGRAM = (
    "import sys, resource\n"
    "from dateline import Archive, open_documents\n"
    "if __name__ == '__main__':\n"
    "    with Archive.open(sys.argv[2], create=True) as archive:\n"
    "        summary = archive.ingest(open_documents([sys.argv[1]]), jobs=int(sys.argv[3]))\n"
    "    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)\n"
    "    print(summary.read, summary.new, *(resource.getrusage(one).ru_maxrss // 1024 for one in who))\n"
)


def main() -> None:
    """Run what was asked for and print it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("number", type=int, nargs="?", default=10_000)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--kills", type=int, default=0)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        texts = _write(place, given.number)
        raw = sum(map(len, texts))
        print(f"{given.number:,} articles, {raw / given.number:,.0f} bytes of text each")
        alone = _stages(place / "articles.jsonl", given.number)
        for form in ("articles.jsonl", "pages"):
            for jobs in sorted({1, given.jobs}):
                rate = _whole(place, form, jobs, given.number)
                print(f"{'':24}{rate / alone:.2f} times cleaning alone on one core")
        _sizes(place / "archive-articles.jsonl-1", given.number, raw, texts)
        if given.kills:
            _killed(place, given.number, given.jobs, given.kills)


def _write(place: Path, number: int) -> list[bytes]:
    (place / "pages").mkdir()
    texts = []
    with (place / "articles.jsonl").open("w", encoding="utf-8") as file:
        for at, record in enumerate(Writer().records(number)):
            texts.append(record["text"].encode())
            file.write(json.dumps(record) + "\n")
            body = "".join(f"<p>{line}</p>" for line in record["text"].split("\n\n"))
            head = f"<title>{record['title']}</title><link rel='canonical' href='{record['url']}'>"
            (place / "pages" / f"{at}.html").write_text(f"<html><head>{head}</head><body>{body}</body></html>", "utf-8")
    return texts


def _stages(path: Path, number: int) -> float:
    started = time.perf_counter()
    documents = [one for one in open_documents([str(path)]) if isinstance(one, RawDocument)]
    print(f"{'reading JSONL':24}{number / (time.perf_counter() - started):10,.0f} documents/s")
    cleaner, some = Cleaner(), documents[:_CLEANED]
    cleaner.clean(some[0])
    started = time.perf_counter()
    for document in some:
        cleaner.clean(document)
    rate = len(some) / (time.perf_counter() - started)
    print(f"{'cleaning, one core':24}{rate:10,.0f} documents/s")
    return rate


def _whole(place: Path, form: str, jobs: int, number: int) -> float:
    started = time.perf_counter()
    command = [sys.executable, "-c", _PROGRAM, str(place / form), str(place / f"archive-{form}-{jobs}"), str(jobs)]
    if jobs > 1:  # worker processes look for the program they were started from
        (place / "program.py").write_text(_PROGRAM, "utf-8")
        command[1:3] = [str(place / "program.py")]
    read, new, writer, worker = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    rate = number / (time.perf_counter() - started)
    assert int(new) == number, (read, new)
    memory = f"{writer} MB writer" + (f", {worker} MB largest worker" if jobs > 1 else "")
    print(f"{form + f', jobs {jobs}':24}{rate:10,.0f} documents/s, {memory}")
    return rate


def _sizes(archive: Path, number: int, raw: int, texts: list[bytes]) -> None:
    store = sum(file.stat().st_size for file in archive.glob("archive.db*"))
    index = sum(file.stat().st_size for file in (archive / "index").rglob("*") if file.is_file())
    with Archive.open(archive) as opened:
        clean = opened.store.session.number("SELECT sum(length(CAST(body AS BLOB))) FROM articles")
    packed = sum(len(gzip.compress(text)) for text in texts[:_CLEANED]) * number // min(number, _CLEANED)
    print(f"{'store':24}{store / number:10,.0f} bytes each, {store / raw:.2f} of raw, {store / packed:.2f} of raw gzip")
    print(f"{'index':24}{index / number:10,.0f} bytes each, {index / clean:.2f} of the clean text")


def _killed(place: Path, number: int, jobs: int, kills: int) -> None:
    (place / "program.py").write_text(_PROGRAM, "utf-8")
    command = [sys.executable, str(place / "program.py"), str(place / "articles.jsonl"), str(place / "killed"), str(jobs)]
    chance, least = random.Random(7), 2.0
    for at in range(kills):
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
        time.sleep(chance.uniform(least, least + 6))
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        with Archive.open(place / "killed", create=True) as archive:
            held, problems = archive.count(MatchAll()), archive.verify()
        print(f"kill {at + 1}: {held:,} articles, {len(problems)} problems")
        assert not problems, problems
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with Archive.open(place / "killed") as archive:
        held, problems = archive.count(MatchAll()), archive.verify()
    print(f"completed: {held:,} of {number:,} articles, {len(problems)} problems")
    assert held == number, held
    assert not problems, problems
    who = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"largest process of all: {who.ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
