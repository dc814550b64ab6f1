"""Subscribed feeds fill an archive: each new entry once, with no more requests than needed."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dateline.archive.archive import Archive
from dateline.archive.feeds import Feeds, FetchResult, check_outlines, read_opml
from dateline.errors import DatelineError, FeedsLocked, FetchError, ReadError
from dateline.readers.fetching.answer import Answer
from dateline.readers.opml import FeedOutline
from dateline.render.feeds import opml
from dateline.store.lock import WriterLock
from dateline.types.documents import IngestSummary
from made_server import Reply, Site, page, quick, serving

TEXT = "<p>Talks about the {} resumed on Tuesday, and the harbour office said that the boats would sail again in May.</p>"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive", create=True) as opened:
        yield opened


def entry(site: Site, name: str, text: str | None = None) -> str:
    """An entry that links to `/name`; without a text unless one is given."""
    body = f"<description><![CDATA[{text}]]></description>" if text else ""
    return f"<item><title>News of {name}</title><link>{site.at('/' + name)}</link>{body}</item>"


def rss(*entries: str) -> str:
    """A feed with these entries."""
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>The Mail</title>{''.join(entries)}</channel></rss>"


def fetch(archive: Archive, *names: str, pages: bool = False) -> tuple[FetchResult, ...]:
    """Fetch the feeds once."""
    return tuple(Feeds(archive).fetch(quick(), names, pages=pages))


def numbers(summary: IngestSummary) -> tuple[int, int, int, int, int]:
    """New, new versions, duplicates, skipped, failed."""
    return summary.new, summary.new_version, summary.duplicate, summary.skipped, summary.failed


def sightings(archive: Archive) -> int:
    return archive.store.session.number("SELECT count(*) FROM sightings")


def test_each_new_entry_of_a_feed_is_ingested_once(archive: Archive, site: Site) -> None:
    Feeds(archive).add([FeedOutline(site.at("/rss"))])
    one, two = (entry(site, name, TEXT.format(name)) for name in ("ferry", "bridge"))
    site.pages["/rss"] = Reply(rss(one))
    (visit,) = fetch(archive)
    assert (visit.outcome, visit.feed.title, numbers(visit.summary)) == ("fetched", "The Mail", (1, 0, 0, 0, 0))
    site.pages["/rss"] = Reply(rss(two, one))
    (visit,) = fetch(archive)
    assert numbers(visit.summary) == (1, 0, 1, 0, 0)
    assert sightings(archive) == 2, "an entry that slid down the feed is no new sighting"
    assert archive.verify() == ()


def test_an_unchanged_feed_is_not_sent_again(archive: Archive, site: Site) -> None:
    def known(headers: Mapping[str, str]) -> Reply:
        same = headers.get("If-None-Match") == '"1"'
        return Reply(status=304) if same else Reply(rss(entry(site, "ferry", TEXT.format("ferry"))), {"ETag": '"1"'})

    site.pages["/rss"] = known
    Feeds(archive).add([FeedOutline(site.at("/rss"))])
    assert [visit.outcome for _ in range(3) for visit in fetch(archive)] == ["fetched", "unchanged", "unchanged"]
    assert len(list(archive.articles())) == 1


def test_the_pages_of_entries_are_fetched_once_and_get_the_hints_of_the_feed(archive: Archive, site: Site) -> None:
    site.pages |= {
        "/rss": Reply(rss(entry(site, "ferry", "<p>In short.</p>"), entry(site, "bridge"))),
        "/ferry": Reply(page("The ferry")),
        "/bridge": Reply(page("The bridge")),
    }
    Feeds(archive).add([FeedOutline(site.at("/rss"), pages=True)])
    (visit,) = fetch(archive)
    assert numbers(visit.summary) == (2, 0, 0, 0, 0)
    found = {article.url: article for article in archive.articles()}
    assert "market hall" in found[site.at("/ferry")].article.body
    assert archive.raw(found[site.at("/ferry")].id).hints["source"] == "The Mail"
    (visit,) = fetch(archive)
    assert numbers(visit.summary) == (0, 0, 0, 2, 0)
    assert site.asked.count("/ferry") == site.asked.count("/bridge") == 1


def test_an_entry_never_replaces_its_page(archive: Archive, site: Site) -> None:
    """Otherwise a later run without pages would make the feed's short text a new version of the page."""
    site.pages |= {"/rss": Reply(rss(entry(site, "ferry", "<p>In short.</p>"))), "/ferry": Reply(page("The ferry"))}
    Feeds(archive).add([FeedOutline(site.at("/rss"))])
    assert numbers(fetch(archive)[0].summary) == (1, 0, 0, 0, 0)
    assert numbers(fetch(archive, pages=True)[0].summary) == (0, 1, 0, 0, 0)
    assert numbers(fetch(archive)[0].summary) == (0, 0, 0, 1, 0)
    (found,) = archive.articles()
    assert "market hall" in found.article.body


def test_if_a_page_cannot_be_fetched_the_entry_is_kept_and_the_page_not_retried(archive: Archive, site: Site) -> None:
    site.pages["/rss"] = Reply(rss(entry(site, "ferry", TEXT.format("ferry")), entry(site, "bridge")))
    Feeds(archive).add([FeedOutline(site.at("/rss"), pages=True)])
    (visit,) = fetch(archive)
    assert (visit.outcome, numbers(visit.summary)) == ("fetched", (1, 0, 0, 0, 2))
    assert {failure.origin for failure in archive.failures()} == {site.at("/ferry"), site.at("/bridge")}
    (visit,) = fetch(archive)
    assert numbers(visit.summary) == (0, 0, 1, 1, 0)
    assert site.asked.count("/ferry") == 1


def test_a_failing_feed_rests_longer_each_time_unless_it_is_named(archive: Archive, site: Site) -> None:
    feeds = Feeds(archive)
    feeds.add([FeedOutline(site.at("/rss"))])
    rests = []
    for turn in range(1, 9):
        (visit,) = fetch(archive, "rss")
        assert (visit.outcome, visit.feed.failures) == ("failed", turn)
        assert visit.feed.due is not None
        assert visit.feed.tried is not None
        rests.append(visit.feed.due - visit.feed.tried)
    assert rests[:3] == [timedelta(minutes=30), timedelta(hours=1), timedelta(hours=2)]
    assert rests[-1] == timedelta(days=1)
    requests = len(site.asked)
    assert [visit.outcome for visit in fetch(archive)] == ["resting"]
    assert len(site.asked) == requests
    site.pages["/rss"] = Reply(rss(entry(site, "ferry", TEXT.format("ferry"))))
    (visit,) = fetch(archive, "rss")
    assert (visit.outcome, visit.feed.failures, visit.feed.due) == ("fetched", 0, None)


def test_a_server_can_lengthen_the_rest_of_a_feed_with_retry_after(archive: Archive, site: Site) -> None:
    site.pages["/rss"] = Reply(status=503, headers={"Retry-After": "90000"})
    Feeds(archive).add([FeedOutline(site.at("/rss"))])
    (visit,) = fetch(archive)
    assert visit.feed.due is not None
    assert visit.feed.tried is not None
    assert visit.feed.due - visit.feed.tried == timedelta(seconds=90000)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (page(), "is a page, not a feed; look on the page"),
        (
            page().replace("<head>", '<head><link rel="alternate" type="application/rss+xml" href="/news.xml">'),
            "it links to the feed .*/news.xml",
        ),
        ("Ferry talks resume.", "is not a feed"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "is not a feed"),
        ("", "is not a feed"),
    ],
)
def test_a_document_that_is_not_a_feed_fails_with_the_reason(archive: Archive, site: Site, body: bytes | str, why: str) -> None:
    site.pages["/rss"] = Reply(body)
    Feeds(archive).add([FeedOutline(site.at("/rss"))])
    (visit,) = fetch(archive)
    assert visit.outcome == "failed"
    with pytest.raises(ReadError, match=why):
        raise ReadError(visit.feed.status)


def test_a_failing_feed_does_not_stop_the_others(archive: Archive, site: Site) -> None:
    site.pages["/good"] = Reply(rss(entry(site, "ferry", TEXT.format("ferry"))))
    Feeds(archive).add([FeedOutline(site.at(name)) for name in ("/bad", "/good", "/worse")])
    assert [visit.outcome for visit in fetch(archive)] == ["failed", "fetched", "failed"]


def test_a_permanently_moved_feed_is_reported(archive: Archive, site: Site) -> None:
    site.pages |= {"/rss": Reply(status=301, headers={"Location": "/new"}), "/new": Reply(rss())}
    Feeds(archive).add([FeedOutline(site.at("/rss"))])
    (visit,) = fetch(archive)
    assert visit.feed.status == f"fetched; it has moved permanently to {site.at('/new')}"


def test_a_second_run_is_refused_while_other_writers_may_write(archive: Archive, site: Site, tmp_path: Path) -> None:
    """A run must not hold the writer lock while it waits for a server."""
    Feeds(archive).add([FeedOutline(site.at("/rss"))])
    site.pages["/rss"] = Reply(rss(entry(site, "ferry", TEXT.format("ferry"))))
    seen = []

    class Slow:
        """A fetcher during which another run and another writer start."""

        def get(self, url: str, etag: str | None = None, modified: str | None = None) -> Answer:
            with Archive.open(archive.folder) as other, pytest.raises(FeedsLocked, match="another run is fetching"):
                list(Feeds(other).fetch(quick()))
            with Archive.open(archive.folder) as other, other.store.writing():
                seen.append(url)
            return quick().get(url)

    assert [visit.outcome for visit in Feeds(archive).fetch(Slow())] == ["fetched"]
    assert seen == [site.at("/rss")]
    with WriterLock(archive.folder, "feeds.lock.db").acquire():
        pass


def test_a_feed_whose_fetch_was_not_recorded_is_fetched_again_and_gives_a_duplicate(archive: Archive, site: Site) -> None:
    site.pages["/rss"] = Reply(rss(entry(site, "ferry", TEXT.format("ferry"))), {"ETag": '"1"'})
    Feeds(archive).add([FeedOutline(site.at("/rss"))])
    (before,) = Feeds(archive).all()
    fetch(archive)
    archive.store.keep_feed(before)
    (visit,) = fetch(archive)
    assert numbers(visit.summary) == (0, 0, 1, 0, 0)


def test_a_feed_that_is_removed_while_it_is_fetched_stays_removed(archive: Archive, site: Site) -> None:
    Feeds(archive).add([FeedOutline(site.at("/rss"))])

    class Removing:
        """A fetcher during which somebody removes the feed."""

        def get(self, url: str, etag: str | None = None, modified: str | None = None) -> Answer:
            with Archive.open(archive.folder) as other:
                Feeds(other).remove(url)
            raise FetchError("is gone")

    assert [visit.outcome for visit in Feeds(archive).fetch(Removing())] == ["failed"]
    assert Feeds(archive).all() == ()


def test_feeds_are_found_by_a_part_of_their_name(archive: Archive) -> None:
    feeds = Feeds(archive)
    feeds.add([FeedOutline("https://mail.example/rss", "The Mail"), FeedOutline("https://mail.example/rss/local", "Local news")])
    assert feeds.find("https://mail.example/rss").title == "The Mail"
    assert feeds.find("local").url == "https://mail.example/rss/local"
    with pytest.raises(DatelineError, match="2 feeds match"):
        feeds.find("mail.example")
    with pytest.raises(DatelineError, match="no feed matches"):
        feeds.remove("post.example")


def test_adding_a_feed_again_keeps_its_state(archive: Archive) -> None:
    feeds = Feeds(archive)
    assert len(feeds.add([FeedOutline("https://mail.example/rss", "The Mail"), FeedOutline("https://mail.example/rss")])) == 1
    (feed,) = feeds.all()
    archive.store.keep_feed(type(feed)(feed.url, feed.title, added=feed.added, etag='"1"', failures=2))
    assert feeds.add([FeedOutline("https://mail.example/rss#top", folder="Local", pages=True)]) == ()
    (kept,) = feeds.all()
    assert (kept.title, kept.folder, kept.pages, kept.etag, kept.failures) == ("The Mail", "Local", True, '"1"', 2)
    with pytest.raises(DatelineError, match=r"ftp://mail.example/: is not an http or https address"):
        feeds.add([FeedOutline("https://post.example/"), FeedOutline("ftp://mail.example/")])
    assert len(feeds.all()) == 1, "all or none"


def test_feeds_written_as_opml_are_read_back_unchanged(archive: Archive, tmp_path: Path) -> None:
    outlines = (
        FeedOutline("https://mail.example/rss?a=1&b=2", 'The "Mail" & <Post>', "News/Local", True),
        FeedOutline("https://mail.example/world", None, "News"),
        FeedOutline("https://post.example/feed", "Les îles\u00a0— été", None),
    )
    Feeds(archive).add(outlines)
    path = tmp_path / "feeds.opml"
    path.write_text(opml(Feeds(archive).all()), "utf-8")
    with path.open("rb") as stream:
        found = read_opml(stream, "feeds.opml")
    expected = {(one.url, (one.title or one.url).replace("\u00a0", " "), one.folder, one.pages) for one in outlines}
    assert {(one.url, one.title, one.folder, one.pages) for one in found} == expected


def test_entities_in_opml_are_not_expanded(tmp_path: Path) -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 20))
    path = tmp_path / "bomb.opml"
    path.write_text(f'<!DOCTYPE opml [<!ENTITY e0 "x">{lines}]><opml><outline text="&e19;" xmlUrl="https://a.example/"/></opml>')
    with path.open("rb") as stream:
        assert read_opml(stream, "bomb.opml") == (FeedOutline("https://a.example/", "&e19;"),)


def test_a_file_without_feeds_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Ferry talks resume.")
    with path.open("rb") as stream, pytest.raises(ReadError, match=r"notes.txt: has no feeds; expected OPML"):
        read_opml(stream, "notes.txt")


def test_the_fetch_time_is_stored_with_an_entry_and_among_its_dates(archive: Archive, site: Site) -> None:
    site.pages["/rss"] = Reply(rss(entry(site, "ferry", TEXT.format("ferry"))))
    Feeds(archive).add([FeedOutline(site.at("/rss"))])
    before = datetime.now(UTC).replace(microsecond=0)
    fetch(archive)
    (found,) = archive.articles()
    fetched = archive.raw(found.id).fetched
    assert fetched is not None
    assert fetched >= before
    assert any(date.role == "seen" for date in found.article.metadata.dates)


def test_feeds_of_many_hosts_are_fetched_in_parallel_and_ingested_in_order(archive: Archive) -> None:
    """No feed is answered before four are requested."""
    urls = [f"https://mail{number}.example/rss" for number in range(10, 30)]
    Feeds(archive).add(map(FeedOutline, urls))
    together = threading.Barrier(4)

    class Slow:
        """Answers four at a time."""

        def get(self, url: str, etag: str | None = None, modified: str | None = None) -> Answer:
            together.wait(60)
            return Answer(url, 200, rss().replace("The Mail", url).encode(), "", None, datetime.now(UTC))

    assert [visit.feed.url for visit in Feeds(archive).fetch(Slow())] == urls


def test_the_charset_of_the_header_is_used_if_the_feed_states_none(archive: Archive, site: Site) -> None:
    body = rss(entry(site, "ferry", TEXT.format("паром"))).encode("koi8-r")
    site.pages["/rss"] = Reply(body, {"Content-Type": "application/rss+xml; charset=koi8-r"})
    Feeds(archive).add([FeedOutline(site.at("/rss"))])
    fetch(archive)
    (found,) = archive.articles()
    assert "паром" in found.article.body


def test_an_outline_with_an_unusable_address_does_not_stop_the_others(tmp_path: Path) -> None:
    outlines = [
        FeedOutline("https://post.example/"),
        FeedOutline("https://a:b@mail.example/rss"),
        FeedOutline("https://mail.example/rss"),
    ]
    good, wrong = check_outlines(outlines)
    assert good == (outlines[0], outlines[2])
    assert len(wrong) == 1
    assert "has a user name or password" in wrong[0]


def test_a_feed_that_causes_an_exception_is_a_failure_and_the_next_is_fetched(archive: Archive, site: Site) -> None:
    class Failing:
        def get(self, url: str, etag: str | None = None, modified: str | None = None) -> Answer:
            if url.endswith("/bad"):
                raise RecursionError
            return quick().get(url, etag, modified)

    site.pages["/rss"] = Reply(rss(entry(site, "ferry", TEXT.format("ferry"))))
    Feeds(archive).add([FeedOutline(site.at("/bad")), FeedOutline(site.at("/rss"))])
    assert [visit.outcome for visit in Feeds(archive).fetch(Failing())] == ["failed", "fetched"]
    assert archive.store.session.number("SELECT count(*) FROM articles") == 1
