"""Inputs for tests of `dateline batch`, an edition with reprints as JSONL, and the rows of its output."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dateline.archive.batch import Recipe
from dateline.archive.batch.completion_marks import read_marks
from dateline.archive.batch.output_folder import LocalFolder
from dateline.archive.batch.table import read_rows
from dateline.workers.worker import Limits
from reprints import Newsroom

Row = dict[str, Any]
PATIENT = Recipe(limits=Limits(300.0))
"""A recipe with a long time limit, for a busy machine."""
FERRY = """Ferry terminal to close after ninety years

By Marit Solheim
Published: 14 July 2016

Share
PORT ELLIN — The old ferry terminal will close in May, the harbour council said on Tuesday, after ninety years of service.

Nobody has lost a job so far, according to the council, and the building will become a market hall for the whole town.

Subscribe to our newsletter
"""


def write_prints(folder: Path, stories: int, files: int, seed: int = 11) -> list[Path]:
    """Write an edition of `stories` stories, with reprints and look-alikes, to `files` JSONL files; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    printed = Newsroom(seed).edition(stories)
    paths = [folder / f"prints-{number}.jsonl" for number in range(files)]
    for number, path in enumerate(paths):
        with path.open("w", encoding="utf-8") as stream:
            for place in range(number, len(printed), files):
                one = printed[place]
                host = one.outlet.lower().replace(" ", "")
                url = f"https://{host}.example/{one.day.isoformat()}/{place}"
                record = {"url": url, "title": one.title, "date": one.day.isoformat(), "source": one.outlet, "text": one.text}
                stream.write(json.dumps(record) + "\n")
    return paths


def rows_in(folder: Path) -> list[Row]:
    """Return all rows of the complete files, in order."""
    found = LocalFolder(folder)
    return [row for mark in read_marks(found).values() for row in _rows(found, mark.table)]


def _rows(folder: LocalFolder, name: str) -> list[Row]:
    with folder.opened(name) as stream:
        return list(read_rows(stream, name))


def story_rows(folder: Path) -> list[Row]:
    """Return the rows of all stories."""
    from dateline.archive.batch.table import story_schema

    with (folder / "stories.parquet").open("rb") as stream:
        return list(read_rows(stream, "stories.parquet", story_schema().names))
