"""`dateline delete`: delete articles, so that no ingest brings them back."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.article_argument import article_arguments, read_names
from dateline.cli.output import is_terminal, warn, write
from dateline.cli.query_options import QueryOptions, narrowing
from dateline.errors import ArticleMissing
from dateline.text import content_hash, shown, web_address
from dateline.text.addresses import canonical_address

if TYPE_CHECKING:
    from dateline.archive.archive import Archive

_SHOWN = 10


@click.command()
@article_arguments(required=False, name="ids")
@click.option("--query", metavar="QUERY", help="Delete all articles that this query finds; * is every article.")
@narrowing
@click.option("--dry-run", is_flag=True, help="List what would be deleted, and delete nothing.")
@click.option("--yes", is_flag=True, help="Delete without asking; required if there is no terminal.")
@click.option(
    "--forget-names", is_flag=True, help="Allow ingesting the articles again; also takes the address or file of a deleted article."
)
@click.pass_obj
def delete(
    folder: Path, /, ids: tuple[str, ...], query: str | None, dry_run: bool, yes: bool, forget_names: bool, **narrowed: Any
) -> None:
    """Delete articles permanently, with all versions, raw documents, tags and notes.

    Their bytes are removed from the archive's file; `compact` also removes their last words from the search index. Dateline
    remembers their addresses and files, so that the next ingest skips them (`stats --unwanted` lists these). With --forget-names
    it does not remember them; with the address or file of an article that was deleted before, it allows ingesting it again.

    \b
    Example:
      dateline delete 7kq2mzx4 --dry-run
      dateline delete --query 'source:gazette kind:list' --yes
      dateline delete --forget-names https://gazette.example/2016/ferry
    """
    from dateline.archive.archive import Archive

    asked = query is not None or any(narrowed.values())
    if bool(ids) == asked:
        raise click.UsageError("Give the articles: their ids, or --query and the options that narrow it.")
    if query is not None and not query.strip():
        raise click.UsageError("--query is empty; * is every article.")
    ids = read_names(ids)
    with Archive.open(folder) as archive:
        if asked:
            ids = archive.ids(QueryOptions(words=(query or "",), **narrowed).query())
        elif forget_names:
            ids = _remove_tombstones(archive, ids, dry_run=dry_run)
        whole = tuple(dict.fromkeys(map(archive.find, ids)))
        if not whole:
            warn("There is nothing to delete." if asked else "Nothing was deleted.")
        elif dry_run:
            _list_articles(archive, whole, len(whole))
            warn(f"{_count_text(whole)} would be deleted.")
        else:
            _confirm(archive, whole, yes=yes)
            warn(f"{_count_text(archive.delete(whole, forget_names=forget_names))} deleted.")


def _remove_tombstones(archive: Archive, words: Sequence[str], *, dry_run: bool) -> tuple[str, ...]:
    """Remove the tombstones that `words` name; return the other words, which are ids."""
    from dateline.errors import DatelineError

    names, ids = list[str](), list[str]()
    unwanted = set(archive.tombstones())
    for word in words:
        found = [name for name in _identities_of(word) if name in unwanted]
        names += found
        if not found:
            ids.append(word)
    for word in ids:
        if ":" in word and not _exists(archive, word):
            raise DatelineError(f"{word} is not the address or file of a deleted article; 'dateline stats --unwanted' lists these")
    if names and not dry_run:
        archive.remove_tombstones(names)
    for name in names:
        warn(f"{name}: {'could' if dry_run else 'can'} be ingested again.")
    return tuple(ids)


def _identities_of(word: str) -> Iterator[str]:
    """The identities that `word` may mean: an address or another name, a file, or the bytes of a file."""
    yield from dict.fromkeys((word, canonical_address(web_address(word)), f"file:{os.path.abspath(word)}"))
    with suppress(OSError, ValueError):
        yield content_hash(Path(word).read_bytes())


def _exists(archive: Archive, name: str) -> bool:
    with suppress(ArticleMissing):
        return bool(archive.find(name))
    return False


def _confirm(archive: Archive, ids: Sequence[str], *, yes: bool) -> None:
    if yes:
        return
    _list_articles(archive, ids, _SHOWN)
    if not is_terminal() or sys.stdin is None or not sys.stdin.isatty():
        raise click.UsageError(f"{_count_text(ids)} would be deleted permanently; add --yes to delete without asking.")
    click.confirm(f"Delete {_count_text(ids)} permanently?", abort=True, err=True)


def _list_articles(archive: Archive, ids: Sequence[str], most: int) -> None:
    for article_id in ids[:most]:
        title = None
        with suppress(ArticleMissing):
            title = archive.get(article_id).article.metadata.title
        write(shown(f"{article_id}  {title or '(no title)'}"))
    if len(ids) > most:
        write(f"and {len(ids) - most:,} more")


def _count_text(ids: Sequence[str]) -> str:
    return f"{len(ids):,} article{'' if len(ids) == 1 else 's'}"
