"""Nexis and LexisNexis exports, as lines: the old form ("1 of 10 DOCUMENTS", labels in capitals) and that of Nexis Uni.

The same rules read the lines of a record from text, HTML and Word files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from dateline.readers.press.labels import counter_words, labelled, length_words, terms, without_by
from dateline.readers.press.record import Record, missing, trimmed
from dateline.types.documents import Failure, RawDocument

DATABASE = "Nexis"
_YEAR = re.compile(r"(?<!\d)(?:1[6-9]|20)\d\d(?!\d)")
_COPYRIGHT = re.compile(r"\s*(?:copyright\b|©|\(c\)\s)", re.IGNORECASE)
_SELECTED = re.compile(r"\s*(?:Download Request:.*?\bItems:|Documents \()\s*(?:1\s*-\s*)?(\d{1,6})\b")
_PAGE = re.compile(r"(?:pages?|pgs?\.?|p\.|s\.|seiten?|pág\.?|pag\.?)\s*([\w.-]{1,8})$", re.IGNORECASE)
_PLACE = re.compile(r"(?:section|part|column|version|vol\.?|no\.?)\s*+:?+\s*+[\w.]{1,6}$", re.IGNORECASE)


def is_export(text: str) -> bool:
    """Whether `text` has the counter of an export, the "End of Document" of Nexis Uni, or the labels of a single record."""
    lines = text.splitlines()
    return any(_counter_pattern().match(line) or _is_end(line) for line in lines) or _is_record(lines)


def documents(lines: Sequence[str], origin: str) -> Iterator[RawDocument | Failure]:
    """Yield the articles of an export, then a Failure for each gap in its own numbers."""
    spans, stated = _find_spans(lines), _stated_count(lines)
    for number, first, end in spans:
        record = read_record(lines[first:end])
        if record is None:
            yield Failure(f"{origin}#{number}", f"the record at line {first + 1} has no text; look at it in the export")
        else:
            yield record.document(DATABASE, f"{origin}#{number}")
    yield from missing([number for number, _, _ in spans], stated, origin)


def read_record(given: Sequence[str]) -> Record | None:
    """Parse the record in the lines of one article; None if it has no labels."""
    first, end = trimmed(given, 0, len(given))
    lines = [line.strip() for line in given[first:end]]
    labels = [place for place, line in enumerate(lines) if labelled(line, DATABASE.lower()) or _is_body(line)]
    if not labels:
        return None
    fields = _parse_heading(lines[: labels[0]])
    body = _body_start(lines, labels[0])
    tail = next((place for place in labels if place >= body and not _is_body(lines[place])), len(lines))
    tail = min(tail, next((place for place in range(body, len(lines)) if _COPYRIGHT.match(lines[place])), len(lines)))
    for name, value in _labelled_values(lines, [*(place for place in labels if place < body or place >= tail)]):
        fields[name] = "\n".join(filter(None, (fields.get(name), value))) if name == "tags" else fields.get(name) or value
    fields |= _parse_section(fields.get("section", ""))
    return Record(lines, *trimmed(lines, body, tail), {key: value for key, value in fields.items() if key != "-"})


def _is_record(lines: Sequence[str]) -> bool:
    """Whether at least three lines begin with labels, one of them the length in words."""
    found = dict(field for line in lines[:60] if (field := labelled(line, DATABASE.lower())))
    return len(found) >= 3 and found.get("words", "").rpartition(" ")[2].lower() in length_words()


@cache
def _counter_pattern() -> re.Pattern[str]:
    of, counters = ("|".join(map(re.escape, counter_words(kind))) for kind in ("of", "counters"))
    return re.compile(rf"\s*(?:document\s+)?(\d{{1,6}})\s(?:{of})\s(\d{{1,6}})(?:\s(?:{counters}))\s*$", re.IGNORECASE)


def _is_end(line: str) -> bool:
    return line.strip().lower() in counter_words("end")


def _is_body(line: str) -> bool:
    return line.lower() in counter_words("body")


def _find_spans(lines: Sequence[str]) -> list[tuple[int, int, int]]:
    """The number of each article and the range of its lines, [first, end): between two counters, or up to "End of Document"."""
    counters = [(place, int(match[1])) for place, line in enumerate(lines) if (match := _counter_pattern().match(line))]
    if counters:
        ends = [place for place, _ in counters[1:]] + [len(lines)]
        return [(number, place + 1, end) for (place, number), end in zip(counters, ends, strict=True)]
    ends = [place for place, line in enumerate(lines) if _is_end(line)]
    if not ends:
        return [(1, 0, len(lines))]
    starts = [_first_start(lines, ends[0]), *(end + 1 for end in ends[:-1])]
    return [(number, first, end) for number, (first, end) in enumerate(zip(starts, ends, strict=False), start=1)]


def _first_start(lines: Sequence[str], end: int) -> int:
    """Where the first article begins: after the last page break before `end`, or at the first line if there is none."""
    breaks = [place for place, line in enumerate(lines[:end]) if "\f" in line]
    return breaks[-1] + 1 if breaks else 0


def _stated_count(lines: Sequence[str]) -> int | None:
    """The number of articles that the cover page states; None if it states none."""
    return next((int(match[1]) for line in lines[:200] if (match := _SELECTED.match(line))), None)


def _parse_heading(lines: Sequence[str]) -> dict[str, str]:
    """Read title, source and date from the unlabelled lines above the first label: blocks separated by blank lines."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    blocks = [block for block in blocks if block and not _COPYRIGHT.match(block[0])]
    dated = next((place for place, block in enumerate(blocks) if _is_date(block[0])), None)
    if dated:  # the old form: source, date, title
        title = " ".join(line for block in blocks[dated + 1 :] for line in block)
        return {"source": " ".join(blocks[dated - 1]), "published": blocks[dated][0], "title": title}
    flat = [line for block in blocks for line in block]
    place = next((place for place, line in enumerate(flat) if place > 1 and _is_date(line)), None)
    if place is None:
        return {"title": " ".join(flat[:1])}
    source = re.sub(r"(?<=\w)\((?=\w)", " (", flat[place - 1])  # Nexis Uni writes "The Guardian(London)"
    return {"title": " ".join(flat[: place - 1]), "source": source, "published": flat[place]}


def _is_date(line: str) -> bool:
    return len(line) <= 80 and bool(_YEAR.search(line)) and sum(char.isalpha() for char in line) < 60


def _body_start(lines: Sequence[str], place: int) -> int:
    """The first line of the story: after "Body", else after the labels at the head of the record."""
    marked = next((at for at in range(place, len(lines)) if _is_body(lines[at])), None)
    if marked is not None:
        return marked + 1
    while place < len(lines) and labelled(lines[place], DATABASE.lower()):
        while place < len(lines) and lines[place]:
            place += 1
        while place < len(lines) and not lines[place]:
            place += 1
    return place


def _labelled_values(lines: Sequence[str], places: Sequence[int]) -> Iterator[tuple[str, str]]:
    for place in places:
        found = labelled(lines[place], DATABASE.lower())
        if found is None:
            continue
        name, value = found
        for line in lines[place + 1 :]:
            if not line or _is_body(line) or labelled(line, DATABASE.lower()):
                break
            value += " " + line
        yield name, terms(value) if name == "tags" else without_by(value) if name == "authors" else value


def _parse_section(given: str) -> dict[str, str]:
    """ "NEWS; Pg. 3" → section and page; numbers of parts and columns are not sections."""
    parts = [part.strip() for part in re.split(r"[;,]", given) if part.strip()]
    pages = [match[1] for part in parts if (match := _PAGE.match(part))]
    names = [part for part in parts if not _PAGE.match(part) and not _PLACE.match(part)]
    return {"section": "; ".join(names) or next((part for part in parts if not _PAGE.match(part)), ""), "page": ", ".join(pages)}
