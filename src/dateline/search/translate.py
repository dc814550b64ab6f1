"""Query tree → the engine's query. Words weigh, filters only decide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dateline.query import And, DateRange, MatchAll, Not, Or, Phrase, Prefix, Query, Term, UnknownDate
from dateline.search.analysis import exact_tokens, folded_tokens, stemmed_tokens

if TYPE_CHECKING:
    import tantivy

_TITLE_BOOST = 2.0
_SIGNS = re.compile(r"([.?*+|(){}\[\]\\^$&~#@<>\"-])")


class Translator:
    """Translates for one index, which holds stems of these languages."""

    def __init__(self, schema: tantivy.Schema, languages: Sequence[str]) -> None:
        self.schema = schema
        self.languages = tuple(languages) or ("-",)

    def translate(self, query: Query) -> tantivy.Query:
        """`query` for the engine."""
        from tantivy import Occur
        from tantivy import Query as Engine

        match query:
            case MatchAll():
                return Engine.all_query()
            case And(parts):
                pairs = [
                    (Occur.MustNot, self.translate(part.part)) if isinstance(part, Not) else (Occur.Must, self.translate(part))
                    for part in parts
                ]
                if all(isinstance(part, Not) for part in parts):
                    pairs.append((Occur.Must, Engine.all_query()))
                return Engine.boolean_query(pairs)
            case Or(parts):
                return Engine.boolean_query([(Occur.Should, self.translate(part)) for part in parts])
            case Not(part):
                return Engine.boolean_query([(Occur.Must, Engine.all_query()), (Occur.MustNot, self.translate(part))])
            case DateRange():
                return self._days(query)
            case UnknownDate():
                return self._filter(Engine.term_query(self.schema, "dated", "no"))
        return self._leaf(query)

    def _leaf(self, query: Term | Phrase | Prefix) -> tantivy.Query:
        field = query.field
        if field == "lang":
            return self._filter(self._language(query))
        if field not in (None, "title"):
            return self._filter(self._words(query, str(field), folded_tokens(query.text)))
        places = ("title",) if field else ("title", "body")
        return self._either([self._boosted(place, self._in_text(query, place)) for place in places])

    def _in_text(self, query: Term | Phrase | Prefix, place: str) -> tantivy.Query:
        if not isinstance(query, Term):
            return self._words(query, f"{place}_exact", exact_tokens(query.text))
        forms = {tuple(stemmed_tokens(query.text, language)) for language in self.languages}
        return self._either([self._sequence(f"{place}_stem", form) for form in sorted(forms)])

    def _words(self, query: Term | Phrase | Prefix, field: str, tokens: Sequence[str]) -> tantivy.Query:
        from tantivy import Query as Engine

        if not isinstance(query, Prefix) or not tokens:
            return self._sequence(field, tokens)
        patterns = [_SIGNS.sub(r"\\\1", token) for token in tokens]
        patterns[-1] += ".*"
        if len(patterns) == 1:
            return Engine.regex_query(self.schema, field, patterns[0])
        return Engine.regex_phrase_query(self.schema, field, list(patterns))

    def _sequence(self, field: str, tokens: Sequence[str]) -> tantivy.Query:
        from tantivy import Query as Engine

        if not tokens:
            return Engine.empty_query()
        if len(tokens) == 1:
            return Engine.term_query(self.schema, field, tokens[0], "freq")
        return Engine.phrase_query(self.schema, field, list(tokens))

    def _language(self, query: Term | Phrase | Prefix) -> tantivy.Query:
        from tantivy import Query as Engine

        name = query.text.lower()
        if isinstance(query, Prefix):
            return Engine.regex_query(self.schema, "lang", _SIGNS.sub(r"\\\1", name) + ".*")
        return Engine.term_query(self.schema, "lang", name)

    def _days(self, query: DateRange) -> tantivy.Query:
        from tantivy import FieldType, Occur
        from tantivy import Query as Engine

        parts = [(Occur.Must, Engine.term_query(self.schema, "dated", "yes"))]
        if query.first:
            first = query.first.toordinal()
            parts.append((Occur.Must, Engine.range_query(self.schema, "first_day", FieldType.Integer, lower_bound=first)))
        if query.last:
            last = query.last.toordinal()
            parts.append((Occur.Must, Engine.range_query(self.schema, "last_day", FieldType.Integer, upper_bound=last)))
        return self._filter(Engine.boolean_query(parts))

    def _filter(self, query: tantivy.Query) -> tantivy.Query:
        from tantivy import Query as Engine

        return Engine.const_score_query(query, 0.0)

    def _boosted(self, place: str, query: tantivy.Query) -> tantivy.Query:
        from tantivy import Query as Engine

        return Engine.boost_query(query, _TITLE_BOOST) if place == "title" else query

    def _either(self, queries: list[tantivy.Query]) -> tantivy.Query:
        from tantivy import Occur
        from tantivy import Query as Engine

        return queries[0] if len(queries) == 1 else Engine.boolean_query([(Occur.Should, query) for query in queries])
