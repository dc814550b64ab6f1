"""RawDocument → CleanedArticle, as a pure function: same cleaner, same document, same article, in any order, on any core.

A cleaner is what is known of sources and asked for; how it cleans (`judge`) is imported where it does, often in a worker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.cleaning.settings import CleanerSettings
from dateline.types.articles import CleanedArticle, Line, LineOverrides
from dateline.types.documents import RawDocument


@dataclass(frozen=True, slots=True)
class Cleaner(CleanerSettings):
    """Judges every line of a document and reads the metadata out of it."""

    def clean(self, raw: RawDocument) -> CleanedArticle:
        """`raw` as an article with its whole ledger."""
        return self.clean_all([raw])[0]

    def clean_all(self, documents: Sequence[RawDocument]) -> list[CleanedArticle]:
        """Each of `documents` as `clean` gives it; some at a time take less of it than one by one."""
        from dateline.cleaning.judge import clean_documents  # it loads the models

        return clean_documents(self, documents)


def with_overrides(article: CleanedArticle, overrides: LineOverrides) -> CleanedArticle:
    """`article` with the lines put back and taken out that a person wants so."""
    if overrides == LineOverrides():
        return article
    return replace(article, lines=tuple(_overridden(line, overrides.verdict(line)) for line in article.lines))


def _overridden(line: Line, keep: bool | None) -> Line:
    if keep is None or keep == line.keep:
        return line
    return line._replace(keep=keep, label="body" if keep else "junk", reason="person")
