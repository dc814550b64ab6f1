"""Batch cleaning: the local pool and Spark, with one and two executors and with a killed one; stories and archives.

    python benchmarks/batch.py [--prints 20000] [--files 16] [--stories 100000] [--folder /tmp/batch] [--no-spark]

Cleans generated prints of a newsroom (`reprints.py`) with one and two processes of the pool, and with one and two task slots of
Spark; each slot has its own core. Prints documents per second from the first task to the last, the CPU seconds of all processes,
and the ratio of two to one: by wall time, which is meaningful only on an idle machine, and by CPU seconds, which is the ratio on
such a machine if all files take the same time. In one more run of Spark a worker is killed. The rows of all runs are compared.
With `--stories` this many prints are cleaned, and the stories that the local run and Spark find are compared with the clusters of
an archive that imported the same rows. These prints are cleaned only by rules, which is faster. `--prints 0` does only this part.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import nullcontext
from hashlib import blake2b
from pathlib import Path
from shutil import rmtree
from typing import Any, NamedTuple

from dateline import Archive
from dateline.archive.batch import Recipe, read_cleaned
from dateline.archive.batch.completion_marks import read_marks
from dateline.archive.batch.output_folder import LocalFolder, folder_at
from dateline.archive.batch.pool import Pool, Runner
from dateline.archive.batch.run import Batch
from dateline.archive.batch.table import read_rows, story_schema
from dateline.cleaning import Cleaner
from dateline.workers.worker import Limits
from reprints import Newsroom

_PER_STORY = 2.45  # prints
_ID = 8
_GLANCE = 0.05
PATIENT = Limits(600.0)  # no document fails on a busy machine


class Run(NamedTuple):
    """The times of a run from the first task to the last."""

    documents: int
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        """Documents per second."""
        return self.documents / self.seconds


def main() -> int:
    """Measure and print; exit code 1 if rows or stories differ."""
    asked = _asked()
    if asked.one:
        print(json.dumps(_one(*asked.one, asked)))
        return 0
    folder = Path(asked.folder)
    if asked.prints:
        _prints(folder / f"prints-{asked.prints}", asked.prints, asked.files)
    kinds = ["pool"] if asked.no_spark else ["pool", "spark"]
    alike = [_two(kind, folder, asked) for kind in kinds if asked.prints]
    if asked.prints and not asked.no_spark:
        _child("spark", 2, folder / "killed", asked, kill=True)
        alike.append(_digest(folder / "killed") == _digest(folder / "pool-1"))
        print(f"spark with a killed worker: rows {'the same' if alike[-1] else 'DIFFER'}")
    if asked.stories:
        alike.append(_stories(folder, asked))
    return 0 if all(alike) else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prints", type=int, default=20_000)
    parser.add_argument("--files", type=int, default=16)
    parser.add_argument("--stories", type=int, default=0)
    parser.add_argument("--folder", default="/tmp/batch")
    parser.add_argument("--no-spark", action="store_true")
    parser.add_argument("--one", nargs=4, metavar=("KIND", "SLOTS", "IN", "OUT"), help=argparse.SUPPRESS)
    return parser.parse_args()


def _prints(folder: Path, number: int, files: int) -> Path:
    """Return JSONL files with this many prints; they are made once."""
    if not (folder / "made").exists():
        folder.mkdir(parents=True, exist_ok=True)
        printed = Newsroom(11).edition(round(number / _PER_STORY))
        for place in range(files):
            with (folder / f"prints-{place}.jsonl").open("w", encoding="utf-8") as stream:
                for at in range(place, len(printed), files):
                    one = printed[at]
                    url = f"https://{one.outlet.lower().replace(' ', '')}.example/{one.day.isoformat()}/{at}"
                    told = {"url": url, "title": one.title, "date": one.day.isoformat(), "source": one.outlet, "text": one.text}
                    stream.write(json.dumps(told) + "\n")
        (folder / "made").touch()
    return folder


def _two(kind: str, folder: Path, asked: argparse.Namespace) -> bool:
    """Run a kind with one and with two slots; return whether both made the same rows as the very first run."""
    one, two = (_child(kind, slots, folder / f"{kind}-{slots}", asked) for slots in (1, 2))
    for slots, run in enumerate((one, two), start=1):
        print(f"{kind} {slots}: {run.rate:,.0f} documents/s, {run.seconds:,.1f} s, {run.cpu:,.1f} s of CPU")
    print(f"{kind}: two are {one.seconds / two.seconds:.2f} times one by the clock, {2 * one.cpu / two.cpu:.2f} by the CPU seconds")
    same = _digest(folder / f"{kind}-1") == _digest(folder / f"{kind}-2") == _digest(folder / "pool-1")
    print(f"{kind}: rows {'the same' if same else 'DIFFER'}")
    return same


def _child(kind: str, slots: int, out: Path, asked: argparse.Namespace, *, kill: bool = False) -> Run:
    """Run in a separate process on as many cores as it has slots; with `kill`, kill one of Spark's workers during the run."""
    rmtree(out, ignore_errors=True)
    words = ["--one", kind, str(slots), str(Path(asked.folder) / f"prints-{asked.prints}"), str(out)]
    process = subprocess.Popen([sys.executable, __file__, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    if kill:
        _kill_a_worker(process, out)
    said, _ = process.communicate()
    return Run(*json.loads(said.splitlines()[-1]))


def _one(kind: str, slots: str, given: str, out: str, asked: argparse.Namespace) -> Run:
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: int(slots)])
    with _runner(kind, int(slots)) as runner:
        batch, paths = Batch(folder_at(out), Recipe(limits=PATIENT, raw=False), runner), [given]
        _used(kind, runner)
        with _Cpu() as cpu:
            begun = time.monotonic()
            summary = batch.clean([path for place in paths for path in sorted(map(str, Path(place).glob("*.jsonl")))])
            seconds = time.monotonic() - begun
    return Run(summary.articles + summary.failed, seconds, cpu.seconds)


def _runner(kind: str, slots: int) -> Any:
    from dateline.archive.batch.spark import spark_at

    return nullcontext(Pool(slots)) if kind == "pool" else spark_at(f"local[{slots}]")


def _used(kind: str, runner: Any) -> None:
    """Run a first stage of Spark, so that its start-up is not measured."""
    if kind == "spark":
        runner.context.parallelize(range(8), 8).map(lambda one: one).collect()


class _Cpu:
    """A context manager that measures the CPU seconds of this process and its descendants."""

    def __enter__(self) -> _Cpu:
        self._done, self._seen = threading.Event(), dict[int, float]()
        self._before = dict(_spent(os.getpid()))
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def _watch(self) -> None:
        while not self._done.wait(0.25):
            self._seen.update(_spent(os.getpid()))

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()
        self._seen.update(_spent(os.getpid()))
        self.seconds = sum(spent - self._before.get(process, 0.0) for process, spent in self._seen.items())


def _stat(process: int | str) -> list[str]:
    try:
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    except (OSError, UnicodeDecodeError):
        return ["?", "0", *["0"] * 20]


def _family(process: int) -> Iterator[int]:
    """A process and all its descendants."""
    parents: dict[int, list[int]] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        parents.setdefault(int(_stat(name)[1]), []).append(int(name))
    waiting = [process]
    while waiting:
        waiting += parents.get(one := waiting.pop(), [])
        yield one


def _spent(process: int) -> Iterator[tuple[int, float]]:
    for one in _family(process):
        fields = _stat(one)
        yield one, (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _kill_a_worker(process: subprocess.Popen[str], out: Path) -> None:
    """Kill one of Spark's workers once some files are done and others are not."""
    while process.poll() is None:
        daemons = [one for one in _family(process.pid) if b"pyspark.daemon" in _command(one)]
        workers = [one for one in daemons if int(_stat(one)[1]) in daemons]
        if workers and len(list((out / "done").glob("*.json"))) > 1:
            os.kill(workers[0], signal.SIGKILL)
            return
        time.sleep(_GLANCE)
    raise RuntimeError("there was no worker to kill")


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def _digest(out: Path) -> str:
    """A hash of all rows of a folder, in order."""
    hashed, folder = blake2b(), LocalFolder(out)
    for mark in read_marks(folder).values():
        with folder.opened(mark.table) as stream:
            for row in read_rows(stream, mark.table):
                hashed.update(repr(sorted(row.items())).encode())
    return hashed.hexdigest()


def _stories(folder: Path, asked: argparse.Namespace) -> bool:
    """Whether this machine, Spark and an archive find the same stories."""
    out, given = folder / f"stories-{asked.stories}", _prints(folder / f"prints-{asked.stories}", asked.stories, asked.files)
    paths = sorted(map(str, given.glob("*.jsonl")))
    Batch(LocalFolder(out), Recipe(Cleaner(model=False), limits=PATIENT), Pool(2)).clean(paths)
    here = _found(out, Pool(2), "pool")
    followed, rebuilt = _clusters(out, folder / f"archive-{asked.stories}")
    alike = here == rebuilt
    others = sum(here.get(one) != followed.get(one) for one in here.keys() | followed.keys())
    print(f"stories: {len(here):,} articles in them; {'as in' if alike else 'NOT AS IN'} an archive that was grouped again")
    print(f"stories: {others:,} articles are in another one where the archive grouped them batch by batch")
    if not asked.no_spark:
        with _runner("spark", 2) as runner:
            same = _found(out, runner, "spark") == here
        print(f"stories: {'the same' if same else 'OTHERS'} on Spark")
        alike &= same
    return alike


def _found(out: Path, runner: Runner, kind: str) -> dict[str, tuple[str, int, float]]:
    for name in ("stories.parquet", "stories.json"):
        (out / name).unlink(missing_ok=True)
    begun, cpu = time.monotonic(), _Cpu()
    with cpu:
        Batch(LocalFolder(out), Recipe(Cleaner(model=False)), runner).stories()
    print(f"stories on {kind}: {time.monotonic() - begun:,.1f} s, {cpu.seconds:,.1f} s of CPU")
    with (out / "stories.parquet").open("rb") as stream:
        rows = read_rows(stream, "stories.parquet", story_schema().names)
        return {row["id"][:_ID]: (row["lead"][:_ID], row["copies"], row["similarity"]) for row in rows}


def _clusters(out: Path, place: Path) -> list[dict[str, tuple[str, int, float]]]:
    """The stories of an archive that takes the rows in, batch by batch and then all at once."""
    rmtree(place, ignore_errors=True)
    found = list[dict[str, tuple[str, int, float]]]()
    with Archive.open(place, create=True) as archive:
        archive.ingest(read_cleaned(str(out)), jobs=2, limits=PATIENT)
        for grouped in (False, True):
            if grouped:
                archive.regroup()
            marks = archive.clusters(list(archive.store.article_ids()))
            found.append({article_id: (mark.lead, mark.size, mark.similarity) for article_id, mark in marks.items()})
    return found


if __name__ == "__main__":
    sys.exit(main())
