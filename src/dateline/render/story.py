"""One article as text: its clean text, its removed lines, and the verdict on every line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.metadata.language import line_languages
from dateline.query import Query
from dateline.render.json import VERSION, Record
from dateline.render.layout import Lines, Role, Span, marked, measure_width, pad, wrap
from dateline.render.results import date_text
from dateline.search.snippet import find_match_spans
from dateline.types.articles import ArchivedArticle, Line

_LABEL = 12
_STEP, _BULLET = "  ", "• "


def article_lines(found: ArchivedArticle, width: int, query: Query | None = None) -> Lines:
    """The metadata of the article, then its clean text, with the matches of `query` marked."""
    yield from fact_lines(found, width, query)
    yield []
    yield from _body(found, width, query)


def fact_lines(found: ArchivedArticle, width: int, query: Query | None = None, way: str = "--removed") -> Lines:
    """The metadata of the article, and the option or key (`way`) that shows its removed lines; some unknown fields are named."""
    metadata = found.article.metadata
    yield from wrap(_mark_title(metadata.title or "(no title)", query, metadata.language), width)
    yield []
    published = metadata.published
    certain = f" ({published.where}, {published.confidence:.0%} sure)" if published else ""
    yield from _fact("Published", date_text(published) + certain if published else "unknown", width)
    if metadata.updated:
        yield from _fact("Updated", date_text(metadata.updated), width)
    for evidence in metadata.dates:
        if evidence.role == "clock":
            yield from _fact("Page clock", f"{evidence.iso} (the story is not later)", width)
    yield from _fact("Source", metadata.source or "unknown", width)
    for name, value in (
        ("Authors", "; ".join(metadata.authors)),
        ("Place", metadata.place),
        ("Agency", metadata.agency),
        ("Section", metadata.section),
        ("Tags", "; ".join(metadata.tags)),
        ("People", "; ".join(metadata.people)),
        ("Places", "; ".join(metadata.places)),
        ("Organisations", "; ".join(metadata.organisations)),
        ("Note", found.note),
        ("Language", metadata.language),
        ("URL", found.url),
    ):
        if value:
            yield from _fact(name, value, width)
    for title in metadata.related:
        yield from _fact("Related", title, width)
    yield from _fact("Read from", found.origin, width)
    if found.cluster:
        others = found.cluster.size - 1
        lead = "this is the lead copy" if found.cluster.lead == found.id else f"the lead copy is {found.cluster.lead}"
        yield from _fact("Copies", f"{others:,} more; {lead}; 'dateline copies {found.id}' lists them", width)
    if found.former:
        hint = f"'dateline diff {found.id}' shows what changed last"
        yield from _fact("Earlier", f"older versions had {_line_count(len(found.former))} more; {hint}", width)
    removed = len(found.article.removed)
    shown = f"; {way} shows the {_line_count(removed)} removed" if removed else ""
    yield from _fact("Id", f"{found.id}, version {found.version}{shown}", width)


def _body(found: ArchivedArticle, width: int, query: Query | None) -> Lines:
    body, at = found.article.body, 0
    spans = _match_spans(body, query, found.article.metadata.language, "body")
    for line in (line for line in found.article.lines if line.keep):
        if at and line.gap:
            yield []
            at += 1
        role: Role = "title" if line.kind == "heading" else ""
        indent = _STEP * line.level if line.kind != "heading" else ""
        for text in line.text.split("\n"):
            inside = [(max(0, start - at), end - at) for start, end in spans if start < at + len(text) and end > at]
            head = [Span(indent.removesuffix(_STEP) + _BULLET)] if line.kind == "item" else ()
            yield from wrap(marked(text, inside, other=role), width, indent or (_STEP if head else ""), head)
            at += len(text) + 1


def _mark_title(text: str, query: Query | None, language: str | None) -> list[Span]:
    """A title with the matches of `query` marked."""
    return marked(text, _match_spans(text, query, language, "title"), other="title")


def _match_spans(text: str, query: Query | None, language: str | None, zone: str) -> list[tuple[int, int]]:
    return [span for span, _ in find_match_spans(text, query, language, (None, zone))] if query is not None else []


def removed_lines(found: ArchivedArticle, width: int) -> Lines:
    """Every removed line, with its number, its label and the reason."""
    numbered = [(number, line) for number, line in enumerate(found.article.lines, start=1) if not line.keep]
    yield from _table(numbered, width, verdict=False)


def ledger_lines(lines: Sequence[Line], width: int, language: str | None = None) -> Lines:
    """Every line with its number, verdict, label and reason; a kept line in another language than `language` has its code."""
    foreign = line_languages(lines, language)
    labelled = [
        (number, line._replace(label=f"{line.label} ({foreign[number]})") if number in foreign else line)
        for number, line in enumerate(lines, start=1)
    ]
    yield from _table(labelled, width, verdict=True)


def ledger_record(found: ArchivedArticle) -> Record:
    """The ledger as JSON: every line with its verdict."""
    return {
        "v": VERSION,
        "id": found.id,
        "version": found.version,
        "lines": [
            {
                "line": number,
                "keep": line.keep,
                "label": line.label,
                "reason": line.reason,
                "text": line.text,
                "gap": line.gap,
                "kind": line.kind,
                "level": line.level,
                "parts": list(line.parts),
            }
            for number, line in enumerate(found.article.lines, start=1)
        ],
    }


def _table(numbered: Sequence[tuple[int, Line]], width: int, *, verdict: bool) -> Lines:
    if not numbered:
        return
    digits = len(str(numbered[-1][0]))
    labels = _widest((line.label for _, line in numbered), 14)
    reasons = _widest((line.reason for _, line in numbered), 28)
    for number, line in numbered:
        role: Role = "kept" if line.keep else "dropped"
        head = [Span(f"{number:>{digits}}  ", "faint")]
        if verdict:
            head.append(Span("keep  " if line.keep else "drop  ", role))
        head += [Span(pad(line.label, labels) + "  ", "label"), Span(pad(line.reason, reasons) + "  ", "faint")]
        used = sum(measure_width(piece.text) for piece in head)
        text_role: Role = "" if line.keep else "dropped"
        first, *others = line.parts if verdict and line.parts else (line.text,)
        text = [Span(first, text_role)]
        if used > width // 2:  # a narrow window: the text is below its verdict
            yield [*head[:-1], Span(head[-1].text.rstrip(), "faint")]
            head, used = [], digits + 2
        yield from wrap(text, width, " " * used, head)
        for other in others:
            yield from wrap([Span(other, text_role)], width, " " * used, [Span(" " * (used - 2) + "+ ", "faint")])


def _widest(texts: Iterable[str], limit: int) -> int:
    return min(limit, max(measure_width(text) for text in texts))


def _fact(name: str, value: str, width: int) -> Lines:
    yield from wrap([Span(value)], width, " " * _LABEL, [Span(pad(name, _LABEL), "label")])


def _line_count(number: int) -> str:
    return f"{number} line" if number == 1 else f"{number} lines"
