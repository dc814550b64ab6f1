"""One article of a press database → RawDocument: the lines of its record, which of them are the story, and its fields.

A record is kept with all its lines (header, story, subject terms, copyright). `hints["body"]` gives the lines of the story as
"first-end" (from 0, without the end), so that cleaning need not guess what the database states. The number of a record in its
export is left out, so that a second export of the same article is the same document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dateline.readers.press.labels import language_code
from dateline.types.documents import Failure, RawDocument


@dataclass(frozen=True, slots=True)
class Record:
    """The record of one article: its lines, the range of the story in them as [first, end), and its fields under hint names.

    `name` is the database's own number of the document. Fields with an empty value are ignored.
    """

    lines: Sequence[str]
    first: int
    end: int
    fields: Mapping[str, str] = field(default_factory=dict)
    name: str | None = None

    def document(self, database: str, origin: str) -> RawDocument:
        """The record as a document of `database`, found at `origin`."""
        hints = {key: value.strip() for key, value in self.fields.items() if value.strip()}
        if "language" in hints:
            hints["language"] = language_code(hints["language"]) or hints["language"]
        hints |= {"body": f"{self.first}-{self.end}", "database": database}
        identity = f"{database.lower()}:{self.name}" if self.name else None
        return RawDocument("\n".join(self.lines).encode(), "text/plain; charset=utf-8", origin, identity, hints=hints)


def laid_out(head: Sequence[str], story: Sequence[str], tail: Sequence[str]) -> tuple[list[str], int, int]:
    """The lines of a record whose parts are given as paragraphs, and the range of the story in them."""
    lines = [*head, ""]
    first = len(lines)
    for paragraph in story:
        lines += [paragraph, ""]
    end = max(first, len(lines) - 1)
    return [*lines, *tail], first, end


def trimmed(lines: Sequence[str], first: int, end: int) -> tuple[int, int]:
    """The range [first, end) without blank lines at its ends."""
    while first < end and not lines[first].strip():
        first += 1
    while end > first and not lines[end - 1].strip():
        end -= 1
    return first, end


def missing(numbers: Sequence[int], stated: int | None, origin: str) -> Iterator[Failure]:
    """Yield a Failure for each gap in the article numbers of an export, and one if it has fewer articles than it states."""
    for before, after in pairwise(numbers):
        if after > before + 1:
            gap = f"article {before + 1} is" if after == before + 2 else f"articles {before + 1} to {after - 1} are"
            yield Failure(f"{origin}#{before + 1}", f"{gap} missing in this export; export it again")
    last = numbers[-1] if numbers else 0
    if stated is not None and last < stated:
        yield Failure(f"{origin}#{last + 1}", f"the export states {stated} articles, but ends after {last}; export it again")
