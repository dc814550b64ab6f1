"""Versions of an article, the difference between two, and a raw document, as records."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable

from dateline.render.json import VERSION, Record
from dateline.types.documents import RawDocument
from dateline.types.history import Diff, DiffLine, Version


def versions_record(article_id: str, versions: Iterable[Version]) -> Record:
    """The versions of an article, the oldest first."""
    return {"v": VERSION, "id": article_id, "versions": [_version(version) for version in versions]}


def document_record(article_id: str, document: RawDocument) -> Record:
    """A raw document, with its bytes in base64."""
    return {
        "v": VERSION,
        "id": article_id,
        "media_type": document.media_type,
        "origin": document.origin,
        "identity": document.identity,
        "url": document.url,
        "fetched": document.fetched.isoformat() if document.fetched else None,
        "hints": dict(document.hints),
        "size": len(document.content),
        "content": b64encode(document.content).decode("ascii"),
    }


def diff_record(diff: Diff) -> Record:
    """The difference between two versions: the changed fields, and every line of both texts."""
    return {
        "v": VERSION,
        "id": diff.article_id,
        "from": _version(diff.old),
        "to": _version(diff.new),
        "fields": [{"field": field.name, "from": field.old, "to": field.new} for field in diff.fields],
        "lines": list(map(line_record, diff.lines)),
    }


def line_record(line: DiffLine) -> Record:
    """A line of a comparison of texts."""
    return {"kind": line.kind, "text": line.text, "spans": [list(span) for span in line.spans]}


def _version(version: Version) -> Record:
    return {
        "version": version.number,
        "seen": version.seen.isoformat(),
        "fetched": version.fetched.isoformat() if version.fetched else None,
        "truncated": version.truncated,
        "origin": version.origin,
        "raw_id": version.raw_id,
        "size": version.size,
        "sightings": version.sightings,
    }
