"""The generations of the embedded index in a folder beside the store, of which the manifest names the one that counts.

Opening never writes, and never throws anything away: what is damaged, of another version or not there counts as empty, and the next
`apply` builds it anew, beside what is there. The manifest is written after each commit; should a process die between the two, the
same changes are simply applied once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from dateline.errors import IndexDamaged, IndexFault
from dateline.search.engine import Engine, is_of_the_system, mapped, remove
from dateline.search.index_files import IndexFiles
from dateline.search.manifest import Manifest, is_of_manifest, mark_of, read_manifest, remove_manifest, write_manifest

if TYPE_CHECKING:
    from dateline.search.entry import Entry
    from dateline.types.history import Change


_MUCH = 16 << 20  # bytes; their checksums take some ten milliseconds
_DAMAGED = "the search index is damaged; it is being built again from the store"
_OTHER = "the search index is damaged or has another version; it is being built again from the store"


class Generations:
    """An index folder with its generations; opened for reading, and for writing only while changes are applied."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.note: str | None = None
        self._engine: Engine | None = None
        self._soundness: IndexFiles | None = None
        self._manifest: Manifest | None = None
        self._condemned: Manifest | None = None
        self._mark: tuple[int, ...] = ()
        self._taken = 0

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The index in `folder`; an unusable one counts as empty, with a note that says so."""
        found = cls(folder)
        found._look()
        return found

    @property
    def position(self) -> int:
        """The number of the last change that is committed here; 0 when empty or unusable."""
        self._look()
        return self._manifest.position if self._manifest else 0

    @property
    def is_sure(self) -> bool:
        """Whether the files are those of the commit that `position` speaks of, and not of one after it."""
        listing = self._soundness.listing if self._soundness else None
        return self._manifest is None or (listing is not None and listing.fits(self._manifest))

    @property
    def should_note_files(self) -> bool:
        """Whether so many files are not as they were left (copied to another place, for one) that finding them well takes time."""
        return self._soundness is not None and self._soundness.summed > _MUCH

    def note_files(self) -> None:
        """Note how the files are, as they were found well; only while nobody else may write."""
        self._look()
        if self._manifest and self._soundness:
            self._manifest = write_manifest(self.folder, self._manifest.generation, self._manifest.position)
            self._soundness.summed = 0

    @property
    def taken(self) -> int:
        """The number of the last change that is here, committed or not."""
        return max(self.position, self._taken)

    def take(self, changes: Iterable[Change | Entry]) -> None:
        """Take in changes in order, for the next `apply` to commit."""
        if self._engine is None:
            self.rebuild(())
        assert self._engine is not None
        self._taken = self._engine.take(changes) or self._taken

    def apply(self, changes: Iterable[Change | Entry]) -> None:
        """Take in changes in order and commit them."""
        self._look()
        if self._engine is None or self._manifest is None:
            self.rebuild(changes)
            return
        self.take(changes)
        self._commit()

    def rebuild(self, changes: Iterable[Change | Entry]) -> None:
        """Build a new index of these changes beside the one that is there, and put it in its place when it is whole."""
        name = str(max((int(path.name) for path in self._generations() if path.name.isdecimal()), default=0) + 1)
        self._settle()
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
        self._use(manifest, engine)
        self._sweep()

    def merge_segments(self) -> None:
        """Commit what was taken, finish what runs in the background, and let others write."""
        with suppress(IndexFault):  # without it, the next who writes takes it in again
            self._commit()
        if self._settle() and self._manifest:
            with suppress(IndexFault):  # without it, files that were merged are told to be well by their checksums
                self._manifest = write_manifest(self.folder, self._manifest.generation, self._manifest.position)
            self._sweep()

    def faults(self) -> Iterator[str]:
        """Which files are damaged, by their checksums; with any, the index counts as empty until it is built again."""
        if self._manifest and self._soundness:
            manifest = self._manifest
            for path in self._soundness.faults(manifest):
                if read_manifest(self.folder) == manifest:  # else another process has put a new one in its place
                    self._condemned = manifest
                    yield str(path)
            self._look()

    def clear(self) -> None:
        """Throw everything away; the position is 0 again."""
        self._settle()
        self._forget()
        with mapped():
            remove_manifest(self.folder)
        remove(self.folder)

    def close(self) -> None:
        """Let go of the files."""
        try:
            self.merge_segments()
        finally:
            self._forget()

    def _look(self) -> None:
        """Look at the folder: open what counts there now, and let go of what is damaged."""
        while True:
            mark = mark_of(self.folder)
            manifest = self._manifest if self._manifest and mark == self._mark else read_manifest(self.folder)
            self._mark = mark
            if manifest is None or manifest == self._condemned:
                self._forget()
                self.note = _DAMAGED if manifest else _OTHER if any(self._generations()) else None
                return
            try:
                self._open(manifest)
                return
            except IndexDamaged:
                self._forget()
                if read_manifest(self.folder) == manifest:
                    self._condemned = manifest

    def _open(self, manifest: Manifest) -> None:
        if self._manifest is None or self._manifest.generation != manifest.generation:
            self._forget()
        place = self.folder / manifest.generation
        soundness = self._soundness or IndexFiles(place)
        changed = soundness.check_changed(manifest)
        try:
            if self._engine is None:
                self._use(manifest, Engine.open(place), soundness)
            elif changed:
                self._engine.reload()
        except IndexFault as error:
            if not is_of_the_system(error) or any(soundness.faults(manifest)):
                raise IndexDamaged(str(error)) from error
            raise
        self._manifest = manifest

    def _use(self, manifest: Manifest, engine: Engine, soundness: IndexFiles | None = None) -> None:
        self._manifest, self._engine, self.note = manifest, engine, None
        self._soundness = soundness or IndexFiles(engine.place)

    def _forget(self) -> None:
        self._manifest = self._engine = self._soundness = None
        self._taken = 0

    def _settle(self) -> bool:
        self._taken = 0
        try:
            return self._engine is not None and self._engine.merge_segments()
        except IndexFault:
            self._engine = None  # what it was about to merge is as it was
            raise

    def _commit(self) -> None:
        if self._engine and self._manifest and self._taken:
            last, self._taken = self._taken, 0
            self._engine.commit()
            self._manifest = write_manifest(self.folder, self._manifest.generation, last)

    def _generations(self) -> list[Path]:
        """What is in the folder beside the manifest."""
        try:
            return [path for path in self.folder.iterdir() if not is_of_manifest(path)]
        except OSError:
            return []

    def _sweep(self) -> None:
        """Take away what is left of older generations, and of those that were never finished."""
        for path in self._generations():
            if self._manifest and path.name != self._manifest.generation:
                with suppress(IndexFault):  # where others have it open, some systems let nobody take it away
                    remove(path)
