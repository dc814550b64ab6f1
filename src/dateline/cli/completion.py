"""`dateline completion`: the script that teaches a shell."""

from __future__ import annotations

import click

from dateline.cli.output import write


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, /, shell: str) -> None:
    """Print the script with which a shell completes commands, options, and the names in your archive.

    Sources, authors, places, tags and languages are completed in queries (source: author: place: tag: lang:) and after
    --source, --author and --tag, saved searches after saved: and by `feed` and `saved --delete`, tags by `tag +`.

    \b
    Example:
      dateline completion bash > ~/.local/share/bash-completion/completions/dateline
      dateline completion zsh > ~/.zfunc/_dateline
      dateline completion fish > ~/.config/fish/completions/dateline.fish
    """
    from click.shell_completion import get_completion_class

    import dateline.cli.shell_completion  # noqa: F401  # it makes its classes known to click

    kind = get_completion_class(shell)
    assert kind is not None
    write(kind(context.find_root().command, {}, "dateline", "_DATELINE_COMPLETE").source())
