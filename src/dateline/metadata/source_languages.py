"""Learn the languages of a source if nearly all its articles are in a few. They decide the language of a text that is too short.

A whole archive counts as a source too, for articles of sources of which too little is known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from dateline.text import content_hash

WHOLE = ""
"""The name for all sources together."""

_LEAST_ARTICLES = 5
_LEAST_SHARE = 0.05
_LEAST_TOGETHER = 0.95  # an archive in many languages predicts nothing for the next article


@dataclass(frozen=True, slots=True)
class SourceLanguage:
    """A language of a source; `seen` of its `articles` with a known language are in it."""

    source: str
    language: str
    seen: int
    articles: int


@dataclass(frozen=True, slots=True)
class SourceLanguages:
    """All learned languages, by source, for the cleaner."""

    by_source: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, learned: Iterable[SourceLanguage]) -> SourceLanguages:
        """Collect the languages by source."""
        by_name = groupby(sorted(learned, key=lambda one: one.source), key=lambda one: one.source)
        return cls({source: frozenset(one.language for one in group) for source, group in by_name})

    @property
    def version(self) -> str:
        """A version that changes with the languages; empty if there are none."""
        named = sorted(f"{source}\t{' '.join(sorted(languages))}" for source, languages in self.by_source.items())
        return f"languages:{content_hash(chr(10).join(named).encode())[3:11]}" if named else ""

    def known(self, source: str | None) -> frozenset[str]:
        """Return the languages of a source; those of all sources together if nothing is known of it."""
        return self.by_source.get(source or WHOLE) or self.by_source.get(WHOLE, frozenset())


def learn_languages(articles: Iterable[tuple[str, str | None]]) -> tuple[SourceLanguage, ...]:
    """Return the languages in which nearly all articles of each source are; `articles` are (source, language)."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for source, language in articles:
        if language:
            for group in {source, WHOLE}:
                counts[group][language] += 1
    return tuple(one for source in sorted(counts) for one in _languages_of(source, counts[source]))


def _languages_of(source: str, counts: Counter[str]) -> tuple[SourceLanguage, ...]:
    total = counts.total()
    frequent = {code: seen for code, seen in counts.items() if seen >= max(_LEAST_ARTICLES, _LEAST_SHARE * total)}
    if sum(frequent.values()) < _LEAST_TOGETHER * total:
        return ()
    return tuple(SourceLanguage(source, code, seen, total) for code, seen in sorted(frequent.items()))
