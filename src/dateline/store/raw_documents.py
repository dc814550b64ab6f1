"""The raw documents: kept once under their hash, and read exactly as they were given.

The newest raw document of an article *leans* on its clean text and its removed lines, where nearly all of it stands already. Those
can be made anew and a raw document cannot, so triggers in the file itself (`compaction.py`) put what it leans on into the table
`supports` before anything changes it or takes it away, whoever does that. `lean` and `settle` then pack the document anew.
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
"""`raw` with what its documents lean on, for `STORED`."""
STORED = """
    raw.content, CASE WHEN supports.raw IS NULL THEN support.body ELSE supports.body END,
    CASE WHEN supports.raw IS NULL THEN beside.removed ELSE supports.removed END
"""
"""The three columns that `RawDocuments.unpack` takes."""

KNOWN = "substr(hash, 4, 12) = substr({0}, 4, 12) AND +hash = {0}"
"""The condition that finds a raw document by its hash; the index has only the beginnings.

Without the plus SQLite would put the one condition into the other, and read the whole table.
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
    """Keeps and reads raw documents. Its writing belongs into a batch."""

    session: Session
    codec: Codec
    dictionaries: Dictionaries

    def number(self, raw_id: str) -> int:
        """The number of the document of that hash; 0 where there is none."""
        return self.session.number(_NUMBER, (raw_id,))

    def keep(self, content: bytes, raw_id: str, stored: bytes | None = None, base: str | None = None) -> int:
        """Keep a document, as it is `stored` (None: by itself), leaning on the text of the article `base`; its number."""
        number = self.number(raw_id)
        if number:
            return number
        return self.session.insert(_INSERT, (raw_id, len(content), stored or self.codec.pack(content), base))

    def unpack(self, content: object, body: object, removed: object) -> bytes:
        """The document in the columns STORED; ArchiveDamaged where it cannot be unpacked."""
        return self.codec.unpack(content, None if body is None and removed is None else self._support(body, removed))

    def read(self, numbers: Iterable[int]) -> dict[int, bytes]:
        """The documents of those numbers."""
        return {number: self.unpack(*stored) for number, *stored in self.session.rows_among(_STORED_BY_ID, numbers)}

    def compress_against_text(self, article_id: str) -> None:
        """Let the newest document of an article lean on the text that the article has now."""
        for number, body, removed in self.session.rows(_NEWEST, (article_id,)):
            content = self.read([number])[number]
            leaning = self.codec.pack_against_text(content, self._support(body, removed))
            self._write(number, leaning or self.codec.pack(content), article_id if leaning else None)

    def detach_from_text(self, numbers: Sequence[int]) -> None:
        """Let those of the documents stand by themselves whose supports are no longer in the article they leaned on."""
        found: list[Row] = self.session.rows_among("SELECT raw FROM supports WHERE raw IN ({})", numbers)
        for number, content in self.read(number for (number,) in found).items():
            self._write(number, self.codec.pack(content), None)

    def free(self, numbers: Iterable[int]) -> None:
        """Let documents stand by themselves, whatever they leaned on."""
        for number, content in self.read(numbers).items():
            self._write(number, self.codec.pack(content), None)

    def mend(self, number: int, content: bytes) -> None:
        """Keep a document again whose bytes were damaged."""
        self._write(number, self.codec.pack(content), None)
        self.session.run("UPDATE raw SET size = ? WHERE id = ?", (len(content), number))

    def drop_unseen(self, numbers: Sequence[int]) -> None:
        """Take away those of the documents that have not been seen anywhere."""
        for number in numbers:
            gone = "DELETE FROM raw WHERE id = ? AND NOT EXISTS (SELECT 1 FROM sightings WHERE raw = raw.id)"
            if self.session.run(gone, (number,)):
                self.session.run("DELETE FROM supports WHERE raw = ?", (number,))

    def _write(self, number: int, stored: bytes, base: str | None) -> None:
        self.session.run("UPDATE raw SET content = ?, base = ? WHERE id = ?", (stored, base, number))
        self.session.run("DELETE FROM supports WHERE raw = ?", (number,))

    def _support(self, body: object, removed: object) -> bytes:
        if not isinstance(body, str):
            raise ArchiveDamaged("a raw document leans on a text that is not there")
        lines = b"" if removed is None else self.dictionaries.unpack(removed)
        return lines + body.encode()  # the nearer, the fewer bytes name a place: the longer of the two comes last
