"""Text → tokens, the same for articles, queries and snippets.

A token is a run of letters and digits, one character of a script without spaces, or a word with symbols (U.S., 1,250,000, C++; see
`symbol_words`). `normal_form` makes its normal form. All tokens are kept: there are no stop words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from dateline.search.normal_form import TURKISH, remove_accents, small
from dateline.search.symbol_words import SYMBOL_WORD, find_symbol_words

BREAK = "|"
_WORDS = 100_000  # cached tokens, some 200 bytes each

STEMMERS: dict[str, str | None] = {
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
    "ko": None,
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}
"""The languages with stems, each with the name of its stemmer; None if a word is its own stem."""
STEM_LANGUAGES = (*STEMMERS, "-")
# Scripts without spaces between words: Thai, Lao, Burmese, Khmer, kana, Han characters.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff\uff66-\uff9d"
)
_VOICED = "\uff9e\uff9f"  # voicing marks, which follow a half-width kana as a separate character
# Combining marks that belong to the letter before them: accents, Hebrew and Arabic points, vowel signs of Indic scripts.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1-\u05c2\u05c4-\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u07eb-\u07f3"
    + "".join(
        f"{chr(at)}-{chr(at + 3)}{chr(at + 0x3A)}-{chr(at + 0x57)}{chr(at + 0x62)}-{chr(at + 0x63)}"
        for at in range(0x900, 0xE00, 128)
    )
    + "\u0dca-\u0ddf\u0f71-\u0f84\u0f90-\u0fbc"
)
_PLAIN = r"[^\W_]+"
_LATIN = "cp1252"  # it has no combining marks and no script without spaces
_SHORT_TEXT = 200


def token_places(text: str) -> list[tuple[int, int]]:
    """The spans of the tokens in `text`, as [start, end)."""
    return [found.span() for found in _token_pattern(_encode_latin(text) is None).finditer(text)]


def raw_tokens(text: str) -> list[str]:
    """The tokens of `text` as written."""
    if (letters := _encode_latin(text)) is not None:
        return _latin_tokens(text, letters)
    if half := _middle_line(text):  # perhaps only a few lines have other letters, and no token spans two lines
        return raw_tokens(text[:half]) + raw_tokens(text[half:])
    return _token_pattern(True).findall(text)


def _middle_line(text: str) -> int:
    """The start of a line near the middle of a long text; 0 if there is none, or if the text is short."""
    middle = len(text) // 2 if len(text) > _SHORT_TEXT else 0
    return middle and ((text.find("\n", middle, -1) + 1) or (text.rfind("\n", 0, middle) + 1))


def _latin_tokens(text: str, letters: bytes) -> list[str]:
    """The same tokens as the pattern finds, in a fifth of the time."""
    separated = letters.translate(_separators()).decode("ascii" if letters.isascii() else _LATIN)
    found: list[str] = []
    at = 0
    for symbol_word in find_symbol_words(text, letters):
        found += separated[at : symbol_word.start()].split()
        found.append(symbol_word[0])
        at = symbol_word.end()
    return found + separated[at:].split() if at else separated.split()


def exact_tokens(text: str, language: str | None = None) -> list[str]:
    """The tokens of `text` in normal form and lower case, with accents."""
    return small_tokens(raw_tokens(text), language)


def small_tokens(tokens: list[str], language: str | None = None) -> list[str]:
    """Tokens in normal form and lower case."""
    code, joined = stem_language(language), "\n".join(tokens)
    if joined.isascii() and code != TURKISH:
        return joined.lower().replace(" ", "'").split("\n") if tokens else []
    return list(map(_small_cache(code).__getitem__, tokens))


def name_tokens(names: Iterable[str]) -> str:
    """Names as folded tokens separated by spaces, with a mark between names so that no phrase spans two names."""
    return f" {BREAK} ".join(" ".join(folded_tokens(name)) for name in names)


def folded_tokens(text: str) -> list[str]:
    """The tokens of `text` without case and accents, for names. Symbols only separate there: J.K. is J. K."""
    return [remove_accents(small(token)) for token in _run_pattern().findall(text)]


def stem_language(language: str | None) -> str:
    """The code that prefixes stems of `language`; "-" for languages that are not in STEMMERS."""
    code = (language or "").split("-")[0].lower()
    code = "no" if code in ("nb", "nn") else code
    return code if code in STEMMERS else "-"


class TokenCache(dict[str, str]):
    """A cache of what `made` returns for a token. It is faster than a cached function, as a hit calls nothing."""

    def __init__(self, made: Callable[[str], str], most: int = _WORDS) -> None:
        super().__init__()
        self.made = made
        self.most = most

    def __missing__(self, token: str) -> str:
        if len(self) >= self.most:
            self.clear()
        self[token] = found = self.made(token)
        return found


@cache
def _small_cache(code: str) -> TokenCache:
    return TokenCache(lambda token: small(token, code))


def _encode_latin(text: str) -> bytes | None:
    """`text` in the Western European code page, one byte for each character; None if it has other characters."""
    try:
        return text.encode("ascii" if text.isascii() else _LATIN)
    except UnicodeEncodeError:
        return None


@cache
def _separators() -> bytes:
    """A translation table that keeps each byte of a token character and replaces all others with a space."""
    characters = (bytes([at]).decode(_LATIN, "replace") for at in range(256))
    return bytes(at if re.fullmatch(_PLAIN, character) else ord(" ") for at, character in enumerate(characters))


_MORE = rf"(?:[^\W_{_UNSPACED}]++|[{_MARKS}]++)"
_ANY_SCRIPT = rf"[^\W_{_UNSPACED}]{_MORE}*+|(?!_)[{_UNSPACED}][{_VOICED}]?"


@cache
def _token_pattern(any_script: bool) -> re.Pattern[str]:
    # Not at import: compiling takes longer than a search in Latin letters. Most words start with two letters, which no word
    # with symbols does.
    plain_word, any_word = (rf"[^\W_1-9{_UNSPACED}]{_MORE}++", _ANY_SCRIPT) if any_script else (r"[^\W_1-9][^\W_]++", _PLAIN)
    return re.compile(rf"{plain_word}|(?=[\w.]){SYMBOL_WORD}|{any_word}")


@cache
def _run_pattern() -> re.Pattern[str]:
    return re.compile(_ANY_SCRIPT)
