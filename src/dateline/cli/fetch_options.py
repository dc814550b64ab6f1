"""The options of every command that fetches. Only this module reads the environment's proxies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dateline.cli.options import Duration, Option, options

if TYPE_CHECKING:
    from dateline.archive.archive import Archive
    from dateline.readers import Web
    from dateline.readers.fetching.fetcher import Fetcher

_KEY = "dateline.web"


def _keep(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    context.meta.setdefault(_KEY, {})[parameter.name] = value


def _option(name: str, **how: Any) -> Option:
    """An option that is kept in the context and is not a parameter of the command."""
    return click.option(name, callback=_keep, expose_value=False, **how)


def _amount(name: str, kind: click.ParamType[Any], default: float, text: str) -> Option:
    return _option(name, type=kind, default=default, show_default=True, help=text)


fetching = options(
    _amount("--delay", Duration(0, 3600), 1.0, "Seconds between two requests to one host; robots.txt may require more."),
    _amount("--timeout", Duration(1, 3600), 30.0, "Seconds that one answer may take in total, with all redirects."),
    _amount("--max-size", click.IntRange(1, 2048), 64, "Largest size of one answer in megabytes, unpacked."),
    _option("--allow-private", is_flag=True, help="Also fetch from this machine and the local network."),
)
"""The options for fetching; `fetcher` reads them."""

following = options(
    _option(
        "--fetch",
        is_flag=True,
        help="Fetch the pages that sitemaps, OPML, lists of addresses and entries without text name, unless the archive has them.",
    ),
    fetching,
)
"""The option to fetch the pages of lists, and the options for fetching."""


def fetcher() -> Fetcher:
    """The fetcher with this command's options."""
    from dateline.readers.fetching.connection import Connector
    from dateline.readers.fetching.fetcher import Fetcher, Limits
    from dateline.readers.fetching.rate_limit import RateLimit

    said = click.get_current_context().meta[_KEY]
    limits = Limits(said["timeout"], said["max_size"] * 1024 * 1024)
    return Fetcher(Connector(said["allow_private"], proxy_for=_proxy_for), limits, RateLimit(said["delay"]))


class _WhenAsked:
    """A fetcher that is made on first use, since most ingests fetch nothing."""

    def __init__(self) -> None:
        self._made: Fetcher | None = None

    def get(self, url: str) -> Any:
        """Fetch `url`."""
        self._made = self._made or fetcher()
        return self._made.get(url)


def web_from_options(archive: Archive | None) -> Web:
    """The options for fetching while reading for `archive`, with its record of earlier fetches."""
    from dateline.readers import Web

    said = click.get_current_context().meta[_KEY]
    return Web(_WhenAsked(), said.get("fetch", False), lambda url: archive.store.fetched([url]).get(url) if archive else None)


def _proxy_for(scheme: str, host: str) -> str | None:
    from urllib.request import getproxies, proxy_bypass

    return None if proxy_bypass(host) else getproxies().get(scheme)
