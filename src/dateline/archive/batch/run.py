"""A run over many files: makes what is missing, applies what is learned, finds stories; each only where something changed."""

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
    """What a run has to do: the files that are `missing`, how many are done already, and what cannot be read at all."""

    missing: tuple[Input, ...]
    known: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """The folder that a run writes to, how it cleans, and who does the work."""

    folder: Folder
    recipe: Recipe = field(default_factory=Recipe)
    runner: Runner = field(default_factory=Pool)
    progress: Progress = lambda done, files, documents: None
    retry: bool = False
    """Whether files are made anew in which documents failed."""

    def plan(self, paths: Iterable[str]) -> Plan:
        """What is missing of `paths`: files that are new or have changed, or that were made in another way."""
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
        """Make what is missing of `paths`."""
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
        """Learn from all files that are cleaned in this way, and bring them to what was learned; (templates, files changed)."""
        marks, _ = self._own()
        before, of = read_record(self.folder, LEARNED), digest(marks, learned=False)
        if before.get("of") == of and all(mark.learned == before.get("version") for mark in marks):
            return len(before.get("templates", ())), 0
        learned = self.runner.learn(self.folder, marks)
        known = Known.of(self.recipe, learned)
        changed = self._apply(marks, known)
        _write(self.folder, LEARNED, {"of": of, "version": known.version, **learned_record(learned)})
        return len(learned.templates), changed

    def forget(self) -> int:
        """Make anew the files in which something was learned, so that nothing is; how many."""
        changed = self._apply(self._own()[0], Known.of(self.recipe, None))
        self.folder.remove(LEARNED)
        return changed

    def _apply(self, marks: Sequence[Mark], known: Known) -> int:
        behind = [mark for mark in marks if mark.learned != known.version]
        return len(list(self.runner.apply(behind, self.folder, known, self.progress)))

    def stories(self) -> tuple[int, int]:
        """Find the stories of which several articles of the folder are copies; (stories, articles in them)."""
        marks = self._keyed()
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
        _write(self.folder, STORIES_MARK, {"of": of, "stories": stories, "copies": copies})
        return stories, copies

    def _own(self) -> tuple[list[Mark], int]:
        """The marks of the files that are cleaned in this way, and how many others there are."""
        marks = list(read_marks(self.folder).values())
        own = [mark for mark in marks if mark.recipe == self.recipe.version]
        return own, len(marks) - len(own)

    def _keyed(self) -> list[Mark]:
        """The marks of the files whose keys are made as they are now."""
        return keyed(read_marks(self.folder).values())

    def held(self) -> tuple[int, int]:
        """How many articles the folder has, and how many of its files were made in another way."""
        return sum(mark.articles for mark in read_marks(self.folder).values()), self._own()[1]

    def forget_stories(self) -> None:
        """Take stories away that are no longer those of the articles."""
        before = read_record(self.folder, STORIES_MARK)
        if before and before.get("of") != digest(self._keyed()):
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

    What is there already, from the same bytes and in the same way, is not made again, unless documents failed in it and it is to
    `retry`. With `learn`, lines that a source repeats and
    the order of its dates are learned from all that the folder has, and applied; with `stories`, copies of one story are found.
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
    """Those of files whose keys are made as they are now."""
    return [mark for mark in marks if METHOD in mark.recipe.split("+")]


def read_record(folder: Folder, name: str) -> dict[str, Any]:
    """What a small file of a folder tells; nothing where it is not there or makes no sense."""
    try:
        record = json.loads(folder.read(name)) if name in folder.sizes("") else {}
    except ValueError:
        record = {}
    return record if isinstance(record, dict) else {}


def _write(folder: Folder, name: str, record: dict[str, object]) -> None:
    with folder.whole(name) as stream:
        stream.write(json.dumps(record, ensure_ascii=True, indent=1).encode() + b"\n")
