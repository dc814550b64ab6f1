"""Stop words: articles, pronouns, prepositions, auxiliary verbs. They are left out of significant words, never of a search."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tantivy import TextAnalyzer

_ENGLISH = frozenset(
    word
    for line in (
        "a about above across after again against all almost along already also although always am among an and another",
        "any anyone anything are around as at away back be became because become been before began behind being below",
        "between both but by came can cannot could did do does doing done down during each either else enough even ever",
        "every everyone everything except few for from further get gets getting go goes going gone got had has have",
        "having he her here hers herself him himself his how however i if in indeed instead into is it its itself just",
        "last least less let like made make makes making many may maybe me might mine more most much must my myself",
        "near neither never next no nobody none nor not nothing now of off often on once one only onto or other others",
        "otherwise our ours ourselves out over own per perhaps put quite rather really said same saw say saying says",
        "see seen several she should since so some somebody someone something sometimes soon still such take taken than",
        "that the their theirs them themselves then there therefore these they thing things this those though through",
        "thus till to together told too took toward towards under unless until up upon us use used very was way we well",
        "went were what whatever when whenever where whether which while who whoever whole whom whose why will with",
        "within without would yes yet you your yours yourself",
    )
    for word in line.split()
)
_BEFORE_AN_APOSTROPHE = _ENGLISH | {"don", "doesn", "didn", "isn", "wasn", "won", "couldn", "wouldn"}
_CONTRACTED = frozenset(("s", "t", "d", "ll", "m", "re", "ve", "n't", "nt"))
_ENGINES = {
    "da": "danish",
    "de": "german",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ru": "russian",
    "sv": "swedish",
}


@lru_cache(1 << 16)
def is_stop_word(word: str, language: str | None) -> bool:
    """Whether a word in lower case is a stop word of a language; for languages without a list, the English list is used."""
    code = (language or "en")[:2]
    if code in _ENGINES:
        return not _analyzer(_ENGINES[code]).analyze(word)
    if code != "en" and not word.isascii():
        return False
    first, _, end = word.replace("’", "'").partition("'")
    return word in _ENGLISH or (first in _BEFORE_AN_APOSTROPHE and end in _CONTRACTED)


@cache
def _analyzer(language: str) -> TextAnalyzer:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    return TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stopword(language)).build()
