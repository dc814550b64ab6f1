"""Detect a format by its first bytes, which are wrong less often than file names."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from dateline.text.decoding import find_unicode

_MAGIC = (
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"),
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "zip archive or office document"),
    (b"PK\x05\x06", "empty zip archive"),
    (b"\x1f\x8b\x08", "gzip archive"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ\x00", "xz archive"),
    (b"\x28\xb5\x2f\xfd", "zstd archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"\x7fELF", "ELF program"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old office document"),
    (b"SQLite format 3\x00", "SQLite database"),
    (b"ID3\x03", "MP3 sound"),
    (b"ID3\x04", "MP3 sound"),
    (b"OggS\x00", "Ogg sound"),
    (b"PAR1", "Parquet table"),
    (b"\x00\x00\x01\x00", "icon"),
    (b"wOFF", "font"),
    (b"wOF2", "font"),
)
_HEAD = 65_536
_BINARY_SHARE = 0.01  # of control characters; real text with stray ones is far below, compiled code and images far above
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b") + b"\x7f"
# Possessive (`*+`): the pattern never backtracks, so the time for many comments in a row grows only with their length.
_COMMENT = rb"<!--(?:[^-]++|-(?!->))*+-->"
_HTML_START = re.compile(rb"(?:<\?xml[^>]*+>|" + _COMMENT + rb"|\s++)*+<(?:!doctype\s++html|html|head|body)\b", re.IGNORECASE)
_HTML_TAG = re.compile(
    rb"</?(?:html|head|body|div|p|br|span|a|h[1-6]|ul|li|table|script|style|meta|title|article|img)\b[^<>]*+>", re.IGNORECASE
)
_XML_ROOT = re.compile(
    rb"\s*+(?:(?:<\?(?:[^?]++|\?(?!>))*+\?>|" + _COMMENT + rb"|<!DOCTYPE[^>\[]*+(?:\[(?:[^\]]++|\](?!\s*>))*+\]\s*+)?>)\s*+)*+"
    rb"<(?:[\w.-]{1,50}:)?([A-Za-z][\w.-]{0,50})[\s/>]",
    re.IGNORECASE,
)
_HTML_ELEMENT = re.compile(
    r"<(?:(/?)(p|div|span|a|h[1-6]|ul|ol|li|table|article|body|html|strong|em|b|i)\b([^<>]*+)|br\s*+/?)>", re.IGNORECASE
)


def binary_kind(content: bytes) -> str | None:
    """What kind of binary data `content` is, None for text."""
    return _kind(content[:_HEAD])


@lru_cache(4)  # every reader calls it with the same bytes
def _kind(head: bytes) -> str | None:
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return {b"WEBP": "WebP image", b"WAVE": "WAVE sound", b"AVI ": "AVI video"}[head[8:12]]
    if head[4:8] == b"ftyp":
        return "MP4 video or HEIF image"
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > _BINARY_SHARE * len(head) and find_unicode(head) is None:
        return "unknown kind"
    return None


def looks_like_page(content: bytes) -> bool:
    """Whether `content` is evidently a whole HTML page."""
    return _HTML_START.match(as_ascii(content)) is not None


def has_tags(content: bytes) -> bool:
    """Whether `content` begins like at least a part of an HTML page."""
    return len(_HTML_TAG.findall(as_ascii(content))) >= 3


def xml_root(content: bytes) -> str | None:
    """The name of the root element, without its prefix and in lower case; None if `content` is not XML."""
    match = _XML_ROOT.match(as_ascii(content))
    return None if match is None else match[1].decode("ascii").lower()


def has_markup(text: str) -> bool:
    """Whether `text` is HTML rather than plain text: it has at least one complete element of a kind common on pages."""
    open_elements = set()
    for tag in _HTML_ELEMENT.finditer(text):
        ends, name, attributes = tag.groups()
        if name is None or (ends and name.lower() in open_elements and not attributes.strip()):
            return True
        if not ends:
            open_elements.add(name.lower())
    return False


def as_ascii(content: bytes) -> bytes:
    """The beginning of `content` with one byte for each character, in any Unicode encoding; only ASCII characters survive."""
    return _ascii_of_head(content[:_HEAD])


@lru_cache(4)
def _ascii_of_head(head: bytes) -> bytes:
    encoding = find_unicode(head)
    if encoding is not None:
        return head.decode(encoding, "ignore").encode("ascii", "replace").lstrip(b"?")
    return head.removeprefix(codecs.BOM_UTF8)
