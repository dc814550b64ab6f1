"""What mail puts round a text: the line that says whom it quotes, and the signature.

Both are known by form: an attribution ends in a colon before quoted lines, a signature stands at the end under two dashes, or under
what a letter closes with.
"""

from __future__ import annotations

import re

from dateline.cleaning.phrases import load_phrases
from dateline.cleaning.verdicts import PageVerdicts

_WROTE = re.compile(
    r"\b(?:wrote|writes|said|schrieb|schreibt|a écrit|escribió|escreveu|ha scritto|schreef|skrev|kirjoitti|napisał|yazdı|"
    r"писал|написал|пишет)\b"
)
_LONGEST = 200
_SIGNATURE = "--"
_CLOSING_LINES, _NAME = 5, 60
_SIGNATURE_LINES, _SIGNATURE_LETTERS = 12, 1_000


def apply_mail_rules(board: PageVerdicts) -> None:
    """Drop attributions and the signature of a mail; pages have none."""
    if board.page.is_html:
        return
    for index, line in enumerate(board.page.lines):
        if line.text[-1] == ":" and _is_attribution(board, index):
            board.drop(index, "mail", "rule:attribution")
    _close(board)
    start = next((index for index in range(len(board) - 1, -1, -1) if board.text(index) == _SIGNATURE), None)
    if start is None or len(board) - start - 1 > _SIGNATURE_LINES:
        return
    if sum(len(board.text(index)) for index in range(start, len(board))) <= _SIGNATURE_LETTERS:
        for index in board.open_lines(start):
            board.drop(index, "mail", "rule:signature")


def _close(board: PageVerdicts) -> None:
    phrases = load_phrases()
    for start in range(max(0, len(board) - _CLOSING_LINES), len(board)):
        names = range(start + 1, len(board))
        if phrases.is_valediction(board.text(start)) and all(len(board.text(index)) <= _NAME for index in names):
            for index in board.open_lines(start):
                board.drop(index, "mail", "rule:signature")


def _is_attribution(board: PageVerdicts, index: int) -> bool:
    text = board.text(index)
    if len(text) > _LONGEST or not _WROTE.search(text):
        return False
    return index + 1 < len(board) and _is_quoted(board, index + 1) and not _is_quoted(board, index)


def _is_quoted(board: PageVerdicts, index: int) -> bool:
    parts = board.page.lines[index].parts
    return bool(parts) and parts[0].startswith(">")
