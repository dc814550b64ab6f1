"""The manifest of an index folder: the current generation, its last change, and the state of its files after the last commit.

A generation is a folder of the engine. A new one is built next to the old one and replaces it when the manifest names it. The
manifest is one file that is replaced atomically. It has its own checksum, and the engine's list of files is compared with it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from errno import EIO
from pathlib import Path
from typing import Any
from zlib import crc32

from dateline.errors import IndexDamaged, IndexFault
from dateline.search.schema import VERSION

LIST = "meta.json"
"""The engine's own list of its files."""
_FILE = "manifest.json"
_MANAGED_FILES = ".managed.json"  # the engine's list of all files that it has created and not yet deleted
_ENDINGS = ("term", "idx", "pos", "store", "fast", "fieldnorm")
_ATTEMPTS = 20

State = tuple[int, int, int]
"""The state of a file: its size, and when its content (mtime) and its metadata (ctime) last changed, in nanoseconds.

Any program can set the first time; only the system sets the second.
"""


@dataclass(frozen=True, slots=True)
class Manifest:
    """An index: the name of its generation, its last change, its number of articles, and the state of its files.

    `commit` is the engine's number of the commit; `schema` is a checksum of the engine's schema and settings.
    """

    generation: str
    position: int
    articles: int
    commit: int
    schema: int
    files: Mapping[str, State]


@dataclass(frozen=True, slots=True)
class Listing:
    """The content of the engine's list at one moment."""

    articles: int
    commit: int
    schema: int
    files: tuple[str, ...]

    def fits(self, manifest: Manifest) -> bool:
        """Whether this is the commit that the manifest names. The files may differ, as the engine merges them in the background."""
        return (self.articles, self.commit, self.schema) == (manifest.articles, manifest.commit, manifest.schema)


def read_manifest(folder: Path) -> Manifest | None:
    """Read the manifest of an index folder; None if it is missing, damaged, or of another version."""
    try:
        found = json.loads(_read_bytes(folder / _FILE))
        if found.pop("checksum") != _checksum(found) or found.pop("version") != VERSION:
            return None
        return Manifest(**{**found, "files": {name: tuple(state) for name, state in found["files"].items()}})
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return None


def mark_of(folder: Path) -> tuple[int, ...]:
    """A value that changes whenever the manifest is replaced, found without reading it; () if there is no manifest."""
    try:
        found = os.stat(folder / _FILE)
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def write_manifest(folder: Path, generation: str, position: int) -> Manifest:
    """Make `generation`, in its present state, the current index, with `position` as its last change."""
    listing, files = _read_states(folder / generation)
    manifest = Manifest(generation, position, listing.articles, listing.commit, listing.schema, files)
    content = {**asdict(manifest), "version": VERSION}
    new_file = folder / f"{_FILE}.new"
    try:
        new_file.write_text(json.dumps({**content, "checksum": _checksum(content)}), "utf-8")
        new_file.replace(folder / _FILE)
    except OSError as error:
        raise IndexFault(f"{folder}: cannot be written ({error.strerror}); free some space and try again") from error
    return manifest


def remove_manifest(folder: Path) -> None:
    """Delete the manifest, so that no generation is the current index."""
    (folder / _FILE).unlink(missing_ok=True)


def is_of_manifest(path: Path) -> bool:
    """Whether a path is the manifest, not a generation."""
    return path.name == _FILE


def read_listing(place: Path) -> Listing:
    """Read the engine's list in the folder of a generation; IndexDamaged if that fails."""
    try:
        found = json.loads(_read_bytes(place / LIST))
        segments = found["segments"]
        deleted = [segment["deletes"] or {"num_deleted_docs": 0} for segment in segments]
        articles = sum(segment["max_doc"] - gone["num_deleted_docs"] for segment, gone in zip(segments, deleted, strict=True))
        layout = json.dumps([found["schema"], found["index_settings"]], sort_keys=True)
        names = tuple(name for segment in segments for name in _file_names(segment))
        return Listing(int(articles), int(found["opstamp"]), crc32(layout.encode()), names)
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(f"{place / LIST}: is damaged; 'dateline reindex' builds the index again") from error


def knows_its_files(place: Path) -> bool:
    """Whether the engine can read its list of created files in the folder of a generation."""
    try:
        found = json.loads(_read_bytes(place / _MANAGED_FILES))
        return isinstance(found, list) and all(isinstance(name, str) for name in found)
    except FileNotFoundError:  # then the engine starts a new list
        return True
    except ValueError:
        return False


def state_of(path: Path | str) -> State | None:
    """The state of a file; None if it does not exist."""
    try:
        found = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _read_error(path, error) from error
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Raise IndexFault if the system refuses to read `path`. Such a refusal does not mean that the file is damaged."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        if error.errno == EIO:  # the disk has lost the content
            raise FileNotFoundError(error.errno, error.strerror) from error
        raise _read_error(path, error) from error


def _read_error(path: Path | str, error: OSError) -> IndexFault:
    return IndexFault(f"{path}: cannot be read ({error.strerror}); correct this and try again")


def _read_bytes(path: Path) -> bytes:
    with readable(path):
        try:
            return path.read_bytes()
        except NotADirectoryError as error:
            raise FileNotFoundError(error.errno, error.strerror) from error


def _file_names(segment: Mapping[str, Any]) -> list[str]:
    name = segment["segment_id"].replace("-", "")
    deleted = segment["deletes"]
    return [*(f"{name}.{ending}" for ending in _ENDINGS), *([f"{name}.{deleted['opstamp']}.del"] if deleted else [])]


def _read_states(place: Path) -> tuple[Listing, dict[str, State]]:
    for _ in range(_ATTEMPTS):  # the engine may merge files while their states are read
        listing = read_listing(place)
        states = {name: state_of(place / name) for name in (LIST, *listing.files)}
        files = {name: state for name, state in states.items() if state}
        if len(files) == len(states):
            break
    return listing, files


def _checksum(content: Mapping[str, object]) -> int:
    return crc32(json.dumps({name: value for name, value in content.items() if name != "checksum"}, sort_keys=True).encode())
