"""The result of a dry run: a sample of the documents, with what cleaning would keep of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from dateline.render.article_record import cleaned_record
from dateline.render.headline import headline_piece
from dateline.render.json import Record
from dateline.render.layout import Lines, Span, wrap
from dateline.render.report_record import summary_record
from dateline.types.articles import CleanedArticle
from dateline.types.documents import IngestSummary, Outcome

Sampled = tuple[Outcome, str, str | None, CleanedArticle]
_SHOWN = 400
_INDENT = "    "


def dry_run_lines(samples: Iterable[Sampled], width: int) -> Lines:
    """Each document with its metadata, the lines that cleaning would keep and remove, and the beginning of its clean text."""
    for outcome, origin, _, article in samples:
        metadata = article.metadata
        yield [headline_piece(metadata, article.body)]
        facts = (metadata.published.iso if metadata.published else "date unknown", metadata.source or "source unknown", origin)
        yield from wrap([Span(f"{outcome.replace('_', ' ')} · {' · '.join(facts)}", "faint")], width, _INDENT, [Span(_INDENT)])
        yield from wrap([Span(_kept_text(article), "label")], width, _INDENT, [Span(_INDENT)])
        text = " ".join(article.body.split())
        yield from wrap([Span(text[:_SHOWN] + (" …" if len(text) > _SHOWN else ""))], width, _INDENT, [Span(_INDENT)])
        yield []


def dry_run_record(summary: IngestSummary, samples: Iterable[Sampled]) -> Record:
    """The result of a dry run as JSON."""
    shown = [{"outcome": outcome, "origin": origin, **cleaned_record(one, None, url)} for outcome, origin, url, one in samples]
    return {**summary_record(summary), "dry_run": True, "samples": shown}


def _kept_text(article: CleanedArticle) -> str:
    labels = Counter(line.label for line in article.removed)
    removed = ", ".join(f"{number} {label}" for label, number in labels.most_common())
    return f"keeps {len(article.lines) - len(article.removed)} of {len(article.lines)} lines" + (
        f"; removes {removed}" if removed else ""
    )
