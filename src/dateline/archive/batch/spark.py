"""The runner on Spark: the same functions over the same files, distributed to its executors. Needs the extra `spark` and Java.

The functions read and write the files themselves, so that Spark needs no access to an object store. Each gives the same result
every time, so a task that runs again after its executor was lost changes nothing.
"""

from __future__ import annotations

import re
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest
from operator import add
from typing import Any

from dateline.archive.batch.completion_marks import Mark
from dateline.archive.batch.file import clean_file
from dateline.archive.batch.inputs import Input
from dateline.archive.batch.learning import (
    MOST_PAGES,
    Known,
    PageEvidence,
    apply_known,
    learn_source,
    read_page_evidence,
    sampled,
    together,
)
from dateline.archive.batch.output_folder import Folder
from dateline.archive.batch.pool import Progress
from dateline.archive.batch.recipe import Recipe
from dateline.archive.batch.rows import Row
from dateline.archive.batch.stories import Capture, Member, first, is_nameless, members, newest, read_captures, story_rows
from dateline.cleaning.learning import Learned
from dateline.errors import DatelineError
from dateline.syndication.key_index import CROWD, LEAST_SHARED, NEAREST
from dateline.syndication.shingles import ShingledText
from dateline.syndication.similarity import are_copies
from dateline.types.documents import Failure

SUBMIT = "submit"
"""Stands for the master that spark-submit was given."""
_LOCAL_MASTER = re.compile(r"local(?:\[(\d+|\*)\])?")
_PROGRESS_INTERVAL = 0.5
_MOST_CACHED = 2_000
_FILES_IN_PART = 4
Pair = tuple[str, str]


@contextmanager
def spark_at(master: str) -> Iterator[Spark]:
    """A context with the runner on the Spark at `master`; a local one tries failed tasks up to four times, as a cluster does."""
    if found := _LOCAL_MASTER.fullmatch(master):
        master = f"local[{found[1] or 1},4]"
    with warnings.catch_warnings():  # about versions of libraries that are not used here
        warnings.simplefilter("ignore", FutureWarning)
        context, errors = _context(master)
    try:
        yield Spark(context)
    except errors as error:
        raise DatelineError(f"Spark at {master}: {_main_line(error)}") from error
    finally:
        context.stop()


def _context(master: str) -> tuple[Any, tuple[type[Exception], ...]]:
    """Return a SparkContext, and the errors that it raises."""
    try:
        from py4j.protocol import Py4JError
        from pyspark import SparkConf, SparkContext
        from pyspark.errors import PySparkException
    except ImportError as error:
        raise DatelineError("Spark needs an extra library; install it with: pip install 'dateline[spark]'") from error
    conf = SparkConf().setAppName("dateline batch").set("spark.ui.showConsoleProgress", "false")
    if master != SUBMIT:
        conf = conf.setMaster(master)
    if is_local := master.startswith("local"):
        conf = conf.set("spark.ui.enabled", "false")
    try:
        context = SparkContext.getOrCreate(conf)
    except (Py4JError, PySparkException) as error:
        reason = _main_line(error)
        raise DatelineError(
            f"Spark at {master} cannot be started ({reason}); check that Java 17 or newer is installed, and the master"
        ) from error
    context.setLogLevel("ERROR")
    if is_local:
        context.pythonExec = sys.executable
    return context, (Py4JError, PySparkException)


def _main_line(error: Exception) -> str:
    """Return the main line of a traceback through two languages."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    causes = [line for line in lines if "Error: " in line or "Exception: " in line] or lines
    return causes[0].removeprefix(": ")[:300] if causes else type(error).__name__


@dataclass(frozen=True, slots=True)
class Spark:
    """Run the work on the executors of a SparkContext."""

    context: Any

    def clean(self, inputs: Sequence[Input], folder: Folder, recipe: Recipe, progress: Progress) -> Iterator[Mark | Failure]:
        """See `Runner`."""
        yield from self._run_each(inputs, lambda given: clean_file(given, folder, recipe), progress)

    def apply(self, marks: Sequence[Mark], folder: Folder, known: Known, progress: Progress) -> Iterator[Mark]:
        """See `Runner`."""
        yield from self._run_each(marks, lambda mark: apply_known(folder, mark, known), progress)

    def learn(self, folder: Folder, marks: Sequence[Mark]) -> Learned:
        """See `Runner`. It is one aggregation by source."""
        found = self._distribute(marks).flatMap(lambda mark: ((one.page.source, one) for one in read_page_evidence(folder, mark)))
        groups = found.aggregateByKey(
            [], _add_page, _merge_pages, max(self.context.defaultParallelism, len(marks) // _FILES_IN_PART)
        )
        return together(groups.values().map(lambda group: learn_source(sampled(group))).collect())

    def stories(self, folder: Folder, marks: Sequence[Mark]) -> Iterator[Row]:
        """See `Runner`. Articles are joined on keys and compared, and pairs are combined to stories."""
        if not marks:
            return
        parts = max(self.context.defaultParallelism, len(marks) // _FILES_IN_PART)
        representatives = _representatives(
            self._distribute(marks).flatMap(lambda mark: read_captures(folder, mark)), parts
        ).persist()
        pairs = _candidates(representatives, parts).persist()
        articles = _articles(folder, marks, representatives, pairs, parts).persist()
        stories = _components(_copies(pairs, articles, parts), parts)
        groups = stories.join(articles, parts).values().groupByKey(parts).sortByKey(numPartitions=parts)
        yield from groups.flatMap(lambda group: story_rows(group[1])).toLocalIterator(prefetchPartitions=True)

    def _distribute(self, items: Sequence[Any]) -> Any:
        return self.context.parallelize(list(items), max(1, len(items)))

    def _run_each(self, items: Sequence[Any], work: Callable[[Any], Any], progress: Progress) -> list[Any]:
        """Return the result of each item, each from a separate task."""
        if not items:
            return []
        done = threading.Event()
        threading.Thread(target=self._watch, args=(len(items), progress, done), daemon=True).start()
        try:
            found: list[Any] = self._distribute(items).map(work).collect()
        finally:
            done.set()
        return found

    def _watch(self, number: int, progress: Progress, done: threading.Event) -> None:
        tracker = self.context.statusTracker()
        while not done.wait(_PROGRESS_INTERVAL):
            for stage in tracker.getActiveStageIds():
                if info := tracker.getStageInfo(stage):
                    progress(info.numCompletedTasks, number, 0)


def _add_page(group: list[PageEvidence], one: PageEvidence) -> list[PageEvidence]:
    group.append(one)
    return sampled(group) if len(group) >= 2 * MOST_PAGES else group


def _merge_pages(one: list[PageEvidence], other: list[PageEvidence]) -> list[PageEvidence]:
    return sampled([*one, *other])


def _representatives(found: Any, parts: int) -> Any:
    """Return the captures that represent their articles, as `representatives` does."""
    by_id = found.keyBy(lambda one: one.id).reduceByKey(newest, parts).values().persist()
    named = by_id.filter(lambda one: not is_nameless(one))
    return named.union(by_id.keyBy(lambda one: one.raw_id).reduceByKey(first, parts).values().filter(is_nameless))


def _candidates(representatives: Any, parts: int) -> Any:
    """Return the pairs of ids to compare, as `candidates` does."""
    met = representatives.flatMap(_keys).groupByKey(parts).flatMap(_key_pairs)
    shared = met.reduceByKey(add, parts).filter(lambda found: found[1] >= LEAST_SHARED)
    near = shared.map(lambda found: (found[0][0], (-found[1], found[0][1]))).groupByKey(parts)
    return near.flatMap(_nearest).distinct(parts)


def _articles(folder: Folder, marks: Sequence[Mark], representatives: Any, pairs: Any, parts: int) -> Any:
    """Return the articles to compare, by id, each read from its file."""
    by_key = {mark.key: mark for mark in marks}
    wanted = pairs.flatMap(lambda pair: ((name, None) for name in pair)).reduceByKey(lambda one, other: one, parts)
    places = representatives.map(lambda one: (one.id, one.place)).join(wanted, parts).map(lambda found: found[1][0])
    found = places.groupByKey(parts).flatMap(lambda group: members(folder, by_key[group[0]], set(group[1])))
    return found.map(lambda one: (one.facts.id, one))


def _keys(one: Capture) -> Iterator[tuple[bytes, str]]:
    return ((one.keys[at : at + 4], one.id) for at in range(0, len(one.keys), 4))


def _key_pairs(found: tuple[bytes, Iterable[str]]) -> Iterator[tuple[Pair, int]]:
    ids = sorted(found[1])
    return (((one, other), 1) for one in ids for other in ids[:CROWD] if one != other)


def _nearest(found: tuple[str, Iterable[tuple[int, str]]]) -> list[Pair]:
    one, others = found
    return [(min(one, other), max(one, other)) for _, other in nsmallest(NEAREST, others)]


def _copies(pairs: Any, articles: Any, parts: int) -> Any:
    """Return the pairs that are copies of one story."""
    with_one = pairs.join(articles, parts).map(lambda found: (found[1][0], found[1][1]))
    return with_one.join(articles, parts).mapPartitions(_compare)


def _compare(found: Iterable[tuple[str, tuple[Member, Member]]]) -> Iterator[Pair]:
    texts: dict[str, ShingledText] = {}

    def text(one: Member) -> ShingledText:
        if one.facts.id not in texts:
            if len(texts) >= _MOST_CACHED:
                texts.clear()
            texts[one.facts.id] = one.read
        return texts[one.facts.id]

    for _, (one, other) in found:
        if are_copies(text(one), text(other)):
            yield one.facts.id, other.facts.id


def _components(pairs: Any, parts: int) -> Any:
    """Return each article with the lowest id of its story: large and small stars alternate until nothing changes."""
    links, before = pairs.persist(), (0, 0)
    while (after := links.map(_checksum).aggregate((0, 0), _add_checksums, _add_checksums)) != before:
        before = after
        large = links.flatMap(lambda link: (link, link[::-1])).groupByKey(parts).flatMap(_large_star)
        links = large.groupByKey(parts).flatMap(_small_star).distinct(parts).persist()
    return links.flatMap(lambda link: (link, (link[1], link[1]))).distinct(parts)


def _large_star(found: tuple[str, Iterable[str]]) -> list[Pair]:
    """Tie the neighbours that are greater than the middle to the least of all; the greater id comes first."""
    middle, around = found[0], set(found[1])
    least = min(middle, *around)
    return [(one, least) for one in around if one > middle]


def _small_star(found: tuple[str, Iterable[str]]) -> list[Pair]:
    """Tie the middle and its lesser neighbours to the least of them."""
    middle, around = found[0], set(found[1])
    least = min(around)
    return [(one, least) for one in {middle, *around} if one != least]


def _checksum(link: Pair) -> tuple[int, int]:
    return 1, int.from_bytes(blake2b(" ".join(link).encode(), digest_size=8).digest(), "big")


def _add_checksums(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] + other[0], (one[1] + other[1]) % 2**64
