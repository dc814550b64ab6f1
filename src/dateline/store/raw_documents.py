"""The raw documents: stored once under their hash, and read exactly as they were given.

The newest raw document of an article is stored as a delta to the article's clean text and removed lines, which contain nearly all
of it. These texts can be made again and a raw document cannot. So triggers in the file (`compaction.py`) copy them into the table
`supports` before any program changes or deletes them. `compress_against_text` and `detach_from_text` then pack the document again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.errors import ArchiveDamaged
from dateline.store.codec import Codec
from dateline.store.dictionaries import Dictionaries
from dateline.store.session import Row, Session

SUPPORTED = """
    raw LEFT JOIN supports ON supports.raw = raw.id
    LEFT JOIN articles AS support ON support.id = raw.base LEFT JOIN ledger AS beside ON beside.article_id = raw.base
"""
"""`raw` joined with the texts that its documents are deltas to, for `STORED`."""
STORED = """
    raw.content, CASE WHEN supports.raw IS NULL THEN support.body ELSE supports.body END,
    CASE WHEN supports.raw IS NULL THEN beside.removed ELSE supports.removed END
"""
"""The three columns that `RawDocuments.unpack` takes."""

KNOWN = "substr(hash, 4, 12) = substr({0}, 4, 12) AND +hash = {0}"
"""The condition that finds a raw document by its hash; the index has only the beginnings of hashes.

Without the plus, SQLite would merge the two conditions and read the whole table.
"""

_STORED_BY_ID = f"SELECT raw.id, {STORED} FROM {SUPPORTED} WHERE raw.id IN ({{}})"
_NUMBER = f"SELECT id FROM raw WHERE {KNOWN.format('?1')}"
_INSERT = "INSERT INTO raw (hash, size, content, base) VALUES (?, ?, ?, ?)"
_NEWEST = """
    SELECT raw.id, articles.body, ledger.removed FROM articles JOIN ledger ON ledger.article_id = articles.id
    JOIN raw ON raw.id = articles.raw WHERE articles.id = ?1 AND (raw.base IS NULL OR raw.base = ?1)
"""


@dataclass(slots=True)
class RawDocuments:
    """Stores and reads raw documents. Call its writing methods in a batch."""

    session: Session
    codec: Codec
    dictionaries: Dictionaries

    def number(self, raw_id: str) -> int:
        """The number of the document with that hash; 0 if there is none."""
        return self.session.number(_NUMBER, (raw_id,))

    def keep(self, content: bytes, raw_id: str, stored: bytes | None = None, base: str | None = None) -> int:
        """Store a document and return its number. `stored` is its packed form (None: without a delta), a delta to the article
        `base`.
        """
        number = self.number(raw_id)
        if number:
            return number
        return self.session.insert(_INSERT, (raw_id, len(content), stored or self.codec.pack(content), base))

    def unpack(self, content: object, body: object, removed: object) -> bytes:
        """The document in the columns STORED; ArchiveDamaged if it cannot be unpacked."""
        return self.codec.unpack(content, None if body is None and removed is None else self._support_text(body, removed))

    def read(self, numbers: Iterable[int]) -> dict[int, bytes]:
        """The documents with those numbers."""
        return {number: self.unpack(*stored) for number, *stored in self.session.rows_among(_STORED_BY_ID, numbers)}

    def compress_against_text(self, article_id: str) -> None:
        """Store the newest document of an article as a delta to the article's present text."""
        for number, body, removed in self.session.rows(_NEWEST, (article_id,)):
            content = self.read([number])[number]
            delta = self.codec.pack_against_text(content, self._support_text(body, removed))
            self._write(number, delta or self.codec.pack(content), article_id if delta else None)

    def detach_from_text(self, numbers: Sequence[int]) -> None:
        """Pack those of the documents without a delta whose texts are no longer in the article."""
        found: list[Row] = self.session.rows_among("SELECT raw FROM supports WHERE raw IN ({})", numbers)
        for number, content in self.read(number for (number,) in found).items():
            self._write(number, self.codec.pack(content), None)

    def free(self, numbers: Iterable[int]) -> None:
        """Pack documents without a delta."""
        for number, content in self.read(numbers).items():
            self._write(number, self.codec.pack(content), None)

    def mend(self, number: int, content: bytes) -> None:
        """Replace the damaged bytes of a document."""
        self._write(number, self.codec.pack(content), None)
        self.session.run("UPDATE raw SET size = ? WHERE id = ?", (len(content), number))

    def drop_unseen(self, numbers: Sequence[int]) -> None:
        """Delete those of the documents that have no sighting."""
        for number in numbers:
            sql = "DELETE FROM raw WHERE id = ? AND NOT EXISTS (SELECT 1 FROM sightings WHERE raw = raw.id)"
            if self.session.run(sql, (number,)):
                self.session.run("DELETE FROM supports WHERE raw = ?", (number,))

    def _write(self, number: int, stored: bytes, base: str | None) -> None:
        self.session.run("UPDATE raw SET content = ?, base = ? WHERE id = ?", (stored, base, number))
        self.session.run("DELETE FROM supports WHERE raw = ?", (number,))

    def _support_text(self, body: object, removed: object) -> bytes:
        if not isinstance(body, str):
            raise ArchiveDamaged("a raw document needs a text that is missing")
        lines = b"" if removed is None else self.dictionaries.unpack(removed)
        return lines + body.encode()  # the longer text comes last, because nearer references take fewer bytes
