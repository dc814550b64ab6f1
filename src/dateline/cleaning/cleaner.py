"""Clean a raw document as a pure function: the same cleaner makes the same article from it, in any order, on any core.

A cleaner has only settings and facts about sources. The code that cleans (`judge`) is imported on first use, often in a worker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.cleaning.settings import CleanerSettings
from dateline.types.articles import CleanedArticle, Line, LineOverrides
from dateline.types.documents import RawDocument


@dataclass(frozen=True, slots=True)
class Cleaner(CleanerSettings):
    """Judges every line of a document and reads its metadata."""

    def clean(self, raw: RawDocument) -> CleanedArticle:
        """Turn `raw` into an article with its whole ledger."""
        return self.clean_all([raw])[0]

    def clean_all(self, documents: Sequence[RawDocument]) -> list[CleanedArticle]:
        """Clean each of `documents` as `clean` does; several at a time take less time than one by one."""
        from dateline.cleaning.judge import clean_documents  # it loads the models

        return clean_documents(self, documents)


def with_overrides(article: CleanedArticle, overrides: LineOverrides) -> CleanedArticle:
    """Return `article` with the lines restored and dropped that a person chose."""
    if overrides == LineOverrides():
        return article
    return replace(article, lines=tuple(_override(line, overrides.verdict(line)) for line in article.lines))


def _override(line: Line, keep: bool | None) -> Line:
    if keep is None or keep == line.keep:
        return line
    return line._replace(keep=keep, label="body" if keep else "junk", reason="person")
