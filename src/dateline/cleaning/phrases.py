"""Phrase families: the fixed wordings of news-site furniture, kept as data and matched without regard to case, accents or counts.

A family never sees the page, only one line; what follows from a match is for `rules` to say. Families come from
`data/phrases.toml`, one list per kind of furniture with all languages together.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from dateline.text import fold

Match = Literal["whole", "start", "heading"]

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_COUNT = re.compile(r"[\s(\[]*\b[\d.,]+\s?[km]?[)\]]*$|^[\d.,]+\s?[km]?\s+", re.IGNORECASE)
_FUSED = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])|\s*[|•·»›/,]\s*|\s+[-–—]\s+")
_LONGEST_WHOLE = 60
# From this many words on, a line that opens like a prompt may be a sentence of a story and must speak in the site's voice.
_SENTENCE_WORDS = 14
_VOICED = frozenset({"newsletter", "prompt", "comment-ui"})


@dataclass(frozen=True, slots=True)
class Opening:
    """A way for furniture lines to begin: at most `max_words` long, and saying one of `needs` (if there are any)."""

    label: str
    max_words: int
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """All families, ready to be asked about a line."""

    whole: dict[str, str]
    headings: dict[str, str]
    openings: dict[str, tuple[Opening, ...]]
    opening: re.Pattern[str]
    site_voice: re.Pattern[str]

    def whole_label(self, text: str) -> str | None:
        """The label of a line that says one of the fixed phrases, or several fused into one."""
        if len(text) > _LONGEST_WHOLE:
            return None
        key = _key(text)
        label = self.whole.get(key) or self.whole.get(_COUNT.sub("", key))
        return label or self._fused_label(text)

    def heading_label(self, text: str) -> str | None:
        """The label of the list that this line opens, if it is such a heading."""
        return self.headings.get(_key(text)) if len(text) <= _LONGEST_WHOLE else None

    def opening_label(self, text: str) -> str | None:
        """The label of a line that begins as furniture does."""
        folded = fold(text[:400])
        found = self.opening.match(folded)
        if not found:
            return None
        count = max(len(text.split()), len(text) // 12)
        for opening in self.openings[found.group(1)]:
            if count > opening.max_words:
                continue
            if opening.label in _VOICED and count >= _SENTENCE_WORDS and not self.site_voice.search(folded):
                continue
            if not opening.needs or any(need in folded for need in opening.needs):
                return opening.label
        return None

    def _fused_label(self, text: str) -> str | None:
        pieces = [piece for piece in _FUSED.split(text) if piece.strip()]
        labels = [self.whole.get(_key(piece)) or self.opening_label(piece) for piece in pieces if not piece.strip().isdigit()]
        if len(pieces) < 2 or not labels or None in labels:
            words = _key(text).split()
            labels = [self.whole.get(word) for word in words]
            if len(words) < 2 or None in labels:
                return None
        return labels[0]


@cache
def load_phrases() -> Phrases:
    """The families that ship with Dateline, read once."""
    whole: dict[str, str] = {}
    headings: dict[str, str] = {}
    openings: dict[str, tuple[Opening, ...]] = {}
    data = tomllib.loads(files("dateline.cleaning").joinpath("data/phrases.toml").read_text("utf-8"))
    for family in data["family"]:
        label = family["label"]
        if family["match"] == "start":
            opening = Opening(label, family["max_words"], tuple(fold(need) for need in family.get("needs", ())))
            for phrase in family["phrases"]:
                key = fold(phrase)
                openings[key] = (*openings.get(key, ()), opening)
        else:
            target = whole if family["match"] == "whole" else headings
            target.update((_key(phrase), label) for phrase in family["phrases"])
    longest_first = sorted(openings, key=len, reverse=True)
    opening_pattern = re.compile(rf"[\W_]{{0,3}}({'|'.join(map(re.escape, longest_first))})(?!\w)|(?!)")
    voice = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(fold(word)) for word in data['site_voice'])})(?!\w)")
    return Phrases(whole, headings, openings, _loosened(opening_pattern), voice)


def _loosened(pattern: re.Pattern[str]) -> re.Pattern[str]:
    # A phrase that itself ends in a sign ("tags:") may be followed by a letter at once; only word endings need a boundary.
    return re.compile(pattern.pattern.replace(r"(?!\w)", r"(?:(?<=\W)|(?!\w))"))


def _key(text: str) -> str:
    return _EDGES.sub("", fold(text))
