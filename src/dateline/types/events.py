"""An event: several stories, of several outlets, that report the same; each story once, with what it added to those before it."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.types.articles import ArchivedArticle
from dateline.types.history import Version


@dataclass(frozen=True, slots=True)
class Addition:
    """What a report has that none before it had: names, figures, and the sentence that has most of what is new."""

    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    sentence: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A story of an event: of its copies the one published first, the ids of the others, and its later versions.

    `first` says that it was surely published before all others.
    """

    article: ArchivedArticle
    copies: tuple[str, ...] = ()
    added: Addition = Addition()
    versions: tuple[Version, ...] = ()
    first: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """The reports of the event that an article speaks of, in the order of their publication, the article itself among them.

    `days` is how many days before and after the article were looked at, `compared` how many articles of these.
    """

    article_id: str
    reports: tuple[Report, ...]
    days: int
    compared: int
    notes: tuple[str, ...] = ()
