"""Text → index tokens, the same way for articles, queries and snippets.

A token is a run of letters and digits, or one character of a script without spaces. What an index holds of it stands in three lanes
side by side. The first has its *stem*, folded and marked with its language, so that a word only meets forms of its own language;
the second its *exact* form, in small letters with its accents; the third the *case* of its letters where one is a capital ("^C" for
the first). Most words are their own stem: these have one mark for both ("en:sail"), nothing in the second lane; the others have two
("en~~~ferri", "=ferries"). Nothing is left out: there are no stop words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dateline.text import fold

if TYPE_CHECKING:
    from tantivy import TextAnalyzer

LANES = 3
EXACT_LANE, CASE_LANE = 1, 2
EXACT, CASE = "=", "^"
STEM = "~~~"  # three typing errors away from the mark of a word: a fuzzy search for words never meets a stem
NOTHING = "_"
BREAK = "|"

_WORDS = 100_000  # to remember, some 200 bytes each
_STEMS = 20_000  # behind those: more of them help little and take more room

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
STEM_LANGUAGES = (*_STEMMERS, "-")
# Thai, Lao, Burmese and Khmer; the kana; the Han signs: scripts that put no spaces between words.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
# Marks that belong to the letter before them: accents, Hebrew and Arabic points, the vowel signs of the Indic scripts.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1-\u05c2\u05c4-\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u07eb-\u07f3"
    + "".join(
        f"{chr(at)}-{chr(at + 3)}{chr(at + 0x3A)}-{chr(at + 0x57)}{chr(at + 0x62)}-{chr(at + 0x63)}"
        for at in range(0x900, 0xE00, 128)
    )
    + "\u0dca-\u0ddf\u0f71-\u0f84\u0f90-\u0fbc"
)
_PLAIN = re.compile(r"[^\W_]+")
_LATIN = "cp1252"  # has no marks and no script without spaces
_GAP = f" {f'{NOTHING} ' * LANES}"


def token_places(text: str) -> list[tuple[int, int]]:
    """Where the tokens of `text` stand, as [start, end)."""
    pattern = _any_script() if _in_latin(text) is None else _PLAIN
    return [found.span() for found in pattern.finditer(text)]


def raw_tokens(text: str) -> list[str]:
    """The tokens of `text` as they are written."""
    if (letters := _in_latin(text)) is None:
        return _any_script().findall(text)
    # The same as _PLAIN finds, in half the time.
    return letters.translate(_apart()).decode("ascii" if letters.isascii() else _LATIN).split()


def exact_tokens(text: str) -> list[str]:
    """The tokens of `text` in small letters, accents kept."""
    return [token.lower() for token in raw_tokens(text)]


def name_tokens(names: Iterable[str]) -> str:
    """Names as folded tokens between spaces, with a mark between names that no phrase can cross."""
    return f" {BREAK} ".join(" ".join(folded_tokens(name)) for name in names)


def folded_tokens(text: str) -> list[str]:
    """The tokens of `text` without case and accents, for names."""
    return exact_tokens(fold(text))


def stemmed_tokens(text: str, language: str | None) -> list[str]:
    """The tokens of `text` as marked stems of `language`; only folded where there is no stemmer for it."""
    return stems_of(exact_tokens(text), language)


def stems_of(tokens: Iterable[str], language: str | None) -> list[str]:
    """The marked stems of tokens in small letters."""
    code = stem_language(language)
    return [_stem(token, code) for token in tokens]


def stem_language(language: str | None) -> str:
    """The code that marks stems of `language`: "-" for all languages without a stemmer."""
    code = (language or "").split("-")[0].lower()
    code = "no" if code in ("nb", "nn") else code
    return code if code in _STEMMERS else "-"


def case_of(token: str) -> str:
    """The mark for the case of a token's letters, which together with its small letters tells the token; nothing for small ones."""
    small = token.lower()
    if token == small:
        return NOTHING
    if token == small[:1].upper() + small[1:]:
        return f"{CASE}C"
    return f"{CASE}U" if token == small.upper() else CASE + token


def text_lanes(texts: Iterable[Iterable[str]], language: str | None) -> str:
    """Texts, as their tokens, as index tokens between spaces; with a gap between texts that no phrase can cross."""
    lanes = _all_lanes(stem_language(language)).__getitem__
    return _GAP.join([" ".join(map(lanes, tokens)) for tokens in texts])


def stem_counts(tokens: Iterable[str], language: str | None) -> Counter[str]:
    """How often each stem occurs among tokens as they are written."""
    return Counter(map(_all_stems(stem_language(language)).__getitem__, tokens))


def word_marks(codes: Iterable[str]) -> tuple[str, ...]:
    """What the marks of words begin with, in texts whose stems have these codes."""
    return (EXACT, *(f"{code}:" for code in codes))


def exact_mark(small: str, code: str) -> tuple[int, str]:
    """The lane and the mark of a word in small letters, in a text whose stems have this code."""
    stem = _stem(small, code)
    return (0, stem) if stem == f"{code}:{small}" else (EXACT_LANE, EXACT + small)


def stem_marks(stem: str) -> tuple[str, str]:
    """What words with this marked stem have in the first lane: that word itself which is its stem, and the others."""
    code, _, surface = stem.partition(":")
    return stem, f"{code}{STEM}{surface}"


class _Remembered(dict[str, str]):
    """What is `made` of a token, made when it is first asked for; faster than a cache around a function, as nothing is called."""

    def __init__(self, made: Callable[[str], str]) -> None:
        super().__init__()
        self.made = made

    def __missing__(self, token: str) -> str:
        if len(self) >= _WORDS:
            self.clear()
        self[token] = found = self.made(token)
        return found


@cache
def _all_lanes(code: str) -> _Remembered:
    return _Remembered(lambda token: _lanes_of(token, code))


@cache
def _all_stems(code: str) -> _Remembered:
    return _Remembered(lambda token: _stem(token.lower(), code))


def _lanes_of(token: str, code: str) -> str:
    small = token.lower()
    stem = _stem(small, code)
    itself, others = stem_marks(stem)
    marks = f"{itself} {NOTHING}" if stem == f"{code}:{small}" else f"{others} {EXACT}{small}"
    return f"{marks} {case_of(token)}"


def _in_latin(text: str) -> bytes | None:
    """`text` in the signs of Western Europe, a byte each; None where it has others."""
    try:
        return text.encode("ascii" if text.isascii() else _LATIN)
    except UnicodeEncodeError:
        return None


@cache
def _apart() -> bytes:
    """For each of these signs itself where it belongs to a token, else a space."""
    signs = (bytes([at]).decode(_LATIN, "replace") for at in range(256))
    return bytes(at if _PLAIN.fullmatch(sign) else ord(" ") for at, sign in enumerate(signs))


@cache
def _any_script() -> re.Pattern[str]:
    # Not at import: it takes longer to compile than a search in Latin letters does.
    return re.compile(rf"[^\W_{_UNSPACED}](?:[^\W_{_UNSPACED}]|[{_MARKS}])*|(?!_)[{_UNSPACED}]")


@lru_cache(maxsize=_STEMS)
def _stem(small: str, code: str) -> str:
    found = _analyzer(_STEMMERS.get(code)).analyze(small)
    return f"{code}:{found[0] if found and not found[0].isspace() else small}"


@cache
def _analyzer(stemmer: str | None) -> TextAnalyzer:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.lowercase())
    if stemmer:
        builder = builder.filter(Filter.stemmer(stemmer))
    return builder.filter(Filter.ascii_fold()).build()
