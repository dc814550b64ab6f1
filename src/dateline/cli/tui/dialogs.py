"""The dialogs in front of the panes: an input line, and the help on keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static


class InputDialog(ModalScreen[str | None]):
    """Asks for a line of text; the result is None after Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back")]

    def __init__(self, prompt: str, value: str = "") -> None:
        super().__init__()
        self.prompt, self.value = prompt, value

    def compose(self) -> ComposeResult:
        """The prompt above the input line."""
        with Vertical(id="asked"):
            yield Static(self.prompt, markup=False)
            yield Input(self.value, id="wanted")

    @on(Input.Submitted)
    def given(self, event: Input.Submitted) -> None:
        """Return the typed text."""
        self.dismiss(event.value.strip())


class HelpDialog(ModalScreen[None]):
    """All keys, each with its action."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark,enter", "dismiss(None)", "Back")]

    def __init__(self, keys: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        rows = list(keys)
        widest = max((len(key) for key, _ in rows), default=0)
        self.text = "\n".join(f"{key:<{widest}}  {does}" for key, does in rows)

    def compose(self) -> ComposeResult:
        """The table, with a scroll bar if it is longer than the window."""
        with VerticalScroll(id="asked", can_focus=True):
            yield Static(self.text, markup=False)
