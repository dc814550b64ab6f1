"""Recognise the form of one line, in any script: sentence, headline, counter, list item… The meaning of its words plays no part."""

from __future__ import annotations

import re
from functools import lru_cache

from dateline.text import has_digit

_CACHE_SIZE = 4096  # several passes test the same lines of a page, so the results for the last few pages are cached
_SENTENCE_END = re.compile(r"""[.!?…。！？؟।॥︒።][\s"'”’»«“)\]）」』]*(?:\[\d+\])?$""")
_PLAIN_ENDS = frozenset(".!?")
_CLOSING = 64  # characters at the end of a text in which the end of its sentence is looked for
_SPEECH_END = re.compile(r"""[,;:—–-]?[”"»’'」』]$""")
_COUNTER = re.compile(
    r"^[\W_]*+(?:\d[\d.,\s]*+[km]?|\d++\s?(?:/|of)\s?\d++)[\W_]*+"
    r"(?:shares?|views?|comments?|likes?|reads?|votes?|min(?:ute)?s?(?: read)?|min\.? read|words|photos?|images?|"
    r"(?:hours?|days?) ago|"
    r"min\.? (?:lesezeit|lesedauer)|kommentare?|aufrufe|minutes? de lecture|min de lecture|commentaires?|partages?|vues?|"
    r"minutos? de lectura|comentarios?|comentários?|minutos? de leitura|мин(?:ут[аы]?)?\.?(?: чтения)?|просмотр\w*+|комментар\w*+|"
    r"dk\.? okuma|分钟阅读|次阅读|评论|閲覧|コメント|件)?[\W_]*+$",
    re.IGNORECASE,
)
_LEAST_PROSE = 13  # characters: seven words of one letter
_READ_TIME = re.compile(
    r"^(?:(?:estimated )?(?:reading|read) time|lesezeit|lesedauer|temps de lecture|tiempo de lectura|tempo de leitura|"
    r"время чтения)\b",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[•●▪‣◦·*–—-]|\d{1,3}[.)]|[a-z]\))\s+\S")
_CODE_CHARACTER = re.compile(r"[{};=<]")
_CODE = re.compile(
    r"\bfunction\s?\(|\)\s?=>|\bwindow\.\w|\bdocument\.\w+\(|\b(?:var|let|const)\s\w{1,40}\s?=|\.push\(|\w\(\)\s?[;{]|\);\s?$"
    r"|^\s?[{\[]\s?\"[\w@$.-]{1,40}\"\s?:|\"\s?:\s?[\[{]\s?\"|^\s?[.#@][\w-]{1,40}[\w\s,.#:>()-]{0,80}\{|\{[\w-]{1,30}:\s?[^{};]{1,60};"
    r"|^\s?[{}\]);]{1,6}\s?$|<!--|<\/?(?:div|span|script|style|iframe|img|a|p|br)\b|!important|\b(?:gtag|googletag|fbq|ga)\("
)
_LEAST_SPACED = 11
_URL = re.compile(
    r"^(?:[\[(•*-]?\s?\d{1,4}[.)\]]?\s)?(?:(?:https?|ftp|file)://|www\.)\S+$|^@\w{2,}$|^#\w+(?:\s+#\w+)*$|^[\w.+-]+@[\w-]+\.[\w.]+$",
    re.IGNORECASE,
)
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")
_LETTER = re.compile(r"[^\W\d_]")

_BEYOND_LATIN = re.compile(r"[\u0370-\u1dff\u3040-\ud7af\uf900-\uffff]")
_SCRIPTS = (
    ("latin", re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")),
    ("cyrillic", re.compile(r"[\u0400-\u052f]")),
    ("arabic", re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")),
    ("greek", re.compile(r"[\u0370-\u03ff]")),
    ("hebrew", re.compile(r"[\u0590-\u05ff]")),
    ("indic", re.compile(r"[\u0900-\u0dff]")),
    ("thai", re.compile(r"[\u0e00-\u0e7f]")),
    ("hangul", re.compile(r"[\u1100-\u11ff\uac00-\ud7af]")),
    ("cjk", re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")),
)


@lru_cache(maxsize=_CACHE_SIZE)
def word_count(text: str) -> int:
    """Count the words of `text`; in scripts without spaces, two characters count as a word."""
    count = text.count(" ") + 1 if _is_plain(text) else len(text.split())
    return count if text.isascii() else count + len(_WIDE.findall(text)) // 2


def _is_plain(text: str) -> bool:
    """Whether single spaces separate the words of `text`, as in normal form; U+0020 is the only printable space."""
    return "  " not in text and text.isprintable() and text[:1] not in ("", " ") and text[-1] != " "


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence does, in any script."""
    last = text[-1:]
    return not last.isalnum() and (last in _PLAIN_ENDS or _SENTENCE_END.search(text, max(0, len(text) - _CLOSING)) is not None)


def is_prose(text: str) -> bool:
    """Whether `text` reads as running text: a whole sentence or more."""
    return len(text) >= _LEAST_PROSE and _is_prose(text)


@lru_cache(maxsize=_CACHE_SIZE)
def _is_prose(text: str) -> bool:
    count = word_count(text)
    if ends_sentence(text):
        return count >= 7
    return count >= 30 or (count >= 12 and (text.endswith((":", "：")) or bool(_SPEECH_END.search(text))))


def is_long_prose(text: str) -> bool:
    """Whether `text` is a paragraph that only a story (or a long notice) has."""
    return word_count(text) >= 22 and is_prose(text)


@lru_cache(maxsize=_CACHE_SIZE)
def is_headline(text: str) -> bool:
    """Whether `text` could be the headline of a story: some words, no full stop at its end."""
    return 3 <= word_count(text) <= 26 and not text.endswith((".", "。", "।", ":", ";", ",")) and bool(_LETTER.search(text))


def is_counter(text: str) -> bool:
    """Whether `text` is only a number, or a number of shares, views, minutes…"""
    if len(text) > 40:
        return False
    return bool((has_digit(text) and _COUNTER.match(text)) or (text[:1].lower() in "erltв" and _READ_TIME.match(text)))


def is_list_item(text: str) -> bool:
    """Whether `text` starts with a bullet or an item number."""
    return bool(_BULLET.match(text))


def is_address(text: str) -> bool:
    """Whether `text` is only a link, a handle, hashtags or an e-mail address."""
    return (text[:1] in "hHwW@#" or "@" in text or "://" in text) and bool(_URL.match(text))


def is_code(text: str) -> bool:
    """Whether `text` is a line of a script, a style sheet or data in the text of a page."""
    return _CODE_CHARACTER.search(text) is not None and bool(_CODE.search(text))


def is_letter_spaced(text: str) -> bool:
    """Whether `text` is written l i k e  t h i s, as in letterheads."""
    if text[1:2] != " " or text.count(" ") < _LEAST_SPACED // 2 or len(text) < _LEAST_SPACED:
        return False
    pieces = text.split()
    return sum(len(piece) == 1 for piece in pieces) > 0.8 * len(pieces) and not _WIDE.search(text)


def has_letters(text: str) -> bool:
    """Whether `text` contains a letter."""
    return bool(_LETTER.search(text))


def script(text: str) -> str | None:
    """Return the script of most letters of `text`; None if it has no letters."""
    if text.isascii():
        return "latin" if has_letters(text) else None
    if not _BEYOND_LATIN.search(text):
        return "latin" if _SCRIPTS[0][1].search(text) else None
    counts = [(len(pattern.findall(text)), name) for name, pattern in _SCRIPTS]
    best, name = max(counts)
    return name if best else None
