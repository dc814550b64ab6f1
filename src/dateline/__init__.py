"""Dateline: an archive and search tool for raw news text.

Importing this runs nothing heavy: each public name is fetched when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.archive import Archive
    from dateline.cleaning import Cleaner
    from dateline.client.client import Client
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
    from dateline.feeds import Feeds
    from dateline.fetching.fetcher import Fetcher
    from dateline.plugins import hookimpl
    from dateline.query import Query, parse_query
    from dateline.readers import Web, open_documents, open_files
    from dateline.results import Results
    from dateline.saved import SavedSearches
    from dateline.search.context import ContextLine
    from dateline.search.similar import Similar
    from dateline.search.terms import SignificantTerm, Terms
    from dateline.types.answers import Found, Hit, SavedSearch, Snippet, Window
    from dateline.types.articles import ArchivedArticle, CleanedArticle, ClusterMark, DateEvidence, Line, Metadata
    from dateline.types.counts import Series, Tally, Trend
    from dateline.types.documents import Failure, IngestSummary, RawDocument, Remark, Skipped
    from dateline.types.history import Cluster, Copy, Correction, Diff, DiffLine, FeedItem, FieldDiff, Holding, Sighting, Version
    from dateline.workers import Limits

__version__ = "0.1.0"

_HOMES = {
    "archive": ("Archive",),
    "cleaning": ("Cleaner",),
    "client.client": ("Client",),
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
    "feeds": ("Feeds",),
    "fetching.fetcher": ("Fetcher",),
    "plugins": ("hookimpl",),
    "query": ("Query", "parse_query"),
    "readers": ("Web", "open_documents", "open_files"),
    "results": ("Results",),
    "saved": ("SavedSearches",),
    "search.context": ("ContextLine",),
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
        "Tally",
        "Trend",
    ),
    "types.documents": (
        "Failure",
        "IngestSummary",
        "RawDocument",
        "Remark",
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
        "Holding",
        "Sighting",
        "Version",
    ),
    "workers": ("Limits",),
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
    "Failure",
    "FeedItem",
    "Feeds",
    "FeedsLocked",
    "FetchError",
    "Fetcher",
    "FieldDiff",
    "Found",
    "Hit",
    "Holding",
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
    "Remark",
    "Results",
    "SavedSearch",
    "SavedSearches",
    "Series",
    "Sighting",
    "SignificantTerm",
    "Similar",
    "Skipped",
    "Snippet",
    "Tally",
    "Terms",
    "Trend",
    "Version",
    "Web",
    "Window",
    "WorkerLost",
    "WrongUse",
    "hookimpl",
    "open_documents",
    "open_files",
    "parse_query",
]


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names:
            value: object = getattr(import_module(f"dateline.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module 'dateline' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
