"""Rules on a line and its neighbours: head of the page, captions, lists of other stories, tags, the author's note, the tail.

Each rule needs both a place (before the story, under a heading, after the end) and a form (not a sentence, a headline). A short
line inside the story stays, whatever its form, because subheadings, verse, answers and list items look the same.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from dateline.cleaning.line_form import ends_sentence, is_headline, is_list_item, word_count
from dateline.cleaning.phrases import load_phrases
from dateline.cleaning.verdicts import PageVerdicts
from dateline.metadata.name_forms import is_person_name
from dateline.text import has_digit, has_separator

_SUFFIX = re.compile(r"\s[-–—|]\s((?:[A-ZÀ-ÞА-ЯЁ][\w.&'’-]*+\s?+){1,5})$")
_OWNER = re.compile(r"(?:©|\([cC]\))\s?([A-ZÀ-ÞА-ЯЁ]\w+)\s?/")
_QUESTIONS = re.compile(r"^(?:[^.?!]{3,40}\?\s?){2,3}$")
_ABOUT_AUTHOR = re.compile(
    r"^(?:I am|I'm|I’m|He is|She is|They are|About the author|Über (?:den Autor|die Autorin)|À propos de l|"
    r"Sobre (?:el|la|o|a) aut|Об авторе)\b"
)
_VITA = re.compile(
    r"^\W?(?P<name>[A-ZÀ-ÞА-ЯЁ][\w'’.-]+(?:\s[A-ZÀ-ÞА-ЯЁ][\w'’.-]+){1,3}),?\s"
    r"(?:is|was|covers|reports|writes|has (?:written|covered|reported|worked)|joined|works|ist|schreibt|berichtet|arbeitet|"
    r"est|écrit|couvre|es|escribe|cubre|é|escreve|è|scrive|пишет|—)\b"
)
_VITA_WORK = re.compile(
    r"reporter|correspondent|journalist|editor|writer|columnist|author|freelance|follow (?:him|her|them)|twitter|@\w|"
    r"researcher|fellow|professor|redakteur|korrespondent|autor|journaliste|rédact|chroniqueu|periodista|redactor|"
    r"jornalista|giornalista|журналист|корреспондент|обозреватель|редактор",
    re.IGNORECASE,
)
_TIME = re.compile(r"^\d{1,2}[:.h]\d{2}(?:\s?(?:[ap]\.?m\.?|uhr|[A-Z]{3,4}))?$", re.IGNORECASE)
_ENTRIES, _LONGEST_TIME = 3, 12
_END_LABELS = frozenset({"comment-ui", "related-heading", "tags-heading", "tags", "loader", "legal", "newsletter", "nav", "bio"})
_LIST_LABELS = {"related-heading": "related", "tags-heading": "tags"}
_LONGEST_ITEM = 26
_LONGEST_TAG = 6
_LONGEST_SALUTATION = 6
_LONGEST_COMMENT = 3
_LONGEST_TAG_LIST = 90


def apply_context_rules(verdicts: PageVerdicts) -> None:
    """Give a verdict to the open lines whose surroundings show what they are."""
    _keep_entry_headings(verdicts)
    _drop_captions(verdicts)
    _drop_comment_threads(verdicts)
    _drop_lists(verdicts)
    _drop_author_note(verdicts)
    _judge_head(verdicts)
    _drop_under_captions(verdicts)
    _drop_repeated(verdicts)
    _drop_tail(verdicts)


def _keep_entry_headings(verdicts: PageVerdicts) -> None:
    # On a page of entries under times of day, a short line between a time and its text is the heading of the entry.
    lines = verdicts.page.lines[:-2]
    times = [index for index, line in enumerate(lines) if len(line.text) <= _LONGEST_TIME and _TIME.match(line.text)]
    if len(times) >= _ENTRIES:
        for index in times:
            if verdicts.prose[index + 2] and not verdicts.prose[index + 1]:
                verdicts.keep(index + 1, "body", "rule:entry-heading")


def _drop_captions(verdicts: PageVerdicts) -> None:
    # Alt texts of a site end in its name; the same ending on several lines (or the name in a credit) shows such texts.
    lines = verdicts.page.lines
    texts = [line.text for line in lines]
    named = (index for index, text in enumerate(texts) if lines[index].kind != "row" and has_separator(text))
    names = {index: found.group(1) for index in named if (found := _SUFFIX.search(texts[index]))}
    endings = Counter(names.values())
    owners = {found.group(1) for text in texts if text[0] in "©(" and (found := _OWNER.match(text))}
    for index in verdicts.open_lines():
        text, name = texts[index], names.get(index)
        if name and index != verdicts.title and (endings[name] > 1 or name.split()[0] in owners):
            verdicts.drop(index, "caption", "rule:site-suffix")
        elif index and text == texts[index - 1] and word_count(text) <= 40:
            verdicts.drop(index, "caption", "rule:doubled")
            verdicts.drop(index - 1, "caption", "rule:doubled")
        elif index > 1 and text == texts[index - 2] and _is_teaser(verdicts, index):
            for place in (index, index - 1, index - 2):
                verdicts.drop(place, "related", "rule:doubled")


def _is_teaser(verdicts: PageVerdicts, index: int) -> bool:
    """Whether line `index`, whose text is also two lines above, links to another story: its headline, with the section between."""
    text, between = verdicts.text(index), verdicts.text(index - 1)
    return (
        word_count(text) > 4
        and is_headline(text)
        and not verdicts.prose[index]
        and word_count(between) <= 3
        and index != verdicts.title
    )


def _drop_comment_threads(verdicts: PageVerdicts) -> None:
    # Several bylines with a date in quick succession are readers' comments; a story has one byline.
    start = verdicts.first_open_prose()
    bylines = [
        index for index in range(start or 0, len(verdicts)) if verdicts.label(index) == "byline" and has_digit(verdicts.text(index))
    ]
    for first, second in pairwise(bylines):
        if second - first <= _LONGEST_COMMENT:
            for index in verdicts.open_lines(first + 1, second):
                verdicts.drop(index, "comment-ui", "rule:comment-thread")
            if second + 1 < len(verdicts) and not verdicts.is_open(second + 2):
                verdicts.drop(second + 1, "comment-ui", "rule:comment-thread")


def _drop_lists(verdicts: PageVerdicts) -> None:
    headings = (index for index, verdict in enumerate(verdicts.of_lines) if verdict and verdict.label in _LIST_LABELS)
    for index in headings:
        label = _LIST_LABELS[verdicts.label(index) or ""]
        longest = _LONGEST_ITEM
        if label == "tags":
            longest = _LONGEST_TAG_LIST if index + 1 < len(verdicts) and "," in verdicts.text(index + 1) else _LONGEST_TAG
        for item in range(index + 1, len(verdicts)):
            closed = verdicts.gap(item) and verdicts.prose[item] and item > index + 1
            too_long = word_count(verdicts.text(item)) > longest or verdicts.long_prose[item]
            sentence = label == "tags" and ends_sentence(verdicts.text(item))
            if not verdicts.is_open(item) or item == verdicts.title or closed or too_long or sentence:
                break
            verdicts.drop(item, label, f"rule:under-{label}-heading")


def _drop_author_note(verdicts: PageVerdicts) -> None:
    last = verdicts.last_open(verdicts.prose)
    if last is None or last < 2:
        return
    text = verdicts.text(last)
    named = verdicts.is_open(last - 1) and is_person_name(verdicts.text(last - 1))
    vita = _VITA.match(text)
    if word_count(text) <= 80 and (
        (named and (not verdicts.gap(last) or _ABOUT_AUTHOR.match(text) or vita))
        or (vita and _VITA_WORK.search(text) and last > len(verdicts) // 2)
    ):
        verdicts.drop(last, "bio", "rule:author-note")
        if named:
            verdicts.drop(last - 1, "author", "rule:author-note")


def _judge_head(verdicts: PageVerdicts) -> None:
    start = verdicts.first_open_prose()
    if start is None:
        return
    title = -1 if verdicts.title is None else verdicts.title
    for index in verdicts.open_lines(0, start):
        if index == title:
            continue
        count = word_count(verdicts.text(index))
        if index < title and verdicts.prose[index]:
            verdicts.drop(index, "caption", "rule:before-title")
        elif index == title + 1 and title >= 0 and count >= 6 and verdicts.gap(index):
            verdicts.keep(index, "subhead", "rule:under-title")
        elif index > title and count <= _LONGEST_SALUTATION and verdicts.text(index).endswith((",", "，")):
            verdicts.keep(index, "body", "rule:salutation")
        elif index > title and _introduces_text(verdicts.text(index)):
            verdicts.keep(index, "body", "rule:before-story")
        else:
            verdicts.drop(index, "section" if count <= 2 else "caption", "rule:before-story")


def _introduces_text(text: str) -> bool:
    """Whether a line is a list item, or the heading of the text that follows."""
    return is_list_item(text) or text.endswith((":", "：", "؛")) or load_phrases().is_section_heading(text)


def _drop_under_captions(verdicts: PageVerdicts) -> None:
    for index in verdicts.open_lines(1):
        above = verdicts.label(index - 1)
        if (
            above in ("caption", "credit")
            and not verdicts.gap(index)
            and not verdicts.prose[index]
            and is_headline(verdicts.text(index))
        ):
            verdicts.drop(index, "related", "rule:under-caption")


def _drop_repeated(verdicts: PageVerdicts) -> None:
    seen = Counter([line.text for line in verdicts.page.lines])
    title = None if verdicts.title is None else verdicts.text(verdicts.title)
    if title is not None:
        seen[title] -= 1
    for index in verdicts.open_lines():
        text = verdicts.text(index)
        if index == verdicts.title:
            continue
        if text == title:
            verdicts.drop(index, "title", "rule:title-again")
        elif seen[text] > 2 and not verdicts.long_prose[index] and not ends_sentence(text):
            verdicts.drop(index, "junk", "rule:repeated")


def _drop_tail(verdicts: PageVerdicts) -> None:
    last = verdicts.last_open(verdicts.long_prose)
    if last is None:
        last = verdicts.last_open(verdicts.prose)
    if last is None:
        return
    for index in verdicts.open_lines(last + 1):
        if _QUESTIONS.match(verdicts.text(index)):
            verdicts.drop(index, "comment-ui", "rule:question-to-reader")
    end = next((index for index in range(last + 1, len(verdicts)) if verdicts.label(index) in _END_LABELS), None)
    if end is None:
        return
    for index in verdicts.open_lines(end + 1):
        label = "related" if is_headline(verdicts.text(index)) else "junk"
        verdicts.drop(index, label, "rule:after-end")
