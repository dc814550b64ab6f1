"""Read clusters: the copies of one story, and the cluster of an article."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dateline.store.session import Session
from dateline.syndication import METHOD
from dateline.types.articles import ClusterMark

if TYPE_CHECKING:
    from dateline.types.history import Cluster

FOLLOWER = "copies"
"""The name of copy grouping in the table of followers."""

_FOLLOWED = """
    INSERT INTO followers (name, method, change) VALUES (?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET method = excluded.method, change = excluded.change
"""
_MARKS = "SELECT article_id, lead, similarity FROM copies WHERE article_id IN ({})"
_SIZES = "SELECT lead, count(*) FROM copies WHERE lead IN ({}) GROUP BY lead"
_CLUSTER = """
    SELECT article_id, similarity FROM copies WHERE lead = (SELECT lead FROM copies WHERE article_id = ?)
    ORDER BY article_id = lead DESC, similarity DESC, article_id
"""


def followed_change(session: Session) -> int:
    """The last change up to which articles were grouped; -1 if another method did that."""
    found = session.row("SELECT method, change FROM followers WHERE name = ?", (FOLLOWER,)) or (METHOD, 0)
    return int(found[1]) if found[0] == METHOD else -1


def note_followed(session: Session, name: str, method: str, change: int) -> None:
    """Record up to which change a follower has come, and by which method."""
    session.run(_FOLLOWED, (name, method, change))


def read_cluster(session: Session, article_id: str) -> Cluster | None:
    """The cluster that an article belongs to; None if it has no copies."""
    from dateline.types.history import Cluster, Copy

    copies = tuple(Copy(*row) for row in session.rows(_CLUSTER, (article_id,)))
    return Cluster(copies) if copies else None


def read_marks(session: Session, ids: Iterable[str]) -> dict[str, ClusterMark]:
    """The cluster marks of those of `ids` that have copies."""
    marks = session.rows_among(_MARKS, ids)
    sizes: dict[str, int] = dict(session.rows_among(_SIZES, {lead for _, lead, _ in marks}))
    return {article_id: ClusterMark(lead, sizes.get(lead, 1), similarity) for article_id, lead, similarity in marks}
