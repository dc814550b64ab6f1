"""Events: stories of several outlets that report the same event, each once, with what it added to those before it."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.types.articles import ArchivedArticle
from dateline.types.history import Version


@dataclass(frozen=True, slots=True)
class Addition:
    """What a report has that none before it had: names, figures, and the sentence with most of them."""

    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    sentence: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A story as a part of an event: the copy that was published first, the ids of the other copies, and its later versions.

    `first` is whether it was certainly published before all others.
    """

    article: ArchivedArticle
    copies: tuple[str, ...] = ()
    added: Addition = Addition()
    versions: tuple[Version, ...] = ()
    first: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """The reports of the event that an article is about, in order of publication, including the article itself.

    `days` is the number of days before and after the article that were searched, `compared` the number of articles in them.
    """

    article_id: str
    reports: tuple[Report, ...]
    days: int
    compared: int
    notes: tuple[str, ...] = ()
