"""Shared by the browser tests: a server process, a browser, and a page that fails the test if foreign code runs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dateline.archive.archive import Archive

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = Path(__file__).parent / "web" / "axe" / "axe.min.js"
COMMAND = [sys.executable, "-c", "from dateline.cli import main; main()", "serve", "--port", "0", "--quiet"]


@contextmanager
def a_browser() -> Iterator[Any]:
    """Yield Debian's Chromium, driven by Playwright; skip the test if one of them is missing."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium is on this machine; 'apt-get install chromium' brings it")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@contextmanager
def a_server(folder: Path, *words: str) -> Iterator[str]:
    """Serve `folder` from a process; yield its address without the slash at the end."""
    process = subprocess.Popen([*COMMAND, "--archive", str(folder), *words], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        found = re.search(r"at (http://127\.0\.0\.1:\d+)/", process.stderr.readline())
        assert found
        yield found[1]
    finally:
        process.terminate()
        process.communicate(timeout=30)


@contextmanager
def a_page(browser: Any, address: str, **settings: Any) -> Iterator[Any]:
    """Yield a page of a new visitor; a dialog, an error or a request that the policy had to stop fails the test."""
    context = browser.new_context(base_url=address, viewport={"width": 1100, "height": 900}, **settings)
    page, seen = context.new_page(), []
    page.on("dialog", lambda dialog: (seen.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: seen.append(f"error: {error}"))
    page.on("console", lambda message: seen.append(f"console: {message.text}") if _is_wrong(message) else None)
    page.set_default_timeout(60_000)  # a busy machine may need long for a page
    yield page
    context.close()
    assert seen == [], seen


def _is_wrong(message: Any) -> bool:
    """Return whether a console message is an error, except for the expected answers with status 40x."""
    return message.type == "error" and "status of 40" not in message.text


@dataclass(frozen=True)
class Known:
    """The ids of some articles in the served archive."""

    ferry: str
    storm: str
    copy: str
    hostile: str
    arabic: str
    undated: str


def known(folder: Path) -> Known:
    """Return the ids in the archive of `folder`."""
    with Archive.open(folder) as archive:
        storm = archive.search("title:storm").hits[0].article_id
        copy = next(one for one in archive.ids("title:storm") if one != storm)
        rest = (archive.ids(query)[0] for query in ("title:alarm", "lang:ar", "date:unknown"))
        return Known(archive.ids("title:ferry lang:en")[0], storm, copy, *rest)


def every_page(ids: Known) -> list[str]:
    """Return the address of every page, each with some content."""
    found = ["/search", "/search?q=harbour", "/search?q=zebra", "/search?q=%22x", "/search?q=the&from=2019&to=2019&lang=en"]
    found += ["/search?q=a+gale+destroyed+shops&by=meaning", "/search?q=date%3A2016&by=meaning"]
    found += ["/compare?q=harbour&q=storm", "/compare", "/sources", "/saved", "/saved/harbour", "/help", "/login", "/nowhere"]
    found += [f"/articles/{ids.ferry}{part}" for part in ("?q=ferry", "/evidence", "/versions", "/similar", "/raw", "?edit=1")]
    found += [f"/articles/{ids.storm}/copies", f"/articles/{ids.storm}/copies/{ids.copy}", f"/articles/{ids.undated}"]
    return [*found, f"/articles/{ids.arabic}", f"/articles/{ids.hostile}?q=script"]
