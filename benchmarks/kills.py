"""Kill processes that delete, edit, drop, restore or reclean: is the archive sound, with nothing lost and nothing deleted back?

    python benchmarks/kills.py [KILLS] [SEED] [STORIES] [JOB]

Each of KILLS rounds (20) starts a process on an archive of STORIES (600) that runs one of these jobs on many articles, kills it
(SIGKILL) at a random moment, and checks: `verify` finds no fault; an article is complete or gone; only articles that the job
deletes are gone; an ingest of everything brings no deleted article back; and every recorded edit is in its article. The duration of
each job is measured once. The output states whether a kill fell before the first commit, between two or after the last.
`edit --query` commits 500 articles at a time, so a kill between two commits needs more STORIES.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from multiprocessing.synchronize import Event
from pathlib import Path

from damage import story
from dateline import Archive, Cleaner, parse_query
from dateline.cleaning.site_rules import parse_site_rules

STORIES = 600
TODAY = date(2026, 11, 25)
_RULES = '\nhost = "post.example"\n[[{verdict}]]\nstarts = "The {thing}"\n'


def delete(archive: Archive, seed: int) -> None:
    """Delete a tenth of the articles, four at a time."""
    ids = doomed(archive, seed)
    for start in range(0, len(ids), 4):
        archive.delete(ids[start : start + 4])


def doomed(archive: Archive, seed: int) -> list[str]:
    """Return the articles that a seed deletes, a tenth of the existing ones."""
    return random.Random(seed).sample(sorted(archive.store.article_ids()), archive.store.size() // 10)


def edit(archive: Archive, seed: int) -> None:
    """Set the source of every article, one after the other."""
    for article_id in list(archive.store.article_ids()):
        archive.edit(article_id, {"source": f"Post {seed}"})


def edit_found(archive: Archive, seed: int) -> None:
    """Set the source of all articles that a query finds, as `edit --query` does."""
    archive.edit_all(archive.ids("*"), {"source": f"Post {seed}"})


def override(archive: Archive, seed: int) -> None:
    """Drop or restore the first line of every article."""
    for article_id in list(archive.store.article_ids()):
        (archive.drop if seed % 2 else archive.restore)(article_id, [1])


def reclean(archive: Archive, seed: int) -> None:
    """Reclean all articles with other rules."""
    archive.reclean()


def rules(seed: int) -> Cleaner:
    """A cleaner that drops different lines for each seed."""
    thing = ("ferry", "bridge", "council", "storm")[seed // len(JOBS) % 4]
    return Cleaner(sites=(parse_site_rules(_RULES.format(verdict="drop", thing=thing), "post"),))


Job = Callable[[Archive, int], None]
JOBS: tuple[Job, ...] = (delete, edit, reclean, override, edit_found)


def work(job: Job, folder: Path, seed: int, ready: Event) -> None:
    """The work of a process that will be killed."""
    cleaner = rules(seed)
    cleaner.clean(story(0))  # imports and loading are not part of the work
    with Archive.open(folder, cleaner=cleaner if job is reclean else None) as archive:
        archive.count("*")
        ready.set()
        job(archive, seed)


def killed(job: Job, folder: Path, seed: int, wait: float | None) -> tuple[bool, float]:
    """Run a job in a process and kill it after this many seconds; return whether it was still working, and for how long."""
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=work, args=(job, folder, seed, ready))
    process.start()
    ready.wait(120)
    start = time.monotonic()
    process.join(wait)
    alive, took = process.is_alive(), time.monotonic() - start
    if alive and process.pid:
        os.kill(process.pid, signal.SIGKILL)
    process.join()
    return alive, took


def moved(archive: Archive, since: int) -> int:
    """Count the articles that were written or deleted after a change number."""
    tables = ("articles", "deletions")
    return sum(archive.store.session.number(f"SELECT count(*) FROM {table} WHERE change > ?", (since,)) for table in tables)


def faults(folder: Path, may_go: set[str], gone: set[str], before: dict[str, bytes]) -> list[str]:
    """Return the faults after a kill; add the deleted articles to `gone`."""
    with Archive.open(folder) as archive:
        found = [f"verify: {fault}" for fault in archive.verify()]
        held = set(archive.store.article_ids())
        found += [f"{one}: was not deleted and is gone" for one in before.keys() - held - may_go - gone]
        gone |= before.keys() - held
        archive.ingest(map(story, range(len(before))))
        now = set(archive.store.article_ids())
        found += [f"{one}: is back" for one in gone & now]
        found += [f"{one}: is new" for one in now - held]
        found += [f"{one}: other bytes" for one in now if archive.raw(one).content != before[one]]
        for one in archive.articles():
            said = archive.corrections(one.id).get("source")
            if said and one.article.metadata.source != said:
                found.append(f"{one.id}: an edit was noted and is not in it")
        if archive.count(parse_query("*", TODAY)) != len(now):
            found.append("counts and lists differ")
    return found


@dataclass(frozen=True)
class Round:
    """One kill: its job, its position, the numbers of changed and of deleted articles, and the faults."""

    job: str
    fell: str
    moved: int
    deleted: int
    faults: list[str]


def rounds(kills: int, seed: int, stories: int = STORIES, jobs: Sequence[Job] = JOBS) -> Iterator[Round]:
    """Kill this many processes at random moments of their work, each on the archive that the previous one left."""
    chance, gone = random.Random(seed), set[str]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "archive")
        with Archive.open(folder, create=True) as archive:
            archive.ingest(map(story, range(stories)))
            before = {one: archive.raw(one).content for one in archive.store.article_ids()}
        length: dict[Job, float] = {}
        for number in range(-len(jobs), kills):
            job, deleted = jobs[number % len(jobs)], len(gone)
            with Archive.open(folder) as archive:
                may_go = set(doomed(archive, seed + number)) if job is delete else set()
                since = archive.store.last_change()
            if number < 0:
                _, length[job] = killed(job, folder, seed + number, None)
                gone |= may_go
                continue
            at_work, _ = killed(job, folder, seed + number, chance.random() * length[job])
            with Archive.open(folder) as archive:
                changed = moved(archive, since)
            found = faults(folder, may_go, gone, before)
            fell = "behind the last" if not at_work else "between commits" if changed else "before the first"
            yield Round(job.__name__, fell, changed, len(gone) - deleted, found)


def main(kills: int = 20, seed: int = 7, stories: int = STORIES, *, only: str = "") -> int:
    """Print the result of each kill; return the number of faults."""
    found = []
    for number, one in enumerate(rounds(kills, seed, stories, [job for job in JOBS if only in ("", job.__name__)]), 1):
        told = f"{number:3} {one.job:10} {one.fell:16} {one.moved:4} changed, {one.deleted:3} deleted, {len(one.faults)} faults"
        print(told, *one.faults[:5], sep="\n  ", flush=True)
        found.append(one)
    fell = Counter(one.fell for one in found)
    wrong, gone = sum(len(one.faults) for one in found), sum(one.deleted for one in found)
    print(f"{kills} kills: {', '.join(f'{number} {where}' for where, number in fell.items())}; {gone} deleted, {wrong} faults")
    return wrong


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    sys.exit(bool(main(*numbers, only="".join(word for word in sys.argv[1:] if not word.isdigit()))))
