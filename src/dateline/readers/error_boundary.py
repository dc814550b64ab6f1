"""The error boundary of reading: any exception in a reader or a fetcher becomes one failure, and everything else continues.

It catches every `Exception`, including MemoryError and RecursionError, but not KeyboardInterrupt or SystemExit.
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
    """Yield what `read` finds; an unexpected exception becomes a ReadError that names `what`."""
    try:
        yield from read()
    except (DatelineError, OSError):
        raise
    except Exception as error:
        raise ReadError(f"reading stopped: {what} fails on it ({error_text(error)})") from error


def recognise_safely(reader: str, recognise: Callable[_P, _T], *args: _P.args, **options: _P.kwargs) -> _T:
    """Return what `recognise` returns; if it fails, raise a ReadError that names the reader."""
    try:
        return recognise(*args, **options)
    except Exception as error:
        raise ReadError(f"cannot be detected: the reader {reader} fails on it ({error_text(error)})") from error


def make_or_fail(where: str, make: Callable[_P, _T], *args: _P.args, **options: _P.kwargs) -> _T | Failure:
    """Return what `make` makes of one record or message; any error becomes a Failure of that record alone."""
    try:
        return make(*args, **options)
    except ReadError as error:
        return Failure(where, str(error))
    except RecursionError:
        return Failure(where, "cannot be read: its parts are nested too deeply")
    except Exception as error:  # noqa: BLE001  # one bad record must not affect the others
        return Failure(where, f"cannot be read ({error_text(error)})")


def fetch_or_fail(get: Callable[_P, _T], *args: _P.args, **options: _P.kwargs) -> _T:
    """Return what `get` fetches; raise FetchError for anything that prevents it."""
    try:
        return get(*args, **options)
    except FetchError:
        raise
    except Exception as error:
        raise FetchError(f"cannot be fetched: the answer of its server is not valid ({error_text(error)})") from error


def error_text(error: BaseException) -> str:
    """An unexpected error in a few words, on one line."""
    kind = type(error).__name__
    try:
        text = " ".join(str(error).split())
    except Exception:  # noqa: BLE001  # an error whose own text fails
        return kind
    return f"{kind}: {text[:_LONGEST]}" if text else kind
