"""The generations of the embedded index, in a folder next to the store. The manifest names the current generation.

Opening an index never writes or deletes. An index that is missing, damaged or of another version counts as empty; the next `apply`
rebuilds it next to the old one. The manifest is written after each commit. If a process dies between the two, the same changes are
applied again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from dateline.errors import IndexDamaged, IndexFault
from dateline.search.engine import Engine, engine_faults, is_of_the_system, remove
from dateline.search.index_files import IndexFiles
from dateline.search.manifest import Manifest, is_of_manifest, mark_of, read_manifest, remove_manifest, write_manifest

if TYPE_CHECKING:
    from dateline.search.entry import Entry
    from dateline.types.history import Change


_SLOW_TO_CHECK = 16 << 20  # bytes; computing their checksums takes some ten milliseconds
_DAMAGED = "the search index is damaged; it is being built again from the store"
_UNUSABLE = "the search index is damaged or has another version; it is being built again from the store"


class Generations:
    """An index folder with its generations. It is open for reading, and open for writing only while changes are applied."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.note: str | None = None
        self._engine: Engine | None = None
        self._files: IndexFiles | None = None
        self._manifest: Manifest | None = None
        self._damaged: Manifest | None = None
        self._manifest_mark: tuple[int, ...] = ()
        self._last_added = 0

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the index in `folder`. An unusable index counts as empty, and `note` says so."""
        found = cls(folder)
        found._refresh()
        return found

    @property
    def position(self) -> int:
        """The number of the last committed change; 0 when the index is empty or unusable."""
        self._refresh()
        return self._manifest.position if self._manifest else 0

    @property
    def is_sure(self) -> bool:
        """Whether the files belong to the commit of `position`, not to a later one."""
        listing = self._files.listing if self._files else None
        return self._manifest is None or (listing is not None and listing.fits(self._manifest))

    @property
    def should_note_files(self) -> bool:
        """Whether checking the files takes long because many have changed state, for example after the folder was copied."""
        return self._files is not None and self._files.summed > _SLOW_TO_CHECK

    def note_files(self) -> None:
        """Record the state of the files, which were found undamaged. Call it only while no other process can write."""
        self._refresh()
        if self._manifest and self._files:
            self._manifest = write_manifest(self.folder, self._manifest.generation, self._manifest.position)
            self._files.summed = 0

    @property
    def taken(self) -> int:
        """The number of the last change in the index, committed or not."""
        return max(self.position, self._last_added)

    def take(self, changes: Iterable[Change | Entry]) -> None:
        """Add changes in order; the next `apply` commits them."""
        if self._engine is None:
            self.rebuild(())
        assert self._engine is not None
        self._last_added = self._engine.take(changes) or self._last_added

    def apply(self, changes: Iterable[Change | Entry]) -> None:
        """Add changes in order and commit them."""
        self._refresh()
        if self._engine is None or self._manifest is None:
            self.rebuild(changes)
            return
        self.take(changes)
        self._commit()

    def rebuild(self, changes: Iterable[Change | Entry]) -> None:
        """Build a new index from these changes next to the current one, and replace that when the new one is complete."""
        name = str(max((int(path.name) for path in self._list_generations() if path.name.isdecimal()), default=0) + 1)
        self._finish_merges()
        engine = Engine.create(self.folder / name)
        try:
            last = engine.write(changes)
            engine.merge_segments()
            manifest = write_manifest(self.folder, name, last)
        except BaseException:
            with suppress(IndexFault):
                engine.merge_segments()
            del engine
            with suppress(IndexFault):
                remove(self.folder / name)
            raise
        self._set_engine(manifest, engine)
        self._delete_old()

    def merge_segments(self) -> None:
        """Commit pending changes, finish background merges, and let other processes write."""
        with suppress(IndexFault):  # if it fails, the next writer adds these changes again
            self._commit()
        if self._finish_merges() and self._manifest:
            with suppress(IndexFault):  # if it fails, merged files are checked by their checksums
                self._manifest = write_manifest(self.folder, self._manifest.generation, self._manifest.position)
            self._delete_old()

    def faults(self) -> Iterator[str]:
        """Yield the damaged files, found by their checksums. If there are any, the index counts as empty until it is rebuilt."""
        if self._manifest and self._files:
            manifest = self._manifest
            for path in self._files.faults(manifest):
                if read_manifest(self.folder) == manifest:  # else another process has replaced the index
                    self._damaged = manifest
                    yield str(path)
            self._refresh()

    def clear(self) -> None:
        """Delete everything and reset the position to 0."""
        self._finish_merges()
        self._reset()
        with engine_faults():
            remove_manifest(self.folder)
        remove(self.folder)

    def close(self) -> None:
        """Commit pending changes and close the files."""
        try:
            self.merge_segments()
        finally:
            self._reset()

    def _refresh(self) -> None:
        """Read the folder: open its current generation, or close the index if it is damaged."""
        while True:
            mark = mark_of(self.folder)
            manifest = self._manifest if self._manifest and mark == self._manifest_mark else read_manifest(self.folder)
            self._manifest_mark = mark
            if manifest is None or manifest == self._damaged:
                self._reset()
                self.note = _DAMAGED if manifest else _UNUSABLE if any(self._list_generations()) else None
                return
            try:
                self._open(manifest)
                return
            except IndexDamaged:
                self._reset()
                if read_manifest(self.folder) == manifest:
                    self._damaged = manifest

    def _open(self, manifest: Manifest) -> None:
        if self._manifest is None or self._manifest.generation != manifest.generation:
            self._reset()
        place = self.folder / manifest.generation
        files = self._files or IndexFiles(place)
        changed = files.check_changed(manifest)
        try:
            if self._engine is None:
                self._set_engine(manifest, Engine.open(place), files)
            elif changed:
                self._engine.reload()
        except IndexFault as error:
            if not is_of_the_system(error) or any(files.faults(manifest)):
                raise IndexDamaged(str(error)) from error
            raise
        self._manifest = manifest

    def _set_engine(self, manifest: Manifest, engine: Engine, files: IndexFiles | None = None) -> None:
        self._manifest, self._engine, self.note = manifest, engine, None
        self._files = files or IndexFiles(engine.place)

    def _reset(self) -> None:
        self._manifest = self._engine = self._files = None
        self._last_added = 0

    def _finish_merges(self) -> bool:
        self._last_added = 0
        try:
            return self._engine is not None and self._engine.merge_segments()
        except IndexFault:
            self._engine = None  # the files that it was merging are unchanged
            raise

    def _commit(self) -> None:
        if self._engine and self._manifest and self._last_added:
            last, self._last_added = self._last_added, 0
            self._engine.commit()
            self._manifest = write_manifest(self.folder, self._manifest.generation, last)

    def _list_generations(self) -> list[Path]:
        """All entries of the folder except the manifest."""
        try:
            return [path for path in self.folder.iterdir() if not is_of_manifest(path)]
        except OSError:
            return []

    def _delete_old(self) -> None:
        """Delete older generations, and those that were never completed."""
        for path in self._list_generations():
            if self._manifest and path.name != self._manifest.generation:
                with suppress(IndexFault):  # some systems do not delete files that another process has open
                    remove(path)
