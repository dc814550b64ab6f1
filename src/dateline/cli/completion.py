"""`dateline completion`: print the script for a shell."""

from __future__ import annotations

import click

from dateline.cli.output import write


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, /, shell: str) -> None:
    """Print a shell script that completes commands, options, and the names in your archive.

    It completes sources, authors, places, tags and languages in queries (source: author: place: tag: lang:) and after --source,
    --author and --tag; saved searches after saved:, `feed` and `saved --delete`; and tags after `tag +`.

    \b
    Example:
      dateline completion bash > ~/.local/share/bash-completion/completions/dateline
      dateline completion zsh > ~/.zfunc/_dateline
      dateline completion fish > ~/.config/fish/completions/dateline.fish
    """
    from click.shell_completion import get_completion_class

    import dateline.cli.shell_completion  # noqa: F401  # it registers its classes with click

    kind = get_completion_class(shell)
    assert kind is not None
    write(kind(context.find_root().command, {}, "dateline", "_DATELINE_COMPLETE").source())
