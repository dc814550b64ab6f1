"""The whole interface on a real archive, without a terminal: keys go in, text on the screen comes out."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from click.testing import CliRunner

from dateline.archive.archive import Archive
from dateline.cli import main
from dateline.cli.tui import browse
from dateline.cli.tui.archive_thread import ArchiveThread
from dateline.cli.tui.state import Answer, QueryState
from dateline.errors import ArchiveMissing, DatelineError
from dateline.types.documents import RawDocument

pytest.importorskip("textual", reason="the extra browse is not installed")

from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from dateline.cli.tui.app import Browser

FERRY = """Ferry terminal to close after ninety years

Share
Advertisement

PORT ELLIN, May 3, 2016 (Island Wire) — The old ferry terminal will close in May, the harbour council said on Tuesday.

Nobody has lost a job so far, according to the council, and the building will become a market hall for the town.

Subscribe to our newsletter
"""
MARKET = """Market hall opens with forty stalls

HALDEN, June 5, 2017 (Island Wire) — Forty traders moved into the new market hall on Sunday, three weeks later than planned.

The harbour council paid for the roof, and the traders for everything under it, said Ines Moreau, who sells bread there.
"""
SCREENS = Path(__file__).with_name("screens")
Flow = Callable[[Browser, "Pilot[None]"], Awaitable[None]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("browse")
    with Archive.open(place, create=True) as archive:
        archive.ingest(RawDocument(text.encode(), "text/plain", f"{at}.txt") for at, text in enumerate((FERRY, MARKET)))
    return place


@pytest.fixture
def play(folder: Path) -> Iterator[Callable[..., None]]:
    """A function that runs the interface and a sequence of keys in it."""
    with ArchiveThread(folder) as thread:

        def run(flow: Flow, text: str = "", size: tuple[int, int] = (120, 40)) -> None:
            async def scenario() -> None:
                app = Browser(thread, text)
                async with app.run_test(size=size) as pilot:
                    await settled(app, pilot)
                    await flow(app, pilot)

            asyncio.run(scenario())

        yield run


async def settled(app: Browser, pilot: Pilot[None]) -> None:
    """Wait until no request is open and the screen is up to date."""
    for _ in range(3):
        await pilot.pause()
        await app.workers.wait_for_complete()
    await pilot.pause()


async def press(app: Browser, pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(app, pilot)


async def ask(app: Browser, pilot: Pilot[None], text: str) -> None:
    app.query_one("#query", Input).focus()
    app.query_one("#query", Input).value = text
    await press(app, pilot, "enter")


def text_of(app: Browser, name: str) -> str:
    return str(app.query_one(name, Static).content)


def listed(app: Browser) -> list[str]:
    options = app.query_one("#hits", OptionList).options
    return [str(option.prompt).split("\n")[0] for option in options]


def test_the_interface_opens_with_all_articles_and_shows_the_newest(play: Callable[..., None]) -> None:
    """An empty query matches every article."""

    async def flow(app: Browser, pilot: Pilot[None]) -> None:
        assert listed(app) == ["Market hall opens with forty stalls", "Ferry terminal to close after ninety years"]
        assert text_of(app, "#status") == "2 articles"
        assert "Forty traders moved" in text_of(app, "#text")
        assert "2016  1" in text_of(app, "#trend")
        assert str(app.query_one("#facets").border_title) == "By source: 2 articles"

    play(flow)


def test_a_query_marks_its_matches_and_moves_the_focus_to_the_results(play: Callable[..., None]) -> None:
    """After Enter, keys control the list."""

    async def flow(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "slash", *"ferry", "enter")
        assert listed(app) == ["Ferry terminal to close after ninety years"]
        assert app.focused is app.query_one("#hits")
        content = app.query_one("#text", Static).content
        marks = [content.plain[span.start : span.end] for span in content.spans if span.style == "bold red"]  # type: ignore[union-attr]
        assert marks == ["ferry"]

    play(flow)


def test_removed_lines_are_folded_and_can_be_shown_with_their_reasons(play: Callable[..., None]) -> None:
    """They appear at their original positions."""

    async def flow(app: Browser, pilot: Pilot[None]) -> None:
        assert "▸ 3 lines removed" in text_of(app, "#text")
        assert "Share" not in text_of(app, "#text")
        await press(app, pilot, "escape", "r")
        assert "− 2 Share" in text_of(app, "#text")
        shown = text_of(app, "#text")
        assert shown.index(" Advertisement") < shown.index("The old ferry terminal") < shown.index(" Subscribe to our newsletter")
        assert "rule:" in shown
        await press(app, pilot, "r")
        assert "Share" not in text_of(app, "#text")

    play(flow, "ferry")


def test_keys_move_to_the_next_article_and_back(play: Callable[..., None]) -> None:
    """j and k work everywhere except in the query line, and stop at the ends of the list."""

    async def flow(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "escape", "j")
        assert "The old ferry terminal" in text_of(app, "#text")
        await press(app, pilot, "j", "tab", "k")
        assert "Forty traders" in text_of(app, "#text")

    play(flow)


def test_a_query_error_is_shown_and_the_results_stay(play: Callable[..., None]) -> None:
    """It points at the place of the error, as on the command line."""

    async def flow(app: Browser, pilot: Pilot[None]) -> None:
        await ask(app, pilot, 'ferry "old')
        assert "this quotation has no end" in text_of(app, "#status")
        assert "^" in text_of(app, "#status")
        assert len(listed(app)) == 2
        await ask(app, pilot, "ferry")
        assert text_of(app, "#status") == "1 article"

    play(flow)


def test_a_search_without_hits_says_why(play: Callable[..., None]) -> None:
    """The same words as on the command line."""

    async def flow(app: Browser, pilot: Pilot[None]) -> None:
        await ask(app, pilot, "ferry zeppelin")
        assert text_of(app, "#status").startswith("0 articles")
        assert "zeppelin" in text_of(app, "#status")
        assert text_of(app, "#text") == "Nothing to read."

    play(flow)


def test_a_value_of_a_facet_narrows_the_search(play: Callable[..., None]) -> None:
    """f counts by the next field; Enter on a value adds it to the query."""

    async def flow(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "escape", "f", "f")
        facets = app.query_one("#facets", OptionList)
        assert str(facets.border_title) == "By place: 2 articles"
        facets.focus()
        await press(app, pilot, "home", "enter")
        assert app.query_one("#query", Input).value == 'place:"HALDEN"'
        assert listed(app) == ["Market hall opens with forty stalls"]

    play(flow)


def test_a_key_changes_the_period_of_the_timeline(play: Callable[..., None]) -> None:
    """Years, months, weeks, days."""

    async def flow(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "escape", "t")
        assert "2016-05  1" in text_of(app, "#trend")

    play(flow)


def test_an_article_is_opened_by_its_id_and_copied(play: Callable[..., None], folder: Path) -> None:
    """The beginning of an id is enough; the clipboard gets title, metadata and text."""
    with Archive.open(folder) as archive:
        (ferry,) = (found for found in archive.articles() if "Ferry" in (found.article.metadata.title or ""))

    async def flow(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "escape", "g", *ferry.id[:5], "enter")
        assert app.state.article == ferry
        await press(app, pilot, "c")
        assert app.clipboard.startswith("Ferry terminal to close after ninety years\n2016-05-03 · ")
        assert "market hall for the town" in app.clipboard
        await press(app, pilot, "i")
        assert app.clipboard == ferry.id
        await press(app, pilot, "g", *"zzzz", "enter")
        assert "zzzz" in text_of(app, "#status")
        await press(app, pilot, "g", "escape")
        assert app.state.article == ferry

    play(flow, "market")


def test_the_list_has_the_focus_if_there_are_hits(play: Callable[..., None]) -> None:
    """So keys work at once; without hits the query line has the focus."""

    async def flow(app: Browser, pilot: Pilot[None]) -> None:
        assert app.focused is app.query_one("#hits")
        await press(app, pilot, "s")
        assert text_of(app, "#status") == "2 articles, by recent"
        await press(app, pilot, "question_mark")
        table = str(app.screen.query_one(Static).content)
        assert "/  " in table
        assert "Delete the article permanently" in table
        await press(app, pilot, "escape")
        assert len(app.screen_stack) == 1

    play(flow)


def test_keys_tag_note_restore_drop_and_delete(tmp_path: Path) -> None:
    """Each change reaches the archive and the screen."""
    with Archive.open(tmp_path, create=True) as archive:
        archive.ingest([RawDocument(FERRY.encode(), "text/plain", "0.txt")])

    async def scenario(thread: ArchiveThread) -> None:
        app = Browser(thread)
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(app, pilot)
            await press(app, pilot, "plus", *"+sea, ice", "enter")
            await press(app, pilot, "e", *"page 12", "enter")
            await press(app, pilot, "u", "2", "enter")
            assert app.state.article is not None
            assert app.state.article.article.metadata.tags == ("sea", "ice")
            assert app.state.article.note == "page 12"
            assert "Share" in app.state.article.article.body
            await press(app, pilot, "d", "2", "enter")
            assert "Share" not in app.state.article.article.body
            await press(app, pilot, "d", *"none", "enter")
            await press(app, pilot, "D", *"no", "enter")
            assert len(listed(app)) == 1
            await press(app, pilot, "D", *"yes", "enter")
            assert text_of(app, "#status").startswith("0 articles")

    with ArchiveThread(tmp_path) as thread:
        asyncio.run(scenario(thread))
    with Archive.open(tmp_path) as archive:
        assert list(archive.articles()) == []


def test_a_window_of_forty_columns_can_be_used(play: Callable[..., None]) -> None:
    """Text that does not fit is wrapped or shortened."""

    async def flow(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "escape", "j", "r")
        await pilot.resize_terminal(40, 12)
        await settled(app, pilot)
        assert "ferry" in text_of(app, "#text")

    play(flow)


def test_a_dialog_is_centred_in_the_window(play: Callable[..., None]) -> None:
    """The style of a dialog names its class, so a renamed class must be renamed in the style too."""

    async def flow(app: Browser, pilot: Pilot[None]) -> None:
        for key in ("g", "question_mark"):
            await press(app, pilot, "escape", key)
            box, window = app.screen.query_one("#asked").region, app.screen.region
            assert abs(box.x - (window.right - box.right)) <= 1
            assert abs(box.y - (window.bottom - box.bottom)) <= 1
            await press(app, pilot, "escape")

    play(flow)


def test_q_quits(play: Callable[..., None]) -> None:
    """The query line does not have the focus."""

    async def flow(app: Browser, pilot: Pilot[None]) -> None:
        await press(app, pilot, "escape", "q")
        assert not app.is_running or app._exit

    play(flow)


def test_the_screens_equal_the_stored_ones(play: Callable[..., None]) -> None:
    """After opening, after a search with removed lines shown, and after an invalid query."""

    async def flow(app: Browser, pilot: Pilot[None]) -> None:
        assert screen(app) == (SCREENS / "opened.txt").read_text("utf-8")
        await press(app, pilot, "slash", *"ferry", "enter", "r")
        assert screen(app) == (SCREENS / "removed.txt").read_text("utf-8")
        await press(app, pilot, "slash", "end", *" (", "enter")
        assert screen(app) == (SCREENS / "refused.txt").read_text("utf-8")

    play(flow, size=(100, 32))


def screen(app: Browser) -> str:
    """What a terminal would show, without colours."""
    rows = ("".join(segment.text for segment in strip).rstrip() for strip in app.screen._compositor.render_strips())
    return "\n".join(rows) + "\n"


class SlowThread(ArchiveThread):
    """An archive thread that answers one query only when the test allows it."""

    def __init__(self, folder: Path, slow: str) -> None:
        super().__init__(folder)
        self.slow = slow
        self.go_on = Event()

    async def ask(self, question: QueryState) -> Answer:
        if question.text == self.slow:
            await asyncio.get_running_loop().run_in_executor(None, self.go_on.wait, 20)
        return await super().ask(question)


def test_reading_and_a_new_query_are_possible_during_a_search(folder: Path) -> None:
    """A late answer is not shown."""

    async def scenario(thread: SlowThread) -> None:
        app = Browser(thread)
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(app, pilot)
            app.query_one("#query", Input).value = "ferry"
            await pilot.press("slash", "enter", "escape", "j")
            await pilot.pause()
            assert text_of(app, "#status") == "Searching …"
            assert app.state.at == 1
            app.query_one("#query", Input).value = "stalls"
            app.query_one("#query", Input).focus()
            await pilot.press("enter")
            thread.go_on.set()
            await settled(app, pilot)
            assert listed(app) == ["Market hall opens with forty stalls"]

    with SlowThread(folder, "ferry") as thread:
        asyncio.run(scenario(thread))


def test_without_textual_the_error_names_the_extra(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an extra; nothing else needs it."""
    monkeypatch.delitem(sys.modules, "dateline.cli.tui.app")
    monkeypatch.setitem(sys.modules, "textual", None)
    with pytest.raises(DatelineError, match=r"pip install 'dateline\[browse\]'"):
        browse(folder)


def test_without_a_terminal_the_error_names_another_command(folder: Path) -> None:
    """A pipe cannot be browsed."""
    found = CliRunner().invoke(main, ["--archive", str(folder), "browse", "ferry"])
    assert found.exit_code == 1
    assert found.stderr == "Error: browsing needs a terminal; 'dateline search' writes to files and pipes\n"


def test_a_missing_archive_is_an_error_before_anything_is_drawn(tmp_path: Path) -> None:
    """The message must not be lost with the screen."""
    with pytest.raises(ArchiveMissing), ArchiveThread(tmp_path / "none"):
        pass
