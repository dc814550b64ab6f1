"""What a run of `dateline batch` did."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.types.documents import Failure


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """What a run did. `files` were made anew, `known` were done before; the documents are those of the files made anew.

    `failures` are files that could not be read; `examples` some of the documents that failed, all of which are rows.
    `held` are all articles that the folder has now, `others` its files that were made in another way. `templates`, `changed` (files
    made anew with what was learned), `stories` and `copies` (articles in stories) are None where they were not asked for.
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
