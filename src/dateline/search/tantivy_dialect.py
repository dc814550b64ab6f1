"""The query parts of Tantivy, and the statistics of its searcher."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dateline.search.dialect import Placed

if TYPE_CHECKING:
    import tantivy


class TantivyDialect:
    """Make queries for an index with this schema."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self.schema = schema

    def everything(self) -> tantivy.Query:
        """A query that matches all articles."""
        from tantivy import Query as Engine

        return Engine.all_query()

    def nothing(self) -> tantivy.Query:
        """A query that matches no article."""
        from tantivy import Query as Engine

        return Engine.empty_query()

    def term(self, field: str, value: str) -> tantivy.Query:
        """The articles with a value or mark in a field."""
        from tantivy import Query as Engine

        return Engine.term_query(self.schema, field, value, "freq")

    def any_term(self, field: str, values: Iterable[str]) -> tantivy.Query:
        """The articles with any of these values in a field."""
        from tantivy import Query as Engine

        return Engine.term_set_query(self.schema, field, list(values))

    def sequence(self, field: str, words: Placed, slop: int = 0) -> tantivy.Query:
        """Two or more marks at these positions; with `slop`, two marks whose positions differ by at most `slop`, in any order."""
        from tantivy import Query as Engine

        return Engine.phrase_query(self.schema, field, list(words), slop)

    def like(self, field: str, pattern: str, *, match_case: bool = True) -> tantivy.Query:
        """Values that a regular expression matches as a whole."""
        from tantivy import Query as Engine

        return Engine.regex_query(self.schema, field, pattern if match_case else f"(?i){pattern}")

    def sequence_like(self, field: str, patterns: Sequence[tuple[int, str]], slop: int = 0) -> tantivy.Query:
        """The same as `sequence`, but each word is given by a regular expression that matches it as a whole."""
        from tantivy import Query as Engine

        return Engine.regex_phrase_query(self.schema, field, list(patterns), slop)

    def fuzzy(self, field: str, mark: str, word: str, distance: int) -> tantivy.Query:
        """Terms that start with `mark` and continue with a word at most `distance` typing errors from `word`."""
        from tantivy import Query as Engine

        return Engine.fuzzy_term_query(self.schema, field, mark + word, distance)

    def between(self, column: str, least: int | None, most: int | None) -> tantivy.Query:
        """The articles whose number in a column is between `least` and `most`, both included; None leaves an end open."""
        from tantivy import FieldType
        from tantivy import Query as Engine

        return Engine.range_query(self.schema, column, FieldType.Integer, lower_bound=least, upper_bound=most)

    def combine(
        self,
        must: Sequence[tantivy.Query] = (),
        should: Sequence[tantivy.Query] = (),
        must_not: Sequence[tantivy.Query] = (),
        least: int | None = None,
    ) -> tantivy.Query:
        """Articles that match all of `must`, none of `must_not`, and `least` of `should` (by default one if `must` is empty)."""
        from tantivy import Occur
        from tantivy import Query as Engine

        pairs = [(Occur.Must, query) for query in must]
        pairs += [(Occur.Should, query) for query in should]
        pairs += [(Occur.MustNot, query) for query in must_not]
        return Engine.boolean_query(pairs, minimum_number_should_match=least)

    def filter(self, query: tantivy.Query) -> tantivy.Query:
        """The same query without a score."""
        from tantivy import Query as Engine

        return Engine.const_score_query(query, 0.0)

    def boost(self, query: tantivy.Query, by: float) -> tantivy.Query:
        """The same query with its score multiplied by `by`."""
        from tantivy import Query as Engine

        return Engine.boost_query(query, by)


class SearcherStatistics:
    """The statistics of the index that a searcher has open."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self.searcher = searcher

    @property
    def articles(self) -> int:
        """The number of articles."""
        return self.searcher.num_docs

    @property
    def stems(self) -> tuple[str, ...]:
        """The languages whose stems the index contains."""
        return tuple(code for code, _ in self.searcher.terms_with_prefix("stems", ""))

    def document_count(self, field: str) -> int:
        """The number of articles that the engine uses to compute how rare a word is in a field: all articles."""
        return self.searcher.num_docs

    def frequency(self, field: str, mark: str) -> int:
        """The number of articles with a mark in a field; it may include articles that were replaced since."""
        return self.searcher.doc_freq(field, mark)
