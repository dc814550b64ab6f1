"""Check the clusters of copies against the texts of articles: compute every key and every similarity again."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.store.clusters import followed_change
from dateline.store.session import Session
from dateline.store.text_cache import TextCache, comparable
from dateline.syndication.similarity import similarity
from dateline.syndication.sketch import make_sketch

_CHUNK = 200
_CURE = "'dateline copies --rebuild' rebuilds the clusters"
_ROUNDING = 1e-9

_WITHOUT_ARTICLE = "SELECT article_id FROM copies WHERE article_id NOT IN (SELECT id FROM articles)"
_INCOMPLETE = "SELECT lead FROM copies GROUP BY lead HAVING count(*) = 1 OR sum(article_id = lead) = 0"
_KEYS = """
    SELECT id, kind, body, keys FROM articles LEFT JOIN sketches ON article_id = id WHERE id > ? ORDER BY id LIMIT ?
"""
_COPIES = "SELECT article_id, lead, similarity FROM copies WHERE article_id > ? ORDER BY article_id LIMIT ?"


def find_copy_faults(session: Session, last_change: int) -> Iterator[str]:
    """The faults of the clusters, in sentences."""
    if followed_change(session) != last_change:
        yield f"not all articles were compared for copies; {_CURE}"
        return
    for sql, sentence in (
        (_WITHOUT_ARTICLE, "names {} as a copy, which is not an article"),
        (_INCOMPLETE, "led by {} lacks its lead or any other"),
    ):
        for (name,) in session.rows(sql):
            yield f"a cluster of copies {sentence.format(name)}; {_CURE}"
    yield from _check_keys(session)
    yield from _check_similarity(session)


def _check_keys(session: Session) -> Iterator[str]:
    last = ""
    while chunk := session.rows(_KEYS, (last, _CHUNK)):
        texts = comparable([row[:3] for row in chunk])
        for article_id, _, _, keys in chunk:
            if (keys or b"") != make_sketch(texts[article_id]):
                yield f"article {article_id}: its sketch was made from another text; {_CURE}"
        last = chunk[-1][0]


def _check_similarity(session: Session) -> Iterator[str]:
    last = ""
    while chunk := session.rows(_COPIES, (last, _CHUNK)):
        texts = TextCache(session)
        texts.fetch({name for article_id, lead, _ in chunk for name in (article_id, lead)})
        for article_id, lead, stored in chunk:
            pair = texts.known.get(article_id), texts.known.get(lead)
            if pair[0] and pair[1] and abs(similarity(pair[0], pair[1]) - stored) > _ROUNDING:
                yield f"article {article_id}: it is not as similar to {lead} as was recorded; {_CURE}"
        last = chunk[-1][0]
