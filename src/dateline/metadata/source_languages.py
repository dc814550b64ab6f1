"""Which languages a source writes in, where all its articles that tell agree on a few: they settle what a short text leaves open.

An archive as a whole counts as a source as well, for articles of sources of which too little is known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from dateline.text import content_hash

WHOLE = ""
"""The name under which the languages of all sources together stand."""

_LEAST_ARTICLES = 5
_LEAST_SHARE = 0.05
_TOGETHER = 0.95  # an archive of many languages tells nothing of the next article


@dataclass(frozen=True, slots=True)
class SourceLanguage:
    """A language of a source, in which `seen` of its `articles` of known language are."""

    source: str
    language: str
    seen: int
    articles: int


@dataclass(frozen=True, slots=True)
class SourceLanguages:
    """All that was learned of languages, for the cleaner to ask."""

    by_source: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, learned: Iterable[SourceLanguage]) -> SourceLanguages:
        """The languages, by source."""
        by_name = groupby(sorted(learned, key=lambda one: one.source), key=lambda one: one.source)
        return cls({source: frozenset(one.language for one in group) for source, group in by_name})

    @property
    def version(self) -> str:
        """A name for exactly these languages; empty when there are none."""
        named = sorted(f"{source}\t{' '.join(sorted(languages))}" for source, languages in self.by_source.items())
        return f"languages:{content_hash(chr(10).join(named).encode())[3:11]}" if named else ""

    def known(self, source: str | None) -> frozenset[str]:
        """The languages of a source; of all together, where nothing is known of it."""
        return self.by_source.get(source or WHOLE) or self.by_source.get(WHOLE, frozenset())


def learn_languages(articles: Iterable[tuple[str, str | None]]) -> tuple[SourceLanguage, ...]:
    """The languages of sources that nearly all of their articles are in; `articles` are (source, language)."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for source, language in articles:
        if language:
            for group in {source, WHOLE}:
                counts[group][language] += 1
    return tuple(one for source in sorted(counts) for one in _languages_of(source, counts[source]))


def _languages_of(source: str, counts: Counter[str]) -> tuple[SourceLanguage, ...]:
    total = counts.total()
    frequent = {code: seen for code, seen in counts.items() if seen >= max(_LEAST_ARTICLES, _LEAST_SHARE * total)}
    if sum(frequent.values()) < _TOGETHER * total:
        return ()
    return tuple(SourceLanguage(source, code, seen, total) for code, seen in sorted(frequent.items()))
