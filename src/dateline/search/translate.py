"""Query tree → the engine's query, in the dialect of the engine. Words are scored, filters only decide.

A text is indexed as token streams (see `token_streams`), so that its word number n has the positions from 3n on. The marks there
depend on the language of the text: a phrase is searched once in each form that it has in the languages of the index. A query that
the engine cannot decide by these positions (`decides` returns False) becomes one that finds too many articles, never too few.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dateline.query import CODES, NAMES, PLACES, ZONES, Leaf, Query, Word, list_words, tree
from dateline.search.dialect import Q
from dateline.search.exactness import is_exact
from dateline.search.schema import ALWAYS, MOST_OFTEN, OFTEN
from dateline.search.stems import make_key_sets
from dateline.search.translate_text import TextTranslator, fields_of_zone, refuse_repeats


def _is_of_phrases(query: Query) -> bool:
    if isinstance(query, tree.Or):
        return all(map(_is_of_phrases, query.parts))
    return isinstance(query, tree.Phrase) and query.field in (None, *ZONES)


class Translator(TextTranslator[Q]):
    """Translate query trees for one index in its present state."""

    def translate(self, query: Query) -> Q:
        """Translate `query` for the engine."""
        match query:
            case tree.MatchAll():
                return self.dialect.everything()
            case tree.And(parts):
                if found := self._narrowed_phrase(parts):
                    return found
                return self._translate_and(parts, self.translate)
            case tree.Or(parts):
                return self._any([self.translate(part) for part in parts])
            case tree.Not(part):
                return self.dialect.combine(must=[self.dialect.everything()], must_not=[self.translate(part)])
            case tree.OnlyIds(part, ids):
                return self._limit_to_ids(self.translate(part), ids)
            case tree.OnePerStory(part, ids, without):
                return self._limit_to_stories(self.translate(part), ids, without)
        return self._leaf(query)

    def _translate_and(self, parts: Sequence[Query], translated: Callable[[Query], Q]) -> Q:
        must = [translated(part) for part in parts if not isinstance(part, tree.Not)]
        must_not = [translated(part.part) for part in parts if isinstance(part, tree.Not)]
        return self.dialect.combine(must or [self.dialect.everything()], must_not=must_not)

    def _narrowed_phrase(self, parts: Sequence[Query]) -> Q | None:
        """Translate one phrase (or an OR of phrases) with filters as phrase AND filters in each zone; None for any other query.

        In the form (phrase in any zone) AND filters, the engine would look for the phrase in articles that the filters exclude.
        """
        phrases = [part for part in parts if _is_of_phrases(part)]
        filters = [
            part for part in parts if isinstance(part, tree.DateRange) or getattr(part, "field", None) in (*NAMES, *CODES, *PLACES)
        ]
        if len(phrases) != 1 or not filters or len(filters) + 1 < len(parts):
            return None
        within = [self.translate(part) for part in filters]
        found = []
        for phrase in list_words(phrases[0]):
            refuse_repeats(phrase)
            found += [self._all([part, *within]) for part in self._in_texts(phrase)]
        return self._any(found)

    def _leaf(self, query: Leaf) -> Q:
        match query:
            case tree.DateRange(first, last, field):
                ends = (first.toordinal() if first else None, last.toordinal() if last else None)
                return self._filter(self._range(f"{field}_first", f"{field}_first" if field == "seen" else f"{field}_last", *ends))
            case tree.Unknown(field):
                return self._filter(self._without(self.dialect.everything(), self.dialect.term("known", field)))
            case tree.Known(field):
                return self._filter(self.dialect.term("known", field) if field not in ALWAYS else self.dialect.everything())
            case tree.Location():
                from dateline.search.address_query import translate_location  # not at import: few queries have a location

                return self._filter(translate_location(self.dialect, query))
            case tree.NumberRange(field, least, most):
                return self._filter(self._range(field, field, least, most))
            case tree.Regex(pattern, field):
                return self._filter(self._pattern(pattern, field))
            case tree.Near() | tree.Same() | tree.AtLeast():
                return self._translate_close(query)
        assert isinstance(query, Word)
        if not isinstance(query, tree.Wildcard):
            refuse_repeats(query)
        if query.field in CODES:
            return self._filter(self._code(query))
        if query.field in NAMES:
            return self._filter(self._name(query, str(query.field)))
        return self._any(self._in_texts(query))

    def _translate_close(self, query: tree.Near | tree.Same | tree.AtLeast) -> Q:
        if isinstance(query, tree.AtLeast):
            if not is_exact(query):
                return self._leaf(tree.Term(query.text, query.field))
            keys = {key for code in self.languages for key in make_key_sets(query.text, code)[0]}
            often = [f"{key}{OFTEN}{times}" for key in sorted(keys) for times in range(query.count, MOST_OFTEN + 1)]
            times_enough = self._filter(self.dialect.any_term("often", often))
            return self._all([self._leaf(tree.Term(query.text)), times_enough])
        parts = query.parts if isinstance(query, tree.Same) else (query.left, query.right)
        field = list_words(query)[0].field
        near = isinstance(query, tree.Near) and is_exact(query)
        choices = []
        for place in fields_of_zone(field):
            if near and isinstance(query, tree.Near):
                choices += [self._boosted(place, part) for part in self._near_pairs(query, place)]
            else:
                choices.append(self._all([self._any(self._any_in_text(list_words(part), place)) for part in parts]))
        return self._any(choices)
