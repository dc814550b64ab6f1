"""The names in a text, and the version of the rules that found them."""

from __future__ import annotations

import re
from typing import NamedTuple

RULES = "names-1"
"""The version of rules and gazetteers; it changes with what they find."""

_RULES_AND_PLUGINS = re.compile(r"names-\d+(?:/[\w.-]+)*")


class Names(NamedTuple):
    """The people, places and organisations in a text, each once, in the order of the text."""

    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()


def finds_names(cleaner: str) -> bool:
    """Whether a cleaner with this version finds names; the last part of the version is that of the rules."""
    return _RULES_AND_PLUGINS.fullmatch(cleaner.rpartition("+")[2]) is not None
