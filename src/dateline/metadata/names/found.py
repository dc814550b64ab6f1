"""What a text names."""

from __future__ import annotations

from typing import NamedTuple


class Names(NamedTuple):
    """Who, where and what a text speaks of, each name once, in the order of the text."""

    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
