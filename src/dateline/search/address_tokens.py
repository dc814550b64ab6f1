"""Where an article is: its address, its host and what it was read from, as tokens that are found in whatever form they are typed.

An address is held as a sign for its beginning, the labels of its host (each behind an @), a slash, and the parts of its path and
query. So `post.example` is the end of a host or stands in a path, and never the end of a label such as `harbour-post`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import unquote

from dateline.text import fold
from dateline.text.addresses import is_tracking_parameter

if TYPE_CHECKING:
    from dateline.types.articles import ArchivedArticle

START, HOST, SLASH = "^", "@", "/"
ANY = "*"
_LONGEST = 2_000
_SCHEME = re.compile(r"(?<!\s)\s*+(?:(?:[a-z][a-z0-9+.-]{0,30}:)?//++|(?=www\.))", re.IGNORECASE)
_PORT = re.compile(r":(?:80|443)?$")
_PART = re.compile(r"[\w*-]+")

Pieces = tuple[tuple[str, ...], ...]
"""Runs of tokens, each of which stands somewhere; a token may have stars in it."""


def make_location_tokens(field: str, archived: ArchivedArticle) -> str:
    """The tokens of an article's address, host or origin, between spaces."""
    if field == "url":
        return " ".join(_whole(archived.url)) if archived.url else ""
    if field == "domain":
        domain = archived.article.metadata.domain
        return " ".join((START, *_labels(domain.lower()), SLASH)) if domain else ""
    return " ".join(_path(_without_scheme(archived.origin)))


def split_location(field: str, typed: str) -> list[Pieces]:
    """What finds an address, host or path that was typed: any of these, of which all pieces must be there."""
    begins = _SCHEME.match(typed) is not None
    if field == "origin":
        return _choices([_path(_without_scheme(typed))])
    host, path = _parts(typed)
    labels, further = _labels(host), _path(path)
    if field == "domain":
        # With a dot, it is where a host ends; a single label stands anywhere in one.
        ends = (SLASH,) if "." in host.strip(".") and not host.endswith(ANY) else ()
        return _choices([(*labels, *ends)])
    if begins:
        return _choices([(START, *labels, *((SLASH, *further) if further or not host.endswith(ANY) else ()))])
    if not labels:
        return _choices([further])
    whole = (SLASH,) if further or ("." in host and not host.endswith(ANY)) else ()
    return _choices([(*labels, *whole, *further), (*_path(host), *further)])


def matches_location(field: str, typed: str, archived: ArchivedArticle) -> bool:
    """Whether the whole address of an article is the typed one, or its origin ends so."""
    own = tuple(make_location_tokens(field, archived).split())
    if field == "origin":
        wanted = _path(_without_scheme(typed))
        return bool(wanted) and own[-len(wanted) :] == wanted
    return own == _whole(typed)


def id_starts(typed: str) -> tuple[str, ...]:
    """The beginning of an id as it was typed, and as ids are written: letters that are none of theirs look like digits."""
    start = typed.rstrip(ANY).lower()
    return start, start.translate(_MISREAD)


_MISREAD = str.maketrans("oil", "011")


def _choices(some: Iterable[Iterable[str]]) -> list[Pieces]:
    """Runs of tokens, parted where a star stands alone, for whatever there may be."""
    found = []
    for tokens in some:
        runs = [tuple(run) for lone, run in groupby(tokens, lambda token: not token.strip(ANY)) if not lone]
        if runs:
            found.append(tuple(runs))
    return found


def _without_scheme(text: str) -> str:
    return _SCHEME.sub("", text[:_LONGEST], count=1)


def _parts(address: str) -> tuple[str, str]:
    """The host of an address without the www before it, and what stands behind it; what a page was reached by is left out."""
    head, mark, fragment = _without_scheme(address).partition("#")
    if mark and fragment[:1] in ("/", "!"):
        head += "/" + fragment
    end = re.search(r"[/?]", head)
    host, path = (head[: end.start()], head[end.start() :]) if end else (head, "")
    host = _PORT.sub("", host.rpartition("@")[2]).lower()
    path, mark, query = path.partition("?")
    kept = [part for part in query.split("&") if not ("=" in part and is_tracking_parameter(part))]
    return host.removeprefix("www."), path + mark + "&".join(kept)


def _whole(address: str) -> tuple[str, ...]:
    """All tokens of an address."""
    host, path = _parts(address)
    return (START, *_labels(host), SLASH, *_path(path))


def _labels(host: str) -> tuple[str, ...]:
    return tuple(HOST + fold(label) for label in _PART.findall(host))


def _path(text: str) -> tuple[str, ...]:
    return tuple(_PART.findall(fold(unquote(text))))
