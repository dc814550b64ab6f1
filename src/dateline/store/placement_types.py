"""Where a document belongs among the articles, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dateline.types.documents import Outcome


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a document belongs: the outcome, and the article and version it belongs to (a new article has no id yet).

    A new version that is not the `newest` comes before those that were captured later.
    """

    outcome: Outcome
    article_id: str | None = None
    version: int = 1
    newest: bool = True


class Sighted(NamedTuple):
    """The last sighting under a name: the article, its version, and the hash of the bytes."""

    article_id: str
    version: int
    raw_id: str
