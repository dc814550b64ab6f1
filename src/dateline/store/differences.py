"""What changed from one version of an article to the next: paragraph by paragraph, and word by word in a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from dateline.types.articles import Metadata, SupersededLine
from dateline.types.history import DiffLine, FieldDiff

_TOKEN = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\w+|[^\w\s]")
_ALIKE = 0.5  # the share of common words from which two paragraphs are shown as one that was edited
_MANY_LINES = 2_000  # from here on, lines that repeat often are not aligned; otherwise a long list takes minutes
_MANY_PAIRS = 400
_MANY_WORDS = 4_000

Span = tuple[int, int]


def compare_texts(old: str, new: str) -> tuple[DiffLine, ...]:
    """The lines of both texts in reading order, without blank lines."""
    before, after = ([line for line in text.split("\n") if line] for text in (old, new))
    matcher = SequenceMatcher(None, before, after, autojunk=len(after) > _MANY_LINES)
    return tuple(
        line
        for kind, start, end, first, last in matcher.get_opcodes()
        for line in (
            _unchanged_lines(after[first:last]) if kind == "equal" else _changed_lines(before[start:end], after[first:last])
        )
    )


def list_lines(title: str | None, body: str) -> list[str]:
    """The lines of a version that are compared: its title and the lines of its body, without blank ones."""
    return [line for line in (title or "", *body.split("\n")) if line.strip()]


def find_superseded_lines(versions: Iterable[tuple[int, Iterable[str]]], newest: Iterable[str]) -> tuple[SupersededLine, ...]:
    """The lines of older `versions` (number and lines, the oldest first) that the `newest` does not have."""
    last: dict[str, int] = {}
    for number, lines in versions:
        for line in dict.fromkeys(lines):
            last.pop(line, None)  # lines are ordered by the last version that has them
            last[line] = number
    for line in newest:
        last.pop(line, None)
    return tuple(SupersededLine(line, number) for line, number in last.items())


def compare_metadata(old: Metadata, new: Metadata) -> tuple[FieldDiff, ...]:
    """The fields whose values differ."""
    pairs = zip(_fields(old), _fields(new), strict=True)
    return tuple(FieldDiff(name, before, after) for (name, before), (_, after) in pairs if before != after)


def _fields(known: Metadata) -> Iterator[tuple[str, str | None]]:
    yield "title", known.title
    yield "published", known.published.iso if known.published else None
    yield "updated", known.updated.iso if known.updated else None
    yield "authors", "; ".join(known.authors) or None
    yield "source", known.source
    yield "place", known.place
    yield "agency", known.agency
    yield "section", known.section
    yield "tags", "; ".join(known.tags) or None


def _unchanged_lines(lines: Sequence[str]) -> Iterator[DiffLine]:
    return (DiffLine("same", line) for line in lines)


def _changed_lines(old: Sequence[str], new: Sequence[str]) -> Iterator[DiffLine]:
    """Removed and added lines. Two similar lines are listed together, with the words marked that differ."""
    done = 0
    for line in old:
        at = _find_counterpart(line, new, done) if len(old) * len(new) <= _MANY_PAIRS else None
        if at is None:
            yield DiffLine("removed", line)
            continue
        yield from (DiffLine("added", other) for other in new[done:at])
        old_spans, new_spans = _find_differing_words(line, new[at])
        yield DiffLine("removed", line, old_spans)
        yield DiffLine("added", new[at], new_spans)
        done = at + 1
    yield from (DiffLine("added", line) for line in new[done:])


def _find_counterpart(line: str, others: Sequence[str], start: int) -> int | None:
    words = _TOKEN.findall(line)
    if len(words) > _MANY_WORDS:
        return None
    best, place = _ALIKE, None
    for at in range(start, len(others)):
        matcher = SequenceMatcher(None, words, _TOKEN.findall(others[at])[:_MANY_WORDS], autojunk=False)
        if matcher.quick_ratio() > best and (alike := matcher.ratio()) > best:
            best, place = alike, at
    return place


def _find_differing_words(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    before, after = (list(_TOKEN.finditer(text)) for text in (old, new))
    matcher = SequenceMatcher(None, [word[0] for word in before], [word[0] for word in after], autojunk=len(after) > _MANY_WORDS)
    blocks = [block for block in matcher.get_opcodes() if block[0] != "equal"]
    old_spans = tuple((before[start].start(), before[end - 1].end()) for _, start, end, _, _ in blocks if end > start)
    new_spans = tuple((after[first].start(), after[last - 1].end()) for _, _, _, first, last in blocks if last > first)
    return old_spans, new_spans
