"""Choose the headline of a text that states none. This comes last, when it is known where the story begins.

The headline is never a sentence of the story: a line that ends like a sentence, opens with a dateline or is too long is not a
headline. A line that a rule knows by its wording (menus, bylines, captions, share bars) is not one either. Of the other lines above
the story the likeliest is chosen, if it is likelier than no headline at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import log1p
from operator import mul
from string import whitespace

from dateline.cleaning.line_form import has_letters, is_list_item, word_count
from dateline.cleaning.phrases import load_phrases
from dateline.cleaning.verdicts import PageVerdicts
from dateline.metadata.place import parse_dateline
from dateline.metadata.timestamps import looks_like_timestamp
from dateline.metadata.title import FoundTitle, is_copyright
from dateline.text import fold, has_separator

_FULL_STOPS = frozenset(".。।።")
_CLOSING = whitespace + "\"'”’»“)]）」』"
_ABBREVIATION_END = re.compile(r"(?:[A-ZА-Я]\.){2}$|\b(?:Jr|Sr|Inc|Co|Corp|Ltd|St|Mt|No|vs|etc|Bros|Bhd|Dr|plc)\.$")
_ABBREVIATION = 8  # characters; each of these is shorter
_INNER_STOP = re.compile(
    r"[.。।](?:(?<=[^\W\d_]{4}\.)\s[^\W\d_]|(?<=[。।])\S)"
)  # begins with the stop, because that is fast to search for; so does _CRUMBS with its separator
_SITE_SUFFIX = re.compile(r"\s[-–—|]\s[^-–—|]{2,50}$")
_DISTINCTIVE_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|[^\W\d_]{4,}")
_CLOCK = re.compile(r"^\D{0,40}(?:\d{1,4}\D{1,12}){0,3}\d{1,2}[:.]\d\d\D{0,12}$")
_CRUMBS = re.compile(r"[>»›/|](?<=\S\s.)\s\S")
_SHORTEST_REPEAT = 20
_SPACED, _TIGHT = 0.8, 0.1
_FEW_WORDS = 2
_WEIGHTS = (
    *(2.18, -2.43, -1.06, -0.24, -1.55, -0.31, -1.12, -1.0),  # form
    *(0.44, 2.85, -1.04, -0.12, 1.65, 2.5),  # place
    *(2.51, 1.34, -0.18, 0.93, 1.29),  # blank lines
    *(-0.5, 2.17, 1.4, 1.53, -0.61),  # words shared with the story
)
"""Fitted to gold headlines over ten layouts of the training corpora (benchmarks/README.md), in the order of `candidates`."""
_SHARED = -4
"""The place in a candidate's values of the share of its words that the story uses too."""
_LEAST = 4.4
_STANDFIRST_MARGIN, _CLOCK_MARGIN, _STANDFIRST_REACH, _LABEL_WORDS = 1.5, 1.5, 2, 3
"""How much lower than the standfirst under it a headline may score; more if a time is above it. From the same measurement."""
_BYLINE = 8  # the group of bylines and dates
_LONGEST, _MOST_WORDS = 260, 34
_REACH = 40
_STORY_LINES = 8
_NEXT, _LONG_SENTENCE = 2, 14


def find_headline(verdicts: PageVerdicts, known: Sequence[int]) -> FoundTitle | None:
    """Find the headline of a page that is already judged, from its lines."""
    kept = [index for index, verdict in enumerate(verdicts.of_lines) if verdict is None or verdict.keep]
    index = choose_headline(verdicts, known, find_story_start(verdicts, kept)) if kept else None
    return None if index is None else FoundTitle(verdicts.text(index), index, f"line {index + 1}")


def find_story_start(verdicts: PageVerdicts, lines: Iterable[int]) -> int | None:
    """Return where the story in `lines` begins: at the first sentence that is long or has another right after it."""
    first: int | None = None
    for index in lines:
        if verdicts.prose[index] and not could_be_headline(verdicts.text(index)):
            if first is not None and (index - first <= _NEXT or word_count(verdicts.text(first)) >= _LONG_SENTENCE):
                return first
            first = index
    return first


def choose_headline(verdicts: PageVerdicts, known: Sequence[int], story: int | None) -> int | None:
    """Return the headline among the lines above `story`, the line where the story begins; None if there is none."""
    found = dict(candidates(verdicts, known, story))
    scores = {index: sum(map(mul, _WEIGHTS, values)) for index, values in found.items()}
    best = max(scores, key=lambda index: (scores[index], -index), default=None)
    if best is None or scores[best] <= _LEAST:
        return None
    sharing = {index: score for index, score in scores.items() if found[index][_SHARED]}  # with a word of the story
    return _replace_standfirst(verdicts, known, sharing, best) if best in sharing else best


def _replace_standfirst(verdicts: PageVerdicts, known: Sequence[int], scores: Mapping[int, float], best: int) -> int:
    """Return the line above `best` if `best` is longer and looks like its standfirst, which repeats a headline in other words."""
    for index in range(best - 1, max(-1, best - 1 - _STANDFIRST_REACH), -1):
        text = verdicts.text(index)
        margin = _STANDFIRST_MARGIN + _CLOCK_MARGIN * (index > 0 and _CLOCK.search(verdicts.text(index - 1)) is not None)
        likely = scores.get(index, 0.0) > max(_LEAST, scores[best] - margin) and word_count(text) > _LABEL_WORDS
        if likely and len(text) < len(verdicts.text(best)):
            return index
        if not known[index]:
            break
    return best


def candidates(verdicts: PageVerdicts, known: Sequence[int], story: int | None) -> Iterator[tuple[int, list[float]]]:
    """Yield the lines that could be the headline of the story that begins at line `story`, with the features of each.

    `known` is the group of each line that a rule knows by its wording, else 0.
    """
    end = len(verdicts) if story is None else story
    texts = [line.text for line in verdicts.page.lines]
    whole = "\n".join(texts)
    spaced = sum(line.gap for line in verdicts.page.lines) / max(1, len(texts))
    endings = Counter(found.group() for text in texts if has_separator(text) and (found := _SITE_SUFFIX.search(text)))
    story_words = {word for text in texts[end : end + _STORY_LINES] for word in _DISTINCTIVE_WORD.findall(fold(text))}
    above = _Above.of(known[:end], [bool(group) or _is_label(text) for group, text in zip(known[:end], texts, strict=False)])
    for index in range(max(0, end - _REACH), end):
        text = texts[index]
        if not known[index] and _may_be_headline(text):
            ending = _SITE_SUFFIX.search(text) if endings and has_separator(text) else None
            alike = ending is not None and endings[ending.group()] > 1  # alt texts of one site have the same ending
            yield (
                index,
                [
                    *_form_features(text),
                    *above.place(index),
                    *_gap_features(verdicts, index, spaced),
                    alike,
                    *_word_features(text, story_words, whole),
                ],
            )


@lru_cache(maxsize=4096)
def could_be_headline(text: str) -> bool:
    """Whether `text` has the form of a headline of one sentence, not of prose."""
    return _INNER_STOP.search(text) is None and _may_be_headline(text)


@lru_cache(maxsize=4096)
def _may_be_headline(text: str) -> bool:
    """Whether `text` can be a headline by its form, even one of two sentences."""
    if len(text) > _LONGEST or word_count(text) > _MOST_WORDS or not has_letters(text):
        return False
    if load_phrases().is_section_heading(text) or is_copyright(text) or looks_like_timestamp(text):
        return False
    if text.endswith((":", "：", ";", ",", "،")) or is_list_item(text) or ends_like_sentence(text):
        return False
    return parse_dateline(text) is None


def ends_like_sentence(text: str) -> bool:
    """Whether `text` ends in a full stop that does not belong to an abbreviation."""
    return (
        text.rstrip(_CLOSING)[-1:] in _FULL_STOPS
        and not text.endswith("...")
        and not _ABBREVIATION_END.search(text[-_ABBREVIATION:])
    )


def _form_features(text: str) -> list[float]:
    count = word_count(text)
    return [
        min(count, 9) / 9,
        count == 1,
        count == 2,
        count == 3,
        max(0, count - 16) / 10,
        text[0].islower(),
        has_separator(text),
        _INNER_STOP.search(text) is not None,
    ]


@dataclass(frozen=True, slots=True)
class _Above:
    """The lines above a story: the `known` group of each, and whether it is `bare`, which means clearly not part of the story.

    `others` has the number of lines up to each line that are not bare, and `first` is the first of them.
    """

    known: Sequence[int]
    bare: Sequence[bool]
    others: Sequence[int]
    first: int

    @classmethod
    def of(cls, known: Sequence[int], bare: Sequence[bool]) -> _Above:
        """Count the lines above a story."""
        first = bare.index(False) if False in bare else len(bare)
        return cls(known, bare, list(accumulate(not one for one in bare)), first)

    def place(self, index: int) -> list[float]:
        """Describe the place of line `index` above the story; bare lines do not count."""
        below = self.known[index + 1 : index + 4]
        alone = self.first >= index
        return [
            index == 0,
            alone,
            log1p(self.others[-1] - self.others[index]),
            index + 1 == len(self.bare),
            _BYLINE in below,
            self.bare[index] and _BYLINE in below[:1] and alone,
        ]


def _is_label(text: str) -> bool:
    """Whether `text` looks like a menu entry or a label above a headline: a word or two, or a breadcrumb trail."""
    return word_count(text) <= _FEW_WORDS or _CRUMBS.search(text) is not None


def _gap_features(verdicts: PageVerdicts, index: int, spaced: float) -> list[float]:
    """Describe the blank lines around line `index`; `spaced` is the share of the text's lines with blank lines before them."""
    below = index + 1 >= len(verdicts) or verdicts.gap(index + 1)
    isolated = verdicts.gap(index) and below
    half = [verdicts.gap(index) and not below, not verdicts.gap(index) and below]
    return [isolated and spaced < _SPACED, isolated and spaced >= _SPACED, *half, spaced < _TIGHT]


def _word_features(text: str, story_words: set[str], whole: str) -> list[float]:
    """Describe `text` by the words that the beginning of the story shares, by its repetition on the page, and as a breadcrumb."""
    words = set(_DISTINCTIVE_WORD.findall(fold(text)))
    shared = len(words & story_words)
    again = whole.count(text) > 1 if len(text) > _SHORTEST_REPEAT else False
    return [shared / max(1, len(words)), min(shared, 4) / 4, again, _CRUMBS.search(text) is not None]
