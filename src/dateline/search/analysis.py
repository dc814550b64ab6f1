"""Text → index tokens, the same way for articles, queries and snippets.

A token is a run of letters and digits, or one character of a script without spaces. Two forms are made of it: *exact*, in small
letters with its accents, and *stemmed*: folded and marked with its language ("en:ferri"), so that a word only meets forms of its
own language. Nothing is left out: there are no stop words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dateline.text import fold

if TYPE_CHECKING:
    from tantivy import TextAnalyzer

_STEMMERS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}"
_TOKEN = rf"[{_UNSPACED}]|[\p{{L}}\p{{N}}\p{{M}}&&[^{_UNSPACED}]]+"
_CJK = "\u0e00-\u0e7f\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f"
    "\u0981-\u0983\u09bc-\u09cd\u0b82\u0bbe-\u0bcd"
)
_PLACES = re.compile(rf"[{_CJK}]|[^\W_{_CJK}](?:[^\W_{_CJK}]|[{_MARKS}])*")


def token_places(text: str) -> list[tuple[int, int]]:
    """Where the tokens of `text` stand, as [start, end)."""
    return [found.span() for found in _PLACES.finditer(text)]


def exact_tokens(text: str) -> list[str]:
    """The tokens of `text` in small letters, accents kept."""
    return _analyzer(None, False).analyze(text)


def name_tokens(names: Iterable[str]) -> str:
    """Names as folded tokens between spaces, with a mark between names that no phrase can cross."""
    return " | ".join(" ".join(folded_tokens(name)) for name in names)


def folded_tokens(text: str) -> list[str]:
    """The tokens of `text` without case and accents, for names."""
    return exact_tokens(fold(text))


def stemmed_tokens(text: str, language: str | None) -> list[str]:
    """The tokens of `text` as marked stems of `language`; only folded where there is no stemmer for it."""
    code = stem_language(language)
    return [f"{code}:{token}" for token in _analyzer(_STEMMERS.get(code), True).analyze(text)]


@lru_cache(maxsize=100_000)
def stem_word(word: str, language: str | None) -> str:
    """The first stemmed token of `word`; empty if it has none."""
    return next(iter(stemmed_tokens(word, language)), "")


def stem_language(language: str | None) -> str:
    """The code that marks stems of `language`: "-" for all languages without a stemmer."""
    code = (language or "").split("-")[0].lower()
    code = "no" if code in ("nb", "nn") else code
    return code if code in _STEMMERS else "-"


@cache
def _analyzer(stemmer: str | None, folded: bool) -> TextAnalyzer:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.regex(_TOKEN)).filter(Filter.lowercase())
    if stemmer:
        builder = builder.filter(Filter.stemmer(stemmer))
    if folded:
        builder = builder.filter(Filter.ascii_fold())
    return builder.build()
