"""RawDocument → CleanedArticle, as a pure function: same cleaner, same document, same article, in any order, on any core."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dateline.cleaning.board import Board, Verdict
from dateline.cleaning.carrier import judge_carrier
from dateline.cleaning.context import judge_context
from dateline.cleaning.decision import decide
from dateline.cleaning.headline import choose_headline, find_headline, story_start
from dateline.cleaning.kind import find_kind
from dateline.cleaning.mail import judge_mail
from dateline.cleaning.sites import SiteRules
from dateline.cleaning.templates import Templates
from dateline.cleaning.wording import judge_foreign, judge_wording
from dateline.metadata import find_title, read_metadata, redated
from dateline.metadata.dayorder import DayOrders
from dateline.metadata.outlets import Outlets
from dateline.metadata.title import FoundTitle
from dateline.page import read_page
from dateline.text import address_parts, content_hash
from dateline.types.articles import CleanedArticle, Line, LineOverrides, Metadata
from dateline.types.documents import RawDocument
from dateline.types.pages import Page

if TYPE_CHECKING:
    from dateline.cleaning.line_model import RuleView

_RULES = "rules-1"
_MODELS = "model-3"


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
        with _collecting_later():
            return self._clean_all(documents)

    def _clean_all(self, documents: Sequence[RawDocument]) -> list[CleanedArticle]:
        pages = [read_page(raw) for raw in documents]
        judged = self._judge(pages, [self.site_of(page.raw) for page in pages])
        if self.sites:
            found = ((place, self.site_of(page.raw, judged[place][1])) for place, page in enumerate(pages))
            told = {place: site for place, site in found if site}
            for place, again in zip(told, self._judge([pages[place] for place in told], list(told.values())), strict=True):
                judged[place] = again
        return [self._finished(page, lines, metadata) for page, (lines, metadata) in zip(pages, judged, strict=True)]

    def _finished(self, page: Page, lines: tuple[Line, ...], metadata: Metadata) -> CleanedArticle:
        metadata = self.outlets.settled(metadata)
        source = metadata.source or metadata.domain
        order = self.days.settling(metadata.dates, source)
        if order:
            metadata = redated(metadata, page, lines, order)
        lines = self.templates.apply(lines, source)
        return CleanedArticle(content_hash(page.raw.content), metadata, lines, self.version, find_kind(page, lines))

    def _judge(self, pages: Sequence[Page], sites: Sequence[SiteRules | None]) -> list[tuple[tuple[Line, ...], Metadata]]:
        titles = [find_title(page) for page in pages]
        boards = [new_board(*one) for one in zip(pages, titles, sites, strict=True)]
        blocks = [board for board in boards if board.page.is_html and len(board)] if self.model else []
        if blocks:
            decide_blocks(blocks)
        views = {place: judge_by_rules(one) for place, one in enumerate(boards) if not (self.model and one.page.is_html)}
        if self.model:
            decide_texts([(boards[place], view) for place, view in views.items()])
        judged = []
        for place, (page, title, board) in enumerate(zip(pages, titles, boards, strict=True)):
            headline = title or settled_headline(board, views.get(place))
            lines = with_headline(board, headline)
            if page.origin:
                lines = tuple(_found_in(page.origin, line) for line in lines)
            judged.append((lines, read_metadata(page, lines, headline)))
        return judged

    def site_of(self, raw: RawDocument, metadata: Metadata | None = None) -> SiteRules | None:
        """The rules that a document falls under; by its source and day as well, once these were read."""
        host = address_parts(raw.url or "")[0] or None
        day = raw.fetched.date() if raw.fetched else None
        source = raw.hints.get("source")
        if metadata:
            source = self.outlets.settled(metadata).source
            day = day or (metadata.published.first_day if metadata.published else None)
        return next((site for site in self.sites if site.applies(host, source, day)), None)


@contextmanager
def _collecting_later() -> Iterator[None]:
    """No search for garbage in cycles meanwhile: cleaning makes many values and no cycles, and a seventh of its time went there."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _found_in(origin: str, line: Line) -> Line:
    """`line` of a page that does not show its story, with where that was found."""
    return replace(line, reason=f"{line.reason} ({origin})") if line.keep else line


def decide_blocks(boards: Sequence[Board]) -> None:
    """Let the model of blocks give each line of these pages with markup its verdict."""
    from dateline.cleaning.block_decision import decide_pages
    from dateline.cleaning.block_model import load_block_model

    blocks, chances = load_block_model().chances([board.page for board in boards])
    decide_pages(boards, blocks, chances)


def decide_texts(boards: Sequence[tuple[Board, RuleView]]) -> None:
    """Let the model of lines, with the rules, give each line of these texts its verdict."""
    from dateline.cleaning.line_model import load_model

    boards = [one for one in boards if len(one[0])]
    if boards:
        for (board, rules), chances in zip(boards, load_model().chances(boards), strict=True):
            decide(board, rules.groups.tolist(), chances.tolist())


def new_board(page: Page, title: FoundTitle | None = None, site: SiteRules | None = None) -> Board:
    """The page's board, with the verdicts of its site's own rules."""
    title = title or find_title(page)
    board = Board(page, title.line if title else None)
    if site:
        site.judge(board)
    judge_carrier(board)
    return board


def judge_by_rules(board: Board) -> RuleView:
    """Let all rules speak on `board`; their view of it as the line model takes it."""
    from dateline.cleaning.line_model import view_rules, wording_groups

    judge_mail(board)
    judge_wording(board)
    judge_foreign(board)
    groups = wording_groups(board)
    if board.title is None and _may_be_guessed(board):
        board.title = choose_headline(board, groups.tolist(), story_start(board, board.open_lines()))
    judge_context(board)
    return view_rules(board, groups)


def judged_board(page: Page, title: FoundTitle | None = None, site: SiteRules | None = None) -> tuple[Board, RuleView]:
    """The page's board after all rules have spoken, and their view of it as the line model takes it."""
    board = new_board(page, title, site)
    return board, judge_by_rules(board)


def settled_headline(board: Board, rules: RuleView | None) -> FoundTitle | None:
    """The headline of a page that states none, when it is known what its story is."""
    if not _may_be_guessed(board):
        return None
    return find_headline(board, rules.groups.tolist() if rules else [0] * len(board))


def with_headline(board: Board, headline: FoundTitle | None) -> tuple[Line, ...]:
    """The finished lines of a page, its headline taken out of the text."""
    if headline and headline.line is not None:
        board.verdicts[headline.line] = Verdict(False, "title", "rule:title")
    return board.lines()


def _may_be_guessed(board: Board) -> bool:
    return "database" not in board.page.raw.hints  # a record without a title has none


def with_overrides(article: CleanedArticle, overrides: LineOverrides) -> CleanedArticle:
    """`article` with the lines put back and taken out that a person wants so."""
    if overrides == LineOverrides():
        return article
    return replace(article, lines=tuple(_overridden(line, overrides.verdict(line)) for line in article.lines))


def _overridden(line: Line, keep: bool | None) -> Line:
    if keep is None or keep == line.keep:
        return line
    return replace(line, keep=keep, label="body" if keep else "junk", reason="person")
