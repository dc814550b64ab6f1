"""Pure work on strings: normal forms, words, hashes, ids. No I/O, no state."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Control characters, the soft hyphen, zero-width space and joiners of no meaning, marks of writing direction, lone surrogates.
# U+200C and U+200D stay: Persian and the Indic scripts spell with them.
_UNSEEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u180e\u200b"
    "\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff"
)
_INVISIBLE = re.compile(f"[{_UNSEEN}]")
_LINE_BREAK = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
_OTHER_BREAK = re.compile(r"[\r\x85\u2028\u2029]")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_WEB_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f<>\"'`\\/?#]+[^\s\x00-\x20\x7f<>\"`\\]*", re.IGNORECASE)
_HASH = "b2:"
_ID_LENGTH = 8
_ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u to misread


def normalise(line: str) -> str:
    """`line` with composed characters, single plain spaces, and nothing that cannot be seen."""
    if line.isprintable():  # nothing unseen, and no space but the plain one
        return " ".join((line if line.isascii() else unicodedata.normalize("NFC", line)).split())
    return _SPACE.sub(" ", unicodedata.normalize("NFC", _INVISIBLE.sub("", line))).strip()


def visible(text: str) -> str:
    """`text` without what cannot be seen, such as the soft hyphens of a headline that was copied from a page."""
    return text if text.isascii() and text.isprintable() else _INVISIBLE.sub("", text)


def split_lines(text: str) -> list[str]:
    """`text` cut at every kind of line break that news text comes with."""
    return _LINE_BREAK.split(text) if _OTHER_BREAK.search(text) else text.split("\n")


def has_separator(text: str) -> bool:
    """Whether `text` has a dash or bar between spaces, as stands before a site's name; the cheap test before a pattern."""
    return " - " in text or " – " in text or " | " in text or " — " in text


def has_digit(text: str) -> bool:
    """Whether there is any digit in `text`; the cheap test before a pattern for counts and dates."""
    return _DIGIT.search(text) is not None


def is_web_address(text: str) -> bool:
    """Whether `text` is an address of a page on the web, and nothing that a browser or a shell would take for something else."""
    return _WEB_ADDRESS.fullmatch(text) is not None


def words(text: str) -> list[str]:
    """The words of `text`, in lower case."""
    return _WORD.findall(text.lower())


def fold(text: str) -> str:
    """`text` without case and accents, for comparing names."""
    return text.lower() if text.isascii() else _fold(text)


@lru_cache(maxsize=4096)
def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return decomposed if decomposed.isascii() else decomposed.translate(_ACCENTS)


class _Accents(dict[int, int | None]):
    """A table for `str.translate` that drops combining marks and learns each character when it first meets it."""

    def __missing__(self, point: int) -> int | None:
        self[point] = None if unicodedata.combining(chr(point)) else point
        return self[point]


_ACCENTS = _Accents()


def content_hash(content: bytes) -> str:
    """The name of `content`: BLAKE2b-160 in hex, with a tag that says so ("b2:…")."""
    import hashlib  # a search needs none, and it brings a whole library of ciphers

    return _HASH + hashlib.blake2b(content, digest_size=20).hexdigest()


def short_id(name: str, length: int = _ID_LENGTH) -> str:
    """A short public id for `name`: `length` characters that are hard to misread (at most 32)."""
    import hashlib

    number = int.from_bytes(hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=20).digest(), "big")
    return "".join(_ID_ALPHABET[(number >> shift) & 31] for shift in range(0, 5 * length, 5))


def id_number(name: str) -> int | None:
    """The number that an id of the usual length is written for; None for any other text."""
    if len(name) != _ID_LENGTH or not set(name) <= set(_ID_ALPHABET):
        return None
    number = 0
    for sign in name:
        number = number * len(_ID_ALPHABET) + _ID_ALPHABET.index(sign)
    return number
