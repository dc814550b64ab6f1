"""The headline of a text that has only its lines to tell: chosen last, when it is known where the story begins.

It is never a sentence of the story: a line that ends as a sentence does, opens with a dateline or goes on for longer than a
headline is none, and neither is what a rule knows by its wording (menus, bylines, captions, share bars). Of the lines that are left
above the story the likeliest is taken, if it is likelier than that the text has no headline.
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
_ABBREVIATION = 8  # the last letters, more than any of these has
_INNER_STOP = re.compile(
    r"[.。।](?:(?<=[^\W\d_]{4}\.)\s[^\W\d_]|(?<=[。।])\S)"
)  # searched for by its stop, as are crumbs by theirs
_SITE_SUFFIX = re.compile(r"\s[-–—|]\s[^-–—|]{2,50}$")
_TELLING = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|[^\W\d_]{4,}")
_CLOCK = re.compile(r"^\D{0,40}(?:\d{1,4}\D{1,12}){0,3}\d{1,2}[:.]\d\d\D{0,12}$")
_CRUMBS = re.compile(r"[>»›/|](?<=\S\s.)\s\S")
_TELLING_TEXT = 20
_SPACED, _TIGHT = 0.8, 0.1
_FEW_WORDS = 2
_WEIGHTS = (
    *(2.18, -2.43, -1.06, -0.24, -1.55, -0.31, -1.12, -1.0),  # form
    *(0.44, 2.85, -1.04, -0.12, 1.65, 2.5),  # place
    *(2.51, 1.34, -0.18, 0.93, 1.29),  # blank lines
    *(-0.5, 2.17, 1.4, 1.53, -0.61),  # company
)
"""Fitted to gold headlines over ten layouts of the training corpora (benchmarks/README.md), in the order of `candidates`."""
_SHARED = -4
"""Where `candidates` tell how many of a line's words the story says too."""
_LEAST = 4.4
_AS_LIKELY, _UNDER_CLOCK, _BETWEEN, _LABEL_WORDS = 1.5, 1.5, 2, 3
"""How much less likely than its standfirst under it a headline may look; more where a time stands over it. Measured there too."""
_BYLINE = 8  # the group of bylines and dates
_LONGEST, _MOST_WORDS = 260, 34
_REACH = 40
_STORY_LINES = 8
_NEXT, _LONG_SENTENCE = 2, 14


def find_headline(verdicts: PageVerdicts, known: Sequence[int]) -> FoundTitle | None:
    """The headline of a page that is judged already, as far as its lines tell."""
    kept = [index for index, verdict in enumerate(verdicts.of_lines) if verdict is None or verdict.keep]
    index = choose_headline(verdicts, known, find_story_start(verdicts, kept)) if kept else None
    return None if index is None else FoundTitle(verdicts.text(index), index, f"line {index + 1}")


def find_story_start(verdicts: PageVerdicts, lines: Iterable[int]) -> int | None:
    """Where the story begins that `lines` belong to: at the first sentence that is long or has another right after it."""
    here: int | None = None
    for there in lines:
        if verdicts.prose[there] and not could_be_headline(verdicts.text(there)):
            if here is not None and (there - here <= _NEXT or word_count(verdicts.text(here)) >= _LONG_SENTENCE):
                return here
            here = there
    return here


def choose_headline(verdicts: PageVerdicts, known: Sequence[int], story: int | None) -> int | None:
    """The line above line `story`, where the story begins, that is its headline; None where there is none."""
    found = dict(candidates(verdicts, known, story))
    scores = {index: sum(map(mul, _WEIGHTS, values)) for index, values in found.items()}
    best = max(scores, key=lambda index: (scores[index], -index), default=None)
    if best is None or scores[best] <= _LEAST:
        return None
    told = {index: score for index, score in scores.items() if found[index][_SHARED]}  # with a word of the story
    return _over_standfirst(verdicts, known, told, best) if best in told else best


def _over_standfirst(verdicts: PageVerdicts, known: Sequence[int], scores: Mapping[int, float], best: int) -> int:
    """The line over `best` where that is longer and looks like its standfirst, which says in other words what the headline does."""
    for index in range(best - 1, max(-1, best - 1 - _BETWEEN), -1):
        text = verdicts.text(index)
        margin = _AS_LIKELY + _UNDER_CLOCK * (index > 0 and _CLOCK.search(verdicts.text(index - 1)) is not None)
        likely = scores.get(index, 0.0) > max(_LEAST, scores[best] - margin) and word_count(text) > _LABEL_WORDS
        if likely and len(text) < len(verdicts.text(best)):
            return index
        if not known[index]:
            break
    return best


def candidates(verdicts: PageVerdicts, known: Sequence[int], story: int | None) -> Iterator[tuple[int, list[float]]]:
    """The lines that could be the headline of what begins at line `story`, with what speaks for and against each.

    `known` is the group of each line that a rule knows by its wording, else 0.
    """
    end = len(verdicts) if story is None else story
    texts = [line.text for line in verdicts.page.lines]
    whole = "\n".join(texts)
    spaced = sum(line.gap for line in verdicts.page.lines) / max(1, len(texts))
    endings = Counter(found.group() for text in texts if has_separator(text) and (found := _SITE_SUFFIX.search(text)))
    told = {word for text in texts[end : end + _STORY_LINES] for word in _TELLING.findall(fold(text))}
    above = _Above.of(known[:end], [bool(group) or _is_label(text) for group, text in zip(known[:end], texts, strict=False)])
    for index in range(max(0, end - _REACH), end):
        text = texts[index]
        if not known[index] and _may_be_headline(text):
            ending = _SITE_SUFFIX.search(text) if endings and has_separator(text) else None
            alike = ending is not None and endings[ending.group()] > 1  # alt texts of one site end alike
            yield (
                index,
                [*_form(text), *above.place(index), *_apart(verdicts, index, spaced), alike, *_company(text, told, whole)],
            )


@lru_cache(maxsize=4096)
def could_be_headline(text: str) -> bool:
    """Whether `text` has the form of a headline and not that of prose."""
    return _INNER_STOP.search(text) is None and _may_be_headline(text)


@lru_cache(maxsize=4096)
def _may_be_headline(text: str) -> bool:
    """Whether the form of `text` allows that it is a headline, if of two sentences."""
    if len(text) > _LONGEST or word_count(text) > _MOST_WORDS or not has_letters(text):
        return False
    if load_phrases().is_section_heading(text) or is_copyright(text) or looks_like_timestamp(text):
        return False
    if text.endswith((":", "：", ";", ",", "،")) or is_list_item(text) or ends_like_sentence(text):
        return False
    return parse_dateline(text) is None


def ends_like_sentence(text: str) -> bool:
    """Whether `text` ends in a full stop that is not an abbreviation's."""
    return (
        text.rstrip(_CLOSING)[-1:] in _FULL_STOPS
        and not text.endswith("...")
        and not _ABBREVIATION_END.search(text[-_ABBREVIATION:])
    )


def _form(text: str) -> list[float]:
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
    """The lines above a story: what is `known` of each, the `bare` ones of which it is known that they are none of it.

    `others` has the number of those that are not bare up to each line, and `first` the first of these.
    """

    known: Sequence[int]
    bare: Sequence[bool]
    others: Sequence[int]
    first: int

    @classmethod
    def of(cls, known: Sequence[int], bare: Sequence[bool]) -> _Above:
        """The lines above a story, counted."""
        first = bare.index(False) if False in bare else len(bare)
        return cls(known, bare, list(accumulate(not one for one in bare)), first)

    def place(self, index: int) -> list[float]:
        """How near line `index` is to the story, not counting bare lines."""
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
    """Whether `text` is what stands on menus and above headlines: a word or two, or the way to a page."""
    return word_count(text) <= _FEW_WORDS or _CRUMBS.search(text) is not None


def _apart(verdicts: PageVerdicts, index: int, spaced: float) -> list[float]:
    """Whether blank lines set line `index` apart, in a text where so large a share of the lines has them before it."""
    below = index + 1 >= len(verdicts) or verdicts.gap(index + 1)
    apart = verdicts.gap(index) and below
    half = [verdicts.gap(index) and not below, not verdicts.gap(index) and below]
    return [apart and spaced < _SPACED, apart and spaced >= _SPACED, *half, spaced < _TIGHT]


def _company(text: str, told: set[str], whole: str) -> list[float]:
    """How many of the words of `text` the story's beginning says too, and whether the page says it again, or in a longer line."""
    words = set(_TELLING.findall(fold(text)))
    shared = len(words & told)
    again = whole.count(text) > 1 if len(text) > _TELLING_TEXT else False
    return [shared / max(1, len(words)), min(shared, 4) / 4, again, _CRUMBS.search(text) is not None]
