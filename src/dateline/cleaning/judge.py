"""How a cleaner cleans: each document read, its lines judged by rules and models, its metadata read out of them."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.cleaning.container_rules import apply_container_verdicts
from dateline.cleaning.context_rules import apply_context_rules
from dateline.cleaning.decision import decide
from dateline.cleaning.headline import choose_headline, find_headline, find_story_start
from dateline.cleaning.kind import find_kind
from dateline.cleaning.mail_rules import apply_mail_rules
from dateline.cleaning.site_rules import SiteRules
from dateline.cleaning.verdicts import PageVerdicts, Verdict
from dateline.cleaning.wording_rules import apply_wording_rules, drop_foreign_lines
from dateline.metadata.language import find_language
from dateline.metadata.names.find import with_names
from dateline.metadata.read import read_dates_again, read_metadata
from dateline.metadata.title import FoundTitle, find_title
from dateline.page.read import read_page
from dateline.text import content_hash
from dateline.types.articles import CleanedArticle, Line, Metadata
from dateline.types.documents import RawDocument
from dateline.types.pages import Page

if TYPE_CHECKING:
    from dateline.cleaning.line_model import RuleView
    from dateline.cleaning.settings import CleanerSettings

_AGAIN = 3  # lines of a text within which a headline that stands there twice is one


def clean_documents(cleaner: CleanerSettings, documents: Sequence[RawDocument]) -> list[CleanedArticle]:
    """Each of `documents` as an article with its whole ledger."""
    with _collecting_later():
        return _cleaned(cleaner, documents)


def _cleaned(cleaner: CleanerSettings, documents: Sequence[RawDocument]) -> list[CleanedArticle]:
    pages = [read_page(raw) for raw in documents]
    judged = _judge(pages, [cleaner.site_of(page.raw) for page in pages], model=cleaner.model)
    if cleaner.sites:
        found = ((place, cleaner.site_of(page.raw, judged[place][1])) for place, page in enumerate(pages))
        told = {place: site for place, site in found if site}
        again = _judge([pages[place] for place in told], list(told.values()), model=cleaner.model)
        for place, one in zip(told, again, strict=True):
            judged[place] = one
    return [_finished(cleaner, page, lines, metadata) for page, (lines, metadata) in zip(pages, judged, strict=True)]


def _finished(cleaner: CleanerSettings, page: Page, lines: tuple[Line, ...], metadata: Metadata) -> CleanedArticle:
    metadata = cleaner.outlets.with_canonical_source(metadata)
    source = metadata.source or metadata.domain
    known = cleaner.languages.known(source) if metadata.language is None else None
    settled = find_language(page, lines, known) if known else None
    order = cleaner.days.find_needed(metadata.dates, source)
    if order or settled:
        metadata = replace(metadata, language=settled or metadata.language)
        metadata = read_dates_again(metadata, page, lines, order)
    lines = cleaner.templates.apply(lines, source)
    metadata = with_names(metadata, lines) if cleaner.names else metadata
    return CleanedArticle(content_hash(page.raw.content), metadata, lines, cleaner.version, find_kind(page, lines))


def _judge(pages: Sequence[Page], sites: Sequence[SiteRules | None], *, model: bool) -> list[tuple[tuple[Line, ...], Metadata]]:
    titles = [find_title(page) for page in pages]
    all_verdicts = [start_verdicts(*one) for one in zip(pages, titles, sites, strict=True)]
    blocks = [verdicts for verdicts in all_verdicts if verdicts.page.is_html and len(verdicts)] if model else []
    if blocks:
        decide_blocks(blocks)
    views = {place: judge_by_rules(one) for place, one in enumerate(all_verdicts) if not (model and one.page.is_html)}
    if model:
        decide_texts([(all_verdicts[place], view) for place, view in views.items()])
    judged = []
    for place, (page, title, verdicts) in enumerate(zip(pages, titles, all_verdicts, strict=True)):
        headline = title or find_unstated_headline(verdicts, views.get(place))
        lines = with_headline(verdicts, headline)
        if page.origin:
            lines = tuple(_found_in(page.origin, line) for line in lines)
        judged.append((lines, read_metadata(page, lines, headline)))
    return judged


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
    return line._replace(reason=f"{line.reason} ({origin})") if line.keep else line


def decide_blocks(all_verdicts: Sequence[PageVerdicts]) -> None:
    """Let the model of blocks give each line of these pages with markup its verdict."""
    from dateline.cleaning.block_decision import decide_pages
    from dateline.cleaning.block_model import load_block_model

    blocks, chances = load_block_model().chances([verdicts.page for verdicts in all_verdicts])
    decide_pages(all_verdicts, blocks, chances)


def decide_texts(all_verdicts: Sequence[tuple[PageVerdicts, RuleView]]) -> None:
    """Let the model of lines, with the rules, give each line of these texts its verdict."""
    from dateline.cleaning.line_model import load_model

    all_verdicts = [one for one in all_verdicts if len(one[0])]
    if all_verdicts:
        for (verdicts, rules), chances in zip(all_verdicts, load_model().chances(all_verdicts), strict=True):
            decide(verdicts, rules.groups.tolist(), chances.tolist())


def start_verdicts(page: Page, title: FoundTitle | None = None, site: SiteRules | None = None) -> PageVerdicts:
    """The page's verdicts, with the verdicts of its site's own rules."""
    title = title or find_title(page)
    verdicts = PageVerdicts(page, title.line if title else None)
    if site:
        site.judge(verdicts)
    apply_container_verdicts(verdicts)
    return verdicts


def judge_by_rules(verdicts: PageVerdicts) -> RuleView:
    """Let all rules speak on `verdicts`; their view of it as the line model takes it."""
    from dateline.cleaning.line_model import encode_rules, wording_groups

    apply_mail_rules(verdicts)
    apply_wording_rules(verdicts)
    drop_foreign_lines(verdicts)
    groups = wording_groups(verdicts)
    if verdicts.title is None and _may_be_guessed(verdicts):
        verdicts.title = choose_headline(verdicts, groups.tolist(), find_story_start(verdicts, verdicts.open_lines()))
    apply_context_rules(verdicts)
    return encode_rules(verdicts, groups)


def judge_text_by_rules(
    page: Page, title: FoundTitle | None = None, site: SiteRules | None = None
) -> tuple[PageVerdicts, RuleView]:
    """The page's verdicts after all rules have spoken, and their view of it as the line model takes it."""
    verdicts = start_verdicts(page, title, site)
    return verdicts, judge_by_rules(verdicts)


def find_unstated_headline(verdicts: PageVerdicts, rules: RuleView | None) -> FoundTitle | None:
    """The headline of a page that states none, when it is known what its story is."""
    if not _may_be_guessed(verdicts):
        return None
    return find_headline(verdicts, rules.groups.tolist() if rules else [0] * len(verdicts))


def with_headline(verdicts: PageVerdicts, headline: FoundTitle | None) -> tuple[Line, ...]:
    """The finished lines of a page, its headline taken out of the text."""
    if headline and headline.line is not None:
        place, reach = headline.line, 0 if verdicts.page.is_html else _AGAIN
        for index in range(max(0, place - reach), min(len(verdicts), place + reach + 1)):
            if verdicts.text(index) == verdicts.text(place):
                verdicts.of_lines[index] = Verdict(False, "title", "rule:title" if index == place else "rule:title-again")
    return verdicts.lines()


def _may_be_guessed(verdicts: PageVerdicts) -> bool:
    return "database" not in verdicts.page.raw.hints  # a record without a title has none
