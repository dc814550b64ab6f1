"""Combine rules and model: decide each line of a text without markup, and label the dropped ones.

A rule on the wording of a line wins, unless the model is almost sure of the opposite; the model decides the other lines. A text is
decided as a whole, so that runs stay together: a doubtful line follows its neighbours, across a line break rather than across a
blank line. In a short text a sentence is dropped only on strong evidence, because it is nearly always part of the story; on a whole
page with its boilerplate both errors count the same.

A text without any line that is evidently boilerplate is only a story: all of it stays, except lines that the rules know by more
than a word or two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.cleaning.container_rules import CARRIER
from dateline.cleaning.headline import ends_like_sentence
from dateline.cleaning.line_form import ends_sentence, is_headline
from dateline.cleaning.phrases import load_phrases
from dateline.cleaning.sequence import find_best_sequence
from dateline.cleaning.verdicts import PageVerdicts, Verdict

Array = npt.NDArray[Any]

# Calibrated together on the cross-validated chances of the training corpora and on the sample articles (benchmarks/README.md).
_KNOWN, _LEAST_KNOWN = 2.5, 0.5  # the weight of a rule on wording; like all weights below, in log odds
_SHORT = 40, 100  # lines: of a short text, in which a lost sentence costs more than one too many, and of a whole page
_EVIDENT = 0.11  # a line with a lower chance is evidently not body
_PURE = 0.85, 1.0  # the shares of likely lines from which a text counts as partly, and as wholly, free of boilerplate
_FEW = 12  # lines
_SHOWN_CODE = 0.35
_LONGEST_GLUED = 200
_LOSS, _PURE_LOSS = 0.4, 1.5
_PLACED = 2.5  # the weight of a rule on the place of a line that is not a whole sentence
_ENDED, _PARAGRAPH = 2.5, 1.0
_CHANGE, _CHANGE_AT_GAP, _CHANGE_AT_WIDGET = 0.9, 0.3, 0.2
_STRONG_RULES = frozenset({"rule:author-note", "rule:site-suffix", "rule:doubled", "rule:comment-thread"})
_KEEPING_RULES = frozenset({"rule:entry-heading", "rule:salutation"})
_PLACE_RULES = frozenset({"rule:before-story", "rule:after-end", "rule:before-title"})
_FORM_RULES = frozenset(f"rule:{name}" for name in ("counter", "address", "timestamp", "byline", "no-words", "repeated"))
"""Rules on form alone; in a text that is only a story, such lines may be part of it."""
_STRONG_FORM_RULES = frozenset({"rule:address", "rule:byline"})
"""Those of them that are strong enough even there."""
_WEAK_ENDINGS = ("-phrase", "-heading")
"""Endings of the reasons of rules that know a line by a word or two, which may also head a part of any text."""
_RESUMED, _RESUMED_WITHIN = 3.0, (40, 60)
_LONGEST_BOX = 10  # lines
_DOUBTED = -2.0  # log odds from which a sentence is not evidently boilerplate
_SIGNED = (3, 8)  # the groups of lines around comments, and of names and dates
_CERTAIN = 20.0
_LEAST = 1e-4


def decide(verdicts: PageVerdicts, known: Sequence[int], chances: Sequence[float]) -> None:
    """Replace `verdicts` by those of rules and model together; `known` is non-zero where a rule knew the line by its wording."""
    stays = _decide_together(verdicts, known, chances, careful=False)
    if _is_story_only(verdicts, chances):
        few = len(verdicts) < _FEW  # the model is unsure there, so all rules count except those on places
        named = (_is_known_by_words(*one, few=few) for one in zip(verdicts.of_lines, chances, strict=True))
        stays = [stay or not drop for stay, drop in zip(stays, named, strict=True)]
    elif not any(stay and prose for stay, prose in zip(stays, verdicts.prose, strict=True)):
        stays = _decide_together(verdicts, known, chances, careful=True)  # some boilerplate is better than no story at all
    for index, (verdict, chance, keep) in enumerate(zip(list(verdicts.of_lines), chances, stays, strict=True)):
        if _is_fixed(verdict):
            continue
        if keep and _is_glued(verdicts.text(index)):
            verdicts.of_lines[index] = Verdict(False, "nav", "rule:glued")
        elif keep:
            verdicts.of_lines[index] = _model_verdict(True, verdict.label if verdict and verdict.keep else "body", chance)
        elif verdict is None or verdict.keep:
            verdicts.of_lines[index] = _model_verdict(False, _guess_label(verdicts, index), chance)
        elif verdicts.prose[index] and not known[index]:
            # Its chance dropped the sentence, not its place.
            verdicts.of_lines[index] = _model_verdict(False, verdict.label, chance)


def _is_glued(text: str) -> bool:
    """Whether a kept line is several blocks that ran together; the model's decision on the other lines does not depend on them."""
    return len(text) <= _LONGEST_GLUED and not ends_sentence(text) and load_phrases().is_glued(text)


def _is_story_only(verdicts: PageVerdicts, chances: Sequence[float]) -> bool:
    """Whether no line of a text, except its headline, is evidently boilerplate."""
    return min((chance for index, chance in enumerate(chances) if index != verdicts.title), default=0.0) >= _EVIDENT


def _is_known_by_words(verdict: Verdict | None, chance: float, *, few: bool) -> bool:
    """Whether a rule knows a line by its words, and by more than a word or two unless the text has `few` lines.

    A line of code with a fair chance counts as part of a story about programs.
    """
    if verdict is None or verdict.keep:
        return False
    if _is_fixed(verdict) or (few and verdict.reason not in _PLACE_RULES):
        return True
    weak = verdict.reason in _FORM_RULES | _PLACE_RULES and verdict.reason not in _STRONG_FORM_RULES
    weak = weak or (verdict.reason == "rule:code" and chance >= _SHOWN_CODE)
    return not weak and not verdict.reason.endswith(_WEAK_ENDINGS)


def _decide_together(verdicts: PageVerdicts, known: Sequence[int], chances: Sequence[float], *, careful: bool) -> list[bool]:
    """Decide all lines of a text together; with `careful`, each sentence is protected as in a short text."""
    odds = _find_odds(verdicts, known, chances, careful=careful)
    for index, verdict in enumerate(verdicts.of_lines):
        if verdict and _is_fixed(verdict):
            odds[index] = _CERTAIN if verdict.keep else -_CERTAIN
    changes = [_CHANGE_AT_GAP if line.gap else _CHANGE for line in verdicts.page.lines]
    for index in np.flatnonzero(known).tolist():
        changes[index : index + 2] = [_CHANGE_AT_WIDGET] * len(changes[index : index + 2])
    return find_best_sequence(1 / (1 + np.exp(-odds)), np.array([0.0, *changes[1:]]), losing=1.0)


def _find_odds(verdicts: PageVerdicts, known: Sequence[int], chances: Sequence[float], *, careful: bool) -> Array:
    """Return the log odds for keeping each line: from its chance, the rules, and the cost of losing it."""
    condemned = np.array(known, np.int8) > 0
    sure = np.clip(np.asarray(chances, np.float64), _LEAST, 1 - _LEAST)
    odds = np.log(sure / (1 - sure))
    likely = float(np.mean(odds > 0)) if len(odds) else 0.0
    care, pure = 1.0 if careful else 1 - _interpolate(len(odds), *_SHORT), _interpolate(likely, *_PURE)
    head = -1 if verdicts.title is None else verdicts.title
    ended = np.array([index > head and ends_like_sentence(line.text) for index, line in enumerate(verdicts.page.lines)], bool)
    misplaced = np.array([_is_misplaced(*one) for one in zip(verdicts.of_lines, verdicts.prose, ended, strict=True)], bool)
    formal = np.array([len(odds) > _SHORT[0] or _is_formal(verdict) for verdict in verdicts.of_lines], bool)
    long = np.array(verdicts.long_prose, bool) & ~misplaced
    against = np.where(condemned, _LEAST_KNOWN + np.where(formal, 1 - pure, 1) * _KNOWN, (1 - pure) * _PLACED * misplaced)
    heads = np.array([verdict is not None and verdict.reason in _KEEPING_RULES for verdict in verdicts.of_lines], bool)
    found = odds - against + _PLACED * heads + ~condemned * care * (_LOSS + _PURE_LOSS * pure + _ENDED * ended + _PARAGRAPH * long)
    if len(odds) < _RESUMED_WITHIN[1]:
        found[_find_resumed(verdicts, known, ended, odds)] += _RESUMED * (1 - _interpolate(len(odds), *_RESUMED_WITHIN))
    return np.asarray(found)


def _find_resumed(verdicts: PageVerdicts, known: Sequence[int], ended: Array, odds: Array) -> list[int]:
    """Return the sentences that resume a story below a box, which is a few other lines of which a rule knows at least one.

    Sentences after a line about comments, or after a name or date in the middle of a story, are those of a reader.
    """
    found, since, boxed = [], _LONGEST_BOX, False
    for index, group in enumerate(known):
        if verdicts.prose[index] and ended[index] and not group:
            resumes = boxed and since < _LONGEST_BOX
            if resumes:
                found.append(index)
            since, boxed = 0 if resumes or odds[index] > _DOUBTED else _LONGEST_BOX, False
        else:
            since, boxed = _LONGEST_BOX if group in _SIGNED else since + 1, boxed or group > 0
    return found


def _interpolate(value: float, low: float, high: float) -> float:
    """Return the position of `value` between two others: 0 at `low` and below, 1 at `high` and above."""
    return min(1.0, max(0.0, (value - low) / (high - low)))


def _is_misplaced(verdict: Verdict | None, prose: bool, ended: bool) -> bool:
    """Whether the surroundings speak against a line; for a sentence, only rules that know more than its place count."""
    if verdict is None or verdict.keep or (prose and verdict.reason not in _STRONG_RULES):
        return False
    return not (ended and verdict.reason in _PLACE_RULES)


def _is_formal(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.reason in _FORM_RULES


def _is_fixed(verdict: Verdict | None) -> bool:
    """Whether a site rule or the container of the document decided the line."""
    return verdict is not None and verdict.reason.startswith(("site:", CARRIER))


def _model_verdict(keep: bool, label: str, chance: float) -> Verdict:
    return Verdict(keep, label, f"model:{chance:.2f}")


def _guess_label(verdicts: PageVerdicts, index: int) -> str:
    return "related" if is_headline(verdicts.text(index)) and not verdicts.prose[index] else "junk"
