"""Clean documents: read each one, judge its lines by rules and models, and read its metadata."""

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

_REPEAT_REACH = 3  # lines; a headline that is repeated in this distance in a text counts as one


def clean_documents(cleaner: CleanerSettings, documents: Sequence[RawDocument]) -> list[CleanedArticle]:
    """Turn each of `documents` into an article with its whole ledger."""
    with _pause_garbage_collector():
        return _clean(cleaner, documents)


def _clean(cleaner: CleanerSettings, documents: Sequence[RawDocument]) -> list[CleanedArticle]:
    pages = [read_page(raw) for raw in documents]
    judged = _judge(pages, [cleaner.site_of(page.raw) for page in pages], model=cleaner.model)
    if cleaner.sites:
        found = ((place, cleaner.site_of(page.raw, judged[place][1])) for place, page in enumerate(pages))
        matched = {place: site for place, site in found if site}
        again = _judge([pages[place] for place in matched], list(matched.values()), model=cleaner.model)
        for place, one in zip(matched, again, strict=True):
            judged[place] = one
    return [_finish(cleaner, page, lines, metadata) for page, (lines, metadata) in zip(pages, judged, strict=True)]


def _finish(cleaner: CleanerSettings, page: Page, lines: tuple[Line, ...], metadata: Metadata) -> CleanedArticle:
    metadata = cleaner.outlets.with_canonical_source(metadata)
    source = metadata.source or metadata.domain
    known = cleaner.languages.known(source) if metadata.language is None else None
    detected = find_language(page, lines, known) if known else None
    order = cleaner.days.find_needed(metadata.dates, source)
    if order or detected:
        metadata = replace(metadata, language=detected or metadata.language)
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
            lines = tuple(_add_origin(page.origin, line) for line in lines)
        judged.append((lines, read_metadata(page, lines, headline)))
    return judged


@contextmanager
def _pause_garbage_collector() -> Iterator[None]:
    """Pause the garbage collector: cleaning makes many values and no cycles, and a seventh of its time went to the collector."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _add_origin(origin: str, line: Line) -> Line:
    """Return `line` of a page with a hidden story, with the place of that story in its reason."""
    return line._replace(reason=f"{line.reason} ({origin})") if line.keep else line


def decide_blocks(all_verdicts: Sequence[PageVerdicts]) -> None:
    """Give each line of these HTML pages its verdict, by the block model."""
    from dateline.cleaning.block_decision import decide_pages
    from dateline.cleaning.block_model import load_block_model

    blocks, chances = load_block_model().chances([verdicts.page for verdicts in all_verdicts])
    decide_pages(all_verdicts, blocks, chances)


def decide_texts(all_verdicts: Sequence[tuple[PageVerdicts, RuleView]]) -> None:
    """Give each line of these texts its verdict, by the line model and the rules."""
    from dateline.cleaning.line_model import load_model

    all_verdicts = [one for one in all_verdicts if len(one[0])]
    if all_verdicts:
        for (verdicts, rules), chances in zip(all_verdicts, load_model().chances(all_verdicts), strict=True):
            decide(verdicts, rules.groups.tolist(), chances.tolist())


def start_verdicts(page: Page, title: FoundTitle | None = None, site: SiteRules | None = None) -> PageVerdicts:
    """Return the verdicts of a page, with those of its site rules and its container."""
    title = title or find_title(page)
    verdicts = PageVerdicts(page, title.line if title else None)
    if site:
        site.judge(verdicts)
    apply_container_verdicts(verdicts)
    return verdicts


def judge_by_rules(verdicts: PageVerdicts) -> RuleView:
    """Apply all rules to `verdicts`, and return the result in the form that the line model needs."""
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
    """Return the verdicts of a page after all rules, also in the form that the line model needs."""
    verdicts = start_verdicts(page, title, site)
    return verdicts, judge_by_rules(verdicts)


def find_unstated_headline(verdicts: PageVerdicts, rules: RuleView | None) -> FoundTitle | None:
    """Find the headline of a page that states none, once its story is known."""
    if not _may_be_guessed(verdicts):
        return None
    return find_headline(verdicts, rules.groups.tolist() if rules else [0] * len(verdicts))


def with_headline(verdicts: PageVerdicts, headline: FoundTitle | None) -> tuple[Line, ...]:
    """Return the finished lines of a page, with its headline dropped from the text."""
    if headline and headline.line is not None:
        place, reach = headline.line, 0 if verdicts.page.is_html else _REPEAT_REACH
        for index in range(max(0, place - reach), min(len(verdicts), place + reach + 1)):
            if verdicts.text(index) == verdicts.text(place):
                verdicts.of_lines[index] = Verdict(False, "title", "rule:title" if index == place else "rule:title-again")
    return verdicts.lines()


def _may_be_guessed(verdicts: PageVerdicts) -> bool:
    return "database" not in verdicts.page.raw.hints  # a record without a title has none
