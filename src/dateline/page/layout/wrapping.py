"""Join text wrapped at some width: a line ends where the first word of the next line would not have fitted.

A pair of neighbouring lines fits every width from the edge of the first line to just before where that word would have ended. Each
pair votes for these widths, and in a wrapped text nearly all pairs vote for one of them. A text may have several widths, such as a
mail that quotes an older one, and lines that were never wrapped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import accumulate

from dateline.page.layout.hyphens import glue
from dateline.page.layout.line_ends import STOP
from dateline.page.layout.lines import Lines, is_wide
from dateline.page.layout.pairs import NARROWEST, WIDEST, Pair, Run, read_runs

_MOST_WIDTHS = 4
_RAGGED = 12  # columns that may stay free before the width in a text whose lines were not filled
_BROAD, _MANY = 50, 8  # verse is narrower, or shorter
_SAFE, _EXACT, _SOME, _LEAST = 0.85, 0.75, 0.25, 4
_SOFT_WEIGHT = 4  # weight of a pair whose sentence continues, against one that may end a heading
_FEW_LINES = 3
_QUOTES = frozenset("\"'“”„»«")
_SURE = 5


@dataclass(frozen=True, slots=True)
class Width:
    """A width to which lines were filled, except for up to `slack` columns; `sure` if nearly all votes were for it."""

    columns: int
    slack: int
    sure: bool

    def fits(self, pair: Pair) -> bool:
        """Whether the first line of a pair is as full as it can be."""
        return pair.edge <= self.columns < pair.need + self.slack


def mark_wraps(measured: Lines) -> None:
    """Mark the lines that continue the one before because that one was full."""
    if not _mark_all(measured) and measured.wide:
        measured.cell = 1  # many programs count characters, not columns
        measured.edges = [margin + len(text) for margin, text in zip(measured.margins, measured.texts, strict=True)]
        _mark_all(measured)


def _mark_all(measured: Lines) -> bool:
    found = False
    runs = read_runs(measured)
    for _ in range(_MOST_WIDTHS):
        width = _find_width(measured, [pair for run in runs for pair in run])
        if width is None:
            break
        found = True
        ends = [pair for run in runs for pair in run if pair.hard and pair.edge <= width.columns]
        tight = sum(not width.fits(pair) for pair in ends) > len(runs)
        sentences_end = _sentences_end_paragraphs(ends, width)
        paragraph_ends = {pair.place for pair in ends if sentences_end or (tight and _is_between_speech(measured, pair.place))}
        runs = [run for run in runs if not _mark_run(measured, run, width, paragraph_ends)]
    return found


def _find_width(measured: Lines, pairs: Sequence[Pair]) -> Width | None:
    """The width for which most pairs vote, or None if too few do."""
    found = _find_voted_width(pairs, measured.edges, 0)
    if found is None:
        return None
    soft = [pair for pair in pairs if pair.soft and 2 * pair.edge >= found.columns]
    full = sum(map(found.fits, soft))
    if full < _EXACT * len(soft) and (other := _find_voted_width(pairs, measured.edges, _RAGGED)) and other.columns >= _BROAD:
        ragged = [pair for pair in pairs if pair.soft and 2 * pair.edge >= other.columns]
        more = sum(map(other.fits, ragged))
        early = sum(not pair.hard and pair.edge <= other.columns and not other.fits(pair) for pair in pairs)
        if more >= max(_MANY, _SAFE * len(ragged), 2 * early) and more > full:
            found, soft, full = other, ragged, more
    over = sum(edge > found.columns for edge in measured.edges)
    if full < len(soft) and full < (_SOME * len(soft) if full >= _LEAST else len(soft)):
        return None
    sure = full >= _SURE or (full > 1 and full == len(soft) and not over)
    share = 0.25 if full < _MANY else 1 if found.slack else 3  # of longer lines that each full line allows
    return replace(found, sure=sure) if share * full >= over else None


def _find_voted_width(pairs: Sequence[Pair], edges: Sequence[int], slack: int) -> Width | None:
    votes = [0] * (WIDEST + 2)
    for pair in pairs:
        if not pair.hard and pair.need + slack > NARROWEST:
            weight = _SOFT_WEIGHT if pair.soft else 1
            votes[max(pair.edge, NARROWEST)] += weight
            votes[min(pair.need + slack, WIDEST + 1)] -= weight
    counts = list(accumulate(votes))
    most = max(counts)
    if most < _SOFT_WEIGHT:
        return None
    first = counts.index(most)
    last = next((at for at in range(first, len(counts)) if counts[at] < most), len(counts)) - 1
    return Width(max((edge for edge in edges if edge <= last), default=first), slack, sure=False)


def _is_between_speech(measured: Lines, place: int) -> bool:
    """Whether one line ends a quotation or the next begins one, as paragraphs do."""
    return measured.texts[place - 1][-1] in _QUOTES or measured.texts[place][0] in _QUOTES


def _sentences_end_paragraphs(ends: Sequence[Pair], width: Width) -> bool:
    """Whether full lines that end a sentence are more likely to end a paragraph, in a text without blank lines between paragraphs.

    The last line of a paragraph may be full by chance, more often if words are long. The lines that are not full show how often.
    """
    full = [pair for pair in ends if width.fits(pair)]
    chance = sum(pair.need - pair.edge + width.slack for pair in full) / width.columns
    return 2 * chance * (len(ends) - len(full)) > len(full) ** 2


def _mark_run(measured: Lines, run: Run, width: Width, paragraph_ends: Set[int]) -> bool:
    """Mark the full lines of a run if it was wrapped at `width`; return whether it was."""
    full = [(width.fits(pair) and pair.place not in paragraph_ends) or (pair.soft and pair.edge > width.columns) for pair in run]
    soft = [width.fits(pair) for pair in run if pair.soft and 2 * pair.edge >= width.columns]
    if soft and 2 * sum(soft) < len(soft):
        return False
    alone = not soft and width.sure and len(run) < _FEW_LINES and all(full)
    for chain in _find_chains(run, full):
        if alone or any(one.soft for one in chain) or (width.sure and _ends_paragraph(measured, chain)):
            for one in chain:
                measured.joined[one.place] = _glue(measured.texts[one.place - 1], measured.texts[one.place])
    return bool(soft) or alone


def _find_chains(run: Run, full: Sequence[bool]) -> Iterator[Run]:
    """Group the full pairs of a run into chains, in which each pair begins where the one before ends."""
    chain: Run = []
    for pair, fits in zip(run, full, strict=True):
        if chain and not (fits and chain[-1].place == pair.place - 1):
            yield chain
            chain = []
        if fits:
            chain.append(pair)
    if chain:
        yield chain


def _ends_paragraph(measured: Lines, chain: Run) -> bool:
    """Whether full lines that begin with capitals form a paragraph: the last ends a sentence, and no loose line precedes them."""
    before = chain[0].place - 2
    loose = (
        before >= 0 and not measured.blanks[before + 1] and measured.joined[before + 1] is None and measured.ends[before] != STOP
    )
    return measured.ends[chain[-1].place] == STOP and not loose


def _glue(above: str, below: str) -> str:
    at_hyphen = glue(above, below)
    if at_hyphen is not None:
        return at_hyphen
    return "" if is_wide(above[-1]) and is_wide(below[0]) else " "
