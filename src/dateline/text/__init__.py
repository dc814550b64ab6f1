"""Pure work on strings: normal forms, words, hashes, ids. No I/O, no state."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Literal

# Control characters, the soft hyphen, zero-width space, joiners without meaning, direction marks, lone surrogates.
# U+200C and U+200D stay: Persian and the Indic scripts spell with them.
_UNSEEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b"
    "\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
)
_TAGS = "(?<![\U0001f3f4\U000e0000-\U000e007f])[\U000e0000-\U000e007f]+"  # except those of a flag
_INVISIBLE = f"[{_UNSEEN}]|{_TAGS}"
_LINE_BREAK = r"\r\n|[\r\n\x85\u2028\u2029]"
_OTHER_BREAK = r"[\r\x85\u2028\u2029]"
_SPACE = re.compile(r"\s+")
# Characters that act and cannot be seen: controls (DEL and C1; C0 is added below), line separators, direction marks and overrides,
# invisible format characters, tags, surrogates without their other half.
_CONTROLS = (
    "\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f\ud800-\udfff"
)
# Joiners stay next to letters of scripts that spell with them, and in emoji; tags stay in the flags that are made of them.
_JOINED = (
    "\u0590-\u1cff\u20e3\u2190-\u2bff\u3030\u303d\u3297\u3299\ufb1d-\ufdff\ufe0f\ufe70-\ufefc"
    "\U00010000-\U0001bc9f\U0001f000-\U0001faff"
)
_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f"
_JOINER = f"(?<![{_JOINED}])[\u200c\u200d](?![{_JOINED}])"
_IN_A_LINE = f"{_FLAG}|[\x00-\x1f{_CONTROLS}]|{_JOINER}"
_IN_A_TEXT = f"{_FLAG}|[\x00-\x08\x0b-\x1f{_CONTROLS}]|{_JOINER}"
_BLANK = "".join(map(chr, range(0x21)))
_BREAKS = dict.fromkeys(map(ord, "\t\r\n"))  # browsers ignore these anywhere in an address
_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_WEB_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f<>\"'`\\/?#][^\s\x00-\x20\x7f<>\"`\\]*+", re.IGNORECASE)
_MANY_MARKS = r"[^\w\s\x00-\u02ff\u2000-\u20cf\u2100-\u2cee]{100}"  # these include all accents
_MARKS = r"[\u0300-\u034e\u0350-\u036f]+"  # of Latin, Greek and Cyrillic letters; no others have lower code points
_OTHER_MARK = r"[^\x00-\u02ff\u0370-\u0482\u048a-\u0590\u2000-\u20cf\u3040-\u3098\u3400-\ua000]"
_UNACCENTED = re.compile(r"[\x00-\x7f‘’“”–—•·«»©€£°]*+\Z")  # characters that are the same in every normal form
_LONG = 1_000
LONGEST_HOST = 253
_ADDRESS = re.compile(r"[\x00-\x20]*(?:[a-z][a-z0-9+.-]{0,30}:)?//", re.IGNORECASE)
# User name and password before a host. A password may contain / ? # if it does not begin like a port and an @ follows.
_USER = r"(?:[^\s/?#\\]*@|[^\s/?#\\:@\[]{1,100}:(?!\d*(?:[/?#\\\s]|$))\S{0,300}@)"
_NAMED_USER = f"(?<=://){_USER}"
_FIRST_USER = re.compile(f"//{_USER}")
_HASH = "b2:"
_ID_LENGTH = 8
_ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u to misread


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern when it is first used: compiling them all takes a twentieth of a short search."""
    return re.compile(pattern)


def normalise(line: str) -> str:
    """Return `line` with composed characters, single plain spaces, and no invisible characters."""
    text = " ".join(line.split())
    if text.isprintable():  # no invisible characters
        return text if text.isascii() else _normal_form("NFC", text)
    return _SPACE.sub(" ", _normal_form("NFC", _compiled(_INVISIBLE).sub("", line))).strip()


def _normal_form(form: Literal["NFC", "NFKD"], text: str) -> str:
    """Return `text` in a normal form of Unicode.

    Sorting accents takes quadratic time, so in a long text a space is put after each hundred of them.
    """
    return unicodedata.normalize(form, text if len(text) <= _LONG else _compiled(_MANY_MARKS).sub(r"\g<0> ", text))


def visible(text: str) -> str:
    """Return `text` without invisible characters, such as the soft hyphens of a headline that was copied from a page."""
    return text if text.isascii() and text.isprintable() else _compiled(_INVISIBLE).sub("", text)


def without_users(text: str) -> str:
    """Return `text` without the user names and passwords (or tokens) in its web addresses."""
    return _compiled(_NAMED_USER).sub("", text) if "@" in text and "://" in text else text


def web_address(text: str) -> str:
    """Return an address as it is stored: without user name or password, and with control and format characters escaped (%1B).

    The escapes are those of browsers. A name that is not an address is returned unchanged.
    """
    start = _ADDRESS.match(text)
    if start is None:
        return text
    user = _FIRST_USER.match(text, start.end() - 2)
    if user is not None:
        text = text[: start.end()] + text[user.end() :]
    if text.isprintable():
        return text.strip()
    return _compiled(_IN_A_LINE).sub(_percent_encode, text.strip(_BLANK).translate(_BREAKS))


def shown(line: str) -> str:
    """Return `line` fit for display: control and format characters, line breaks and tabs become escapes ("\\x1b")."""
    return line if line.isprintable() else _compiled(_IN_A_LINE).sub(_escape, line)


def shown_text(text: str, escape: Callable[[str], str] | None = None) -> str:
    """Do the same for a text of several lines: line breaks and tabs stay. `escape` is another way to write such a character."""
    if text.isprintable():
        return text
    written = _escape if escape is None else lambda found: found[0] if len(found[0]) > 1 else escape(found[0])
    return _compiled(_IN_A_TEXT).sub(written, text)


def _percent_encode(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace"))


def _escape(found: re.Match[str]) -> str:
    if len(found[0]) > 1:  # a flag
        return found[0]
    point = ord(found[0])
    return f"\\x{point:02x}" if point < 0x100 else f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"


def split_lines(text: str) -> list[str]:
    """Split `text` at every kind of line break that news text has."""
    return _compiled(_LINE_BREAK).split(text) if _compiled(_OTHER_BREAK).search(text) else text.split("\n")


def has_separator(text: str) -> bool:
    """Whether `text` has a dash or bar between spaces, as before a site's name; a cheap test before a pattern."""
    return " - " in text or " – " in text or " | " in text or " — " in text


def has_digit(text: str) -> bool:
    """Whether there is any digit in `text`; a cheap test before a pattern for counts and dates."""
    return _DIGIT.search(text) is not None


def is_web_address(text: str) -> bool:
    """Whether `text` is the address of a web page, with nothing that a browser or a shell could misread."""
    return _WEB_ADDRESS.fullmatch(text) is not None


def address_parts(url: str) -> tuple[str, str]:
    """Return the host, in lower case, and the path of an address; both empty for an invalid one ("http://[a")."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        return host if len(host) <= LONGEST_HOST else "", parts.path
    except ValueError:
        return "", ""


def words(text: str) -> list[str]:
    """Return the words of `text`, in lower case."""
    return _WORD.findall(text.lower())


def fold(text: str) -> str:
    """Return `text` without case and accents, for comparing names."""
    return text.lower() if text.isascii() or _UNACCENTED.match(text) else _fold(text)


@lru_cache(maxsize=4096)
def _fold(text: str) -> str:
    decomposed = _normal_form("NFKD", text.casefold())
    bare = _compiled(_MARKS).sub("", decomposed)
    return bare.translate(_ACCENTS) if _compiled(_OTHER_MARK).search(bare) else bare


class _Accents(dict[int, int | None]):
    """A table for `str.translate` that drops combining marks and adds each character when it is first looked up."""

    def __missing__(self, point: int) -> int | None:
        self[point] = None if unicodedata.combining(chr(point)) else point
        return self[point]


_ACCENTS = _Accents()


def content_hash(content: bytes) -> str:
    """Return the hash of `content`: BLAKE2b-160 in hex, after a tag that names it ("b2:…")."""
    import hashlib  # a search needs no hash, and this loads a whole library of ciphers

    return _HASH + hashlib.blake2b(content, digest_size=20).hexdigest()


def short_id(name: str, length: int = _ID_LENGTH) -> str:
    """Return a short public id for `name`: `length` characters (at most 32) that are hard to misread."""
    import hashlib

    number = int.from_bytes(hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=20).digest(), "big")
    return "".join(_ID_ALPHABET[(number >> shift) & 31] for shift in range(0, 5 * length, 5))


def id_number(name: str) -> int | None:
    """Return the number that an id of the usual length encodes; None for any other text."""
    if len(name) != _ID_LENGTH or not set(name) <= set(_ID_ALPHABET):
        return None
    number = 0
    for character in name:
        number = number * len(_ID_ALPHABET) + _ID_ALPHABET.index(character)
    return number
