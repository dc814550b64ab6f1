"""The keys of the interface and their actions."""

from __future__ import annotations

from collections.abc import Iterator

from textual.binding import Binding, BindingType

KEYS: list[BindingType] = [
    Binding("slash", "ask", "Query", tooltip="Go to the query line; Enter searches, Escape returns to the articles"),
    Binding("question_mark", "keys", "Keys", tooltip="Show these keys"),
    Binding("j,n", "step(1)", "Next", tooltip="The next article"),
    Binding("k,p", "step(-1)", "Previous", tooltip="The previous article"),
    Binding("r", "fold", "Removed", tooltip="Show or hide the removed lines, with the numbers of all lines"),
    Binding("s", "sort", "Sort", tooltip="Change the order: relevance, recent, newest, oldest, longest, seen, source, title"),
    Binding("f", "facet", "Facet", tooltip="Count by another field"),
    Binding("t", "period", "Timeline", tooltip="Change the timeline: months, weeks, days, years"),
    Binding("m", "more", "More", tooltip="List more results"),
    Binding("o", "open", "Open", tooltip="Open the article's page in the browser"),
    Binding("plus", "tag", "Tag", tooltip="Add tags to the article and remove tags: +syria -draft"),
    Binding("e", "note", "Note", tooltip="Write a note on the article"),
    Binding("q", "quit", "Quit", tooltip="Quit"),
    Binding("u", "restore", "Restore", show=False, tooltip="Put removed lines back, by their numbers"),
    Binding("d", "drop", "Drop", show=False, tooltip="Remove lines, by their numbers"),
    Binding("D,delete", "delete", "Delete", show=False, tooltip="Delete the article permanently"),
    Binding("g", "go", "Go to", show=False, tooltip="Read an article by its id, address or path"),
    Binding("c", "copy", "Copy", show=False, tooltip="Copy the article: title, metadata, text"),
    Binding("i", "copy_id", "Copy id", show=False, tooltip="Copy its id"),
    Binding("escape", "leave", show=False),
]
_SYMBOLS = {"slash": "/", "plus": "+", "question_mark": "?"}


def key_rows() -> Iterator[tuple[str, str]]:
    """Each key as people write it, with its action."""
    shown = [one for one in KEYS if isinstance(one, Binding) and one.tooltip]
    return ((_SYMBOLS.get(one.key, one.key).replace(",", " "), one.tooltip) for one in shown)
