"""A text → the people, places and organisations that it names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dateline.metadata.names.capitalised_runs import runs
from dateline.metadata.names.finder import finder_of
from dateline.metadata.names.found import Names
from dateline.metadata.names.organisations import find_organisations
from dateline.metadata.names.people import find_people
from dateline.metadata.names.places import find_places
from dateline.types.articles import Line, Metadata


def with_names(metadata: Metadata, lines: Iterable[Line]) -> Metadata:
    """`metadata` of an article with these `lines`, with whom and what its story names."""
    return replace(metadata, **names_in("\n".join(line.text for line in lines if line.keep), metadata)._asdict())


def names_in(body: str, metadata: Metadata) -> Names:
    """The names in the text of an article of that `metadata`, as a plugin for its language finds them, else the rules."""
    finder = finder_of(metadata.language)
    if finder and metadata.language:
        return finder.find(body, metadata.language)
    return find_names(body, metadata.language, own_names(metadata))


def own_names(metadata: Metadata) -> tuple[str, ...]:
    """The names of who published an article, of whom it does not speak."""
    return tuple(filter(None, (metadata.source, metadata.agency, (metadata.domain or "").split(".")[0])))


def find_names(text: str, language: str | None, own: Iterable[str] = ()) -> Names:
    """The names in a text, without its `own`: who published it."""
    found = list(runs(text))
    people = find_people(found, language)
    places = find_places(found, people, language)
    return Names(people, places, find_organisations(found, (*people, *places), own))
