"""Markdown from reader services and note programs: an article under a header with its metadata.

Two forms of header are known: lines such as `Title:` and `URL Source:` before `Markdown Content:`, and front matter between two
lines of `---`. The fields of the header become hints. Its lines stay in the document, and `hints["body"]` says where the article
begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from dateline.readers.base import Arrival, Likeness, read_document
from dateline.readers.fields import is_known, read_record
from dateline.readers.plugins import hookimpl
from dateline.readers.signatures import binary_kind
from dateline.text.decoding import decode
from dateline.types.documents import RawDocument

_FIELD = re.compile(r"([A-Za-z][A-Za-z _-]{0,40}):(?:\s+(\S.*))?$")
_ITEM = re.compile(r"\s{0,8}-\s+(\S.*)$")
_SERVICE = {"title": "title", "url source": "url", "published time": "published", "author": "author", "description": "description"}
_CONTENT = "markdown content:"
_FENCES = ("---", "...")
_MOST_HEADER = 200


@dataclass(frozen=True, slots=True)
class MarkdownReader:
    """Reads a stream as one article in Markdown."""

    name: str = "markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown")
    signs: str = "a header of Title: and URL Source:, or front matter with the fields of an article"

    def recognise(self, head: bytes) -> Likeness:
        """Certain by the header; without one, only the file name shows it."""
        if binary_kind(head) is not None:
            return Likeness.NONE
        fields, _ = read_header(decode(head)[0].splitlines())
        known = sum(is_known(name) for name in fields)
        return Likeness.CERTAIN if known >= 2 or "url" in fields else Likeness.POSSIBLE

    def read(self, stream: BinaryIO, origin: str, identity: str | None) -> Iterator[Arrival]:
        """The one article in `stream`."""
        content = read_document(stream)
        lines = decode(content)[0].splitlines()
        fields, first = read_header(lines)
        record = read_record({**fields, "text": "."}, origin, identity, None)
        hints = {**record.hints, "body": f"{first}-{len(lines)}"} if first else record.hints
        document = RawDocument(content, "text/markdown", origin, record.url or identity, record.url, record.fetched)
        yield replace(document, hints=hints)


def read_header(lines: Sequence[str]) -> tuple[Mapping[str, str | list[str]], int]:
    """The fields in the header of a Markdown text, and the number of the line after it; ({}, 0) if there is no header."""
    if lines and lines[0].strip() == "---":
        return _front_matter(lines)
    fields: dict[str, str | list[str]] = {}
    for place, line in enumerate(lines[:_MOST_HEADER]):
        if line.strip().lower() == _CONTENT and "title" in fields:
            return fields, place + 1
        match = _FIELD.match(line)
        name = _SERVICE.get(match[1].lower()) if match else None
        if match and name and match[2]:
            fields[name] = match[2].strip()
        elif line.strip() and not (match and fields):
            break
    return {}, 0


def _front_matter(lines: Sequence[str]) -> tuple[Mapping[str, str | list[str]], int]:
    """The fields between two lines of dashes, with values on the same line, in brackets, or as items on the lines below."""
    fields: dict[str, str | list[str]] = {}
    name = ""
    for place, line in enumerate(lines[1:_MOST_HEADER], start=1):
        if line.rstrip() in _FENCES:
            return fields, place + 1
        match, item = _FIELD.match(line), _ITEM.match(line)
        if match:
            name = match[1]
            fields[name] = _parse_value(match[2] or "")
        elif item and name:
            earlier = fields[name]
            fields[name] = [*(earlier if isinstance(earlier, list) else filter(None, [earlier])), _unquote(item[1])]
    return {}, 0


def _parse_value(text: str) -> str | list[str]:
    if text.startswith("[") and text.endswith("]"):
        return [_unquote(part) for part in text[1:-1].split(",") if part.strip()]
    return _unquote(text)


def _unquote(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


@hookimpl
def dateline_readers() -> Sequence[object]:
    """The reader of this module."""
    return [MarkdownReader()]
