"""Store: documents in, articles and numbered changes out.

Raw bytes and sightings are the truth; articles and their ledgers are derived and can be made again. Every write happens in a batch,
and every batch under the writer lock; a batch is committed completely or not at all. Each article has the number of the change that
wrote it last, so that a follower who remembers a number can ask for later changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from dateline.errors import ArchiveDamaged, ArchiveError, ArticleMissing
from dateline.store.backup import write_copy
from dateline.store.batches import ID_LENGTH
from dateline.store.hint_updates import merge_hints, write_hints
from dateline.store.human_edits import HumanEdits
from dateline.store.ingest_state import IngestState
from dateline.store.ledger import Values
from dateline.store.lock import WriterLock
from dateline.store.opening import open_store_session
from dateline.store.rows import BODY, DERIVED, INSERT_ARTICLE, NAMED, article_values, plain, plain_or_none, to_moment
from dateline.store.superseded_lines import replace_superseded_lines, write_superseded_lines
from dateline.store.vectors import forget_vector
from dateline.store.version_order import insert_version, make_newest, settle_versions
from dateline.text import content_hash, short_id
from dateline.types.articles import CleanedArticle, SupersededLine

if TYPE_CHECKING:
    from dateline.store.dictionaries import Dictionary
    from dateline.store.placement import StoredFacts
    from dateline.store.placement_types import Placement
    from dateline.store.prepared_article import Prepared
    from dateline.types.documents import Outcome, RawDocument
    from dateline.types.history import ArticleRecord

_LONGEST_ID = 32

_WRITE_DERIVED = f"UPDATE articles SET {', '.join(f'{name} = ?' for name in DERIVED)}, cleaner = ?, change = ? WHERE id = ?"
_WRITE_MAKER = f"UPDATE articles SET cleaner = ?, {', '.join(f'{name} = ?' for name in NAMED)} WHERE id = ?"
_WRITE_LEDGER = """
    INSERT INTO ledger (article_id, lines, parts, removed, body_checksum) VALUES (?, ?, ?, ?, ?) ON CONFLICT (article_id)
    DO UPDATE SET lines = excluded.lines, parts = excluded.parts, removed = excluded.removed, body_checksum = excluded.body_checksum
"""


class Store(HumanEdits, IngestState):
    """An open archive file. One writer at a time, any number of readers; use it from the thread that opened it."""

    __slots__ = ()

    @classmethod
    def open(cls, path: Path, *, create: bool, id_length: int = ID_LENGTH, reading: bool = False) -> Self:
        """Open the archive file at `path`. With `create`, make one if there is none; with `reading`, open it read-only."""
        lock = WriterLock(path.parent)
        return cls(open_store_session(path, lock, create=create, reading=reading), lock=lock, id_length=id_length)

    def close(self) -> None:
        """Close the file."""
        self.session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def facts(self) -> StoredFacts:
        """What the archive knows about the documents seen so far."""
        from dateline.store.placement import StoredFacts

        return StoredFacts(self.session)

    def named(self, raw: RawDocument) -> RawDocument:
        """`raw` under the name that it belongs under: the address that its page declares as its own, if there is one."""
        from dateline.store.placement import settle_identity

        return settle_identity(self.facts, raw)

    def locate(self, raw: RawDocument, raw_id: str) -> Placement:
        """Where `raw` belongs: a new article, a new version of one, or nothing new."""
        from dateline.store.placement import find_placement

        return find_placement(self.facts, raw, raw_id)

    def add(
        self, raw: RawDocument, raw_id: str, placement: Placement, article: CleanedArticle | Prepared, seen: datetime
    ) -> tuple[str, int]:
        """Store `raw` and the article cleaned from it where `placement` says. Return the article's id and the change number."""
        from dateline.store.placement import find_identity

        made = self.prepare(article, raw) if isinstance(article, CleanedArticle) else article
        with self.batch():
            article_id = placement.article_id or self._new_id(find_identity(raw) or raw_id)
            change = self.last_change() + 1
            if placement.newest:
                self._add_newest(raw, raw_id, (article_id, placement, change), made, seen)
                return article_id, change
            from dateline.store.differences import list_lines  # a search does not need it

            self._note_sighting(raw, (self._raws.keep(raw.content, raw_id), article_id, 0), seen)
            insert_version(self.session, article_id, list_lines(made.title, made.body))
            self._touch(article_id)
            return article_id, self.last_change()

    def _add_newest(self, raw: RawDocument, raw_id: str, home: tuple[str, Placement, int], made: Prepared, seen: datetime) -> None:
        (article_id, placement, change), place = home, (plain_or_none(raw.url), plain(raw.origin))
        ledger = self._ledger.numbered(made.account, self._packed_removed(made))
        kept = (raw.content, raw_id, made.stored, article_id if made.leans else None)
        if placement.article_id is None:
            number = self._raws.keep(*kept)
            row = (article_id, *made.values, *place, to_moment(seen), placement.version, number, made.cleaner, change, change)
            self.session.run(INSERT_ARTICLE, row)
            self.session.run("DELETE FROM deletions WHERE article_id = ?", (article_id,))
            self._write_ledger(article_id, ledger)
        else:
            before = self._raws_of(article_id)
            replace_superseded_lines(self.session, article_id, made.title, made.body)
            self._write(article_id, made.values, made.cleaner, change)
            self._write_ledger(article_id, ledger)
            number = self._raws.keep(*kept)
            self._raws.detach_from_text(before)
            sql = "UPDATE articles SET url = ?, origin = ?, version = ?, raw = ?, came = ? WHERE id = ?"
            self.session.run(sql, (*place, placement.version, number, change, article_id))
        self._sketches[article_id] = made.keys
        self._note_sighting(raw, (number, article_id, placement.version), seen)

    def prepare(self, article: CleanedArticle, raw: RawDocument) -> Prepared:
        """An article that was cleaned from `raw`, prepared for writing."""
        from dateline.store.prepared_article import prepare_all

        return prepare_all([(article, raw.content)], self.dictionary, self._dictionaries.codec)[0]

    @property
    def dictionary(self) -> Dictionary:
        """The dictionary that removed lines are packed with now."""
        return self._dictionaries.newest

    def add_sighting(self, raw: RawDocument, raw_id: str, placement: Placement, seen: datetime) -> None:
        """Record where and when a known document was seen; the same document at the same place is recorded once."""
        from dateline.store.sightings import is_noted

        article_id, version = placement.article_id, placement.version
        with self.batch():
            if is_noted(self.session, raw, article_id, version, seen):
                self._clear_failure(raw.origin)
            elif article_id is not None:
                self._note_sighting(raw, (self._raws.number(raw_id), article_id, version), seen)

    def repair_raw(self, raw_id: str, content: bytes) -> bool:
        """Replace the stored bytes of a document if they are damaged. Return whether they were."""
        try:
            if self.raw_content(raw_id) in (None, content):
                return False
        except ArchiveDamaged:
            pass
        return self.mend(content)

    def update_hints(self, article_id: str, version: int, arrival: RawDocument) -> RawDocument | None:
        """Add new hints of a known document to the newest version of its article. Return the document; None if nothing is new."""
        updated = merge_hints(self.raw_of(article_id), arrival) if self.facts.newest(article_id)[1] == version else None
        if updated is not None:
            with self.batch():
                write_hints(self.session, article_id, version, updated.hints)
        return updated

    def replace(self, article_id: str, article: CleanedArticle) -> bool:
        """Write `article` over the newest version of an article, if it differs. Return whether it did."""
        derived = (f"coalesce({name}, '[]')" if name in NAMED else name for name in DERIVED)  # NULL: not searched for names
        columns = ", ".join((*derived, "lines", "parts", "removed", "body_checksum"))
        sql = f"SELECT {columns} FROM articles JOIN ledger ON article_id = id WHERE id = ?"
        with self.batch():
            values = article_values(article)
            ledger = self._ledger.values(article.lines, str(values[BODY]))
            stored_row = self.session.row(sql, (article_id,))
            shown = (*values[: -len(NAMED)], *(names or "[]" for names in values[-len(NAMED) :]))
            differs = (
                stored_row is None
                or stored_row[:-2] != (*shown, *ledger[:2])
                or not self._ledger.agree(stored_row[-2:], ledger[2:])
            )
            if differs:
                self._write(article_id, values, article.cleaner, self.last_change() + 1)
                self._write_ledger(article_id, ledger)
            else:
                self.session.run(_WRITE_MAKER, (plain(article.cleaner), *values[-len(NAMED) :], article_id))
            self._raws.compress_against_text(article_id)
        return differs

    def settle_versions(self, article_id: str) -> None:
        """Sort the versions of an article by their captures, which an ingest does at once since captures are compared."""
        with self.batch():
            if settle_versions(self.session, article_id):
                self._raws.free(make_newest(self.session, article_id))
                self._touch(article_id)

    def set_former(self, article_id: str, lines: Iterable[SupersededLine]) -> bool:
        """Store the superseded lines of an article. Return whether they have changed."""
        with self.batch():
            differs = write_superseded_lines(self.session, article_id, lines)
            if differs:
                self._touch(article_id)
        return differs

    def mend(self, content: bytes) -> bool:
        """Replace the stored bytes of a document, which are damaged. Return whether the archive has this document."""
        with self.batch():
            number = self._raws.number(content_hash(content))
            if number:
                self._raws.mend(number, content)
        return number > 0

    def remove(self, article_id: str) -> None:
        """Delete an article with all its versions, and the raw documents that no other article needs."""
        with self.batch():
            change, raws = self.last_change() + 1, self._raws_of(article_id)
            if not self.session.run("DELETE FROM articles WHERE id = ?", (article_id,)):
                raise ArticleMissing(f"there is no article {article_id}")
            for table in ("sightings", "ledger", "former", "line_overrides", "corrections", "own_tags", "notes"):
                self.session.run(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))
            forget_vector(self.session, article_id)
            self._raws.drop_unseen(raws)
            self._raws.detach_from_text(raws)
            self.session.run("INSERT INTO deletions (change, article_id) VALUES (?, ?)", (change, article_id))

    def admit(self, record: ArticleRecord) -> Outcome:
        """Store an article as another archive exported it, under its id; not if it is here already, or was deleted here."""
        from dateline.store.article_records import is_deleted, is_known, write_article_record

        with self.batch():
            if is_known(self.session, record):
                return "duplicate"
            if is_deleted(self.session, record):
                return "skipped"
            raws = {}
            for document in (sighting.document for sighting in record.sightings):
                raw_id = content_hash(document.content)
                raws[raw_id] = self._raws.keep(document.content, raw_id)
            write_article_record(self.session, self._ledger, record, raws, self.last_change() + 1)
            self._raws.compress_against_text(record.found.id)
        return "new"

    def backup(self, target: Path) -> int:
        """Write a copy of the archive file to `target`, and check it. Return the number of its articles."""
        self.last_change()  # raises if the archive is closed
        return write_copy(self.session.path, target, _check_copy)

    def _note_sighting(self, raw: RawDocument, home: tuple[int, str, int], seen: datetime) -> None:
        from dateline.store.sightings import write_sighting

        write_sighting(self.session, raw, home, seen)
        self._clear_failure(raw.origin)

    def _packed_removed(self, made: Prepared) -> bytes:
        """The removed lines, packed with the newest dictionary: it may have been learned after they were prepared."""
        return made.removed if made.dictionary == self.dictionary.number else self._dictionaries.pack(made.account.removed)

    def _raws_of(self, article_id: str) -> list[int]:
        rows = self.session.rows("SELECT DISTINCT raw FROM sightings WHERE article_id = ?", (article_id,))
        return [number for (number,) in rows]

    def _new_id(self, name: str) -> str:
        for length in range(self.id_length, _LONGEST_ID + 1):
            article_id = short_id(name, length)
            if not self.session.row("SELECT 1 FROM articles WHERE id = ?", (article_id,)):
                return article_id
        raise ArchiveError(f"{self.session.path}: {name} is in the archive already, under its longest id")

    def _write(self, article_id: str, values: Sequence[object], cleaner: str, change: int) -> None:
        if not self.session.run(_WRITE_DERIVED, (*values, plain(cleaner), change, article_id)):
            raise ArticleMissing(f"there is no article {article_id}")
        self._sketches.pop(article_id, None)

    def _write_ledger(self, article_id: str, ledger: Values) -> None:
        self.session.run(_WRITE_LEDGER, (article_id, *ledger))


def _check_copy(path: Path) -> tuple[list[str], int]:
    """The first faults of the archive file at `path`, and the number of its articles."""
    with Store.open(path, create=False) as copy:
        return list(islice(copy.verify(), 3)), copy.size()
