"""Parse what a person types into a change of an article; DatelineError if it is not valid."""

from __future__ import annotations

import re
from collections.abc import Callable

from dateline.archive.archive import Archive
from dateline.errors import DatelineError

Change = Callable[[Archive], object]


def parse_tags(article_id: str, typed: str) -> Change:
    """Tags to add, or with a minus before them to remove."""
    words = [word.strip() for word in re.split(r",|\s(?=[+-])", typed) if word.strip()]
    put = [word.removeprefix("+").strip() for word in words if not word.startswith("-")]
    taken = [word.removeprefix("-").strip() for word in words if word.startswith("-")]
    if not words:
        raise DatelineError("no tag was given; +syria adds one, -draft removes one")
    return lambda archive: archive.tag([article_id], put, taken)


def parse_note(article_id: str, typed: str) -> Change:
    """A note that replaces the old one."""
    return lambda archive: archive.note(article_id, typed)


def parse_restore(article_id: str, typed: str) -> Change:
    """Lines to put back, by their numbers."""
    numbers = _numbers(typed)
    return lambda archive: archive.restore(article_id, numbers)


def parse_drop(article_id: str, typed: str) -> Change:
    """Lines to remove, by their numbers."""
    numbers = _numbers(typed)
    return lambda archive: archive.drop(article_id, numbers)


def parse_delete(article_id: str, typed: str) -> Change:
    """Delete the article; DatelineError unless the answer is yes."""
    if typed.lower() not in ("yes", "y"):
        raise DatelineError("nothing was deleted")
    return lambda archive: archive.delete([article_id])


def _numbers(typed: str) -> list[int]:
    """Line numbers, separated by spaces or commas; 3-5 is 3, 4 and 5."""
    found: list[int] = []
    for word in re.split(r"[\s,]+", typed.strip()):
        ends = re.fullmatch(r"(\d{1,6})(?:-(\d{1,6}))?", word)
        if ends is None:
            raise DatelineError(f"'{word}' is not the number of a line; r shows the numbers")
        first, last = int(ends[1]), int(ends[2] or ends[1])
        if last - first > 10_000:
            raise DatelineError(f"{word} are too many lines")
        found += range(first, last + 1)
    return found
