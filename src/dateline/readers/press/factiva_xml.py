"""Factiva XML: an API response with a list of articles, each with all its fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, iterparse

from dateline.errors import ReadError
from dateline.readers.press.factiva import DATABASE
from dateline.readers.press.record import Record, laid_out, missing
from dateline.types.documents import Failure, RawDocument

_TERMS = ("newsSubject", "region", "company", "industry", "subject")
_STORY = ("leadParagraph", "tailParagraphs")
_NEW_PARAGRAPH = re.compile(r"\n(?=[ \t]{2,}\S)|\n[ \t]*\n")


def documents_in_xml(content: bytes, origin: str) -> Iterator[RawDocument | Failure]:
    """Yield the articles in `content`, then a Failure if there are fewer than it states."""
    if b"<!ENTITY" in content:
        raise ReadError("declares XML entities, as no export does; it was not read")
    number, stated = 0, None
    try:
        for event, element in iterparse(BytesIO(content), ("start", "end")):
            name = _tag_name(element)
            if event == "start" and name == "ppsarticleResultSet":
                count = element.get("count", "")
                stated = int(count) if count.isdecimal() and len(count) < 8 else None
            elif event == "end" and name == "article":
                number += 1
                yield _read_record(element).document(DATABASE, f"{origin}#{number}")
                element.clear()
    except ParseError as error:
        yield Failure(f"{origin}:{error.position[0]}", f"the XML is broken at line {error.position[0]}; export it again")
    yield from missing([*range(1, number + 1)], stated, origin)


def _read_record(article: Element) -> Record:
    children = list(article)
    fields = {
        "title": _first_text(article, "headline"),
        "authors": re.sub(r"^by\s+", "", _first_text(article, "byline"), flags=re.IGNORECASE),
        "published": _first_text(article, "publicationDate"),
        "source": _first_text(article, "sourceName") or _first_text(article, "publisherName"),
        "section": _first_text(article, "sectionName"),
        "page": _first_text(article, "pages"),
        "words": _first_text(article, "wordCount"),
        "language": _first_text(article, "baseLanguage"),
        "tags": "\n".join(dict.fromkeys(filter(None, (_text(child) for child in children if _tag_name(child) in _TERMS)))),
    }
    story = [paragraph for child in children if _tag_name(child) in _STORY for paragraph in _paragraphs(child)]
    head = [f"{name}: {value}" for name, value in fields.items() if value and name != "tags"]
    head[:1] = [fields["title"]] if fields["title"] else head[:1]
    rest = [_text(child) for child in children if _tag_name(child) in ("copyright", "notes", "accessionNo")]
    lines, first, end = laid_out(head, story, list(filter(None, rest)))
    return Record(lines, first, end, fields, _first_text(article, "accessionNo") or None)


def _paragraphs(part: Element) -> list[str]:
    """The paragraphs of a part: separate elements, or text with indented paragraphs."""
    own = [" ".join("".join(child.itertext()).split()) for child in part if _tag_name(child) == "paragraph"]
    return list(filter(None, own or (" ".join(piece.split()) for piece in _NEW_PARAGRAPH.split("".join(part.itertext())))))


def _tag_name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _first_text(article: Element, name: str) -> str:
    return next((_text(child) for child in article if _tag_name(child) == name), "")


def _text(element: Element) -> str:
    return " ".join(" ".join(element.itertext()).split())
