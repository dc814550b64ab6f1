"""Decode bytes. Every input gives a text: bytes that cannot be decoded become the replacement character, never an error.

Unicode is tried first, since nothing else looks like it by accident. Only then are the legacy code pages compared, by the text that
each of them gives.
"""

from __future__ import annotations

import codecs
import re

from dateline.text.decoding.legacy import guess_code_page

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 8_192
_META_CHARSET = re.compile(
    rb"""<meta[^>]{0,400}?charset\s*+=\s*+["']?+\s*+([a-z0-9_:.\-]+)|<\?xml[^>]{0,200}?encoding\s*+=\s*+["']([a-z0-9_:.\-]+)""",
    re.I,
)
_JIS_ESCAPE = (b"\x1b$B", b"\x1b$@", b"\x1b(J")
_BROKEN_SHARE = 0.25  # broken characters per sound multi-byte character; a code page read as UTF-8 breaks at nearly every one


def decode(content: bytes, declared: str | None = None) -> tuple[str, str]:
    """Return the text in `content` and the name of its encoding; `declared` is trusted if the bytes allow it."""
    wide = find_unicode(content)
    if wide is not None:
        return content.decode(wide, "replace").removeprefix("\ufeff"), wide
    if content.isascii() and any(escape in content for escape in _JIS_ESCAPE):
        try:
            return content.decode("iso2022_jp_2"), "iso2022_jp_2"
        except UnicodeDecodeError:
            pass
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _is_broken_utf8(content[max(0, error.start - _SAMPLE) :]):
            return content.decode("utf-8", "replace"), "utf-8"
    name = guess_code_page(content, declared or _find_declared(content))
    return content.decode(name, "replace"), name


def find_unicode(content: bytes) -> str | None:
    """Return the Unicode encoding that the byte order mark or the zero bytes of `content` show; None if they show none."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    head = content[: _SAMPLE - _SAMPLE % 4]
    if b"\0" not in head or len(head) < 4:
        return None
    head = head[: len(head) - len(head) % 4]
    for name in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        if _reads_as_text(head.decode(name, "replace")):
            return name
    return None


def is_blank(content: bytes) -> bool:
    """Whether `content` is only white space."""
    if not content.strip(b" \t\r\n\f\v"):
        return True
    return len(content) <= _SAMPLE and not decode(content)[0].strip("\0\ufeff\u200b \t\r\n\f\v\x85\xa0")


def _reads_as_text(text: str) -> bool:
    """Whether wide characters were read in the right byte order: at most 1 % are odd, and at least 5 % are ASCII."""
    odd = sum(not char.isprintable() and char not in "\t\n\r\f\v\xa0\u3000\u200b\u2028" for char in text)
    plain = sum(" " <= char <= "~" or char in "\r\n" for char in text)
    return odd * 100 <= len(text) and plain * 20 >= len(text)


def _is_broken_utf8(content: bytes) -> bool:
    """Whether `content` is UTF-8 with some damaged bytes, rather than another encoding."""
    text = content[: 4 * _SAMPLE].decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(char > "\x7f" for char in text) - broken
    return sound >= 2 and broken <= max(1, _BROKEN_SHARE * sound)


def _find_declared(content: bytes) -> str | None:
    match = _META_CHARSET.search(content[:_SAMPLE])
    return None if match is None else (match[1] or match[2]).decode("ascii")
