"""Dictionaries: what the removed lines of an archive have in common, learned once there are enough of them.

The boilerplate of a site is the same on all its pages, so a dictionary saves more than half of the space that removed lines take. A
dictionary in use never changes, which triggers in the file enforce: raw documents depend on texts packed with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dateline.errors import ArchiveDamaged
from dateline.store.codec import Codec
from dateline.store.session import Session

if TYPE_CHECKING:
    import zstandard

_FORM = b"\x03"
_NUMBER = 2  # bytes of the dictionary's number after the form
_FIRST = 1_000  # changes after which there is enough to learn from
_GROWTH = 8  # an archive that has grown by this factor has other sources: new texts get a new dictionary
_SAMPLES = 1_000
_LEAST = 200_000  # bytes of samples; a dictionary must not be longer than what it was learned from
_SIZE = 112_640  # 1,000 texts of 1.4 KB: 0.567 of their size alone, 0.306 with 16 KB, 0.253 with 64 KB, 0.240 with this

_PACKED = ("ledger", "supports")
_CHUNK = 500
_STORED = "SELECT rowid, removed FROM {} WHERE rowid > ? AND removed IS NOT NULL ORDER BY rowid LIMIT ?"
_NEWEST = "SELECT id, content FROM dictionaries ORDER BY id DESC LIMIT 1"
_READ = "SELECT content FROM dictionaries WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Dictionary:
    """What texts are packed with, and its number in the archive; empty if there is none yet."""

    number: int = 0
    content: bytes = b""


def packed_with(dictionary: Dictionary, text: bytes, codec: Codec) -> bytes:
    """`text` packed with a dictionary, or without one if it is empty or saves nothing."""
    if not dictionary.content or not text:
        return codec.pack(text)
    packed = _FORM + dictionary.number.to_bytes(_NUMBER, "big") + codec.compressed_with(dictionary.content, text)
    return packed if len(packed) < len(text) else codec.pack(text)


@dataclass(slots=True)
class Dictionaries:
    """Packs and unpacks texts with the archive's dictionaries. Call its writing methods in a batch."""

    session: Session
    codec: Codec
    _newest: Dictionary | None = None
    _known: dict[int, zstandard.ZstdDecompressor] = field(default_factory=dict)

    def pack(self, text: bytes) -> bytes:
        """`text` packed with the newest dictionary, or without one."""
        return packed_with(self.newest, text, self.codec)

    @property
    def newest(self) -> Dictionary:
        """The dictionary that texts are packed with now."""
        if self._newest is None:
            found = self.session.row(_NEWEST)
            self._newest = Dictionary(*found) if found else Dictionary()
        return self._newest

    def unpack(self, stored: object) -> bytes:
        """The text that was packed; ArchiveDamaged if the stored form is invalid."""
        if not isinstance(stored, bytes) or stored[:1] != _FORM:
            return self.codec.unpack(stored)
        import zstandard

        start = 1 + _NUMBER
        try:
            return self._decompressor(int.from_bytes(stored[1:start], "big")).decompress(stored[start:])
        except zstandard.ZstdError as error:
            raise ArchiveDamaged(f"removed lines cannot be unpacked ({error})") from error

    def forget(self) -> None:
        """Forget all dictionaries: a rollback removed those learned since the last commit."""
        self._newest, self._known = None, {}

    def learn(self, change: int) -> None:
        """Learn a dictionary from the newest articles, if one is due at this `change`."""
        learned = self.session.row("SELECT max(change) FROM dictionaries") or (None,)
        if change < (_FIRST if learned[0] is None else learned[0] * _GROWTH):
            return
        content = self._train()
        if content is not None:
            self.session.run("INSERT INTO dictionaries (content, change) VALUES (?, ?)", (content, change))
            self._newest = None

    def pack_anew(self, change: int) -> None:
        """Pack all texts again with one new dictionary, learned from what is stored now.

        The triggers that guard packed texts against changes must be dropped while this runs.
        """
        before, content = self.session.number("SELECT max(id) FROM dictionaries"), self._train() if change >= _FIRST else None
        if content is not None:
            self.session.run("INSERT INTO dictionaries (content, change) VALUES (?, ?)", (content, change))
        self.forget()
        if content is None:  # then texts are packed without one
            self._newest = Dictionary()
        for table in _PACKED:
            last = 0
            while rows := self.session.rows(_STORED.format(table), (last, _CHUNK)):
                for number, stored in rows:
                    text = self.pack(self.unpack(stored))
                    self.session.run(f"UPDATE {table} SET removed = ? WHERE rowid = ?", (text, number))
                last = rows[-1][0]
        self.session.run("DELETE FROM dictionaries WHERE id <= ?", (before,))
        self.forget()

    def _train(self) -> bytes | None:
        """A dictionary of what the newest removed lines have in common; None if they are too few or have nothing in common."""
        rows = self.session.rows("SELECT removed FROM ledger ORDER BY rowid DESC LIMIT ?", (_SAMPLES,))
        texts: list[bytes | bytearray | memoryview] = [self.unpack(stored) for (stored,) in rows]
        if sum(map(len, texts)) < _LEAST:
            return None
        import zstandard

        try:
            return zstandard.train_dictionary(_SIZE, texts).as_bytes()
        except zstandard.ZstdError:  # other lines may work
            return None

    def _decompressor(self, number: int) -> zstandard.ZstdDecompressor:
        if number not in self._known:
            import zstandard

            found = self.session.row(_READ, (number,))
            if found is None:
                raise ArchiveDamaged(f"removed lines are packed with dictionary {number}, which is not there")
            self._known[number] = zstandard.ZstdDecompressor(dict_data=zstandard.ZstdCompressionDict(found[0]))
        return self._known[number]
