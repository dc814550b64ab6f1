"""The same text in many layouts: pages as many tools dump them, and any text wrapped, indented, quoted or flowed.

    python benchmarks/layouts.py ../shared/corpora --limit 100          # the joining of lines, layout by layout
    python benchmarks/layouts.py ../shared/corpora --clean              # also word F1 of the clean text, and of unwrapped text
    python benchmarks/layouts.py ../shared/corpora --forms              # verse, lists and tables that are joined wrongly

The name of a layout is that of a source and, after a plus, that of a way to lay it out: `lynx72`, `gold+wrap60-blank`,
`plain+wrap80`. `lay(page, name)` gives its text and its true paragraphs. Both errors of joining are measured at the line breaks of
the laid-out text: how many true paragraph ends are kept, and how many other line breaks are removed.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import corpus
from corpus import GoldPage, load, mean, word_scores
from dateline.cleaning import Cleaner
from dateline.page.read import read_page
from dateline.types.documents import RawDocument
from forms import FORMS, STORY

SEEN = re.compile(r"[^\W_]")
_OWN_ADDRESS = re.compile(r"file:/+(?:localhost/)?tmp/[^\s#]*")  # the address that lynx gives a page read from standard input
_SPACES = re.compile(r"[^\S\n]+")
_VOWELS = frozenset("aeiouyäöüáéíóúàèìòùâêîôûåæøœаеёиоуыэюя")
_BLOCK = re.compile(
    r"address|article|aside|blockquote|body|button|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer"
    r"|form|frameset|h[1-6]|head|header|hr|html|legend|li|main|menu|nav|noscript|ol|optgroup|option|p|pre|section|select|summary"
    r"|table|tbody|td|textarea|tfoot|th|thead|title|tr|ul|br"
)
_APART = re.compile(r"p|h[1-6]|blockquote|[uod]l|figure|table|pre")


@dataclass(frozen=True)
class Laid:
    """A laid-out text, and the same with one paragraph per line. `hint` is what a header would state."""

    text: str
    paragraphs: str
    hint: str = ""

    @property
    def document(self) -> RawDocument:
        """The document as a reader returns it."""
        return RawDocument(self.text.encode("utf-8", "replace"), f"text/plain; charset=utf-8{self.hint}", "page")


# --- sources: a page as text, as tools make it


def _decoded(page: GoldPage) -> str:
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    return bytes_to_str(page.html, detect_encoding(page.html))


def _plain(kind: str, page: GoldPage) -> Laid:
    text = page.gold if kind == "gold" else corpus.dump(page, kind)
    return Laid(text, text)


def _pieces(page: GoldPage) -> Iterator[tuple[int, str]]:
    """The texts of a page in order, each with the break before it in a browser: 0 none, 1 a new line, 2 a blank line."""
    from bs4 import BeautifulSoup, Comment, NavigableString

    soup = BeautifulSoup(_decoded(page), "lxml")
    walk: list[tuple[bool, Any]] = [(False, soup)]
    due = 1
    while walk:
        left, node = walk.pop()
        name = getattr(node, "name", None)
        if name and _BLOCK.fullmatch(name):
            due = max(due, 2 if _APART.fullmatch(name) else 1)
        if left:
            continue
        if isinstance(node, NavigableString):
            if not isinstance(node, Comment) and type(node) is NavigableString:
                yield due, str(node)
                due = 0 if str(node).strip() else due
        elif name is not None:
            walk.append((True, node))
            walk.extend((False, child) for child in reversed(node.contents))


def _browser(page: GoldPage) -> Laid:
    """Approximately innerText: blocks on separate lines, blank lines around paragraphs."""
    parts: list[str] = []
    for breaks, piece in _pieces(page):
        shown = re.sub(r"\s+", " ", piece)
        if parts and breaks and shown.strip():
            parts.append("\n" * breaks)
        parts.append(shown)
    lines = ("".join(parts)).split("\n")
    text = "\n".join(_SPACES.sub(" ", line).strip() for line in lines)
    return Laid(text, text)


def _soup(strip: bool, page: GoldPage) -> Laid:
    """BeautifulSoup's get_text: a line for each piece of text, so split at links and emphasis."""
    pieces = [(breaks, piece.strip() if strip else piece) for breaks, piece in _pieces(page)]
    return Laid("\n".join(piece for _, piece in pieces if piece), _browser(page).text)


def _tool(command: Sequence[str], page: GoldPage) -> str:
    if shutil.which(command[0]) is None:
        return ""
    done = subprocess.run(command, input=_decoded(page).encode("utf-8", "replace"), capture_output=True, timeout=60, check=False)
    return done.stdout.decode("utf-8", "replace")


def _lynx(width: int, links: bool, page: GoldPage) -> Laid:
    def run(columns: int) -> str:
        flags = ("-stdin", "-dump", "-force_html", "-assume_charset=utf-8", "-display_charset=utf-8", f"-width={columns}")
        return _OWN_ADDRESS.sub("http://page.example/", _tool(("lynx", *flags, *(() if links else ("-nolist",))), page))

    return Laid(run(width), run(1000))


def _w3m(width: int, page: GoldPage) -> Laid:
    run = partial(_tool, page=page)
    flags = ("w3m", "-dump", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8", "-cols")
    return Laid(run((*flags, str(width))), run((*flags, "4000")))


def _html2text(links: bool, width: int, page: GoldPage) -> Laid:
    import html2text

    def run(columns: int) -> str:
        maker = html2text.HTML2Text(bodywidth=columns)
        maker.ignore_links = maker.ignore_images = not links
        return str(maker.handle(_decoded(page)))

    return Laid(run(width), run(0))


SOURCES: dict[str, Callable[[GoldPage], Laid]] = {
    **{kind: partial(_plain, kind) for kind in ("gold", *corpus.DUMPS)},
    "innertext": _browser,
    "soup": partial(_soup, False),
    "soup-strip": partial(_soup, True),
    **{f"lynx{width}": partial(_lynx, width, False) for width in (60, 72, 80, 100, 130)},
    "lynxlinks80": partial(_lynx, 80, True),
    **{f"w3m{width}": partial(_w3m, width) for width in (60, 80, 100, 120)},
    "html2text": partial(_html2text, False, 78),
    "html2text-links": partial(_html2text, True, 78),
    "markdown": partial(_html2text, True, 0),
}
"""All tools that dump a page. lynx and w3m come from the system; if they are absent, their texts are empty."""


# --- ways to lay out a text with one paragraph per line


def cells(text: str) -> int:
    """The number of terminal columns of `text`."""
    return len(text) if text.isascii() else sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text)


def _tokens(text: str, hyphens: bool) -> Iterator[tuple[str, str]]:
    """The pieces of `text` between which a line may end, each with the text before it if no line ends there."""
    for word in text.split(" "):
        if not word:
            continue
        before = " "
        for piece in re.findall(r"[\u2e80-\u9fff\uf900-\uffef]|[^\u2e80-\u9fff\uf900-\uffef]+", word):
            for part in re.findall(r"[^-]+-+(?=\w)|.+", piece) if hyphens and "://" not in piece else (piece,):
                yield before, part
                before = ""


def fill(
    text: str, width: int, indent: int = 0, *, hyphens: bool = False, ragged: random.Random | None = None, split: bool = False
) -> list[str]:
    """Wrap `text` in lines of at most `width` columns (the first is `indent` shorter), each as full as possible.

    With `hyphens` a line may end at the hyphen of a compound; with `split` words are split; `ragged` lines end earlier at random.
    """
    lines, line, used = [], "", 0
    room = width - indent
    for before, piece in _tokens(text, hyphens):
        size = cells(piece)
        if line and used + len(before) + size > room:
            head = _syllables(piece, room - used - len(before) - 1) if split else ""
            if head:
                line, piece = f"{line}{before}{head}-", piece[len(head) :]
            lines.append(line)
            line, used, before = "", 0, ""
            room = width - ragged.randrange(12) if ragged else width
            size = cells(piece)
        elif not line:
            before = ""
        line, used = line + before + piece, used + len(before) + size
    return [*lines, line] if line else lines


def _syllables(word: str, room: int) -> str:
    """The part of a word that stays on the line: up to a single consonant between vowels, at least three letters from both ends."""
    if not word.isalpha() or not word.islower():
        return ""
    for at in range(min(room, len(word) - 3), 2, -1):
        if word[at] not in _VOWELS and word[at - 1] in _VOWELS and word[at + 1] in _VOWELS:
            return word[:at]
    return ""


def wrap(text: str, way: str) -> Laid:
    """Lay out `text` in a `way`: `wrap72` (blank lines unchanged), optionally followed by `-` and one or more of these words:

    blank (a blank line between paragraphs) · tight (none) · indent (first lines) · margin (all lines) · ragged · split (words at
    line ends) · hyphens (a line may end at a hyphen) · quoted · flowed · double (a blank line between all lines, three between
    paragraphs).
    """
    name, *kinds = way.split("-")
    width, dice = int(name.removeprefix("wrap")), random.Random(zlib.crc32(text.encode("utf-8", "replace")))
    blocks = [re.sub(r"\s+", " ", line).strip() for line in text.split("\n")]
    if {"blank", "tight", "indent", "double"} & set(kinds):
        blocks = [block for block in blocks if block]
    prefix = "> " if "quoted" in kinds else "     " if "margin" in kinds else ""
    first = prefix + "   " if "indent" in kinds else prefix
    laid = []
    for block in blocks:
        options = {"hyphens": "hyphens" in kinds, "split": "split" in kinds, "ragged": dice if "ragged" in kinds else None}
        lines = fill(block, width - len(prefix), len(first) - len(prefix), **options) or [""]  # type: ignore[arg-type]
        if "flowed" in kinds:
            lines = [*(f"{line} " for line in lines[:-1]), lines[-1]]
        lines = [(prefix if at else first) + line if line else line for at, line in enumerate(lines)]
        laid.append(("\n\n" if "double" in kinds else "\n").join(lines))
    between = "\n\n\n\n" if "double" in kinds else f"\n{prefix.rstrip()}\n" if "blank" in kinds else "\n"
    return Laid(between.join(laid), "\n".join(blocks), "; format=flowed" if "flowed" in kinds else "")


WAYS = (
    *(f"wrap{width}-blank" for width in (40, 60, 72, 80, 100, 130)),
    *(f"wrap{width}" for width in (60, 72, 80, 100)),
    *("wrap72-tight", "wrap80-tight", "wrap72-indent", "wrap72-blank-margin", "wrap72-blank-ragged", "wrap72-blank-split"),
    *("wrap72-blank-hyphens", "wrap72-blank-quoted", "wrap72-flowed", "wrap78-double", "wrap72-tight-ragged", "wrap60-tight-split"),
)
"""The measured ways; `wrap` supports more."""


def lay(page: GoldPage, name: str) -> Laid:
    """A page in the layout with this name."""
    source, _, way = name.partition("+")
    laid = SOURCES[source](page)
    return wrap(laid.paragraphs, way) if way else laid


LAYOUTS = (
    *(name for name in SOURCES if name != "gold"),
    *(f"gold+{way}" for way in WAYS),
    *(f"{source}+wrap{width}{kind}" for source in ("plain", "main") for width in (60, 72, 80, 100) for kind in ("", "-blank")),
)
"""All measured layouts."""


# --- the two errors


def breaks(lines: Iterable[str]) -> tuple[set[int], str]:
    """The number of letters and digits up to the end of each of `lines`, and these characters."""
    ends, signs, count = set[int](), list[str](), 0
    for line in lines:
        own = "".join(SEEN.findall(unicodedata.normalize("NFC", line)))
        signs.append(own)
        count += len(own)
        ends.add(count)
    return ends - {0, count}, "".join(signs)


@dataclass
class Errors:
    """Counts over pages: true paragraph ends and those lost, other line breaks and those left."""

    pages: int = 0
    ends: int = 0
    lost: int = 0
    wraps: int = 0
    left: int = 0
    exact: int = 0
    unmeasured: int = 0
    changed: int = 0

    def add(self, laid: Laid, found: Iterable[str]) -> None:
        """Count one text."""
        truth, want = breaks(laid.paragraphs.split("\n"))
        given, have = breaks(laid.text.split("\n"))
        kept, out = breaks(found)
        if not want or want != have:
            self.unmeasured += 1
            return
        if have != out:
            self.changed += 1
            return
        self.pages += 1
        self.ends += len(truth & given)
        self.lost += len(truth & given - kept)
        self.wraps += len(given - truth)
        self.left += len((given - truth) & kept)
        self.exact += not truth & given - kept and not (given - truth) & kept

    def __str__(self) -> str:
        kept, joined = 1 - self.lost / (self.ends or 1), 1 - self.left / (self.wraps or 1)
        counts = f"ends kept {kept:.4f} of {self.ends:6}  wraps joined {joined:.4f} of {self.wraps:6}"
        rest = "".join(
            f"  {told} {count}" for told, count in (("not compared", self.unmeasured), ("changed", self.changed)) if count
        )
        return f"pages {self.pages:4}  {counts}  exact {self.exact / (self.pages or 1):.3f}{rest}"


def among(form: str, story: Sequence[str]) -> Iterator[str]:
    """Texts that contain a form: alone, and inside a story that is wrapped at several widths or split at links."""
    yield form
    for way in ("wrap40-blank", "wrap60-blank", "wrap72-blank", "wrap80-blank", "wrap72-tight"):
        wrapped = wrap("\n".join(story), way).text
        yield f"{wrapped}\n\n{form}\n\n{wrapped}"
        if way.endswith("tight"):
            yield f"{wrapped}\n{form}\n{wrapped}"
    cut = "\n".join(re.sub(r" (of|with) (\w+) ", r" \1\n\2\n", one) for one in story)
    yield f"{cut}\n\n{form}\n\n{cut}"


def joined_wrongly(form: str, text: str) -> list[str]:
    """The lines of a form that are not separate paragraphs of a text."""
    found = {line.text for line in read_page(Laid(text, text).document).lines}
    return [line for line in form.strip().split("\n") if " ".join(line.split()) not in found]


def forms() -> Iterator[tuple[str, int, int]]:
    """For each form the number of its lines that are joined to others, and of all its lines, over all surroundings."""
    for name, form in FORMS.items():
        lines = [joined_wrongly(form, text) for text in among(form, STORY)]
        yield name, sum(map(len, lines)), len(lines) * len(form.strip().split("\n"))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("corpora", type=Path)
    options.add_argument("--limit", type=int, help="at most this many pages of each corpus")
    options.add_argument("--layout", action="append", help="only these")
    options.add_argument("--clean", action="store_true", help="also print word F1 of the clean text")
    options.add_argument("--forms", action="store_true", help="measure only verse, lists and tables: how many are joined wrongly")
    given = options.parse_args()
    if given.forms:
        print(*(f"{name:30} {joined} lines joined of {count}" for name, joined, count in forms()), sep="\n")
        return
    pages = [page for name in ("wcxb-articles", "news-pages") for page in load(given.corpora / name, given.limit)]
    for name in given.layout or LAYOUTS:
        errors = Errors()
        scores: list[tuple[float, float]] = []
        for page in pages:
            laid = lay(page, name)
            errors.add(laid, (" ".join(line.parts) or line.text for line in read_page(laid.document).lines))
            if given.clean:
                scores.append((_score(page, laid), _score(page, Laid(laid.paragraphs, laid.paragraphs))))
        told = "  word F1 {:.4f}, a paragraph a line {:.4f}".format(*mean(scores)) if scores else ""
        print(f"{name:26} {errors}{told}", flush=True)


def _score(page: GoldPage, laid: Laid) -> float:
    return word_scores(Cleaner().clean(laid.document).body, page.gold)[0]


if __name__ == "__main__":
    main()
