"""Client: the reading half of `Archive`, answered by a server. Its methods take and give what those of `Archive` do."""

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
_BEGIN = "*"
_EVERYTHING = ("", "*")


@dataclass(frozen=True, slots=True)
class Client(FormerNames):
    """An archive behind a server; closing it leaves the server as it is."""

    connection: ApiConnection

    @classmethod
    def connect(cls, url: str, token: str | None = None) -> Self:
        """A client of the server at `url`, once that has answered."""
        client = cls(ApiConnection.to(url, token))
        client.stats()
        return client

    def close(self) -> None:
        """Nothing is held open; for who closes what was opened."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # Lists

    def search(self, query: Query | str, window: Window | None = None, *, all_copies: bool = False) -> Results:
        """The articles that match `query`, cut to `window`: one of each story with the number of its copies, or `all_copies`."""
        found = self.stream(query, window, all_copies=all_copies)
        return Results(tuple(found.hits), found.total, found.notes, found.stories)

    def stream(self, query: Query | str, window: Window | None = None, *, all_copies: bool = False) -> Found:
        """The same, with hits that are asked for as they are taken, page by page, in the list as it was at the beginning."""
        window = to_window(window)
        pages = self._pages(_typed(query), window, all_copies=all_copies)
        first = next(pages)
        hits = self._hits(record for page in chain([first], pages) for record in page["hits"])
        if window.limit is None or window.limit > _PAGE:
            end = None if window.limit is None else window.offset + window.limit
            hits = islice(hits, window.offset, end)
        return Found(first["total"], tuple(first["notes"]), hits, first["stories"], first["collapsed"])

    def ids(self, query: Query | str, sort: Sort = "newest", *, unique: bool = False) -> tuple[str, ...]:
        """The ids of all that match `query`, the newest first unless told so; with `unique`, here and below, one of each story."""
        pages = self._pages(_typed(query), to_window(Window(None, sort=sort)), all_copies=not unique, fields="id")
        return tuple(record["id"] for page in pages for record in page["hits"])

    def _pages(self, typed: str, window: Window, *, all_copies: bool, fields: str | None = None) -> Iterator[Record]:
        asked = [("q", typed), ("sort", window.sort), ("all_copies", all_copies), ("fields", fields)]
        if window.limit is not None and window.limit <= _PAGE:
            yield self.connection.get("/search", [*asked, ("limit", window.limit), ("offset", window.offset)])
            return
        cursor = _BEGIN
        while cursor:
            page = self.connection.get("/search", [*asked, ("limit", _PAGE), ("cursor", cursor)])
            yield page
            cursor = page["next"]

    def _hits(self, records: Iterator[Record]) -> Iterator[Hit]:
        while batch := list(islice(records, _BATCH)):
            found = self._articles(record["id"] for record in batch)
            yield from (values.hit(record, found[record["id"]]) for record in batch if record["id"] in found)

    def _articles(self, ids: Iterable[str], *, lines: bool = False) -> dict[str, Record]:
        """The records of those articles that are still there."""
        wanted, found = iter(dict.fromkeys(ids)), {}
        while batch := list(islice(wanted, _BATCH)):
            answer = self.connection.get("/articles", [*(("id", one) for one in batch), ("lines", lines)])
            found.update({record["id"]: record for record in answer["articles"]})
        return found

    def articles(self, query: Query | str | None = None, *, unique: bool = False) -> Iterator[ArchivedArticle]:
        """All articles, or all that match `query`, one by one."""
        asked = None if query is None else _typed(query)
        if unique or asked not in (None, *_EVERYTHING):
            return self.read(self.ids(asked or "", "oldest", unique=unique))
        return self.read(sorted(self.ids("")))

    def read(self, ids: Iterable[str]) -> Iterator[ArchivedArticle]:
        """The articles of those ids that are there, a batch at a time."""
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
        """The articles nearest in meaning to a text, or to the articles `like` together, among those that match `where`.

        What matches a query `words` comes first, and it has a vote on the rest. The articles `like` and their stories are left out.
        """
        window, told = to_window(window), map(self.find, to_names(like))
        asked: list[tuple[str, object]] = [("text", text), ("q", _typed(where)), *(("like", one) for one in told)]
        asked += [("words", None if words is None else _typed(words)), ("all_copies", all_copies)]
        pages = list(self._near(asked, window))
        hits = tuple(self._hits(record for page in pages for record in page["hits"]))
        compared = pages[0]["compared"]
        return Results(hits, compared, tuple(pages[0]["notes"]), compared, "meaning")

    def _near(self, asked: Sequence[tuple[str, object]], window: Window) -> Iterator[Record]:
        left, offset = window.limit, window.offset
        while True:
            size = _NEAREST if left is None else min(_NEAREST, left)
            page = self.connection.get("/near", [*asked, ("limit", size), ("offset", offset)])
            yield page
            left, offset = None if left is None else left - size, offset + size
            if left == 0 or len(page["hits"]) < size:
                return

    # Counts

    def count(self, query: Query | str, *, unique: bool = False) -> int:
        """How many articles match `query`; with `unique`, how many stories."""
        found: int = self.connection.get("/count", [("q", _typed(query))])["stories" if unique else "articles"]
        return found

    def facets(self, query: Query | str, field: Facet, most: int = 20, *, unique: bool = False) -> FacetCounts:
        """How many of the articles that match have each value of `field`, the `most` most frequent values listed."""
        asked = [("q", _typed(query)), ("field", field), ("limit", min(most, _MOST_VALUES)), ("unique", unique)]
        return values.tally(self.connection.get("/facets", asked))

    def facets_of(
        self, query: Query | str, fields: Sequence[Facet], most: int = 20, *, unique: bool = False
    ) -> dict[Facet, FacetCounts]:
        """The same for several fields, one after the other."""
        return {field: self.facets(query, field, most, unique=unique) for field in fields}

    def trend(self, queries: Sequence[Query | str] | Query | str, by: Period, *, unique: bool = False) -> Trend:
        """Up to six `queries` side by side over time, each beside all articles of the sources that it asks for."""
        some = queries if isinstance(queries, list | tuple) else [queries]
        return values.trend(self.connection.get("/trend", [*(("q", _typed(one)) for one in some), ("by", by), ("unique", unique)]))

    def terms(self, query: Query | str, most: int = 20, *, unique: bool = False) -> Terms:
        """The words that set the articles that match apart from the rest of the archive, the most significant first."""
        return values.terms(self.connection.get("/terms", [("q", _typed(query)), ("limit", most), ("unique", unique)]))

    def context(
        self, query: Query | str, *, width: int = 60, order: Order = "newest", all_copies: bool = False
    ) -> Iterator[ContextLine]:
        """Every place (up to two thousand) where words of `query` hit, with `width` characters of its text to each side."""
        from dateline.search.concordance import ContextLine

        asked = [("q", _typed(query)), ("width", width), ("sort", order), ("all_copies", all_copies), ("limit", _MOST_LINES)]
        lines = self.connection.get("/context", asked)["lines"]
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
        """How a query is understood, as an indented tree."""
        return str(self.connection.get("/explain", [("q", _typed(query))])["explanation"])

    # One article

    def find(self, name: str) -> str:
        """The whole id of the article with that id (or the one that begins so), or at that address in any form."""
        typed = to_name(name).strip()
        if "://" in typed:
            return str(self.connection.get("/find", [("address", typed)])["id"])
        if not (typed.isascii() and typed.isalnum()):
            raise ArticleMissing(
                f"there is no article {typed[:64]!r}; give an id, or an address that begins with http:// or https://"
            )
        return str(self.connection.get(_at(typed))["id"])

    def get(self, article_id: str) -> ArchivedArticle:
        """The article of that id, or whatever else `find` takes."""
        whole = self.find(article_id)
        found = self._articles([whole], lines=True)
        if whole not in found:
            raise ArticleMissing(f"there is no article {whole!r} any more")
        return values.article(found[whole])

    def versions(self, article_id: str) -> tuple[Version, ...]:
        """Every version of an article, the first first."""
        return tuple(map(values.version, self.connection.get(_at(self.find(article_id), "/versions"))["versions"]))

    def version(self, article_id: str, number: int) -> ArchivedArticle:
        """A version of an article, cleaned as the newest is."""
        return values.article(self.connection.get(_at(self.find(article_id), f"/versions/{number}"), [("lines", True)]))

    def raw(self, article_id: str, version: int | None = None) -> RawDocument:
        """The raw document behind an article (the newest, if no version is told), as it was given."""
        return values.document(self.connection.get(_at(self.find(article_id), "/document"), [("version", version)]))

    def origins(self, article_id: str) -> dict[str, str]:
        """Where in its document the fields of an article stand, by field, as the document is read now."""
        return self._why(article_id, "read")

    def corrections(self, article_id: str) -> dict[str, str]:
        """The fields of an article that a person has set."""
        return self._why(article_id, "corrections")

    def batch_metadata(self, article_id: str) -> dict[str, str]:
        """What was given by hand for the batch in which the newest version came in, by field."""
        return self._why(article_id, "by_hand")

    def _why(self, article_id: str, name: str) -> dict[str, str]:
        return dict(self.connection.get(_at(self.find(article_id), "/why"))[name])

    def address(self, article_id: str) -> str:
        """The address of an article on the web; DatelineError where it has none that a browser may open."""
        return address_of(self.get(article_id))

    def clusters(self, ids: Iterable[str]) -> dict[str, ClusterMark]:
        """For those of `ids` that have copies: which copy leads them and how many there are."""
        found = {name: values.cluster_mark(one["cluster"]) for name, one in self._articles(ids).items()}
        return {name: mark for name, mark in found.items() if mark}

    def diff(self, article_id: str, old: int | None = None, new: int | None = None) -> Diff:
        """What changed from version `old` to version `new`; to the newest, and from the one before it, unless told otherwise."""
        return values.diff(self.connection.get(_at(self.find(article_id), "/diff"), [("from", old), ("to", new)]))

    def copies(self, article_id: str) -> tuple[tuple[Copy, ArchivedArticle], ...]:
        """The copies of an article's story, itself among them, the lead copy first; nothing where it has no copies."""
        records = self.connection.get(_at(self.find(article_id), "/copies"))["copies"]
        found = self._articles((record["id"] for record in records), lines=True)
        copies = [Copy(record["id"], record["similarity"]) for record in records if record["id"] in found]
        return tuple((copy, values.article(found[copy.article_id])) for copy in copies)

    def similar(self, article_id: str, most: int = 10, *, all_copies: bool = False) -> tuple[Similar, ...]:
        """The articles most like one by the words that are special to it; never itself, nor a copy of its story."""
        from dateline.search.similar import Similar

        records = self.connection.get(_at(self.find(article_id), "/similar"), [("limit", most), ("all_copies", all_copies)])[
            "similar"
        ]
        found = self._articles(record["id"] for record in records)
        told = [record for record in records if record["id"] in found]
        return tuple(Similar(values.hit(record, found[record["id"]]), tuple(record["shared"])) for record in told)


def _typed(query: object) -> str:
    """The text of a query; the server knows the saved searches that it may name."""
    return query if isinstance(query, str) else str(to_query(query, {}))


def _at(article_id: str, part: str = "") -> str:
    return f"/articles/{quote(article_id, safe='')}{part}"
