"""What queries are made of, as Tantivy has it, and what its searcher tells of the index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dateline.search.dialect import Placed

if TYPE_CHECKING:
    import tantivy


class TantivyDialect:
    """The queries of an index with this schema."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self.schema = schema

    def everything(self) -> tantivy.Query:
        """All articles."""
        from tantivy import Query as Engine

        return Engine.all_query()

    def nothing(self) -> tantivy.Query:
        """No article."""
        from tantivy import Query as Engine

        return Engine.empty_query()

    def term(self, field: str, value: str) -> tantivy.Query:
        """The articles with a value or a mark in a field."""
        from tantivy import Query as Engine

        return Engine.term_query(self.schema, field, value, "freq")

    def any_term(self, field: str, values: Iterable[str]) -> tantivy.Query:
        """The articles with any of these values in a field."""
        from tantivy import Query as Engine

        return Engine.term_set_query(self.schema, field, list(values))

    def sequence(self, field: str, words: Placed, slop: int = 0) -> tantivy.Query:
        """Two or more marks at these places; with `slop`, two whose places differ by so much, in whichever order."""
        from tantivy import Query as Engine

        return Engine.phrase_query(self.schema, field, list(words), slop)

    def like(self, field: str, pattern: str, *, minds_case: bool = True) -> tantivy.Query:
        """Any value that a regular expression describes as a whole."""
        from tantivy import Query as Engine

        return Engine.regex_query(self.schema, field, pattern if minds_case else f"(?i){pattern}")

    def sequence_like(self, field: str, patterns: Sequence[tuple[int, str]], slop: int = 0) -> tantivy.Query:
        """The same as `sequence`, for words each of which a regular expression describes as a whole."""
        from tantivy import Query as Engine

        return Engine.regex_phrase_query(self.schema, field, list(patterns), slop)

    def fuzzy(self, field: str, mark: str, word: str, distance: int) -> tantivy.Query:
        """Words that begin with `mark` and go on with anything that is so many typing errors from `word`."""
        from tantivy import Query as Engine

        return Engine.fuzzy_term_query(self.schema, field, mark + word, distance)

    def between(self, column: str, least: int | None, most: int | None) -> tantivy.Query:
        """The articles whose number in a column lies between these, both included; None where there is no such end."""
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
        """What all of `must` find and none of `must_not`; of `should` `least`, or one where nothing must be."""
        from tantivy import Occur
        from tantivy import Query as Engine

        pairs = [(Occur.Must, query) for query in must]
        pairs += [(Occur.Should, query) for query in should]
        pairs += [(Occur.MustNot, query) for query in must_not]
        return Engine.boolean_query(pairs, minimum_number_should_match=least)

    def filter(self, query: tantivy.Query) -> tantivy.Query:
        """The same, weighing nothing."""
        from tantivy import Query as Engine

        return Engine.const_score_query(query, 0.0)

    def boost(self, query: tantivy.Query, by: float) -> tantivy.Query:
        """The same, weighing more or less."""
        from tantivy import Query as Engine

        return Engine.boost_query(query, by)


class SearcherStatistics:
    """What a searcher tells of the index as it sees it."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self.searcher = searcher

    @property
    def articles(self) -> int:
        """How many articles there are."""
        return self.searcher.num_docs

    @property
    def stems(self) -> tuple[str, ...]:
        """The languages whose stems the index holds."""
        return tuple(code for code, _ in self.searcher.terms_with_prefix("stems", ""))

    def having(self, field: str) -> int:
        """Of how many articles the engine starts when it weighs how rare a word is in a field: of all."""
        return self.searcher.num_docs

    def frequency(self, field: str, mark: str) -> int:
        """In how many articles a mark stands in a field; some of them may have been replaced since."""
        return self.searcher.doc_freq(field, mark)
