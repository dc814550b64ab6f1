"""A neighbour index of a plugin replaces the scan, and its results are checked."""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dateline.errors import DatelineError
from dateline.search.meaning.embedder import Floats, of_length_one, packed, unpacked
from dateline.search.meaning.nearest import Scan
from dateline.search.meaning.neighbours import NeighbourIndex, Rows, neighbour_index
from dateline.store.session import Session
from dateline.store.vectors import Made, Vectors

PAGE = Path(__file__).parents[2] / "docs" / "plugins.md"
SIZE, MOST = 2_500, 50


def documented_index() -> NeighbourIndex:
    """Return the neighbour index of the example in docs/plugins.md."""
    (code,) = (one for one in re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL) if "neighbour_indices" in one)
    known: dict[str, Any] = {}
    exec(code, known)
    (found,) = known["dateline_neighbour_indices"]()
    assert isinstance(found, NeighbourIndex)
    return found


class FakeNeighbours:
    """A fake index: a test gives its answers, and it records the sizes it was built with."""

    least = 1

    def __init__(self, answer: Callable[[Floats, int, Rows | None], Rows]) -> None:
        self.answer, self.tables = answer, list[int]()

    def build(self, vectors: Floats) -> FakeNeighbours:
        self.tables.append(len(vectors))
        return self

    def nearest(self, vector: Floats, most: int, allowed: Rows | None = None) -> Rows:
        return self.answer(vector, most, allowed)


def made(number: int, seed: int = 1) -> Floats:
    return of_length_one(np.random.default_rng(seed).normal(size=(number, 64)).astype(np.float32))


def name(at: int) -> str:
    return f"id{at:06}"


@pytest.fixture
def stored() -> Vectors:
    session = Session(Path("archive.db"), sqlite3.connect(":memory:", isolation_level=None))
    session.run("CREATE TABLE articles (id TEXT PRIMARY KEY)")
    session.run("CREATE TABLE followers (name TEXT PRIMARY KEY, method TEXT, change INTEGER)")
    vectors = Vectors(session)
    vectors.begin("test")
    for at in range(SIZE):
        session.run("INSERT INTO articles (id) VALUES (?)", (name(at),))
    vectors.write([Made(name(at), 1, 1, row) for at, row in enumerate(packed(made(SIZE)))], 1)
    return vectors


def found(scan: Scan, vector: Floats, among: list[int] | None = None) -> list[str]:
    scan.look()
    places = None if among is None else scan.places(map(name, among))
    return [one for one, _ in scan.scored(vector, scan.nearest(vector, MOST, places))]


def exact_neighbours(vector: Floats, among: list[int]) -> list[str]:
    rows, places = unpacked(packed(made(SIZE))), np.array(among)
    return [name(at) for at in places[np.argsort(-(rows[places] @ vector), kind="stable")[:MOST]].tolist()]


def test_the_documented_example_finds_exactly_the_nearest_vectors(stored: Vectors) -> None:
    scan, vector, some = Scan(stored, documented_index()), made(1, seed=3)[0], list(range(0, SIZE, 3))
    assert found(scan, vector) == exact_neighbours(vector, list(range(SIZE)))
    assert found(scan, vector, some) == exact_neighbours(vector, some)


def test_small_archives_and_narrow_queries_do_not_use_the_index(stored: Vectors) -> None:
    never = FakeNeighbours(lambda vector, most, allowed: pytest.fail("the index must not be used"))
    assert len(found(Scan(stored, never), made(1, seed=3)[0], list(range(MOST)))) == MOST
    never.least = SIZE + 1  # type: ignore[misc]  # of this one alone
    assert len(found(Scan(stored, never), made(1, seed=3)[0])) == MOST
    assert never.tables == [SIZE]


def test_invalid_and_excluded_rows_are_left_out_and_the_rest_is_in_order(stored: Vectors) -> None:
    wrong = FakeNeighbours(lambda vector, most, allowed: np.array([-1, 900, 3, SIZE + 7, 600, 0]))
    vector = made(1, seed=4)[0]
    assert found(Scan(stored, wrong), vector, list(range(0, SIZE, 30))) == exact_neighbours(vector, [0, 600, 900])


def test_the_index_is_rebuilt_after_changes_without_deleted_vectors(stored: Vectors) -> None:
    index = FakeNeighbours(lambda vector, most, allowed: np.arange(most))
    scan = Scan(stored, index)
    for _ in range(2):
        found(scan, made(1)[0])
    stored.session.run("DELETE FROM vectors WHERE article_id = ?", (name(0),))
    stored.write([Made(name(1), 2, 2, packed(made(1, seed=9))[0])], 2)
    assert name(0) not in found(scan, made(1)[0])
    assert index.tables == [SIZE, SIZE - 1]


@pytest.mark.parametrize("offers", ["the one of the documentation", "something else"])
def test_the_index_of_a_plugin_is_used_or_reported_as_broken(offers: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = (one for one in re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL) if "neighbour_indices" in one)
    (tmp_path / "neighbours_of_a_test.py").write_text(code if offers != "something else" else code.replace("[BruteForce()]", "[5]"))
    (tmp_path / "made_up-1.dist-info").mkdir()
    (tmp_path / "made_up-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: made-up\nVersion: 1\n")
    (tmp_path / "made_up-1.dist-info" / "entry_points.txt").write_text("[dateline]\nnear = neighbours_of_a_test\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    neighbour_index.cache_clear()
    try:
        if offers == "something else":
            with pytest.raises(DatelineError, match="the plugin near offers 5 as an index of neighbours"):
                neighbour_index()
        else:
            assert getattr(neighbour_index(), "least", 0) == 1_000
    finally:
        neighbour_index.cache_clear()
        sys.modules.pop("neighbours_of_a_test", None)
