"""RawDocument → CleanedArticle, as a pure function: same cleaner, same document, same article, in any order, on any core.

A cleaner is what is known of sources and asked for; how it cleans (`judging`) is imported where it does, often in a worker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dateline.cleaning.site_rules import SiteRules
from dateline.cleaning.templates import Templates
from dateline.metadata.day_order import DayOrders
from dateline.metadata.outlets import Outlets
from dateline.text import address_parts
from dateline.types.articles import CleanedArticle, Line, LineOverrides, Metadata
from dateline.types.documents import RawDocument

_RULES = "rules-1"
_MODELS = "model-4"


@dataclass(frozen=True, slots=True)
class Cleaner:
    """Judges every line of a document and reads the metadata out of it.

    `sites` are rules that people wrote for single outlets; `templates` the lines that `learn` found each source to repeat,
    `days` the order in which it found each to write day and month; `outlets` are names of sources that a person added to the
    known ones. Without the `model` only the rules judge.
    """

    sites: tuple[SiteRules, ...] = ()
    templates: Templates = field(default_factory=Templates)
    days: DayOrders = field(default_factory=DayOrders)
    outlets: Outlets = field(default_factory=lambda: Outlets({}, {}))
    model: bool = True

    @property
    def version(self) -> str:
        """Names everything that the outcome depends on besides the document."""
        parts = [
            _RULES,
            _MODELS if self.model else "",
            *(f"{site.name}:{site.digest}" for site in self.sites),
            self.templates.version,
            self.days.version,
            self.outlets.version,
        ]
        return "+".join(part for part in parts if part)

    def clean(self, raw: RawDocument) -> CleanedArticle:
        """`raw` as an article with its whole ledger."""
        return self.clean_all([raw])[0]

    def clean_all(self, documents: Sequence[RawDocument]) -> list[CleanedArticle]:
        """Each of `documents` as `clean` gives it; some at a time take less of it than one by one."""
        from dateline.cleaning.judge import clean_documents

        return clean_documents(self, documents)

    def site_of(self, raw: RawDocument, metadata: Metadata | None = None) -> SiteRules | None:
        """The rules that a document falls under; by its source and day as well, once these were read."""
        host = address_parts(raw.url or "")[0] or None
        day = raw.fetched.date() if raw.fetched else None
        source = raw.hints.get("source")
        if metadata:
            source = self.outlets.with_canonical_source(metadata).source
            day = day or (metadata.published.first_day if metadata.published else None)
        return next((site for site in self.sites if site.applies(host, source, day)), None)


def with_overrides(article: CleanedArticle, overrides: LineOverrides) -> CleanedArticle:
    """`article` with the lines put back and taken out that a person wants so."""
    if overrides == LineOverrides():
        return article
    return replace(article, lines=tuple(_overridden(line, overrides.verdict(line)) for line in article.lines))


def _overridden(line: Line, keep: bool | None) -> Line:
    if keep is None or keep == line.keep:
        return line
    return line._replace(keep=keep, label="body" if keep else "junk", reason="person")
