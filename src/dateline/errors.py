"""Every error that Dateline raises on purpose, under one root.

    DatelineError
    ├── ReadError          an input that cannot be read
    │   └── FetchError         a web address that cannot be fetched
    ├── CleaningError      a document that cannot be cleaned
    ├── WorkerLost         a process that was ended over something, or ended by itself
    ├── ArchiveError       the archive on disk
    │   ├── ArchiveMissing     there is none where one was expected
    │   ├── ArchiveLocked      another process is writing to it
    │   │   └── FeedsLocked        another process is fetching its feeds
    │   ├── ArchiveReadOnly    it may only be read here
    │   ├── ArchiveDamaged     its contents contradict each other
    │   ├── ArticleMissing     it holds no such article
    │   └── ArticleDiffers     it holds another article of that id
    ├── IndexFault         the search index beside it
    │   ├── IndexDamaged       its files are not as they were written
    │   └── IndexBehind        it is not there yet, and another process is writing, or nobody may
    ├── QueryError         a query that cannot be understood
    └── WrongUse           something was given that a method does not take; a TypeError too

And the one warning, `IndexLags`: an answer leaves something out.

A message is one line for a person: it names the thing (file, line, id) and, where there is one, the cure.
"""

from __future__ import annotations


class DatelineError(Exception):
    """Something went wrong that the user can understand and correct."""


class ReadError(DatelineError):
    """An input cannot be read."""


class FetchError(ReadError):
    """A web address cannot be fetched; `wait` is the number of seconds after which its server asks to be tried again."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class CleaningError(DatelineError):
    """A document cannot be cleaned."""


class WorkerLost(DatelineError):
    """A process that worked apart took too long or too much, or did not survive; the message says which."""


class WrongUse(DatelineError, TypeError):
    """Something was given that a method does not take; the message says what it takes."""


class ArchiveError(DatelineError):
    """The archive on disk cannot do what was asked."""


class ArchiveMissing(ArchiveError):
    """There is no archive at the given place."""


class ArchiveLocked(ArchiveError):
    """Another process is writing to the archive."""


class FeedsLocked(ArchiveLocked):
    """Another process is fetching the feeds of the archive."""


class ArchiveReadOnly(ArchiveError):
    """The archive may only be read: its file or folder cannot be written to."""


class ArchiveDamaged(ArchiveError):
    """The archive's contents contradict each other."""


class ArticleMissing(ArchiveError):
    """The archive holds no article of that id."""


class ArticleDiffers(ArchiveError):
    """The archive holds other versions under the id of an article that was to come in."""


class IndexFault(DatelineError):
    """The search index failed; it can always be rebuilt from the store."""


class IndexDamaged(IndexFault):
    """Files of the search index are not as they were written."""


class IndexBehind(IndexFault):
    """There is no search index yet, and it cannot be built now: another process is writing to the archive, or nobody may here."""


class IndexLags(UserWarning):
    """An answer leaves out what another process is writing to the archive, or what cannot be taken over as it may only be read."""


class QueryError(DatelineError):
    """A query cannot be understood; knows where in the query the trouble is."""

    def __init__(self, message: str, query: str = "", start: int = 0, end: int | None = None) -> None:
        super().__init__(message)
        self.query = query
        self.start = start
        self.end = start + 1 if end is None else end

    def __str__(self) -> str:
        """The message, then the query with the place marked under it (where the place is known)."""
        message = super().__str__()
        if not self.query:
            return message
        shown = self.query.replace("\n", " ").replace("\t", " ")
        return f"{message}\n  {shown}\n  {' ' * self.start}{'^' * max(1, self.end - self.start)}"
