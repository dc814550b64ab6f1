"""Saved searches for the parser: texts by name, each in place of its `saved:name`; none may contain itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

_LONGEST = 20_000
_NAME = re.compile(r"\w[\w.-]{0,63}")


class SavedQueryError(ValueError):
    """A saved search that cannot be inserted; the message says why."""


def saved_name(text: str) -> str | None:
    """`text` as the name of a saved search, in lower case; None if it is not a valid name."""
    return text.lower() if _NAME.fullmatch(text) else None


@dataclass(slots=True)
class SavedQueries:
    """The saved searches, and the names of those that are being parsed, the outermost first."""

    texts: Mapping[str, str]
    _open: list[str] = field(default_factory=list)
    _length: int = 0

    @contextmanager
    def open(self, name: str) -> Iterator[str]:
        """The text of the search `name`; SavedQueryError if there is none, or if it contains itself."""
        name = name.lower()
        if name in self._open:
            raise SavedQueryError(f"saved:{name} contains itself ({' → '.join([*self._open, name])})")
        if name not in self.texts:
            from difflib import get_close_matches

            near = get_close_matches(name, self.texts, 1)
            raise SavedQueryError(f"there is no saved search '{name}'; " + (f"did you mean {near[0]}?" if near else _CURE))
        text = self.texts[name]
        self._length += len(text)
        if self._length > _LONGEST:
            raise SavedQueryError(f"the saved searches in this query have more than {_LONGEST:,} characters together")
        self._open.append(name)
        try:
            yield text
        finally:
            self._open.pop()


_CURE = "'dateline saved' lists the saved searches"
