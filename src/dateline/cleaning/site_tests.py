"""Run the tests in site rules: clean their test pages with the rules."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from dateline.cleaning.cleaner import Cleaner
from dateline.cleaning.site_rules import SiteRules
from dateline.types.documents import RawDocument


def run_site_tests(rules: SiteRules) -> tuple[str, ...]:
    """Return the faults in the clean texts of the test pages, as sentences."""
    found: list[str] = []
    url = f"https://{rules.host}/" if rules.host else None
    hints = {"source": rules.source} if rules.source else {}
    fetched = datetime.combine(min(max(rules.valid_from, date(1970, 1, 2)), rules.valid_until), time(), UTC)
    for number, test in enumerate(rules.tests, 1):
        raw = RawDocument(test.text.encode(), "text/plain", rules.name, url=url, fetched=fetched, hints=hints)
        body = Cleaner(sites=(rules,)).clean(raw).body
        found += [f"test {number}: the clean text lacks '{wanted}'" for wanted in test.must_contain if wanted not in body]
        found += [f"test {number}: the clean text still has '{left}'" for left in test.must_not_contain if left in body]
    return tuple(found)
