"""Turn pairs into groups: a text paired with a member of a group belongs to that group. The order of the pairs does not matter."""

from __future__ import annotations

from collections.abc import Iterable


def group_pairs(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Return the groups that `pairs` form, each with two or more members."""
    group_of: dict[str, set[str]] = {}
    for one, other in pairs:
        mine, theirs = group_of.setdefault(one, {one}), group_of.setdefault(other, {other})
        if mine is theirs:
            continue
        small, large = sorted((mine, theirs), key=len)
        large |= small
        group_of.update(dict.fromkeys(small, large))
    return [group for name, group in group_of.items() if name == min(group) and len(group) > 1]
