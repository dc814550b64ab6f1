"""Find tags, the section and the headlines of related stories, in fields and in the lines that list them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from dateline.metadata.batch_metadata import BY_HAND, read_tags
from dateline.text import fold, normalise
from dateline.types.articles import Line
from dateline.types.pages import Page

_MOST_TAGS = 40
_LONGEST_TAG = 60
_HEADING = re.compile(
    r"^(?:tags?|topics?|keywords|filed under|schlagw[oö]rter|themen|mots[- ]cl[ée]s|etiquetas|temas|tópicos|topici|tag dell'articolo|теги|метки|ключевые слова|etiketler|"
    r"الوسوم|الكلمات الدلالية|टैग|标签|標籤|タグ|태그)\s?[:：]\s*",
    re.IGNORECASE,
)
_RELATED_HEADING = re.compile(r"^(?:related|see also|read also|more on this(?: story| topic)?|recommended)\s?[:：]$", re.IGNORECASE)
_SPLIT = re.compile(r"[,;|،、•·]\s*+|(?<!\s)\s++(?:[,;|،、•·]\s*+|#)|\n")


def find_tags(page: Page, lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the tags of an article, as typed, each once."""
    return _distinct(tag for tag, _ in _tags(page, lines) if 1 < len(tag) <= _LONGEST_TAG)[:_MOST_TAGS]


def find_section(page: Page) -> str | None:
    """Return the section of the article, from its markup or hints."""
    return next((name for name, _ in _sections(page)), None)


def section_origin(page: Page) -> str:
    """Return where the section was found; "" if there is none."""
    return next((where for _, where in _sections(page)), "")


def _sections(page: Page) -> Iterator[tuple[str, str]]:
    stated: list[tuple[object, str]] = [(page.raw.hints.get("section"), "hint")]
    stated += [(value, "meta article:section") for value in page.head.meta.get("article:section", ())[:1]]
    stated += [(one.get("articleSection"), "json-ld articleSection") for one in page.head.json_ld]
    for value, where in stated:
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(first, str) and 1 < len(first.strip()) <= _LONGEST_TAG:
            yield normalise(first), where


def find_related(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the headlines of other stories that the page lists."""
    labelled = [line.text for line in lines if line.label == "related"]
    return _distinct(labelled or _lines_under(lines, _RELATED_HEADING))


def tags_origin(page: Page, lines: Sequence[Line]) -> str:
    """Return where the first tag was found; "" if there are none."""
    return next((where for tag, where in _tags(page, lines) if 1 < len(tag) <= _LONGEST_TAG), "")


def _tags(page: Page, lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """Yield each possible tag, and where it was found."""
    yield from ((tag, BY_HAND) for tag in read_tags(page.raw.hints))
    yield from ((normalise(tag), "hint") for tag in page.raw.hints.get("tags", "").split("\n"))
    yield from ((tag, "meta article:tag") for value in page.head.meta.get("article:tag", ()) for tag in _split_tags(value))
    for one in page.head.json_ld:
        keywords = one.get("keywords")
        given = keywords if isinstance(keywords, list) else [keywords]
        yield from ((tag, "json-ld keywords") for value in given if isinstance(value, str) for tag in _split_tags(value))
    for name in ("news_keywords", "keywords"):
        yield from ((tag, f"meta {name}") for value in page.head.meta.get(name, ()) for tag in _split_tags(value))
    labelled = [line.text for line in lines if line.label == "tags"]
    for text in labelled or _lines_under(lines, _HEADING):
        yield from ((tag.strip(" #."), "line of tags") for tag in _SPLIT.split(_HEADING.sub("", text)))
    for line in lines:
        if line.label == "tags-heading" and (match := _HEADING.match(line.text)) and match.end() < len(line.text):
            yield from ((tag.strip(" #."), "line of tags") for tag in _SPLIT.split(line.text[match.end() :]))


def _split_tags(value: str) -> Iterator[str]:
    return map(normalise, _SPLIT.split(value))


def _lines_under(lines: Sequence[Line], heading: re.Pattern[str]) -> list[str]:
    """Return the unlabelled list under a heading: one line with commas, or short lines without full stops."""
    for index, line in enumerate(lines):
        match = heading.match(line.text)
        if not match:
            continue
        if match.end() < len(line.text):
            return [line.text[match.end() :]]
        items: list[str] = []
        for other in lines[index + 1 : index + 12]:
            if other.text.endswith((":", ".")) or (items and other.gap and not lines[index + 1].gap):
                break
            items.append(other.text)
            if heading is _HEADING and "," in other.text:
                break
        return items
    return []


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple({fold(text): text for text in reversed([text for text in texts if text])}.values())[::-1]
