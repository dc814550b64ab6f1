"""A run over many files: it cleans the missing ones, applies what was learned, and finds stories, each only after a change."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dateline.archive.batch.completion_marks import Mark, digest, read_marks
from dateline.archive.batch.inputs import Input, inputs_at
from dateline.archive.batch.learning import Known, learned_record
from dateline.archive.batch.output_folder import Folder, folder_at
from dateline.archive.batch.pool import Pool, Progress, Runner
from dateline.archive.batch.recipe import Recipe
from dateline.archive.batch.rows import Row
from dateline.archive.batch.table import require_pyarrow, story_schema, write_rows
from dateline.errors import ReadError, WrongUse
from dateline.syndication import METHOD
from dateline.types.batch import BatchSummary
from dateline.types.documents import Failure

LEARNED, STORIES, STORIES_MARK = "learned.json", "stories.parquet", "stories.json"


@dataclass(frozen=True, slots=True)
class Plan:
    """The work of a run: the files that are `missing`, the number that are done, and the inputs that cannot be read."""

    missing: tuple[Input, ...]
    known: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """The output folder of a run, its recipe, and its runner."""

    folder: Folder
    recipe: Recipe = field(default_factory=Recipe)
    runner: Runner = field(default_factory=Pool)
    progress: Progress = lambda done, files, documents: None
    retry: bool = False
    """Whether to make files with failed documents again."""

    def plan(self, paths: Iterable[str]) -> Plan:
        """Return which of `paths` are missing: files that are new or have changed, or that were made with another recipe."""
        marks, missing, failures, known = read_marks(self.folder), list[Input](), list[Failure](), 0
        for given in inputs_at(paths, self.folder.name):
            if isinstance(given, Failure):
                failures.append(given)
                continue
            try:
                mark, state = marks.get(given.key), given.state()
            except ReadError as error:
                failures.append(Failure(given.called, str(error).removeprefix(f"{given.called}: ")))
                continue
            if mark and (mark.state, mark.recipe) == (state, self.recipe.version) and not (self.retry and mark.failed):
                known += 1
            else:
                missing.append(given)
        return Plan(tuple(missing), known, tuple(failures))

    def clean(self, paths: Iterable[str]) -> BatchSummary:
        """Clean those of `paths` that are missing."""
        self.folder.sweep()
        plan = self.plan(paths)
        done = list(self.runner.clean(plan.missing, self.folder, self.recipe, self.progress))
        marks = [one for one in done if isinstance(one, Mark)]
        failures = (*plan.failures, *sorted((one for one in done if isinstance(one, Failure)), key=lambda one: one.origin))
        examples = tuple(Failure(*one) for mark in sorted(marks, key=lambda mark: mark.key) for one in mark.examples)
        return BatchSummary(
            len(marks),
            plan.known,
            sum(one.articles for one in marks),
            sum(one.failed for one in marks),
            sum(one.skipped for one in marks),
            failures=failures,
            examples=examples,
        )

    def learn(self) -> tuple[int, int]:
        """Learn from all files of this recipe, and apply the result to them; return (templates, files changed)."""
        marks, _ = self._own_marks()
        before, of = read_record(self.folder, LEARNED), digest(marks, learned=False)
        if before.get("of") == of and all(mark.learned == before.get("version") for mark in marks):
            return len(before.get("templates", ())), 0
        learned = self.runner.learn(self.folder, marks)
        known = Known.of(self.recipe, learned)
        changed = self._apply(marks, known)
        _write_record(self.folder, LEARNED, {"of": of, "version": known.version, **learned_record(learned)})
        return len(learned.templates), changed

    def forget(self) -> int:
        """Make files again without what was learned; return how many."""
        changed = self._apply(self._own_marks()[0], Known.of(self.recipe, None))
        self.folder.remove(LEARNED)
        return changed

    def _apply(self, marks: Sequence[Mark], known: Known) -> int:
        behind = [mark for mark in marks if mark.learned != known.version]
        return len(list(self.runner.apply(behind, self.folder, known, self.progress)))

    def stories(self) -> tuple[int, int]:
        """Find the stories of which the folder has several copies; return (stories, articles in them)."""
        marks = self._keyed_marks()
        before, of = read_record(self.folder, STORIES_MARK), digest(marks)
        if before.get("of") == of and STORIES in self.folder.sizes(""):
            return before["stories"], before["copies"]
        stories = copies = 0

        def counted() -> Iterator[Row]:
            nonlocal stories, copies
            for row in self.runner.stories(self.folder, marks):
                stories, copies = stories + (row["id"] == row["lead"]), copies + 1
                yield row

        with self.folder.whole(STORIES) as stream:
            write_rows(counted(), stream, story_schema())
        _write_record(self.folder, STORIES_MARK, {"of": of, "stories": stories, "copies": copies})
        return stories, copies

    def _own_marks(self) -> tuple[list[Mark], int]:
        """Return the marks of the files of this recipe, and the number of other files."""
        marks = list(read_marks(self.folder).values())
        own = [mark for mark in marks if mark.recipe == self.recipe.version]
        return own, len(marks) - len(own)

    def _keyed_marks(self) -> list[Mark]:
        """Return the marks of the files whose keys were made with the present method."""
        return keyed(read_marks(self.folder).values())

    def held(self) -> tuple[int, int]:
        """Return the number of articles in the folder, and the number of its files with another recipe."""
        return sum(mark.articles for mark in read_marks(self.folder).values()), self._own_marks()[1]

    def forget_stories(self) -> None:
        """Remove the file of stories if it no longer fits the articles."""
        before = read_record(self.folder, STORIES_MARK)
        if before and before.get("of") != digest(self._keyed_marks()):
            self.folder.remove(STORIES)
            self.folder.remove(STORIES_MARK)


def clean_files(
    paths: Iterable[str],
    folder: str,
    recipe: Recipe | None = None,
    *,
    runner: Runner | None = None,
    learn: bool = False,
    stories: bool = False,
    retry: bool = False,
    progress: Progress = lambda done, files, documents: None,
) -> BatchSummary:
    """Clean files (paths, folders, patterns, addresses of object stores) into a folder: one Parquet file of articles for each.

    A file that was made from the same bytes with the same recipe is not made again, except with `retry` if documents failed in it.
    With `learn`, the lines that a source repeats and the order of its dates are learned from the whole folder and applied; with
    `stories`, copies of one story are found.
    """
    require_pyarrow()
    recipe = recipe or Recipe()
    if learn and not recipe.raw:
        raise WrongUse("learning cleans documents again, so it needs them in the rows; set raw=True")
    batch = Batch(folder_at(folder), recipe, runner or Pool(), progress, retry)
    summary = batch.clean(paths)
    if learn:
        templates, changed = batch.learn()
        summary = replace(summary, templates=templates, changed=changed)
    else:
        batch.forget()
    if stories:
        found, copies = batch.stories()
        summary = replace(summary, stories=found, copies=copies)
    else:
        batch.forget_stories()
    held, others = batch.held()
    return replace(summary, held=held, others=others)


def keyed(marks: Iterable[Mark]) -> list[Mark]:
    """Return the marks of files whose keys were made with the present method."""
    return [mark for mark in marks if METHOD in mark.recipe.split("+")]


def read_record(folder: Folder, name: str) -> dict[str, Any]:
    """Return the content of a small JSON file of a folder; empty if it does not exist or is invalid."""
    try:
        record = json.loads(folder.read(name)) if name in folder.sizes("") else {}
    except ValueError:
        record = {}
    return record if isinstance(record, dict) else {}


def _write_record(folder: Folder, name: str, record: dict[str, object]) -> None:
    with folder.whole(name) as stream:
        stream.write(json.dumps(record, ensure_ascii=True, indent=1).encode() + b"\n")
