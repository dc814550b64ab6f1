"""Which reader for these bytes? What the bytes say of themselves comes first; a name only breaks ties."""

from __future__ import annotations

import os
from collections.abc import Sequence

from dateline.errors import ReadError
from dateline.readers.base import Likeness, Package, Reader, Recogniser
from dateline.readers.sniff import binary_kind


def choose(readers: Sequence[Reader], head: bytes, name: str) -> tuple[Reader | None, bool]:
    """The reader for something that begins with `head`, if any, and whether its bytes leave no doubt."""
    best: tuple[tuple[bool, int, int], Reader] | None = None
    for reader in readers:
        named = _fit(reader, name)
        likeness = reader.recognise(head) if isinstance(reader, Recogniser) else Likeness.CERTAIN if named else Likeness.NONE
        # Text in a file with a text's suffix is what the suffix says, unless its bytes are certain to be something else.
        rank = (likeness == Likeness.CERTAIN, named, int(likeness))
        if likeness and (best is None or rank > best[0]):
            best = rank, reader
    return (None, False) if best is None else (best[1], best[0][0])


def choose_package(readers: Sequence[Reader], head: bytes, name: str) -> Reader | None:
    """The reader that unpacks something that begins with `head`, None where it is no package."""
    reader, certain = choose([reader for reader in readers if isinstance(reader, Package)], head, name)
    return reader if certain else None


def by_name(readers: Sequence[Reader], name: str) -> Reader:
    """The reader of the format that users call `name`."""
    for reader in readers:
        if reader.name == name:
            return reader
    known = ", ".join(reader.name for reader in readers)
    raise ReadError(f"no reader for the format {name}; there are {known}")


def is_known(readers: Sequence[Reader], name: str) -> bool:
    """Whether `name` ends like the names of some format."""
    return any(_fit(reader, name) for reader in readers)


def why_unknown(head: bytes) -> str:
    """What to say of something that no reader takes."""
    return f"looks like a binary file ({binary_kind(head) or 'unknown kind'}); give the text or HTML instead"


def _fit(reader: Reader, name: str) -> int:
    """How much of `name` is a suffix of the reader's."""
    lowered = os.path.basename(name).lower()
    return max((len(suffix) for suffix in reader.suffixes if lowered.endswith(suffix)), default=0)
