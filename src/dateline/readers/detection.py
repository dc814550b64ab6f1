"""Find the reader for some bytes. What the bytes show comes first; a file name only breaks ties."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, is_dataclass, replace
from typing import Self

from dateline.errors import ReadError
from dateline.readers.base import Likeness, Package, Reader, Recogniser
from dateline.readers.error_boundary import recognise_safely
from dateline.readers.field_mapping import GUESSED, FieldMapping
from dateline.readers.plugins import offers
from dateline.readers.signatures import binary_kind


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """The user's options for reading: what the fields of records mean, and whether attachments of mail are read too."""

    names: FieldMapping = GUESSED
    enclosed: bool = False


@dataclass(frozen=True, slots=True)
class _ReaderInfo:
    """A reader with its abilities, determined once, because each member of each archive needs a choice of reader."""

    reader: Reader
    recognise: Callable[[bytes], Likeness] | None
    is_package: bool


@dataclass(frozen=True, slots=True)
class Detection:
    """The readers to choose from; of two that fit equally well, the first wins."""

    known: tuple[_ReaderInfo, ...]

    @classmethod
    def of(cls, readers: Sequence[Reader]) -> Self:
        """A choice of `readers`."""
        return cls(
            tuple(
                _ReaderInfo(reader, reader.recognise if isinstance(reader, Recogniser) else None, isinstance(reader, Package))
                for reader in readers
            )
        )

    def find_reader(self, head: bytes, name: str) -> tuple[Reader | None, bool]:
        """The reader for a stream that begins with `head`, if any, and whether the bytes leave no doubt."""
        return _find_best(self.known, head, os.path.basename(name).lower())

    def find_package_reader(self, head: bytes, name: str) -> Reader | None:
        """The reader that unpacks a stream that begins with `head`; None if it is not a package."""
        packages = tuple(one for one in self.known if one.is_package)
        reader, certain = _find_best(packages, head, os.path.basename(name).lower())
        return reader if certain else None

    def has_known_suffix(self, name: str) -> bool:
        """Whether `name` ends in a suffix of any format."""
        return any(_suffix_length(one.reader, os.path.basename(name).lower()) for one in self.known)

    def by_name(self, name: str) -> Reader:
        """The reader of the format that users call `name`."""
        for one in self.known:
            if one.reader.name == name:
                return one.reader
        raise ReadError(f"no reader for the format {name}; there are {', '.join(one.reader.name for one in self.known)}")


def all_readers(external: bool = True) -> tuple[Reader, ...]:
    """The readers of all plugins, the built-in ones first."""
    offered = [(plugin, reader) for plugin, readers in offers(external) for reader in readers]
    for plugin, reader in offered:
        if not isinstance(reader, Reader):
            raise ReadError(f"the plugin {plugin} offers {reader!r} as a reader; it needs a name, suffixes and a read method")
    return tuple(reader for _, reader in offered if isinstance(reader, Reader))


def readers_with(options: ReadOptions) -> tuple[Reader, ...]:
    """The readers of all plugins, each with the options that concern it."""
    return tuple(_with_options(reader, options) for reader in all_readers())


def _with_options(reader: Reader, options: ReadOptions) -> Reader:
    if not is_dataclass(reader) or isinstance(reader, type):
        return reader
    changes: dict[str, FieldMapping | bool] = {}
    if options.names and isinstance(getattr(reader, "names", None), FieldMapping):
        changes["names"] = options.names
    if options.enclosed and isinstance(getattr(reader, "enclosed", None), bool):
        changes["enclosed"] = True
    return replace(reader, **changes) if changes else reader


def explain_unknown(head: bytes) -> str:
    """The reason to give for content that no reader accepts."""
    return f"looks like a binary file ({binary_kind(head) or 'unknown kind'}); give the text or HTML instead"


def _find_best(known: Sequence[_ReaderInfo], head: bytes, name: str) -> tuple[Reader | None, bool]:
    best: tuple[tuple[bool, int, int], Reader] | None = None
    for one in known:
        named = _suffix_length(one.reader, name)
        likeness = (
            recognise_safely(one.reader.name, one.recognise, head)
            if one.recognise
            else Likeness.CERTAIN
            if named
            else Likeness.NONE
        )
        # The suffix of a text file decides, unless the bytes are certain to be another format.
        rank = (likeness == Likeness.CERTAIN, named, int(likeness))
        if likeness and (best is None or rank > best[0]):
            best = rank, one.reader
    return (None, False) if best is None else (best[1], best[0][0])


def _suffix_length(reader: Reader, name: str) -> int:
    """The length of the longest suffix of the reader that `name`, in lower case, ends in; 0 if none fits."""
    if not name.endswith(reader.suffixes):
        return 0
    return max(len(suffix) for suffix in reader.suffixes if name.endswith(suffix))
