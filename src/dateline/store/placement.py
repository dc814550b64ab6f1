"""Where a document of an ingest belongs: a new article, a new version of one, or nothing new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from dateline.store.placement_types import Placement, Sighted
from dateline.store.raw_documents import KNOWN
from dateline.store.rows import name_number, plain
from dateline.store.session import Session
from dateline.store.tombstones import has_tombstone
from dateline.store.version_order import Capture, find_owner, find_version_number, has_its_time, is_cut_off, read_captures
from dateline.text import is_web_address
from dateline.text.addresses import canonical_address, declared_address

if TYPE_CHECKING:
    from dateline.types.documents import RawDocument

_FILE = "file:"

_NEWEST_SIGHTING = """
    SELECT article_id, version, hash FROM sightings JOIN raw ON raw.id = sightings.raw
    WHERE sightings.name = ?1 AND coalesce(identity, url) = ?2 ORDER BY sightings.id DESC LIMIT 1
"""
_LAST_AT = """
    SELECT article_id, version, hash FROM sightings JOIN raw ON raw.id = sightings.raw
    WHERE sightings.name = ?1 AND coalesce(identity, url) = ?2 AND origin = ?3 ORDER BY sightings.id DESC LIMIT 1
"""
_NEWEST_VERSION = "SELECT hash, version FROM articles JOIN raw ON raw.id = articles.raw WHERE articles.id = ?"
# In the order of the index, so that the first row needs no reading of all copies of a page.
_SEEN_WITH_BYTES = (
    f"SELECT article_id, version FROM sightings WHERE raw = (SELECT id FROM raw WHERE {KNOWN.format('?1')}) ORDER BY sightings.id"
)


class ArchiveFacts(Protocol):
    """What is known about the documents seen so far; `find_placement` decides by it."""

    def last_sighting(self, name: str) -> Sighted | None:
        """The last sighting under that name."""

    def newest(self, article_id: str) -> tuple[str, int]:
        """The hash of the bytes of an article's newest version, and the number of the version."""

    def owner(self, article_id: str) -> str | None:
        """The name under which an article was seen first."""

    def captures(self, article_id: str, name: str) -> list[Capture]:
        """The captures of an article under a name."""

    def last_at(self, name: str, origin: str) -> Sighted | None:
        """The last sighting under that name at that place."""

    def holders(self, raw_id: str) -> Iterator[tuple[str, int]]:
        """The articles and versions that were seen with those bytes, in the order in which they were seen."""

    def unwanted(self, name: str) -> bool:
        """Whether an article with that name, or with bytes of that hash, was deleted and must not come back."""


@dataclass(frozen=True, slots=True)
class StoredFacts:
    """What an archive file knows."""

    session: Session

    def last_sighting(self, name: str) -> Sighted | None:
        """See `ArchiveFacts`."""
        found = self.session.row(_NEWEST_SIGHTING, (name_number(name), name))
        return Sighted(*found) if found else None

    def newest(self, article_id: str) -> tuple[str, int]:
        """See `ArchiveFacts`."""
        found = self.session.row(_NEWEST_VERSION, (article_id,))
        return (found[0], found[1]) if found else ("", 0)

    def owner(self, article_id: str) -> str | None:
        """See `ArchiveFacts`."""
        return find_owner(self.session, article_id)

    def captures(self, article_id: str, name: str) -> list[Capture]:
        """See `ArchiveFacts`."""
        return read_captures(self.session, article_id, name)

    def last_at(self, name: str, origin: str) -> Sighted | None:
        """See `ArchiveFacts`."""
        found = self.session.row(_LAST_AT, (name_number(name), name, plain(origin)))
        return Sighted(*found) if found else None

    def holders(self, raw_id: str) -> Iterator[tuple[str, int]]:
        """See `ArchiveFacts`."""
        yield from self.session.each(_SEEN_WITH_BYTES, (raw_id,))

    def unwanted(self, name: str) -> bool:
        """See `ArchiveFacts`."""
        return has_tombstone(self.session, name)


def find_identity(raw: RawDocument) -> str | None:
    """The name that a later version of the document has too, as the store writes it: an address in its canonical form."""
    name = raw.identity or raw.url
    return plain(canonical_address(name)) if name else None


def settle_identity(known: ArchiveFacts, raw: RawDocument) -> RawDocument:
    """`raw` under the address that its page declares as its own, unless the address where it was found is known already."""
    if raw.url is None or not raw.media_type.startswith("text/html"):
        return raw
    name, own = find_identity(raw), declared_address(raw.content, raw.url)
    if own is None or name is None or canonical_address(own) == name or "#id=" in name or not is_web_address(name):
        return raw
    return raw if known.unwanted(name) or known.last_sighting(name) else replace(raw, identity=own)


def is_file(name: str) -> bool:
    """Whether a name is that of a file. It says less than an address: the same bytes in another file are a duplicate."""
    return name.startswith(_FILE)


def find_placement(known: ArchiveFacts, raw: RawDocument, raw_id: str) -> Placement:
    """Where `raw` belongs, by these rules.

    A known name (URL, file, record) with the bytes of its article's newest version is a duplicate; with other bytes it is a new
    version. If the time of capture is known, the document is placed among the captures of its article (`version_order.py`).
    Otherwise it is the newest version, unless its place had the same bytes when it was last read: then it is a duplicate.

    Addresses are compared in their canonical form. The address that a page declares as its own comes first (`settle_identity`).

    An unknown URL is a new article even if its bytes are known: copies are grouped later, never hidden. An unknown file, or a
    document without a name, is a duplicate if its bytes are known. A file that was ingested as a copy of another article never
    makes versions of it, or the two would overwrite each other at every ingest; once it differs, it is a separate article.

    A deleted document is skipped by its name. Without a name, or with that of a file, it is skipped by its bytes too.
    """
    name = find_identity(raw)
    if (name and known.unwanted(name)) or ((name is None or is_file(name)) and known.unwanted(raw_id)):
        return Placement("skipped")
    seen = known.last_sighting(name) if name else None
    if name and seen:
        newest, version = known.newest(seen.article_id)
        if known.owner(seen.article_id) == name:
            return _place_version(known, raw, Sighted(seen.article_id, version, newest), (name, raw_id))
        if raw_id == newest:
            return Placement("duplicate", seen.article_id, version)
        if raw_id == seen.raw_id:
            return Placement("duplicate", seen.article_id, seen.version)
    if name is None or is_file(name):
        holder = _find_holder(known, raw_id)
        if holder:
            return Placement("duplicate", *holder)
    return Placement("new")


def _place_version(known: ArchiveFacts, raw: RawDocument, newest: Sighted, what: tuple[str, str]) -> Placement:
    """Where a document belongs among the versions of the article with its name."""
    (name, raw_id), article_id = what, newest.article_id
    if has_its_time(raw) or is_cut_off(raw):
        captures = known.captures(article_id, name)
        if captures and max(captures).raw_id == newest.raw_id:  # otherwise an older program wrote them: `reclean` sorts them
            return find_version_number(captures, raw, raw_id, newest)
    if raw_id == newest.raw_id:
        return Placement("duplicate", article_id, newest.version)
    last = known.last_at(name, raw.origin)
    if last and last.raw_id == raw_id and last.article_id == article_id:
        return Placement("duplicate", article_id, last.version)
    return Placement("new_version", article_id, newest.version + 1)


def _find_holder(known: ArchiveFacts, raw_id: str) -> tuple[str, int] | None:
    """The first article that has those bytes now; otherwise the first that ever had them."""
    first = None
    for holder in known.holders(raw_id):
        if known.newest(holder[0])[0] == raw_id:
            return holder
        first = first or holder
    return first
