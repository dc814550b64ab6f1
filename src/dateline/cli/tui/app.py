"""The Textual application: it passes events to the state, and shows what the view makes of the state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from dateline.cli.tui.archive_thread import ArchiveThread
from dateline.cli.tui.changes import Change, parse_delete, parse_drop, parse_note, parse_restore, parse_tags
from dateline.cli.tui.dialogs import HelpDialog, InputDialog
from dateline.cli.tui.keys import KEYS, key_rows
from dateline.cli.tui.state import QueryState, State
from dateline.cli.tui.styles import LAYOUT, to_content
from dateline.cli.tui.view import copied_text, facet_rows, facet_title, hit_rows, reading_lines, status_lines, time_lines
from dateline.errors import DatelineError
from dateline.render.headline import headline
from dateline.text import is_web_address, shown


class Browser(App[None]):
    """Query line, list of results, reading pane, facets and timeline."""

    ENABLE_COMMAND_PALETTE = False
    CSS = LAYOUT
    BINDINGS: ClassVar[list[BindingType]] = KEYS

    def __init__(self, archive_thread: ArchiveThread, text: str = "") -> None:
        super().__init__()
        self.archive_thread = archive_thread
        self.state = State(QueryState(text))

    def compose(self) -> ComposeResult:
        """The panes."""
        yield Input(self.state.question.text, placeholder="Query; 'dateline help query' describes the language", id="query")
        yield Static(id="status")
        with Horizontal():
            with Vertical(id="left"):
                yield OptionList(id="hits")
                yield OptionList(id="facets")
            with Vertical(id="right"):
                with VerticalScroll(id="page", can_focus=True):
                    yield Static(id="text")
                with VerticalScroll(id="times", can_focus=True):
                    yield Static(id="trend")
        yield Footer()

    def on_mount(self) -> None:
        """Search at once; an empty query shows the newest articles."""
        self.query_one("#hits").border_title = "Articles"
        self._search(self.state.question)

    # Events

    @on(Input.Submitted, "#query")
    def typed(self, event: Input.Submitted) -> None:
        """Search for the typed query."""
        self._search(replace(self.state.question, text=event.value, most=QueryState().most))

    @on(OptionList.OptionHighlighted, "#hits")
    def highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Read the highlighted article."""
        if event.option_index != self.state.at:
            self._read(self.state.chosen(event.option_index))

    @on(OptionList.OptionSelected, "#hits")
    def selected(self) -> None:
        """Move the focus to the article, so that keys scroll it."""
        self.query_one("#page").focus()

    @on(OptionList.OptionSelected, "#facets")
    def narrowed(self, event: OptionList.OptionSelected) -> None:
        """Narrow the query to the chosen value of the facet."""
        value = facet_rows(self.state, 80)[event.option_index][0]
        if value:
            question = self.state.question.narrowed(value)
            self.query_one("#query", Input).value = question.text
            self._search(question)

    def on_resize(self) -> None:
        """Wrap the text again for the new width."""
        self.call_after_refresh(self._show_all)

    def action_ask(self) -> None:
        """Go to the query line."""
        self.query_one("#query").focus()

    def action_leave(self) -> None:
        """Go to the results."""
        self.query_one("#hits").focus()

    def action_step(self, by: int) -> None:
        """Go to the next or the previous article."""
        if self.state.hits:
            self.query_one("#hits", OptionList).highlighted = self.state.chosen(self.state.at + by).at

    def action_fold(self) -> None:
        """Show or hide the removed lines."""
        self.state = self.state.folded()
        self._show_page()

    def action_facet(self) -> None:
        """Count by the next field."""
        self._search(self.state.question.next_facet())

    def action_period(self) -> None:
        """Count by another period in the timeline."""
        self._search(self.state.question.next_period())

    def action_more(self) -> None:
        """List more results."""
        if self.state.answer and len(self.state.hits) < self.state.answer.total:
            self._search(self.state.question.longer())

    def action_sort(self) -> None:
        """Sort by the next order."""
        self._search(self.state.question.next_sort())

    def action_keys(self) -> None:
        """Show the help on keys."""
        self.push_screen(HelpDialog(key_rows()))

    def action_go(self) -> None:
        """Ask for an id, an address or a path and read that article."""
        dialog = InputDialog("The id of an article or the beginning of it, its address or its path")
        self.push_screen(dialog, lambda answer: self._read(self.state.wants(answer)) if answer else None)

    def action_open(self) -> None:
        """Open the article's page in the browser."""
        found = self.state.article
        if found and found.url and is_web_address(found.url):
            self.open_url(found.url)
            self.notify(found.url, markup=False)
        elif found:
            self.notify(f"{found.id} has no address on the web.")

    def action_tag(self) -> None:
        """Ask for tags to add and to remove."""
        self._ask_for_change("Tags to add and to remove, separated by commas: +syria, -draft", parse_tags)

    def action_note(self) -> None:
        """Ask for a note."""
        note = (self.state.article.note or "") if self.state.article else ""
        self._ask_for_change("Note on this article; an empty text removes it", parse_note, note)

    def action_restore(self) -> None:
        """Ask for the numbers of lines to put back."""
        self._ask_for_change("Numbers of the lines to put back (r shows them)", parse_restore)

    def action_drop(self) -> None:
        """Ask for the numbers of lines to remove."""
        self._ask_for_change("Numbers of the lines to remove (r shows them)", parse_drop)

    def action_delete(self) -> None:
        """Delete the article after a confirmation."""
        title = headline(found.article.metadata, found.article.body) if (found := self.state.article) else ""
        self._ask_for_change(f"Delete permanently, so that no ingest brings it back: {shown(title)}? Type yes", parse_delete)

    def action_copy(self) -> None:
        """Copy the article to the clipboard."""
        if self.state.article:
            self.copy_to_clipboard(copied_text(self.state.article))
            self.notify("The article is copied.")

    def action_copy_id(self) -> None:
        """Copy the article's id to the clipboard."""
        if self.state.article:
            self.copy_to_clipboard(self.state.article.id)
            self.notify(f"{self.state.article.id} is copied.")

    def _ask_for_change(self, prompt: str, make: Callable[[str, str], Change], value: str = "") -> None:
        """Ask for the change's text, make the change, and search again."""
        found = self.state.article
        if found is None:
            self.notify("No article is open.")
            return
        self.push_screen(
            InputDialog(prompt, value), lambda answer: self._make_change(make, found.id, answer) if answer is not None else None
        )

    def _make_change(self, make: Callable[[str, str], Change], article_id: str, answer: str) -> None:
        try:
            change = make(article_id, answer)
        except DatelineError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        self._wait_for_change(change)

    @work(group="change")
    async def _wait_for_change(self, change: Change) -> None:
        try:
            await self.archive_thread.change(change)
        except DatelineError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        self.state = self.state.changed()
        self._search(self.state.question)

    # Queries, without blocking the interface

    def _search(self, question: QueryState) -> None:
        self.state = self.state.asked(question)
        self._show_status()
        self._wait_for_answer(self.state.number, question)

    @work(exclusive=True, group="ask")
    async def _wait_for_answer(self, number: int, question: QueryState) -> None:
        try:
            answer = await self.archive_thread.ask(question)
        except DatelineError as error:
            self.state = self.state.refused(number, str(error))
            self._show_status()
            return
        fresh = self.state.answer is None or self.state.answer.query != answer.query
        self._read(self.state.answered(number, answer))
        self._show_all()
        if fresh and self.state.hits and self.focused is self.query_one("#query"):
            self.query_one("#hits").focus()

    def _read(self, state: State) -> None:
        self.state = state
        if state.wanted and not (state.article and state.article.id == state.wanted):
            self._wait_for_article(state.wanted)

    @work(exclusive=True, group="read")
    async def _wait_for_article(self, wanted: str) -> None:
        try:
            self.state = self.state.opened(await self.archive_thread.read(wanted))
        except DatelineError as error:
            self.state = self.state.refused(self.state.number, str(error))
        self.query_one("#page").scroll_home(animate=False)
        self._show_status()
        self._show_page()

    # Showing

    def _show_all(self) -> None:
        self._show_status()
        self._show_hits()
        self._show_page()
        facets = self.query_one("#facets", OptionList)
        facets.border_title = facet_title(self.state)
        facets.set_options(
            [Option(Content(row), disabled=not value) for value, row in facet_rows(self.state, _inner_width(facets))]
        )
        times = self.query_one("#times")
        times.border_title = f"By {self.state.question.by}"
        self.query_one("#trend", Static).update(to_content(time_lines(self.state, _inner_width(times))))

    def _show_status(self) -> None:
        self.query_one("#status", Static).update(to_content(status_lines(self.state)))

    def _show_hits(self) -> None:
        pane = self.query_one("#hits", OptionList)
        with pane.prevent(OptionList.OptionHighlighted):
            pane.set_options([Option(to_content(hit_rows(hit, _inner_width(pane)))) for hit in self.state.hits])
            pane.highlighted = self.state.at if self.state.hits else None

    def _show_page(self) -> None:
        pane = self.query_one("#page")
        pane.border_title = self.state.article.id if self.state.article else ""
        self.query_one("#text", Static).update(to_content(reading_lines(self.state, _inner_width(pane))))


def _inner_width(pane: Widget) -> int:
    return max(20, pane.scrollable_content_region.width)
