"""RawDocument → CleanedArticle, as a pure function: same cleaner, same document, same article, in any order, on any core."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from dateline.cleaning.board import Board
from dateline.cleaning.context import judge_context
from dateline.cleaning.kind import find_kind
from dateline.cleaning.sites import SiteRules
from dateline.cleaning.templates import Templates
from dateline.cleaning.wording import judge_foreign, judge_wording
from dateline.metadata import find_title, read_metadata
from dateline.page import Page, read_page
from dateline.text import content_hash
from dateline.types import CleanedArticle, Line, Metadata, RawDocument

_RULES = "rules-1"


@dataclass(frozen=True, slots=True)
class Cleaner:
    """Judges every line of a document and reads the metadata out of it.

    `sites` are rules that people wrote for single outlets, `templates` the lines that `learn` found each source to repeat.
    """

    sites: tuple[SiteRules, ...] = ()
    templates: Templates = field(default_factory=Templates)

    @property
    def version(self) -> str:
        """Names everything that the outcome depends on besides the document."""
        parts = [_RULES, *(f"{site.name}:{site.digest}" for site in self.sites), self.templates.version]
        return "+".join(part for part in parts if part)

    def clean(self, raw: RawDocument) -> CleanedArticle:
        """`raw` as an article with its whole ledger."""
        return self.clean_page(read_page(raw))

    def clean_page(self, page: Page) -> CleanedArticle:
        """A page that is already parsed, as an article with its whole ledger."""
        lines, metadata = self._judge(page, self._site(page, None))
        if self.sites and metadata.source:
            site = self._site(page, metadata)
            if site:
                lines, metadata = self._judge(page, site)
        lines = self.templates.apply(lines, metadata.source or metadata.domain)
        return CleanedArticle(content_hash(page.raw.content), metadata, lines, self.version, find_kind(page, lines))

    def _judge(self, page: Page, site: SiteRules | None) -> tuple[tuple[Line, ...], Metadata]:
        title = find_title(page)
        board = Board(page, title.line if title else None)
        if site:
            site.judge(board)
        judge_wording(board)
        judge_foreign(board)
        judge_context(board)
        if board.title is not None:
            board.drop(board.title, "title", "rule:title")
        lines = board.lines()
        return lines, read_metadata(page, lines, title)

    def _site(self, page: Page, metadata: Metadata | None) -> SiteRules | None:
        host = urlsplit(page.raw.url).hostname if page.raw.url else None
        day = page.raw.fetched.date() if page.raw.fetched else None
        source = page.raw.hints.get("source")
        if metadata:
            source = metadata.source
            day = day or (metadata.published.first_day if metadata.published else None)
        return next((site for site in self.sites if site.applies(host, source, day)), None)
