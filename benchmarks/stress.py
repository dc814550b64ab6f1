"""Random searches, counts and exports while others ingest, delete, reindex, reclean and tag: is every wrong answer reported?

    python benchmarks/stress.py [MINUTES] [READERS] [SEED]

Stories are ingested in the order of their numbers and deleted in a known order; each contains marks that follow from its number. So
the possible answers of a query are known: the contents of the archive at some moment during the query. Any other answer must come
with a warning (`IndexLags`; exit code 4 from the command line) or be an error. Deleted stories are ingested again and must be
skipped. Readers query an open archive and sometimes open it again; one more reader runs commands.
"""

from __future__ import annotations

import csv
import io
import multiprocessing
import random
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from damage import story
from dateline import Archive, ArchiveLocked, DatelineError, IndexLags, Query, RawDocument, Window, parse_query
from dateline.archive.exchange import write_export

TODAY = date(2026, 11, 25)
BEGUN = 1_000
STEP = 5
_MARKS = {"a": 7, "b": 13, "c": 3}
_GROUP = 40
Finds = Callable[[int], bool]


def marked(number: int) -> RawDocument:
    """Story `number` with its marks: for example "a3x" in every seventh story, and "g12x" in forty consecutive ones."""
    made = story(number)
    marks = [f"{name}{number % modulus}x" for name, modulus in _MARKS.items()]
    text = made.content.decode().replace(". ", f", with {' '.join(marks)} and g{number // _GROUP}x of the council. ", 1)
    return RawDocument(text.encode(), made.media_type, made.origin, made.identity, made.url, hints=made.hints)


def leaving(place: int) -> int:
    """The number of the story that is deleted at this position in the order."""
    return place * 37 % BEGUN


@dataclass(frozen=True)
class State:
    """The number of stories ingested and deleted up to a moment."""

    come: int
    gone: int

    @classmethod
    def of(cls, archive: Archive) -> State:
        """The state at this moment."""
        sql = "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM deletions)"
        held, gone = archive.store.session.row(sql) or (0, 0)
        return cls(held + gone, gone)


def bounds(finds: Finds, before: State, after: State) -> tuple[int, int]:
    """The lowest and the highest number of hits that is possible between two moments."""
    come = [sum(map(finds, range(state.come))) for state in (before, after)]
    gone = [sum(finds(leaving(place)) for place in range(state.gone)) for state in (before, after)]
    return come[0] - gone[1], come[1] - gone[0]


def question(chance: random.Random, held: int) -> tuple[str, Finds]:
    """A query, and the stories that it finds."""
    name, modulus = chance.choice(list(_MARKS.items()))
    rest, group = chance.randrange(modulus), chance.randrange(held // _GROUP + 1)
    a, b = chance.randrange(7), chance.randrange(13)
    forms: list[tuple[str, Finds]] = [
        ("*", lambda number: True),
        (f"{name}{rest}x", lambda number: number % modulus == rest),
        (f"-{name}{rest}x", lambda number: number % modulus != rest),
        (f"g{group}x", lambda number: number // _GROUP == group),
        (f"a{a}x b{b}x", lambda number: number % 7 == a and number % 13 == b),
        (f"a{a}x OR b{b}x", lambda number: number % 7 == a or number % 13 == b),
        (f'"a{a}x b{b}x"', lambda number: number % 7 == a and number % 13 == b),
        (f"a{a}x NEAR/2 c{rest % 3}x", lambda number: number % 7 == a and number % 3 == rest % 3),
        (f"g{group}x SAME/SENTENCE a{a}x", lambda number: number // _GROUP == group and number % 7 == a),
        (f"g{group}x source:post", lambda number: number // _GROUP == group),
    ]
    return chance.choice(forms)


def ask(archive: Archive, kind: str, query: Query) -> int:
    """Return the number of articles in an answer of this kind."""
    match kind:
        case "search":
            return archive.search(query, Window(limit=3, sort="newest"), all_copies=True).total
        case "ids":
            return len(set(archive.ids(query)))
        case "facets":
            return archive.facets(query, "source").total
        case "trend":
            (series,) = archive.trend([query], "month").series
            return sum(series.counts) + series.undated
        case "export":
            stream = io.BytesIO()
            written = write_export(archive, "csv", stream, query)
            return min(written, rows(stream.getvalue().decode()))
    return archive.count(query)


def rows(text: str) -> int:
    """Count the articles of a CSV file."""
    return sum(1 for _ in csv.DictReader(io.StringIO(text, newline="")))


def read(folder: Path, seed: int, end: float, told: multiprocessing.Queue[Counter[str]]) -> None:
    """Query until the end, and report the results in the queue."""
    chance, found = random.Random(seed), Counter[str]()
    archive = Archive.open(folder)
    while time.monotonic() < end:
        if chance.random() < 0.002:
            archive.close()
            archive = Archive.open(folder)
        before = State.of(archive)
        text, finds = question(chance, before.come)
        kind = chance.choices(("count", "search", "ids", "facets", "trend", "export"), (70, 15, 3, 3, 3, 1))[0]
        if kind == "export" and not text.startswith("g"):
            kind = "count"
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            try:
                answer = ask(archive, kind, parse_query(text, TODAY))
            except DatelineError as error:
                found[f"error: {type(error).__name__}: {error}"] += 1
                continue
        least, most = bounds(finds, before, State.of(archive))
        right = least <= answer <= most
        lags = any(issubclass(one.category, IndexLags) for one in said)
        outcome = "right" if right else "remarked" if lags else "WRONG"
        found[f"{kind} {outcome}"] += 1
        if outcome == "WRONG":
            print(f"WRONG: {kind} {text}: {answer}, {least} to {most}, {before}, {State.of(archive)}", flush=True)
    archive.close()
    told.put(found)


def type_commands(folder: Path, seed: int, end: float, told: multiprocessing.Queue[Counter[str]]) -> None:
    """Query from the command line until the end."""
    chance, found = random.Random(seed), Counter[str]()
    target = folder.with_name("export.csv")
    with Archive.open(folder) as archive:
        while time.monotonic() < end:
            before = State.of(archive)
            text, finds = question(chance, before.come)
            words = ["export", text, "--format", "csv", "-o", str(target)] if chance.random() < 0.3 else ["count", "--", text]
            command = [sys.executable, "-m", "dateline", "--archive", str(folder), *words]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            answer = done.stdout.strip() if words[0] == "count" else str(rows(target.read_text("utf-8")))
            least, most = bounds(finds, before, State.of(archive))
            right = answer.isdecimal() and least <= int(answer) <= most
            outcome = "right" if right and not done.returncode else f"exit {done.returncode}" if done.returncode else "WRONG"
            found[f"command {words[0]} {outcome}"] += 1
            if outcome == "WRONG":
                print(f"WRONG: {words}: {answer}, {least} to {most}, {done.stderr}", flush=True)
    told.put(found)


def write(folder: Path, name: str, end: float, told: multiprocessing.Queue[Counter[str]]) -> None:
    """Repeat one kind of work on the archive."""
    chance, found = random.Random(name), Counter[str]()
    pauses = {"ingest": 1.0, "reindex": 4.0, "reclean": 15.0, "tag": 3.0, "delete": 3.0}
    with Archive.open(folder) as archive:
        while time.monotonic() < end:
            time.sleep(pauses[name] * chance.uniform(0.5, 1.5))
            with suppress(ArchiveLocked), archive.writing(60):
                work(archive, name, chance)
                found[f"work {name}"] += 1
    told.put(found)


def work(archive: Archive, name: str, chance: random.Random) -> None:
    """Do one piece of work."""
    state = State.of(archive)
    match name:
        case "ingest":
            back = [leaving(place) for place in range(state.gone)][-3:]
            new = range(state.come, state.come + STEP * chance.randint(1, 4))
            summary = archive.ingest(map(marked, (*back, *new)))
            assert (summary.skipped, summary.new) == (len(back), len(new)), summary
        case "delete":
            addresses = [marked(leaving(place)).url or "" for place in range(state.gone, state.gone + chance.randint(1, 3))]
            found = [archive.store.facts.last_sighting(address) for address in addresses]
            archive.delete(one.article_id for one in found if one)
        case "reindex":
            archive.reindex()
        case "reclean":
            archive.reclean()
        case "tag":
            archive.tag(archive.ids(parse_query(f"g{chance.randrange(state.come // _GROUP)}x", TODAY)), [f"t{chance.randrange(5)}"])


def main(minutes: float = 5, readers: int = 2, seed: int = 1) -> None:
    """Build an archive, run all processes on it, and print the results."""
    context = multiprocessing.get_context("spawn")
    told, chance = context.Queue(), random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "archive"
        with Archive.open(folder, create=True) as archive:
            archive.ingest(map(marked, range(BEGUN)))
            for _ in range(200):  # check the queries before other processes start
                text, finds = question(chance, BEGUN)
                assert archive.count(parse_query(text, TODAY)) == sum(map(finds, range(BEGUN))), text
        end = time.monotonic() + 60 * minutes
        works = [(write, (folder, name, end, told)) for name in ("ingest", "reindex", "reclean", "tag", "delete")]
        asks = [(read, (folder, seed * 1_000 + number, end, told)) for number in range(readers)]
        children = [context.Process(target=target, args=args) for target, args in [*works, *asks]]
        children.append(context.Process(target=type_commands, args=(folder, seed, end, told)))
        for child in children:
            child.start()
        whole: Counter[str] = Counter()
        for _ in children:
            whole += told.get(timeout=60 * minutes + 300)
        for child in children:
            child.join()
        with Archive.open(folder) as archive:
            print(f"{archive.store.size():,} articles; verify: {archive.verify() or 'all is well'}")
    for name, number in sorted(whole.items()):
        print(f"{number:>10,}  {name}")
    answers = sum(number for name, number in whole.items() if not name.startswith("work"))
    print(
        f"{answers:,} answers, {sum(number for name, number in whole.items() if name.endswith('WRONG')):,} wrong without a remark"
    )


if __name__ == "__main__":
    main(*(float(word) if at == 0 else int(word) for at, word in enumerate(sys.argv[1:])))
