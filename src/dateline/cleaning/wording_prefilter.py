"""The prefilter for all rules on wording: whether a line has any feature that one of them needs.

Most lines of a page have none: no brackets, colons, years or roles, and they begin with a letter but not like boilerplate. A line
that passes may still match no rule; a line that is held back matches none.
"""

from __future__ import annotations

import re
from functools import cache

from dateline.cleaning.line_form import is_letter_spaced
from dateline.cleaning.phrases import load_phrases
from dateline.metadata.byline import SAID
from dateline.metadata.date_parser import may_have_year
from dateline.metadata.roles import may_name_role
from dateline.metadata.vocabulary import vocabulary
from dateline.text import fold

_SIGN = re.compile(r"[:(\[{};=<>/|@#]")
_WIDER_SIGN = re.compile(r"[:：(\[{};=<>/|@#©가-힣ぁ-ヿ一-鿿]")
_OFFICE = re.compile(r"H(?:on|ON)|M(?:P|LA|SP|LC)|TD|S(?:enator|ENATOR)")
_OPENINGS = (  # of addresses, reading times and sign-offs
    *("www.", "estimated", "reading", "read time", "lesezeit", "lesedauer", "temps de", "tiempo de", "tempo de", "время чтения"),
    *("additional", "reporting", "writing", "editing", "compiled", "edited", "written", "translated", "redaktion", "übersetzung"),
    *("mit material", "avec", "con información", "com informações"),
)
_EDGES = " .,•·*–—-→▶►▸»›\"'“”‘’«_!?…"  # characters that may be before the first word
_INDEXED = (4, 3, 2, 1)
_DISTINCT_LENGTH = 8  # the number of first characters that distinguish openings


def may_match_wording(text: str) -> bool:
    """Whether a rule on wording could match a line."""
    if (_SIGN if text.isascii() else _WIDER_SIGN).search(text) or is_letter_spaced(text):
        return True
    bare = text.lstrip(_EDGES)
    if not bare[:1].isalpha():
        return True
    folded, beginnings = fold(bare), _beginnings()
    for length in _INDEXED:
        known = beginnings.get(folded[:length])
        if known and folded.startswith(known):
            return True
    if "via " in folded or "ontrib" in folded or folded.endswith("ago"):
        return True
    return may_have_year(text) or may_name_role(text) or names_office(text)


def names_office(text: str) -> bool:
    """Whether `text` may name the holder of an office, as letterheads do."""
    return _OFFICE.search(text) is not None


@cache
def _beginnings() -> dict[str, tuple[str, ...]]:
    """Return the beginnings of lines that rules know, by their first characters."""
    phrases = load_phrases()
    starts = {*phrases.whole, *phrases.headings, *phrases.opened_by, *vocabulary().by, *SAID, *map(fold, _OPENINGS)}
    found: dict[str, set[str]] = {}
    for start in starts:
        found.setdefault(start[: _INDEXED[0]], set()).add(start[:_DISTINCT_LENGTH])
    return {key: tuple(sorted(starts)) for key, starts in found.items()}
