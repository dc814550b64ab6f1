"""Open and write the engine's index in one folder.

Every error of the engine, also a panic in one of its threads, is raised as an IndexFault.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from dateline.errors import IndexFault
from dateline.search.schema import make_schema, register_token_streams

if TYPE_CHECKING:
    import tantivy

    from dateline.search.entry import Entry
    from dateline.types.history import Change

_HEAP = 100_000_000
_LARGE_COMMIT = 1_000  # changes; a commit of fewer frees little memory
_DISK_FULL = (
    "No space left",
    "not enough space",
    "File too large",
    "quota exceeded",
)  # the wording of the operating systems; the engine gives no error numbers


class Engine:
    """An open index folder of the engine. It is written to only while changes are applied."""

    def __init__(self, place: Path, index: tantivy.Index) -> None:
        self.place = place
        self.index = index
        self.searcher = index.searcher()
        self._writer: tantivy.IndexWriter | None = None
        self._uncommitted = 0
        self._mirror: Path | None = None

    @classmethod
    def open(cls, place: Path) -> Self:
        """Open the engine's index in a folder that has one."""
        from tantivy import Index

        mirror = None if os.access(place, os.W_OK) else _mirror(place)
        with engine_faults():
            found = cls(place, Index.open(str(mirror or place)))
            found._keep_mirror(mirror)
            found._prepare()
        return found

    @classmethod
    def create(cls, place: Path) -> Self:
        """Create an index in a new folder."""
        from tantivy import Index

        try:
            place.mkdir(parents=True)
        except OSError as error:
            raise IndexFault(
                f"{place}: the index cannot be made ({error.strerror}); check the permissions of the folder"
            ) from error
        with engine_faults():
            found = cls(place, Index(make_schema(), path=str(place)))
            found._prepare()
        return found

    def take(self, changes: Iterable[Change | Entry]) -> int:
        """Add changes in order, without a commit. Return the number of the last change; 0 if there were none."""
        from dateline.search.entry import Entry, make_document  # not needed for a search

        last = 0
        with engine_faults():
            if self._writer is None:
                self._writer = self.index.writer(heap_size=_HEAP, num_threads=1)
                self._writer.garbage_collect_files()  # leftovers of a killed commit would block the next commit
            for change in changes:
                self._writer.delete_documents_by_term("id", change.article_id)
                entry = change if isinstance(change, Entry) else _entry(change)
                if entry:
                    self._writer.add_document(make_document(entry))
                last = change.number
                self._uncommitted += 1
        return last

    def commit(self) -> None:
        """Commit the changes that were added."""
        is_large, self._uncommitted = self._uncommitted >= _LARGE_COMMIT, 0
        with engine_faults():
            if self._writer is not None:
                self._writer.commit()
                self._reload_searcher()
        if is_large:
            _release_memory()

    def write(self, changes: Iterable[Change | Entry]) -> int:
        """Add changes in order and commit them. Return the number of the last change; 0 if there were none."""
        last = self.take(changes)
        if last:
            self.commit()
        return last

    def reload(self) -> None:
        """Open the last commit for searching."""
        if self._mirror:
            _link_files(self.place, self._mirror)
        with engine_faults():
            self._reload_searcher()

    def merge_segments(self) -> bool:
        """Finish background merges and let other processes write. Return whether there was anything to finish."""
        writer, self._writer = self._writer, None
        if writer is None:
            return False
        with engine_faults():
            writer.wait_merging_threads()
            self._reload_searcher()
        return True

    def _keep_mirror(self, mirror: Path | None) -> None:
        self._mirror = mirror
        if mirror:
            import shutil

            weakref.finalize(self, shutil.rmtree, mirror, ignore_errors=True)

    def _prepare(self) -> None:
        register_token_streams(self.index)
        self.index.config_reader("manual")
        self._reload_searcher()

    def _reload_searcher(self) -> None:
        self.index.reload()
        self.searcher = self.index.searcher()


def _release_memory() -> None:
    """Return freed memory to the system: the allocator of Linux keeps it in fragments, more with each commit."""
    import ctypes

    with suppress(OSError, AttributeError, TypeError):  # other systems have no such function
        ctypes.CDLL(None).malloc_trim(0)


def _entry(change: Change) -> Entry | None:
    from dateline.search.entry import entry_of

    return entry_of(change.number, change.article_id, change.article) if change.article else None


def _mirror(place: Path) -> Path:
    """Make a temporary folder with links to the files of a read-only folder, since the engine creates a lock file to read."""
    import tempfile

    try:
        mirror = Path(tempfile.mkdtemp(prefix="dateline-index-"))
    except OSError as error:
        raise IndexFault(
            f"{place}: is read-only, and the temporary folder that this needs cannot be created ({error.strerror}); "
            "check the permissions and the free space"
        ) from error
    _link_files(place, mirror)
    return mirror


def _link_files(place: Path, mirror: Path) -> None:
    try:
        for path in place.absolute().iterdir():
            if not path.name.endswith(".lock") and not (mirror / path.name).is_symlink():
                (mirror / path.name).symlink_to(path)
    except OSError as error:
        raise IndexFault(f"{place}: cannot be read ({error.strerror}); correct this and try again") from error


def remove(path: Path) -> None:
    """Delete a file or folder, if it exists."""
    import shutil

    try:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise IndexFault(f"{path}: cannot be deleted ({error.strerror}); check the permissions of the folder") from error


@contextmanager
def engine_faults() -> Iterator[None]:
    """Raise every error of the engine, also a panic in one of its threads, as an IndexFault."""
    try:
        yield
    except (ValueError, OSError, RuntimeError) as error:
        raise _make_fault(error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the engine's binding does not export this type
            raise
        raise _make_fault(error) from error


def _make_fault(error: BaseException) -> IndexFault:
    if any(phrase in str(error) for phrase in _DISK_FULL):
        return IndexFault(
            f"the search index cannot be written ({_first_line(error)}); free some space and run the command again "
            "(what was committed is safe, and the index will follow)"
        )
    return IndexFault(f"the search index failed ({_first_line(error)}); 'dateline reindex' builds it again")


def is_of_the_system(fault: IndexFault) -> bool:
    """Whether the operating system refused an operation of the engine; such a refusal does not mean that files are damaged."""
    return "(os error" in str(fault)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
