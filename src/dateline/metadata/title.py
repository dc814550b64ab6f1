"""Find the headline that the hints or markup of a page state, and the line of the page that shows it.

If a page states none, its headline is chosen from its lines, once it is known where the story begins (`cleaning/headline.py`).
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from dateline.metadata.batch_metadata import read_source
from dateline.text import address_parts, fold, normalise, words
from dateline.types.pages import Page, PageLine

_SITE_SEPARATOR = re.compile(r"(?<!\s)\s++(?:[|·•»›‹«–—\-:]++\s++|[|｜»•ㅣ]\s*+|_\s*+(?=\S++$))|[|｜»•ㅣ]\s*+|_\s*+(?=\S++$)")
_QUOTED = re.compile(r"«[^«»]*+»|»[^«»]*+«|‹[^‹›]*+›|›[^‹›]*+‹")
_SECTION_SIGN = re.compile(r"[_|｜ㅣ–—-]")
_COPYRIGHT = re.compile(r"\W{0,3}(?:©|\(c\)|copyright\b.{0,30}\d{4})", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.。।][\"'”’»)]*$")
_LONGEST_TITLE = 260
_SITE_WIDE = frozenset({"og:title", "twitter:title", "title element"})  # some sites give every page the same one
_LONGEST_NAMED = 1_000  # no title with a site's name is longer
_SHORTEST_TITLE = 12  # a shorter title may end any line
_LONGEST_SECTION = 60
_LEAST_SIMILARITY = 0.6
_SENTENCE_SIMILARITY = 0.85  # for a sentence, which may be the lead from which the stated headline was made


@dataclass(frozen=True, slots=True)
class FoundTitle:
    """The headline as typed, the index of the line that shows it (None if no line does), and where it was found."""

    text: str
    line: int | None
    evidence: str


def find_title(page: Page) -> FoundTitle | None:
    """Find the stated headline of `page`, without the site's name or section."""
    if "database" in page.raw.hints:
        return _from_record(page)
    stated = list(_stated_titles(page))
    if not stated:
        return None
    keys = [_key(text) for text, _ in stated]
    longest_words = {max(key.split(), key=len, default="") for key in keys}
    shared = {key for (_, evidence), key in zip(stated, keys, strict=True) if evidence == "og:title"}
    folded: dict[str, int] = {}
    story = page.story or range(len(page.lines))  # the fields of a record also contain the title
    lines = [_without_breadcrumb(line, shared) for line in page.lines[story.start : story.stop]]
    for index, line in enumerate(lines, story.start):
        if len(line.text) <= _LONGEST_TITLE and any(map(fold(line.text).lower().__contains__, longest_words)):
            folded.setdefault(_key(line.text), index)
    glued = _find_glued_heading(lines, stated)
    for (_, evidence), key in zip(stated, keys, strict=True):
        at = folded.get(key)
        if at is not None and not (glued and glued[0] + story.start < at):
            return FoundTitle(page.lines[at].text, at, evidence)
    if glued:
        return FoundTitle(glued[1], glued[0] + story.start, glued[2])
    texts = [text for text, _ in stated]
    heading = _find_most_similar(lines, texts, headings=True)
    near = _find_most_similar(lines, texts) if heading is None else heading
    if near is None:
        return FoundTitle(stated[0][0], None, stated[0][1])
    agreed = _find_agreed_title(stated, keys, alone=heading is None)
    near += story.start
    return FoundTitle(agreed[0], near, agreed[1]) if agreed else FoundTitle(page.lines[near].text, near, f"line {near + 1}")


def _without_breadcrumb(line: PageLine, shared: Collection[str]) -> PageLine:
    """Return `line`, emptied if it is the last step of a breadcrumb trail, worded only for search engines."""
    crumb = line.kind == "heading" and any("breadcrumb" in word for word in line.path[-1].words)
    return line._replace(text="") if crumb and _key(line.text) not in shared else line


def _find_glued_heading(lines: Sequence[PageLine], stated: Sequence[tuple[str, str]]) -> tuple[int, str, str] | None:
    """Find a heading that is a stated title with a section or kicker run into its front; return its place, the title, the evidence."""
    for index, line in enumerate(lines):
        if line.kind == "heading" and len(line.text) <= _LONGEST_TITLE:
            for text, evidence in stated:
                if len(text) >= _SHORTEST_TITLE and line.text.endswith(text) and 0 < len(line.text) - len(text) <= _LONGEST_SECTION:
                    return index, text, evidence
    return None


def _find_agreed_title(stated: Sequence[tuple[str, str]], keys: Sequence[str], *, alone: bool) -> tuple[str, str] | None:
    """Return the title on which the fields of a page agree, if the page shows no stated title word for word.

    A title replaces a first heading only if the fields for search and for sharing both have it; it replaces another line if any two do.
    """
    for (text, evidence), key in zip(stated, keys, strict=True):
        families = {other for (_, other), same in zip(stated, keys, strict=True) if same == key}
        if {"json-ld headline", "og:title"} <= families or (alone and len(families) > 1):
            return text, evidence
    return None


def _from_record(page: Page) -> FoundTitle | None:
    """Return the title in a record of a press database, word for word; None if it has none."""
    title = normalise(page.raw.hints.get("title", ""))
    at = next((index for index, line in enumerate(page.lines) if line.text == title), None)
    return FoundTitle(title, at, "hint") if title else None


def _stated_titles(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the titles in the hints and markup of the page, best first, each without the site's name."""
    raw: list[tuple[str, str]] = []
    if page.raw.hints.get("title"):
        raw.append((page.raw.hints["title"], "hint"))
    for one in page.head.json_ld:
        headline = one.get("headline")
        if isinstance(headline, str):
            raw.append((headline, "json-ld headline"))
    for name in ("og:title", "twitter:title", "headline", "dc.title", "parsely-title", "sailthru.title", "citation_title"):
        raw.extend((value, name) for value in page.head.meta.get(name, ())[:1])
    if page.head.title:
        raw.append((page.head.title, "title element"))
    if not raw:
        return
    names = site_names(page)
    shown = {line.text for line in page.lines if len(line.text) <= _LONGEST_TITLE}
    others = [_unescape(other) for other, _ in raw]
    for text, evidence in raw:
        text = strip_site(_without_sections(_unescape(text), shown.union(others)), names, others)
        is_only_site = "".join(words(fold(text))) in names and evidence in _SITE_WIDE
        if len(text) > 2 and not is_only_site and not is_copyright(text):
            yield text, evidence


def is_copyright(text: str) -> bool:
    """Whether `text` is a copyright notice, which is never a title."""
    return _COPYRIGHT.match(text) is not None


def _unescape(text: str) -> str:
    """Return `text` in normal form, with HTML escapes that a system applied twice resolved."""
    return normalise(html.unescape(text) if "&" in text else text)


def _without_sections(text: str, shown: Collection[str]) -> str:
    """Return `text` without the sections and the site after a separator, if the page shows the rest as a line."""
    cuts = (match.start() for match in _SECTION_SIGN.finditer(text[:_LONGEST_NAMED]))
    heads = (text[:cut].strip() for cut in cuts if cut >= _SHORTEST_TITLE or text[cut] == "_")
    return next((head for head in heads if head in shown), text)


def site_names(page: Page) -> frozenset[str]:
    """Return the names that the page gives its site and those in its address, folded and without spaces."""
    names = [*page.head.meta.get("og:site_name", ()), *page.head.meta.get("application-name", ()), page.raw.hints.get("source", "")]
    names += filter(None, [read_source(page.raw.hints)])
    for one in page.head.json_ld:
        publisher = one.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            names.append(publisher["name"])
        if str(one.get("@type", "")).endswith(("Organization", "WebSite")) and isinstance(one.get("name"), str):
            names.append(one["name"])
    host = address_parts(page.raw.url or page.head.canonical or "")[0]
    labels = [label for label in host.removeprefix("www.").split(".") if len(label) > 3]
    return frozenset("".join(words(fold(name))) for name in [*names, *labels, host.removeprefix("www.")] if name)


def strip_site(text: str, names: frozenset[str], others: Sequence[str]) -> str:
    """Return `text` without an ending or opening that is the site's name, or that the page's other titles lack."""
    while len(text) <= _LONGEST_NAMED:
        cuts = _find_separators(text)
        if not cuts:
            break
        head, tail = text[: cuts[-1].start()].strip(), text[cuts[-1].end() :].strip()
        first, rest = text[: cuts[0].start()].strip(), text[cuts[0].end() :].strip()
        if head and (names_site(tail, names) or (len(words(tail)) <= 4 and any(_key(other) == _key(head) for other in others))):
            text = head
        elif rest and (names_site(first, names) or (len(words(first)) <= 4 and any(_key(other) == _key(rest) for other in others))):
            text = rest
        else:
            break
    return text


def _find_separators(text: str) -> list[re.Match[str]]:
    """Find the separators of a title and the name of its site; guillemets around a quotation are none."""
    marks = {at for quoted in _QUOTED.finditer(text) for at in (quoted.start(), quoted.end() - 1)}
    return [found for found in _SITE_SEPARATOR.finditer(text) if marks.isdisjoint(range(*found.span()))]


def names_site(part: str, names: frozenset[str]) -> bool:
    """Whether `part` is one of the site's names, or nearly one."""
    squeezed = "".join(words(fold(part)))
    return bool(squeezed) and any(
        squeezed == name
        or (len(name) > 4 and len(squeezed) > 4 and (squeezed in name or name in squeezed) and len(words(part)) <= 6)
        for name in names
    )


def _find_most_similar(lines: Sequence[PageLine], stated: Sequence[str], *, headings: bool = False) -> int | None:
    """Return the place of the line most similar to a stated title, if it is similar enough; with `headings`, of first-level headings."""
    best, best_score = None, _LEAST_SIMILARITY
    bags = [(bag, bag.total()) for bag in (Counter(words(fold(text))) for text in stated)]
    for index, line in enumerate(lines):
        if len(line.text) > _LONGEST_TITLE or (headings and (line.kind != "heading" or line.level != 1)):
            continue
        tokens = words(fold(line.text))
        size = len(tokens)
        if size < 3:
            continue
        for other, number in bags:
            if 2 * min(size, number) <= best_score * (size + number):
                continue  # too different in length, even if one contained all words of the other
            score = 2 * (Counter(tokens) & other).total() / (size + number)
            if score > best_score and (score > _SENTENCE_SIMILARITY or not _SENTENCE_END.search(line.text)):
                best, best_score = index, score
    return best


def _key(text: str) -> str:
    return " ".join(words(fold(text)))
