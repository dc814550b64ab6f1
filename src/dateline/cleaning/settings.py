"""What a cleaner knows of sources and was asked for; all that the outcome depends on besides the document."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.cleaning.site_rules import SiteRules
from dateline.cleaning.templates import Templates
from dateline.metadata.day_order import DayOrders
from dateline.metadata.outlets import Outlets
from dateline.metadata.source_languages import SourceLanguages
from dateline.text import address_parts
from dateline.types.articles import Metadata
from dateline.types.documents import RawDocument

_RULES = "rules-1"
_MODELS = "model-4"


@dataclass(frozen=True, slots=True)
class CleanerSettings:
    """What a cleaner goes by.

    `sites` are rules that people wrote for single outlets; `templates` the lines that `learn` found each source to repeat,
    `days` the order in which it found each to write day and month, `languages` those that it found each to write in; `outlets` are
    names of sources that a person added to the known ones. Without the `model` only the rules judge; without `names` nobody looks
    for people, places and organisations.
    """

    sites: tuple[SiteRules, ...] = ()
    templates: Templates = field(default_factory=Templates)
    days: DayOrders = field(default_factory=DayOrders)
    outlets: Outlets = field(default_factory=lambda: Outlets({}, {}))
    model: bool = True
    names: bool = True
    languages: SourceLanguages = field(default_factory=SourceLanguages)

    @property
    def version(self) -> str:
        """Names everything that the outcome depends on besides the document; the rules of names stand last."""
        from dateline.metadata.names.finder import names_version  # it asks the plugins

        parts = [
            _RULES,
            _MODELS if self.model else "",
            *(f"{site.name}:{site.digest}" for site in self.sites),
            self.templates.version,
            self.days.version,
            self.languages.version,
            self.outlets.version,
            names_version() if self.names else "",
        ]
        return "+".join(part for part in parts if part)

    def site_of(self, raw: RawDocument, metadata: Metadata | None = None) -> SiteRules | None:
        """The rules that a document falls under; by its source and day as well, once these were read."""
        host = address_parts(raw.url or "")[0] or None
        day = raw.fetched.date() if raw.fetched else None
        source = raw.hints.get("source")
        if metadata:
            source = self.outlets.with_canonical_source(metadata).source
            day = day or (metadata.published.first_day if metadata.published else None)
        return next((site for site in self.sites if site.applies(host, source, day)), None)
