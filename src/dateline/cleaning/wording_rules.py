"""Rules on one line alone: its words or its form identify it, wherever it is on the page.

These are the certain rules. They do not touch a line that could be a sentence of the story: families of phrases have a limit of
words, and vague openings need a word on their subject too ("our newsletter", "your inbox").
"""

from __future__ import annotations

import re
from functools import lru_cache

from dateline.cleaning.line_form import (
    ends_sentence,
    has_letters,
    is_address,
    is_code,
    is_counter,
    is_letter_spaced,
    script,
    word_count,
)
from dateline.cleaning.phrases import load_phrases
from dateline.cleaning.verdicts import PageVerdicts
from dateline.cleaning.wording_prefilter import may_match_wording, names_office
from dateline.metadata.byline import parse_byline
from dateline.metadata.timestamps import looks_like_clock, looks_like_timestamp
from dateline.text import has_digit

_AGENCY = (
    r"reuters|ap(?: photo)?|associated press|afp|getty(?: images)?|epa(?:-efe)?|efe|dpa|picture[- ]alliance|bloomberg|"
    r"shutterstock|istock|alamy|xinhua|tass|тасс|риа новости|sputnik|imago|ansa|lusa|anadolu|pa(?: media| wire)?|pixabay|"
    r"unsplash|flickr|wikimedia|youtube|instagram|facebook|twitter"
)
# The prefilter for _AGENCY: every name in it contains one of these, in lower case.
_AGENCY_NAMES = (
    *(
        "associated",
        "reuters",
        "ap",
        "afp",
        "getty",
        "epa",
        "efe",
        "dpa",
        "picture",
        "bloomberg",
        "stock",
        "alamy",
        "xinhua",
        "tass",
        "тасс",
    ),
    *(
        "риа",
        "sputnik",
        "imago",
        "ansa",
        "lusa",
        "anadolu",
        "pa",
        "pixabay",
        "unsplash",
        "flickr",
        "wikimedia",
        "tube",
        "instagram",
    ),
    *("facebook", "twitter"),
)
_CREDIT_END = re.compile(
    r"(?:[/|]\s?|\bphoto(?:graph)?s?(?: by)?\s?:\s|\bfotos?\s?:\s|\bimage\s?:\s|\bcredit\s?:\s|\bvia\s|"
    rf"[(\[](?:photo|foto|image|credit|picture)[^()\[\]]{{0,40}})(?:{_AGENCY})\b[\w .,/&-]{{0,40}}[)\]]?$",
    re.IGNORECASE,
)
_CREDIT_ANY = re.compile(
    r"^\W{0,2}©|\b(?:AP Photo|AFP PHOTO|REUTERS|EPA|Getty Images|AFP via Getty)\s?/\s?[A-ZÀ-Þ]|\(AP Photo|\(Photo(?: by|:)|\(Foto:"
)
_CREDITED = ("AP Photo", "AFP PHOTO", "REUTERS", "EPA", "Getty")  # one of these is before the slash of a credit
_AGENCY_CREDIT = re.compile(rf"^[\w .'’-]{{0,40}}[/|]\s?(?:{_AGENCY})\b.{{0,20}}$", re.IGNORECASE)
_PHOTO_END = re.compile(
    r"(?:^|[-–—|/([.,>!?\s])(?:photos?|photographs?|photo credit|image credit|picture|ảnh|hình|fotos?|fotó|fotoğraf|fot\."
    r"|foto ilustrasi|zdjęcie|kuva|bild|billede|snímek|фото|εικόνα|φωτογραφία|صورة|الصورة|תמונה|צילום|图|圖|图片|照片|写真|사진)"
    r"\s?[:：]\s?[^.!?:]{2,60}[)\]]?$",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"^\W{0,3}(?:[€$£¥]\s?\d|\d[\d.,]{0,8}\s?(?:€|\$|£|eur\b|usd\b|zł|kč|₽|руб|tl\b))[\w .,€$£]{0,30}?"
    r"(?:/|per|pro|par|al|por|a|за|w|na)\s?(?:week|month|year|woche|monat|jahr|semaine|mois|an|semana|mes|año|mês|ano|mese|anno|месяц|rok|ay)\b",
    re.IGNORECASE,
)
_MARKS = re.compile(r"\[\d{1,4}\](?=[^\s\d])|\(BUTTON\)")  # a text browser marks links and buttons with these
_LETTERHEAD = re.compile(
    r"^(?:the (?:rt\.? )?hon(?:ou?rable)?\.?|senator the hon)\b"
    r"|\b(?:MP|MLA|MSP|MLC|TD|Senator)\b[,\s]{1,3}(?:the )?(?:(?:shadow|assistant|deputy|parliamentary) ){0,2}"
    r"(?:minister|member|treasurer|secretary|leader|premier)\b",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"all rights reserved|alle rechte vorbehalten|tous droits r|todos los derechos|все права защищены|©.{0,30}\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"^[(\[]?(?:(?:additional )?(?:reporting|writing|editing|compiled|edited|written|translated)(?: and (?:writing|editing))? by|"
    r"redaktion:|übersetzung:|mit material von|avec (?:afp|reuters)|con información de|com informações d)\b.{0,300}$",
    re.IGNORECASE,
)
_CONTRIBUTED = re.compile(
    r"\b(?:contributed(?: reporting)?(?: to (?:this|the) (?:report|story|article|dispatch|post|analysis))?|"
    r"(?:a|ont) contribué à (?:cet article|ce reportage)|contribuy(?:ó|eron) (?:a|con) est[ea] (?:artículo|reportaje|informe|nota)|"
    r"contribu(?:iu|íram) para est[ea] (?:artigo|reportagem))\.?$",
    re.IGNORECASE,
)
_CONTRIBUTORS = 30  # words
_SIGN_OFF_WIDE = re.compile(r"^[(（【\[]?\s?(?:责任?编辑|責任?編輯|责编|責編|编辑|編輯|校对|編校|审核|實習編輯)\s?[:：].{1,40}$")
_SOURCE_STAMP = re.compile(r"^\W{0,3}(?:19|20)\d\d\s?[年./-]\s?\d{1,2}\D.{0,30}(?:来源|來源|稿源|出处)\s?[:：].{0,30}$")
_COMMENTER = re.compile(
    r"^[^.!?]{2,60},\s(?:an?|\d+|about an?|a few)\s(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)\sago$"
    r"|^[^\W\d_][\w .'’-]{1,30}\s(?:says|wrote|said|schreibt|sagt|dit|dice|diz|ha scritto|пишет):$"
)
_CREDIT_REACH = 160
_NAME_REACH = 80  # characters at the end of a line in which an agency is looked for
_LONGEST_PHOTOGRAPHER = 64
_LONGEST = 200
_LONGEST_CREDIT = 60
_LONGEST_BYLINE = 24
_LONGEST_OPENING = 90


def apply_wording_rules(verdicts: PageVerdicts) -> None:
    """Drop every open line that is boilerplate by its own words or form."""
    lines = verdicts.page.lines
    for index in verdicts.open_lines():
        text, kind = lines[index].text, lines[index].kind
        if kind == "row":  # a table consists of numbers and separators
            continue
        if "[" in text or "(B" in text:
            text = _MARKS.sub("", text).strip() or text
        found = _find_label(text) if len(text) <= _LONGEST else _find_label_by_opening(text)
        if found and (index != verdicts.title or found[1].endswith("-phrase")):
            verdicts.drop(index, *found)


@lru_cache(maxsize=20_000)
def _find_label(text: str) -> tuple[str, str] | None:
    """Return label and reason for a line that is always boilerplate, else None; cached, because sites repeat their lines."""
    return find_wording_label(text) if may_match_wording(text) else None


def find_wording_label(text: str) -> tuple[str, str] | None:
    """Return label and reason for a line that is always boilerplate, else None, without the prefilter."""
    if label := load_phrases().whole_label(text):
        return label, f"rule:{label}" if label.endswith("-heading") else f"rule:{label}-phrase"
    return _find_label_by_form(text) or _find_label_by_opening(text)


def drop_foreign_lines(verdicts: PageVerdicts) -> None:
    """Drop short lines in another script than the page's: the widgets of a site in another language."""
    if verdicts.script is None:
        return
    latin = verdicts.script == "latin"
    for index, line in enumerate(verdicts.page.lines):
        text = line.text
        if verdicts.of_lines[index] is not None or (latin and text.isascii()):
            continue
        if (
            index != verdicts.title
            and not verdicts.prose[index]
            and script(text) not in (None, verdicts.script)
            and word_count(text) <= 12
        ):
            verdicts.drop(index, "junk", "rule:other-script")


def _find_label_by_form(text: str) -> tuple[str, str] | None:
    if not has_letters(text):
        return ("counter", "rule:counter") if any(mark.isdigit() for mark in text) else ("junk", "rule:no-words")
    if text.startswith("!["):
        return "caption", "rule:picture"
    if is_counter(text):
        return "counter", "rule:counter"
    if is_address(text):
        return "share", "rule:address"
    if is_code(text):
        return "junk", "rule:code"
    if is_letter_spaced(text):
        return "letterhead", "rule:letter-spaced"
    if text.endswith(("ago", ":")) and _COMMENTER.match(text):
        return "comment-ui", "rule:commenter"
    if has_digit(text[:12]) and _PRICE.search(text):
        return "prompt", "rule:price"
    if names_office(text) and _LETTERHEAD.search(text) and not ends_sentence(text):
        return "letterhead", "rule:letterhead"
    if "：" in text or ":" in text:
        if _SIGN_OFF_WIDE.match(text):
            return "byline", "rule:sign-off"
        if "源" in text and _SOURCE_STAMP.match(text):
            return "timestamp", "rule:timestamp"
    if len(text) <= 120 and has_digit(text):
        if len(text) <= 90 and looks_like_clock(text):
            return "clock", "rule:clock"
        if looks_like_timestamp(text):
            return "timestamp", "rule:timestamp"
    return None


def _find_credit(text: str, count: int) -> tuple[str, str] | None:
    if _may_be_credit(text) and _CREDIT_ANY.search(text):
        return ("legal", "rule:copyright") if _LEGAL.search(text) and "/" not in text else ("credit", "rule:credit")
    end, barred = text[-_CREDIT_REACH:], "/" in text or "|" in text
    if _may_end_in_name(end) and _PHOTO_END.search(end):
        return "caption", "rule:photo-at-end"
    if _may_end_in_credit(end) and _CREDIT_END.search(end):
        return "caption", "rule:credit-at-end"
    return ("credit", "rule:credit") if barred and count <= 10 and _AGENCY_CREDIT.match(text) else None


def _may_be_credit(text: str) -> bool:
    """The prefilter for `_CREDIT_ANY`; the next two functions are those for `_PHOTO_END` and `_CREDIT_END`."""
    if "(" in text and ("(AP Photo" in text or "(Photo" in text or "(Foto:" in text):
        return True
    return "©" in text[:3] or ("/" in text and any(map(text.__contains__, _CREDITED)))


def _may_end_in_name(text: str) -> bool:
    if "：" in text:
        return True
    _, colon, name = text.rpartition(":")
    return bool(colon) and len(name) <= _LONGEST_PHOTOGRAPHER and not ("." in name or "!" in name or "?" in name)


def _may_end_in_credit(text: str) -> bool:
    low = text.lower()
    has_mark = (
        "/" in low or "|" in low or "(" in low or "[" in low or "oto" in low or "image" in low or "credit" in low or "via" in low
    )
    return has_mark and any(map(low[-_NAME_REACH:].__contains__, _AGENCY_NAMES))


def _find_label_by_opening(text: str) -> tuple[str, str] | None:
    count = word_count(text)
    if count > _LONGEST_OPENING:
        return None
    if count <= _LONGEST_BYLINE and parse_byline(text) is not None:
        return "byline", "rule:byline"
    credit = _find_credit(text, count) if count <= _LONGEST_CREDIT else None
    if credit:
        return credit
    if _SIGN_OFF.match(text) or (count <= _CONTRIBUTORS and "ontrib" in text[-60:] and _CONTRIBUTED.search(text)):
        return "byline", "rule:sign-off"
    label = load_phrases().opening_label(text)
    return (label, f"rule:{label}-opening") if label else None
