"""What a text names, and by which rules it was looked for."""

from __future__ import annotations

import re
from typing import NamedTuple

RULES = "names-1"
"""The version of rules and gazetteers; a change of what they find is another."""

_SOUGHT = re.compile(r"names-\d+(?:/[\w.-]+)*")


class Names(NamedTuple):
    """Who, where and what a text speaks of, each name once, in the order of the text."""

    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()


def sought_by(cleaner: str) -> bool:
    """Whether the cleaner of this version looks for names: its last part says by which rules."""
    return _SOUGHT.fullmatch(cleaner.rpartition("+")[2]) is not None
