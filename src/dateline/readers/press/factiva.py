"""Factiva exports, as lines: records that end in "Document …", with or without two-letter codes before their fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from dateline.readers.press.labels import fields_of, language_code, length_words, terms, without_by
from dateline.readers.press.record import Record, laid_out
from dateline.types.documents import Failure, RawDocument

DATABASE = "Factiva"
_END = re.compile(r"\s*(?:AN[\t ]+)?(?:Document|Dokument|Documento)[ \u00a0]([A-Za-z0-9]{15,40})\s*$")
_CODE = re.compile(r"([A-Z]{2,3})(?:\t[\t ]*|\s{2,}|$)")
_LENGTH = re.compile(r"\s*(\d[\d.,\u00a0\u202f ]{0,9})[ \u00a0]([^\W\d_]{2,12})\s*$")
_COPYRIGHT = re.compile(r"\s*(?:\(c\)|©|copyright\b)", re.IGNORECASE)
_TIME = re.compile(r"\s*\d{1,2}[:.]\d\d(?:\s?[AP]M)?\b[^\n]{0,12}$")
_BYLINE = re.compile(r"(?:by|von|par|por|di|door|de)\s+\S", re.IGNORECASE)
_NAMED = re.compile(r"(?:^|\|)\s*[\w.]{1,12}\s:\s([^|]+)")


def is_export(text: str) -> bool:
    """Whether a line of `text` ends a record as only Factiva does, or lines begin with the codes HD, WC and PD."""
    lines = text.splitlines()
    return any(map(_END.match, lines)) or {"HD", "WC", "PD"} <= {match[1] for line in lines if (match := _CODE.match(line))}


def documents(lines: Sequence[str], origin: str) -> Iterator[RawDocument | Failure]:
    """Yield the articles of an export."""
    start = number = 0
    for place, line in enumerate(lines):
        match = _END.match(line)
        if match is None:
            continue
        number += 1
        given = [one.rstrip() for one in lines[start:place]]
        record = _parse_coded(given, line, match[1]) or _parse_uncoded(given, line, match[1])
        if record is None:
            yield Failure(
                f"{origin}#{number}", f"the record at line {start + 1} has no length or no date; look at it in the export"
            )
        else:
            yield record.document(DATABASE, f"{origin}#{number}")
        start = place + 1
    if number == 0:
        yield Failure(origin, "the export ends before its first record does; export it again")


@cache
def _known_codes() -> Mapping[str, str]:
    return {code.upper(): name for code, name in fields_of(DATABASE.lower()).items()}


def _split_code(line: str) -> tuple[str, str] | None:
    """Split `line` into its code and the rest; None if it has no code."""
    match = _CODE.match(line)
    return (match[1], line[match.end() :].strip()) if match and match[1] in _known_codes() else None


def _parse_coded(lines: Sequence[str], last: str, number: str) -> Record | None:
    """Parse a record whose fields have codes; None if they have none."""
    places = [place for place, line in enumerate(lines) if _split_code(line)]
    if sum((_split_code(lines[place]) or ("",))[0] in ("HD", "WC", "PD", "SN") for place in places) < 3:
        return None
    head: list[str] = []
    story: list[str] = []
    tail: list[str] = []
    values: dict[str, str] = {}
    for place, following in zip(places, [*places[1:], len(lines)], strict=True):
        code, rest = _split_code(lines[place]) or ("", "")
        name = _known_codes()[code]
        paragraphs = list(filter(None, (line.strip() for line in (rest, *lines[place + 1 : following]))))
        if name == "story":
            story += paragraphs
            continue
        shown = f"{code} {' '.join(paragraphs)}".strip()
        (tail if story else head).append(shown)
        value = " ".join(paragraphs)
        if name == "tags":
            value = "\n".join(filter(None, (values.get("tags"), terms(";".join(_NAMED.findall(value)) or value))))
        values[name] = value
    return _make_record(head, story, [*tail, last.strip()], values, number)


def _parse_uncoded(lines: Sequence[str], last: str, number: str) -> Record | None:
    """Parse a record whose fields are on separate lines, in a fixed order around the line with the length."""
    at = next((place for place, line in enumerate(lines) if _is_length(line)), None)
    rights = next((place for place, line in enumerate(lines) if at is not None and place > at and _COPYRIGHT.match(line)), None)
    if at is None or rights is None:
        return None
    first = at
    while first > 0 and lines[first - 1].strip():
        first -= 1
    above = [line.strip() for line in lines[first:at]]
    byline = above.pop() if len(above) > 1 and _is_byline(above[-1]) else ""
    below = [line.strip() for line in lines[at + 1 : rights] if line.strip()]
    date = below.pop(0) if below else ""
    time = below.pop(0) if below and _TIME.match(below[0]) else ""
    source = below.pop(0) if below else ""
    language = next((line for line in below if language_code(line)), "")
    page = next((line for line in below if line[:1].isdigit() and len(line) < 12), "")
    values = {"title": " ".join(above), "authors": byline, "words": lines[at].strip(), "published": date, "time": time}
    values |= {"source": source, "language": language, "page": page}
    end = next((place for place in range(rights, len(lines)) if not lines[place].strip()), len(lines))
    story = _paragraphs(lines[end:])
    return _make_record([line.strip() for line in lines[first:end]], story, [last.strip()], values, number)


def _is_length(line: str) -> bool:
    match = _LENGTH.match(line)
    return match is not None and match[2].lower() in length_words()


def _is_byline(line: str) -> bool:
    words = line.split()
    return bool(_BYLINE.match(line)) or (1 < len(words) <= 4 and all(word[0].isupper() for word in words) and line[-1] not in ".?!")


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """Join each block of lines into one paragraph."""
    found: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            found[-1].append(line.strip())
        elif found[-1]:
            found.append([])
    return [" ".join(block) for block in found if block]


def _make_record(head: Sequence[str], story: Sequence[str], tail: Sequence[str], values: Mapping[str, str], number: str) -> Record:
    fields = {name: value for name, value in values.items() if name not in ("-", "time", "number")}
    fields["published"] = f"{values.get('published', '')} {values.get('time', '')}".strip()
    fields["authors"] = without_by(values.get("authors", ""))
    lines, first, end = laid_out(head, story, tail)
    return Record(lines, first, end, fields, number)
