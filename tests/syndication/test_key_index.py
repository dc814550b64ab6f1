"""Texts that share keys are found as by plain counting, whatever the portions they were added in."""

from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from dateline.syndication.key_index import KeyIndex

KEYS = st.sets(st.integers(0, 12), max_size=6)


def packed(keys: set[int]) -> bytes:
    return b"".join(struct.pack("<I", key) for key in sorted(keys))


@given(st.lists(KEYS, max_size=25), st.lists(KEYS, max_size=5), st.integers(1, 7))
def test_texts_that_share_two_keys_are_found(known: list[set[int]], asked: list[set[int]], portion: int) -> None:
    neighbours = KeyIndex()
    for start in range(0, len(known), portion):
        part = known[start : start + portion]
        neighbours.add(range(start, start + len(part)), [packed(keys) for keys in part])
    for keys, found in zip(asked, neighbours.find([packed(keys) for keys in asked]), strict=True):
        shared = {number: len(keys & other) for number, other in enumerate(known) if len(keys & other) >= 2}
        assert set(found) == set(shared)
        assert [shared[number] for number in found] == sorted(shared.values(), reverse=True)


def test_an_empty_index_has_no_neighbours() -> None:
    assert list(KeyIndex().find([packed({1, 2, 3}), b""])) == [[], []]


def test_only_some_of_thousands_of_texts_with_equal_keys_are_compared() -> None:
    """After ten thousand texts of one formula, the next one must not cost ten thousand comparisons."""
    neighbours = KeyIndex()
    neighbours.add(range(10_000), [packed({1, 2, 3})] * 10_000)
    (found,) = neighbours.find([packed({1, 2, 3})])
    assert 0 < len(found) < 100


def test_the_nearest_text_is_found_among_thousands() -> None:
    neighbours = KeyIndex()
    neighbours.add(range(5_000), [packed({1, 2, 100 + number}) for number in range(5_000)])
    neighbours.add([9_999], [packed({1, 2, 7, 8})])
    (found,) = neighbours.find([packed({1, 2, 7, 8})])
    assert found[0] == 9_999


def test_a_merged_index_finds_the_same_as_one_whose_texts_came_together() -> None:
    """In two parts, each part has its own crowd; the text that shares most is in the crowd of the second part only."""
    sketches = {number: packed({1, 2, 3} if number == 500 else {1, 2}) for number in (*range(100), *range(300, 600))}
    together, merged = KeyIndex(), KeyIndex()
    together.add(list(sketches), list(sketches.values()))
    for numbers in (range(300, 600), range(100)):
        merged.add(numbers, [sketches[number] for number in numbers])
    (apart,) = merged.find([packed({1, 2, 3})])
    merged.merge()
    (found,) = merged.find([packed({1, 2, 3})])
    assert apart[0] == 500
    assert found == next(together.find([packed({1, 2, 3})]))
    assert 500 not in found


def test_an_empty_index_can_be_merged() -> None:
    empty = KeyIndex()
    empty.merge()
    assert list(empty.find([packed({1, 2})])) == [[]]
