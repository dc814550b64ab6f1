"""Search by meaning: a text or some articles → the nearest articles among those that match a query.

If few articles match the query, they are listed first and only they are compared. If many match, the nearest articles are checked
against the query, some thousand at a time. Either way, an article that does not match never displaces one that does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from dateline.errors import DatelineError
from dateline.metadata.language import detect_language
from dateline.query import And, MatchAll, Not, OnlyIds, Query
from dateline.search.hits import hit_of
from dateline.search.index import Index
from dateline.search.meaning.embedder import Embedder, Floats, embedder_of, knows, of_length_one, unpacked
from dateline.search.meaning.fusion import Placed, with_words
from dateline.search.meaning.nearest import CLOSELY, Places, Scan
from dateline.search.meaning.neighbours import neighbour_index
from dateline.search.meaning.passages import fitting
from dateline.search.snippet import article_snippet
from dateline.store import Store
from dateline.store.vectors import Vectors
from dateline.text import visible
from dateline.types.answers import Found, Hit, Window
from dateline.types.articles import ClusterMark
from dateline.types.history import Copy

_MOST_LISTED = 20_000
"""The most matches that are listed before the comparison; listing the ids of this many takes a twentieth of a second."""
_CHUNK = 4_000
_RELIABLE_LENGTH = 80
"""The length in characters from which language detection is reliable enough to refuse a text; it misjudges some short headlines."""
_LATIN = re.compile("[a-z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Near:
    """A search for articles near to a `text`, or to the articles `like`, among those that match `where`.

    Articles that match the query `words` come first, and words have a vote on the rest. The result is a window, with one article of
    each story or `all_copies`.
    """

    text: str = ""
    like: tuple[str, ...] = ()
    where: Query = field(default_factory=MatchAll)
    window: Window = field(default_factory=Window)
    words: Query | None = None
    all_copies: bool = False

    def beyond(self, stories: Iterable[frozenset[str]]) -> Near:
        """The same search without the articles of some stories."""
        without = frozenset[str]().union(*stories)
        return replace(self, where=And((self.where, Not(OnlyIds(MatchAll(), without))))) if without else self

    def decided(self, decide: Callable[[Query], Query]) -> Near:
        """The same search with queries that the index answers exactly, made by `decide`."""
        return replace(self, where=decide(self.where), words=None if self.words is None else decide(self.words))


@dataclass(slots=True)
class Meaning:
    """Search by meaning in an open archive."""

    store: Store
    _scan: Scan | None = None

    @property
    def vectors(self) -> Vectors:
        """The stored vectors."""
        return Vectors(self.store.session)

    @property
    def embedder(self) -> Embedder:
        """The embedder that made the vectors; DatelineError if there are no vectors."""
        model = self.vectors.model
        if model is None:
            raise DatelineError("this archive has no vectors yet for search by meaning; 'dateline embed' makes them")
        return embedder_of(model)

    def of_text(self, text: str) -> Floats:
        """The vector of a text; DatelineError if the text is empty or the model does not know its language."""
        embedder, text = self.embedder, visible(text)
        language = detect_language(text)
        if not knows(embedder, language) and (len(text) >= _RELIABLE_LENGTH or not _LATIN.search(text)):
            known = ", ".join(sorted(embedder.languages))
            raise DatelineError(
                f"the model does not know the language of this text ({language}), but knows {known}; "
                "write in one of these, or search for words"
            )
        if not text.strip():
            raise DatelineError("there is nothing to search for; describe it in words")
        found: Floats = of_length_one(embedder.embed([text]))[0]
        return found

    def of_articles(self, ids: Sequence[str]) -> Floats:
        """The mean of the vectors of some articles; DatelineError if one has no vector."""
        found_vectors = self.vectors.of_articles(ids)
        for article_id in ids:
            if article_id not in found_vectors and self.embedder:
                raise DatelineError(
                    f"{article_id} has no vector: it was ingested after the last 'dateline embed', or is in a language "
                    "that the model does not know"
                )
        found: Floats = of_length_one(unpacked(found_vectors.values()).mean(axis=0)[None, :])[0]
        return found

    def near(self, index: Index, near: Near) -> Found:
        """Find the articles nearest to what is searched for."""
        vector = self.of_articles(near.like) if near.like else self.of_text(near.text)
        compared = index.count(near.where)
        ranked = self.ranked(index, vector, near.where, compared)
        if near.words is None:
            order = [Placed(article_id, score, "meaning") for article_id, score in ranked]
        else:
            order = with_words(index, ranked, near.words, near.where)
        marks = {} if near.all_copies else self.store.clusters(one.article_id for one in order)
        first, most = near.window.offset, near.window.limit
        chosen = _one_per_story(order, marks)[first : None if most is None else first + most]
        copies = self._copies(index, near.where, [marks[one.article_id] for one in chosen if one.article_id in marks])
        hits = self._hits(chosen, vector, near, copies)
        return Found(compared, self.notes(), hits, compared, not near.all_copies, "meaning")

    def ranked(self, index: Index, vector: Floats, where: Query, matching: int) -> list[tuple[str, float]]:
        """The thousand articles nearest to `vector` among the `matching` ones of `where`, nearest first, with their cosine."""
        scan = self._scan = self._scan or Scan(self.vectors, neighbour_index())
        scan.look()
        if isinstance(where, MatchAll):
            return scan.scored(vector, scan.nearest(vector, CLOSELY))
        if matching <= _MOST_LISTED:
            return scan.scored(vector, scan.nearest(vector, CLOSELY, scan.places(_all_ids(index, where))))
        order, found = scan.near(vector), list[Places]()
        for start in range(0, len(order), _CHUNK):
            some = order[start : start + _CHUNK]
            names = scan.names(some)
            fitting = set(_all_ids(index, And((where, OnlyIds(MatchAll(), frozenset(names))))))
            found.append(some[[name in fitting for name in names]])
            if sum(map(len, found)) >= CLOSELY:
                break
        return scan.scored(vector, np.concatenate(found)[:CLOSELY]) if found else []

    def _copies(self, index: Index, where: Query, marks: Sequence[ClusterMark]) -> dict[str, int]:
        """The number of other matching articles in the story of each lead copy."""
        members = {copy.article_id: mark.lead for mark in marks for copy in self._cluster(mark.lead)}
        if members and not isinstance(where, MatchAll):
            fitting = _all_ids(index, And((where, OnlyIds(MatchAll(), frozenset(members)))))
            members = {article_id: members[article_id] for article_id in fitting}
        return {lead: number - 1 for lead, number in Counter(members.values()).items()}

    def _cluster(self, lead: str) -> tuple[Copy, ...]:
        cluster = self.store.cluster_of(lead)
        return cluster.copies if cluster else ()

    def _hits(self, chosen: Sequence[Placed], vector: Floats, near: Near, copies: Mapping[str, int]) -> Iterator[Hit]:
        articles = self.store.get_many(one.article_id for one in chosen)
        present = [(one, articles[one.article_id]) for one in chosen if one.article_id in articles]
        for (one, found), passage in zip(present, fitting(self.embedder, vector, [found for _, found in present]), strict=True):
            snippet = article_snippet(found, near.words) if one.by == "words" and near.words else passage
            yield hit_of(found, one.score, snippet, copies.get(found.cluster.lead, 0) if found.cluster else 0, one.by)

    def notes(self) -> tuple[str, ...]:
        """Warnings about articles that an answer leaves out."""
        behind = self.vectors.behind()
        if not behind:
            return ()
        subject = (
            "article that is new or changed since then is" if behind == 1 else "articles that are new or changed since then are"
        )
        return (f"{behind:,} {subject} compared with old vectors or not at all; 'dateline embed' updates the vectors",)


def _one_per_story(order: Sequence[Placed], marks: Mapping[str, ClusterMark]) -> list[Placed]:
    """The best article of each story."""
    stories: dict[str, Placed] = {}
    for one in order:
        stories.setdefault(marks[one.article_id].lead if one.article_id in marks else one.article_id, one)
    return list(stories.values())


def _all_ids(index: Index, query: Query) -> list[str]:
    return [article_id for article_id, _ in index.search(query, Window(limit=None, sort="newest")).ids]
