"""Who shares keys is found as by plain counting, in whatever portions the texts came."""

from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from dateline.syndication.key_index import KeyIndex

KEYS = st.sets(st.integers(0, 12), max_size=6)


def packed(keys: set[int]) -> bytes:
    return b"".join(struct.pack("<I", key) for key in sorted(keys))


@given(st.lists(KEYS, max_size=25), st.lists(KEYS, max_size=5), st.integers(1, 7))
def test_those_that_share_two_keys_are_found(known: list[set[int]], asked: list[set[int]], portion: int) -> None:
    neighbours = KeyIndex()
    for start in range(0, len(known), portion):
        part = known[start : start + portion]
        neighbours.add(range(start, start + len(part)), [packed(keys) for keys in part])
    for keys, found in zip(asked, neighbours.find([packed(keys) for keys in asked]), strict=True):
        shared = {number: len(keys & other) for number, other in enumerate(known) if len(keys & other) >= 2}
        assert set(found) == set(shared)
        assert [shared[number] for number in found] == sorted(shared.values(), reverse=True)


def test_an_empty_one_has_no_neighbours() -> None:
    assert list(KeyIndex().find([packed({1, 2, 3}), b""])) == [[], []]


def test_a_crowd_that_shares_everything_is_looked_at_in_part_only() -> None:
    """Ten thousand fillings of one formula must not make each further one cost ten thousand comparisons."""
    neighbours = KeyIndex()
    neighbours.add(range(10_000), [packed({1, 2, 3})] * 10_000)
    (found,) = neighbours.find([packed({1, 2, 3})])
    assert 0 < len(found) < 100


def test_the_nearest_are_found_in_a_crowd() -> None:
    neighbours = KeyIndex()
    neighbours.add(range(5_000), [packed({1, 2, 100 + number}) for number in range(5_000)])
    neighbours.add([9_999], [packed({1, 2, 7, 8})])
    (found,) = neighbours.find([packed({1, 2, 7, 8})])
    assert found[0] == 9_999
