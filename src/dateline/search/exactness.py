"""Decide which queries the engine answers exactly from word positions, and which need the text of the articles."""

from __future__ import annotations

from itertools import product

from dateline.query import AtLeast, Leaf, Near, Phrase, Same, Term, Word, list_words
from dateline.search.stems import intersect_keys, make_key_sets
from dateline.search.text_matcher import has_case
from dateline.search.tokens import STEM_LANGUAGES, exact_tokens, raw_tokens

_TEXT = ("title", "body")


def is_exact(query: Leaf) -> bool:
    """Whether the engine answers this leaf exactly."""
    match query:
        case Same():
            return False
        case AtLeast(_, text, field):
            return (
                field is None
                and len(raw_tokens(text)) == 1
                and all(len(make_key_sets(text, code)[0]) == 1 for code in STEM_LANGUAGES)
            )
        case Near(left, right):
            if list_words(left)[0].field not in (None, *_TEXT):
                return False  # these zones have several texts, and positions continue from one text to the next
            # Only two single words of one kind: another form of the same word would be near itself.
            words = [list_words(left), list_words(right)]
            kinds = {type(word) for word in (*words[0], *words[1])}
            if kinds not in ({Term}, {Phrase}) or not all(_is_plain(word) for word in (*words[0], *words[1])):
                return False
            return not any(_may_match_same_word(one, other) for one, other in product(*words))
    return True


def _is_plain(word: Word) -> bool:
    return len(raw_tokens(word.text)) == 1 and not (isinstance(word, Phrase) and has_case(word.text))


def _may_match_same_word(one: Word, other: Word) -> bool:
    """Whether the same word of a text can match both."""
    if isinstance(one, Phrase):
        return any(exact_tokens(one.text, code) == exact_tokens(other.text, code) for code in STEM_LANGUAGES)
    return any(intersect_keys(make_key_sets(one.text, code)[0], make_key_sets(other.text, code)[0]) for code in STEM_LANGUAGES)
