"""A command whose arguments are words of a query. In it, -word excludes a word wherever it cannot be an option."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import click

from dateline.cli.options import Command

_MARK = "\0"  # no argument can contain it


class QueryCommand(click.Command):
    """Reads -word as part of the query and -x as an option. An unknown option is wrong use; everything after -- is query."""

    single_letters = False
    """Whether a single letter after a dash is also a word, if no option has that letter."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments; mark excluded words, so that click does not read them as options."""
        known = [option for option in self.get_params(ctx) if isinstance(option, click.Option)]
        options = {name: option for option in known for name in (*option.opts, *option.secondary_opts)}
        try:
            return super().parse_args(ctx, list(self._mark_excluded(ctx, args, options)))
        except click.NoSuchOption as error:
            error.message = f"{error.message} To leave a word out write NOT word, or put it behind --."  # type: ignore[misc]
            raise

    def _mark_excluded(self, ctx: click.Context, args: list[str], options: Mapping[str, click.Option]) -> Iterator[str]:
        expects_value = False
        for at, word in enumerate(args):
            if word == "--":
                yield word
                yield from args[at + 1 :]
                return
            yield _MARK + word if not expects_value and self._is_excluded(ctx, word, options) else word
            expects_value = not expects_value and word in options and not (options[word].is_flag or options[word].count)

    def _is_excluded(self, ctx: click.Context, word: str, options: Mapping[str, click.Option]) -> bool:
        rest = word[1:]
        if not rest or word[0] != "-" or rest[0] == "-" or f"-{rest}" in options:
            return False
        if f"--{rest}" in options and not ctx.resilient_parsing:
            raise click.UsageError(
                f"The option is --{rest}. To leave the word out write NOT {rest}, or put -{rest} behind --.", ctx
            )
        if len(rest) == 1:
            return not rest.isascii() or (self.single_letters and rest.isalnum())
        option = options.get(f"-{rest[0]}")
        return not (option and _can_be_value(option, rest[1:]))


def query_command(metavar: str = "[QUERY]...", *, required: bool = False) -> Callable[[Command], Command]:
    """The argument that takes the words of a query."""
    return click.argument("words", callback=_unmark_words, metavar=metavar, nargs=-1, required=required)


def unescape_minus(word: str) -> str:
    """The word as it was typed."""
    return word.removeprefix(_MARK)


def _unmark_words(context: click.Context, parameter: click.Parameter, words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(unescape_minus, words))


def _can_be_value(option: click.Option, text: str) -> bool:
    """Whether `text`, which follows an option's letter, can be its value: a number, or one of the choices."""
    kind = option.type
    if isinstance(kind, click.Choice):
        return text in kind.choices
    return isinstance(kind, click.types.IntParamType) and text.isdigit()
