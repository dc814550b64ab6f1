"""The texts of articles, ready to be compared; each is read once in a batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from dateline.store.session import Row, Session
from dateline.syndication.shingles import ShingledText, make_shingles

_CHUNK = 500
_WHOLE_ONLY = frozenset({"list", "several articles", "empty"})  # a page that shows many stories is a copy of none of them
_BODIES = "SELECT id, kind, body FROM articles WHERE id IN ({})"


def comparable(rows: Sequence[Row]) -> dict[str, ShingledText]:
    """The texts of articles given as (id, kind, body), ready to be compared."""
    texts = zip(rows, make_shingles([body for _, _, body in rows]), strict=True)
    return {row[0]: replace(text, windows=text.windows[:0]) if row[1] in _WHOLE_ONLY else text for row, text in texts}


@dataclass(slots=True)
class TextCache:
    """Texts by article id; missing ones are fetched from the archive."""

    session: Session
    known: dict[str, ShingledText] = field(default_factory=dict)

    def fetch(self, ids: Iterable[str]) -> None:
        """Fetch the texts of `ids` that are not known yet."""
        missing = [article_id for article_id in ids if article_id not in self.known]
        for start in range(0, len(missing), _CHUNK):
            self.known |= comparable(self.session.rows_among(_BODIES, missing[start : start + _CHUNK]))

    def __getitem__(self, article_id: str) -> ShingledText:
        return self.known[article_id]
