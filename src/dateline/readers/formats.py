"""The formats that can be read: the readers as values, for display to users."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass

from dateline.readers.base import Extra, Package, Reader, Recogniser


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name and suffixes, how its bytes are recognised, and whether the libraries it needs are installed.

    `packs` says what it contains, for formats that only package others. `extra` is the name to use in `pip install 'dateline[…]'`.
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
