"""Rules and model together: who has the last word on each line, and under which label it goes.

A rule that knows a line by its own wording stands, unless the model is all but sure of the contrary. On the other lines the model
decides on whole pages, as it has learned from whole pages. In a text of few lines, without markup, it has little to go by, and what
the rules read from the surroundings counts for more: there the model needs a better case to contradict them.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.cleaning.board import Board, Verdict
from dateline.cleaning.carrier import CARRIER
from dateline.cleaning.shape import is_headline

# Calibrated as a set on the cross-validated chances of the training corpora and on the sample articles (benchmarks/README.md).
_EVEN = 0.5
_RESCUE = 0.9
_DOUBT = 0.12
_SHORT_TEXT, _WHOLE_PAGE = 20, 40


def decide(board: Board, known: Sequence[int], chances: Sequence[float]) -> None:
    """Replace the verdicts on `board` by the joint ones; `known` is non-zero where a rule knew the line by its wording."""
    trust = 1.0 if board.page.is_html else min(1.0, max(0.0, (len(board) - _SHORT_TEXT) / (_WHOLE_PAGE - _SHORT_TEXT)))
    for index, (verdict, chance) in enumerate(zip(list(board.verdicts), chances, strict=True)):
        if index == board.title or (verdict and verdict.reason.startswith(("site:", CARRIER))):
            continue
        if verdict is None or verdict.keep:
            least = _DOUBT + (_EVEN - _DOUBT) * trust
        else:
            least = _RESCUE if known[index] else _RESCUE - (_RESCUE - _EVEN) * trust
        if chance >= least:
            board.verdicts[index] = _by_model(True, verdict.label if verdict and verdict.keep else "body", chance)
        elif verdict is None or verdict.keep:
            board.verdicts[index] = _by_model(False, _guessed_label(board, index), chance)


def _by_model(keep: bool, label: str, chance: float) -> Verdict:
    return Verdict(keep, label, f"model:{chance:.2f}")


def _guessed_label(board: Board, index: int) -> str:
    return "related" if is_headline(board.text(index)) and not board.prose[index] else "junk"
