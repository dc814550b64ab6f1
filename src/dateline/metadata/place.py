"""Parse datelines: the place, agency, reporters and day before the first sentence of a report."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.metadata.name_forms import is_person_name
from dateline.metadata.outlets import load_outlets
from dateline.metadata.vocabulary import months
from dateline.text import fold

_LONGEST_PREFIX = 140
_LONGEST_PLACE = 60
_DASH = re.compile(r"\s*(?:\.\s?[-–—―]+|[—–―]{1,2}|--+|\s-\s?|(?<=\))\s?-|(?<=\))\s?[:：।.]|\s?\|)\s*")
_DASHES = (" -", "--", ".-", ")-", "–", "—", "―", "|", ")")  # the prefilter for _DASH: each match contains one of these
_WIRE = re.compile(
    r"^(?P<place>[A-ZÀ-Þ][^/\n]{1,58}[^/\s])\s?/\s?(?P<agency>[^/\s][^/]{1,28})\s?/\s?(?P<date>[^/]{6,30}?)\s?/(?!\S)\s*+"
)
_SLASHED = re.compile(r"/(?P<agency>[A-ZÀ-ÞА-Я][\w -]{1,28})/(?=\s?(?:[-–—.:：]|$))")
_COLON = re.compile(r"\s?[:：]\s+")
_AGENCY = re.compile(r"[(（\[]\s?(?P<agency>[^()（）\[\]]{2,60})\s?[)）\]]")
_DAY_MONTH = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th|\.|º|er)?\s?(?:de\s)?(?P<a>[^\s\d.,;:()/-]{3,12})\.?|(?P<b>[^\s\d.,;:()/-]{3,12})\.?\s\d{1,2}\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"^,?\s*(?:de\s)?\d{4}\b")
_ABBREVIATED = re.compile(  # states as datelines abbreviate them; the full stop is part of the name
    r"(?:\b[A-Z]\.|,\s(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|FLA|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ont|Ore|Pa|Que|"
    r"Tenn|Tex|Va|Vt|Wash|Wis|Wyo)\.)$"
)
_NO_PLACE = re.compile(r"^(?:what|why|how|who|when|where|our|your|more|the)\b|['’](?:re|s|ve|t|ll)\b", re.IGNORECASE)
_NO_PLACES = frozenset(  # other words that are written in capitals before a colon
    [
        "spotted",
        "update",
        "updated",
        "watch",
        "listen",
        "breaking",
        "exclusive",
        "opinion",
        "note",
        "correction",
        "analysis",
        "live",
        "video",
        "photos",
        "review",
        "interview",
        "transcript",
        "related",
        "background",
        "caption",
        "summary",
        "host",
        "question",
        "answer",
    ]
)
_PLACE_WORD = re.compile(r"^[^\W\d_]")
_SENTENCE = re.compile(r"[.!?]\s")
_CASED = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening of a report: each part as typed, None if it is missing; `length` is its number of characters in the line."""

    place: str | None
    agency: str | None
    reporters: tuple[str, ...]
    date: str | None
    length: int


def parse_dateline(text: str) -> Dateline | None:
    """Parse the dateline at the start of `text`; None if there is none."""
    head = text[:_LONGEST_PREFIX]
    wire = _WIRE.match(head) if "/" in head else None
    if wire and _split_date(wire["date"])[0] and wire.end() < len(text):
        return Dateline(wire["place"], wire["agency"].strip(), (), wire["date"], wire.end())
    head = _SLASHED.sub(r"(\g<agency>)", head)
    for match in _DASH.finditer(head) if any(map(head.__contains__, _DASHES)) else ():
        found = _parse_prefix(
            head[: match.start()].rstrip(" .") if match[0].lstrip().startswith(".") else head[: match.start()],
            match.end(),
            colon=False,
        )
        if found and match.end() < len(text):
            return found
        if _SENTENCE.search(head[: match.start()]):
            break
    colon = _COLON.search(head) if ":" in head or "：" in head else None
    if colon and colon.end() < len(text):
        return _parse_prefix(head[: colon.start()], colon.end(), colon=True)
    return None


def _parse_prefix(prefix: str, length: int, *, colon: bool) -> Dateline | None:
    prefix = prefix.strip()
    if not prefix or len(prefix) > _LONGEST_PREFIX or prefix[0] in "\"“„«'‘" or prefix.endswith(("?", "!")):
        return None
    bracket = _AGENCY.search(prefix)
    agency = bracket["agency"].strip() if bracket else None
    before, after = (prefix[: bracket.start()], prefix[bracket.end() :]) if bracket else (prefix, "")
    typed_date, before = _split_date(before)
    if agency is not None and not _is_agency_like(agency):
        return None
    if typed_date is None and after:
        typed_date, after = _split_date(after)
    parts = [part.strip() for part in re.split(r"[,;/]", before) if part.strip()]
    reporters = tuple(part.strip(" ,.") for part in re.split(r",|\band\b", after) if is_person_name(part.strip(" ,.")))
    place = before.strip(" ,;/") or None
    place = place if place and _ABBREVIATED.search(place) else (place or "").strip(" ,;/.") or None
    if agency is None and parts and len(parts) > 1 and load_outlets().find(parts[-1]):
        agency, parts = parts[-1], parts[:-1]
        place = ", ".join(parts)
    if place is not None and not _is_place_like(place, certain=bool(agency or typed_date), colon=colon):
        return None
    if place is None and (agency is None or load_outlets().find(agency) is None):
        return None
    if after.strip(" ,.") and not reporters:
        return None
    return Dateline(place, agency, reporters, typed_date, length)


def _split_date(text: str) -> tuple[str | None, str]:
    """Return the day and month in `text`, with the year if there is one, and the text without them."""
    for match in _DAY_MONTH.finditer(text):
        word = match["a"] or match["b"]
        if fold(word) in months():
            end = match.end()
            year = _YEAR.match(text[end:])
            end += year.end() if year else 0
            return text[match.start() : end].strip(), f"{text[: match.start()].rstrip(' ,')} {text[end:]}".strip()
    return None, text


def _is_place_like(place: str, *, certain: bool, colon: bool) -> bool:
    words = place.replace(",", " ").split()
    if not certain and (fold(place) in _NO_PLACES or _NO_PLACE.search(place)):
        return False
    if len(place) > _LONGEST_PLACE or not 1 <= len(words) <= (6 if certain else 4) or not _PLACE_WORD.match(place):
        return False
    if any(mark.isdigit() for mark in place) or any(mark in place for mark in ':!?"“”«»|'):
        return False
    first = place.split(",")[0].strip()
    if first.isupper() and len(first) > 2 and (certain or not load_outlets().find(first)):
        return certain or len(first.replace(" ", "")) >= 4
    if not certain or colon:
        return False
    return all(
        word[0].isupper() or not _CASED.match(word) or word[0].lower() == word[0].upper() or len(word) <= 3 for word in words
    )


def _is_agency_like(agency: str) -> bool:
    parts = [part.strip() for part in re.split(r"[/,]|\band\b|&", agency) if part.strip()]
    if any(load_outlets().find(part) for part in parts):
        return True
    return (
        len(agency) <= 30
        and len(agency.split()) <= 4
        and not any(mark.isdigit() for mark in agency)
        and (agency[0].isupper() or not agency.isascii())
    )
