"""Bylines: who wrote it, as one line says it. Names keep the spelling of the page; no name is better than a wrong one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from dateline.metadata.date_parser import find_dates_in_text
from dateline.metadata.vocabulary import given_names, months, vocabulary
from dateline.text import fold

_LONGEST_BYLINE = 300
_LONGEST_PART = 100
_MOST_SIGNED = 14  # words of a name with its role, without "by"
_NOBODY = frozenset({"staff", "staff report", "staff reports"})
_ORGANISATION = re.compile(
    r"\b(?:staff|team|desk|editors|editorial(?: board)?|newsroom|redaktion|redazione|rédaction|redacción|redação|redakcja|redakce|редакция|tim|web desk|bureau|agencies)\b",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"[,;|/•·⋅&＆、，]\s*+|(?<!\s)\s++(?:[,;|/•·⋅&＆、，]|(?:and|und|et|y|e|ed|og|och|en|i|a|и|та|và|dan|ve|και|و|og|és|și|[-–—])\s)\s*+|"
    r"(?<!\s)[^\S\n]*+\n\s*+"
)
_APART_SIGN = re.compile(r"[,;|/•·⋅&＆、，.]")
_APART = str.maketrans(dict.fromkeys(",;|/•·⋅&＆、，", " ") | {".": None})
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
_INNER_CAPITAL = re.compile(r"(?<=[a-zß-ÿ])[A-ZÀ-Þ]")
_OTHERS = re.compile(  # who read, checked, drew or translated what others wrote
    r"(?<=\w)[\s|,;:/–·•(⋅-]*+\b(?:fact[\s-]?check(?:ed|ing)?|(?:(?:medically|expert|technically|clinically)\s)?reviewed|edited|editing|photograph(?:s|ed|y)?|"
    r"photos?|illustrat(?:ed|ions?)|translated|additional reporting|redigiert|fotos?|übersetzt|traduit|traducido)\s?(?:by|von|par|por|di|:)\s(?s:.*)$",
    re.IGNORECASE,
)
_OTHERS_WORDS = (
    "check",
    "review",
    "edit",
    "photo",
    "foto",
    "illustrat",
    "translated",
    "reporting",
    "redigiert",
    "übersetzt",
    "tradu",
)
_WITH = re.compile(
    r"\s(?i:with|mit|avec|con)\s(?i:the\s)?(?:[A-Z]{2,5}|dpa|Reuters|(?i:agenc(?:ies|ias)|agences|agenturen|wires?|wire\sreports))\b.*$"
)
_RUN_TOGETHER = re.compile(r"[a-zß-ÿ]{3}[A-ZÀ-Þ][a-zß-ÿ]{2}")
_CASED = re.compile(r"[A-Za-zÀ-ɏͰ-ӿ]")
_NATIVE = re.compile(r"^[^\W\d_A-Za-z][^\d.!?。।]*+$")
_TITLES = re.compile(r"^(?:dr|prof|mr|mrs|ms|sir|rev|fr|hon|gen|lt|col|capt|sgt|drs?|dipl|ing)\.?\s", re.IGNORECASE)
_TITLE_AT_END = re.compile(
    r"(?:,|(?<!\s)\s)\s*+(?:ph\.?\s?d|m\.?d|r\.?d\.?n?|r\.?n|jd|mba|mph|cfp®?|cpa|dds|esq|e-ryt \d+)\.?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline says: the names, the outlet or agency behind them, and its date as typed."""

    names: tuple[str, ...]
    outlet: str | None = None
    date: str | None = None


@lru_cache(maxsize=4096)
def parse_byline(text: str) -> Byline | None:
    """The byline that `text` is, or None where it is anything else."""
    if not 4 <= len(text) <= _LONGEST_BYLINE or text.endswith(("?", "!", ":")):
        return None
    text = _LINK.sub(r"\1", text) if "](" in text else text
    dates = find_dates_in_text(text)
    rest = text
    for found in reversed(dates):
        rest = f"{rest[: found.start]} | {rest[found.end :]}"
    typed = dates[0].text if dates else None
    rest = _OTHERS.sub("", rest) if _names_others(rest) else rest
    native = _from_native(rest)
    if native:
        return Byline(native, None, typed)
    opened = _open(rest)
    if not opened and not dates and not _mentions_role(rest):
        return None
    if not opened:
        return _signed(rest, typed)
    names, outlet = split_names(opened["names"], strict=not opened["colon"])
    if not names and outlet is None:
        return None
    return Byline(names, outlet, typed)


def is_person_name(text: str) -> bool:
    """Whether `text` has the form of one person's name: two to five capitalised words and nothing else."""
    text = _TITLE_AT_END.sub("", _TITLES.sub("", text.strip()))
    plain = 4 <= len(text) <= 48 and not any(mark.isdigit() for mark in text) and text[-1].isalpha()
    if not plain and not re.search(r"[A-Z]\.$|Jr\.$|Sr\.$", text):
        return False
    tokens = text.split()
    if not 2 <= len(tokens) <= 6 or len(text) > 48 or any(mark in text for mark in ':;!?/|…"“”()[]@#_&%'):
        return False
    given = len(tokens) == 2 and fold(tokens[0]) in given_names()  # April and Will are people too
    if any(fold(token).strip(".,") in vocabulary().not_names for token in tokens[given:]) or any("," in token for token in tokens):
        return False
    if fold(text) in vocabulary().updated or fold(text) in vocabulary().published:
        return False
    proper = [token for token in tokens if fold(token).rstrip(".") not in vocabulary().particles]
    return len(proper) >= 1 and len(tokens) - len(proper) <= 3 and all(_capital(token) for token in proper) and _capital(tokens[-1])


def is_outlet_name(text: str) -> bool:
    """Whether `text` has the form of an outlet's name: a known one, or capitalised words with one that outlets are called by."""
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 48:
        return False
    named = all(_capital(word) or fold(word) in vocabulary().particles for word in words)
    return named and (is_outlet(text) or fold(words[-1]) in vocabulary().outlet_words)


def is_team(text: str) -> bool:
    """Whether `text` is the name of a team or desk: "Harbour Post Team", "The Newsroom Editors"; never the bare word."""
    return 1 < len(text.split()) <= 5 and text[:1].isupper() and _ORGANISATION.search(text) is not None


def names_nobody(text: str) -> bool:
    """Whether `text` holds a word that no name does, or is what stands for nobody."""
    known = vocabulary()
    words = fold(text).split()
    nobody = fold(text) in _NOBODY or fold(text) in known.roles or is_widget(text) or fold(text) in months()
    return nobody or (not is_team(text) and any(word.strip(".,") in known.not_names for word in words))


def clean_name(text: str) -> str:
    """`text` without the opening word, address, handle and role that bylines put around a name."""
    text = strip_opening(_HANDLE.sub("", _MAIL.sub("", text)).strip(" \t,;:|–—-·•*"))
    text = _REPORTER_AT_END.sub("", _BRACKETS.sub("", text)).strip(" \t,;:|–—-·•*")
    return _apart(strip_role(text))[0]


def strip_opening(text: str) -> str:
    """`text` without the word that opens a byline."""
    opened = _open(text)
    return opened["names"] if opened else text


def opens_byline(text: str) -> bool:
    """Whether `text` is nothing but the word that opens a byline."""
    return len(text) <= 30 and fold(text).strip(" :：") in vocabulary().by


def split_names(text: str, *, strict: bool = True) -> tuple[tuple[str, ...], str | None]:
    """The names in the rest of a byline, and the outlet or agency among them; nothing when any part does not fit."""
    turned = reorder_name(text)
    if turned:
        return (turned,), None
    outlet = next((inside for one in _BRACKETS.findall(text) if is_outlet(inside := one.strip(" ()[]"))), None)
    text = _BRACKETS.sub(" ", _HANDLE.sub(" ", _MAIL.sub(" ", text)))
    text = _CASE_CHANGE.sub(r"\1 | \2", _LABEL.sub(" | ", text)).strip(" \t,;|–—-·•*")
    names: list[str] = []
    for part in split_parts(_WITH.sub("", text)):
        name, behind = _apart(_REPORTER_AT_END.sub("", _IN_PLACE.sub("", strip_role(part)).strip(" .,")))
        outlet = outlet or behind
        if (
            not name
            or fold(name) in _NOBODY
            or fold(name) in vocabulary().neutral
            or fold(name) in vocabulary().roles
            or is_widget(name)
        ):
            continue
        if (
            is_person_name(name)
            or (len(name) > 3 and _native(name))
            or (_ORGANISATION.search(name) and len(name.split()) <= 5 and name[0].isupper())
        ):
            names.append(name)
        elif names or is_outlet(name):
            outlet = outlet or (name if is_outlet(name) else None)
            if not is_outlet(name) and strict and len(name.split()) > 6:
                return (), None
        elif not strict and len(name.split()) <= 3 and _capital(name) and not find_dates_in_text(name):
            names.append(name)
        else:
            return (), None
    return tuple(dict.fromkeys(names)), outlet


def reorder_name(text: str) -> str | None:
    """The one name that `text` gives with its last part first, as catalogues do, turned around."""
    match = _LAST_FIRST.match(text.strip(" .")) if text.count(",") == 1 else None
    if not match or any(is_outlet(part) or fold(part) in vocabulary().roles for part in match.groups()):
        return None
    name = f"{match['first']} {match['last']}"
    return name if is_person_name(name) else None


def _apart(text: str) -> tuple[str, str | None]:
    """The name that `text` is or opens with, and the outlet behind it: "X for Daily Y", "X Daily Y", "X Staff Reporter"."""
    written_for = _FOR.search(text)
    if written_for and is_person_name(text[: written_for.start()]) and len(text[written_for.end() :].split()) <= 6:
        return text[: written_for.start()], text[written_for.end() :]
    words = text.split() if len(text) <= _LONGEST_PART else []
    for end in range(2, len(words)):
        name, behind = " ".join(words[:end]), " ".join(words[end:])
        told = fold(behind) in vocabulary().roles or (is_role(behind) and fold(words[end]) in vocabulary().role_modifiers)
        if (told or (end < 5 and is_outlet(behind))) and is_person_name(name) and not _RUN_TOGETHER.search(name):
            return name, behind if is_outlet(behind) else None
    return text, None


def _from_native(text: str) -> tuple[str, ...]:
    """The names that Chinese, Japanese and Korean lines mark with their reporter's word or label, among other things."""
    if text.isascii() or len(text) > _LONGEST_PART or not _EASTERN.search(text) or _SENTENCE.search(text):
        return ()
    return tuple(dict.fromkeys(match["name"] for pattern in (_REPORTER, _LABELLED) for match in pattern.finditer(text)))


def _signed(rest: str, typed: str | None) -> Byline | None:
    """A byline without "by": a name, set off from a role or a date."""
    parts = [part for part in split_parts(rest) if fold(part) not in vocabulary().neutral]
    if not parts or len(parts) > 5 or not is_person_name(parts[0]) or len(rest.split()) > _MOST_SIGNED:
        return None
    others = [part for part in parts[1:] if fold(part) not in vocabulary().roles and strip_role(part) != ""]
    if others and not all(is_outlet(part) or is_widget(part) or is_person_name(part) for part in others):
        return None
    return Byline((parts[0],), next((part for part in others if is_outlet(part)), None), typed)


def split_parts(text: str) -> list[str]:
    """What stands between the signs and words that set names apart."""
    return [
        part.strip(" \t.") if not re.search(r"\b[A-Z]\.$|Jr\.$", part) else part.strip()
        for part in _SEPARATOR.split(text)
        if part.strip(" \t.")
    ]


def is_widget(text: str) -> bool:
    """Whether `text` says nothing but when, or how long it takes to read."""
    words = [word for word in re.split(r"[\s:,.()]+", fold(text)) if word and not word.isdigit()]
    known = vocabulary()
    return (
        fold(text) in known.updated
        or fold(text) in known.published
        or all(word in known.neutral or word in known.published or word in known.updated for word in words)
    )


def is_outlet(text: str) -> bool:
    """Whether `text` is the name of a known outlet, or an address in place of a name."""
    from dateline.metadata.outlets import load_outlets

    return load_outlets().find(text) is not None or bool(re.fullmatch(r"[\w-]+\.(?:com|org|net|de|co\.uk|fr|it|es|in|id|ru)", text))


def _mentions_role(text: str) -> bool:
    spaces = text.count(" ")
    if not spaces or (spaces >= _MOST_SIGNED and len(text.split()) > _MOST_SIGNED):
        return False
    return may_name_role(text) and any(fold(part) in vocabulary().roles for part in split_parts(text)[1:3])


def _names_others(text: str) -> bool:
    """The cheap test before `_OTHERS`."""
    return any(map(text.lower().__contains__, _OTHERS_WORDS))


def may_name_role(text: str) -> bool:
    """The cheap test before: whether a word of `text` is the last of a role's, and there are no more words than a byline has."""
    if text.count(" ") >= _MOST_SIGNED and len(text.split()) > _MOST_SIGNED and not _names_others(text):
        return False
    folded = fold(text)
    return not _role_words().isdisjoint((folded.translate(_APART) if _APART_SIGN.search(folded) else folded).split())


@cache
def _role_words() -> frozenset[str]:
    """The last words of the roles: a line without any of them names no role."""
    return frozenset(role.translate(_APART).split()[-1] for role in vocabulary().roles)


def is_role(text: str) -> bool:
    """Whether `text` is a role, or names one more closely: "editor", "Travel News Reporter", "Landespolitische Korrespondentin"."""
    words = fold(text).replace(".", "").split()
    if fold(text) in vocabulary().roles:
        return True
    return 1 < len(words) <= 5 and words[-1] in _roles_of_one_word() and not any(mark in text for mark in "|/•·")


@cache
def _roles_of_one_word() -> frozenset[str]:
    return frozenset(role for role in vocabulary().roles if " " not in role and len(role) > 4)


def strip_role(text: str) -> str:
    """`text` without what it says of the person; "" where it is a role alone."""
    folded = fold(text)
    for role in vocabulary().roles:
        if folded == role:
            return ""
    return _TITLE_AT_END.sub("", text).strip()


def _capital(token: str) -> bool:
    if len(_INNER_CAPITAL.findall(token)) > 1:  # several words that a page ran together
        return False
    letters = token.lstrip("'’‘\"“(")
    if not letters:
        return False
    if letters[0].isupper():
        return True
    match = re.match(r"(?:d|l|al|el|o|ad|an|ar|as|ash|at)['’-]", letters)
    return bool(match) and len(letters) > match.end() and letters[match.end()].isupper() if match else False


def _native(text: str) -> bool:
    """A name in a script without capitals."""
    return not _CASED.search(text) and bool(_NATIVE.match(text)) and len(text.split()) <= 5 and len(text) <= 40


def _open(text: str) -> re.Match[str] | None:
    """The match of a byline's opening word at the start of `text`; the first word rules most lines out."""
    text = _FUSED_BY.sub("By ", text) if text.startswith("By") else text
    start = _FIRST_WORD.match(text)
    word = start[0].strip(_BULLETS).lower() if start else ""
    if word not in _starts() and not word.startswith(SAID):
        return None
    return _opening().match(_MAIL.sub(" ", text) if "@" in text else text)


@cache
def _starts() -> frozenset[str]:
    return frozenset(_FIRST_WORD.match(words)[0].lower() for words in vocabulary().by)  # type: ignore[index]  # none is empty


@cache
def _opening() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in vocabulary().by)
    return re.compile(
        rf"^[\s•·*/|–—-]*+(?:(?:{'|'.join(SAID)})\s*+(?:(?:on|at)\s*+)?+\|?+\s*+)?(?:{words})(?:(?P<colon>\s?[:：])\s*+|\s++)(?P<names>.+)$",
        re.IGNORECASE,
    )
