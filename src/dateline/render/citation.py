"""Articles as citations for reference managers: BibTeX, RIS and CSL-JSON. Unknown fields are left out, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dateline.render.json import to_json
from dateline.text import fold, shown
from dateline.types.answers import Hit
from dateline.types.articles import DateEvidence

_LATEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_LATEX_SPECIAL = re.compile(r"[\\{}$&#%_~^]")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ORGANISATION = re.compile(
    r"\b(?:staff|desk|newsroom|editors?|editorial|team|board|agency|agencies|news|wire|reporters?|\d+)\b", re.IGNORECASE
)
_PARTICLES = frozenset(
    ("al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la", "le", "ter", "van", "von", "zu")
)


def bibtex_entries(hits: Iterable[Hit]) -> Iterator[str]:
    """An entry for each hit, with a blank line after it."""
    for hit in hits:
        known, url = hit.metadata, hit.url
        year, month, day = _date_parts(known.published)
        fields = {
            "author": " and ".join(_bibtex_name(name, known.source) for name in known.authors),
            "title": f"{{{_latex(known.title)}}}" if known.title else "",
            "journal": _latex(known.source or known.domain or ""),
            "year": f"{year:04}" if year else "",
            "month": _MONTHS[month - 1] if month else "",
            "day": str(day) if day else "",
            "date": f"{known.published.iso[:10]}" if known.published else "",
            "url": shown(url).replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D") if url else "",
            "keywords": _latex(", ".join(known.tags)),
            "langid": _latex(known.language or ""),
        }
        lines = [f"  {name} = {value if name == 'month' else '{' + value + '}'}," for name, value in fields.items() if value]
        yield "\n".join([f"@article{{{_bibtex_key(hit)},", *lines, "}", ""])


def ris_entries(hits: Iterable[Hit]) -> Iterator[str]:
    """A record for each hit, with a blank line after it."""
    for hit in hits:
        known = hit.metadata
        year, month, day = _date_parts(known.published)
        rows = [("TY", "NEWS"), ("ID", hit.article_id), ("TI", known.title or "")]
        rows += [("AU", _family_first(name, known.source)) for name in known.authors]
        rows += [("T2", known.source or known.domain or ""), ("PY", f"{year:04}" if year else "")]
        rows += [("DA", f"{year:04}/{month:02}/{day:02}" if day else f"{year:04}/{month:02}" if month else "")]
        rows += [("CY", known.place or ""), ("LA", known.language or ""), ("UR", hit.url or "")]
        rows += [("KW", tag) for tag in known.tags]
        yield "\n".join([*(f"{tag}  - {shown(' '.join(value.split()))}" for tag, value in rows if value), "ER  - ", ""])


def csl_record(hit: Hit) -> dict[str, object]:
    """A hit as an item of CSL-JSON."""
    known = hit.metadata
    parts = [part for part in _date_parts(known.published) if part]
    record: dict[str, object] = {
        "id": hit.article_id,
        "type": "article-newspaper",
        "title": known.title,
        "container-title": known.source or known.domain,
        "author": [_csl_name(name, known.source) for name in known.authors],
        "issued": {"date-parts": [parts]} if parts else None,
        "URL": hit.url,
        "language": known.language,
        "keyword": ", ".join(known.tags),
        "event-place": known.place,
    }
    return {name: value for name, value in record.items() if value}


def csl_entries(hits: Iterable[Hit]) -> Iterator[str]:
    """The lines of one JSON array of all hits."""
    before = "["
    for hit in hits:
        yield f"{before}\n{to_json(csl_record(hit))}"
        before = ","
    yield "[]" if before == "[" else "\n]"


def _date_parts(evidence: DateEvidence | None) -> tuple[int | None, int | None, int | None]:
    numbers = [int(part) for part in evidence.iso[:10].split("-")] if evidence else []
    year, month, day = (*numbers, None, None, None)[:3]
    return year, month, day


def _split_name(name: str, source: str | None) -> tuple[str, str] | None:
    """The given and the family name; None for a desk, an organisation or a single word."""
    words = name.split()
    if len(words) < 2 or _ORGANISATION.search(name) or fold(name) == fold(source or ""):
        return None
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in _PARTICLES:
        first -= 1
    return " ".join(words[:first]), " ".join(words[first:])


def _bibtex_name(name: str, source: str | None) -> str:
    split = _split_name(name, source)
    return f"{_latex(split[1])}, {_latex(split[0])}" if split else f"{{{_latex(name)}}}"


def _family_first(name: str, source: str | None) -> str:
    split = _split_name(name, source)
    return f"{split[1]}, {split[0]}" if split else name


def _csl_name(name: str, source: str | None) -> dict[str, str]:
    split = _split_name(name, source)
    return {"family": split[1], "given": split[0]} if split else {"literal": name}


def _bibtex_key(hit: Hit) -> str:
    known = hit.metadata
    split = _split_name(known.authors[0], known.source) if known.authors else None
    name = re.sub(r"[^a-z]", "", fold(split[1] if split else known.source or ""))
    year = known.published.iso[:4] if known.published else ""
    return f"{name}{year}-{hit.article_id}".lstrip("-")


def _latex(text: str) -> str:
    return _LATEX_SPECIAL.sub(lambda found: _LATEX.get(found[0], "\\" + found[0]), shown(" ".join(text.split())))
