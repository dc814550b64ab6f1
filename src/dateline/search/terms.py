"""The significant words of some articles: words that are more frequent in them than in the archive by chance.

Candidates come from the matching articles, or from a sample of them that is spread evenly over the time of publication. The index
then counts each candidate over all articles, so that the counts equal what a search for the word finds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import log

from dateline.query import And, MatchAll, Phrase, Query, Term, Word, list_words
from dateline.search.index import Index
from dateline.search.stems import stems_of
from dateline.search.stop_words import is_stop_word
from dateline.search.text_matcher import TextMatcher, word_runs
from dateline.search.tokens import exact_tokens
from dateline.types.answers import Window
from dateline.types.articles import ArchivedArticle

_SAMPLE = 600
_LEAST_CANDIDATES = 60
_CANDIDATES = 3
_LEAST_LETTERS = 2

Reader = Callable[[list[str]], Iterable[ArchivedArticle]]


@dataclass(frozen=True, slots=True)
class SignificantTerm:
    """A word, with the numbers of articles in the set and in the archive that have any form of it, and its log-likelihood."""

    word: str
    articles: int
    archive: int
    score: float


@dataclass(frozen=True, slots=True)
class Terms:
    """The significant words of a set of articles, most significant first, with the size of the set (`total`) and the archive."""

    terms: tuple[SignificantTerm, ...]
    total: int
    archive: int


def significant_terms(index: Index, query: Query, everything: Query, read: Reader, most: int) -> Terms:
    """Find words that are more frequent in the matches of `query` than in `everything`, except those in `query` itself."""
    ids = [article_id for article_id, _ in index.search(query, Window(limit=None, sort="newest")).ids]
    total, archive = len(ids), index.count(everything)
    if not total:
        return Terms((), 0, archive)
    step = -(-total // _SAMPLE)
    candidates = _candidates(index, list(read(ids[::step])), (total, archive), max(_CANDIDATES * most, _LEAST_CANDIDATES))
    query_words = list(_query_words(query))
    found = []
    for word, language in candidates:
        text = TextMatcher(word, language)
        if any(word_runs(one, text) for one in query_words):
            continue
        in_set = index.count(And((query, Term(word))))
        in_archive = index.count(Term(word) if isinstance(everything, MatchAll) else And((everything, Term(word))))
        if in_set >= min(2, total) and in_set * archive > in_archive * total:
            found.append(SignificantTerm(word, in_set, in_archive, log_likelihood(in_set, total, in_archive, archive)))
    found.sort(key=lambda term: (-term.score, term.word))
    return Terms(tuple(found[:most]), total, archive)


def log_likelihood(in_set: int, total: int, in_archive: int, archive: int) -> float:
    """How much `in_set` of `total` differs from the share `in_archive` of `archive`, as Dunning's log-likelihood ratio G²."""
    table = (
        (in_set, total, in_archive),
        (total - in_set, total, archive - in_archive),
        (in_archive - in_set, archive - total, in_archive),
        (archive - total - in_archive + in_set, archive - total, archive - in_archive),
    )
    return 2 * sum(seen * log(seen * archive / (row * column)) for seen, row, column in table if seen > 0)


def words_of(article: ArchivedArticle) -> Counter[tuple[str, str]]:
    """Count the meaningful words of title and text, as (stem, form)."""
    known = article.article.metadata
    tokens = Counter(token for text in (known.title or "", article.article.body) for token in exact_tokens(text, known.language))
    meaningful = {
        token: times
        for token, times in tokens.items()
        if not token.isdigit() and _is_long(token) and not is_stop_word(token, known.language)
    }
    return Counter(
        {(stem, token): meaningful[token] for stem, token in zip(stems_of(meaningful, known.language), meaningful, strict=True)}
    )


def _is_long(token: str) -> bool:
    return len(token) >= _LEAST_LETTERS or not token[:1].isalpha() or ord(token[0]) > 0x2E80  # a Chinese character is a word


def _candidates(
    index: Index, articles: Sequence[ArchivedArticle], sizes: tuple[int, int], most: int
) -> list[tuple[str, str | None]]:
    """The best candidates by the articles read and a rough count of the archive, each in its most frequent form."""
    total, archive = sizes
    seen: Counter[str] = Counter()
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    languages: dict[str, str | None] = {}
    for article in articles:
        for (stem, form), times in words_of(article).items():
            forms[stem][form] += times
            languages[stem] = article.article.metadata.language
        seen.update({stem for stem, _ in words_of(article)})
    often = [stem for stem, times in seen.items() if times >= min(2, len(articles))]
    scored = []
    for stem, in_archive in zip(often, index.frequencies(often), strict=True):
        in_set = round(seen[stem] * total / len(articles))
        whole = min(max(in_archive, in_set), archive)
        if in_set * archive > whole * total:
            scored.append((log_likelihood(in_set, total, whole, archive), stem))
    chosen: dict[str, str | None] = {}
    for _, stem in nlargest(most, scored):
        form = min(forms[stem], key=lambda form: (-forms[stem][form], form))
        chosen.setdefault(form, languages[stem])
    return list(chosen.items())


def _query_words(query: Query) -> Iterator[Word]:
    for word in list_words(query):
        if isinstance(word, Phrase):
            yield from (Term(token) for token in exact_tokens(word.text))
        else:
            yield word
