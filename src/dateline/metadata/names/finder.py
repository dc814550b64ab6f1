"""The contract of name finders in plugins, and those that are installed. A finder for a language replaces the rules in it."""

from __future__ import annotations

import re
from functools import cache
from typing import Protocol, cast

from dateline.metadata.names.found import RULES, Names
from dateline.readers.plugins import offered_name_finders


class NameFinder(Protocol):
    """Finds the names in a text, in some languages. It loads nothing from the network."""

    languages: frozenset[str]
    """ISO 639-1 codes of the languages that it supports."""

    def find(self, text: str, language: str) -> Names:
        """Return the people, places and organisations in a text, each once, in the order of the text."""


@cache
def finder_of(language: str | None) -> NameFinder | None:
    """Return the first installed finder for a language; None if the rules apply."""
    return next((one for _, one in _installed() if language in one.languages), None)


@cache
def names_version() -> str:
    """Return the version of the rules, with the names of the plugins that replace them in some languages."""
    return "/".join((RULES, *dict.fromkeys(re.sub(r"[^\w.-]", "_", plugin) for plugin, _ in _installed())))


@cache
def _installed() -> tuple[tuple[str, NameFinder], ...]:
    return tuple((plugin, cast("NameFinder", one)) for plugin, offered in offered_name_finders() for one in offered)
