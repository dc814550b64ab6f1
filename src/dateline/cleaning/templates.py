"""Learn the lines that one source prints on many of its stories: boilerplate found from a batch, without HTML.

The count of a line is the number of different *stories* of a source with it, not of pages: an intro that every instalment of a live
blog repeats counts once, because instalments share a title or most of their lines. A syndicated paragraph is on several sources but
on one story of each, so its count stays low. Digits are folded, so that "Posted 3 May" and "Posted 4 May" are one line.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from dateline.cleaning.line_form import is_long_prose, is_prose
from dateline.text import content_hash, fold
from dateline.types.articles import CleanedArticle, Line

_DIGITS = re.compile(r"\d+")
_LEAST_STORIES = 4
_LEAST_SHARE = 0.05
# Prose must be on more stories to count as boilerplate, because four stories may print the same quoted statement.
_LEAST_PROSE_STORIES = 6
_LEAST_PROSE_SHARE = 0.15
_SHARED_LINES = 0.5


@dataclass(frozen=True, slots=True)
class Template:
    """A line that is on `seen` of the `stories` of a source; `text` is the line as on one page."""

    source: str
    key: str
    text: str
    seen: int
    stories: int

    @property
    def reason(self) -> str:
        """The count, as a reason for the ledger."""
        return f"template:{self.seen}/{self.stories}"


@dataclass(frozen=True, slots=True)
class SourcePage:
    """The facts about one page for learning: its source, its title, its lines, and which of them are kept now."""

    source: str
    title: str
    lines: tuple[str, ...]
    kept: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Templates:
    """All learned templates, by source, for the cleaner."""

    by_source: Mapping[str, Mapping[str, Template]] = field(default_factory=dict)

    @classmethod
    def of(cls, templates: Iterable[Template]) -> Templates:
        """Collect the templates by source."""
        table: dict[str, dict[str, Template]] = defaultdict(dict)
        for template in templates:
            table[template.source][template.key] = template
        return cls(dict(table))

    def __iter__(self) -> Iterator[Template]:
        for table in self.by_source.values():
            yield from table.values()

    @property
    def version(self) -> str:
        """A version that changes with the templates; empty if there are none."""
        named = sorted(f"{template.source}\t{template.key}\t{template.reason}" for template in self)
        return content_hash("\n".join(named).encode())[3:11] if named else ""

    def apply(self, lines: tuple[Line, ...], source: str | None) -> tuple[Line, ...]:
        """Return `lines` with the templates of `source` dropped, except lines that a site rule kept."""
        table = self.by_source.get(source or "")
        if not table:
            return lines
        return tuple(_apply_template(line, table) for line in lines)


def _apply_template(line: Line, table: Mapping[str, Template]) -> Line:
    template = table.get(make_line_key(line.text)) if line.keep and not line.reason.startswith("site:") else None
    return line._replace(keep=False, label="template", reason=template.reason) if template else line


def make_line_key(text: str) -> str:
    """Return the key that makes two lines the same: without case, accents and differences in numbers."""
    return _DIGITS.sub("0", fold(text))


def source_page(article: CleanedArticle) -> SourcePage:
    """Turn `article` into a page for learning."""
    metadata, lines = article.metadata, article.lines
    # A line that an earlier template dropped still counts as kept.
    kept = tuple(line.keep or line.reason.startswith("template:") for line in lines)
    return SourcePage(metadata.source or metadata.domain or "", metadata.title or "", tuple(line.text for line in lines), kept)


def learn_templates(pages: Iterable[SourcePage]) -> tuple[Template, ...]:
    """Return the lines that are on many stories of one source and kept on at least one, most frequent first."""
    by_source: dict[str, list[SourcePage]] = defaultdict(list)
    for page in pages:
        if page.source:
            by_source[page.source].append(page)
    found = [template for source, group in by_source.items() for template in _learn_source(source, group)]
    return tuple(sorted(found, key=lambda template: (template.source, -template.seen, template.key)))


def _learn_source(source: str, pages: list[SourcePage]) -> Iterator[Template]:
    stories = _group_stories(pages)
    seen: Counter[str] = Counter()
    shown: dict[str, str] = {}
    kept: set[str] = set()
    for story in stories:
        keys: set[str] = set()
        for page in story:
            for text, keep in zip(page.lines, page.kept, strict=True):
                key = make_line_key(text)
                keys.add(key)
                shown.setdefault(key, text)
                if keep:
                    kept.add(key)
        seen.update(keys)
    for key, count in seen.items():
        if key in kept and _is_template(shown[key], count, len(stories)):
            yield Template(source, key, shown[key], count, len(stories))


def _is_template(text: str, count: int, stories: int) -> bool:
    if is_long_prose(text) or is_prose(text):
        return count >= _LEAST_PROSE_STORIES and count >= _LEAST_PROSE_SHARE * stories
    return count >= _LEAST_STORIES and count >= _LEAST_SHARE * stories


def _group_stories(pages: list[SourcePage]) -> list[list[SourcePage]]:
    """Group pages into stories: pages with the same title, or with most of their long paragraphs in common.

    Paragraphs on so many pages that they may be templates themselves do not count.
    """
    spread = Counter(key for page in pages for key in {make_line_key(text) for text in page.lines if is_long_prose(text)})
    common = max(_LEAST_PROSE_STORIES, _LEAST_PROSE_SHARE * len(pages))
    owner: dict[str, int] = {}
    stories: list[list[SourcePage]] = []
    for page in pages:
        paragraphs = [key for key in map(make_line_key, filter(is_long_prose, page.lines)) if spread[key] < common]
        votes = Counter(owner[key] for key in paragraphs if key in owner)
        title = "title:" + make_line_key(page.title)
        number = owner.get(title) if page.title else None
        if number is None and votes:
            best, shared = votes.most_common(1)[0]
            number = best if shared > _SHARED_LINES * len(paragraphs) else None
        if number is None:
            number = len(stories)
            stories.append([])
        stories[number].append(page)
        for key in [*paragraphs, title]:
            owner.setdefault(key, number)
    return stories
