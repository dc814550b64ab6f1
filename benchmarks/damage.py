"""Index files with flipped bytes, truncated and deleted ones: is every answer right, repaired, or a reported fault?

    python benchmarks/damage.py [TIMES] [SEED]

Each of TIMES trials (20) for each kind of file takes a new copy of an archive of 240 stories, damages one file at random, and runs
thirty queries, on an archive opened afterwards or on one that was open before. After a "hidden" flip the timestamp of the file is
restored. Then `verify` must leave a sound archive. A trial runs in a separate process, so that a crash counts.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from dateline import Archive, DatelineError
from dateline.query import Query, parse_query
from dateline.types.answers import Window
from dateline.types.documents import RawDocument

TODAY = date(2026, 11, 25)
KINDS = ("term", "idx", "pos", "store", "fast", "fieldnorm", "del", "meta.json", "manifest.json", ".managed.json")
WAYS = ("flipped", "flipped while open", "flipped, hidden", "flipped while open, hidden", "cut short", "taken away")
_PLACES = ("Halden", "Port Ellin", "Skerry", "Dalmark", "Tverå", "Northwater")
_THINGS = ("ferry", "bridge", "council", "storm", "market", "school", "harbour", "strike", "budget", "lighthouse", "toll", "vote")
_VERBS = ("closed", "opened", "refused", "announced", "rebuilt", "lost", "sold", "praised")
_QUESTIONS = (
    "*", "ferry", "bridge council", '"council refused"', "storm NEAR/3 market", "harb*", "sch?ol", "stirke~", "title:toll",
    "author:ruiz", "tag:read", "date:2016", "date:2015..2016-07", "-ferry", "ferry OR strike -vote", "words:>20", "source:post",
    "lang:en", "place:halden", "lighthouse SAME/SENTENCE sold", "atleast2:budget", "cluster:00", "title:/to.l/", "in:removed share",
)  # fmt: skip


def story(number: int, seed: int = 7) -> RawDocument:
    """A story without copies, with a date, an author and a source."""
    chance = random.Random(seed * 1_000_003 + number)

    def sentence() -> str:
        who, what, thing = chance.choice(_PLACES), chance.choice(_VERBS), chance.choice(_THINGS)
        return f"The {thing} of {who} {what} {chance.randrange(9999)} of {chance.choice(_THINGS)} {number}-{chance.randrange(999)}."

    title = f"{chance.choice(_THINGS).capitalize()} {number} in {chance.choice(_PLACES)}"
    day = date.fromordinal(date(2014, 1, 1).toordinal() + chance.randrange(1_500))
    text = "\n\n".join(" ".join(sentence() for _ in range(3)) for _ in range(chance.randint(2, 5)))
    hints = {"title": title, "published": day.isoformat(), "source": f"{chance.choice(_PLACES)} Post", "authors": "Ana Ruiz"}
    address = f"https://post.example/{seed}/{number}"
    return RawDocument(f"{text}\n\nShare this story".encode(), "text/plain", address, address, address, hints=hints)


def build(folder: Path, number: int = 240) -> None:
    """An archive whose index has several segments and deleted documents."""
    with Archive.open(folder, create=True) as archive:
        for start in range(0, number, number // 4):
            archive.ingest(story(at) for at in range(start, start + number // 4))
        archive.tag(archive.ids(parse_query("bridge", TODAY))[:20], ["read"])


def answers(archive: Archive) -> Iterator[object]:
    """The answers of the archive to all queries."""
    for text in _QUESTIONS:
        query: Query = parse_query(text, TODAY)
        try:
            yield archive.count(query)
            found = archive.search(query, Window(limit=20, sort="newest"))
            yield found.total, [hit.article_id for hit in found.hits]
        except DatelineError as error:
            if "no article" not in str(error):
                raise
    for field in ("source", "place", "tag", "year"):
        yield archive.facets(parse_query("council", TODAY), field)  # type: ignore[arg-type]
    yield archive.trend([parse_query("storm", TODAY)], "month")


def damage(path: Path, way: str, chance: random.Random) -> None:
    """Damage a file."""
    if way == "taken away":
        path.unlink()
        return
    left, size = path.stat(), path.stat().st_size
    if way == "cut short":
        os.truncate(path, chance.randrange(size))
        return
    with open(path, "r+b") as stream:
        for _ in range(chance.choice((1, 1, 2, 8))):
            stream.seek(place := chance.randrange(size))
            byte = stream.read(1)[0]
            stream.seek(place)
            stream.write(bytes([byte ^ chance.randint(1, 255)]))
    if "hidden" in way:
        os.utime(path, ns=(left.st_atime_ns, left.st_mtime_ns))


def trial(folder: Path, kind: str, way: str, seed: int, wanted: list[object]) -> str:
    """Run one trial and return its outcome."""
    chance = random.Random(seed)
    files = [path for path in (folder / "index").rglob("*") if path.name == kind or path.suffix == f".{kind}"]
    warnings.simplefilter("ignore")
    with Archive.open(folder) as archive:
        if "while open" in way or chance.random() < 0.2:
            list(answers(archive))
        damage(chance.choice(files), way, chance)
        if "while open" not in way:
            archive.close()
            return _outcome(folder, None, wanted)
        return _outcome(folder, archive, wanted)


def _outcome(folder: Path, archive: Archive | None, wanted: list[object]) -> str:
    with Archive.open(folder) if archive is None else archive as asked:
        try:
            right = list(answers(asked)) == wanted
        except DatelineError as error:
            right, asked.notes[:] = True, [str(error)]
        said = bool(asked.notes)
    with Archive.open(folder) as again:
        if again.verify() or list(answers(again)) != wanted:
            return "not well after verify"
    return ("right and remarked" if said else "right") if right else ("wrong and remarked" if said else "WRONG")


def _in_child(place: Path, built: Path, kind: str, way: str, seed: int, wanted: list[object]) -> str:
    folder = place / "trial"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(built, folder, copy_function=shutil.copy2)
    gives, takes = multiprocessing.Pipe(duplex=False)

    def run() -> None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # the engine prints its panics
        takes.send(trial(folder, kind, way, seed, wanted))

    child = multiprocessing.get_context("fork").Process(target=run)
    child.start()
    takes.close()
    try:
        return str(gives.recv()) if gives.poll(120) else "HANGS"
    except EOFError:
        child.join()
        return f"DIED ({child.exitcode})"
    finally:
        child.kill()
        child.join()


def main(times: int = 20, seed: int = 1) -> None:
    """Print the outcomes by kind of file and kind of damage."""
    with tempfile.TemporaryDirectory() as folder:
        place, built = Path(folder), Path(folder) / "built"
        build(built)
        with Archive.open(built) as archive:
            wanted = list(answers(archive))
        whole: Counter[str] = Counter()
        for kind in KINDS:
            found: dict[str, Counter[str]] = {way: Counter() for way in WAYS}
            for number in range(times):
                way = WAYS[number % len(WAYS)]
                found[way][_in_child(place, built, kind, way, seed * 100_000 + number, wanted)] += 1
            for way, outcomes in found.items():
                print(f"{kind:14} {way:28} {', '.join(f'{count} {name}' for name, count in outcomes.most_common())}", flush=True)
                whole += outcomes
        print(whole)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
