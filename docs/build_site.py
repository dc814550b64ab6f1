"""Build the documentation as a site: one HTML page for each page in docs/site/nav.toml. Run it with: make site

The site needs no server and no network: open site/index.html. A broken link, or a page that is not in the menu, is a
fault; the build lists all faults and exits with 1.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[1]
DESIGN = Path(__file__).with_name("site")
_PROMPT = re.compile(r"^(\$ .*)$", re.MULTILINE)
_PICTURES = (".svg", ".png")


@dataclass(frozen=True)
class Entry:
    """A page: its name in the menu, its file, its place in the site, and the page of the menu that it belongs to."""

    name: str
    source: str
    target: str
    within: str


@dataclass(frozen=True)
class Section:
    """The part of a page under one heading, as the search sees it."""

    heading: str
    anchor: str
    text: str


@dataclass
class Page:
    """A parsed page: its tokens, its sections, its anchors, and the pictures that it shows."""

    entry: Entry
    tokens: list[Token]
    title: str = ""
    sections: list[Section] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    pictures: set[str] = field(default_factory=set)


def build(target: Path, root: Path = ROOT) -> list[str]:
    """Write the site of the repository in `root` to `target`, which is replaced, and return its faults."""
    menu = read_menu(root)
    entries = [entry for part in menu.values() for listed in part for entry in (listed, *below(listed, root))]
    pages = {entry.source: _read(entry, root) for entry in entries}
    faults = [*_without_place(pages, root), *(fault for page in pages.values() for fault in _link(page, pages, root))]
    shutil.rmtree(target, ignore_errors=True)
    for page in pages.values():
        _write(target / page.entry.target, _html(page, menu))
        for picture in page.pictures:
            _copy(root / picture, target / picture)
    for name in ("site.css", "search.js"):
        _copy(DESIGN / name, target / name)
    _write(target / "search-index.js", f"const PAGES = {json.dumps(_index(pages), ensure_ascii=False)};\n")
    return faults


def read_menu(root: Path = ROOT) -> dict[str, list[Entry]]:
    """Return the menu: the pages under each of its headings, in order."""
    parts = tomllib.loads((root / "docs" / "site" / "nav.toml").read_text("utf-8"))
    return {part: [Entry(name, source, _target(source), source) for name, source in pages.items()] for part, pages in parts.items()}


def below(listed: Entry, root: Path = ROOT) -> list[Entry]:
    """Return the pages next to a README of the documentation, which lists them itself."""
    folder, name = posixpath.split(listed.source)
    if name != "README.md" or not folder.startswith("docs/"):
        return []
    sources = sorted(path.relative_to(root).as_posix() for path in (root / folder).glob("*.md") if path.name != name)
    return [Entry(posixpath.basename(source), source, _target(source), listed.source) for source in sources]


def documented(root: Path = ROOT) -> set[str]:
    """Return every page of documentation in the repository."""
    return {path.relative_to(root).as_posix() for pattern in ("*.md", "docs/**/*.md") for path in root.glob(pattern)}


def _target(source: str) -> str:
    """README.md → index.html, docs/web.md → web.html, benchmarks/README.md → benchmarks.html."""
    if source == "README.md":
        return "index.html"
    return source.removeprefix("docs/").replace("/README.md", ".md").removesuffix(".md").lower() + ".html"


def _without_place(pages: dict[str, Page], root: Path) -> Iterator[str]:
    for source in sorted(documented(root) - set(pages)):
        yield f"{source} is not in the menu: add it to docs/site/nav.toml"


def _read(entry: Entry, root: Path) -> Page:
    reader = MarkdownIt("commonmark").enable("table")
    page = Page(entry, reader.parse((root / entry.source).read_text("utf-8")))
    heading, anchor, text = entry.name, "", list[str]()
    for at, token in enumerate(page.tokens):
        if token.type == "heading_open":
            page.sections.append(Section(heading, anchor, " ".join(text)))
            heading = _plain(page.tokens[at + 1])
            anchor, text = _anchor(heading, page.anchors), []
            token.attrSet("id", anchor)
            page.title = page.title or heading
        elif token.type in ("inline", "fence"):
            text.append(_plain(token))
    page.sections.append(Section(heading, anchor, " ".join(text)))
    return page


def _plain(token: Token) -> str:
    """Return the text of a token without its markup."""
    if token.children is None:
        return token.content
    return "".join(" " if child.type == "softbreak" else child.content for child in token.children)


def _anchor(heading: str, taken: set[str]) -> str:
    """Return the anchor of a heading, in the form that code forges use, unique on its page."""
    plain = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
    anchor = next(name for name in (plain, *(f"{plain}-{at}" for at in range(1, 1000))) if name not in taken)
    taken.add(anchor)
    return anchor


def _link(page: Page, pages: dict[str, Page], root: Path) -> Iterator[str]:
    """Turn the links of a page into links of the site; yield a fault for each broken link."""
    for token in (child for block in page.tokens for child in block.children or ()):
        name = {"link_open": "href", "image": "src"}.get(token.type)
        if name is None:
            continue
        link = str(token.attrs[name])
        if re.match(r"https?:|mailto:", link):
            continue
        path, _, anchor = link.partition("#")
        source = posixpath.normpath(posixpath.join(posixpath.dirname(page.entry.source), path)) if path else page.entry.source
        if source in pages and (not anchor or anchor in pages[source].anchors):
            token.attrSet(name, _way(page, pages[source].entry.target) + (f"#{anchor}" if anchor else ""))
        elif source.endswith(_PICTURES) and (root / source).is_file():
            page.pictures.add(source)
            token.attrSet(name, _way(page, source))
        else:
            yield f"{page.entry.source} links to {link}, which is not a page or heading of the site"


def _way(page: Page, target: str) -> str:
    """Return the address of `target` relative to this page."""
    return posixpath.relpath(target, posixpath.dirname(page.entry.target) or ".")


def _html(page: Page, menu: dict[str, list[Entry]]) -> str:
    design = Environment(
        loader=FileSystemLoader(DESIGN), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return design.get_template("page.html").render(
        title=page.title,
        here=page.entry,
        menu=menu,
        headings=[token for token in page.tokens if token.type == "heading_open" and token.tag == "h2"],
        sections=page.sections,
        body=_body(page.tokens),
        to=lambda target: _way(page, target),
    )


def _body(tokens: list[Token]) -> str:
    """Return the page as HTML; in console blocks, the commands are bold."""
    writer = MarkdownIt("commonmark").enable("table")
    body: str = writer.renderer.render(tokens, writer.options, {})
    blocks = re.compile(r'(?<=<code class="language-console">).*?(?=</code>)', re.DOTALL)
    body = blocks.sub(lambda block: _PROMPT.sub(r"<b>\1</b>", block[0]), body)
    wide = {"<pre>": '<pre tabindex="0">', "<table>": '<div class="wide" tabindex="0"><table>', "</table>": "</table></div>"}
    for plain, reachable in wide.items():  # scrollable parts can be reached with the keyboard
        body = body.replace(plain, reachable)
    return body


def _index(pages: dict[str, Page]) -> list[dict[str, object]]:
    """Return the data of the search: each page with its sections."""
    return [
        {
            "title": page.title,
            "address": page.entry.target,
            "sections": [[part.heading, part.anchor, part.text] for part in page.sections if part.anchor or part.text],
        }
        for page in pages.values()
    ]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def main() -> None:
    """Build the site in site/, or in the given folder."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "site"
    faults = build(target)
    sys.stdout.writelines(f"{line}\n" for line in faults or [f"Open {os.path.relpath(target)}/index.html"])
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
