"""Fetching from the command line: single addresses, lists, feeds, and retries."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from dateline.store.lock import WriterLock
from made_server import Reply, Site, page, serving

Run = Callable[..., Result]
HERE = ("--allow-private", "--delay", "0")


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A local site, reached without a proxy."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with serving() as found:
        yield found


def rss(site: Site, *names: str) -> str:
    """A feed whose entries link to pages."""
    items = (
        f"<item><title>{name}</title><link>{site.at('/' + name)}</link>"
        f"<description>Talks about the {name} resumed on Tuesday, the harbour office said in May.</description></item>"
        for name in names
    )
    return f"<rss version='2.0'><channel><title>The Mail</title>{''.join(items)}</channel></rss>"


def test_a_fetched_article_is_identified_by_its_address(run: Run, site: Site) -> None:
    site.pages["/ferry"] = Reply(page(), {"Content-Type": "text/html; charset=utf-8"})
    assert "1 new" in run("ingest", *HERE, site.at("/ferry")).stdout
    assert "1 duplicate" in run("ingest", *HERE, site.at("/ferry")).stdout
    site.pages["/ferry"] = Reply(page("Ferry talks end"))
    assert "1 new version" in run("ingest", *HERE, site.at("/ferry")).stdout
    hit = json.loads(run("search", "ferry", "--format", "jsonl").stdout)
    assert hit["url"] == hit["origin"] == site.at("/ferry")


def test_nothing_is_fetched_from_this_machine_without_allow_private(run: Run, site: Site) -> None:
    done = run("ingest", site.at("/ferry"))
    assert done.exit_code == 1
    assert "--allow-private" in done.stderr
    assert site.asked == []


def test_a_list_is_followed_only_with_fetch_and_its_pages_are_fetched_once(run: Run, site: Site, tmp_path: Path) -> None:
    listed = tmp_path / "addresses.txt"
    listed.write_text(f"# to read\n{site.at('/ferry')}\n{site.at('/gone')}\n")
    site.pages["/ferry"] = Reply(page())
    assert "--fetch fetches the pages" in run("ingest", str(listed)).stderr
    assert site.asked == []
    done = run("ingest", "--fetch", *HERE, str(listed))
    assert "2 read: 1 new, 0 new versions, 0 duplicates, 0 skipped, 1 failed" in done.stdout
    assert "404: there is no such page" in done.stderr
    done = run("ingest", "--fetch", *HERE, str(listed))
    assert "2 read: 0 new, 0 new versions, 0 duplicates, 1 skipped, 1 failed" in done.stdout


def test_retry_fetches_failed_addresses_again(run: Run, site: Site) -> None:
    """A page, a record in a fetched file, and a page that robots.txt forbade at first."""
    site.pages |= {
        "/robots.txt": Reply("User-agent: *\nDisallow: /later"),
        "/dump": Reply(b"{broken\n", {"Content-Type": "application/x-ndjson"}),
    }
    done = run("ingest", *HERE, site.at("/ferry"), site.at("/dump"), site.at("/later"))
    assert done.exit_code == 1
    assert "forbids it" in done.stderr
    assert run("retry", *HERE).exit_code == 3
    line = json.dumps({"text": "The toll on the bridge will rise in May, the council said."}).encode()
    site.pages |= {
        "/robots.txt": Reply(status=404),
        "/dump": Reply(line + b"\n"),
        "/ferry": Reply(page()),
        "/later": Reply(page("Later")),
    }
    done = run("retry", *HERE)
    assert done.exit_code == 0, done.output
    assert "3 read: 3 new" in done.stdout


def test_a_page_above_the_size_limit_is_refused(run: Run, site: Site) -> None:
    site.pages["/big"] = Reply(b"a" * 2_000_000)
    done = run("ingest", *HERE, "--max-size", "1", site.at("/big"))
    assert "larger than 1 MB" in done.stderr


def test_a_proxy_of_the_environment_is_used(run: Run, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.pages["http://news.example/ferry"] = Reply(page())
    monkeypatch.setenv("http_proxy", site.url)
    assert "1 new" in run("ingest", "--delay", "0", "http://news.example/ferry").stdout
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    site.pages["/bridge"] = Reply(page("The bridge"))
    assert "1 new" in run("ingest", *HERE, site.at("/bridge")).stdout
    assert "/bridge" in site.asked


def test_feeds_are_added_listed_fetched_and_removed(run: Run, site: Site) -> None:
    site.pages["/rss"] = Reply(rss(site, "ferry", "bridge"))
    assert "1 new of 1" in run("feeds", "add", site.at("/rss"), "--folder", "Local").stderr
    assert "never fetched" in run("feeds", "list").stdout
    done = run("feeds", "fetch", *HERE)
    assert (done.exit_code, done.stdout) == (
        0,
        "The Mail: 2 new, 0 changed, 0 failed\n2 read: 2 new, 0 new versions, 0 duplicates, 0 skipped, 0 failed\n",
    )
    assert run("count", "harbour").stdout == "2\n"
    listed = json.loads(run("feeds", "list", "--format", "json").stdout)["feeds"]
    assert [(one["title"], one["folder"], one["status"], one["failures"]) for one in listed] == [
        ("The Mail", "Local", "fetched", 0)
    ]
    assert run("feeds", "remove", "The Mail").exit_code == 0
    assert "There are no feeds" in run("feeds", "list").stderr
    assert run("count", "harbour").stdout == "2\n"


def test_a_run_is_reported_as_json_and_a_failed_feed_is_exit_code_three(run: Run, site: Site) -> None:
    site.pages |= {"/rss": Reply(rss(site, "ferry")), "/ferry": Reply(page())}
    run("feeds", "add", site.at("/rss"), site.at("/gone"))
    done = run("feeds", "fetch", "--pages", "--format", "json", *HERE)
    assert done.exit_code == 3
    record = json.loads(done.stdout)
    assert (record["fetched"], record["unchanged"], record["failed"], record["resting"]) == (1, 0, 1, 0)
    assert record["documents"]["new"] == record["documents"]["read"] == 1
    assert [one["outcome"] for one in record["feeds"]] == ["failed", "fetched"]
    assert "404" in record["feeds"][0]["status"]
    done = run("feeds", "fetch", *HERE)
    assert done.exit_code == 0
    assert "next try after" in done.stdout
    assert "1 failure in a row" in " ".join(run("feeds", "list").stdout.split())


def test_a_second_run_reports_the_first_and_exits_with_zero(run: Run, site: Site, tmp_path: Path) -> None:
    run("feeds", "add", site.at("/rss"))
    with WriterLock(tmp_path / "archive", "feeds.lock.db").acquire():
        done = run("feeds", "fetch", *HERE)
    assert done.exit_code == 0
    assert "another run is fetching" in done.stderr
    assert site.asked == []


def test_feeds_are_imported_and_exported_as_opml(run: Run, tmp_path: Path) -> None:
    opml = '<opml><body><outline text="Local"><outline text="The Mail" xmlUrl="https://mail.example/rss"/></outline></body></opml>'
    assert "1 new of 1" in run("feeds", "import", "-", stdin=opml).stderr
    written = run("feeds", "export").stdout
    assert "0 new of 1" in run("feeds", "import", "-", stdin=written).stderr
    assert run("feeds", "export").stdout == written
    assert run("feeds", "import", "-", stdin="no list").exit_code == 1


def test_each_command_of_the_group_is_explained(run: Run) -> None:
    assert "Exit codes" in run("help", "feeds", "fetch").stdout
    assert run("help", "feeds", "fly").exit_code == 2
