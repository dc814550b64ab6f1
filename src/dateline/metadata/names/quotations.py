"""Find the quotations in an article, with the words around them, and the speaker if the sentence names a person of the article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from dateline.metadata.names.gazetteers import folded, words
from dateline.types.articles import ArchivedArticle, Quotation

_LEAST_WORDS = 3
_LONGEST = 1_500
_AROUND = 100
_REACH = 300  # characters of the sentence read on either side
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?…]\s")
_PAIRS = (("“", "”"), ("„", "“”"), ("«", "»"), ("»", "«"), ("”", "”"), ('"', '"'), ("「", "」"), ("『", "』"))
_QUOTATION = re.compile("|".join(rf"{first}([^{first}{last}\n]{{1,{_LONGEST}}})[{last}]" for first, last in _PAIRS))


def find_quotations(text: str, people: Sequence[str]) -> Iterator[Quotation]:
    """Yield the quotations of at least three words in `text`, in order; `people` are those whom it names in full."""
    surnames: dict[str, set[str]] = {}
    for name in people:
        surnames.setdefault(folded(name.split()[-1]), set()).add(name)
    named = {key: next(iter(some)) for key, some in surnames.items() if len(some) == 1}
    for line in text.split("\n"):
        for found in _QUOTATION.finditer(line):
            quoted = next(part for part in found.groups() if part)
            if len(quoted.split()) >= _LEAST_WORDS:
                before, after = line[max(0, found.start() - _REACH) : found.start()], line[found.end() : found.end() + _REACH]
                yield Quotation(
                    quoted.strip(), before[-_AROUND:].lstrip(), after[:_AROUND].rstrip(), _find_speaker(before, after, named)
                )


def _find_speaker(before: str, after: str, named: dict[str, str]) -> str | None:
    """Return the speaker: the one person in the rest of the sentence, if that also contains a verb of speech."""
    ends = [end.end() for end in _SENTENCE_END.finditer(before)]
    opening = _QUOTATION.sub(" ", before[ends[-1] if ends else 0 :])
    end = _SENTENCE_END.search(after)
    for piece in (after[: end.start() if end else len(after)], opening):
        keys = [folded(word) for word in _WORD.findall(_QUOTATION.sub(" ", piece))]
        people = {named[key] for key in keys if key in named}
        if len(people) == 1 and not words().says.isdisjoint(keys):
            return people.pop()
    return None


def quotations_of(articles: Iterable[ArchivedArticle], by: str | None = None) -> Iterator[tuple[ArchivedArticle, Quotation]]:
    """Yield the quotations of articles; with `by`, only those of speakers whose names contain these words."""
    wanted = None if by is None else set(map(folded, by.split()))
    for found in articles:
        for one in find_quotations(found.article.body, found.article.metadata.people):
            if wanted is None or (one.speaker and wanted <= set(map(folded, one.speaker.split()))):
                yield found, one
