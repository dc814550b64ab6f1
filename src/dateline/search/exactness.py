"""What the engine answers exactly by the places of words, and what has to be read."""

from __future__ import annotations

from itertools import product

from dateline.query import AtLeast, Leaf, Near, Phrase, Same, Term, Word, words_in
from dateline.search.analysis import STEM_LANGUAGES, exact_tokens, key_sets, meet, raw_tokens
from dateline.search.text_matcher import has_case

_TEXT = ("title", "body")


def decides(query: Leaf) -> bool:
    """Whether the engine answers this leaf exactly."""
    match query:
        case Same():
            return False
        case AtLeast(_, text, field):
            return (
                field is None and len(raw_tokens(text)) == 1 and all(len(key_sets(text, code)[0]) == 1 for code in STEM_LANGUAGES)
            )
        case Near(left, right):
            if words_in(left)[0].field not in (None, *_TEXT):
                return False  # in these an article has several texts, and places go on from one to the next
            # Two single words of one form; another form of the same word would be near itself.
            words = [words_in(left), words_in(right)]
            kinds = {type(word) for word in (*words[0], *words[1])}
            if kinds not in ({Term}, {Phrase}) or not all(_is_plain(word) for word in (*words[0], *words[1])):
                return False
            return not any(_may_meet(one, other) for one, other in product(*words))
    return True


def _is_plain(word: Word) -> bool:
    return len(raw_tokens(word.text)) == 1 and not (isinstance(word, Phrase) and has_case(word.text))


def _may_meet(one: Word, other: Word) -> bool:
    """Whether one word of a text can be both."""
    if isinstance(one, Phrase):
        return any(exact_tokens(one.text, code) == exact_tokens(other.text, code) for code in STEM_LANGUAGES)
    return any(meet(key_sets(one.text, code)[0], key_sets(other.text, code)[0]) for code in STEM_LANGUAGES)
