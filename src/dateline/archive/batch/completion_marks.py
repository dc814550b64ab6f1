"""Marks of completion: what a file of articles was made of, written after it; a file whose mark does not match is made again."""

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
    """A file of articles that is complete: its input and the state of that, how it was made, what is in it, and its size.

    `learned` names what was known of the sources besides; empty where that was nothing. `examples` are the first that failed.
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
        """Where the articles are."""
        return table_of(self.key)


def table_of(key: str) -> str:
    """Where the articles of an input are."""
    return f"{ARTICLES}/{key}.parquet"


def write_mark(folder: Folder, mark: Mark) -> None:
    """Say that a file is complete."""
    with folder.whole(f"{DONE}/{mark.key}.json") as stream:
        stream.write(json.dumps(asdict(mark), ensure_ascii=True, indent=1).encode() + b"\n")


def read_marks(folder: Folder) -> dict[str, Mark]:
    """The marks of all files of a folder that are there as they were written, by their keys, in order."""
    sizes = folder.sizes(ARTICLES)
    found = (_read(folder, name) for name in sorted(folder.sizes(DONE)) if name.endswith(".json"))
    return {mark.key: mark for mark in found if mark and sizes.get(f"{mark.key}.parquet") == mark.size}


def _read(folder: Folder, name: str) -> Mark | None:
    try:
        record = json.loads(folder.read(f"{DONE}/{name}"))
        examples = tuple((str(origin), str(reason)) for origin, reason in record["examples"])
        mark = Mark(**{one.name: record[one.name] for one in fields(Mark)} | {"examples": examples})
    except (ReadError, ValueError, LookupError, TypeError):  # a mark that cannot be read marks nothing
        return None
    return mark if name == f"{mark.key}.json" else None


def digest(marks: Iterable[Mark], *, learned: bool = True) -> str:
    """Names the files that these marks tell of, as they are now; without what was `learned`, as they were before that."""
    told = sorted((one.key, one.state, one.recipe, one.articles, *((one.learned, one.size) if learned else ())) for one in marks)
    return content_hash(json.dumps(told).encode())
