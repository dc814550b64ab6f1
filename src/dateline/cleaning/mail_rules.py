"""Rules for mail: the line that introduces a quotation, and the signature.

Both have a clear form: an attribution ends in a colon before quoted lines; a signature is at the end, under two dashes or under the
closing words of a letter.
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


def apply_mail_rules(verdicts: PageVerdicts) -> None:
    """Drop attributions and the signature of a mail; HTML pages have none."""
    if verdicts.page.is_html:
        return
    for index, line in enumerate(verdicts.page.lines):
        if line.text[-1] == ":" and _is_attribution(verdicts, index):
            verdicts.drop(index, "mail", "rule:attribution")
    _drop_closing(verdicts)
    start = next((index for index in range(len(verdicts) - 1, -1, -1) if verdicts.text(index) == _SIGNATURE), None)
    if start is None or len(verdicts) - start - 1 > _SIGNATURE_LINES:
        return
    if sum(len(verdicts.text(index)) for index in range(start, len(verdicts))) <= _SIGNATURE_LETTERS:
        for index in verdicts.open_lines(start):
            verdicts.drop(index, "mail", "rule:signature")


def _drop_closing(verdicts: PageVerdicts) -> None:
    phrases = load_phrases()
    for start in range(max(0, len(verdicts) - _CLOSING_LINES), len(verdicts)):
        names = range(start + 1, len(verdicts))
        if phrases.is_valediction(verdicts.text(start)) and all(len(verdicts.text(index)) <= _NAME for index in names):
            for index in verdicts.open_lines(start):
                verdicts.drop(index, "mail", "rule:signature")


def _is_attribution(verdicts: PageVerdicts, index: int) -> bool:
    text = verdicts.text(index)
    if len(text) > _LONGEST or not _WROTE.search(text):
        return False
    return index + 1 < len(verdicts) and _is_quoted(verdicts, index + 1) and not _is_quoted(verdicts, index)


def _is_quoted(verdicts: PageVerdicts, index: int) -> bool:
    parts = verdicts.page.lines[index].parts
    return bool(parts) and parts[0].startswith(">")
