"""The embedded index: generations of Tantivy's in a folder beside the store, of which the manifest names the one that counts.

Opening never writes, and never throws anything away: what is damaged, of another version or not there counts as empty, and the next
`apply` builds it anew, beside what is there. The manifest is written after each commit; should a process die between the two, the
same changes are simply applied once more. Every fault of the engine leaves here as an IndexFault.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from dateline.errors import IndexDamaged, IndexFault
from dateline.query import Leaf, Query
from dateline.search.answer_cache import Remembered
from dateline.search.counting import count_hits, count_values, timeline
from dateline.search.engine import Engine, is_of_the_system, mapped, remove
from dateline.search.exactness import is_exact
from dateline.search.index import Stories
from dateline.search.index_files import IndexFiles
from dateline.search.manifest import Manifest, is_of_manifest, mark_of, read_manifest, remove_manifest, write_manifest
from dateline.search.pruning import PruningTranslator
from dateline.search.ranking import BY_SCORE, Asked, ranked
from dateline.search.schema import COPY
from dateline.search.stems import word_marks
from dateline.search.stories import find_stories
from dateline.search.tallies import Tallies
from dateline.search.tantivy_dialect import SearcherStatistics, TantivyDialect
from dateline.search.weights import weighs
from dateline.types.answers import Ranked, Window

if TYPE_CHECKING:
    import tantivy

    from dateline.search.entry import Entry
    from dateline.types.counts import Facet, FacetCounts, Period, Timeline
    from dateline.types.history import Change

_MUCH = 16 << 20  # bytes; their checksums take some ten milliseconds
_DAMAGED = "the search index is damaged; it is being built anew from the store"
_OTHER = "the search index is damaged or of another version; it is being built anew from the store"


class TantivyIndex:
    """An index folder; opened for reading, and for writing only while changes are applied."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.note: str | None = None
        self._engine: Engine | None = None
        self._translated: PruningTranslator[tantivy.Query] | None = None
        self._translated_for: tantivy.Searcher | None = None
        self._remembered = Remembered()
        self._counted: Tallies | None = None
        self._soundness: IndexFiles | None = None
        self._manifest: Manifest | None = None
        self._condemned: Manifest | None = None
        self._mark: tuple[int, ...] = ()
        self._taken = 0

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The index in `folder`; an unusable one counts as empty, with a note that says so."""
        found = cls(folder)
        found._look()
        return found

    @property
    def position(self) -> int:
        """The number of the last change that is committed here; 0 when empty or unusable."""
        self._look()
        return self._manifest.position if self._manifest else 0

    @property
    def is_sure(self) -> bool:
        """Whether the files are those of the commit that `position` speaks of, and not of one after it."""
        listing = self._soundness.listing if self._soundness else None
        return self._manifest is None or (listing is not None and listing.fits(self._manifest))

    @property
    def should_note_files(self) -> bool:
        """Whether so many files are not as they were left (copied to another place, for one) that finding them well takes time."""
        return self._soundness is not None and self._soundness.summed > _MUCH

    def note_files(self) -> None:
        """Note how the files are, as they were found well; only while nobody else may write."""
        self._look()
        if self._manifest and self._soundness:
            self._manifest = write_manifest(self.folder, self._manifest.generation, self._manifest.position)
            self._soundness.summed = 0

    @property
    def taken(self) -> int:
        """The number of the last change that is here, committed or not."""
        return max(self.position, self._taken)

    def take(self, changes: Iterable[Change | Entry]) -> None:
        """Take in changes in order, for the next `apply` to commit."""
        if self._engine is None:
            self.rebuild(())
        assert self._engine is not None
        self._taken = self._engine.take(changes) or self._taken

    def apply(self, changes: Iterable[Change | Entry]) -> None:
        """Take in changes in order and commit them."""
        self._look()
        if self._engine is None or self._manifest is None:
            self.rebuild(changes)
            return
        self.take(changes)
        self._commit()

    def rebuild(self, changes: Iterable[Change | Entry]) -> None:
        """Build a new index of these changes beside the one that is there, and put it in its place when it is whole."""
        name = str(max((int(path.name) for path in self._generations() if path.name.isdecimal()), default=0) + 1)
        self._settle()
        engine = Engine.create(self.folder / name)
        try:
            last = engine.write(changes)
            engine.merge_segments()
            manifest = write_manifest(self.folder, name, last)
        except BaseException:
            with suppress(IndexFault):
                engine.merge_segments()
            del engine
            with suppress(IndexFault):
                remove(self.folder / name)
            raise
        self._use(manifest, engine)
        self._sweep()

    def merge_segments(self) -> None:
        """Commit what was taken, finish what runs in the background, and let others write."""
        with suppress(IndexFault):  # without it, the next who writes takes it in again
            self._commit()
        if self._settle() and self._manifest:
            with suppress(IndexFault):  # without it, files that were merged are told to be well by their checksums
                self._manifest = write_manifest(self.folder, self._manifest.generation, self._manifest.position)
            self._sweep()

    def faults(self) -> Iterator[str]:
        """Which files are damaged, told by all their checksums; with any, the index counts as empty until it is built anew."""
        if self._manifest and self._soundness:
            manifest = self._manifest
            for path in self._soundness.faults(manifest):
                if read_manifest(self.folder) == manifest:  # else another process has put a new one in its place
                    self._condemned = manifest
                    yield str(path)
            self._look()

    def decides(self, query: Leaf) -> bool:
        """Whether a leaf is answered exactly, and not with too much."""
        return is_exact(query)

    def search(self, query: Query, window: Window) -> Ranked:
        """The ids that match, in the window's order."""
        if self._engine is None:
            return Ranked((), 0)
        with self._searching() as searcher:
            if window.limit == 0 or window.offset >= max(searcher.num_docs, 1):
                return Ranked((), self.count(query))
            translator = self._translator(searcher)
            return self._remembered.ranked(query, window, lambda wide: self._ranked(searcher, translator, query, wide))

    def _ranked(
        self, searcher: tantivy.Searcher, translator: PruningTranslator[tantivy.Query], query: Query, window: Window
    ) -> Ranked:
        weighing = weighs(query) and window.sort in BY_SCORE
        engine = translator.ranking(query) if weighing else translator.translate(query)
        leaders = translator.leaders(query) if weighing else None
        return ranked(searcher, Asked(engine, weighing, leaders, lambda: self.count(query)), window)

    def count(self, query: Query) -> int:
        """How many articles match."""
        if self._engine is None:
            return 0
        with self._searching() as searcher:
            translator = self._translator(searcher)
            return self._remembered.total(query, lambda asked: count_hits(searcher, translator.translate(asked)))

    def stories(self, query: Query, preferred: frozenset[str] = frozenset()) -> Stories:
        """The stories among the articles that match; the `preferred` stand for theirs before any other."""
        if self._engine is None:
            return Stories()
        with self._searching() as searcher:
            if not self._tallies(searcher).has("copy", COPY):
                return Stories()
            return find_stories(searcher, self._engine.index.schema, self._translator(searcher).translate(query), preferred)

    def count_values(self, query: Query, field: Facet, most: int) -> FacetCounts:
        """How many of the articles that match have each value of `field`; at most `most` values, ties by the alphabet."""
        if self._engine is None:
            from dateline.types.counts import FacetCounts

            return FacetCounts((), 0, 0, 0)
        with self._searching() as searcher:
            return count_values(searcher, self._engine.index.schema, self._translator(searcher).translate(query), field, most)

    def count_values_of(self, query: Query, fields: Sequence[Facet], most: int) -> dict[Facet, FacetCounts]:
        """The same for several fields at once."""
        if self._engine is None:
            return {name: self.count_values(query, name, most) for name in fields}
        with self._searching() as searcher:
            total = self.count(query)
            return self._tallies(searcher).of(self._translator(searcher).translate(query), total, fields, most)

    def timeline(self, query: Query, by: Period) -> Timeline:
        """How many of the articles that match were published in each period."""
        if self._engine is None:
            from dateline.types.counts import Timeline

            return Timeline({}, 0)
        with self._searching() as searcher:
            translator = self._translator(searcher)
            return self._remembered.timeline(query, by, lambda: timeline(searcher, translator.translate(query), by))

    def frequencies(self, stems: Iterable[str]) -> list[int]:
        """In how many articles each marked stem stands in the text; some of them may have been replaced since."""
        if self._engine is None:
            return [0 for _ in stems]
        with self._searching() as searcher:
            return [searcher.doc_freq("body", stem) for stem in stems]

    def words(self, beginning: str, most: int) -> Sequence[tuple[str, int]]:
        """The words of texts that begin so, in small letters, with their numbers of articles; at most `most`, frequent first."""
        if self._engine is None:
            return ()
        found: Counter[str] = Counter()
        with self._searching() as searcher:
            for mark in word_marks(self._translator(searcher).languages):
                for word, articles in searcher.terms_with_prefix("body", mark + beginning, limit=most):
                    found[word.removeprefix(mark)] += articles
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:most]

    def clear(self) -> None:
        """Throw everything away; the position is 0 again."""
        self._settle()
        self._forget()
        with mapped():
            remove_manifest(self.folder)
        remove(self.folder)

    def close(self) -> None:
        """Let go of the files."""
        try:
            self.merge_segments()
        finally:
            self._forget()

    @contextmanager
    def _searching(self) -> Iterator[tantivy.Searcher]:
        assert self._engine is not None
        with mapped():
            yield self._engine.searcher

    def _translator(self, searcher: tantivy.Searcher) -> PruningTranslator[tantivy.Query]:
        assert self._engine is not None
        if self._translated is None or self._translated_for is not searcher:
            self._translated_for, self._remembered = searcher, Remembered()
            self._translated = PruningTranslator(TantivyDialect(self._engine.index.schema), SearcherStatistics(searcher))
        return self._translated

    def _tallies(self, searcher: tantivy.Searcher) -> Tallies:
        assert self._engine is not None
        if self._counted is None or self._counted.searcher is not searcher:
            self._counted = Tallies(searcher, self._engine.index.schema)
        return self._counted

    def _look(self) -> None:
        """Look at the folder: open what counts there now, and let go of what is damaged."""
        while True:
            mark = mark_of(self.folder)
            manifest = self._manifest if self._manifest and mark == self._mark else read_manifest(self.folder)
            self._mark = mark
            if manifest is None or manifest == self._condemned:
                self._forget()
                self.note = _DAMAGED if manifest else _OTHER if any(self._generations()) else None
                return
            try:
                self._open(manifest)
                return
            except IndexDamaged:
                self._forget()
                if read_manifest(self.folder) == manifest:
                    self._condemned = manifest

    def _open(self, manifest: Manifest) -> None:
        if self._manifest is None or self._manifest.generation != manifest.generation:
            self._forget()
        place = self.folder / manifest.generation
        soundness = self._soundness or IndexFiles(place)
        changed = soundness.check_changed(manifest)
        try:
            if self._engine is None:
                self._use(manifest, Engine.open(place), soundness)
            elif changed:
                self._engine.reload()
        except IndexFault as error:
            if not is_of_the_system(error) or any(soundness.faults(manifest)):
                raise IndexDamaged(str(error)) from error
            raise
        self._manifest = manifest

    def _use(self, manifest: Manifest, engine: Engine, soundness: IndexFiles | None = None) -> None:
        self._manifest, self._engine, self.note = manifest, engine, None
        self._soundness = soundness or IndexFiles(engine.place)

    def _forget(self) -> None:
        self._manifest = self._engine = self._translated = self._translated_for = self._counted = self._soundness = None
        self._taken = 0

    def _settle(self) -> bool:
        self._taken = 0
        try:
            return self._engine is not None and self._engine.merge_segments()
        except IndexFault:
            self._engine = None  # what it was about to merge is as it was
            raise

    def _commit(self) -> None:
        if self._engine and self._manifest and self._taken:
            last, self._taken = self._taken, 0
            self._engine.commit()
            self._manifest = write_manifest(self.folder, self._manifest.generation, last)

    def _generations(self) -> list[Path]:
        """What is in the folder beside the manifest."""
        try:
            return [path for path in self.folder.iterdir() if not is_of_manifest(path)]
        except OSError:
            return []

    def _sweep(self) -> None:
        """Take away what is left of older generations, and of those that were never finished."""
        for path in self._generations():
            if self._manifest and path.name != self._manifest.generation:
                with suppress(IndexFault):  # where others have it open, some systems let nobody take it away
                    remove(path)
