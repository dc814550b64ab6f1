"""The scan agrees with an exhaustive comparison, also in a subset and after changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from dateline.search.meaning.embedder import Floats, of_length_one, packed, unpacked
from dateline.search.meaning.nearest import CLOSELY, Scan, set_bits
from dateline.store.session import Session
from dateline.store.vectors import Made, Vectors

SIZE = 4_000


def made(number: int, seed: int = 1) -> Floats:
    """Return vectors in some clusters and away from the origin, like vectors of texts."""
    chance = np.random.default_rng(seed)
    centres = chance.normal(size=(20, 96)) + 0.5
    return of_length_one((centres[chance.integers(0, 20, number)] + chance.normal(size=(number, 96))).astype(np.float32))


def name(at: int) -> str:
    return f"id{at:06}"


def write(vectors: Vectors, rows: Floats, places: Iterable[int]) -> None:
    wanted = list(places)
    for at in wanted:
        vectors.session.run("INSERT OR IGNORE INTO articles (id) VALUES (?)", (name(at),))
    vectors.write([Made(name(at), 1, 1, row) for at, row in zip(wanted, packed(rows), strict=True)], vectors.followed + 1)


@pytest.fixture
def stored() -> Vectors:
    session = Session(Path("archive.db"), sqlite3.connect(":memory:", isolation_level=None))
    session.run("CREATE TABLE articles (id TEXT PRIMARY KEY)")
    session.run("CREATE TABLE followers (name TEXT PRIMARY KEY, method TEXT, change INTEGER)")
    vectors = Vectors(session)
    vectors.begin("test")
    write(vectors, made(SIZE), range(SIZE))
    return vectors


def nearest(rows: Floats, vector: Floats, among: Iterable[int], most: int = 10) -> list[str]:
    """Return the nearest of `among` by an exhaustive comparison."""
    places = np.array(sorted(among))
    return [name(at) for at in places[np.argsort(-(rows[places] @ vector), kind="stable")[:most]].tolist()]


def test_the_scan_finds_nearly_all_results_of_an_exhaustive_comparison(stored: Vectors) -> None:
    scan, rows = Scan(stored), unpacked(packed(made(SIZE)))
    scan.look()
    shares = []
    for vector in made(40, seed=1)[:40] + 0.02:
        found = [name for name, _ in scan.scored(vector, scan.near(vector)[:CLOSELY])[:10]]
        shares.append(len({*found} & {*nearest(rows, vector, range(SIZE))}) / 10)
    assert np.mean(shares) >= 0.95
    assert min(shares) >= 0.7


def test_a_scan_of_a_subset_is_exact(stored: Vectors) -> None:
    scan, rows, vector = Scan(stored), unpacked(packed(made(SIZE))), made(1, seed=3)[0]
    scan.look()
    among = range(0, SIZE, 5)
    places = scan.places([*map(name, among), "nobody", "id999999"])
    assert [one for one, _ in scan.scored(vector, scan.near(vector, places)[:CLOSELY])[:10]] == nearest(rows, vector, among)


def test_added_replaced_and_deleted_vectors_are_noticed(stored: Vectors) -> None:
    scan, vector = Scan(stored), made(1, seed=4)[0]
    scan.look()
    write(stored, np.stack([vector, -vector]), [7, SIZE + 1])
    stored.session.run("DELETE FROM vectors WHERE article_id = ?", (name(8),))
    scan.look()
    found = scan.scored(vector, scan.near(vector))
    assert (found[0][0], found[-1][0]) == (name(7), name(SIZE + 1))
    assert len(found) == SIZE
    places = scan.places([name(7), name(8)])
    assert [one for one, _ in scan.scored(vector, places)] == [name(7)]


def test_vectors_of_another_model_replace_all_others(stored: Vectors) -> None:
    scan = Scan(stored)
    scan.look()
    stored.begin("another")
    write(stored, made(5), range(5))
    scan.look()
    assert len(scan.scored(made(1)[0], scan.near(made(1)[0]))) == 5


def test_a_scan_that_began_without_vectors_finds_the_first_ones(stored: Vectors) -> None:
    stored.clear()
    stored.begin("test")
    scan = Scan(stored)
    scan.look()
    assert scan.near(made(1)[0]).size == 0
    write(stored, made(3), range(3))
    scan.look()
    assert len(scan.scored(made(1)[0], scan.near(made(1)[0]))) == 3


def test_an_archive_without_vectors_has_no_neighbours() -> None:
    session = Session(Path("archive.db"), sqlite3.connect(":memory:", isolation_level=None))
    session.run("CREATE TABLE followers (name TEXT PRIMARY KEY, method TEXT, change INTEGER)")
    scan = Scan(Vectors(session))
    scan.look()
    assert scan.near(made(1)[0]).size == 0
    assert scan.places(["a"]).size == 0


@pytest.mark.parametrize("ours", [True, False])
def test_bits_are_counted_the_same_way_with_and_without_numpy_2(ours: bool) -> None:
    block = np.random.default_rng(2).integers(0, 1 << 63, (50, 3)).astype(np.uint64)
    assert set_bits(block, by_table=ours).tolist() == [sum(int(number).bit_count() for number in row) for row in block]
