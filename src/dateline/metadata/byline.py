"""Parse bylines. Names keep the spelling of the page; no name is better than a wrong one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from dateline.metadata.date_parser import find_dates_in_text
from dateline.metadata.name_forms import (
    NOBODY,
    is_capitalised,
    is_name_without_case,
    is_outlet,
    is_person_name,
    is_widget,
    names_organisation,
)
from dateline.metadata.roles import MOST_WORDS, is_role, may_name_role, strip_others, strip_role
from dateline.metadata.vocabulary import vocabulary
from dateline.text import fold

_LONGEST_BYLINE = 300
_LONGEST_PART = 100
_SEPARATOR = re.compile(
    r"[,;|/•·⋅&＆、，]\s*+|(?<!\s)\s++(?:[,;|/•·⋅&＆、，]|(?:and|und|et|y|e|ed|og|och|en|i|a|и|та|và|dan|ve|και|و|og|és|și|[-–—])\s)\s*+|"
    r"(?<!\s)[^\S\n]*+\n\s*+"
)
SAID = ("published", "posted", "updated", "written")
_FIRST_WORD = re.compile(r"[\s•·*/|–—-]*+[^\s:：]++")
_BULLETS = " \t\n•·*/|–—-"
_MAIL = re.compile(r"\(?(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++\)?")
_HANDLE = re.compile(r"(?:\bon\s)?(?:@\w{2,}|https?://\S+|\b(?:twitter|x|facebook|instagram)\s?[:：]\s?\S+)", re.IGNORECASE)
_IN_PLACE = re.compile(r"\s(?:in|reporting from|en|à|aus)\s[A-ZÀ-Þ][\w .,'’-]{2,40}$")
_FUSED_BY = re.compile(r"^By(?=[A-ZÀ-Þ][a-zß-ÿ]+ [A-ZÀ-Þ])")
_REPORTER_AT_END = re.compile(r"\s?(?:기자|記者|记者)$")
_REPORTER = re.compile(
    r"(?:^|(?<=[\s|(\[=·]))(?P<name>[가-힣]{2,4})\s?기자(?=\s*+(?:$|[|)\]=·,]|입력|등록|수정|승인|발행|[\w.-]{1,40}@))"
)
_EASTERN = re.compile(r"[가-힣ぁ-ヿ一-鿿]")
_SENTENCE = re.compile(r"[가-힣]다[.,]|[。？！]")
_LABELLED = re.compile(
    r"(?:^|(?<=[\s|(（/·]))(?:(?:作者|撰文|著者|執筆|글|저자)\s?[:：]\s?|[一-鿿]{0,6}(?:记者|記者)[\s／/]\s?)"
    r"(?P<name>[가-힣ぁ-ヿ一-鿿]{2,8})(?=$|[\s|)）／/·,，])"
)
_FOR = re.compile(r"\s(?i:(?:for|pour|für|para|per|voor)(?:\sthe)?|of\sthe)\s(?=[A-ZÀ-Þ])")
_LINK = re.compile(r"\[([^\[\]]{2,60})\]\([^()\s]{1,200}\)")
_LAST_FIRST = re.compile(r"^(?P<last>[^\W\d_][\w'’-]+),\s(?P<first>[^\W\d_][\w'’-]+(?:\s[^\W\d_]\.?)?)$")
_BRACKETS = re.compile(r"(?<!\s)\s*+[(\[][^()\[\]]{0,60}[)\]]")
_LABEL = re.compile(r"\s(?:Published|Posted|Updated|Last [Uu]pdated|Modified)\b(?: on\b| at\b)?:?")
_CASE_CHANGE = re.compile(
    r"^(?!(?:[A-ZÀ-Þ]\.[\s-]?){1,4}[A-ZÀ-Þ][a-zß-ÿ’'])([A-ZÀ-Þ][A-ZÀ-Þ'’.-]++(?:\s[A-ZÀ-Þ][A-ZÀ-Þ'’.-]++){1,3}|[A-ZÀ-Þ][A-ZÀ-Þ'’.-]{3,}+)\s([A-Z][\w.]*(?: [A-Z])?[a-z](?s:.*))$"
)
_WITH = re.compile(
    r"\s(?i:with|mit|avec|con)\s(?i:the\s)?(?:[A-Z]{2,5}|dpa|Reuters|(?i:agenc(?:ies|ias)|agences|agenturen|wires?|wire\sreports))\b.*$"
)
_RUN_TOGETHER = re.compile(r"[a-zß-ÿ]{3}[A-ZÀ-Þ][a-zß-ÿ]{2}")


@dataclass(frozen=True, slots=True)
class Byline:
    """The parts of a byline: the names, the outlet or agency after them, and the date as typed."""

    names: tuple[str, ...]
    outlet: str | None = None
    date: str | None = None


@lru_cache(maxsize=4096)
def parse_byline(text: str) -> Byline | None:
    """Parse `text` as a byline; None if it is anything else."""
    if not 4 <= len(text) <= _LONGEST_BYLINE or text.endswith(("?", "!", ":")):
        return None
    text = _LINK.sub(r"\1", text) if "](" in text else text
    dates = find_dates_in_text(text)
    rest = text
    for found in reversed(dates):
        rest = f"{rest[: found.start]} | {rest[found.end :]}"
    typed = dates[0].text if dates else None
    rest = strip_others(rest)
    marked = _find_marked_names(rest)
    if marked:
        return Byline(marked, None, typed)
    opened = _match_opening(rest)
    if not opened and not dates and not _mentions_role(rest):
        return None
    if not opened:
        return _parse_unopened(rest, typed)
    names, outlet = split_names(opened["names"], strict=not opened["colon"])
    if not names and outlet is None:
        return None
    return Byline(names, outlet, typed)


def clean_name(text: str) -> str:
    """Return `text` without the opening word, email address, handle and role that bylines put around a name."""
    text = strip_opening(_HANDLE.sub("", _MAIL.sub("", text)).strip(" \t,;:|–—-·•*"))
    text = _REPORTER_AT_END.sub("", _BRACKETS.sub("", text)).strip(" \t,;:|–—-·•*")
    return _split_outlet(strip_role(text))[0]


def strip_opening(text: str) -> str:
    """Return `text` without the word that opens a byline."""
    opened = _match_opening(text)
    return opened["names"] if opened else text


def opens_byline(text: str) -> bool:
    """Whether `text` is only the word that opens a byline."""
    return len(text) <= 30 and fold(text).strip(" :：") in vocabulary().by


def split_names(text: str, *, strict: bool = True) -> tuple[tuple[str, ...], str | None]:
    """Split the rest of a byline into names and the outlet or agency among them; ((), None) if a part does not fit."""
    reordered = reorder_name(text)
    if reordered:
        return (reordered,), None
    outlet = next((inside for one in _BRACKETS.findall(text) if is_outlet(inside := one.strip(" ()[]"))), None)
    text = _BRACKETS.sub(" ", _HANDLE.sub(" ", _MAIL.sub(" ", text)))
    text = _CASE_CHANGE.sub(r"\1 | \2", _LABEL.sub(" | ", text)).strip(" \t,;|–—-·•*")
    names: list[str] = []
    for part in split_parts(_WITH.sub("", text)):
        name, after = _split_outlet(_REPORTER_AT_END.sub("", _IN_PLACE.sub("", strip_role(part)).strip(" .,")))
        outlet = outlet or after
        if (
            not name
            or fold(name) in NOBODY
            or fold(name) in vocabulary().neutral
            or fold(name) in vocabulary().roles
            or is_widget(name)
        ):
            continue
        if (
            is_person_name(name)
            or (len(name) > 3 and is_name_without_case(name))
            or (names_organisation(name) and len(name.split()) <= 5 and name[0].isupper())
        ):
            names.append(name)
        elif names or is_outlet(name):
            outlet = outlet or (name if is_outlet(name) else None)
            if not is_outlet(name) and strict and len(name.split()) > 6:
                return (), None
        elif not strict and len(name.split()) <= 3 and is_capitalised(name) and not find_dates_in_text(name):
            names.append(name)
        else:
            return (), None
    return tuple(dict.fromkeys(names)), outlet


def reorder_name(text: str) -> str | None:
    """Return the name in `text` with the first name first, if it is written as in catalogues ("Moreau, Ines"); else None."""
    match = _LAST_FIRST.match(text.strip(" .")) if text.count(",") == 1 else None
    if not match or any(is_outlet(part) or fold(part) in vocabulary().roles for part in match.groups()):
        return None
    name = f"{match['first']} {match['last']}"
    return name if is_person_name(name) else None


def _split_outlet(text: str) -> tuple[str, str | None]:
    """Split `text` into a name and the outlet after it: "X for Daily Y", "X Daily Y", "X Staff Reporter"."""
    written_for = _FOR.search(text)
    if written_for and is_person_name(text[: written_for.start()]) and len(text[written_for.end() :].split()) <= 6:
        return text[: written_for.start()], text[written_for.end() :]
    words = text.split() if len(text) <= _LONGEST_PART else []
    for end in range(2, len(words)):
        name, after = " ".join(words[:end]), " ".join(words[end:])
        is_role_after = fold(after) in vocabulary().roles or (is_role(after) and fold(words[end]) in vocabulary().role_modifiers)
        if (is_role_after or (end < 5 and is_outlet(after))) and is_person_name(name) and not _RUN_TOGETHER.search(name):
            return name, after if is_outlet(after) else None
    return text, None


def _find_marked_names(text: str) -> tuple[str, ...]:
    """Return the names that a Chinese, Japanese or Korean line marks with the word for reporter or a label."""
    if text.isascii() or len(text) > _LONGEST_PART or not _EASTERN.search(text) or _SENTENCE.search(text):
        return ()
    return tuple(dict.fromkeys(match["name"] for pattern in (_REPORTER, _LABELLED) for match in pattern.finditer(text)))


def _parse_unopened(rest: str, typed: str | None) -> Byline | None:
    """Parse a byline without "by": a name, separated from a role or a date."""
    parts = [part for part in split_parts(rest) if fold(part) not in vocabulary().neutral]
    if not parts or len(parts) > 5 or not is_person_name(parts[0]) or len(rest.split()) > MOST_WORDS:
        return None
    others = [part for part in parts[1:] if fold(part) not in vocabulary().roles and strip_role(part) != ""]
    if others and not all(is_outlet(part) or is_widget(part) or is_person_name(part) for part in others):
        return None
    return Byline((parts[0],), next((part for part in others if is_outlet(part)), None), typed)


def split_parts(text: str) -> list[str]:
    """Split `text` at the characters and words that separate names."""
    return [
        part.strip(" \t.") if not re.search(r"\b[A-Z]\.$|Jr\.$", part) else part.strip()
        for part in _SEPARATOR.split(text)
        if part.strip(" \t.")
    ]


def _mentions_role(text: str) -> bool:
    spaces = text.count(" ")
    if not spaces or (spaces >= MOST_WORDS and len(text.split()) > MOST_WORDS):
        return False
    return may_name_role(text) and any(fold(part) in vocabulary().roles for part in split_parts(text)[1:3])


def _match_opening(text: str) -> re.Match[str] | None:
    """Match the opening of a byline at the start of `text`. A check of the first word rejects most lines quickly."""
    text = _FUSED_BY.sub("By ", text) if text.startswith("By") else text
    start = _FIRST_WORD.match(text)
    word = start[0].strip(_BULLETS).lower() if start else ""
    if word not in _first_words() and not word.startswith(SAID):
        return None
    return _opening_pattern().match(_MAIL.sub(" ", text) if "@" in text else text)


@cache
def _first_words() -> frozenset[str]:
    return frozenset(_FIRST_WORD.match(words)[0].lower() for words in vocabulary().by)  # type: ignore[index]  # none is empty


@cache
def _opening_pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in vocabulary().by)
    return re.compile(
        rf"^[\s•·*/|–—-]*+(?:(?:{'|'.join(SAID)})\s*+(?:(?:on|at)\s*+)?+\|?+\s*+)?(?:{words})(?:(?P<colon>\s?[:：])\s*+|\s++)(?P<names>.+)$",
        re.IGNORECASE,
    )
