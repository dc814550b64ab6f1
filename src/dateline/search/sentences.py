"""Find the ends of sentences and paragraphs from the characters between two words. Abbreviations and initials end nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

Place = tuple[int, int]

_ENDS = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+\s")  # tried once for each run of end marks, however long it is
_ALWAYS = re.compile(r"[。．！？؟۔।॥։።။។]")
_ABBREVIATED = re.compile(
    r"(?:adm|apr|art|aug|ave|bros|bzw|capt|cf|ch|cmdr|co|col|corp|dec|dept|dr|ed|eg|est|etc|ex|feb|fig|fri|ft|gen|gov|hon|hr|ie|inc|jan"
    r"|jr|jul|jun|lt|ltd|maj|mar|mio|mme|mon|mr|mrs|ms|mt|nov|nr|oct|op|p|pp|prof|rep|rev|sat|sen|sept?|sgt|sra?|st|str|sun|thu|tue|vgl"
    r"|vol|vs|wed)$",
    re.IGNORECASE,
)
# Languages that write an ordinal as a number with a full stop: "am 14. Juli".
_ORDINAL_POINT = frozenset(
    {"cs", "da", "de", "et", "fi", "fo", "hr", "hu", "is", "lv", "nb", "nn", "no", "pl", "sk", "sl", "sr", "tr"}
)


# Abbreviations of single languages. One that is also a whole word ("no", "им") is listed only if that word ends no sentence.
_OF_LANGUAGE = {
    "bg": "акад бул г гр доц напр проф стр ул",
    "cs": "bc cca č čl doc hod ing judr kap mgr mil mj mld mudr např nám odst p phdr plk prof r resp s str sv tis tj tzv ul",
    "da": "adr bl ca dvs eks evt f fx hhv inkl jf kl m mia nr pga s stk tlf",
    "de": "abb abs allg anm bd bsp bspw bzgl ca d dgl dipl evtl exkl frl geb gegr ggf h hl hrsg i ing inkl insb jh kap lfd max "
    "mind mrd o od rd s sog stellv tel u v z zzgl",
    "es": "aprox arts av avda c cía d depto dña dpto dra ee ej excmo ff gral hnos ilmo lic mons núm núms p pág págs pza rr sres "
    "srta sta sto tel ud uds vd",
    "et": "hr lk mnt nt pr tn u",
    "fi": "esim ks mm mrd milj n nk ns os prof puh s toim vrt",
    "fr": "apr av boul chap env éd hab janv juil mgr mlle mlles mm ste tél",
    "hu": "id ifj ill kb krt pl u úm ún vö",
    "id": "hj ir jl kab kec no ny tel tn",
    "is": "bls gr",
    "it": "avv ca cap dott es ing mons n on pag pagg s sig sigg ss tel v",
    "lt": "a doc g m mln mlrd pr pvz tūkst",
    "nl": "bijv blz ca dhr drs ds ir jhr jl mevr mw tel zgn",
    "no": "adr bl ca dvs eks evt f inkl jf kl m mill mrd nr pga s stk tlf",
    "pl": "al dyw godz im inż ks mgr mjr mld mln np ok os płk poz pow proc r red św tel tj tys tzn tzw ul ust wg woj",
    "pt": "aprox av cia d dra eng ex exmo ltda núm p pág págs séc tel",
    "ro": "alin bd cca dl dna ing nr pag tel",
    "ru": "акад г гг гл гос гр д доц зам изд кв корп млн млрд н напр обл п пер пл пос пр просп проф р рис с св см ст стр т табл "
    "тов тыс ул э",
    "sk": "bc cca č čl doc hod ing judr kap mgr mil mld mudr napr nám odst p phdr plk prof r resp s str sv tis tj tzv ul",
    "sv": "bl ca dvs ev ex inkl jfr kap kl m max mdr milj s t tel",
    "tr": "apt av bkz cad doç mah no örn sn sok yy",
    "uk": "акад вул див м млн млрд напр обл о пл просп проф р рр с смт тис",
    "vi": "gs pgs ths tp ts",
}
_YEARS = frozenset({"г", "гг", "m", "r", "р", "рр"})
"""Abbreviations of "year" after a number. A sentence may end there."""


class _Habits(NamedTuple):
    """How a language uses the full stop: whether ordinals are numbers with one (`point`), and its abbreviations."""

    point: bool
    abbreviated: frozenset[str]


@cache
def _habits(language: str | None) -> _Habits:
    code = (language or "").split("-")[0]
    return _Habits(code in _ORDINAL_POINT, frozenset(_OF_LANGUAGE.get("no" if code in ("nb", "nn") else code, "").split()))


def sentence_numbers(text: str, places: Sequence[Place], language: str | None) -> list[int]:
    """The number of the sentence that contains each word (at `places` in `text`)."""
    habits = _habits(language)
    paragraph_break = _paragraph_break(text)
    return list(_numbers(places, lambda left, right: _sentence_ends(text, left, right, habits, paragraph_break)))


def paragraph_numbers(text: str, places: Sequence[Place]) -> list[int]:
    """The number of the paragraph that contains each word; in a text without blank lines, each line is a paragraph."""
    separator = _paragraph_break(text)
    return list(_numbers(places, lambda left, right: separator in text[left[1] : right[0]]))


def _numbers(places: Sequence[Place], ends: Callable[[Place, Place], bool]) -> Iterator[int]:
    number = 0
    for at, place in enumerate(places):
        if at and ends(places[at - 1], place):
            number += 1
        yield number


def _paragraph_break(text: str) -> str:
    return "\n\n" if "\n\n" in text else "\n"


def _sentence_ends(text: str, left: Place, right: Place, habits: _Habits, paragraph_break: str) -> bool:
    if right[0] - left[1] == 1 and text[left[1]] == " ":
        return False
    between = text[left[1] : right[0]]
    if paragraph_break in between or _ALWAYS.search(between):
        return True
    found = _ENDS.search(between)
    if not found or text[right[0]].islower():
        return False
    if found.start() == 0 and found[0].startswith(".") and not found[0].startswith(".."):
        word = text[left[0] : left[1]]
        if "." in word or _ABBREVIATED.match(word) or (len(word) == 1 and _is_initial(text, left[0])):
            return False
        if word.lower() in habits.abbreviated:
            return word in _YEARS and text[max(0, left[0] - 2) : left[0]].strip()[-1:].isdecimal()
        return not (habits.point and word.isdecimal() and len(word) <= 2)
    return True


def _is_initial(text: str, at: int) -> bool:
    """Whether the single letter at `at` abbreviates a word ("J. Moe", "U.S.", "e.g."), and is not a part of "don't"."""
    before = text[max(0, at - 2) : at]
    return text[at].isalpha() and (before.endswith(".") or (text[at].isupper() and not before.endswith(("'", "’"))))
