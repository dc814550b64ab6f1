"""Client: the reading half of `Archive`, answered by a server. Its methods have the arguments and results of `Archive`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import quote

from dateline.archive.arguments import to_name, to_names, to_query, to_window
from dateline.archive.client import values
from dateline.archive.client.api_connection import ApiConnection, Record
from dateline.archive.former_names import FormerNames
from dateline.archive.lookup import address_of
from dateline.archive.results import Results
from dateline.errors import ArticleMissing
from dateline.query import Query
from dateline.types.answers import Found, Hit, Sort, Window
from dateline.types.articles import ArchivedArticle, ClusterMark
from dateline.types.history import Copy

if TYPE_CHECKING:
    from dateline.search.concordance import ContextLine
    from dateline.search.similar import Similar
    from dateline.search.terms import Terms
    from dateline.store.statistics import SourceCount, Stats
    from dateline.types.counts import Facet, FacetCounts, Period, Trend
    from dateline.types.documents import RawDocument
    from dateline.types.history import Diff, Order, Version

_PAGE = 200
_BATCH = 100
_NEAREST = 100
_MOST_VALUES = 65_000
_MOST_LINES = 2_000
_FIRST_CURSOR = "*"
_EVERYTHING = ("", "*")


@dataclass(frozen=True, slots=True)
class Client(FormerNames):
    """An archive on a server; closing it leaves the server as it is."""

    connection: ApiConnection

    @classmethod
    def connect(cls, url: str, token: str | None = None) -> Self:
        """Return a client of the server at `url`, after a first answer from it."""
        client = cls(ApiConnection.to(url, token))
        client.stats()
        return client

    def close(self) -> None:
        """Do nothing: no connection stays open. It exists because an archive has it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # Lists

    def search(self, query: Query | str, window: Window | None = None, *, all_copies: bool = False) -> Results:
        """Return the articles that match `query`, cut to `window`: one of each story with its number of copies, or `all_copies`."""
        found = self.stream(query, window, all_copies=all_copies)
        return Results(tuple(found.hits), found.total, found.notes, found.stories)

    def stream(self, query: Query | str, window: Window | None = None, *, all_copies: bool = False) -> Found:
        """Do the same, but request the hits page by page when they are used, from the list as it was at the beginning."""
        window = to_window(window)
        pages = self._pages(_text(query), window, all_copies=all_copies)
        first = next(pages)
        hits = self._hits(record for page in chain([first], pages) for record in page["hits"])
        if window.limit is None or window.limit > _PAGE:
            end = None if window.limit is None else window.offset + window.limit
            hits = islice(hits, window.offset, end)
        return Found(first["total"], tuple(first["notes"]), hits, first["stories"], first["collapsed"])

    def ids(self, query: Query | str, sort: Sort = "newest", *, unique: bool = False) -> tuple[str, ...]:
        """Return the ids of all articles that match `query`, by default the newest first.

        With `unique`, here and in other methods, return one article of each story.
        """
        pages = self._pages(_text(query), to_window(Window(None, sort=sort)), all_copies=not unique, fields="id")
        return tuple(record["id"] for page in pages for record in page["hits"])

    def _pages(self, query: str, window: Window, *, all_copies: bool, fields: str | None = None) -> Iterator[Record]:
        pairs = [("q", query), ("sort", window.sort), ("all_copies", all_copies), ("fields", fields)]
        if window.limit is not None and window.limit <= _PAGE:
            yield self.connection.get("/search", [*pairs, ("limit", window.limit), ("offset", window.offset)])
            return
        cursor = _FIRST_CURSOR
        while cursor:
            page = self.connection.get("/search", [*pairs, ("limit", _PAGE), ("cursor", cursor)])
            yield page
            cursor = page["next"]

    def _hits(self, records: Iterator[Record]) -> Iterator[Hit]:
        while batch := list(islice(records, _BATCH)):
            found = self._articles(record["id"] for record in batch)
            yield from (values.hit(record, found[record["id"]]) for record in batch if record["id"] in found)

    def _articles(self, ids: Iterable[str], *, lines: bool = False) -> dict[str, Record]:
        """Return the records of those articles that still exist."""
        wanted, found = iter(dict.fromkeys(ids)), {}
        while batch := list(islice(wanted, _BATCH)):
            answer = self.connection.get("/articles", [*(("id", one) for one in batch), ("lines", lines)])
            found.update({record["id"]: record for record in answer["articles"]})
        return found

    def articles(self, query: Query | str | None = None, *, unique: bool = False) -> Iterator[ArchivedArticle]:
        """Read all articles, or all that match `query`, one by one."""
        text = None if query is None else _text(query)
        if unique or text not in (None, *_EVERYTHING):
            return self.read(self.ids(text or "", "oldest", unique=unique))
        return self.read(sorted(self.ids("")))

    def read(self, ids: Iterable[str]) -> Iterator[ArchivedArticle]:
        """Read the articles with these ids, a batch at a time, without those that do not exist."""
        wanted = iter(ids)
        while batch := list(islice(wanted, _BATCH)):
            yield from map(values.article, self._articles(batch, lines=True).values())

    def by_meaning(
        self,
        text: str = "",
        where: Query | str = "",
        window: Window | None = None,
        *,
        like: Iterable[str] = (),
        words: Query | str | None = None,
        all_copies: bool = False,
    ) -> Results:
        """Return the articles most similar in meaning to a text, or to all articles `like`, among those that match `where`.

        Matches of a query `words` come first, and it has a vote on the rest. The articles `like` and their stories are left out.
        """
        window, examples = to_window(window), map(self.find, to_names(like))
        pairs: list[tuple[str, object]] = [("text", text), ("q", _text(where)), *(("like", one) for one in examples)]
        pairs += [("words", None if words is None else _text(words)), ("all_copies", all_copies)]
        pages = list(self._near_pages(pairs, window))
        hits = tuple(self._hits(record for page in pages for record in page["hits"]))
        compared = pages[0]["compared"]
        return Results(hits, compared, tuple(pages[0]["notes"]), compared, "meaning")

    def _near_pages(self, pairs: Sequence[tuple[str, object]], window: Window) -> Iterator[Record]:
        left, offset = window.limit, window.offset
        while True:
            size = _NEAREST if left is None else min(_NEAREST, left)
            page = self.connection.get("/near", [*pairs, ("limit", size), ("offset", offset)])
            yield page
            left, offset = None if left is None else left - size, offset + size
            if left == 0 or len(page["hits"]) < size:
                return

    # Counts

    def count(self, query: Query | str, *, unique: bool = False) -> int:
        """Count the articles that match `query`; with `unique`, the stories."""
        found: int = self.connection.get("/count", [("q", _text(query))])["stories" if unique else "articles"]
        return found

    def facets(self, query: Query | str, field: Facet, most: int = 20, *, unique: bool = False) -> FacetCounts:
        """Count the matching articles for each value of `field`; the `most` most frequent values are listed."""
        pairs = [("q", _text(query)), ("field", field), ("limit", min(most, _MOST_VALUES)), ("unique", unique)]
        return values.tally(self.connection.get("/facets", pairs))

    def facets_of(
        self, query: Query | str, fields: Sequence[Facet], most: int = 20, *, unique: bool = False
    ) -> dict[Facet, FacetCounts]:
        """Do the same for several fields, one after the other."""
        return {field: self.facets(query, field, most, unique=unique) for field in fields}

    def trend(self, queries: Sequence[Query | str] | Query | str, by: Period, *, unique: bool = False) -> Trend:
        """Count the matches of up to six `queries` over time, each next to all articles of its sources."""
        some = queries if isinstance(queries, list | tuple) else [queries]
        return values.trend(self.connection.get("/trend", [*(("q", _text(one)) for one in some), ("by", by), ("unique", unique)]))

    def terms(self, query: Query | str, most: int = 20, *, unique: bool = False) -> Terms:
        """Return the words that are typical of the articles that match, the most significant first."""
        return values.terms(self.connection.get("/terms", [("q", _text(query)), ("limit", most), ("unique", unique)]))

    def context(
        self, query: Query | str, *, width: int = 60, order: Order = "newest", all_copies: bool = False
    ) -> Iterator[ContextLine]:
        """Yield every match of `query` (up to two thousand), with `width` characters of the text on each side."""
        from dateline.search.concordance import ContextLine

        pairs = [("q", _text(query)), ("width", width), ("sort", order), ("all_copies", all_copies), ("limit", _MOST_LINES)]
        lines = self.connection.get("/context", pairs)["lines"]
        known = {name: values.metadata(one) for name, one in self._articles(line["id"] for line in lines).items()}
        for line in lines:
            if line["id"] in known:
                yield ContextLine(line["id"], known[line["id"]], *(line[name] for name in ("zone", "left", "match", "right")))

    def sources(self) -> tuple[SourceCount, ...]:
        """Every source with its number of articles and its first and last day."""
        return tuple(map(values.source, self.connection.get("/sources")["sources"]))

    def stats(self) -> Stats:
        """Sizes and counts of the archive."""
        return values.stats(self.connection.get("/stats"))

    def explain(self, query: Query | str) -> str:
        """Return how a query is understood, as an indented tree."""
        return str(self.connection.get("/explain", [("q", _text(query))])["explanation"])

    # One article

    def find(self, name: str) -> str:
        """Return the full id of an article by its id (or the beginning of it), or by its address in any form."""
        typed = to_name(name).strip()
        if "://" in typed:
            return str(self.connection.get("/find", [("address", typed)])["id"])
        if not (typed.isascii() and typed.isalnum()):
            raise ArticleMissing(
                f"there is no article {typed[:64]!r}; give an id, or an address that begins with http:// or https://"
            )
        return str(self.connection.get(_path(typed))["id"])

    def get(self, article_id: str) -> ArchivedArticle:
        """Return the article with this id, or any other name that `find` takes."""
        whole = self.find(article_id)
        found = self._articles([whole], lines=True)
        if whole not in found:
            raise ArticleMissing(f"there is no article {whole!r} any more")
        return values.article(found[whole])

    def versions(self, article_id: str) -> tuple[Version, ...]:
        """Return every version of an article, the oldest first."""
        return tuple(map(values.version, self.connection.get(_path(self.find(article_id), "/versions"))["versions"]))

    def version(self, article_id: str, number: int) -> ArchivedArticle:
        """Return a version of an article, cleaned in the same way as the newest."""
        return values.article(self.connection.get(_path(self.find(article_id), f"/versions/{number}"), [("lines", True)]))

    def raw(self, article_id: str, version: int | None = None) -> RawDocument:
        """Return the raw document of an article, by default of its newest version, exactly as it was given."""
        return values.document(self.connection.get(_path(self.find(article_id), "/document"), [("version", version)]))

    def origins(self, article_id: str) -> dict[str, str]:
        """Return where each field of an article was found in its document, which is read again for this."""
        return self._read_why(article_id, "read")

    def corrections(self, article_id: str) -> dict[str, str]:
        """Return the fields of an article that a person has corrected."""
        return self._read_why(article_id, "corrections")

    def batch_metadata(self, article_id: str) -> dict[str, str]:
        """Return the batch metadata of the ingest that added the newest version, by field."""
        return self._read_why(article_id, "by_hand")

    def _read_why(self, article_id: str, name: str) -> dict[str, str]:
        return dict(self.connection.get(_path(self.find(article_id), "/why"))[name])

    def address(self, article_id: str) -> str:
        """Return the web address of an article; raise DatelineError if it has none that a browser may open."""
        return address_of(self.get(article_id))

    def clusters(self, ids: Iterable[str]) -> dict[str, ClusterMark]:
        """Return, for those of `ids` that have copies, the lead copy and the number of copies."""
        found = {name: values.cluster_mark(one["cluster"]) for name, one in self._articles(ids).items()}
        return {name: mark for name, mark in found.items() if mark}

    def diff(self, article_id: str, old: int | None = None, new: int | None = None) -> Diff:
        """Return what changed from version `old` to version `new`; the defaults are the newest version and the one before."""
        return values.diff(self.connection.get(_path(self.find(article_id), "/diff"), [("from", old), ("to", new)]))

    def copies(self, article_id: str) -> tuple[tuple[Copy, ArchivedArticle], ...]:
        """Return the copies of an article's story with the article itself, the lead copy first; empty if it has no copies."""
        records = self.connection.get(_path(self.find(article_id), "/copies"))["copies"]
        found = self._articles((record["id"] for record in records), lines=True)
        copies = [Copy(record["id"], record["similarity"]) for record in records if record["id"] in found]
        return tuple((copy, values.article(found[copy.article_id])) for copy in copies)

    def similar(self, article_id: str, most: int = 10, *, all_copies: bool = False) -> tuple[Similar, ...]:
        """Return the articles that share most of the typical words of one; never itself, nor a copy of its story."""
        from dateline.search.similar import Similar

        records = self.connection.get(_path(self.find(article_id), "/similar"), [("limit", most), ("all_copies", all_copies)])[
            "similar"
        ]
        found = self._articles(record["id"] for record in records)
        present = [record for record in records if record["id"] in found]
        return tuple(Similar(values.hit(record, found[record["id"]]), tuple(record["shared"])) for record in present)


def _text(query: object) -> str:
    """Return the text of a query; the server knows the saved searches that it names."""
    return query if isinstance(query, str) else str(to_query(query, {}))


def _path(article_id: str, part: str = "") -> str:
    return f"/articles/{quote(article_id, safe='')}{part}"
