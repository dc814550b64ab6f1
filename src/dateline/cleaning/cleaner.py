"""RawDocument → CleanedArticle, as a pure function: same cleaner, same document, same article, in any order, on any core."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dateline.cleaning.board import Board
from dateline.cleaning.context import judge_context
from dateline.cleaning.decision import decide
from dateline.cleaning.kind import find_kind
from dateline.cleaning.sites import SiteRules
from dateline.cleaning.templates import Templates
from dateline.cleaning.wording import judge_foreign, judge_wording
from dateline.metadata import find_title, read_metadata
from dateline.metadata.outlets import Outlets
from dateline.metadata.title import FoundTitle
from dateline.page import Page, read_page
from dateline.text import content_hash
from dateline.types import CleanedArticle, Line, Metadata, RawDocument

if TYPE_CHECKING:
    from dateline.cleaning.line_model import RuleView

_RULES = "rules-1"
_MODELS = "model-1"


@dataclass(frozen=True, slots=True)
class Cleaner:
    """Judges every line of a document and reads the metadata out of it.

    `sites` are rules that people wrote for single outlets, `templates` the lines that `learn` found each source to
    repeat; `outlets` are names of sources that a person added to the known ones. Without the `model` only the rules judge.
    """

    sites: tuple[SiteRules, ...] = ()
    templates: Templates = field(default_factory=Templates)
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
            self.outlets.version,
        ]
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
        metadata = self.outlets.settled(metadata)
        lines = self.templates.apply(lines, metadata.source or metadata.domain)
        return CleanedArticle(content_hash(page.raw.content), metadata, lines, self.version, find_kind(page, lines))

    def _judge(self, page: Page, site: SiteRules | None) -> tuple[tuple[Line, ...], Metadata]:
        title = find_title(page)
        board, rules = judged_board(page, title, site)
        if self.model and len(board):
            decide(board, rules.groups.tolist(), _chances(board, rules))
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


def _chances(board: Board, rules: RuleView) -> Sequence[float]:
    from dateline.cleaning.line_model import load_model

    found: list[float] = load_model("html" if board.page.is_html else "text").chances(board, rules).tolist()
    return found


def judged_board(page: Page, title: FoundTitle | None = None, site: SiteRules | None = None) -> tuple[Board, RuleView]:
    """The page's board after all rules have spoken, and their view of it as the line model takes it."""
    from dateline.cleaning.line_model import view_rules, wording_groups

    title = title or find_title(page)
    board = Board(page, title.line if title else None)
    if site:
        site.judge(board)
    judge_wording(board)
    judge_foreign(board)
    groups = wording_groups(board)
    judge_context(board)
    return board, view_rules(board, groups)


def with_restored(article: CleanedArticle, texts: frozenset[str]) -> CleanedArticle:
    """`article` with the removed lines of these texts put back, as a person wants them."""
    if not texts:
        return article
    lines = (
        replace(line, keep=True, label="body", reason="person") if not line.keep and line.text in texts else line
        for line in article.lines
    )
    return replace(article, lines=tuple(lines))
