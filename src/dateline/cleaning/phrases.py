"""Phrase families: the fixed phrases of boilerplate on news sites, as data. Matching ignores case, accents and counts.

A family is matched with one line, never with the page; the rules decide what follows from a match. Families come from
`data/phrases.toml`, one list for each kind of boilerplate, with all languages together.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from dateline.text import fold, has_digit

Match = Literal["whole", "start", "heading"]

_COMMON_EDGES = " \t.,:;!?\"'’“”()[]<>»«›‹|•·-–—→+*/&_"
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_COUNT = re.compile(r"[\s(\[]*\b[\d.,]+\s?[km]?[)\]]*$|^[\d.,]+\s?[km]?\s+", re.IGNORECASE)
_FUSED = re.compile(
    r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])|[|•·»›/,]\s*+|(?<!\s)\s++(?:[|•·»›/,]|[-–—]\s)\s*+"
)
_GLUED = re.compile(r"(?<=[a-zß-ÿа-яё])(?=[A-ZÀ-ÞА-ЯЁ])")
_LEAST_GLUED = 3
_LONGEST_WHOLE = 60
# A line with this many words that opens like a prompt may be a sentence of a story, so it also needs a word of the site's voice.
_SENTENCE_WORDS = 14
_INDEXED = (4, 3, 2, 1)  # phrases are looked up by this many of their first characters, the longest first
_START = 24  # characters; nearly all lines have the first four after their bullets in these
_LEADING = " \t•·*–—-→▶►▸»>|📩📧👉🔔\"'“”([{"
_COLONS = (":", " :", "：", " |", "|", " –", " —", " -", " »", " >", " ➤", " ►")
_VOICED = frozenset({"newsletter", "prompt", "comment-ui"})
_ASCII_KINDS = bytes(
    ord("0")
    if sign.isdigit()
    else ord("a")
    if sign.islower()
    else ord("A")
    if sign.isupper()
    else ord("|")
    if sign in "|/,"
    else ord(" ")
    for sign in map(chr, range(256))
)
_KIND_CHANGE = re.compile(rb"a[A0]|0[aA]|A0|\||   ")


@dataclass(frozen=True, slots=True)
class Opening:
    """The limits on a line that opens like boilerplate: at most `max_words`, and one of the words in `needs` (if there are any)."""

    label: str
    max_words: int
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """All families, prepared for matching a line."""

    whole: dict[str, str]
    headings: dict[str, str]
    openings: dict[str, tuple[tuple[str, tuple[Opening, ...]], ...]]
    site_voice: re.Pattern[str]
    section_headings: frozenset[str]
    beginnings: frozenset[str]
    opened_by: frozenset[str]
    valedictions: frozenset[str]

    def is_valediction(self, text: str) -> bool:
        """Whether `text` is the closing of a letter."""
        return len(text) <= _LONGEST_WHOLE and _key(text) in self.valedictions

    def is_section_heading(self, text: str) -> bool:
        """Whether `text` is the heading of a section of many stories, and so never a headline."""
        return len(text) <= _LONGEST_WHOLE and _key(text) in self.section_headings

    def whole_label(self, text: str) -> str | None:
        """Return the label of a line that is one fixed phrase, or several run together; "…-heading" for the heading of a list."""
        if len(text) > _LONGEST_WHOLE:
            return None
        key = _key(text)
        label = self.whole.get(key) or (self.whole.get(_COUNT.sub("", key)) if has_digit(key) else None)
        if label or (label := self._fused_label(text, key)):
            return label
        heading = self.headings.get(key)
        return f"{heading}-heading" if heading else None

    def opening_label(self, text: str) -> str | None:
        """Return the label of a line that begins like boilerplate."""
        start = fold(text[:_START]).lstrip(_LEADING)
        if not any(start[:length] in self.openings for length in _INDEXED) and len(start) >= _INDEXED[0]:
            return None
        folded = fold(text[:400]).lstrip(_LEADING)
        for length in _INDEXED:
            for phrase, openings in self.openings.get(folded[:length], ()):
                if folded.startswith(phrase) and not (phrase[-1].isalnum() and folded[len(phrase) : len(phrase) + 1].isalnum()):
                    return self._match_openings(text, folded, openings)
        return None

    def _match_openings(self, text: str, folded: str, openings: tuple[Opening, ...]) -> str | None:
        count = max(len(text.split()), len(text) // 12)
        for opening in openings:
            if count > opening.max_words:
                continue
            if opening.label in _VOICED and count >= _SENTENCE_WORDS and not self.site_voice.search(folded):
                continue
            if not opening.needs or any(need in folded for need in opening.needs):
                return opening.label
        return None

    def _fused_label(self, text: str, key: str) -> str | None:
        if key[:1].isalpha() and self.beginnings.isdisjoint([key[:length] for length in _INDEXED]):
            return None
        pieces = [piece for piece in _FUSED.split(text) if piece.strip()] if _may_be_fused(text) else ()
        if len(pieces) > 1 and (label := self._common_label(pieces)):
            return label
        words = key.split()
        return self.whole[words[0]] if len(words) > 1 and all(map(self.whole.__contains__, words)) else None

    def is_glued(self, text: str) -> bool:
        """Whether `text`, not a sentence, is blocks that ran together: a menu, or a heading and the list under it."""
        pieces = _GLUED.split(text)
        if len(pieces) < _LEAST_GLUED:
            return False
        known = [_key(piece) in self.whole for piece in pieces]
        return _key(pieces[0]) in self.headings or (known[0] and 2 * sum(known) >= len(known))

    def _common_label(self, pieces: Sequence[str]) -> str | None:
        """Return the label of the first of `pieces`, if all except numbers have one."""
        first = None
        for piece in pieces:
            if not piece.strip().isdigit():
                label = self.whole.get(_key(piece)) or self.opening_label(piece)
                if label is None:
                    return None
                first = first or label
        return first


@cache
def load_phrases() -> Phrases:
    """Load the families that come with Dateline; later calls return the same object."""
    whole: dict[str, str] = {}
    headings: dict[str, str] = {}
    openings: dict[str, tuple[Opening, ...]] = {}
    data = tomllib.loads(files("dateline.cleaning").joinpath("data/phrases.toml").read_text("utf-8"))
    for family in data["family"]:
        label = family["label"]
        if family["match"] == "start":
            opening = Opening(label, family["max_words"], tuple(fold(need) for need in family.get("needs", ())))
            for key in (fold(variant) for phrase in family["phrases"] for variant in _list_variants(phrase)):
                openings[key] = (*openings.get(key, ()), opening)
        else:
            target = whole if family["match"] == "whole" else headings
            target.update((_key(phrase), label) for phrase in family["phrases"])
    indexed: dict[str, list[tuple[str, tuple[Opening, ...]]]] = {}
    for phrase in sorted(openings, key=len, reverse=True):
        indexed.setdefault(phrase[: _INDEXED[0]], []).append((phrase, openings[phrase]))
    voice = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(fold(word)) for word in data['site_voice'])})(?!\w)")
    sections = frozenset(map(_key, data["section_headings"]))
    closes = frozenset(map(_key, data["valedictions"]))
    beginnings = frozenset(phrase[: _INDEXED[0]] for phrase in (*whole, *openings))
    by_start = {start: tuple(found) for start, found in indexed.items()}
    return Phrases(whole, headings, by_start, voice, sections, beginnings, frozenset(openings), closes)


def _list_variants(phrase: str) -> tuple[str, ...]:
    """Return `phrase`, and if it has several words and ends in a colon, also its variants with other separators."""
    bare = phrase.rstrip(" ：:")
    if bare == phrase or (" " not in bare and bare.isascii()):
        return (phrase,)
    return (phrase, *(bare + separator for separator in _COLONS))


def _may_be_fused(text: str) -> bool:
    """The prefilter for `_FUSED`: whether two kinds of characters meet, or there is a separator."""
    if not text.isascii():
        return True
    return _KIND_CHANGE.search(text.encode("ascii").translate(_ASCII_KINDS)) is not None


def _key(text: str) -> str:
    folded = fold(text).strip(_COMMON_EDGES)
    return folded if folded[:1].isalnum() and folded[-1].isalnum() else _EDGES.sub("", folded)
