"""`dateline help`: the help of a command, or the page about the query language."""

from __future__ import annotations

from importlib.resources import files

import click

from dateline.cli.output import page, page_lines, width, write


@click.command("help")
@click.argument("topic", required=False)
@click.argument("part", required=False)
@click.pass_context
def help_(context: click.Context, /, topic: str | None, part: str | None) -> None:
    """Print the help of a command, or the page about the query language.

    An installation also has man pages: dateline(1), dateline-search(1) and so on, dateline-query(7).

    \b
    Example:
      dateline help query
      dateline help search
      dateline help feeds fetch
    """
    root = context.find_root()
    group = root.command
    assert isinstance(group, click.Group)
    if topic is None:
        write(group.get_help(root))
    elif topic == "query":
        from dateline.render.manual_page import page_lines as lines_of

        text = files("dateline.cli").joinpath("pages", "query.md").read_text("utf-8")
        page_lines(lines_of(text, width()))
    elif (command := group.commands.get(topic)) and part is None:
        page(command.get_help(click.Context(command, parent=root, info_name=topic)) + "\n")
    elif isinstance(command, click.Group) and (inner := command.commands.get(part or "")):
        context = click.Context(command, parent=root, info_name=topic)
        page(inner.get_help(click.Context(inner, parent=context, info_name=part)) + "\n")
    else:
        topic = f"{topic} {part}" if part else topic
        raise click.UsageError(f"There is no command or page {topic!r}; 'dateline help' lists the commands, 'query' is a page.")
