"""Find the people, places and organisations that a text names."""

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
    """Return `metadata` with the names in the kept ones of `lines`."""
    return replace(metadata, **names_in("\n".join(line.text for line in lines if line.keep), metadata)._asdict())


def names_in(body: str, metadata: Metadata) -> Names:
    """Find the names in the text of an article with a plugin for its language, else with the rules."""
    finder = finder_of(metadata.language)
    if finder and metadata.language:
        return finder.find(body, metadata.language)
    return find_names(body, metadata.language, own_names(metadata))


def own_names(metadata: Metadata) -> tuple[str, ...]:
    """Return the names of the publisher of an article, which are not part of its story."""
    return tuple(filter(None, (metadata.source, metadata.agency, (metadata.domain or "").split(".")[0])))


def find_names(text: str, language: str | None, own: Iterable[str] = ()) -> Names:
    """Find the names in a text by rules; `own` are the names of its publisher, which are left out."""
    found = list(runs(text))
    people = find_people(found, language)
    places = find_places(found, people, language)
    return Names(people, places, find_organisations(found, (*people, *places), own))
