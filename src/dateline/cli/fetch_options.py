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


def _keep_in_context(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    context.meta.setdefault(_KEY, {})[parameter.name] = value


def _fetch_option(name: str, **how: Any) -> Option:
    """An option that is kept in the context and is not a parameter of the command."""
    return click.option(name, callback=_keep_in_context, expose_value=False, **how)


def _number_option(name: str, kind: click.ParamType[Any], default: float, text: str) -> Option:
    return _fetch_option(name, type=kind, default=default, show_default=True, help=text)


fetching = options(
    _number_option("--delay", Duration(0, 3600), 1.0, "Seconds between two requests to one host; robots.txt may require more."),
    _number_option("--timeout", Duration(1, 3600), 30.0, "Seconds that one answer may take in total, with all redirects."),
    _number_option("--max-size", click.IntRange(1, 2048), 64, "Largest size of one answer in megabytes, unpacked."),
    _fetch_option("--allow-private", is_flag=True, help="Also fetch from this machine and the local network."),
)
"""The options for fetching; `fetcher` reads them."""

following = options(
    _fetch_option(
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

    values = click.get_current_context().meta[_KEY]
    limits = Limits(values["timeout"], values["max_size"] * 1024 * 1024)
    return Fetcher(Connector(values["allow_private"], proxy_for=_proxy_for), limits, RateLimit(values["delay"]))


class _LazyFetcher:
    """A fetcher that is made on first use, since most ingests fetch nothing."""

    def __init__(self) -> None:
        self._fetcher: Fetcher | None = None

    def get(self, url: str) -> Any:
        """Fetch `url`."""
        self._fetcher = self._fetcher or fetcher()
        return self._fetcher.get(url)


def web_from_options(archive: Archive | None) -> Web:
    """The options for fetching while reading for `archive`, with its record of earlier fetches."""
    from dateline.readers import Web

    values = click.get_current_context().meta[_KEY]
    return Web(_LazyFetcher(), values.get("fetch", False), lambda url: archive.store.fetched([url]).get(url) if archive else None)


def _proxy_for(scheme: str, host: str) -> str | None:
    from urllib.request import getproxies, proxy_bypass

    return None if proxy_bypass(host) else getproxies().get(scheme)
