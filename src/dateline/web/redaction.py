"""Paths that the server does not show: of the files that documents were read from, and of the archive."""

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
    """From where a document was read, without the folders: an address as it is, of a path the last name."""
    if is_web_address(origin):
        return origin
    return origin.replace("\\", "/").rstrip("/").rpartition("/")[2]


def public_hit(hit: Hit) -> Hit:
    """A hit as it is told."""
    return replace(hit, origin=redact_origin(hit.origin))


def public_similar(similar: Similar) -> Similar:
    """A similar article as it is told."""
    return replace(similar, hit=public_hit(similar.hit))


def redact_article(found: ArchivedArticle) -> ArchivedArticle:
    """An article as it is told."""
    return replace(found, origin=redact_origin(found.origin))


def public_version(version: Version) -> Version:
    """A version as it is told."""
    return replace(version, origin=redact_origin(version.origin))


def public_document(document: RawDocument) -> RawDocument:
    """A raw document as it is told; what names it in later versions is told where that is no path."""
    identity = document.identity or ""
    told = identity if is_web_address(identity) or not _SLASHES.intersection(identity) else None
    return replace(document, origin=redact_origin(document.origin), identity=told or None)


def public_diff(diff: Diff) -> Diff:
    """A comparison of versions as it is told."""
    return replace(diff, old=public_version(diff.old), new=public_version(diff.new))


def public_notes(notes: Iterable[str], folder: Path) -> tuple[str, ...]:
    """Remarks without the place of the archive."""
    places = sorted({str(folder), str(folder.absolute()), str(folder.resolve())}, key=len, reverse=True)
    found = []
    for note in notes:
        for place in places:
            note = note.replace(place, "the archive")
        found.append(note)
    return tuple(found)
