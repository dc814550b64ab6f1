"""The schema, as a numbered list of steps. A step and its record commit together; a released step never changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from dateline.store.tables import load_sqlite_utils, open_table

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

SET = "dateline"


_FORMS = (
    "DROP VIEW removed_lines",
    "ALTER TABLE verdicts RENAME TO verdicts_before",
    """
    CREATE TABLE verdicts (
        id INTEGER PRIMARY KEY, label TEXT NOT NULL, reason TEXT NOT NULL, form TEXT NOT NULL DEFAULT '',
        UNIQUE (label, reason, form)
    )
    """,
    "INSERT INTO verdicts (id, label, reason) SELECT id, label, reason FROM verdicts_before",
    "DROP TABLE verdicts_before",
    """
    CREATE VIEW removed_lines AS
    SELECT ledger.article_id AS article_id, line.key + 1 AS line, verdicts.label AS label, verdicts.reason AS reason
    FROM ledger, json_each(ledger.lines) AS line JOIN verdicts ON verdicts.id = line.value >> 2
    WHERE line.value & 2 AND line.value > 0
    """,
)


def first(db: Database) -> None:
    """Create the first tables of an archive."""
    from dateline.store.first_tables import create_first_tables  # opening an existing archive does not need it

    create_first_tables(db)


def templates(db: Database) -> None:
    """The lines that `learn` found each source to repeat; derived, and rebuilt by every `learn`."""
    columns = {"source": str, "key": str, "text": str, "seen": int, "stories": int}
    open_table(db, "templates").create(columns, pk=("source", "key"), not_null=set(columns))


def corrections(db: Database) -> None:
    """A person's corrections of single fields; truth, never derived."""
    columns = {"article_id": str, "field": str, "value": str, "at": str}
    open_table(db, "corrections").create(columns, pk=("article_id", "field"), not_null=set(columns))


def copies(db: Database) -> None:
    """Which articles are copies of one story, the keys that find copies, and the last change that was followed; derived."""
    db.create_table("sketches", {"number": int, "article_id": str, "keys": bytes}, pk="number", not_null={"article_id", "keys"})
    open_table(db, "sketches").create_index(["article_id"], unique=True)
    columns = {"article_id": str, "lead": str, "similarity": float}
    db.create_table("copies", columns, pk="article_id", not_null=set(columns))
    open_table(db, "copies").create_index(["lead"])
    db.create_table("followers", {"name": str, "method": str, "change": int}, pk="name", not_null={"method", "change"})


def remarks(db: Database) -> None:
    """What people put on articles: tags (added, or removed from the publisher's) and a note; truth, never derived."""
    columns = {"article_id": str, "tag": str, "put": int, "at": str}
    open_table(db, "own_tags").create(columns, pk=("article_id", "tag"), not_null=set(columns))
    columns = {"article_id": str, "text": str, "at": str}
    open_table(db, "notes").create(columns, pk="article_id", not_null=set(columns))


def saved(db: Database) -> None:
    """Saved searches, and for each article the change that brought its newest version (NULL: before this step)."""
    columns = {"name": str, "query": str, "at": str, "shown": int}
    open_table(db, "saved").create(columns, pk="name", not_null={"query", "at"})
    open_table(db, "articles").add_column("came", int)
    open_table(db, "articles").create_index(["came"])


def watched(db: Database) -> None:
    """The files of watched folders that were ingested, each with its state at that time."""
    columns = {"path": str, "size": int, "modified": int}
    open_table(db, "watched").create(columns, pk="path", not_null=set(columns))


def feeds(db: Database) -> None:
    """Subscribed feeds, with the last answers of their servers and how fetching went; truth, never derived."""
    texts = {"url": str, "title": str, "folder": str, "pages": int, "added": str}
    state = {"etag": str, "modified": str, "tried": str, "status": str, "failures": int, "due": str}
    open_table(db, "feeds").create(texts | state, pk="url", not_null={"pages", "added", "failures"})


def read_as(db: Database) -> None:
    """Record all ingested files from now on, with the format that a person stated (NULL: detected)."""
    open_table(db, "watched").add_column("read_as", str)


def day_orders(db: Database) -> None:
    """The order in which `learn` found each source to write day and month; derived, and rebuilt by every `learn`."""
    columns = {"source": str, "day_first": int, "seen": int, "pages": int}
    open_table(db, "day_orders").create(columns, pk="source", not_null=set(columns))


def compact(db: Database) -> None:
    """Save space: raw documents as deltas to the clean text, numbered verdicts, packed removed lines."""
    from dateline.store.compaction import compact

    compact(db)


def former(db: Database) -> None:
    """The lines of older versions that the newest one no longer has; derived, and added to older archives by `reclean`."""
    columns = {"article_id": str, "text": str, "version": int}
    open_table(db, "former").create(columns, pk=("article_id", "text"), not_null=set(columns))


def passwords(db: Database) -> None:
    """Remove user names and passwords from all stored addresses."""
    from dateline.store.addresses import forget_passwords

    forget_passwords(db)


def parts(db: Database) -> None:
    """The lines that paragraphs were joined from; derived, and added to older archives by `reclean`."""
    open_table(db, "ledger").add_column("parts", bytes)


def unwanted(db: Database) -> None:
    """The names of deleted articles, which no ingest brings back; truth, never derived."""
    open_table(db, "unwanted").create({"name": str, "at": str}, pk="name", not_null={"at"})


def forms(db: Database) -> None:
    """Add the form of their lines to verdicts; existing lines count as paragraphs until `reclean` rebuilds them."""
    for sql in _FORMS:
        db.execute(sql)


def line_overrides(db: Database) -> None:
    """Let a person drop lines too; all existing overrides keep lines."""
    db.execute("ALTER TABLE restored RENAME TO line_overrides")
    db.execute("ALTER TABLE line_overrides ADD COLUMN keep INTEGER NOT NULL DEFAULT 1")


def one_form(db: Database) -> None:
    """Make every identity that is an address canonical; `url` keeps the addresses of documents as they were given."""
    from dateline.store.addresses import name_in_one_form

    name_in_one_form(db)


def names(db: Database) -> None:
    """The people, places and organisations that articles name (NULL: not searched yet), and a person's corrections of names."""
    for column in ("people", "places", "organisations"):
        open_table(db, "articles").add_column(column, str)
    columns = {"kind": str, "name": str, "becomes": str, "at": str}
    open_table(db, "names").create(columns, pk=("kind", "name"), not_null={"kind", "name", "at"})


def source_languages(db: Database) -> None:
    """The languages in which `learn` found each source to write; derived, and rebuilt by every `learn`."""
    columns = {"source": str, "language": str, "seen": int, "articles": int}
    open_table(db, "source_languages").create(columns, pk=("source", "language"), not_null=set(columns))


Step = tuple[str, "Callable[[Database], None]"]
STEPS: tuple[Step, ...] = (
    ("0001_first", first),
    ("0002_templates", templates),
    ("0003_corrections", corrections),
    ("0004_copies", copies),
    ("0005_remarks", remarks),
    ("0006_saved", saved),
    ("0007_watched", watched),
    ("0008_feeds", feeds),
    ("0009_read_as", read_as),
    ("0010_day_orders", day_orders),
    ("0011_compact", compact),
    ("0012_former", former),
    ("0013_passwords", passwords),
    ("0014_parts", parts),
    ("0015_unwanted", unwanted),
    ("0016_forms", forms),
    ("0017_line_overrides", line_overrides),
    ("0018_one_form", one_form),
    ("0019_names", names),
    ("0020_source_languages", source_languages),
)


def migrations(steps: Sequence[Step] = STEPS, name: str = SET) -> Migrations:
    """The steps as a migration set that sqlite-utils can apply."""
    load_sqlite_utils()
    from sqlite_utils.migrations import Migrations

    chosen = Migrations(name)
    for name, step in steps:
        chosen(name=name)(step)
    return chosen
