"""The tokens of an article's address, host and origin, so that a search finds them in any form that a user types.

An address becomes a start mark, the labels of its host (each after an @), a slash, and the parts of its path and query. So
`post.example` matches the end of a host or a part of a path, and never the end of a label such as `harbour-post`.
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
_MAX_LENGTH = 2_000
_SCHEME = re.compile(r"(?<!\s)\s*+(?:(?:[a-z][a-z0-9+.-]{0,30}:)?//++|(?=www\.))", re.IGNORECASE)
_PORT = re.compile(r":(?:80|443)?$")
_PART = re.compile(r"[\w*-]+")

Pieces = tuple[tuple[str, ...], ...]
"""Runs of tokens. Each run must occur somewhere; a token may have stars in it."""


def make_location_tokens(field: str, archived: ArchivedArticle) -> str:
    """Make the tokens of an article's address, host or origin, separated by spaces."""
    if field == "url":
        return " ".join(_address_tokens(archived.url)) if archived.url else ""
    if field == "domain":
        domain = archived.article.metadata.domain
        return " ".join((START, *_host_tokens(domain.lower()), SLASH)) if domain else ""
    return " ".join(_path_tokens(_without_scheme(archived.origin)))


def split_location(field: str, typed: str) -> list[Pieces]:
    """Split a typed address, host or path into alternatives; all pieces of one alternative must occur."""
    begins = _SCHEME.match(typed) is not None
    if field == "origin":
        return _split_at_stars([_path_tokens(_without_scheme(typed))])
    host, path = _split_address(typed)
    labels, further = _host_tokens(host), _path_tokens(path)
    if field == "domain":
        # A text with a dot must be the end of a host; a single label may be anywhere in it.
        ends = (SLASH,) if "." in host.strip(".") and not host.endswith(ANY) else ()
        return _split_at_stars([(*labels, *ends)])
    if begins:
        return _split_at_stars([(START, *labels, *((SLASH, *further) if further or not host.endswith(ANY) else ()))])
    if not labels:
        return _split_at_stars([further])
    whole = (SLASH,) if further or ("." in host and not host.endswith(ANY)) else ()
    return _split_at_stars([(*labels, *whole, *further), (*_path_tokens(host), *further)])


def matches_location(field: str, typed: str, archived: ArchivedArticle) -> bool:
    """Whether the whole address of an article is the typed one, or its origin ends with the typed text."""
    own = tuple(make_location_tokens(field, archived).split())
    if field == "origin":
        wanted = _path_tokens(_without_scheme(typed))
        return bool(wanted) and own[-len(wanted) :] == wanted
    return own == _address_tokens(typed)


def id_starts(typed: str) -> tuple[str, ...]:
    """The typed start of an id, and the same with the letters that ids do not use replaced by the digits that they look like."""
    start = typed.rstrip(ANY).lower()
    return start, start.translate(_MISREAD)


_MISREAD = str.maketrans("oil", "011")


def _split_at_stars(some: Iterable[Iterable[str]]) -> list[Pieces]:
    """Split each list of tokens into runs at lone stars, which stand for anything."""
    found = []
    for tokens in some:
        runs = [tuple(run) for lone, run in groupby(tokens, lambda token: not token.strip(ANY)) if not lone]
        if runs:
            found.append(tuple(runs))
    return found


def _without_scheme(text: str) -> str:
    return _SCHEME.sub("", text[:_MAX_LENGTH], count=1)


def _split_address(address: str) -> tuple[str, str]:
    """The host of an address without www, and the rest after it without tracking parameters."""
    head, mark, fragment = _without_scheme(address).partition("#")
    if mark and fragment[:1] in ("/", "!"):
        head += "/" + fragment
    end = re.search(r"[/?]", head)
    host, path = (head[: end.start()], head[end.start() :]) if end else (head, "")
    host = _PORT.sub("", host.rpartition("@")[2]).lower()
    path, mark, query = path.partition("?")
    kept = [part for part in query.split("&") if not ("=" in part and is_tracking_parameter(part))]
    return host.removeprefix("www."), path + mark + "&".join(kept)


def _address_tokens(address: str) -> tuple[str, ...]:
    """The tokens of a whole address."""
    host, path = _split_address(address)
    return (START, *_host_tokens(host), SLASH, *_path_tokens(path))


def _host_tokens(host: str) -> tuple[str, ...]:
    return tuple(HOST + fold(label) for label in _PART.findall(host))


def _path_tokens(text: str) -> tuple[str, ...]:
    return tuple(_PART.findall(fold(unquote(text))))
