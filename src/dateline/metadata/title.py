"""The headline of a page: agreement of what its markup says with its lines, or, from lines alone, the one that heads the story."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dateline.metadata.by_hand import source_by_hand
from dateline.metadata.byline import parse_byline
from dateline.metadata.dates import looks_like_clock, looks_like_timestamp
from dateline.text import address_parts, fold, has_separator, normalise, words
from dateline.types.pages import Page, PageLine

_SITE_SEPARATOR = re.compile(r"(?<!\s)\s++(?:[|·•»›‹«–—\-:]++\s++|[|｜»•]\s*+|_\s*+(?=\S++$))|[|｜»•]\s*+|_\s*+(?=\S++$)")
_SENTENCE_END = re.compile(r"[.。।…؟][\"'”’»)]*$")
_PROSE_END = re.compile(r"[.!?…。！？।؟:][\s\"'”’»“)]*$")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_COUNTER = re.compile(r"^[\W\d_]+$")
_CREDIT = re.compile(
    r"^\W{0,2}(?:©|\(c\))|(?:/|\||via )\s?(?:reuters|ap|afp|getty|epa|sputnik)\b|\bphoto(?:graph)?(?: by)?:", re.IGNORECASE
)
_SITE_SUFFIX = re.compile(r"\s[-–—|]\s[^-–—|]{2,50}$")
_LONGEST_TITLE = 260
_LONGEST_NAMED = 1_000  # no title with a site's name is longer
_STORY_WORDS = 14
_STORY_SIGNS = 2 * _STORY_WORDS - 2  # so many words, of a letter each, are longer
_REACH = 14


@dataclass(frozen=True, slots=True)
class FoundTitle:
    """The headline as typed, the index of the line that carries it (None where no line does), and where it was found."""

    text: str
    line: int | None
    evidence: str


def find_title(page: Page) -> FoundTitle | None:
    """The headline of `page`, without the site's name or section."""
    if "database" in page.raw.hints:
        return _from_record(page)
    stated = list(_stated(page))
    if not stated:
        return _from_lines(page.lines)
    folded: dict[str, int] = {}
    story = page.story or range(len(page.lines))  # a record names the title too, among other things
    for index in story:
        if len(page.lines[index].text) <= _LONGEST_TITLE:
            folded.setdefault(_key(page.lines[index].text), index)
    for text, evidence in stated:
        at = folded.get(_key(text))
        if at is not None:
            return FoundTitle(page.lines[at].text, at, evidence)
    near = _nearest(page.lines[story.start : story.stop], [text for text, _ in stated])
    if near is not None:
        near += story.start
        return FoundTitle(page.lines[near].text, near, f"line {near + 1}")
    return FoundTitle(stated[0][0], None, stated[0][1])


def _from_record(page: Page) -> FoundTitle | None:
    """The title in a press database's record, word for word; None where it has none."""
    title = normalise(page.raw.hints.get("title", ""))
    at = next((index for index, line in enumerate(page.lines) if line.text == title), None)
    return FoundTitle(title, at, "hint") if title else None


def _stated(page: Page) -> Iterator[tuple[str, str]]:
    """The titles that the page's carrier and markup give, best first, each with and then without what looks like the site's name."""
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
    names = site_names(page)
    seen = set()
    for text, evidence in raw:
        text = strip_site(normalise(text), names, [normalise(other) for other, _ in raw])
        if len(text) > 2 and text not in seen:
            seen.add(text)
            yield text, evidence


def site_names(page: Page) -> frozenset[str]:
    """The names that the page gives its site, and those in its address, squeezed."""
    names = [*page.head.meta.get("og:site_name", ()), *page.head.meta.get("application-name", ()), page.raw.hints.get("source", "")]
    names += filter(None, [source_by_hand(page.raw.hints)])
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
    """`text` without an ending or opening that is the site's name, or that the page's other titles do not have."""
    while len(text) <= _LONGEST_NAMED:
        cuts = list(_SITE_SEPARATOR.finditer(text))
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


def names_site(part: str, names: frozenset[str]) -> bool:
    """Whether `part` is one of the site's names, or nearly."""
    squeezed = "".join(words(fold(part)))
    return bool(squeezed) and any(
        squeezed == name
        or (len(name) > 4 and len(squeezed) > 4 and (squeezed in name or name in squeezed) and len(words(part)) <= 6)
        for name in names
    )


def _nearest(lines: Sequence[PageLine], stated: Sequence[str]) -> int | None:
    """The line most like a stated title, if any is nearly it."""
    best, best_score = None, 0.6
    bags = [Counter(words(fold(text))) for text in stated]
    for index, line in enumerate(lines):
        if len(line.text) > _LONGEST_TITLE:
            continue
        bag = Counter(words(fold(line.text)))
        size = sum(bag.values())
        if size < 3:
            continue
        for other in bags:
            score = 2 * sum((bag & other).values()) / (size + sum(other.values()))
            if score > best_score:
                best, best_score = index, score
    return best


def _from_lines(lines: Sequence[PageLine]) -> FoundTitle | None:
    story = _story_start(lines)
    if story is None:
        return None
    counts = Counter(line.text for line in lines)
    endings = Counter(found.group() for line in lines if has_separator(line.text) and (found := _SITE_SUFFIX.search(line.text)))
    best, best_score = None, 0.0
    for index in range(max(0, story - _REACH), story):
        score = _headline_score(lines, index, story, counts)
        ending = _SITE_SUFFIX.search(lines[index].text)
        if ending and endings[ending.group()] > 1:
            score -= 2.5  # alt texts of one site end alike
        if score > best_score:
            best, best_score = index, score
    if best is None and story < len(lines) and _headline_words(lines[story].text):
        best = story
    return FoundTitle(lines[best].text, best, f"line {best + 1}") if best is not None else None


def _story_start(lines: Sequence[PageLine]) -> int | None:
    """The first paragraph that has another soon after it; else the first; else the end of the page."""
    prose = [
        index
        for index, line in enumerate(lines)
        if len(line.text) > _STORY_SIGNS and _word_count(line.text) >= _STORY_WORDS and _is_sentence(line.text)
    ]
    for here, there in pairwise(prose):
        if there - here <= 5:
            return here
    return prose[0] if prose else (len(lines) if lines else None)


def _headline_score(lines: Sequence[PageLine], index: int, story: int, counts: Counter[str]) -> float:
    text = lines[index].text
    count = _word_count(text)
    if not _headline_words(text):
        return 0.0
    score = 2.0 + min(count, 9) * 0.22 - max(0, count - 20) * 0.15
    if _SENTENCE_END.search(text):
        score -= 1.6
    if lines[index].gap and (index + 1 >= len(lines) or lines[index + 1].gap):
        score += 0.5
    following = [line.text for line in lines[index + 1 : index + 4]]
    if any(parse_byline(line) or looks_like_timestamp(line) for line in following):
        score += 0.8
    if counts[text] > 1:
        score += 0.3
    if index == 0:
        score += 0.6
    return score - 0.12 * (story - index - 1)


def _headline_words(text: str) -> bool:
    """Whether `text` could be a headline at all."""
    if len(text) > _LONGEST_TITLE or _COUNTER.match(text) or not 2 <= _word_count(text) <= 40:
        return False
    if text.endswith(":") or _CREDIT.search(text):
        return False
    return not (looks_like_clock(text) or looks_like_timestamp(text) or parse_byline(text))


def _is_sentence(text: str) -> bool:
    return bool(_PROSE_END.search(text)) or _word_count(text) >= 35


def _word_count(text: str) -> int:
    count = len(text.split())
    return count if text.isascii() else count + len(_WIDE.findall(text)) // 2


def _key(text: str) -> str:
    return " ".join(words(fold(text)))
