"""Redaction of paths that the server does not show: the files that documents were read from, and the archive."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.text import is_web_address
from dateline.types.answers import Hit
from dateline.types.articles import ArchivedArticle
from dateline.types.documents import RawDocument
from dateline.types.history import Diff, Version

if TYPE_CHECKING:
    from dateline.search.similar import Similar


_SLASHES = frozenset("/\\")


def redact_origin(origin: str) -> str:
    """An origin without folders: an address is unchanged, a path becomes its last part."""
    if is_web_address(origin):
        return origin
    return origin.replace("\\", "/").rstrip("/").rpartition("/")[2]


def public_hit(hit: Hit) -> Hit:
    """A hit without private paths."""
    return replace(hit, origin=redact_origin(hit.origin))


def public_similar(similar: Similar) -> Similar:
    """A similar article without private paths."""
    return replace(similar, hit=public_hit(similar.hit))


def redact_article(found: ArchivedArticle) -> ArchivedArticle:
    """An article without private paths."""
    return replace(found, origin=redact_origin(found.origin))


def public_version(version: Version) -> Version:
    """A version without private paths."""
    return replace(version, origin=redact_origin(version.origin))


def public_document(document: RawDocument) -> RawDocument:
    """A raw document without private paths; its identity is kept unless it is a path."""
    identity = document.identity or ""
    kept = identity if is_web_address(identity) or not _SLASHES.intersection(identity) else None
    return replace(document, origin=redact_origin(document.origin), identity=kept or None)


def public_diff(diff: Diff) -> Diff:
    """A difference of versions without private paths."""
    return replace(diff, old=public_version(diff.old), new=public_version(diff.new))


def public_notes(notes: Iterable[str], folder: Path) -> tuple[str, ...]:
    """Warnings without the path of the archive."""
    places = sorted({str(folder), str(folder.absolute()), str(folder.resolve())}, key=len, reverse=True)
    found = []
    for note in notes:
        for place in places:
            note = note.replace(place, "the archive")
        found.append(note)
    return tuple(found)
