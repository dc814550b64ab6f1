"""Overrides: a person's verdicts on lines, in one article or in its whole source. They win over rules, templates and models."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.archive.arguments import to_numbers
from dateline.archive.recleaning import cleaner_of, reclean_one
from dateline.cleaning import Cleaner
from dateline.cleaning.site_files import new_file, write_rules
from dateline.errors import DatelineError
from dateline.store import Store
from dateline.store.overrides import read_ids_of_source
from dateline.store.read import read_past_damage
from dateline.text import fold
from dateline.types.articles import ArchivedArticle, Metadata


def select_lines(found: ArchivedArticle, numbers: Iterable[int]) -> list[str]:
    """Return the texts of the lines with these numbers, as `explain` prints them; raise DatelineError for an invalid number."""
    lines, wanted = found.article.lines, to_numbers(numbers, "lines")
    for number in wanted:
        if not 1 <= number <= len(lines):
            raise DatelineError(
                f"{found.id} has lines 1 to {len(lines)}, no line {number}; 'dateline explain {found.id}' lists them"
            )
    return list(dict.fromkeys(lines[number - 1].text for number in wanted))


@dataclass(frozen=True, slots=True)
class SourceRuleEdit:
    """Write a person's verdict on lines as a site rule in the archive's folder, for all articles of the source of one article."""

    folder: Path
    store: Store
    cleaner: Cleaner

    def apply(self, found: ArchivedArticle, texts: Sequence[str], *, keep: bool, undo: bool) -> tuple[Path, tuple[str, ...]]:
        """Write (or remove) the rule, and clean all articles with such lines again; return the file and the changed articles."""
        path, site = self._find_rule_file(found)
        write_rules(path, site, texts, keep=keep, undo=undo)
        cleaner, changed = cleaner_of(self.folder, self.store), []
        with self.store.batch():
            self.store.override(found.id, texts, None)  # else the verdict on this one article would win over the rule
            for article_id in self._find_articles(found.article.metadata, texts):
                if reclean_one(self.store, cleaner, article_id):
                    changed.append(article_id)
        return path, tuple(changed)

    def _find_rule_file(self, found: ArchivedArticle) -> tuple[Path, tuple[str, str]]:
        """Return the file of the site rules that apply to the article, or a new one, and for a new one the name of its site."""
        raw = self.store.raw_of(found.id)
        known = self.cleaner.clean(raw).metadata  # cleaning does not use a source that a person set
        folder, name = self.folder / "sites", known.source or known.domain
        if not name:
            raise DatelineError(f"{found.id} has no source and no address, so a rule for its source cannot be written")
        site = ("source" if known.source else "host", name)
        rules = self.cleaner.site_of(raw, known)
        return (folder / f"{rules.name}.toml" if rules else new_file(folder, name)), site

    def _find_articles(self, metadata: Metadata, texts: Sequence[str]) -> list[str]:
        wanted = frozenset(map(fold, texts))
        ids = read_ids_of_source(self.store.session, metadata.source, metadata.domain)
        articles = read_past_damage(lambda some: self.store.get_many(some).values(), ids, [])
        return [one.id for one in articles if any(fold(line.text) in wanted for line in one.article.lines)]
