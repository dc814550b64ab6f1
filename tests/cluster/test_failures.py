"""Nodes and writers are killed at the worst moments: acknowledged changes stay, and every answer is right."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Thread, Timer

import pytest

from dateline.archive.archive import Archive
from dateline.errors import IndexFault
from dateline.query import MatchAll, Term
from dateline.search.opensearch.choice import Choice, write_choice
from dateline.search.opensearch.settings import Access, Place
from dateline.search.tantivy import TantivyIndex
from dateline.types.answers import Window
from dateline.types.history import Change
from made_articles import change
from made_opensearch import Node, cluster_of, made_folder, missing_requirement

pytest.importorskip("opensearchpy", reason="the extra for OpenSearch is not installed")

from dateline.search.opensearch.cluster import Cluster
from dateline.search.opensearch.index import OpenSearchIndex

ALL = Window(limit=None, sort="oldest")
WORDS = ("ferry", "harbour", "storm", "council", "bridge", "market", "captain", "island")
KILLS = int(os.environ.get("DATELINE_KILLS", "0"))
"""The number of kills. These tests take minutes and three nodes and run only on request: DATELINE_KILLS=20."""

pytestmark = pytest.mark.skipif(not KILLS, reason="DATELINE_KILLS=20 runs the tests of failures")


@pytest.fixture(scope="module")
def nodes() -> Iterator[list[Node]]:
    """Three nodes of one cluster."""
    if reason := missing_requirement():
        pytest.skip(reason)
    data = made_folder()
    found = cluster_of(3, data)
    for node in found:
        node.start()
    try:
        wait_for_nodes(found)
        yield found
    finally:
        for node in found:
            node.kill()
        shutil.rmtree(data)


def wait_for_nodes(nodes: Sequence[Node]) -> None:
    """Wait until all nodes are up and hold two copies of everything."""
    for node in nodes:
        node.wait("green")


def opened(nodes: Sequence[Node], name: str, timeouts: tuple[float, float] = (60.0, 180.0)) -> OpenSearchIndex:
    place = Place.read(address_of(nodes), name)
    return OpenSearchIndex(Cluster(place, Access(), timeouts), shards=3)


def address_of(nodes: Sequence[Node]) -> str:
    return f"http://{','.join(f'127.0.0.1:{node.port}' for node in nodes)}/failures"


def story(number: int) -> Change:
    chance = random.Random(number)
    text = " ".join(chance.choices(WORDS, k=60))
    return change(number, f"{text.capitalize()}. Number n{number}.", day=f"20{number % 20:02}-01-01", title=text[:40])


def manager(nodes: Sequence[Node], index: OpenSearchIndex) -> Node:
    """The elected manager."""
    rows = index.cluster.ask("GET", "/_cat/cluster_manager", given={"format": "json"})
    return next(node for node in nodes if f"node{node.number}" == rows[0]["node"])


def ask_repeatedly(ask: Callable[[], frozenset[str]], answers: list[frozenset[str]], running: list[bool]) -> Thread:
    """Repeat a query in a thread until `running` is empty."""

    def go() -> None:
        while running:
            answers.append(ask())
            time.sleep(0.05)

    found = Thread(target=go)
    found.start()
    return found


def with_ferry(changes: Sequence[Change]) -> frozenset[str]:
    return frozenset(one.article_id for one in changes if one.article and "ferry" in one.article.article.body.lower())


def test_a_manager_killed_in_a_bulk_loses_no_change_and_causes_no_wrong_answer(nodes: list[Node]) -> None:
    index, reader = opened(nodes, "bulk"), opened(nodes, "bulk")
    first, then = [story(number) for number in range(1, 301)], [story(number) for number in range(301, 4001)]
    index.apply(first)
    least, most = with_ferry(first), with_ferry([*first, *then])
    victim, answers, running = manager(nodes, index), list[frozenset[str]](), [True]
    asking = ask_repeatedly(lambda: frozenset(name for name, _ in reader.search(Term("ferry"), ALL).ids), answers, running)
    Timer(0.4, victim.kill).start()
    index.apply(then)
    running.clear()
    asking.join()
    assert answers
    assert all(least <= answer <= most for answer in answers)
    assert (index.position, index.is_sure, index.count(MatchAll())) == (4000, True, 4000)
    assert {name for name, _ in index.search(MatchAll(), ALL).ids} == {one.article_id for one in (*first, *then)}
    victim.start()
    wait_for_nodes(nodes)
    index.clear()


def test_a_node_killed_during_searches_changes_no_answer(nodes: list[Node]) -> None:
    index = opened(nodes, "asked")
    changes = [story(number) for number in range(1, 501)]
    index.apply(changes)
    wait_for_nodes(nodes)
    wanted = [name for name, _ in index.search(Term("ferry"), ALL).ids]
    victim = nodes[1]
    Timer(0.5, victim.kill).start()
    end = time.monotonic() + 4
    searches = 0
    while time.monotonic() < end:
        assert [name for name, _ in index.search(Term("ferry"), ALL).ids] == wanted
        searches += 1
    assert searches > 5
    victim.start()
    wait_for_nodes(nodes)
    index.clear()


def test_an_index_with_one_node_left_refuses_and_is_complete_when_the_others_return(nodes: list[Node]) -> None:
    index, impatient = opened(nodes, "alone"), opened(nodes, "alone", (2.0, 4.0))
    index.apply([story(number) for number in range(1, 401)])
    wait_for_nodes(nodes)
    for node in nodes[1:]:
        node.kill()
    for refused in (
        lambda: impatient.count(MatchAll()),
        lambda: impatient.apply([story(401)]),
        lambda: impatient.count_values(MatchAll(), "year", 5),
    ):
        with pytest.raises(IndexFault, match="check the cluster and try again") as error:
            refused()
        assert "\n" not in str(error.value)
    for node in nodes[1:]:
        node.start()
    wait_for_nodes(nodes)
    assert (index.position, index.count(MatchAll())) == (400, 400)
    index.apply([story(401)])
    assert (index.position, index.count(MatchAll())) == (401, 401)
    index.clear()


def written(folder: Path, number: int) -> Path:
    """Write a file of articles, some of which are in earlier files with another text."""
    path = folder / f"{number:03}.jsonl"
    chance = random.Random(number)
    lines = []
    for at in range(200):
        address = f"https://post.example/{number * 150 + at}"
        text = " ".join(f"The {word} was seen by {chance.choice(WORDS)} number {at}." for word in chance.choices(WORDS, k=8))
        lines.append(
            json.dumps({"url": address, "title": f"Story {at} of the {chance.choice(WORDS)}", "text": text, "date": "2020-01-01"})
        )
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_random_kills_of_nodes_and_of_the_writer_leave_index_and_store_equal(nodes: list[Node], tmp_path: Path) -> None:
    chance, folder, killed = random.Random(21), tmp_path / "archive", 0
    with Archive.open(folder, create=True):
        write_choice(folder, Choice(address_of(nodes), "kills", "kills", 2))
    ingest = [sys.executable, "-m", "dateline", "--archive", str(folder), "ingest"]
    files = list[Path]()
    while killed < KILLS:
        files.append(written(tmp_path, len(files)))
        running = subprocess.Popen([*ingest, *map(str, files[-3:])], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.5, 3.0))
        if chance.random() < 0.7:
            killed += running.poll() is None
            running.kill()
            running.wait()
            continue
        wait_for_nodes(nodes)
        victim = chance.choice(nodes)
        victim.kill()
        killed += 1
        running.wait()
        victim.start()
    wait_for_nodes(nodes)
    assert subprocess.run([*ingest, *map(str, files)], capture_output=True, check=False).returncode == 0
    with Archive.open(folder) as archive:
        index = archive._follower.index
        assert archive.verify() == ()
        assert not [note for note in archive.notes if "being built again" in note]
        assert (index.position, index.count(MatchAll())) == (archive.store.last_change(), archive.store.size())
        plain = TantivyIndex.open(tmp_path / "plain")
        plain.rebuild(archive.store.changes_beside({}, 0, []))
        for word in WORDS:
            for query in (Term(word), Term(word, "title")):
                assert index.search(query, ALL).ids == plain.search(query, ALL).ids
        plain.close()
        index.clear()
