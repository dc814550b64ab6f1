"""The documentation as a site: every page is in the menu, every link is valid, and no part is loaded from a network."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import build_site
from web_browsing import AXE, a_browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, as `make site` builds it."""
    place = tmp_path_factory.mktemp("site")
    assert build_site.build(place) == []
    return place


def test_broken_links_and_pages_outside_the_menu_are_faults(tmp_path: Path) -> None:
    """A missing file, a missing heading, a missing picture, and a page that is not in the menu."""
    (tmp_path / "docs" / "site").mkdir(parents=True)
    (tmp_path / "README.md").write_text(
        "# A\n\n[to B](docs/b.md#one), [c](docs/c.md), [none](docs/b.md#two), ![](d.png)\n", "utf-8"
    )
    (tmp_path / "docs" / "b.md").write_text("# B\n\n## One\n", "utf-8")
    (tmp_path / "docs" / "lost.md").write_text("# Lost\n", "utf-8")
    (tmp_path / "docs" / "site" / "nav.toml").write_text('[Menu]\nA = "README.md"\nB = "docs/b.md"\n', "utf-8")
    faults = build_site.build(tmp_path / "site", tmp_path)
    assert [next(name for name in ("lost.md", "c.md", "#two", "d.png") if name in fault) for fault in faults] == [
        "lost.md",
        "c.md",
        "#two",
        "d.png",
    ]


def test_every_page_of_the_menu_is_written(site: Path) -> None:
    """Each has the menu, its title and its text."""
    listed = [entry for part in build_site.read_menu().values() for entry in part]
    for entry in [*listed, *(inner for one in listed for inner in build_site.below(one))]:
        page = (site / entry.target).read_text("utf-8")
        assert 'aria-current="page"' in page
        assert "<h1" in page


def test_no_part_of_a_page_is_loaded_from_a_network(site: Path) -> None:
    """Scripts, style sheets, pictures and fonts are files of the site, so it can be read without a connection."""
    for path in site.rglob("*.*"):
        if path.suffix in (".html", ".css", ".svg"):
            text = path.read_text("utf-8")
            loaded = re.findall(
                r"""(?:src|xlink:href)="([^"]*)"|<link [^>]*href="([^"]*)"|url\(["']?([^)"']*)|@import ["']([^"']*)""", text
            )
            names = [name for found in loaded for name in found if name and not name.startswith(("#", "data:"))]
            assert [name for name in names if ":" in name or not (path.parent / name).exists()] == [], path.name


def test_the_search_finds_a_section_without_a_server(site: Path) -> None:
    """The pages are opened as files, without a network; a result leads to its heading."""
    with a_browser() as browser:
        page = browser.new_context(offline=True).new_page()
        page.set_default_timeout(300_000)  # a busy machine must not make a difference
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("requestfailed", lambda request: troubles.append(request.url))
        page.goto((site / "tutorial.html").as_uri())
        page.get_by_label("Search the documentation").fill("regular expression")
        page.locator("#found a", has_text="Fields").first.click()
        page.wait_for_url("**/query.html#fields")
        assert troubles == []


def test_axe_finds_nothing_wrong_with_the_pages(site: Path) -> None:
    """They are accessible by keyboard and screen reader, in light and in dark."""
    with a_browser() as browser:
        for scheme in ("light", "dark"):
            page = browser.new_context(offline=True, color_scheme=scheme).new_page()
            page.set_default_timeout(300_000)
            for name in ("index.html", "decisions/001-raw-is-the-truth.html"):
                page.goto((site / name).as_uri())
                page.evaluate(AXE.read_text("utf-8"))
                assert page.evaluate("axe.run().then(found => found.violations.map(one => [one.id, one.nodes[0].html]))") == [], (
                    name
                )
