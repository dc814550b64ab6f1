"""Decide HTML pages as a whole, and label the dropped lines.

The lines of a page are decided together (`sequence`): a change inside one container costs more than one where several containers
end or begin. The model decides; a rule on the wording of a line overrules it, unless the model is almost sure. The label of a
dropped line comes from its region, else from its wording, else from its form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from dateline.cleaning.block_features import Array, Blocks
from dateline.cleaning.container_features import boundary_columns
from dateline.cleaning.containers import TAGS, Containers
from dateline.cleaning.line_form import is_headline, word_count
from dateline.cleaning.regions import REGIONS, find_regions
from dateline.cleaning.sequence import find_best_sequence
from dateline.cleaning.verdicts import PageVerdicts, Verdict
from dateline.cleaning.wording_rules import apply_wording_rules
from dateline.types.pages import Block, PageLine

# Calibrated together on the cross-validated chances of the training corpora (benchmarks/README.md).
_LOSS_FACTOR = 0.8  # below 1, because a lost line costs more than a line of boilerplate that stays
_LEAST_RANGE = (0.2, 0.45)
_UNITS = 4096
_CHANGE, _CHANGE_IN_QUOTATION = 0.3, 1.0
_SURE_CHANCE = 0.9
_REPEATED_WORDS = 8
_SURE, _NEAR, _MOSTLY_LINKS = 0.5, 3, 0.5
_ALIKE_BONUS, _BETWEEN_BONUS = 1.0, 0.5  # in the logarithm of odds
_OWN_SHARE, _OUTSIDE_CHANCE = 0.3, 0.8
_LEAST_CHANCE, _SHARE_OF_BEST = 0.1, 0.6
_ONLY_LINKS = 0.9
_MOSTLY_PROMPTS, _LARGEST_BOX = 0.6, 20
_HEAD_LINES = 3
_PROMPT_LABELS = frozenset(("prompt", "newsletter", "paywall", "legal"))
_DECIDING_REGIONS = frozenset(("comment", "related", "nav", "share", "newsletter", "ad", "legal", "prompt", "paywall"))
"""Regions that decide without a look at the wording: no part of a story's head is in them."""
_STORY_REGIONS = sum(1 << place for place, region in enumerate(REGIONS) if region in ("body", "box", "notes", "faq"))


def decide_pages(all_verdicts: Sequence[PageVerdicts], blocks: Blocks, chances: Array) -> None:
    """Give each line of `all_verdicts` its verdict; `blocks` and `chances` contain the lines of all pages."""
    titles = [
        start + verdicts.title for verdicts, start in zip(all_verdicts, _starts(blocks), strict=True) if verdicts.title is not None
    ]
    stays = find_best_sequence(
        _raise_near_sure(blocks, chances, titles), _change_costs(blocks), losing=_losing_costs(blocks, chances)
    )
    regions = line_regions(blocks.containers, _contains_story(blocks, stays))
    start = 0
    for verdicts in all_verdicts:
        end = start + len(verdicts)
        found = chances[start:end].tolist()
        _give_verdicts(verdicts, _keep_something(verdicts, stays[start:end], found, regions[start:end]), found, regions[start:end])
        start = end


def _losing_costs(blocks: Blocks, chances: Array) -> Array:
    """Return the cost of losing each line, if keeping a line of boilerplate costs 1; it is higher on pages with few sure lines.

    F1 is best if a line stays from a chance of half that F1 on. The best possible F1 is estimated from the chances of the page.
    """
    layout, order = blocks.layout, np.lexsort((-chances, blocks.layout.page))
    first = np.cumsum(layout.sizes) - layout.sizes
    mass = np.rint(chances * _UNITS).astype(np.int64) * blocks.length
    found, taken = np.cumsum(mass[order]), np.cumsum(blocks.length[order])
    found, taken = found - (found - mass[order])[layout.start], taken - (taken - blocks.length[order])[layout.start]
    best_f1 = np.maximum.reduceat(2 * found / np.maximum(1, _UNITS * taken + layout.totals(mass)), first)
    least = np.clip(best_f1 * _LOSS_FACTOR / 2, *_LEAST_RANGE)[layout.page]
    return np.asarray((1 - least) / least)


def _starts(blocks: Blocks) -> list[int]:
    sizes = blocks.layout.sizes
    return list((np.cumsum(sizes) - sizes).tolist())


def _raise_near_sure(blocks: Blocks, chances: Array, titles: Sequence[int]) -> Array:
    """Raise the chances of lines near sure lines: in a run of blocks of one form, or of a sentence between two sure lines."""
    containers, layout, line = blocks.containers, blocks.layout, np.arange(len(chances))
    sure, group = chances > _SURE, containers.group[containers.chain[:, 0]]
    sure[list(titles)] = False  # the headline must not raise the menu above it
    above = np.maximum.accumulate(np.where(sure, line, -1))
    below = np.minimum.accumulate(np.where(sure, line, len(line))[::-1])[::-1]
    up, down = line - above, below - line
    has_up, has_down = above >= layout.start, below < layout.start + layout.size
    alike = has_up & (up <= _NEAR) & (group[np.maximum(above, 0)] == group)
    alike |= has_down & (down <= _NEAR) & (group[np.minimum(below, len(line) - 1)] == group)
    between = has_up & has_down & (up <= 2 * _NEAR) & (down <= 2 * _NEAR) & blocks.closed
    better = np.where(alike, _ALIKE_BONUS, np.where(between, _BETWEEN_BONUS, 0.0)) * (blocks.linked < _MOSTLY_LINKS) * ~sure
    return np.asarray(chances / (chances + (1 - chances) * np.exp(-better)))


def line_regions(containers: Containers, story: Array) -> list[str]:
    """Return for each line the label of the innermost region around it; "" if there is none except the story.

    A block that contains the `story` (one flag for each block) is not a region, whatever its name.
    """
    bits = np.where(story, 0, np.array([find_regions(form) & ~_STORY_REGIONS for form in containers.forms])[containers.form])
    for blocks in containers.by_depth:
        bits[blocks] = np.where(bits[blocks] > 0, bits[blocks], bits[containers.parent[blocks]])
    own = bits[containers.chain[:, 0]]
    lowest = np.log2(np.maximum(own & -own, 1))
    places = np.where(own > 0, lowest, len(REGIONS)).astype(np.intp)
    names = (*("nav" if region == "head" else region for region in REGIONS), "")
    return [names[place] for place in places.tolist()]


def _contains_story(blocks: Blocks, stays: Sequence[bool]) -> Array:
    """Return for each block whether it contains most of the kept text of its page."""
    containers, kept = blocks.containers, blocks.length * np.asarray(stays)
    running = np.concatenate([np.zeros(1, np.int64), np.cumsum(kept)])
    return np.asarray(containers.sums(running) * 2 > blocks.layout.totals(kept)[np.minimum(containers.first, len(kept) - 1)])


def _change_costs(blocks: Blocks) -> Array:
    """Return the cost of a change between each line and the one before it; 0 between two pages."""
    found = boundary_columns(blocks)
    wide = np.maximum(found["closed before"], found["opened before"])
    quoted = (blocks.containers.tags[blocks.containers.chain[:, 0]] >> TAGS.index("blockquote")) & 1 > 0
    quoted &= np.roll(quoted, 1)  # an attribution stays with its quotation
    return np.where(blocks.layout.place > 0, np.where(quoted, _CHANGE_IN_QUOTATION, _CHANGE / np.maximum(1, wide)), 0.0)


def _keep_something(verdicts: PageVerdicts, stays: list[bool], chances: Sequence[float], regions: Sequence[str]) -> list[bool]:
    """Return `stays`; for a page that would keep nothing, the likeliest lines, because losing a whole story costs most.

    Lines that are only a link are not among them, so that a front page keeps nothing.
    """
    if any(stays):
        return stays
    boilerplate = [
        region in _DECIDING_REGIONS or line.linked >= _ONLY_LINKS for region, line in zip(regions, verdicts.page.lines, strict=True)
    ]
    likely = [0.0 if drop else chance for chance, drop in zip(chances, boilerplate, strict=True)]
    least = max(max(likely) * _SHARE_OF_BEST, _LEAST_CHANCE)
    return [chance >= least for chance in likely]


def _give_verdicts(verdicts: PageVerdicts, stays: Sequence[bool], chances: Sequence[float], regions: Sequence[str]) -> None:
    articles = _number_articles(verdicts.page.lines)
    _drop_other_stories(verdicts, stays, articles)
    _drop_outside_main(verdicts, stays, chances)
    decided = [verdict is not None for verdict in verdicts.of_lines]
    for index in verdicts.open_lines():
        if not stays[index] and index != verdicts.title and regions[index] in _DECIDING_REGIONS:
            verdicts.drop(index, regions[index], _reason(chances[index]))
    apply_wording_rules(verdicts)
    _drop_link_lists(verdicts)
    prompts = _find_among_prompts(verdicts, stays)
    for index in prompts:
        verdicts.drop(index, "prompt", "rule:among-prompts")
    headline = None if verdicts.title is None else verdicts.text(verdicts.title)
    kept_texts: set[str] = set()
    stories = {article for article, keep in zip(articles, stays, strict=True) if keep}
    for index, (keep, chance) in enumerate(zip(stays, chances, strict=True)):
        certain = (
            index in prompts
            or regions[index] in _DECIDING_REGIONS
            or (verdicts.label(index) == "byline" and len(kept_texts) < _HEAD_LINES)
        )
        overruled = verdicts.of_lines[index] is not None and (certain or not (keep and chance >= _SURE_CHANCE))
        if decided[index] or overruled or index == verdicts.title:
            continue
        text = verdicts.text(index)
        if text == headline:
            verdicts.drop(index, "title", "rule:title")
            continue
        if keep and text in kept_texts and word_count(text) >= _REPEATED_WORDS:
            verdicts.of_lines[index] = Verdict(False, "junk", "rule:repeated")
            continue
        other = articles[index] is not None and articles[index] not in stories
        label = _kept_label(verdicts, index) if keep else _dropped_label(verdicts, index, regions[index], other)
        verdicts.of_lines[index] = Verdict(keep, label, _reason(chance))
        if keep:
            kept_texts.add(text)


def _drop_other_stories(verdicts: PageVerdicts, stays: Sequence[bool], articles: Sequence[int | None]) -> None:
    """Drop lines in an <article> other than the headline's, if the headline's contains a good part of the kept text."""
    own = None if verdicts.title is None else articles[verdicts.title]
    if own is None:
        return
    kept = {index: article for index, article in enumerate(articles) if stays[index]}
    size = Counter[int | None]()
    lines = verdicts.page.lines
    for index, article in kept.items():
        size[article] += len(lines[index].text)
    if size[own] >= _OWN_SHARE * size.total():
        for index, article in kept.items():
            if article not in (own, None):
                verdicts.drop(index, "other-story", "rule:other-article")


def _drop_outside_main(verdicts: PageVerdicts, stays: Sequence[bool], chances: Sequence[float]) -> None:
    """Drop lines outside <main> if most of the kept text is inside it. They are mostly banners in whole sentences."""
    lines = verdicts.page.lines
    kept = {index: any(block.tag == "main" for block in lines[index].path) for index, keep in enumerate(stays) if keep}
    inside = sum(len(lines[index].text) for index, in_main in kept.items() if in_main)
    if 2 * inside > sum(len(lines[index].text) for index in kept):
        for index, in_main in kept.items():
            if not in_main and chances[index] < _OUTSIDE_CHANCE and index != verdicts.title:
                verdicts.drop(index, "junk", "rule:outside-main")


def _number_articles(lines: Sequence[PageLine]) -> list[int | None]:
    """Return the number of the outermost <article> around each line; lines of one block share one path object."""
    found: list[int | None] = []
    path: tuple[Block, ...] = ()
    number: int | None = None
    for line in lines:
        if line.path is not path:
            path = line.path
            number = None
            for tag, _, place in path:
                if tag == "article":
                    number = place
                    break
        found.append(number)
    return found


def _drop_link_lists(verdicts: PageVerdicts) -> None:
    """Drop lines that are only a link under a heading for other stories."""
    under = False
    for index, line in enumerate(verdicts.page.lines):
        if verdicts.label(index) == "related-heading":
            under = True
        elif under and line.linked >= _ONLY_LINKS:
            verdicts.drop(index, "related", "rule:under-related-heading")
        else:
            under = False


def _find_among_prompts(verdicts: PageVerdicts, stays: Sequence[bool]) -> set[int]:
    """Return the lines in a container of mostly prompts, of which at least one is known by its wording."""
    prompts = [verdict is not None and verdict.label in _PROMPT_LABELS for verdict in verdicts.of_lines]
    by_wording = [
        verdict is not None and asks and verdict.reason.startswith("rule:")
        for verdict, asks in zip(verdicts.of_lines, prompts, strict=True)
    ]
    found = set()
    for index, stay in enumerate(stays):
        if stay and any(by_wording[max(0, index - 2) : index + 3]):
            first, end = _find_siblings(verdicts.page.lines, index)
            others = sum(prompts[first:end]) - prompts[index]
            if any(by_wording[first:end]) and others >= max(2, _MOSTLY_PROMPTS * (end - first - 1)):
                found.add(index)
    return found


def _find_siblings(lines: Sequence[PageLine], index: int) -> tuple[int, int]:
    """Return the run of lines in the container of a line's own block; only the line if that is too large for a box."""
    first, end = index, index + 1
    depth = max(0, len(lines[index].path) - 2)
    around = lines[index].path[depth : depth + 1]
    while around and first and lines[first - 1].path[depth : depth + 1] == around and end - first <= _LARGEST_BOX:
        first -= 1
    while around and end < len(lines) and lines[end].path[depth : depth + 1] == around and end - first <= _LARGEST_BOX:
        end += 1
    return (first, end) if end - first <= _LARGEST_BOX else (index, index + 1)


def _reason(chance: float) -> str:
    return f"model:{chance:.2f}"


def _kept_label(verdicts: PageVerdicts, index: int) -> str:
    return "subhead" if verdicts.page.lines[index].kind == "heading" else "body"


def _dropped_label(verdicts: PageVerdicts, index: int, region: str, other: bool) -> str:
    line = verdicts.page.lines[index]
    if region in ("byline", "timestamp", "tags") and word_count(line.text) <= _REPEATED_WORDS:
        return region
    if region == "byline":
        return "bio"
    if line.kind == "caption" or region == "caption":
        return "caption"
    if not region and other:
        return "other-story"
    return "related" if is_headline(line.text) and not verdicts.prose[index] else "junk"
