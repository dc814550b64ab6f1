"""Dateline: an archive and search tool for raw news text.

Importing this is cheap: each public name is loaded when it is first used.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.archive.archive import Archive
    from dateline.archive.batch import Recipe, clean_files, read_cleaned
    from dateline.archive.client.client import Client
    from dateline.archive.feeds import Feeds
    from dateline.archive.results import Results
    from dateline.archive.saved_searches import SavedSearches
    from dateline.cleaning import Cleaner
    from dateline.errors import (
        ArchiveDamaged,
        ArchiveError,
        ArchiveLocked,
        ArchiveMissing,
        ArchiveReadOnly,
        ArticleDiffers,
        ArticleMissing,
        CleaningError,
        DatelineError,
        FeedsLocked,
        FetchError,
        IndexBehind,
        IndexDamaged,
        IndexFault,
        IndexLags,
        QueryError,
        ReadError,
        WorkerLost,
        WrongUse,
    )
    from dateline.query import Query, parse_query
    from dateline.readers import Web, open_documents, open_files
    from dateline.readers.fetching.fetcher import Fetcher
    from dateline.readers.plugins import hookimpl
    from dateline.search.concordance import ContextLine
    from dateline.search.similar import Similar
    from dateline.search.terms import SignificantTerm, Terms
    from dateline.types.answers import Found, Hit, SavedSearch, Snippet, Window
    from dateline.types.articles import ArchivedArticle, CleanedArticle, ClusterMark, DateEvidence, Line, Metadata
    from dateline.types.counts import FacetCounts, Series, Trend
    from dateline.types.documents import DocumentWarning, Failure, IngestSummary, RawDocument, Skipped
    from dateline.types.history import (
        ArticleRecord,
        Cluster,
        Copy,
        Correction,
        Diff,
        DiffLine,
        FeedItem,
        FieldDiff,
        Sighting,
        Version,
    )
    from dateline.workers.worker import Limits

__version__ = "0.1.0"

_HOMES = {
    "archive.archive": ("Archive",),
    "archive.batch": ("Recipe", "clean_files", "read_cleaned"),
    "cleaning": ("Cleaner",),
    "archive.client.client": ("Client",),
    "errors": (
        "ArchiveDamaged",
        "ArchiveError",
        "ArchiveLocked",
        "ArchiveReadOnly",
        "ArchiveMissing",
        "ArticleDiffers",
        "ArticleMissing",
        "CleaningError",
        "DatelineError",
        "FeedsLocked",
        "FetchError",
        "IndexBehind",
        "IndexDamaged",
        "IndexFault",
        "IndexLags",
        "QueryError",
        "ReadError",
        "WorkerLost",
        "WrongUse",
    ),
    "archive.feeds": ("Feeds",),
    "readers.fetching.fetcher": ("Fetcher",),
    "readers.plugins": ("hookimpl",),
    "query": ("Query", "parse_query"),
    "readers": ("Web", "open_documents", "open_files"),
    "archive.results": ("Results",),
    "archive.saved_searches": ("SavedSearches",),
    "search.concordance": ("ContextLine",),
    "search.similar": ("Similar",),
    "search.terms": ("SignificantTerm", "Terms"),
    "types.answers": (
        "Found",
        "Hit",
        "Snippet",
        "Window",
        "SavedSearch",
    ),
    "types.articles": (
        "ArchivedArticle",
        "CleanedArticle",
        "ClusterMark",
        "DateEvidence",
        "Line",
        "Metadata",
    ),
    "types.counts": (
        "Series",
        "FacetCounts",
        "Trend",
    ),
    "types.documents": (
        "Failure",
        "IngestSummary",
        "RawDocument",
        "DocumentWarning",
        "Skipped",
    ),
    "types.history": (
        "Cluster",
        "Copy",
        "Correction",
        "Diff",
        "DiffLine",
        "FeedItem",
        "FieldDiff",
        "ArticleRecord",
        "Sighting",
        "Version",
    ),
    "workers.worker": ("Limits",),
}

__all__ = [
    "Archive",
    "ArchiveDamaged",
    "ArchiveError",
    "ArchiveLocked",
    "ArchiveMissing",
    "ArchiveReadOnly",
    "ArchivedArticle",
    "ArticleDiffers",
    "ArticleMissing",
    "ArticleRecord",
    "CleanedArticle",
    "Cleaner",
    "CleaningError",
    "Client",
    "Cluster",
    "ClusterMark",
    "ContextLine",
    "Copy",
    "Correction",
    "DateEvidence",
    "DatelineError",
    "Diff",
    "DiffLine",
    "DocumentWarning",
    "FacetCounts",
    "Failure",
    "FeedItem",
    "Feeds",
    "FeedsLocked",
    "FetchError",
    "Fetcher",
    "FieldDiff",
    "Found",
    "Hit",
    "IndexBehind",
    "IndexDamaged",
    "IndexFault",
    "IndexLags",
    "IngestSummary",
    "Limits",
    "Line",
    "Metadata",
    "Query",
    "QueryError",
    "RawDocument",
    "ReadError",
    "Recipe",
    "Results",
    "SavedSearch",
    "SavedSearches",
    "Series",
    "Sighting",
    "SignificantTerm",
    "Similar",
    "Skipped",
    "Snippet",
    "Terms",
    "Trend",
    "Version",
    "Web",
    "Window",
    "WorkerLost",
    "WrongUse",
    "clean_files",
    "hookimpl",
    "open_documents",
    "open_files",
    "parse_query",
    "read_cleaned",
]


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names:
            value: object = getattr(import_module(f"dateline.{module}"), name)
            globals()[name] = value
            return value
    if name in _FORMER:
        import warnings

        warnings.warn(f"{name} is called {_FORMER[name]} now; the old name goes with version 0.3", DeprecationWarning, 2)
        return __getattr__(_FORMER[name])
    raise AttributeError(f"module 'dateline' has no attribute {name!r}")


_FORMER = {"Holding": "ArticleRecord", "Remark": "DocumentWarning", "Tally": "FacetCounts"}
"""Public names of version 0.1, with the names that they have now."""

_MOVED = {
    "dateline.batch": "dateline.archive.batch",
    "dateline.batch.file": "dateline.archive.batch.file",
    "dateline.batch.pool": "dateline.archive.batch.pool",
    "dateline.fetching": "dateline.readers.fetching",
    "dateline.fetching.fetcher": "dateline.readers.fetching.fetcher",
    "dateline.plugins": "dateline.readers.plugins",
}
"""Modules that the documentation of 0.1 named, with their present places. Both names work until 0.3."""


class _Moved:
    """Find a module under its former name. It is the last finder to be called, so other imports cost nothing more."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        return ModuleSpec(name, _Moved()) if name in _MOVED else None  # type: ignore[arg-type]  # it has the methods of a loader

    @staticmethod
    def create_module(spec: ModuleSpec) -> None:
        return None

    @staticmethod
    def exec_module(module: ModuleType) -> None:
        import warnings

        for old, new in _MOVED.items():
            if old == module.__name__ or old.startswith(f"{module.__name__}."):
                sys.modules[old] = import_module(new)  # its submodules too, or they would be loaded twice
        moved = f"{module.__name__} is {_MOVED[module.__name__]} now; the old name goes with version 0.3"
        warnings.warn(moved, DeprecationWarning, stacklevel=2)


sys.meta_path.append(_Moved)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
