"""The settings of a cleaner and its facts about sources: everything that the result depends on except the document."""

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
    """The settings of a cleaner.

    `sites` are rules that people wrote for single outlets. `learn` finds the others: `templates` are the lines that each source
    repeats, `days` are the orders in which sources write day and month, `languages` are the languages of sources. `outlets` are
    sources that a person added to the known ones. Without `model`, only the rules judge lines; without `names`, the cleaner does
    not look for people, places and organisations.
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
        """The version of everything that the result depends on except the document; the version of the rules for names is last."""
        from dateline.metadata.names.finder import names_version  # it loads the plugins

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
        """Return the site rules that apply to a document; with its `metadata`, also by source and day."""
        host = address_parts(raw.url or "")[0] or None
        day = raw.fetched.date() if raw.fetched else None
        source = raw.hints.get("source")
        if metadata:
            source = self.outlets.with_canonical_source(metadata).source
            day = day or (metadata.published.first_day if metadata.published else None)
        return next((site for site in self.sites if site.applies(host, source, day)), None)
