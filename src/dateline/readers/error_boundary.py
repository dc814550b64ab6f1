"""The border of reading: whatever a reader or a fetcher trips over becomes one failure, and everything else goes on.

What is caught is every `Exception`, those of exhausted memory and recursion among them; Ctrl-C and the end of the program are none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import ParamSpec, TypeVar

from dateline.errors import DatelineError, FetchError, ReadError
from dateline.types.documents import Failure

_T = TypeVar("_T")
_P = ParamSpec("_P")
_LONGEST = 200


def iterate_safely(what: str, read: Callable[[], Iterable[_T]]) -> Iterator[_T]:
    """What reading finds, up to its end or an error; an error becomes a ReadError that names `what`."""
    try:
        yield from read()
    except (DatelineError, OSError):
        raise
    except Exception as error:
        raise ReadError(f"reading stopped: {what} fails on it ({error_text(error)})") from error


def recognise_safely(reader: str, ask: Callable[_P, _T], *args: _P.args, **options: _P.kwargs) -> _T:
    """The answer of a reader; if it fails, a ReadError that names the reader."""
    try:
        return ask(*args, **options)
    except Exception as error:
        raise ReadError(f"cannot be detected: the reader {reader} fails on it ({error_text(error)})") from error


def make_or_fail(where: str, make: Callable[_P, _T], *args: _P.args, **options: _P.kwargs) -> _T | Failure:
    """What `make` makes of one record or message; whatever is wrong with it is a Failure of it alone."""
    try:
        return make(*args, **options)
    except ReadError as error:
        return Failure(where, str(error))
    except RecursionError:
        return Failure(where, "cannot be read: its parts are nested too deeply")
    except Exception as error:  # noqa: BLE001  # one bad record must not take the others with it
        return Failure(where, f"cannot be read ({error_text(error)})")


def fetch_or_fail(get: Callable[_P, _T], *args: _P.args, **options: _P.kwargs) -> _T:
    """What `get` fetches; FetchError for all that keeps it from being fetched."""
    try:
        return get(*args, **options)
    except FetchError:
        raise
    except Exception as error:
        raise FetchError(f"cannot be fetched: the answer of its server is not valid ({error_text(error)})") from error


def error_text(error: BaseException) -> str:
    """An error that nobody expected, in some words on one line."""
    kind = type(error).__name__
    try:
        said = " ".join(str(error).split())
    except Exception:  # noqa: BLE001  # an error that cannot even be told
        return kind
    return f"{kind}: {said[:_LONGEST]}" if said else kind
