"""Find the outlet in a text: in an address, a label, the name after the headline, a byline, a dateline or the masthead.

Other places do not count: an outlet that the story mentions, the agency of a photo, the company in a footer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.metadata.byline import parse_byline, split_parts
from dateline.metadata.date_parser import find_dates_in_text
from dateline.metadata.name_forms import is_outlet_name, is_person_name
from dateline.metadata.outlets import Outlet, load_outlets
from dateline.metadata.place import Dateline
from dateline.text import address_parts, is_web_address
from dateline.types.articles import Line

_HEAD, _TAIL = 12, 5
_MASTHEAD = 6
_FIRST_LINES = 3
_UNDER = 6
_LONGEST_NAME = 48
_MOST_WORDS = 5
_ADDRESS = re.compile(
    r"^(?:(?:url|link|source|from|web|address|quelle|fuente|fonte|источник)\s?[:：]\s*)?<?(?P<url>https?://[^\s<>]{4,})>?$", re.I
)
_LABELLED = re.compile(
    r"^(?:source|via|quelle|fuente|fonte|bron|kilde|källa|źródło|zdroj|источник|джерело|kaynak|sumber|来源|來源|稿源|出典|출처|المصدر|स्रोत)\s?[:：]\s*"
    r"(?P<name>[^:：]{2,48})$",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"(?:来源|來源)\s?[:：]\s?(?P<name>[^\s:：，。]{2,20})")
_SUFFIX = re.compile(r"^\s?(?:[|｜–—·•»:-]|::)\s?(?P<name>.{2,48})$")
_SEPARATOR = re.compile(r"(?<=\S)\s[|–—·•-]\s(?=\S)|(?<=\S)\s?[|｜]\s?(?=\S)")
_PROMPT = re.compile(
    r"^(?:(?:support|subscribe to|sign up for|join|follow|contact|about|back to|more from|download|search)\s(?:the\s)?(?P<name>\S.{1,40})"
    r"|(?P<before>\S.{1,40}?)\s(?:home ?page|app|newsletters))$",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"^(?:[\w.+-]+@|\+?\d|http)")


@dataclass(frozen=True, slots=True)
class NamedOutlet:
    """An outlet named in a text: its name, its host if an address named it, and where it was found."""

    name: str | None
    host: str | None
    where: str


def find_named_outlet(lines: Sequence[Line], title: int | None, dateline: Dateline | None) -> NamedOutlet | None:
    """Return the outlet named in one of the places where outlets are named, best place first."""
    finders = (
        _in_addresses(lines),
        _in_labels(lines),
        _after_headline(lines, title),
        _in_byline(lines, title),
        _in_stamp(lines, title),
        _in_dateline(dateline),
        _in_masthead(lines, title),
        _in_prompts(lines),
    )
    return next((found for finder in finders for found in finder), None)


def _in_addresses(lines: Sequence[Line]) -> Iterator[NamedOutlet]:
    """Yield the outlet of an address that has a line to itself, before the story or after it."""
    for index, line in _lines_at_ends(lines):
        match = _ADDRESS.match(line.text)
        if match and is_web_address(match["url"]):
            host = address_parts(match["url"])[0].removeprefix("www.")
            known = load_outlets().at(host)
            is_labelled = index < _FIRST_LINES or not line.text.startswith(("http", "<"))
            if host and (known or (is_labelled and len(address_parts(match["url"])[1]) > 1)):
                yield NamedOutlet(known.name if known else None, host, f"address line {index + 1}")


def _in_labels(lines: Sequence[Line]) -> Iterator[NamedOutlet]:
    for index, line in _lines_at_ends(lines):
        match = _LABELLED.match(line.text) or _INSIDE.search(line.text)
        name = match["name"].partition("+")[0].strip(" .") if match else ""
        if name and len(name.split()) <= _MOST_WORDS and not _CONTACT.match(name):
            yield _make_outlet(name, f"label line {index + 1}")


def _after_headline(lines: Sequence[Line], title: int | None) -> Iterator[NamedOutlet]:
    """Yield the outlet after the headline on its line, as in page titles."""
    headline, _, name = split_outlet(lines[title].text) if title is not None else ("", "", "")
    if name:
        yield _make_outlet(name, f"suffix line {(title or 0) + 1}")
    for index, line in enumerate(lines[:_HEAD] if len(headline) > 12 else ()):
        match = _SUFFIX.match(line.text[len(headline) :]) if index != title and line.text.startswith(headline) else None
        name = match["name"].strip() if match else ""
        if name and len(name.split()) <= _MOST_WORDS and (load_outlets().find(name) or name[0].isupper() or not name.isascii()):
            yield _make_outlet(name, f"suffix line {index + 1}")


def split_outlet(headline: str) -> tuple[str, str, str]:
    """Split a headline from the separator and the outlet's name after it; both are empty if it does not end in an outlet's name."""
    head, separator, name = _split_at_separator(headline)
    return (head, separator, name) if separator and (load_outlets().find(name) or is_outlet_name(name)) else (headline, "", "")


def _split_at_separator(headline: str) -> tuple[str, str, str]:
    cuts = list(_SEPARATOR.finditer(headline[-_LONGEST_NAME:]))
    if not cuts:
        return headline, "", ""
    start = max(0, len(headline) - _LONGEST_NAME)
    return headline[: start + cuts[-1].start()].strip(), cuts[-1][0], headline[start + cuts[-1].end() :].strip()


def _in_byline(lines: Sequence[Line], title: int | None) -> Iterator[NamedOutlet]:
    start = -1 if title is None else title
    for index in range(max(0, start - 3), min(len(lines), start + 1 + _UNDER)):
        text = lines[index].text
        byline = parse_byline(text) if index != title and len(text) <= 160 else None
        if not byline or not byline.names:
            continue
        if byline.outlet and _may_be_publisher(byline.outlet):
            yield _make_outlet(byline.outlet, f"byline line {index + 1}")
        for part in split_parts(text)[1:]:
            if _is_outlet(part) and not is_person_name(part):
                yield _make_outlet(part, f"byline line {index + 1}")


def _in_stamp(lines: Sequence[Line], title: int | None) -> Iterator[NamedOutlet]:
    """Yield a known outlet in the line that dates the page: "April 3, 2022 / 6:30 PM EDT / CBS News"."""
    start = -1 if title is None else title
    for index in range(start + 1, min(len(lines), start + 1 + _UNDER)):
        text = lines[index].text
        if len(text) > 160 or not find_dates_in_text(text):
            continue
        for part in split_parts(text):
            known = load_outlets().find(part)
            if known and not known.agency:
                yield _make_outlet(part, f"stamp line {index + 1}")


def _in_dateline(dateline: Dateline | None) -> Iterator[NamedOutlet]:
    """Yield the outlet in the brackets of a dateline, unless it is an agency: then it is not the paper itself."""
    agency = dateline.agency if dateline else None
    known = load_outlets().find(agency) if agency else None
    if agency and not (known and known.agency) and not agency.islower() and (known or not set(agency) & set(",+/")):
        yield _make_outlet(agency, "dateline")


def _in_masthead(lines: Sequence[Line], title: int | None) -> Iterator[NamedOutlet]:
    """Yield a known outlet alone on one of the first lines, or a text in the form of an outlet's name on the first line."""
    stop = _MASTHEAD if title is None else min(title, _MASTHEAD)
    for index, line in enumerate(lines[:stop]):
        text = line.text.strip(" |•·-–—")
        known = load_outlets().find(text) if len(text) <= _LONGEST_NAME else None
        if known and (not known.agency or index < 2):
            yield _make_outlet(text, f"masthead line {index + 1}")
    first = lines[0].text if lines and title != 0 else ""
    if is_outlet_name(first) and not is_person_name(first):
        yield _make_outlet(first, "masthead line 1")


def _in_prompts(lines: Sequence[Line]) -> Iterator[NamedOutlet]:
    """Yield a known outlet in a prompt to its readers, before the story or after it: "Support the Post", "Post homepage"."""
    for index, line in _lines_at_ends(lines):
        match = _PROMPT.match(line.text) if len(line.text) <= _LONGEST_NAME else None
        name = match["name"] or match["before"] if match else ""
        known = load_outlets().find(name) or load_outlets().find(f"The {name}") if name else None
        if known and not known.agency:
            yield _make_outlet(known.name, f"prompt line {index + 1}")


def _lines_at_ends(lines: Sequence[Line]) -> Iterator[tuple[int, Line]]:
    for index in (*range(min(_HEAD, len(lines))), *range(max(_HEAD, len(lines) - _TAIL), len(lines))):
        yield index, lines[index]


def _may_be_publisher(name: str) -> bool:
    """Whether a byline "for `name`" shows the outlet of the page; an agency in a byline is often on the page of another outlet."""
    known = load_outlets().find(name)
    return known is None or not known.agency


def _is_outlet(text: str) -> bool:
    known = load_outlets().find(text)
    return (known is not None and not known.agency) or (known is None and is_outlet_name(text))


def _make_outlet(name: str, where: str) -> NamedOutlet:
    known: Outlet | None = load_outlets().find(name)
    return NamedOutlet(known.name if known else name, known.domains[0] if known and known.domains else None, where)
