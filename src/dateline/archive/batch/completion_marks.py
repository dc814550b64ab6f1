"""Marks of completion record what a file of articles was made from. A mark is written last; a file without one is made again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

from dateline.archive.batch.output_folder import Folder
from dateline.errors import ReadError
from dateline.text import content_hash

ARTICLES, DONE = "articles", "done"


@dataclass(frozen=True, slots=True)
class Mark:
    """A complete file of articles: its input and the state of that, the recipe, the numbers of its rows by outcome, and its size.

    `learned` is the version of what was known about the sources; it is empty if that was nothing. `examples` are the first
    failures.
    """

    key: str
    input: str
    state: str
    recipe: str
    articles: int
    failed: int
    skipped: int
    size: int
    learned: str = ""
    examples: tuple[tuple[str, str], ...] = ()

    @property
    def table(self) -> str:
        """The path of its articles in the folder."""
        return table_of(self.key)


def table_of(key: str) -> str:
    """Return the path of the articles of an input."""
    return f"{ARTICLES}/{key}.parquet"


def write_mark(folder: Folder, mark: Mark) -> None:
    """Mark a file as complete."""
    with folder.whole(f"{DONE}/{mark.key}.json") as stream:
        stream.write(json.dumps(asdict(mark), ensure_ascii=True, indent=1).encode() + b"\n")


def read_marks(folder: Folder) -> dict[str, Mark]:
    """Return the marks of all files that are there as they were written, by key and in order."""
    sizes = folder.sizes(ARTICLES)
    found = (_read_mark(folder, name) for name in sorted(folder.sizes(DONE)) if name.endswith(".json"))
    return {mark.key: mark for mark in found if mark and sizes.get(f"{mark.key}.parquet") == mark.size}


def _read_mark(folder: Folder, name: str) -> Mark | None:
    try:
        record = json.loads(folder.read(f"{DONE}/{name}"))
        examples = tuple((str(origin), str(reason)) for origin, reason in record["examples"])
        mark = Mark(**{one.name: record[one.name] for one in fields(Mark)} | {"examples": examples})
    except (ReadError, ValueError, LookupError, TypeError):  # an unreadable mark counts as none
        return None
    return mark if name == f"{mark.key}.json" else None


def digest(marks: Iterable[Mark], *, learned: bool = True) -> str:
    """Return a hash of the files with these marks as they are now; without `learned`, as they were before anything was learned."""
    states = sorted((one.key, one.state, one.recipe, one.articles, *((one.learned, one.size) if learned else ())) for one in marks)
    return content_hash(json.dumps(states).encode())
