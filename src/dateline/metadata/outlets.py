"""The known outlets and agencies: one canonical name for all spellings and hosts of each."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from dateline.errors import CleaningError
from dateline.metadata.vocabulary import read_data, read_lines
from dateline.text import LONGEST_HOST, content_hash, fold
from dateline.types.articles import Metadata


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet: its canonical name, hosts, other spellings, country and language, and whether it is a news agency.

    A `common` name is also an ordinary word ("Time"); such an outlet is found by its hosts only.
    """

    name: str
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    agency: bool = False
    country: str | None = None
    language: str | None = None
    common: bool = False


@dataclass(frozen=True, slots=True)
class Outlets:
    """All known outlets, by name and by host."""

    by_name: Mapping[str, Outlet]
    by_domain: Mapping[str, Outlet]
    version: str = ""

    def find(self, name: str) -> Outlet | None:
        """Return the outlet with this name or alias, or None."""
        return self.by_name.get(_key(name))

    def with_canonical_source(self, metadata: Metadata) -> Metadata:
        """Return `metadata` with the canonical name of its source, if the source is known by name or host."""
        found = (metadata.source and self.find(metadata.source)) or (metadata.domain and self.at(metadata.domain))
        if not found:
            return metadata
        return replace(metadata, source=found.name, domain=metadata.domain or next(iter(found.domains), None))

    def at(self, host: str) -> Outlet | None:
        """Return the outlet that has `host` or one of its parent domains, or None."""
        if len(host) > LONGEST_HOST:
            return None
        parts = host.lower().removeprefix("www.").split(".")
        for start in range(len(parts) - 1):
            found = self.by_domain.get(".".join(parts[start:]))
            if found:
                return found
        return None


@cache
def load_outlets() -> Outlets:
    """Load the outlets that come with Dateline."""
    return build_outlets([*_parse_rows(read_lines("outlets.tsv")), *read_data("outlets.toml")["outlet"]])


def _parse_rows(rows: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    """Yield the outlets of the list, in the form of the entries of the data file."""
    for row in rows:
        name, hosts, country, language, *common = row.split("\t")
        yield {"name": name, "domains": hosts.split(), "country": country, "language": language, "common": bool(common)}


def read_outlets(path: Path) -> Outlets:
    """Read a user's file of outlets; no outlets if there is no such file. Raises CleaningError with the fault of the file."""
    try:
        text = path.read_text("utf-8")
        return replace(build_outlets(tomllib.loads(text).get("outlet", ())), version=f"outlets:{content_hash(text.encode())[3:11]}")
    except FileNotFoundError:
        return Outlets({}, {})
    except (OSError, ValueError) as error:
        raise CleaningError(f"{path}: not a valid list of outlets ({error})") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise CleaningError(f"{path}: each [[outlet]] needs a name, and lists of domains and aliases ({error})") from error


def build_outlets(entries: Iterable[Mapping[str, Any]]) -> Outlets:
    """Build outlets from the entries of a data file; a later entry with the same name replaces an earlier one."""
    known: dict[str, Outlet] = {}
    for entry in entries:
        known[entry["name"]] = Outlet(
            entry["name"],
            tuple(entry.get("domains", ())),
            tuple(entry.get("aliases", ())),
            bool(entry.get("agency", False)),
            entry.get("country"),
            entry.get("language"),
            bool(entry.get("common", False)),
        )
    spelled = [outlet for outlet in known.values() if not outlet.common]
    names = {_key(spelling): outlet for outlet in spelled for spelling in (outlet.name, *outlet.aliases)}
    return Outlets(names, {domain: outlet for outlet in known.values() for domain in outlet.domains})


def _key(name: str) -> str:
    return " ".join(fold(name).replace(".", " ").split())
