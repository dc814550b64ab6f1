"""Convert the arguments of archive methods: a text for a value, one value for several; a clear error for anything else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from os import PathLike
from typing import TypeVar, cast, get_args

from dateline.errors import WrongUse
from dateline.query import Query, parse_query
from dateline.types.answers import Sort, Window

_T = TypeVar("_T")
_QUERIES: tuple[type, ...] = get_args(Query)


def to_query(given: object, saved: Mapping[str, str]) -> Query:
    """Return a query, which may be given as a text."""
    if isinstance(given, str):
        return parse_query(given, date.today(), saved)
    if isinstance(given, _QUERIES):
        return cast(Query, given)
    raise WrongUse(f"a query must be a text such as 'harbour source:gazette', or the result of parse_query; not {_describe(given)}")


def to_queries(given: object, saved: Mapping[str, str]) -> tuple[Query, ...]:
    """Return several queries; one may be given alone."""
    if isinstance(given, (str, *_QUERIES)):
        return (to_query(given, saved),)
    if isinstance(given, Iterable):
        return tuple(to_query(one, saved) for one in given)
    raise WrongUse(f"queries must be one or more texts or results of parse_query; not {_describe(given)}")


def to_name(given: object) -> str:
    """Return the name of an article: its id, address or path."""
    if isinstance(given, str | PathLike):
        return str(given)
    if isinstance(found := getattr(given, "article_id", None) or getattr(given, "id", None), str):
        return found
    raise WrongUse(f"an article must be named by its id, its address or its path, as a text; not by {_describe(given)}")


def to_names(given: object) -> list[str]:
    """Return the names of several articles; one may be given alone."""
    if isinstance(given, str | PathLike) or not isinstance(given, Iterable):
        return [to_name(given)]
    return [to_name(one) for one in given]


def to_texts(given: object, what: str) -> list[str]:
    """Return several texts; one may be given alone."""
    if isinstance(given, str):
        return [given]
    if isinstance(given, Iterable) and not isinstance(given, bytes):
        found = list(given)
        if all(isinstance(one, str) for one in found):
            return found
    raise WrongUse(f"{what} must be one or more texts; not {_describe(given)}")


def to_choice(given: _T, choices: Iterable[object], what: str) -> _T:
    """Return `given` if it is one of `choices`."""
    known = list(map(str, choices))
    if given in known:
        return given
    raise WrongUse(f"{what} must be one of {', '.join(known)}; not {_describe(given)}")


def to_number(given: object, what: str, least: int = 1) -> int:
    """Return `given` if it is a whole number of at least `least`."""
    if isinstance(given, int) and not isinstance(given, bool) and given >= least:
        return given
    raise WrongUse(f"{what} must be a whole number of {least} or more; not {_describe(given)}")


def to_numbers(given: object, what: str) -> list[int]:
    """Return several whole numbers; one may be given alone."""
    some = (
        [given] if isinstance(given, int) else list(given) if isinstance(given, Iterable) and not isinstance(given, str) else None
    )
    if some is None:
        raise WrongUse(f"{what} must be one or more whole numbers; not {_describe(given)}")
    return [to_number(one, what) for one in some]


def to_changes(given: object) -> dict[str, str | None]:
    """Return changes of fields: a text for each (several for authors and tags), None to remove a correction."""
    if not isinstance(given, Mapping):
        raise WrongUse(f"changes must be fields with their values, such as {{'source': 'Harbour Post'}}; not {_describe(given)}")
    return {name: value if value is None else "\n".join(to_texts(value, f"values of {name}")) for name, value in given.items()}


def to_window(given: object) -> Window:
    """Return the part of a list that is wanted; the default is the first ten."""
    if given is None:
        return Window()
    if not isinstance(given, Window):
        raise WrongUse(
            f"a window must be like Window(limit=10, offset=0, sort='newest'), with limit=None for all; not {_describe(given)}"
        )
    if given.limit is not None:
        to_number(given.limit, "limit", 0)
    to_number(given.offset, "offset", 0)
    to_choice(given.sort, get_args(Sort), "sort")
    return given


def to_documents(given: Iterable[_T]) -> Iterable[_T]:
    """Return the documents to ingest, if `given` is an iterable of them."""
    if isinstance(given, Iterable) and not isinstance(given, str | bytes | PathLike | Mapping):
        return given
    raise WrongUse(f"ingest takes documents, such as open_documents(['articles/']) returns; not {_describe(given)}")


def _describe(given: object) -> str:
    text = repr(given)
    return f"{text if len(text) <= 60 else text[:60] + ' …'} ({type(given).__name__})"
