"""The manifest of an index folder: which of its generations is the index, up to which change it goes, and how its files were left.

A generation is a folder of the engine's. A new one is built beside the old and takes its place when the manifest names it, a single
file that is replaced whole. The manifest has a checksum of its own; the engine's list of files is held against what it says.
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
_KNOWN = ".managed.json"  # the engine's list of all files that it has made and not yet taken away
_ENDINGS = ("term", "idx", "pos", "store", "fast", "fieldnorm")
_TRIES = 20

State = tuple[int, int, int]
"""How a file was left: its size, and the times of the last change of its content and of whatever is known of it, in nanoseconds.

The first time can be set by anyone, the second only by the system.
"""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index is: the name of its generation, the last change in it, how many articles, and its files as they were left.

    `commit` is the engine's number of the commit, `schema` a checksum of how it keeps fields.
    """

    generation: str
    position: int
    articles: int
    commit: int
    schema: int
    files: Mapping[str, State]


@dataclass(frozen=True, slots=True)
class Listing:
    """What the engine's list says at a moment."""

    articles: int
    commit: int
    schema: int
    files: tuple[str, ...]

    def fits(self, manifest: Manifest) -> bool:
        """Whether it is the commit that the manifest tells of; the files may be others, as the engine merges them by itself."""
        return (self.articles, self.commit, self.schema) == (manifest.articles, manifest.commit, manifest.schema)


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of an index folder; None where there is none, or a damaged one, or one of another version."""
    try:
        found = json.loads(_content(folder / _FILE))
        if found.pop("checksum") != _checksum(found) or found.pop("version") != VERSION:
            return None
        return Manifest(**{**found, "files": {name: tuple(state) for name, state in found["files"].items()}})
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return None


def mark_of(folder: Path) -> tuple[int, ...]:
    """A mark by which one manifest is told from the next without reading it; () where there is none."""
    try:
        found = os.stat(folder / _FILE)
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def write_manifest(folder: Path, generation: str, position: int) -> Manifest:
    """Let `generation`, as it is now, be the index, up to that change."""
    listing, files = _as_left(folder / generation)
    manifest = Manifest(generation, position, listing.articles, listing.commit, listing.schema, files)
    told = {**asdict(manifest), "version": VERSION}
    fresh = folder / f"{_FILE}.new"
    try:
        fresh.write_text(json.dumps({**told, "checksum": _checksum(told)}), "utf-8")
        fresh.replace(folder / _FILE)
    except OSError as error:
        raise IndexFault(f"{folder}: cannot be written ({error.strerror}); free some space and try again") from error
    return manifest


def remove_manifest(folder: Path) -> None:
    """Let no generation be the index."""
    (folder / _FILE).unlink(missing_ok=True)


def is_of_manifest(path: Path) -> bool:
    """Whether this is the manifest's file, not a generation's."""
    return path.name == _FILE


def read_listing(place: Path) -> Listing:
    """What the engine's list in the folder of a generation says; IndexDamaged where it says nothing."""
    try:
        found = json.loads(_content(place / LIST))
        segments = found["segments"]
        deleted = [segment["deletes"] or {"num_deleted_docs": 0} for segment in segments]
        articles = sum(segment["max_doc"] - gone["num_deleted_docs"] for segment, gone in zip(segments, deleted, strict=True))
        how = json.dumps([found["schema"], found["index_settings"]], sort_keys=True)
        names = tuple(name for segment in segments for name in _names(segment))
        return Listing(int(articles), int(found["opstamp"]), crc32(how.encode()), names)
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(f"{place / LIST}: is damaged; 'dateline reindex' builds the index again") from error


def knows_its_files(place: Path) -> bool:
    """Whether the engine can read which files it has made in the folder of a generation."""
    try:
        found = json.loads(_content(place / _KNOWN))
        return isinstance(found, list) and all(isinstance(name, str) for name in found)
    except FileNotFoundError:  # then it begins a new list
        return True
    except ValueError:
        return False


def state_of(path: Path | str) -> State | None:
    """How a file is left; None where it is not there."""
    try:
        found = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _unreadable(path, error) from error
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """IndexFault where the system does not let `path` be read, which says nothing about what is in it."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        if error.errno == EIO:  # the disk itself has lost it
            raise FileNotFoundError(error.errno, error.strerror) from error
        raise _unreadable(path, error) from error


def _unreadable(path: Path | str, error: OSError) -> IndexFault:
    return IndexFault(f"{path}: cannot be read ({error.strerror}); correct this and try again")


def _content(path: Path) -> bytes:
    with readable(path):
        try:
            return path.read_bytes()
        except NotADirectoryError as error:
            raise FileNotFoundError(error.errno, error.strerror) from error


def _names(segment: Mapping[str, Any]) -> list[str]:
    name = segment["segment_id"].replace("-", "")
    deleted = segment["deletes"]
    return [*(f"{name}.{ending}" for ending in _ENDINGS), *([f"{name}.{deleted['opstamp']}.del"] if deleted else [])]


def _as_left(place: Path) -> tuple[Listing, dict[str, State]]:
    for _ in range(_TRIES):  # the engine may merge files while they are looked at
        listing = read_listing(place)
        states = {name: state_of(place / name) for name in (LIST, *listing.files)}
        files = {name: state for name, state in states.items() if state}
        if len(files) == len(states):
            break
    return listing, files


def _checksum(told: Mapping[str, object]) -> int:
    return crc32(json.dumps({name: value for name, value in told.items() if name != "checksum"}, sort_keys=True).encode())
