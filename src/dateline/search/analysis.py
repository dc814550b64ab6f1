"""Text → index tokens, the same way for articles, queries and snippets.

A token is a run of letters and digits, or one character of a script without spaces; or what is one word with the signs in it, as
`signs` tells (U.S., 1,250,000, C++). `letters` has its normal form. What an
index holds of it stands in three lanes side by side. The first has its *stem*, folded and marked with its language, so that a
word only meets forms of its own language; the second its *exact* form, in small letters with its accents; the third the *case* of
its letters where one is a capital ("^C" for the first). Most words are their own stem: these have one mark for both ("en:sail"),
nothing in the second lane; the others have two ("en~~~ferri", "=ferries"). Nothing is left out: there are no stop words.

Stems hang on accents (lycées and lycees have two), so a word with accents has two *keys*: its stem, and the stem of the word as one
types it who leaves the accents out. A Korean noun has that without its particle. Words meet where they have a key in common. The
second key, where it is another, stands with the case: "C%%%fr:lyce".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dateline.search.korean import KOREAN, without_particle
from dateline.search.normal_form import TURKISH, is_in_capitals, normalise_letters, remove_accents, small, spelling_variants
from dateline.search.symbol_words import SIGNED_WORD, find_symbol_words, strip_symbols

if TYPE_CHECKING:
    from tantivy import TextAnalyzer

LANES = 3
EXACT_LANE, CASE_LANE = 1, 2
EXACT, CASE = "=", "^"
EXTRA = "%%%"  # as far from the mark of a word as a stem is
STEM = "~~~"  # three typing errors away from the mark of a word: a fuzzy search for words never meets a stem
NOTHING = "_"
BREAK = "|"

Keys = tuple[str, ...]
"""What words meet by: one key, or two."""

_LOUD = 4  # letters; fewer in capitals are an acronym rather than a dateline
_WORDS = 100_000  # to remember, some 200 bytes each
_LINES = 5_000  # half a kilobyte each
_LONG_LINE = 120  # characters; longer ones are seldom the same on two pages
_STEMS = 20_000  # behind those: more of them help little and take more room

_STEMMERS: dict[str, str | None] = {
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
STEM_LANGUAGES = (*_STEMMERS, "-")
# Thai, Lao, Burmese and Khmer; the kana; the Han signs: scripts that put no spaces between words.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff\uff66-\uff9d"
)
_VOICED = "\uff9e\uff9f"  # of the narrow kana: dots that stand behind their sign
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
_PLAIN = r"[^\W_]+"
_LATIN = "cp1252"  # has no marks and no script without spaces
_FEW_SIGNS = 200
_GAP = f" {f'{NOTHING} ' * LANES}"


def token_places(text: str) -> list[tuple[int, int]]:
    """Where the tokens of `text` stand, as [start, end)."""
    return [found.span() for found in _all_signs(_in_latin(text) is None).finditer(text)]


def raw_tokens(text: str) -> list[str]:
    """The tokens of `text` as they are written."""
    if (letters := _in_latin(text)) is not None:
        return _latin_tokens(text, letters)
    if half := _half(text):  # few lines of a text may have other letters, and no token goes on in the next line
        return raw_tokens(text[:half]) + raw_tokens(text[half:])
    return _all_signs(True).findall(text)


def _half(text: str) -> int:
    """Where the line nearest to the middle of a long text begins; 0 where it has none, and for a short one."""
    middle = len(text) // 2 if len(text) > _FEW_SIGNS else 0
    return middle and ((text.find("\n", middle, -1) + 1) or (text.rfind("\n", 0, middle) + 1))


def _latin_tokens(text: str, letters: bytes) -> list[str]:
    """The same as a pattern finds, in a fifth of the time."""
    apart = letters.translate(_apart()).decode("ascii" if letters.isascii() else _LATIN)
    found: list[str] = []
    at = 0
    for signed in find_symbol_words(text, letters):
        found += apart[at : signed.start()].split()
        found.append(signed[0])
        at = signed.end()
    return found + apart[at:].split() if at else apart.split()


def exact_tokens(text: str, language: str | None = None) -> list[str]:
    """The tokens of `text` in normal form and small letters, accents kept."""
    return small_tokens(raw_tokens(text), language)


def small_tokens(tokens: list[str], language: str | None = None) -> list[str]:
    """Tokens in normal form and small letters."""
    code, joined = stem_language(language), "\n".join(tokens)
    if joined.isascii() and code != TURKISH:
        return joined.lower().replace(" ", "'").split("\n") if tokens else []
    return list(map(_all_small(code).__getitem__, tokens))


def name_tokens(names: Iterable[str]) -> str:
    """Names as folded tokens between spaces, with a mark between names that no phrase can cross."""
    return f" {BREAK} ".join(" ".join(folded_tokens(name)) for name in names)


def folded_tokens(text: str) -> list[str]:
    """The tokens of `text` without case and accents, for names, whose signs only divide: J.K. is J. K."""
    return [remove_accents(small(token)) for token in _runs().findall(text)]


def stems_of(tokens: Iterable[str], language: str | None) -> list[str]:
    """The marked stems of tokens in small letters."""
    code = stem_language(language)
    return [_stem(token, code) for token in tokens]


def make_key_sets(text: str, language: str | None) -> list[Keys]:
    """For each token of `text` the keys by which words meet."""
    return make_keys(exact_tokens(text, language), language)


def make_keys(tokens: Iterable[str], language: str | None) -> list[Keys]:
    """The same for tokens in small letters."""
    code = stem_language(language)
    return [_keys(token, code) for token in tokens]


def stem_language(language: str | None) -> str:
    """The code that marks stems of `language`: "-" for all languages without a stemmer."""
    code = (language or "").split("-")[0].lower()
    code = "no" if code in ("nb", "nn") else code
    return code if code in _STEMMERS else "-"


def find_case(token: str, code: str) -> str:
    """The mark for the case of a token's letters and for its second key; nothing for small letters and one key.

    With its small letters the case tells the token, but where a word with two keys has capitals in its midst.
    """
    return _case(token, _extra(small(token, code), code))


def cases_of(tokens: Sequence[str], code: str) -> list[list[str]]:
    """The marks that tokens with capitals may have together: their own, or those of the same in capitals, as in a headline.

    A short word alone keeps to its own: "Who" is not WHO.
    """
    own = [find_case(token, code) for token in tokens]
    if sum(map(len, tokens)) < _LOUD:
        return [own]
    return [own, [_case(normalise_letters(token).upper(), _extra(small(token, code), code)) for token in tokens]]


def make_text_streams(texts: Iterable[Iterable[str]], language: str | None) -> str:
    """Texts, as their tokens, as index tokens between spaces; with a gap between texts that no phrase can cross."""
    lanes = _all_lanes(stem_language(language)).__getitem__
    return _GAP.join([" ".join(map(lanes, tokens)) for tokens in texts])


def make_line_streams(lines: Iterable[str], language: str | None) -> str:
    """The same for whole lines. What stands around stories stands on page after page, so that most lines are remembered."""
    known = _all_lines(stem_language(language))
    return _GAP.join([known[line] if len(line) < _LONG_LINE else known.made(line) for line in lines])


def key_counts(lanes: Iterable[str]) -> Counter[str]:
    """How often words with each key occur in texts that are in lanes: counted there, a word need not be looked up once more."""
    found: Counter[str] = Counter()
    for text in lanes:
        marks = text.split(" ")
        for mark, times in Counter(marks[::LANES]).items():
            found[mark.replace(STEM, ":", 1)] += times
        if EXTRA in text:
            found.update(mark.partition(EXTRA)[2] for mark in marks[CASE_LANE::LANES] if EXTRA in mark)
    del found[NOTHING], found[""]
    return found


def word_marks(codes: Iterable[str]) -> tuple[str, ...]:
    """What the marks of words begin with, in texts whose stems have these codes."""
    return (EXACT, *(f"{code}:" for code in codes))


def exact_mark(token: str, code: str) -> tuple[int, str]:
    """The lane and the mark of a word's exact form, in a text whose stems have this code."""
    word = small(token, code)
    stem = _stem(word, code)
    return (0, stem) if stem == f"{code}:{word}" else (EXACT_LANE, EXACT + word)


def stem_marks(stem: str) -> tuple[str, str]:
    """What words with this marked stem have in the first lane: that word itself which is its stem, and the others."""
    code, _, surface = stem.partition(":")
    return stem, f"{code}{STEM}{surface}"


@lru_cache(maxsize=_STEMS)
def key_marks(key: str) -> tuple[tuple[int, str], ...]:
    """The lanes and marks of words that have this key, as their stem or as the second."""
    itself, others = stem_marks(key)
    return (0, itself), (0, others), *((CASE_LANE, f"{case}{EXTRA}{key}") for case in ("", "C", "U"))


def intersect_keys(one: Keys, other: Keys) -> bool:
    """Whether words of these keys meet."""
    return one == other or (len(one) + len(other) > 2 and not set(one).isdisjoint(other))


class _Remembered(dict[str, str]):
    """What is `made` of a token, made when it is first asked for; faster than a cache around a function, as nothing is called."""

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
def _all_lanes(code: str) -> _Remembered:
    return _Remembered(lambda token: _lanes_of(token, code))


@cache
def _all_lines(code: str) -> _Remembered:
    lanes = _all_lanes(code).__getitem__
    return _Remembered(lambda line: " ".join(map(lanes, raw_tokens(line))), _LINES)


@cache
def _all_small(code: str) -> _Remembered:
    return _Remembered(lambda token: small(token, code))


def _lanes_of(token: str, code: str) -> str:
    word = small(token, code)
    stem, extra = _stem(word, code), _extra(word, code)
    itself, others = stem_marks(stem)
    marks = f"{itself} {NOTHING}" if stem == f"{code}:{word}" else f"{others} {EXACT}{word}"
    return f"{marks} {_case(token, extra) if extra or token != word else NOTHING}"


def _case(token: str, extra: str | None) -> str:
    token = normalise_letters(token)
    if token == token.lower():
        case = ""
    elif token[0] != token[0].lower() and token[1:] == token[1:].lower():
        case = "C"
    else:
        case = "U" if is_in_capitals(token) else "" if extra else token
    return f"{case}{EXTRA}{extra}" if extra else f"{CASE}{case}" if case else NOTHING


@lru_cache(maxsize=_STEMS)
def _keys(word: str, code: str) -> Keys:
    extra = _extra(word, code)
    return (_stem(word, code), extra) if extra else (_stem(word, code),)


def _extra(word: str, code: str) -> str | None:
    """The second key of a word in small letters: how it is found without its accents, else as it is spelt out."""
    if word.isascii():
        return None
    if code == KOREAN and (noun := without_particle(word)):
        return f"{code}:{noun}"
    stem, bare = _stem(word, code), remove_accents(word)
    for other in (bare, remove_accents(spelling_variants(word, code))):
        if other != word and (found := _stem(other, code)) != stem:
            return found
    return None


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
    return bytes(at if re.fullmatch(_PLAIN, sign) else ord(" ") for at, sign in enumerate(signs))


_MORE = rf"(?:[^\W_{_UNSPACED}]++|[{_MARKS}]++)"
_ANY_SCRIPT = rf"[^\W_{_UNSPACED}]{_MORE}*+|(?!_)[{_UNSPACED}][{_VOICED}]?"


@cache
def _all_signs(any_script: bool) -> re.Pattern[str]:
    # Not at import: it takes longer to compile than a search in Latin letters does. Most words begin with two letters, as none
    # with signs does.
    plain_word, any_word = (rf"[^\W_1-9{_UNSPACED}]{_MORE}++", _ANY_SCRIPT) if any_script else (r"[^\W_1-9][^\W_]++", _PLAIN)
    return re.compile(rf"{plain_word}|(?=[\w.]){SIGNED_WORD}|{any_word}")


@cache
def _runs() -> re.Pattern[str]:
    return re.compile(_ANY_SCRIPT)


@lru_cache(maxsize=_STEMS)
def _stem(word: str, code: str) -> str:
    if not word.isalnum():
        word = strip_symbols(word, code)
    found = _analyzer(_STEMMERS.get(code)).analyze(word)
    return f"{code}:{found[0] if found and not found[0].isspace() else word}"


@cache
def _analyzer(stemmer: str | None) -> TextAnalyzer:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.lowercase())
    if stemmer:
        builder = builder.filter(Filter.stemmer(stemmer))
    return builder.filter(Filter.ascii_fold()).build()
