"""ProQuest exports, as lines: records of labelled paragraphs, one after the other, saved as text or sent by mail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dateline.readers.press.labels import labelled, names, terms
from dateline.readers.press.markup_lines import NEW_RECORD
from dateline.readers.press.record import Record, trimmed
from dateline.types.documents import Failure, RawDocument

DATABASE = "ProQuest"
_KEY = DATABASE.lower()
_EDITION = re.compile(r",\s++[^,;]{0,60}\bedition\b[^;]{0,200}$", re.IGNORECASE)
_NONE = re.compile(r"(?:none|not|non|kein\w*|no)\s(?:available|disponible|verfügbar)\W*$", re.IGNORECASE)
_COMPANY = re.compile(r"(?:^|;\s*)Name:\s*([^;]+)")
_DATE = re.compile(r"(?:[^\W\d_]{3,12}\.? \d{1,2}, \d{4}|\d{1,2} [^\W\d_]{3,12}\.? \d{4})$")
_ANONYMOUS = ("anonymous", "anonyme", "anónimo", "none")

Paragraph = tuple[int, int]
"""A paragraph's lines as [first, end)."""


def is_export(text: str) -> bool:
    """Whether `text` has labels that only ProQuest uses."""
    found = {field[0] for line in text.splitlines() if (field := labelled(line, _KEY))}
    return "number" in found or {"citation", "story"} <= found or ("ProQuest document link" in text and "story" in found)


def documents(lines: Sequence[str], origin: str) -> Iterator[RawDocument | Failure]:
    """Yield the articles of an export; a record without text is a Failure."""
    start = number = 0
    for first, end in _find_paragraphs(lines):
        field = labelled(lines[first], _KEY)
        if field and field[0] == "database":
            number += 1
            record = _read_record([line.rstrip(" \t\r\n\u00a0") for line in lines[start:end]])
            if isinstance(record, Record):
                yield record.document(DATABASE, f"{origin}#{number}")
            else:
                yield Failure(f"{origin}#{number}", f"the record at line {start + 1} {record}; look at it in the export")
            start = end
    if number == 0:
        yield Failure(origin, "the export ends before its first record does; export it again")


def _find_paragraphs(lines: Sequence[str]) -> list[Paragraph]:
    found: list[Paragraph] = []
    first = None
    for place, line in enumerate([*lines, ""]):
        if line.strip() and first is None:
            first = place
        elif not line.strip() and first is not None:
            found.append((first, place))
            first = None
    return found


def _read_record(lines: list[str]) -> Record | str:
    """Parse the record in `lines`, or return what is wrong with it."""
    mark = max((place for place, line in enumerate(lines) if line == NEW_RECORD), default=-1)
    first = mark + 1
    whole = [line if line != NEW_RECORD else "" for line in lines]
    paragraphs = [one for one in _find_paragraphs(whole) if one[0] >= first]
    fields = [labelled(whole[start], _KEY) for start, _ in paragraphs]
    known = [place for place, field in enumerate(fields) if field]
    if not known:
        return "has no labels"
    title = paragraphs[0 if mark >= 0 else known[0] - 1] if known[0] else None
    story = next((place for place in known if (fields[place] or ("", ""))[0] == "story"), None)
    if story is None:
        return "has no full text"
    tail = _find_tail(fields, story)
    start, end = paragraphs[story][0], paragraphs[tail][0] if tail < len(paragraphs) else len(whole)
    start = _without_label(whole, start)
    values: dict[str, str] = {}
    for place in (*range(story), *range(tail, len(paragraphs))):
        field = fields[place]
        if field:
            value = " ".join([field[1], *(line.strip() for line in whole[paragraphs[place][0] + 1 : paragraphs[place][1]])]).strip()
            values[field[0]] = "; ".join(filter(None, (values.get(field[0]), value)))
    top = title[0] if title else paragraphs[0][0]
    bounds = trimmed(whole, start, end)
    heading = " ".join(line.strip() for line in whole[slice(*title)]) if title else ""
    return Record(whole[top:], bounds[0] - top, bounds[1] - top, _make_hints(values, heading), values.get("number"))


def _find_tail(fields: Sequence[tuple[str, str] | None], story: int) -> int:
    """The index of the first labelled paragraph after the story; they form a block around the title of the publication."""
    anchor = next((at for at in range(story + 1, len(fields)) if (fields[at] or ("", ""))[0] == "source"), None)
    if anchor is None:
        anchor = next((at for at in range(story + 1, len(fields)) if fields[at]), len(fields))
    while anchor > story + 1 and anchor <= len(fields) and fields[anchor - 1]:
        anchor -= 1
    return anchor


def _without_label(lines: list[str], place: int) -> int:
    """Where the story begins: after the line "Full text:", or on that line, which is then split in two."""
    field = labelled(lines[place], _KEY)
    rest = field[1] if field else ""
    if rest:
        lines[place] = lines[place][: -len(rest)].rstrip()
        lines.insert(place + 1, rest)
    return place + 1


def _repair_date(text: str) -> str:
    """A date without the spaces that got between its digits ("Feb 26, 2 009"), if it is a date then."""
    closed = re.sub(r"(?<=\d) (?=\d)", "", text)
    return closed if not _DATE.match(text) and _DATE.match(closed) else text


def _make_hints(values: dict[str, str], title: str) -> dict[str, str]:
    source = _EDITION.sub("", values.get("source", "").split(";")[0]).strip()
    companies = "; ".join(_COMPANY.findall(values.get("organizations", "")))
    abstract = values.get("description", "")
    return {
        "title": title,
        "source": source,
        "authors": "\n".join(name for name in names(values.get("authors", "")).split("\n") if name.lower() not in _ANONYMOUS),
        "published": _repair_date(values.get("published", "")),
        "section": values.get("section", "").split(";")[0],
        "page": values.get("page", ""),
        "language": values.get("language", ""),
        "tags": terms("; ".join(filter(None, (values.get("tags"), companies)))),
        "description": "" if _NONE.match(abstract) else abstract,
    }
