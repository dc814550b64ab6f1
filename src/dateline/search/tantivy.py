"""The embedded index: Tantivy in a folder beside the store.

Opening never writes, and never throws anything away: what is damaged, of another version or not there counts as empty, and the next
`apply` builds it anew. The position is written after each commit; should a process die between the two, the same changes are simply
applied once more. Every fault of the engine leaves here as an IndexFault.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from dateline.errors import IndexFault
from dateline.query import Leaf, Query
from dateline.search.analysis import word_marks
from dateline.search.base import Stories
from dateline.search.counting import count_hits, tally, timeline
from dateline.search.ranking import ranked, weighs
from dateline.search.schema import VERSION, make_document, make_schema, register_lanes
from dateline.search.stories import find_stories
from dateline.search.translate import Translator, decides
from dateline.types.answers import Ranked, Window

if TYPE_CHECKING:
    import tantivy

    from dateline.types.counts import Facet, Period, Tally, Timeline
    from dateline.types.history import Change

_HEAP = 100_000_000
_POSITION = "position.json"
_FULL = (
    "No space left",
    "not enough space",
    "File too large",
    "quota exceeded",
)  # as the systems say it; the engine gives no numbers


class TantivyIndex:
    """An index folder; opened for reading, and for writing only while changes are applied."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.note: str | None = None
        self._index: tantivy.Index | None = None
        self._writer: tantivy.IndexWriter | None = None
        self._seen: int | None = None

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The index in `folder`; an unusable one counts as empty, with a note that says so."""
        found = cls(folder)
        position = found._read_position()
        if position is None:
            if folder.is_dir() and any(folder.iterdir()):
                found.note = "the search index is damaged or of another version; it is being built anew from the store"
            return found
        try:
            found._load()
        except IndexFault:
            found.note = "the search index is damaged; it is being built anew from the store"
        return found

    @property
    def position(self) -> int:
        """The number of the last change that is committed here; 0 when empty or unusable."""
        if self._index is None:
            return 0
        position = self._read_position() or 0
        if position != self._seen:
            with _mapped():
                self._index.reload()
            self._seen = position
        return position

    def apply(self, changes: Iterable[Change]) -> None:
        """Take in changes in order and commit them."""
        index = self._index or self._create()
        last = 0
        with _mapped():
            if self._writer is None:
                self._writer = index.writer(heap_size=_HEAP, num_threads=1)
            for change in changes:
                self._writer.delete_documents_by_term("id", change.article_id)
                if change.article is not None:
                    self._writer.add_document(make_document(change.article_id, change.article))
                last = change.number
            if last:
                self._writer.commit()
                index.reload()
        if last:
            self._write_position(last)

    def settle(self) -> None:
        """Finish what runs in the background and let others write."""
        if self._writer is not None:
            with _mapped():
                self._writer.wait_merging_threads()
            self._writer = None
            if self._index is not None:
                with _mapped():
                    self._index.reload()

    def decides(self, query: Leaf) -> bool:
        """Whether a leaf is answered exactly, and not with too much."""
        return decides(query)

    def search(self, query: Query, window: Window) -> Ranked:
        """The ids that match, in the window's order."""
        if self._index is None:
            return Ranked((), 0)
        with _mapped():
            searcher = self._index.searcher()
            if window.limit == 0 or window.offset >= max(searcher.num_docs, 1):
                return Ranked((), self.count(query))
            return ranked(searcher, self._translator(searcher).translate(query), window, weighs(query))

    def count(self, query: Query) -> int:
        """How many articles match."""
        if self._index is None:
            return 0
        with _mapped():
            searcher = self._index.searcher()
            return count_hits(searcher, self._translator(searcher).translate(query))

    def stories(self, query: Query, preferred: frozenset[str] = frozenset()) -> Stories:
        """The stories among the articles that match; the `preferred` stand for theirs before any other."""
        if self._index is None:
            return Stories()
        with _mapped():
            searcher = self._index.searcher()
            return find_stories(searcher, self._index.schema, self._translator(searcher).translate(query), preferred)

    def tally(self, query: Query, field: Facet, most: int) -> Tally:
        """How many of the articles that match have each value of `field`; at most `most` values, ties by the alphabet."""
        if self._index is None:
            from dateline.types.counts import Tally

            return Tally((), 0, 0, 0)
        with _mapped():
            searcher = self._index.searcher()
            return tally(searcher, self._index.schema, self._translator(searcher).translate(query), field, most)

    def timeline(self, query: Query, by: Period) -> Timeline:
        """How many of the articles that match were published in each period."""
        if self._index is None:
            from dateline.types.counts import Timeline

            return Timeline({}, 0)
        with _mapped():
            searcher = self._index.searcher()
            return timeline(searcher, self._translator(searcher).translate(query), by)

    def frequencies(self, stems: Iterable[str]) -> list[int]:
        """In how many articles each marked stem stands in the text; some of them may have been replaced since."""
        if self._index is None:
            return [0 for _ in stems]
        with _mapped():
            searcher = self._index.searcher()
            return [searcher.doc_freq("body", stem) for stem in stems]

    def words(self, beginning: str, most: int) -> Sequence[tuple[str, int]]:
        """The words of texts that begin so, in small letters, with their numbers of articles; at most `most`, frequent first."""
        if self._index is None:
            return ()
        found: Counter[str] = Counter()
        with _mapped():
            searcher = self._index.searcher()
            for mark in word_marks(self._translator(searcher).languages):
                for word, articles in searcher.terms_with_prefix("body", mark + beginning, limit=most):
                    found[word.removeprefix(mark)] += articles
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:most]

    def clear(self) -> None:
        """Throw everything away; the position is 0 again."""
        import shutil

        self.settle()
        self._index = None
        try:
            shutil.rmtree(self.folder, ignore_errors=False)
        except FileNotFoundError:
            pass
        except OSError as error:
            raise IndexFault(
                f"{self.folder}: the index cannot be cleared ({error.strerror}); check the rights of the folder"
            ) from error

    def close(self) -> None:
        """Let go of the files."""
        self.settle()
        self._index = None

    def _translator(self, searcher: tantivy.Searcher) -> Translator:
        assert self._index is not None
        return Translator(self._index.schema, searcher)

    def _load(self) -> None:
        from tantivy import Index

        with _mapped():
            index = Index.open(str(self.folder))
            register_lanes(index)
            index.config_reader("manual")
            index.reload()
            index.searcher()
        self._index = index
        self._seen = self._read_position()

    def _create(self) -> tantivy.Index:
        from tantivy import Index

        self.clear()
        try:
            self.folder.mkdir(parents=True)
        except OSError as error:
            raise IndexFault(
                f"{self.folder}: the index cannot be made ({error.strerror}); check the rights of the folder"
            ) from error
        with _mapped():
            self._index = Index(make_schema(), path=str(self.folder))
            register_lanes(self._index)
            self._index.config_reader("manual")
        self._seen = 0
        return self._index

    def _read_position(self) -> int | None:
        try:
            found = json.loads((self.folder / _POSITION).read_text("utf-8"))
            return int(found["position"]) if found["version"] == VERSION else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _write_position(self, position: int) -> None:
        fresh = self.folder / f"{_POSITION}.new"
        try:
            fresh.write_text(json.dumps({"version": VERSION, "position": position}), "utf-8")
            fresh.replace(self.folder / _POSITION)
        except OSError as error:
            raise IndexFault(f"{self.folder}: cannot be written ({error.strerror}); free some space and try again") from error
        self._seen = position


@contextmanager
def _mapped() -> Iterator[None]:
    """Turn whatever the engine throws, a panic of its threads included, into an IndexFault."""
    try:
        yield
    except (ValueError, OSError, RuntimeError) as error:
        raise _fault(error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the engine's bridge keeps this type to itself
            raise
        raise _fault(error) from error


def _fault(error: BaseException) -> IndexFault:
    if any(sign in str(error) for sign in _FULL):
        return IndexFault(
            f"the search index cannot be written ({_first_line(error)}); free some space and run the command again "
            "(what was committed is safe, and the index catches up)"
        )
    return IndexFault(f"the search index failed ({_first_line(error)}); 'dateline reindex' builds it anew")


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
