"""Feeds: subscriptions that fill an archive, fetched by a person or by cron.

The answer of a server is recorded only after its entries are in the archive: if a run is killed, the next one fetches some feeds
again and finds duplicates. A feed that fails is skipped for a while, longer each time. Only one run is at work at a time; while it
waits for a server, others may write.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import BinaryIO, Literal, Protocol

from dateline.archive.archive import Archive
from dateline.archive.intake import Progress
from dateline.archive.worker_pool import batches
from dateline.errors import ArchiveLocked, DatelineError, FeedsLocked, FetchError, ReadError, WorkerLost
from dateline.readers import Arrival, Web, open_documents
from dateline.readers.base import Member, Pointer
from dateline.readers.error_boundary import fetch_or_fail, iterate_safely
from dateline.readers.feed_entries import read_entries
from dateline.readers.fetching.address import Address
from dateline.readers.fetching.answer import Answer
from dateline.readers.opml import FeedOutline, read_outlines
from dateline.readers.web import without_fragment
from dateline.store.feeds import Subscription
from dateline.store.lock import WriterLock
from dateline.text import normalise, without_users
from dateline.text.decoding import decode
from dateline.types.documents import Failure, IngestSummary, RawDocument, Skipped
from dateline.workers.worker import Limits, worker

_WAIT = 60.0  # for another writer; fetched entries are worth some waiting
_FIRST_REST = timedelta(minutes=30)
_LONGEST_REST = timedelta(days=1)
_MOST_REQUESTS = 8  # requests at the same time; the rate limit of each host applies all the same
_LARGEST_LIST = 16 * 1024 * 1024
_LONGEST_SERVER_WAIT = 7 * 86_400.0

Outcome = Literal["fetched", "unchanged", "failed", "resting"]
Entry = Arrival | Pointer


class Getter(Protocol):
    """A fetcher that several threads may use: `dateline.readers.fetching.fetcher.Fetcher`, or a substitute."""

    def get(self, url: str, etag: str | None = None, modified: str | None = None) -> Answer:
        """Return the answer of `url`, which may only state that nothing changed; raise FetchError if it cannot be fetched."""
        ...


def read_opml(stream: BinaryIO, name: str) -> tuple[FeedOutline, ...]:
    """Return the feeds in an OPML file, each once; raise ReadError if there are none."""
    content = stream.read(_LARGEST_LIST + 1)
    if len(content) > _LARGEST_LIST:
        raise ReadError(f"{name}: is too large for a list of feeds; check the file")
    found = {outline.url: outline for outline in read_outlines(decode(content)[0])}
    if not found:
        raise ReadError(f"{name}: has no feeds; expected OPML from a feed reader")
    return tuple(found.values())


def check_outlines(outlines: Iterable[FeedOutline]) -> tuple[tuple[FeedOutline, ...], tuple[str, ...]]:
    """Return those of `outlines` whose addresses can be fetched, and what is wrong with the others."""
    found, wrong = [], []
    for outline in outlines:
        try:
            _check_url(outline.url)
        except DatelineError as error:
            wrong.append(str(error))
        else:
            found.append(outline)
    return tuple(found), tuple(wrong)


@dataclass(frozen=True, slots=True)
class FetchResult:
    """The result of one feed in one run: the feed as it is stored now, and what was ingested."""

    feed: Subscription
    outcome: Outcome
    summary: IngestSummary = field(default_factory=IngestSummary)


@dataclass(frozen=True, slots=True)
class Feeds:
    """The subscribed feeds of an archive; with `limits`, separate processes read and clean their entries."""

    archive: Archive
    limits: Limits | None = None

    def all(self) -> tuple[Subscription, ...]:
        """The feeds, ordered by folder and address."""
        return self.archive.store.feeds()

    def add(self, outlines: Iterable[FeedOutline]) -> tuple[Subscription, ...]:
        """Subscribe to feeds, and return the new ones. A known feed gets the title and folder that are given now."""
        known, new = {feed.url: feed for feed in self.all()}, []
        with self.archive.store.writing(_WAIT), self.archive.store.batch():
            for outline in outlines:
                url = _check_url(outline.url)
                feed = known.get(url)
                if feed is None:
                    feed = Subscription(url, added=_now())
                    new.append(url)
                feed = replace(
                    feed,
                    title=normalise(outline.title or "") or feed.title,
                    folder=normalise(outline.folder or "") or feed.folder,
                    pages=outline.pages or feed.pages,
                )
                known[url] = feed
                self.archive.store.keep_feed(feed)
        return tuple(known[url] for url in dict.fromkeys(new))

    def remove(self, name: str) -> Subscription:
        """Remove the subscription to a feed; its articles stay."""
        feed = self.find(name)
        with self.archive.store.writing(_WAIT):
            self.archive.store.drop_feed(feed.url)
        return feed

    def find(self, name: str) -> Subscription:
        """Return the feed with this address, or the only one with `name` in its address or title."""
        feeds = self.all()
        folded = name.casefold()
        found = [feed for feed in feeds if feed.url == without_fragment(name)] or [
            feed for feed in feeds if folded in feed.url.casefold() or folded in (feed.title or "").casefold()
        ]
        if len(found) != 1:
            problem = f"{len(found)} feeds match" if found else "no feed matches"
            raise DatelineError(f"{name}: {problem}; 'dateline feeds list' lists the feeds")
        return found[0]

    def fetch(
        self, getter: Getter, names: Sequence[str] = (), *, pages: bool = False, progress: Progress | None = None
    ) -> Iterator[FetchResult]:
        """Fetch the feeds, or those of `names`, and ingest their new entries, one feed after the other.

        With `pages`, the pages that entries link to are fetched for all feeds. Feeds that rest after failures are left out unless
        named. Raise FeedsLocked if another run is at work.
        """
        with self._lock_runs():
            feeds = [self.find(name) for name in names] or self.all()
            now = _now()
            resting = [feed for feed in feeds if not names and feed.due is not None and feed.due > now]
            for feed in resting:
                yield FetchResult(feed, "resting")
            for feed, answer in _fetch_ahead(getter, [feed for feed in feeds if feed not in resting]):
                yield self._fetch_one(feed, answer, _EntryReader(self.archive, getter, pages or feed.pages, self.limits), progress)

    def _fetch_one(
        self, feed: Subscription, request: Future[Answer], reader: _EntryReader, progress: Progress | None
    ) -> FetchResult:
        tried, summary = _now(), IngestSummary()
        try:
            answer = fetch_or_fail(request.result)
            entries = [] if answer.unchanged else _list_entries(answer, feed.url, self.limits)
        except ReadError as error:
            return self._store_failure(feed, error, tried)
        for batch in batches(reader.arrivals(entries)):
            with self.archive.store.writing(_WAIT):
                summary += self.archive.ingest(batch, progress=progress, limits=self.limits)
        outcome: Outcome = "unchanged" if answer.unchanged else "fetched"
        moved = f"; it has moved permanently to {answer.moved}" if answer.moved else ""
        feed = replace(feed, tried=tried, status=f"{outcome}{moved}", failures=0, due=None)
        if not answer.unchanged:
            feed = replace(feed, title=feed.title or _find_title(entries), etag=answer.etag, modified=answer.modified)
        return self._store_result(FetchResult(feed, outcome, summary))

    def _store_failure(self, feed: Subscription, error: ReadError, tried: datetime) -> FetchResult:
        failures = feed.failures + 1
        rest = min(_FIRST_REST * 2 ** min(failures - 1, 10), _LONGEST_REST)
        if isinstance(error, FetchError) and error.wait is not None:
            rest = max(rest, timedelta(seconds=min(error.wait, _LONGEST_SERVER_WAIT)))
        return self._store_result(
            FetchResult(replace(feed, tried=tried, status=str(error), failures=failures, due=tried + rest), "failed")
        )

    def _store_result(self, result: FetchResult) -> FetchResult:
        with self.archive.store.writing(_WAIT):
            if any(feed.url == result.feed.url for feed in self.all()):  # it may have been removed in the meantime
                self.archive.store.keep_feed(result.feed)
        return result

    @contextmanager
    def _lock_runs(self) -> Iterator[None]:
        with ExitStack() as stack:
            try:
                stack.enter_context(WriterLock(self.archive.folder, "feeds.lock.db").acquire())
            except ArchiveLocked as error:
                raise FeedsLocked(
                    f"{self.archive.folder}: another run is fetching the feeds of this archive; it ingests what is new"
                ) from error
            yield


@dataclass(frozen=True, slots=True)
class _EntryReader:
    """The entries of one feed during a run; with `pages`, their pages are fetched.

    An entry never replaces its page if that is in the archive.
    """

    archive: Archive
    getter: Getter
    pages: bool
    limits: Limits | None

    def arrivals(self, entries: Sequence[Entry]) -> Iterator[Arrival]:
        links = {without_fragment(link) for entry in entries if (link := _link_of(entry))}
        fetched = self.archive.store.fetched(links)
        failed = {failure.origin for failure in self.archive.failures()} if self.pages else set()
        for entry in entries:
            link = without_fragment(_link_of(entry) or "")
            if link in fetched:
                yield Skipped(link, "its page is in the archive already")
            elif self.pages and link and link not in failed:
                yield from self._read_page(link, entry)
            elif isinstance(entry, Pointer):
                yield entry.instead
            else:
                yield entry

    def _read_page(self, link: str, entry: Entry) -> Iterator[Arrival]:
        """Yield the page of an entry; if it cannot be fetched, yield the failure and the entry's own text."""
        hints = dict(entry.hints) if isinstance(entry, Pointer | RawDocument) else {}
        hints.pop("captured", None)
        found = list(open_documents([link], web=Web(self.getter), hints=hints, limits=self.limits))
        yield from found
        if isinstance(entry, RawDocument) and all(isinstance(one, Failure) for one in found):
            yield entry


def _fetch_ahead(getter: Getter, feeds: Sequence[Subscription]) -> Iterator[tuple[Subscription, Future[Answer]]]:
    """Yield the feeds in order, each with its answer; the next ones are fetched while one is ingested."""
    pool = ThreadPoolExecutor(_MOST_REQUESTS)
    try:
        waiting: deque[tuple[Subscription, Future[Answer]]] = deque()
        for feed in feeds:
            waiting.append((feed, pool.submit(getter.get, feed.url, feed.etag, feed.modified)))
            if len(waiting) > _MOST_REQUESTS:
                yield waiting.popleft()
        while waiting:
            yield waiting.popleft()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _list_entries(answer: Answer, url: str, limits: Limits | None) -> list[Entry]:
    """Return the entries of a feed, with a failure for an error after them; raise ReadError if the error comes before any entry."""
    found: list[Entry] = []
    try:
        for entry in iterate_safely("the program", lambda: _iterate_entries(answer, url, limits)):
            found.append(entry)
    except (ReadError, WorkerLost) as error:
        reason = f"cannot be read completely ({error})" if isinstance(error, WorkerLost) else str(error)
        if not found:
            raise ReadError(reason) from error
        found.append(Failure(url, reason))
    return found


def _iterate_entries(answer: Answer, url: str, limits: Limits | None) -> Iterator[Entry]:
    if limits is None:
        yield from read_entries(answer, url)
        return
    with worker() as one:
        yield from (entry for _, entry in one.answers(limits, read_entries, answer, url))


def _link_of(entry: Entry | Member) -> str | None:
    return entry.url if isinstance(entry, Pointer | RawDocument) else None


def _find_title(entries: Iterable[Entry]) -> str | None:
    return next((entry.hints["source"] for entry in entries if isinstance(entry, RawDocument) and "source" in entry.hints), None)


def _check_url(url: str) -> str:
    try:
        Address.parse(url)
    except FetchError as error:
        raise DatelineError(f"{without_users(url)}: {error}") from error
    return without_fragment(url)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
