"""Pairs are joined into groups, in any order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dateline.syndication.clusters import group_pairs

NAMES = st.sampled_from("abcdefghij")


def test_an_article_paired_with_a_member_belongs_to_the_group() -> None:
    assert group_pairs([("a", "b"), ("c", "d"), ("b", "e")]) == [{"a", "b", "e"}, {"c", "d"}]


@given(st.lists(st.tuples(NAMES, NAMES)), st.randoms())
def test_the_order_of_the_pairs_does_not_matter(pairs: list[tuple[str, str]], order: object) -> None:
    shuffled = [pair[::-1] for pair in pairs]
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert sorted(map(sorted, group_pairs(pairs))) == sorted(map(sorted, group_pairs(shuffled)))


@given(st.lists(st.tuples(NAMES, NAMES)))
def test_no_article_is_in_two_groups_and_no_pair_is_separated(pairs: list[tuple[str, str]]) -> None:
    groups = group_pairs(pairs)
    assert sum(map(len, groups)) == len(set().union(*groups))
    assert all(any({one, other} <= group for group in groups) for one, other in pairs if one != other)
