"""Search on generated articles, with SQLite's full-text search, Whoosh and ripgrep as peers in the same run.

    python benchmarks/search.py [--articles N] [--folder DIR] [--rounds N] [--whoosh N] [--files N] [--cpu]

Everything is built in DIR and reused in later runs. Our times cover the complete stack in process: the query is parsed and
searched, the ten hits are read from the store and their snippets made. FTS5 returns ten rows through sqlite-utils; Whoosh and
ripgrep have smaller sets, and their times are multiplied. A word is everywhere (in 66 to 31 of 100 articles, like "from" or
"they"), common (20 to 7), middling (2 to 0.7) or rare (some in 100,000); a narrow query has a range of 90 days and a source. Times
are milliseconds: the median and the 99th percentile over all words and rounds of a row. Earlier queries are cached, so `first` is
the median of each word queried for the first time. With --cpu the figures are CPU times, which do not depend on the load of the
machine; all tools except ripgrep work in one thread.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from dateline import Archive, DatelineError, RawDocument, Window, parse_query
from dateline.search.tantivy import TantivyIndex
from dateline.store.placement_types import Placement
from newsroom import Newsroom, Story

_TODAY = date(2024, 1, 1)
_SEEN = datetime(2024, 1, 1, tzinfo=UTC)
RANKS = {"everywhere": (20, 60), "common": (100, 300), "middling": (1_000, 3_000), "rare": (20_000, 60_000)}
_WORDS = 8
_NARROW = "2016-03-01..2016-05-29"
_BATCH = 2_000
_ROW_SECONDS = 10.0
_HEAD = (
    "query",
    "words",
    "",
    "hits",
    "first",
    "dateline",
    "p99",
    "first",
    "newest first",
    "p99",
    "FTS5",
    "p99",
    "ratio",
    "ratio, first",
)
_CPU = "--cpu" in sys.argv
_NASTY = (
    "a*",
    "*a*",
    "?* ??* ???*",
    "fuzzy~2 words~2 that~2 nobody~2 wrote~2",
    " OR ".join(f"{one}{two}*" for one in "bcdfghlmnprst" for two in "aeiou"),
    " ".join(["-a*"] * 300),
    '"' + "a " * 990 + '"',
    "-".join(["sails"] * 300),
    "(" * 900 + "a" + ")" * 900,
    "a NEAR/1000 b NEAR/1000 c NEAR/1000 d",
    "source:/(a|b|c|d|e)*.*.*.*post/",
    "source:/.{1,99}.{1,99}.{1,99}/",
    "title:/([a-z]+ ?)+x/",
    "?" * 2_000,
    "*" * 2_000,
    "*".join("abcdefghij" * 90),
    "日本" * 1_000,
)


@dataclass(frozen=True)
class Question:
    """One query in every tool's language."""

    ours: str
    fts: str
    whoosh: str
    regex: str


def main() -> None:
    """Build what is missing and print the tables."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as passing:
        place = asked.folder or Path(passing)
        place.mkdir(parents=True, exist_ok=True)
        newsroom = Newsroom()
        build_ours(place, newsroom, asked.articles)
        _sizes(place)
        if asked.build:
            return
        questions = _questions(newsroom, asked.articles)
        with Archive.open(place / "archive") as archive:
            _compare(archive, build_fts(place, asked.articles) if asked.fts else None, questions, asked.rounds)
            _counts(archive, questions, asked.rounds)
            _nasty(archive)
        if asked.whoosh:
            few = min(asked.whoosh, asked.articles)
            _whoosh(_build_whoosh(place, few), questions, asked.articles / few)
        if asked.files and shutil.which("rg"):
            few = min(asked.files, asked.articles)
            _ripgrep(_write_files(place, few), questions, asked.articles / few)
        _cold(place, newsroom.words[1_500])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Search on generated articles, with peers.")
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--whoosh", type=int, default=5_000, help="articles in Whoosh's archive; 0 leaves it out")
    parser.add_argument("--files", type=int, default=50_000, help="articles as files for ripgrep; 0 leaves it out")
    parser.add_argument("--no-fts", dest="fts", action="store_false", help="leave FTS5 out")
    parser.add_argument("--build", action="store_true", help="build our archive and do nothing else")
    parser.add_argument("--cpu", action="store_true", help="measure CPU time instead of wall time")
    parser.add_argument("--folder", type=Path, help="where to build; existing parts are reused")
    return parser.parse_args()


# Building


def build_ours(place: Path, newsroom: Newsroom, number: int) -> None:
    """Fill the store without the cleaner, and build the index from the store as `reindex` does."""
    made = place / "made.json"
    if made.exists():
        assert json.loads(made.read_text("utf-8"))["articles"] == number, f"{place} holds another number of articles"
        return
    characters = 0
    with Archive.open(place / "archive", create=True) as archive:
        started = _now()
        for batch in _batches(newsroom.stories(number)):
            with archive.store.writing(), archive.store.batch():
                for story in batch:
                    raw = RawDocument(story.body.encode(), "text/plain", story.id, story.id)
                    archive.store.add(raw, story.article.raw_id, Placement("new"), story.article, _SEEN)
                    characters += len(story.title) + len(story.body)
        stored, started = _now() - started, _now()
        assert archive.reindex() == number
        indexed = _now() - started
    made.write_text(json.dumps({"articles": number, "characters": characters, "stored": stored, "indexed": indexed}), "utf-8")


def _sizes(place: Path) -> None:
    made = json.loads((place / "made.json").read_text("utf-8"))
    text = made["characters"]
    print(f"{made['articles']:,} articles, {text / 1e6:,.0f} MB of text: stored in {made['stored']:,.0f} s, indexed in ", end="")
    print(f"{made['indexed']:,.0f} s\n\n| file | MB | of the text |\n|---|---|---|")
    files: Counter[str] = Counter()
    for path in filter(Path.is_file, (place / "archive" / "index").rglob("*")):
        files[path.suffix] += path.stat().st_size
    for suffix, size in files.most_common(6):
        print(f"| {suffix} | {size / 1e6:,.0f} | {size / text:.3f} |")
    store = sum(path.stat().st_size for path in (place / "archive").glob("archive.db*"))
    print(f"| whole index | {files.total() / 1e6:,.0f} | {files.total() / text:.3f} |")
    print(f"| archive.db | {store / 1e6:,.0f} | {store / text:.3f} |", flush=True)


def build_fts(place: Path, number: int) -> Database:
    database = Database(place / "peer.db")
    table = database.table("articles")
    if not table.exists():
        table.insert_all(map(_row, Newsroom().stories(number)), pk="id", columns={"day": str}, batch_size=_BATCH)
        table.enable_fts(["title", "text"], tokenize="porter")
        table.create_index(["day"])
        table.create_index(["source"])
    return database


def _row(story: Story) -> dict[str, str | None]:
    day = story.day.isoformat() if story.day else None
    return {"id": story.id, "title": story.title, "text": story.body, "source": story.source, "day": day}


def _build_whoosh(place: Path, number: int) -> object:
    from whoosh import fields, index

    folder = place / f"whoosh-{number}"
    if folder.exists():
        return index.open_dir(folder)
    folder.mkdir()
    found = index.create_in(folder, fields.Schema(id=fields.ID(stored=True), text=fields.TEXT(stored=True)))
    with found.writer(limitmb=512) as writer:
        for story in Newsroom().stories(number):
            writer.add_document(id=story.id, text=f"{story.title}\n{story.body}")
    return found


def _write_files(place: Path, number: int) -> Path:
    folder = place / f"texts-{number}"
    if not folder.exists():
        for story in Newsroom().stories(number):
            part = folder / story.id[:5]
            part.mkdir(parents=True, exist_ok=True)
            (part / f"{story.id}.txt").write_text(f"{story.title}\n{story.body}", encoding="utf-8")
    return folder


def _batches(stories: Iterable[Story]) -> Iterator[list[Story]]:
    remaining = iter(stories)
    while batch := list(islice(remaining, _BATCH)):
        yield batch


# Queries


def _questions(newsroom: Newsroom, number: int) -> dict[tuple[str, str], list[Question]]:
    """Some queries for each form and frequency; phrases and pairs are taken from stories, so that they occur."""
    found: dict[tuple[str, str], list[Question]] = {}
    rank = {word: at for at, word in enumerate(newsroom.words)}
    stories = list(Newsroom().stories(min(number, 20_000)))
    for name, (low, high) in RANKS.items():
        step = (high - low) // _WORDS
        words = [newsroom.words[at] for at in range(low, low + step * _WORDS, step)]
        pairs = _neighbours(stories, rank, low, high)
        found["term", name] = [Question(word, word, word, rf"\b{word}\b") for word in words]
        found["and", name] = [Question(f"{a} {b}", f"{a} {b}", f"{a} {b}", "") for a, b in pairs]
        found["or", name] = [Question(f"{a} OR {b}", f"{a} OR {b}", f"{a} OR {b}", rf"\b({a}|{b})\b") for a, b in pairs]
        found["phrase", name] = [Question(f'"{a} {b}"', f'"{a} {b}"', f'"{a} {b}"', rf"\b{a}\s{b}\b") for a, b in pairs]
        starts = [word[:4] if len(word) > 4 else word for word in words]
        found["prefix", name] = [Question(f"{start}*", f"{start}*", f"{start}*", rf"\b{start}") for start in starts]
    return found


def _neighbours(stories: Iterable[Story], rank: dict[str, int], low: int, high: int) -> list[tuple[str, str]]:
    """Adjacent words of some story: the first has the wanted frequency, the second a similar one."""
    found: dict[tuple[str, str], None] = {}
    for story in stories:
        for one, two in pairwise(story.body.lower().replace(".", "").split()):
            if low <= rank[one] < high and low / 2 <= rank[two] < high * 2 and one != two:
                found[one, two] = None
                if len(found) == _WORDS:
                    return list(found)
    return list(found)


def _compare(archive: Archive, peer: Database | None, questions: dict[tuple[str, str], list[Question]], rounds: int) -> None:
    print(f"\n| {' | '.join(_HEAD)} |\n|{'---|' * len(_HEAD)}")
    source = str(archive.sources()[3].name)
    for narrow in (False, True):
        for (form, name), asked in questions.items():
            suffix = f' date:{_NARROW} source:"{source}"' if narrow else ""
            queries = [f"({one.ours}){suffix}" for one in asked]
            hits = statistics.mean(archive.count(parse_query(query, _TODAY)) for query in queries)
            row, medians = [form, name, "narrow" if narrow else "", f"{hits:,.0f}"], []
            for window in (Window(10), Window(10, sort="newest")):
                first = _first_times(archive.folder, window, queries)
                times = _times(partial(_search, archive, window), queries, rounds)
                medians += [statistics.median(times), statistics.median(first)]
                row += [_ms(statistics.median(first)), *_figures(times)]
            if peer:
                theirs = _times(partial(_fts, peer, source if narrow else None), [one.fts for one in asked], rounds)
                row += [*_figures(theirs), *(f"{statistics.median(theirs) / ours:.0f}" for ours in medians[:2])]
            print(f"| {' | '.join(row)} |", flush=True)


def _counts(archive: Archive, questions: dict[tuple[str, str], list[Question]], rounds: int) -> None:
    print("\n| over all hits | dateline | p99 |\n|---|---|---|")
    everything, common = parse_query("*", _TODAY), [parse_query(one.ours, _TODAY) for one in questions["term", "common"]]
    for name, ask in (
        ("count", archive.count),
        ("facets source", lambda query: archive.facets(query, "source")),
        ("facets author", lambda query: archive.facets(query, "author")),
        ("facets year", lambda query: archive.facets(query, "year")),
        ("trend by month", lambda query: archive.trend([query], "month")),
        ("trend by day", lambda query: archive.trend([query], "day")),
    ):
        for what, asked in (("a common word", common), ("every article", [everything])):
            print(f"| {name}, {what} | {' | '.join(_figures(_times(ask, asked, rounds)))} |", flush=True)


def _nasty(archive: Archive) -> None:
    print("\n| nasty query | slowest of 3 | answer |\n|---|---|---|")
    for text in _NASTY:
        answers: list[str] = []
        taken = [_taken(partial(_try, archive, text[:2_000], answers)) for _ in range(3)]
        print(f"| `{text[:30].replace('|', '¦')}` ({len(text[:2_000])}) | {_ms(max(taken))} | {answers[0][:60]} |", flush=True)


def _try(archive: Archive, text: str, answers: list[str]) -> None:
    try:
        answers.append(f"{archive.search(parse_query(text, _TODAY), Window(10)).total:,} hits")
    except DatelineError as error:
        answers.append(str(error).splitlines()[0].replace("|", "¦"))


def _whoosh(found: object, questions: dict[tuple[str, str], list[Question]], times: float) -> None:
    from whoosh.qparser import QueryParser

    print(f"\n| Whoosh, ranked, multiplied by {times:,.0f} | words | median |\n|---|---|---|")
    with found.searcher() as searcher:  # type: ignore[attr-defined]
        parser = QueryParser("text", found.schema)  # type: ignore[attr-defined]
        for (form, name), asked in questions.items():
            taken = _times(lambda one: len(searcher.search(parser.parse(one.whoosh), limit=10)), asked, 3)
            print(f"| {form} | {name} | {_ms(statistics.median(taken) * times)} |", flush=True)


def _ripgrep(files: Path, questions: dict[tuple[str, str], list[Question]], times: float) -> None:
    print(f"\n| ripgrep, all matching files, multiplied by {times:,.0f} | words | median |\n|---|---|---|")
    for (form, name), asked in questions.items():
        if asked[0].regex:
            taken = _times(lambda one: subprocess.run(["rg", "-il", one.regex, files], stdout=subprocess.DEVNULL), asked[:3], 1)
            print(f"| {form} | {name} | {_ms(statistics.median(taken) * times)} |", flush=True)


def _cold(place: Path, word: str) -> None:
    """Print the time of a cold start until the answer, and of Python with the imports of engine and click, in turns."""
    program = "from dateline.cli import main; main()"
    ours = [sys.executable, "-c", program, "--archive", str(place / "archive"), "search", word]
    bare = [sys.executable, "-c", "import tantivy, click"]
    _run(ours), _run(bare)
    pairs = [(_taken(partial(_run, ours)), _taken(partial(_run, bare))) for _ in range(21)]
    whole, least = (statistics.median(times) for times in zip(*pairs, strict=True))
    opened = statistics.median(_taken(partial(_open, place / "archive" / "index")) for _ in range(9))
    print(f"\ncold `dateline search {word}`: {_ms(whole)} ms, `import tantivy, click`: {_ms(least)} ms, ", end="")
    print(f"{statistics.median(one / other for one, other in pairs):.2f} times; index opened in {_ms(opened)} ms")


def _run(command: list[str]) -> None:
    subprocess.run(command, capture_output=True, check=True)


def _open(folder: Path) -> None:
    index = TantivyIndex.open(folder)
    assert index.position
    index.close()


def _search(archive: Archive, window: Window, text: str) -> None:
    archive.search(parse_query(text, _TODAY), window)


def _first_times(folder: Path, window: Window, queries: Sequence[str]) -> list[float]:
    """The time of each query in a newly opened archive that has answered only a query without hits."""
    with Archive.open(folder) as archive:
        _search(archive, window, "words that nobody wrote")
        return [_taken(partial(_search, archive, window, query)) for query in queries]


def _fts(peer: Database, source: str | None, text: str) -> None:
    table = peer.table("articles")
    if source is None:
        list(table.search(text, limit=10))
        return
    first, last = _NARROW.split("..")
    values = {"first": first, "last": last, "source": source}
    list(table.search(text, limit=10, where="day between :first and :last and source = :source", where_args=values))


# Measurements


def _times(ask: Callable[[Any], object], asked: Sequence[Any], rounds: int) -> list[float]:
    """The times of each of `asked` over `rounds` rounds; each runs at least once, and a row has a time limit."""
    ask(asked[0])
    ends = time.monotonic() + _ROW_SECONDS
    taken: list[float] = []
    for _ in range(rounds):
        if taken and time.monotonic() > ends:
            break
        taken += [_taken(partial(ask, one)) for one in asked]
    return taken


def _taken(work: Callable[[], object]) -> float:
    started = _now()
    work()
    return _now() - started


def _now() -> float:
    if not _CPU:
        return time.perf_counter()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _figures(times: Sequence[float]) -> list[str]:
    return [_ms(statistics.median(times)), _ms(sorted(times)[max(0, int(len(times) * 0.99) - 1)])]


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:,.2f}" if seconds < 0.1 else f"{seconds * 1e3:,.0f}"


if __name__ == "__main__":
    main()
