"""Move the search index of an archive to another place. The settings change only after that place has answered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from dateline.search.index_choice import address_override, open_index
from dateline.search.opensearch.choice import (
    Choice,
    chosen_for,
    default_name,
    default_owner,
    open_in_cluster,
    read_choice,
    write_choice,
)
from dateline.types.folder import EMBEDDED


def moved(
    folder: Path, address: str, *, name: str | None = None, shards: int = 1, texts: bool | None = None, clear: bool = False
) -> tuple[str, ...]:
    """Record the new address of the index, and whether it contains the `texts` (None: as before). Return messages for the user."""
    before, choice = read_choice(folder), None
    if address != EMBEDDED:
        known = before.archive if before else default_name(folder)
        owner, kept = (before.owner, before.texts) if before else (default_owner(folder), False)
        choice = Choice(address, name or known, owner, shards, texts=kept if texts is None else texts)
        choice = replace(choice, address=choice.place.address)
        _check(choice)
    write_choice(folder, choice)
    if before is None or (choice and (choice.address, choice.archive) == (before.address, before.archive)):
        return ()
    if not clear:
        return (f"The old index at {before.address}, under the name {before.archive}, stays there; --clear would have deleted it.",)
    with closing(open_in_cluster(before)) as left:
        left.clear()
    return (f"The old index at {before.address}, under the name {before.archive}, was deleted.",)


def _check(choice: Choice) -> None:
    from dateline.search.opensearch.index import OpenSearchIndex

    with closing(open_in_cluster(choice)) as index:
        if isinstance(index, OpenSearchIndex):
            index.check()


def describe_index(folder: Path, last: int) -> Iterator[str]:
    """Yield the place of the index, and how far it is behind the `last` change of the store, as lines of text."""
    choice = chosen_for(folder, address_override())
    if choice is None:
        yield "embedded, in the folder of the archive"
    else:
        yield f"{choice.address}, under the name {choice.archive}"
        yield f"texts are read from {'the index' if choice.texts else 'the file of the archive'} where several archives are asked"
    with closing(open_index(folder)) as index:
        behind = last - index.position
        yield "up to date" if not behind else f"{behind:,} change{'' if behind == 1 else 's'} behind; the next search brings it up"
