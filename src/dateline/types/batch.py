"""The result of a run of `dateline batch`."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.types.documents import Failure


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """What a run did. `files` were written, `known` were complete before; the documents are those of the written files.

    `failures` are files that could not be read; `examples` are some of the failed documents, all of which are rows. `held` is the
    number of all articles in the folder, `others` the number of its files that were made with another recipe. `templates`,
    `changed` (files rewritten with what was learned), `stories` and `copies` (articles in stories) are None if they were not
    requested.
    """

    files: int = 0
    known: int = 0
    articles: int = 0
    failed: int = 0
    skipped: int = 0
    held: int = 0
    others: int = 0
    failures: tuple[Failure, ...] = ()
    examples: tuple[Failure, ...] = ()
    templates: int | None = None
    changed: int | None = None
    stories: int | None = None
    copies: int | None = None
