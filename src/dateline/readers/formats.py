"""What can be read: the readers as values, for people who ask."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass

from dateline.readers.base import Extra, Package, Reader, Recogniser


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how its files are called, what its bytes are known by, and whether what it needs is installed.

    `packs` says what it holds, for formats that only pack others; `extra` is what `pip install 'dateline[…]'` has to name.
    """

    name: str
    suffixes: tuple[str, ...]
    signs: str | None = None
    packs: str | None = None
    extra: str | None = None
    installed: bool = True


def list_formats(readers: Iterable[Reader]) -> tuple[Format, ...]:
    """The formats that `readers` know, in their order."""
    return tuple(map(_format, readers))


def _format(reader: Reader) -> Format:
    needs = reader if isinstance(reader, Extra) else None
    return Format(
        reader.name,
        reader.suffixes,
        reader.signs if isinstance(reader, Recogniser) else None,
        reader.packs if isinstance(reader, Package) else None,
        needs.extra if needs else None,
        needs is None or importlib.util.find_spec(needs.library) is not None,
    )
