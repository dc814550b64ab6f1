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
from dateline.store.version_order import Capture, find_version_number, has_its_time, is_cut_off, read_captures
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
_OWNER = """
    SELECT coalesce(identity, url) FROM sightings WHERE article_id = ? AND coalesce(identity, url) IS NOT NULL ORDER BY id LIMIT 1
"""
# In the order of the index, so that the first is had without reading all the copies of a page.
_HOLDERS = (
    f"SELECT article_id, version FROM sightings WHERE raw = (SELECT id FROM raw WHERE {KNOWN.format('?1')}) ORDER BY sightings.id"
)


class ArchiveFacts(Protocol):
    """What is known of the documents that have come by; `locate` decides by it."""

    def last_sighting(self, name: str) -> Sighted | None:
        """What was seen under that name last."""

    def newest(self, article_id: str) -> tuple[str, int]:
        """The bytes of an article's newest version, by their hash, and the version's number."""

    def owner(self, article_id: str) -> str | None:
        """The name under which an article was seen first."""

    def captures(self, article_id: str, name: str) -> list[Capture]:
        """When an article was captured under a name, and as which bytes."""

    def last_at(self, name: str, origin: str) -> Sighted | None:
        """What was seen under that name at that place last."""

    def holders(self, raw_id: str) -> Iterator[tuple[str, int]]:
        """The articles and versions that were seen with those bytes, in the order in which they were seen."""

    def unwanted(self, name: str) -> bool:
        """Whether an article of that name, or of bytes of that hash, was deleted and is not to come back."""


@dataclass(frozen=True, slots=True)
class StoredFacts:
    """What an archive knows."""

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
        found = self.session.row(_OWNER, (article_id,))
        return found[0] if found else None

    def captures(self, article_id: str, name: str) -> list[Capture]:
        """See `ArchiveFacts`."""
        return read_captures(self.session, article_id, name)

    def last_at(self, name: str, origin: str) -> Sighted | None:
        """See `ArchiveFacts`."""
        found = self.session.row(_LAST_AT, (name_number(name), name, plain(origin)))
        return Sighted(*found) if found else None

    def holders(self, raw_id: str) -> Iterator[tuple[str, int]]:
        """See `ArchiveFacts`."""
        yield from self.session.each(_HOLDERS, (raw_id,))

    def unwanted(self, name: str) -> bool:
        """See `ArchiveFacts`."""
        return has_tombstone(self.session, name)


def find_identity(raw: RawDocument) -> str | None:
    """What names the same document in a later version, as the store writes it: an address in its one form."""
    name = raw.identity or raw.url
    return plain(canonical_address(name)) if name else None


def settle_identity(known: ArchiveFacts, raw: RawDocument) -> RawDocument:
    """`raw` under the address that its page calls its own, where it has one and is not known under that at which it was found."""
    if raw.url is None or not raw.media_type.startswith("text/html"):
        return raw
    name, own = find_identity(raw), declared_address(raw.content, raw.url)
    if own is None or name is None or canonical_address(own) == name or "#id=" in name or not is_web_address(name):
        return raw
    return raw if known.unwanted(name) or known.last_sighting(name) else replace(raw, identity=own)


def is_file(name: str) -> bool:
    """Whether a name is that of a file, which says less than an address: the same bytes in another file are a duplicate."""
    return name.startswith(_FILE)


def find_placement(known: ArchiveFacts, raw: RawDocument, raw_id: str) -> Placement:
    """Where `raw` belongs, by this law.

    A known name (URL, file, record) with the bytes of its article's newest version is a duplicate, with other bytes a new
    version. Where it is told when a document was captured, it has its place among the captures of its article (`timeline.py`); else
    it is the newest, but for one that says just what its place said when it was read before, which is a duplicate.
    An address counts in its one form, and one that its page calls its own comes before it (`named`).
    An unknown URL is a new article even when its bytes are known: copies are grouped later, never hidden. An unknown
    file, or no name at all, is a duplicate when its bytes are known. A file that came in as the copy of another's article never
    makes versions of it, or the two would overwrite each other at every ingest: once it differs it is an article of its own.
    What was deleted is skipped under its name, and where there is no name or that of a file, its bytes are too.
    """
    name = find_identity(raw)
    if (name and known.unwanted(name)) or ((name is None or is_file(name)) and known.unwanted(raw_id)):
        return Placement("skipped")
    seen = known.last_sighting(name) if name else None
    if name and seen:
        newest, version = known.newest(seen.article_id)
        if known.owner(seen.article_id) == name:
            return _as_version(known, raw, Sighted(seen.article_id, version, newest), (name, raw_id))
        if raw_id == newest:
            return Placement("duplicate", seen.article_id, version)
        if raw_id == seen.raw_id:
            return Placement("duplicate", seen.article_id, seen.version)
    if name is None or is_file(name):
        holder = _holder(known, raw_id)
        if holder:
            return Placement("duplicate", *holder)
    return Placement("new")


def _as_version(known: ArchiveFacts, raw: RawDocument, newest: Sighted, what: tuple[str, str]) -> Placement:
    """Where a document belongs among the versions of the article that has its name."""
    (name, raw_id), article_id = what, newest.article_id
    if has_its_time(raw) or is_cut_off(raw):
        captures = known.captures(article_id, name)
        if captures and max(captures).raw_id == newest.raw_id:  # else it is from before: `reclean` settles it
            return find_version_number(captures, raw, raw_id, newest)
    if raw_id == newest.raw_id:
        return Placement("duplicate", article_id, newest.version)
    last = known.last_at(name, raw.origin)
    if last and last.raw_id == raw_id and last.article_id == article_id:
        return Placement("duplicate", article_id, last.version)
    return Placement("new_version", article_id, newest.version + 1)


def _holder(known: ArchiveFacts, raw_id: str) -> tuple[str, int] | None:
    """The first article that has those bytes now; where there is none, the first that ever had them."""
    first = None
    for holder in known.holders(raw_id):
        if known.newest(holder[0])[0] == raw_id:
            return holder
        first = first or holder
    return first
