"""Search by meaning on web pages: hits without counts, or the reason why there are none."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.archive.archive import Archive
from dateline.archive.results import Results
from dateline.errors import DatelineError
from dateline.query import Query
from dateline.render.results import number_of
from dateline.search.meaning.question import split_question
from dateline.text import shown
from dateline.types.answers import Hit, Window
from dateline.types.articles import ArchivedArticle
from dateline.web.answers import notes_of
from dateline.web.hit_view import HitView, hit_view
from dateline.web.redaction import public_hit
from dateline.web.urls import Pairs

DEEPEST = 500
"""The maximum number of hits; less similar articles have little to do with the query."""

_MAX_SIMILAR = 10


@dataclass(frozen=True, slots=True)
class NearView:
    """The most similar articles. `trouble` is the reason why there are none; `after` is whether there are more."""

    hits: tuple[HitView, ...] = ()
    line: str = ""
    notes: tuple[str, ...] = ()
    trouble: str = ""
    after: bool = False


def near_view(archive: Archive, query: Query, window: Window, asked: Pairs, *, all_copies: bool) -> NearView:
    """The articles that match a query, then those similar in meaning to its words; QueryError if it has no words."""
    meant = split_question(query)
    found = archive.by_meaning(meant.text, meant.where, window, words=meant.words, all_copies=all_copies)
    return _view(archive, found, window, asked)


def more_like(archive: Archive, found: ArchivedArticle) -> NearView | None:
    """The articles most similar in meaning to one; None if the archive has no vectors."""
    if not archive.store.has_vectors:
        return None
    window = Window(_MAX_SIMILAR)
    try:
        return _view(archive, archive.by_meaning(like=[found.id], window=window), window)
    except DatelineError as error:
        return NearView(trouble=shown(str(error.args[0])))


def _view(archive: Archive, found: Results, window: Window, asked: Pairs = ()) -> NearView:
    limit = window.limit or 0
    return NearView(
        tuple(_hit(hit, asked) for hit in found.hits),
        f"Most similar in meaning, of {number_of(found.total)} compared; there is no count of matches",
        tuple(map(shown, notes_of(archive, found.notes))),
        after=len(found.hits) == limit and window.offset + limit < DEEPEST,
    )


def _hit(hit: Hit, asked: Pairs) -> HitView:
    by = {"words": "", "meaning": "by meaning", "both": "by words and meaning"}[hit.by]
    return hit_view(public_hit(hit), asked, by=by)
