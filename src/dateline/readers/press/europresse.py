"""Europresse (Eureka): HTML with classes for publication, header and title. Each article ends in its number and a certificate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dateline.readers.press.markup_lines import MarkupLine
from dateline.readers.press.record import Record, laid_out
from dateline.types.documents import Failure, RawDocument

DATABASE = "Europresse"
_NUMBER = re.compile(
    r"(?:Numéro de document|Document number|Número de documento|Dokumentnummer)\s?:\s*(\S{6,80})\s*$", re.IGNORECASE
)
_PAGE = re.compile(r"(?:,|(?<![,\s]))\s*+(?:pp?\.|page)\s*+([\w.-]{1,12})$", re.IGNORECASE)
_ISSUE = re.compile(r",\s*+(?:no\.?|n°|nº|vol\.)\s*+\S{1,12}+(?s:.*)$", re.IGNORECASE)
_DATE = re.compile(
    r"(?:^|,\s*)((?:[^\W\d_]{3,12}[,\s]\s*)?(?:\d{1,2}(?:er)?\s+[^\W\d_.]{3,12}\.?|[^\W\d_]{3,12}\s+\d{1,2},)\s+\d{4})"
)
_RIGHTS = re.compile(r"(?:©|\(c\)|copyright\b)", re.IGNORECASE)
_PUBLICATION, _HEADER, _TITLE = "docpublicationname", "docheader", "titrearticlevisu"


def documents(lines: Sequence[MarkupLine], origin: str) -> Iterator[RawDocument | Failure]:
    """Yield the articles of an export, each from the name of its publication to that of the next."""
    starts = [place for place, line in enumerate(lines) if _PUBLICATION in line.around]
    starts = [place for at, place in enumerate(starts) if at == 0 or any(line.text for line in lines[starts[at - 1] + 1 : place])]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=False), start=1):
        record = _read_record([line for line in lines[start:end] if line.text])
        if record is None:
            yield Failure(f"{origin}#{number}", "the record has no title or no number; look at it in the export")
        else:
            yield record.document(DATABASE, f"{origin}#{number}")
    if not starts:
        yield Failure(origin, "the export contains no article; export it again")


def _read_record(lines: Sequence[MarkupLine]) -> Record | None:
    titles = [place for place, line in enumerate(lines) if _TITLE in line.around]
    numbered = next(((place, match[1]) for place, line in enumerate(lines) if (match := _NUMBER.match(line.text))), None)
    if not titles or numbered is None:
        return None
    first = titles[-1] + 1
    authors: list[str] = []
    while first < numbered[0] and ("header" in lines[first].around or (not authors and _is_byline(lines, first))):
        authors.append(lines[first].text)
        first += 1
    end = next((place for place in range(first, numbered[0]) if _ends_story(lines[place])), numbered[0])
    header = " ".join(line.text for line in lines[: titles[0]] if _HEADER in line.around)
    dated, page = _DATE.search(header), _PAGE.search(header)
    fields = {
        "title": " ".join(lines[place].text for place in titles),
        "source": _ISSUE.sub("", lines[0].text),
        "published": dated[1] if dated else "",
        "page": page[1] if page else "",
        "section": header[: dated.start()].strip(" ,") if dated else "",
        "authors": "\n".join(authors),
    }
    texts = [line.text for line in lines]
    certificate = next((place for place in range(numbered[0] + 1, len(texts)) if numbered[1] in texts[place]), len(texts))
    return Record(*laid_out(texts[:first], texts[first:end], texts[end:certificate]), fields, numbered[1])


def _is_byline(lines: Sequence[MarkupLine], place: int) -> bool:
    """Whether the line below a title is a name by its form: a few words with capitals that do not end a sentence."""
    text = lines[place].text
    words = text.split()
    names = sum(word[0].isupper() for word in words)
    return 1 < len(words) <= 6 and names >= len(words) - 1 and text[-1] not in ".!?:;…" and place + 1 < len(lines)


def _ends_story(line: MarkupLine) -> bool:
    return "aside" in line.around or "footer" in line.around or _RIGHTS.match(line.text) is not None
