"""The embedded index: queries answered by Tantivy. Every error of the engine is raised as an IndexFault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.query import Leaf, Query
from dateline.search.answer_cache import AnswerCache
from dateline.search.counting import count_hits, count_values, timeline
from dateline.search.engine import engine_faults
from dateline.search.exactness import is_exact
from dateline.search.generations import Generations
from dateline.search.index import Stories
from dateline.search.pruning import PruningTranslator
from dateline.search.ranking import BY_SCORE, RankingRequest, ranked
from dateline.search.schema import COPY
from dateline.search.stems import word_marks
from dateline.search.stories import find_stories
from dateline.search.tallies import Tallies
from dateline.search.tantivy_dialect import SearcherStatistics, TantivyDialect
from dateline.search.weights import weighs
from dateline.types.answers import Ranked, Window

if TYPE_CHECKING:
    import tantivy

    from dateline.types.counts import Facet, FacetCounts, Period, Timeline


class TantivyIndex(Generations):
    """An index folder that answers queries."""

    keeps_texts = False

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._cached_translator: PruningTranslator[tantivy.Query] | None = None
        self._cached_searcher: tantivy.Searcher | None = None
        self._answers = AnswerCache()
        self._cached_tallies: Tallies | None = None

    def decides(self, query: Leaf) -> bool:
        """Whether the index answers a leaf exactly, not with too many articles."""
        return is_exact(query)

    def search(self, query: Query, window: Window) -> Ranked:
        """Return the matching ids, in the order of the window."""
        if self._engine is None:
            return Ranked((), 0)
        with self._open_searcher() as searcher:
            if window.limit == 0 or window.offset >= max(searcher.num_docs, 1):
                return Ranked((), self.count(query))
            translator = self._translator(searcher)
            return self._answers.ranked(query, window, lambda wide: self._rank(searcher, translator, query, wide))

    def _rank(
        self, searcher: tantivy.Searcher, translator: PruningTranslator[tantivy.Query], query: Query, window: Window
    ) -> Ranked:
        has_scores = weighs(query) and window.sort in BY_SCORE
        engine = translator.ranking(query) if has_scores else translator.translate(query)
        leaders = translator.leaders(query) if has_scores else None
        return ranked(searcher, RankingRequest(engine, has_scores, leaders, lambda: self.count(query)), window)

    def count(self, query: Query) -> int:
        """Count the matching articles."""
        if self._engine is None:
            return 0
        with self._open_searcher() as searcher:
            translator = self._translator(searcher)
            return self._answers.total(query, lambda wanted: count_hits(searcher, translator.translate(wanted)))

    def stories(self, query: Query, preferred: frozenset[str] = frozenset()) -> Stories:
        """Find the stories among the matching articles; `preferred` articles represent their story."""
        if self._engine is None:
            return Stories()
        with self._open_searcher() as searcher:
            if not self._tallies(searcher).has("copy", COPY):
                return Stories()
            return find_stories(searcher, self._engine.index.schema, self._translator(searcher).translate(query), preferred)

    def count_values(self, query: Query, field: Facet, most: int) -> FacetCounts:
        """Count the matching articles for each value of `field`: at most `most` values, ties in alphabetical order."""
        if self._engine is None:
            from dateline.types.counts import FacetCounts

            return FacetCounts((), 0, 0, 0)
        with self._open_searcher() as searcher:
            return count_values(searcher, self._engine.index.schema, self._translator(searcher).translate(query), field, most)

    def count_values_of(self, query: Query, fields: Sequence[Facet], most: int) -> dict[Facet, FacetCounts]:
        """Count the values of several fields at once."""
        if self._engine is None:
            return {name: self.count_values(query, name, most) for name in fields}
        with self._open_searcher() as searcher:
            total = self.count(query)
            return self._tallies(searcher).of(self._translator(searcher).translate(query), total, fields, most)

    def timeline(self, query: Query, by: Period) -> Timeline:
        """Count the matching articles by period of publication."""
        if self._engine is None:
            from dateline.types.counts import Timeline

            return Timeline({}, 0)
        with self._open_searcher() as searcher:
            translator = self._translator(searcher)
            return self._answers.timeline(query, by, lambda: timeline(searcher, translator.translate(query), by))

    def frequencies(self, stems: Iterable[str]) -> list[int]:
        """Return the number of articles whose text contains each marked stem; it may include articles that were replaced since."""
        if self._engine is None:
            return [0 for _ in stems]
        with self._open_searcher() as searcher:
            return [searcher.doc_freq("body", stem) for stem in stems]

    def words(self, beginning: str, most: int) -> Sequence[tuple[str, int]]:
        """Return words of texts that start with `beginning`, in lower case, with their article counts: the `most` frequent ones."""
        if self._engine is None:
            return ()
        found: Counter[str] = Counter()
        with self._open_searcher() as searcher:
            for mark in word_marks(self._translator(searcher).languages):
                for word, articles in searcher.terms_with_prefix("body", mark + beginning, limit=most):
                    found[word.removeprefix(mark)] += articles
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:most]

    @contextmanager
    def _open_searcher(self) -> Iterator[tantivy.Searcher]:
        assert self._engine is not None
        with engine_faults():
            yield self._engine.searcher

    def _translator(self, searcher: tantivy.Searcher) -> PruningTranslator[tantivy.Query]:
        assert self._engine is not None
        if self._cached_translator is None or self._cached_searcher is not searcher:
            self._cached_searcher, self._answers = searcher, AnswerCache()
            self._cached_translator = PruningTranslator(TantivyDialect(self._engine.index.schema), SearcherStatistics(searcher))
        return self._cached_translator

    def _tallies(self, searcher: tantivy.Searcher) -> Tallies:
        assert self._engine is not None
        if self._cached_tallies is None or self._cached_tallies.searcher is not searcher:
            self._cached_tallies = Tallies(searcher, self._engine.index.schema)
        return self._cached_tallies

    def _reset(self) -> None:
        super()._reset()
        self._cached_translator = self._cached_searcher = self._cached_tallies = None
