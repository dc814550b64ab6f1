"""Site rules as data: what a person knows about the pages of one outlet, with dates of validity and tests.

A rule file is TOML:

    host = "harbourpost.example"            # this host and its subdomains; and/or:
    source = "Harbour Post"                 # the outlet's name, for texts that come without an address
    valid_from = 2015-01-01                 # optional, compared with the day a page was captured or published
    valid_until = 2020-12-31

    [[drop]]                                # or [[keep]]
    line = "From our harbour desk"          # one of: line, starts, ends, contains, matches (a regular expression)
    label = "prompt"                        # what to call it in the ledger
    after = true                            # optional: the rest of the page is dropped (or kept) too

    [[test]]
    text = '''…'''                          # a raw page
    must_contain = ["The council voted"]
    must_not_contain = ["harbour desk"]
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dateline.cleaning.verdicts import PageVerdicts
from dateline.errors import CleaningError
from dateline.text import content_hash, fold

_FORMS = ("line", "starts", "ends", "contains", "matches")
_LONGEST_PATTERN = 500


@dataclass(frozen=True, slots=True)
class LineRule:
    """What to look for in a line, and whether to keep or drop the line (with `after`, also all lines below it)."""

    form: str
    wanted: str
    keep: bool
    label: str
    after: bool = False

    def matches(self, text: str) -> bool:
        """Whether the rule matches `text`."""
        if self.form == "matches":
            return re.search(self.wanted, text) is not None
        folded, wanted = fold(text), fold(self.wanted)
        if self.form == "line":
            return folded == wanted
        if self.form == "starts":
            return folded.startswith(wanted)
        return folded.endswith(wanted) if self.form == "ends" else wanted in folded


@dataclass(frozen=True, slots=True)
class SiteTest:
    """A raw page, with what its clean text must and must not contain."""

    text: str
    must_contain: tuple[str, ...]
    must_not_contain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiteRules:
    """The rules for one site in one span of time."""

    name: str
    host: str | None
    source: str | None
    valid_from: date
    valid_until: date
    rules: tuple[LineRule, ...]
    tests: tuple[SiteTest, ...] = ()
    digest: str = ""

    def applies(self, host: str | None, source: str | None, day: date | None) -> bool:
        """Whether these rules apply to a page of that host or source, and of that day (None: any)."""
        if day is not None and not self.valid_from <= day <= self.valid_until:
            return False
        page_host = (host or "").lower().removeprefix("www.")
        if self.host and page_host and (page_host == self.host or page_host.endswith("." + self.host)):
            return True
        return bool(self.source and source and fold(self.source) == fold(source))

    def judge(self, verdicts: PageVerdicts) -> None:
        """Give the verdicts of the rules; they come before all others."""
        for index in verdicts.open_lines():
            rule = next((rule for rule in self.rules if rule.matches(verdicts.text(index))), None)
            if rule is None:
                continue
            reach = len(verdicts) if rule.after else index + 1
            for line in verdicts.open_lines(index, reach):
                (verdicts.keep if rule.keep else verdicts.drop)(line, rule.label, f"site:{self.name}")


def read_site_rules(folder: Path) -> tuple[SiteRules, ...]:
    """Read all rule files (*.toml) of `folder`, in the order of their names; () if there is no such folder."""
    return tuple(map(read_site_file, sorted(folder.glob("*.toml"))))


def read_site_file(path: Path) -> SiteRules:
    """Read the rules in one file."""
    try:
        return parse_site_rules(path.read_text("utf-8"), path.stem)
    except (OSError, UnicodeDecodeError) as error:
        raise CleaningError(f"{path}: the site rules cannot be read ({error})") from error


def parse_site_rules(text: str, name: str) -> SiteRules:
    """Parse the rules in `text`. Raises CleaningError with `name` and the fault."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CleaningError(f"site rules '{name}' are not valid TOML: {error}") from error
    unknown = set(data) - {"host", "source", "valid_from", "valid_until", "drop", "keep", "test"}
    if unknown:
        raise CleaningError(f"site rules '{name}' have the unknown key '{sorted(unknown)[0]}'")
    host, source = data.get("host"), data.get("source")
    if not host and not source:
        raise CleaningError(f"site rules '{name}' name neither a host nor a source")
    rules = [_parse_rule(entry, name, keep=keep) for keep in (True, False) for entry in data.get("keep" if keep else "drop", ())]
    rules.sort(key=lambda rule: rule.form != "line")  # a rule for one line comes before rules for many
    return SiteRules(
        name=name,
        host=host.lower().removeprefix("www.") if host else None,
        source=source,
        valid_from=data.get("valid_from", date.min),
        valid_until=data.get("valid_until", date.max),
        rules=tuple(rules),
        tests=tuple(_parse_tests(data.get("test", ()))),
        digest=content_hash(text.encode())[3:11],
    )


def _parse_rule(entry: Mapping[str, Any], name: str, *, keep: bool) -> LineRule:
    forms = [form for form in _FORMS if form in entry]
    if len(forms) != 1:
        raise CleaningError(f"site rules '{name}': a rule needs exactly one of {', '.join(_FORMS)}")
    wanted = str(entry[forms[0]])
    if forms[0] == "matches":
        try:
            re.compile(wanted)
        except re.error as error:
            raise CleaningError(f"site rules '{name}': '{wanted}' is not a regular expression: {error}") from error
        if len(wanted) > _LONGEST_PATTERN:
            raise CleaningError(f"site rules '{name}': a pattern is longer than {_LONGEST_PATTERN} characters")
    return LineRule(forms[0], wanted, keep, str(entry.get("label", "body" if keep else "junk")), bool(entry.get("after", False)))


def _parse_tests(entries: Iterable[Mapping[str, Any]]) -> Iterable[SiteTest]:
    for entry in entries:
        yield SiteTest(str(entry.get("text", "")), tuple(entry.get("must_contain", ())), tuple(entry.get("must_not_contain", ())))
