"""Processes killed while they delete, edit, drop, restore or clean again: is the archive well, and is nothing lost or back?

    python benchmarks/kills.py [KILLS] [SEED]

Each of KILLS rounds (20) starts a process on an archive of 600 stories that works through one of these jobs on many articles, kills
it (SIGKILL) at a random moment, and looks: `verify` must be clean, an article is whole or gone, none is gone that was not to be
deleted, none that was deleted comes back by an ingest of everything, and every edit that was noted is in the article.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from damage import story
from dateline import Archive, Cleaner, parse_query
from dateline.cleaning.sites import parse_site_rules

STORIES = 600
TODAY = date(2026, 11, 25)
_RULES = '\nhost = "post.example"\n[[{verdict}]]\nstarts = "The {thing}"\n'


def delete(folder: Path, seed: int) -> None:
    """Delete a tenth of the articles, four at a time."""
    with Archive.open(folder) as archive:
        ids = doomed(archive, seed)
        for start in range(0, len(ids), 4):
            archive.delete(ids[start : start + 4])


def doomed(archive: Archive, seed: int) -> list[str]:
    """Which articles a seed deletes, of those that are there."""
    return random.Random(seed).sample(sorted(archive.store.article_ids()), archive.store.size() // 10)


def edit(folder: Path, seed: int) -> None:
    """Set the source of every article."""
    with Archive.open(folder) as archive:
        for article_id in list(archive.store.article_ids()):
            archive.edit(article_id, {"source": f"Post {seed}"})


def override(folder: Path, seed: int) -> None:
    """Drop the first line of every article, or put it back."""
    with Archive.open(folder) as archive:
        for article_id in list(archive.store.article_ids()):
            (archive.drop if seed % 2 else archive.restore)(article_id, [1])


def reclean(folder: Path, seed: int) -> None:
    """Clean everything again with other rules."""
    thing = random.Random(seed).choice(["ferry", "bridge", "council", "storm"])
    rules = parse_site_rules(_RULES.format(verdict="drop", thing=thing), "post")
    with Archive.open(folder, cleaner=Cleaner(sites=(rules,))) as archive:
        archive.reclean()


JOBS: tuple[Callable[[Path, int], None], ...] = (delete, edit, reclean, override)


def killed(job: Callable[[Path, int], None], folder: Path, seed: int, wait: float) -> bool:
    """Run a job in a process and kill that after so many seconds; whether it was still at work."""
    process = multiprocessing.get_context("spawn").Process(target=job, args=(folder, seed))
    process.start()
    process.join(wait)
    alive = process.is_alive()
    if alive and process.pid:
        os.kill(process.pid, signal.SIGKILL)
    process.join()
    return alive


def faults(folder: Path, may_go: set[str], gone: set[str], before: dict[str, bytes]) -> list[str]:
    """What is wrong after a kill; `gone` grows by what was deleted."""
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
    """What one kill did: in which job, whether it was still at work, how many articles were deleted, and what is wrong."""

    job: str
    at_work: bool
    deleted: int
    faults: list[str]


def rounds(kills: int, seed: int, stories: int = STORIES) -> Iterator[Round]:
    """Kill so many processes at random moments, each on what the one before has left."""
    chance, gone = random.Random(seed), set[str]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "archive")
        with Archive.open(folder, create=True) as archive:
            archive.ingest(map(story, range(stories)))
            before = {one: archive.raw(one).content for one in archive.store.article_ids()}
        for number in range(kills):
            job, deleted = JOBS[number % len(JOBS)], len(gone)
            with Archive.open(folder) as archive:
                may_go = set(doomed(archive, seed + number)) if job is delete else set()
            at_work = killed(job, folder, seed + number, 0.8 + chance.random() * 2 * stories / STORIES)
            found = faults(folder, may_go, gone, before)
            yield Round(job.__name__, at_work, len(gone) - deleted, found)


def main(kills: int, seed: int) -> int:
    """Print what each kill did; how many faults there were."""
    found = []
    for number, one in enumerate(rounds(kills, seed), 1):
        how = "killed at work" if one.at_work else "had ended"
        print(f"{number:3} {one.job:9} {how:14} {one.deleted:3} deleted, {len(one.faults)} faults", *one.faults[:5], sep="\n  ")
        found.append(one)
    wrong, gone = sum(len(one.faults) for one in found), sum(one.deleted for one in found)
    print(f"{kills} rounds, {sum(one.at_work for one in found)} processes killed at work, {gone} articles deleted, {wrong} faults")
    return wrong


if __name__ == "__main__":
    times, start = (*map(int, sys.argv[1:]), *(20, 7)[len(sys.argv) - 1 :])
    sys.exit(bool(main(times, start)))
