"""Every error that Dateline raises on purpose, under one root.

    DatelineError
    ├── ReadError          an input cannot be read
    │   └── FetchError         a web address cannot be fetched
    ├── CleaningError      a document cannot be cleaned
    ├── WorkerLost         a worker process exceeded its limits or failed
    ├── ArchiveError       the archive on disk
    │   ├── ArchiveMissing     there is no archive at the given path
    │   ├── ArchiveLocked      another process is writing to it
    │   │   └── FeedsLocked        another process is fetching its feeds
    │   ├── ArchiveReadOnly    its file or folder cannot be written to
    │   ├── ArchiveDamaged     its contents contradict each other
    │   ├── ArticleMissing     it has no article with this id
    │   └── ArticleDiffers     it has a different article with this id
    ├── IndexFault         the search index
    │   ├── IndexDamaged       its files are not as they were written
    │   └── IndexBehind        it does not exist yet and cannot be built now
    ├── QueryError         a query cannot be understood
    └── WrongUse           a method was given a value that it does not take; also a TypeError

The one warning is `IndexLags`: an answer leaves something out.

A message is one line for a person. It names the thing (file, line, id) and the cure, if there is one.
"""

from __future__ import annotations


class DatelineError(Exception):
    """Something went wrong that the user can understand and correct."""


class ReadError(DatelineError):
    """An input cannot be read."""


class FetchError(ReadError):
    """A web address cannot be fetched; `wait` is the number of seconds after which the server asks for another try."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class CleaningError(DatelineError):
    """A document cannot be cleaned."""


class WorkerLost(DatelineError):
    """A worker process took too much time or memory, or failed; the message states which."""


class WrongUse(DatelineError, TypeError):
    """A method was given a value that it does not take; the message states what it takes."""


class ArchiveError(DatelineError):
    """The archive on disk cannot do what was requested."""


class ArchiveMissing(ArchiveError):
    """There is no archive at the given path."""


class ArchiveLocked(ArchiveError):
    """Another process is writing to the archive."""


class FeedsLocked(ArchiveLocked):
    """Another process is fetching the feeds of the archive."""


class ArchiveReadOnly(ArchiveError):
    """The archive is read-only: its file or folder cannot be written to."""


class ArchiveDamaged(ArchiveError):
    """The archive's contents contradict each other."""


class ArticleMissing(ArchiveError):
    """The archive has no article with this id."""


class ArticleDiffers(ArchiveError):
    """The archive has other versions under the id of an article that was to be imported."""


class IndexFault(DatelineError):
    """The search index failed; it can always be rebuilt from the store."""


class IndexDamaged(IndexFault):
    """Files of the search index are not as they were written."""


class IndexBehind(IndexFault):
    """There is no search index yet, and it cannot be built now: another process is writing, or the archive is read-only."""


class IndexLags(UserWarning):
    """An answer leaves out changes that another process is still writing, or that a read-only archive cannot add to its index."""


class QueryError(DatelineError):
    """A query cannot be understood; `start` and `end` are the place of the error in `query`."""

    def __init__(self, message: str, query: str = "", start: int = 0, end: int | None = None) -> None:
        super().__init__(message)
        self.query = query
        self.start = start
        self.end = start + 1 if end is None else end

    def __str__(self) -> str:
        """Return the message and, if the place is known, the query with the place marked under it."""
        message = super().__str__()
        if not self.query:
            return message
        shown = self.query.replace("\n", " ").replace("\t", " ")
        return f"{message}\n  {shown}\n  {' ' * self.start}{'^' * max(1, self.end - self.start)}"
