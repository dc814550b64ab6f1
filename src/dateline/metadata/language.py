"""Detect the language of an article, and lines in another language, as ISO 639-1 codes; None if unsure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from dateline.text import normalise
from dateline.types.articles import Line
from dateline.types.pages import Page

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_CODE = re.compile(r"^([a-z]{2})(?:$|[-_])")
_SAMPLE = 4_000
# There are two detectors. The fast one comes first and needs no model in memory. Its result is used for texts of at least this length
# if the next language is at least this far behind. Of 8,600 samples of 100 to 1,000 characters in 26 languages it was wrong on none of
# these; it decides nine articles of ten, and half of the texts of 100 characters. The other knows 139 languages and is right on short
# texts, but its first use in a process loads 80 MB in 0.7 s.
_LONG_TEXT = 100
_LEAST_LEAD = 50
_SHORT_TEXT = 1_000
_SURE = 0.5
"""The least probability at which the second detector decides; it was then wrong on 2 of 1,000 titles and first lines in 26 languages."""
_POSSIBLE = 0.1
"""The least probability at which a short text gets the language that its page claims, or in which its source writes. Of 4,800 titles
and halves of titles in none of the languages taken as known, ten were given one of two."""
_ENOUGH_TEXT = 600
"""How many characters the second detector reads; half of that was enough for all of 53 articles that the fast one left undecided."""
_SHORTEST = 20
_LONGEST_DISTANCE = 900  # a distance of the fast detector; real prose in its 101 languages has less
_LETTER = re.compile(r"[^\W\d_]")
_BEYOND_LATIN = re.compile(r"[\u0370-\ud7ff]")
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]"), 0.15),
    ("ko", re.compile(r"[\uac00-\ud7af]"), 0.5),
    ("zh", re.compile(r"[\u3400-\u9fff]"), 0.7),
    ("th", re.compile(r"[\u0e00-\u0e7f]"), 0.5),
    ("he", re.compile(r"[\u0590-\u05ff]"), 0.5),
    ("el", re.compile(r"[\u0370-\u03ff]"), 0.5),
    ("ta", re.compile(r"[\u0b80-\u0bff]"), 0.5),
    ("te", re.compile(r"[\u0c00-\u0c7f]"), 0.5),
    ("bn", re.compile(r"[\u0980-\u09ff]"), 0.5),
    ("ka", re.compile(r"[\u10a0-\u10ff]"), 0.5),
    ("hy", re.compile(r"[\u0530-\u058f]"), 0.5),
)
_ARABIC = re.compile(r"[\u0621-\u064a]")
_UNIQUE_SCRIPTS = re.compile("".join(("[", *(script.pattern[1:-1] for _, script, _ in _SCRIPTS), _ARABIC.pattern[1:-1], "]+")))
_NOT_ARABIC = re.compile(r"[پچژگکیےٹڈڑںھہ]")  # letters of Persian, Urdu and their neighbours
# The words of a line make it foreign if both its halves agree and the article's language is this far behind. Of 2,902 lines of 100
# characters and more from pages in 20 languages, none was wrongly called foreign; of the same lines in an article of another language,
# 80 % were detected, 99.8 % of these with the right language.
_SHORTEST_LINE = 100
_LEAST_LINE_LEAD = 60
_ALL_LANGUAGES = 101
_SHARED_SCRIPTS = {"zh": {"ja", "ko"}, "ar": {"fa", "ur", "ps", "ku", "sd", "ug"}, "he": {"yi"}, "bn": {"as"}}
_CODE_ALIASES = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "simple": "en", "pcm": "en"}


def find_language(page: Page, lines: Sequence[Line], known: frozenset[str] = frozenset()) -> str | None:
    """Detect the language of the kept lines; in a short or unclear text the page's claim decides, else the `known` languages."""
    text = " ".join(line.text for line in lines if line.keep and line.label == "body")[:_SAMPLE]
    if len(text) < _SHORT_TEXT:
        text = " ".join((*(line.text for line in lines if line.label == "title"), text))
    claimed = _parse_code(page.raw.hints.get("language")) or _parse_code(page.head.language)
    return detect_language(text, claimed, known) or claimed


def detect_language(text: str, claimed: str | None = None, known: frozenset[str] = frozenset()) -> str | None:
    """Detect the language of `text`; None if it is too short or unclear. `known` are the languages in which its source writes."""
    if not _LETTER.search(text):
        return None
    if _BEYOND_LATIN.search(text) and (by_script := _detect_by_script(text)):
        return by_script
    if len(text) < _SHORTEST:
        return None
    text = normalise(text)
    return (_detect_if_clear(text, claimed) if len(text) >= _LONG_TEXT else None) or _detect_likeliest(
        text[:_ENOUGH_TEXT], claimed, known
    )


def _detect_if_clear(text: str, claimed: str | None) -> str | None:
    """Return the fast detector's language if it is clear or the same as `claimed`; else None."""
    from resiliparse.parse.lang import detect_fast

    ranked: list[tuple[str, int]] = detect_fast(text, n_results=4)  # type: ignore[assignment]  # one tuple only for n_results=1
    if not ranked or ranked[0][1] > _LONGEST_DISTANCE:
        return None
    best, distance = _CODE_ALIASES.get(ranked[0][0], ranked[0][0]), ranked[0][1]
    ahead = all(rank - distance >= _LEAST_LEAD for code, rank in ranked[1:] if _CODE_ALIASES.get(code, code) != best)
    return best if (ahead or best == claimed) and len(best) == 2 else None


def _detect_likeliest(text: str, claimed: str | None, known: frozenset[str]) -> str | None:
    """Return the likeliest language of a text of any length; if none is sure, the one possible language that is `claimed` or `known`."""
    identifier = _load_identifier()
    if identifier is None:
        return claimed
    likely: dict[str, float] = {}
    for code, share in identifier.rank(text):
        code = _CODE_ALIASES.get(code, code)
        likely[code] = likely.get(code, 0.0) + share
    coded = {code: share for code, share in likely.items() if len(code) == 2}
    best = max(coded, key=coded.__getitem__)
    if coded[best] >= _SURE * sum(coded.values()):
        return best
    possible = [code for code in ((claimed,) if claimed else known) if coded.get(code, 0.0) >= _POSSIBLE]
    return possible[0] if len(possible) == 1 else None


@cache
def _load_identifier() -> LanguageIdentifier | None:
    """Load the detector for short texts; None if it is not installed or cannot be unpacked, so that no article fails over its language."""
    try:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    except (ImportError, OSError):
        return None


def line_languages(lines: Sequence[Line], language: str | None) -> dict[int, str]:
    """Map the kept lines (numbered from 1) that are clearly not in `language`, that of their article, to their own language."""
    if language is None:
        return {}
    foreign = {number: _detect_foreign(line.text, language) for number, line in enumerate(lines, start=1) if line.keep}
    return {number: code for number, code in foreign.items() if code}


def _detect_foreign(text: str, language: str) -> str | None:
    non_latin = len(_BEYOND_LATIN.findall(text))
    script = _detect_by_script(text) if non_latin and 2 * non_latin >= len(_LETTER.findall(text)) else None
    if script and language not in _SHARED_SCRIPTS.get(script, ()):
        return script if script != language else None
    if len(text) < _SHORTEST_LINE:
        return None
    distances, middle = _measure_distances(text), len(text) // 2
    best = min(distances, key=distances.__getitem__, default=language)
    if (
        best == language
        or distances[best] > _LONGEST_DISTANCE
        or distances.get(language, _LONGEST_DISTANCE) - distances[best] < _LEAST_LINE_LEAD
    ):
        return None
    halves = (_measure_distances(text[:middle]), _measure_distances(text[middle:]))
    agreed = all(best == min(distances, key=distances.__getitem__, default=None) for distances in halves)
    return best if agreed and len(best) == 2 else None


def _measure_distances(text: str) -> dict[str, int]:
    """Return the distance of `text` from each language that the fast detector knows."""
    from resiliparse.parse.lang import detect_fast

    distances: dict[str, int] = {}
    found: list[tuple[str, int]] = detect_fast(normalise(text), n_results=_ALL_LANGUAGES)  # type: ignore[assignment]  # a list for more than one
    for code, distance in found:
        distances.setdefault(_CODE_ALIASES.get(code, code), distance)
    return distances


def _detect_by_script(text: str) -> str | None:
    """Return the only language that uses the script of most letters of `text`; None if there are several."""
    letters_found = "".join(_UNIQUE_SCRIPTS.findall(text))
    if not letters_found:
        return None
    letters = len(_LETTER.findall(text))
    for code, script, share in _SCRIPTS:
        if len(script.findall(letters_found)) >= share * letters and letters >= 8:
            return code
    return "ar" if len(_ARABIC.findall(letters_found)) >= 0.8 * letters and not _NOT_ARABIC.search(text) else None


def _parse_code(tag: str | None) -> str | None:
    match = _CODE.match((tag or "").strip().lower())
    return _CODE_ALIASES.get(match[1], match[1]) if match else None
