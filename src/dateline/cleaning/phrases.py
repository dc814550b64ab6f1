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
_INDEXED = 2
_LEADING = " \t•·*–—-→▶►▸»>|📩📧👉🔔\"'“”([{"
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
    openings: dict[str, tuple[tuple[str, tuple[Opening, ...]], ...]]
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
        folded = fold(text[:400]).lstrip(_LEADING)
        for phrase, openings in self.openings.get(folded[:_INDEXED], ()):
            if folded.startswith(phrase) and not (phrase[-1].isalnum() and folded[len(phrase) : len(phrase) + 1].isalnum()):
                return self._opened(text, folded, openings)
        return None

    def _opened(self, text: str, folded: str, openings: tuple[Opening, ...]) -> str | None:
        count = max(len(text.split()), len(text) // 12)
        for opening in openings:
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
    indexed: dict[str, list[tuple[str, tuple[Opening, ...]]]] = {}
    for phrase in sorted(openings, key=len, reverse=True):
        indexed.setdefault(phrase[:_INDEXED], []).append((phrase, openings[phrase]))
    voice = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(fold(word)) for word in data['site_voice'])})(?!\w)")
    return Phrases(whole, headings, {start: tuple(found) for start, found in indexed.items()}, voice)


def _key(text: str) -> str:
    return _EDGES.sub("", fold(text))
