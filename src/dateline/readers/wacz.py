"""What a WACZ, a package of web archives, states about its pages: their titles and capture times."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dateline.readers.fields import moment
from dateline.text import web_address
from dateline.types.documents import RawDocument

_LISTS = "pages/"
_ARCHIVES = "archive/"
_MOST_READ = 32 * 1024 * 1024
_LONGEST_LINE = 1024 * 1024  # an entry may contain the text of the page
_SECONDS = 19  # of a time such as 2016-07-14T10:42:00.123Z

PageFacts = Mapping[str, Mapping[str, str]]
"""The hints of each page, under its address and also under its address with the capture time."""


def is_wacz(names: set[str]) -> bool:
    """Whether `names` are the members of a package of web archives, and not files to read one by one."""
    return "datapackage.json" in names and any(map(is_archive, names))


def is_archive(name: str) -> bool:
    """Whether a member of such a package is a web archive."""
    return name.startswith(_ARCHIVES)


def read_page_facts(package: zipfile.ZipFile) -> PageFacts:
    """Read the lists of pages in a package; entries that cannot be read are ignored."""
    facts: dict[str, dict[str, str]] = {}
    left = _MOST_READ
    for info in package.infolist():
        if not (info.filename.startswith(_LISTS) and info.filename.endswith(".jsonl")) or info.flag_bits & 1:
            continue
        for line in _read_lines(package, info, left):
            left -= len(line)
            entry = _parse_entry(line)
            url, title, time = (entry.get(name) for name in ("url", "title", "ts"))
            if not isinstance(url, str):
                continue
            hints = {"title": title if isinstance(title, str) else "", "captured": time if isinstance(time, str) else ""}
            hints = {key: value for key, value in hints.items() if value}
            facts[web_address(url)] = hints
            if "captured" in hints:
                facts[f"{web_address(url)} {hints['captured'][:_SECONDS]}"] = hints
    return facts


def with_page_facts(document: RawDocument, facts: PageFacts) -> RawDocument:
    """Add what the package states about a page, except where the page states it itself."""
    time = document.hints.get("captured", "")[:_SECONDS]
    found = facts.get(f"{document.url} {time}") or facts.get(document.url or "") or {}
    hints = {**found, **document.hints}
    return replace(document, hints=hints, fetched=document.fetched or moment(hints.get("captured")))


def _read_lines(package: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> Iterator[bytes]:
    try:
        with package.open(info) as member:
            while most > 0 and (line := member.readline(_LONGEST_LINE)):
                most -= len(line)
                yield line
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        return


def _parse_entry(line: bytes) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return entry if isinstance(entry, dict) else {}
