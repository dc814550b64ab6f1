"""The contract of a finder of names from elsewhere, and those that are installed. Whoever finds names for a language replaces the rules in it."""

from __future__ import annotations

import re
from functools import cache
from typing import Protocol, cast

from dateline.metadata.names.found import RULES, Names
from dateline.readers.plugins import offered_name_finders


class NameFinder(Protocol):
    """Finds who and what a text names, in some languages. It loads nothing from the network."""

    languages: frozenset[str]
    """ISO 639-1 codes of the languages that it is to be asked in."""

    def find(self, text: str, language: str) -> Names:
        """The people, places and organisations in a text, each once, in its order."""


@cache
def finder_of(language: str | None) -> NameFinder | None:
    """The first finder that is installed for a language; None where the rules are to be asked."""
    return next((one for _, one in _installed() if language in one.languages), None)


@cache
def names_version() -> str:
    """A name for the rules, and for the plugins that replace them in some languages."""
    return "/".join((RULES, *dict.fromkeys(re.sub(r"[^\w.-]", "_", plugin) for plugin, _ in _installed())))


@cache
def _installed() -> tuple[tuple[str, NameFinder], ...]:
    return tuple((plugin, cast("NameFinder", one)) for plugin, offered in offered_name_finders() for one in offered)
