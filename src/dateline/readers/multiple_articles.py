"""Detect plain text that seems to contain several articles in an unknown form, so that users do not ingest it unaware."""

from __future__ import annotations

import re
from collections import Counter

_RULE = re.compile(r"([-=_*#~+])\1{4,}$|(?:\*\s){3,}\*?$")
_LABEL = re.compile(
    r"(title|headline|date|published|url|source|byline|author|titre|titel|título|datum|fecha)\s?:\s?\S", re.IGNORECASE
)
_DATED = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LEAST_PART = 200  # characters; shorter parts mean a list of headlines or a table
_HEAD = 400
_LEAST = 3


def describe_cuts(text: str) -> str | None:
    """Describe for users the articles that `text` seems to contain, and what separates them; None if it seems to be one article."""
    lines = [line.strip() for line in text.split("\n")]
    rules = Counter(line for line in lines if _RULE.match(line))
    for rule, times in rules.most_common(2):
        parts = [part for part in _split_at(lines, rule) if part]
        long = [part for part in parts if len(part) >= _LEAST_PART]
        if times >= _LEAST - 1 and len(long) >= max(_LEAST, 0.7 * len(parts)):
            dated = sum(_DATED.search(part[:_HEAD]) is not None or _LABEL.match(part) is not None for part in long)
            if dated >= 0.7 * len(long):
                return f'looks like {len(long)} articles between lines "{rule[:12]}"'
    labels = Counter(match[1].lower() for line in lines if (match := _LABEL.match(line)))
    often = [(name, times) for name, times in labels.items() if times >= _LEAST]
    if len(often) >= 2 and len(text) >= often[0][1] * _LEAST_PART:
        return f'looks like {often[0][1]} articles that each have a line "{often[0][0].title()}:"'
    return None


def _split_at(lines: list[str], rule: str) -> list[str]:
    parts: list[list[str]] = [[]]
    for line in lines:
        if line == rule:
            parts.append([])
        else:
            parts[-1].append(line)
    return ["\n".join(part).strip() for part in parts]
