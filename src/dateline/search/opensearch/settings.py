"""The address of an archive's articles in a cluster (nodes and names), and the credentials.

`https://one.example:9200,two.example:9200/news` has two nodes of a cluster and the name that all archives there share.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dateline.errors import WrongUse

DEFAULT_NAME = "dateline"
_ADDRESS = re.compile(r"(?P<scheme>https?)://(?P<hosts>[^/\s?#]+)(?:/(?P<name>[^/\s?#]*))?/?", re.IGNORECASE)
_HOST = re.compile(r"(?P<name>\[[0-9a-fA-F:.]+\]|[^:@\[\]]+)(?::(?P<port>\d{1,5}))?")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


@dataclass(frozen=True, slots=True)
class Access:
    """The credentials for a cluster. Whoever starts Dateline reads them from the environment; they are never stored."""

    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    authority: str | None = None
    """A file with the certificates to trust instead of those of the system."""


@dataclass(frozen=True, slots=True)
class Place:
    """The nodes of a cluster, the name that all archives there share, and the name of this archive."""

    scheme: str
    nodes: tuple[tuple[str, int], ...]
    name: str
    archive: str

    @classmethod
    def read(cls, address: str, archive: str) -> Place:
        """Parse an address; WrongUse if it is invalid."""
        found = _ADDRESS.fullmatch(address.strip())
        if not found:
            raise WrongUse(f"{address}: is not the address of a cluster; write https://HOST:9200/NAME")
        if "@" in found["hosts"]:
            raise WrongUse(
                "an address with a user in it would be stored as plain text; set DATELINE_OPENSEARCH_USER and "
                "DATELINE_OPENSEARCH_PASSWORD, or DATELINE_OPENSEARCH_TOKEN"
            )
        return cls(
            found["scheme"].lower(),
            tuple(map(_parse_node, found["hosts"].split(","))),
            _check_name(found["name"]),
            _check_name(archive),
        )

    @property
    def address(self) -> str:
        """The address as a user types it."""
        return f"{self.scheme}://{','.join(f'{host}:{port}' for host, port in self.nodes)}/{self.name}"

    @property
    def alias(self) -> str:
        """The alias of this archive's articles, whatever the name of the index behind it."""
        return f"{self.name}.{self.archive}"


def _parse_node(text: str) -> tuple[str, int]:
    found = _HOST.fullmatch(text)
    if not found or int(found["port"] or 0) > 65535:
        raise WrongUse(f"{text}: is not a node of a cluster; write HOST:9200")
    return found["name"], int(found["port"] or 9200)


def _check_name(name: str | None) -> str:
    name = name or DEFAULT_NAME
    if not _NAME.fullmatch(name):
        raise WrongUse(
            f"{name}: cannot be the name of an index; use small letters, digits, - and _, and begin with a letter or digit"
        )
    return name
