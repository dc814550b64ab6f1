"""Archive: the one conductor. It joins readers, cleaner, store and index, and is the whole public way to work with an archive.

The store is the truth; the index follows it by change numbers and is caught up before every answer. Writing takes the
archive's one writer lock; reading never waits for a writer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, get_args

from dateline.archive.arguments import (
    to_choice,
    to_documents,
    to_name,
    to_names,
    to_number,
    to_queries,
    to_query,
    to_texts,
    to_window,
)
from dateline.archive.follower import opened
from dateline.archive.maintenance import Maintenance
from dateline.archive.results import Results
from dateline.errors import ArchiveLocked, ArchiveReadOnly, ArticleMissing
from dateline.query import MatchAll, Query, find_lowercase_or
from dateline.query.copies import expand_copies
from dateline.query.source_aliases import expand_source_aliases
from dateline.search.hits import Listing, make_hit
from dateline.search.index import Index, Stories
from dateline.search.post_filter import post_filter
from dateline.search.stories import find_story_articles, limit_to_stories
from dateline.store import Holder
from dateline.store.annotations import apply_own_tags
from dateline.store.deletion import delete_articles
from dateline.store.read import read_past_damage
from dateline.types.answers import Found, Hit, Ranked, Sort, Window
from dateline.types.articles import ArchivedArticle

if TYPE_CHECKING:
    from dateline.archive.client.client import Client
    from dateline.archive.intake import Coming, Progress
    from dateline.cleaning import Cleaner
    from dateline.cleaning.learning import Learned
    from dateline.readers import Mark
    from dateline.search.concordance import ContextLine
    from dateline.search.similar import Similar
    from dateline.search.terms import Terms
    from dateline.types.counts import Facet, FacetCounts, Period, Trend
    from dateline.types.documents import Failure, IngestSummary, RawDocument
    from dateline.types.history import ArticleRecord, Copy, Diff, Order, Version
    from dateline.workers.worker import Limits

_CHUNK = 100
EVERY = 1_000_000
"""More values than a field has: with it, `facets` lists them all."""


@dataclass(slots=True)
class Archive(Maintenance):
    """A folder holding `archive.db` (the store) and `index/` (its follower)."""

    @classmethod
    def open(cls, folder: Path | str, *, create: bool = False, cleaner: Cleaner | None = None, reading: bool = False) -> Self:
        """The archive in `folder`; with `create`, a new one where there is none.

        Without a `cleaner` it uses one that knows the site rules in the folder's `sites/` and what was learned before. With
        `reading` it cannot be changed, and answers at once: what another process has not handed over yet is told by `lag`.
        """
        folder = Path(folder)
        return cls(folder, *opened(folder, create=create, reading=reading), cleaner)

    @staticmethod
    def connect(url: str, token: str | None = None) -> Client:
        """The archive that `dateline serve` shows at `url`, to be asked what an archive on this machine is asked."""
        from dateline.archive.client.client import Client

        return Client.connect(url, token)

    @property
    def lag(self) -> str | None:
        """What the last answer leaves out, as another process is writing it; None where it is whole."""
        return self._follower.lag

    @contextmanager
    def steady(self) -> Iterator[None]:
        """Within, all answers come from one state of the archive, so that counts and lists agree whatever is written meanwhile."""
        with self._follower.held(), self.store.session.snapshot():
            yield

    def close(self) -> None:
        """Let go of the files."""
        self._follower.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # Coming in

    def ingest(
        self,
        documents: Iterable[Coming | Mark],
        *,
        strict: bool = False,
        retell: bool = False,
        progress: Progress | None = None,
        jobs: int = 1,
        limits: Limits | None = None,
    ) -> IngestSummary:
        """Clean, store and index `documents`; one that fails is kept as a failure (with `strict` it ends the ingest).

        With more than one of `jobs`, that many processes clean while this one writes; the outcome is the same. With `limits`, one
        is a process of its own too, which is ended where a document takes more; without, it is this one.
        With `retell`, what a person says of the whole batch, and what carriers say, reaches documents too that came in before.
        Files are noted where `open_files` marks their ends, in the same commit as the last of their documents.
        """
        from dateline.archive.intake import Intake

        with self._follower.writing():
            intake = Intake(
                self.store, self.cleaner, self._follower.keep_up, progress, strict, limits, retell, self._follower.remember
            )
            return intake.documents(to_documents(documents), jobs)

    @contextmanager
    def writing(self, wait: float = 0.0, told: Callable[[Holder | None], None] | None = None) -> Iterator[None]:
        """Hold the right to write over several calls; where another process has it, wait so many seconds, else ArchiveLocked.

        Before it waits, `told` is called once with who has it (None where that cannot be known).
        """
        with self.store.writing(wait, told):
            yield

    def admit(self, holdings: Iterable[ArticleRecord | Failure], *, progress: Progress | None = None) -> IngestSummary:
        """Take in what another archive held, just as it held it; an article that is here already is left as it is."""
        from dateline.archive.intake import Intake

        with self._follower.writing():
            return Intake(self.store, self.cleaner, self._follower.keep_up, progress).holdings(holdings, self.store.admit)

    # Answering

    def search(self, query: Query | str, window: Window | None = None, *, all_copies: bool = False) -> Results:
        """The articles that match `query`, cut to `window`: one of each story with the number of its copies, or `all_copies`."""
        found = self.stream(query, window, all_copies=all_copies)
        return Results(tuple(found.hits), found.total, found.notes, found.stories)

    def stream(self, query: Query | str, window: Window | None = None, *, all_copies: bool = False) -> Found:
        """The same, with hits that are read from the store as they are taken: for windows that memory does not hold."""
        listed = self.listing(query, window, all_copies=all_copies)
        return listed.found(self.hits(listed), listed.notes)

    def listing(self, query: Query | str, window: Window | None = None, *, all_copies: bool = False) -> Listing:
        """The same without any hit: which articles they are, for lists that are read piece by piece."""
        asked, window = self._query(query), to_window(window)

        def ask(index: Index) -> tuple[Ranked, Stories, tuple[str, ...]]:
            sure = self._decided(asked, index)
            stories = index.stories(sure)
            ranked = index.search(sure if all_copies else find_story_articles(sure, stories), window)
            return ranked, stories, (*find_lowercase_or(asked), *(() if ranked.total else self._why(asked, index)))

        ranked, stories, why = self._follower.answer(ask)
        total = ranked.total + (0 if all_copies else stories.repeats)
        notes, behind = (*self.notes, *filter(None, [self.lag]), *why), Stories() if all_copies else stories
        return Listing(asked, ranked.ids, total, total - stories.repeats, not all_copies, notes, behind)

    def hits(self, listed: Listing) -> Iterator[Hit]:
        """The hits of a list, read as they are taken; an article that is gone meanwhile is passed over."""
        for start in range(0, len(listed.ids), _CHUNK):
            chunk = listed.ids[start : start + _CHUNK]
            articles = self.store.get_many((article_id for article_id, _ in chunk), self.notes)
            for article_id, score in chunk:
                if article_id in articles:
                    found = articles[article_id]
                    yield make_hit(found, score, listed.query, listed.behind.copies(found.cluster))

    def ids(self, query: Query | str, sort: Sort = "newest", *, unique: bool = False) -> tuple[str, ...]:
        """The ids of all that match `query`, the newest first unless told so; with `unique`, here and below, one of each story."""
        asked, window = self._query(query), to_window(Window(limit=None, sort=sort))
        found = self._follower.answer(lambda index: index.search(self._decided(asked, index, unique=unique), window))
        return tuple(article_id for article_id, _ in found.ids)

    def count(self, query: Query | str, *, unique: bool = False) -> int:
        """How many articles match `query`; with `unique`, how many stories."""
        asked = self._query(query)
        return self._follower.answer(lambda index: index.count(self._decided(asked, index, unique=unique)))

    def facets(self, query: Query | str, field: Facet, most: int = 20, *, unique: bool = False) -> FacetCounts:
        """How many of the articles that match have each value of `field`, the `most` most frequent values listed."""
        from dateline.types.counts import Facet

        asked, field = self._query(query), to_choice(field, get_args(Facet), "the field of facets")
        to_number(most, "most")
        return self._follower.answer(lambda index: index.tally(self._decided(asked, index, unique=unique), field, most))

    def tallies(
        self, query: Query | str, fields: Sequence[Facet], most: int = 20, *, unique: bool = False
    ) -> dict[Facet, FacetCounts]:
        """The same for several fields at once, in less time."""
        from dateline.types.counts import Facet

        asked = self._query(query)
        for field in fields:
            to_choice(field, get_args(Facet), "the field of facets")
        return self._follower.answer(lambda index: index.tallies(self._decided(asked, index, unique=unique), fields, most))

    def trend(self, queries: Sequence[Query | str] | Query | str, by: Period, *, unique: bool = False) -> Trend:
        """`queries` side by side over time, each beside all articles of the sources that it asks for."""
        from dateline.search.periods import PERIODS
        from dateline.search.trend import make_trend

        asked, by = to_queries(queries, self._saved(queries)), to_choice(by, PERIODS, "the period of a trend")
        found = self._follower.answer(
            lambda index: make_trend(index, [self._decided(query, index) for query in asked], by, unique=unique)
        )
        series = (replace(one, query=str(query)) for one, query in zip(found.series, asked, strict=True))
        return replace(found, series=tuple(series))

    def terms(self, query: Query | str, most: int = 20, *, unique: bool = False) -> Terms:
        """The words that set the articles that match apart from the rest of the archive, the most significant first."""
        from dateline.search.terms import significant_terms

        asked = self._query(query)
        to_number(most, "most")

        def ask(index: Index) -> Terms:
            everything = self._decided(MatchAll(), index, unique=unique)
            return significant_terms(index, self._decided(asked, index, unique=unique), everything, self._read, most)

        return self._follower.answer(ask)

    def similar(self, article_id: str, most: int = 10, *, all_copies: bool = False) -> tuple[Similar, ...]:
        """The articles most like one by the words that are special to it; never itself, nor a copy of its story."""
        from dateline.search.similar import find_similar

        to_number(most, "most")
        found = self.get(article_id)
        story = self._story(found.id)
        return self._follower.answer(lambda index: find_similar(index, found, story, self._read, most, all_copies=all_copies))

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
        from dateline.search.meaning.search import Near

        told, voting = tuple(map(self.find, to_names(like))), None if words is None else self._query(words)
        near = Near(text, told, self._query(where), to_window(window), voting, all_copies).beyond(map(self._story, told))
        found = self._follower.answer(lambda index: self.meaning.near(index, near.decided(lambda part: self._decided(part, index))))
        return Results(
            tuple(found.hits), found.total, (*self.notes, *filter(None, [self.lag]), *found.notes), found.stories, found.by
        )

    def context(
        self, query: Query | str, *, width: int = 60, order: Order = "newest", all_copies: bool = False
    ) -> Iterator[ContextLine]:
        """Every place where words of `query` hit, with `width` characters of its text to each side."""
        from dateline.search.concordance import in_order, make_concordance, order_of_articles
        from dateline.types.history import Order

        asked = self._query(query)
        to_number(width, "width")
        ids = self.ids(asked, order_of_articles(to_choice(order, get_args(Order), "the order of context")), unique=not all_copies)
        lines = (line for one in self._read(ids) for line in make_concordance(one, asked, width))
        return iter(in_order(lines, order))

    def address(self, article_id: str) -> str:
        """The address of an article on the web; DatelineError where it has none that a browser may open."""
        from dateline.archive.lookup import address_of

        return address_of(self.get(article_id))

    def articles(
        self, query: Query | str | None = None, *, unique: bool = False, damaged: list[str] | None = None
    ) -> Iterator[ArchivedArticle]:
        """All articles, or all that match `query`, one by one.

        One that cannot be read any more is left out and said in `damaged`, where such a list is given; else it ends the reading.
        """
        return self.read(self._ids(query, unique), damaged)

    def holdings(
        self, query: Query | str | None = None, *, unique: bool = False, damaged: list[str] | None = None
    ) -> Iterator[ArticleRecord]:
        """All articles, or all that match `query`, one by one with everything that is held of them; `damaged` as for `articles`."""
        for article_id in self._ids(query, unique):
            with suppress(ArticleMissing):  # taken away meanwhile
                if damaged is None:
                    yield self.store.holding(article_id)
                else:
                    yield from read_past_damage(lambda ids: map(self.store.holding, ids), [article_id], damaged)

    def find(self, name: str) -> str:
        """The whole id of the article with that id (or the one that begins so), at that address in any form, or from that path."""
        from dateline.archive.lookup import find_article

        return find_article(self.store, self.ids, to_name(name))

    def get(self, article_id: str) -> ArchivedArticle:
        """The article of that id, or whatever else `find` takes."""
        return self.store.get(self.find(article_id))

    def raw(self, article_id: str, version: int | None = None) -> RawDocument:
        """The raw document behind an article (the newest, if no version is told), as it was given."""
        return self.store.raw_of(self.find(article_id), version)

    def origins(self, article_id: str) -> dict[str, str]:
        """Where in its document the fields of an article stand, by field, as the document is read now."""
        from dateline.archive.recleaning import clean_again

        return dict(clean_again(self.store, self.cleaner, self.find(article_id)).metadata.origins)

    def copies(self, article_id: str) -> tuple[tuple[Copy, ArchivedArticle], ...]:
        """The copies of an article's story, itself among them, the lead copy first; nothing where it has no copies."""
        copies = self._copies(self.find(article_id))
        articles = self.store.get_many(copy.article_id for copy in copies)
        return tuple((copy, articles[copy.article_id]) for copy in copies if copy.article_id in articles)

    def _copies(self, article_id: str) -> tuple[Copy, ...]:
        if not self.store.copies_in_step():
            # An archive from before there were clusters; while another process writes, that one groups it.
            with suppress(ArchiveLocked, ArchiveReadOnly), self.store.batch():
                pass
        cluster = self.store.cluster_of(article_id)
        return cluster.copies if cluster else ()

    def _story(self, article_id: str) -> frozenset[str]:
        whole = self.find(article_id)
        return frozenset((whole, *(copy.article_id for copy in self._copies(whole))))

    def versions(self, article_id: str) -> tuple[Version, ...]:
        """Every version of an article, the first first."""
        return self.store.versions(self.find(article_id))

    def version(self, article_id: str, number: int) -> ArchivedArticle:
        """A version of an article, cleaned as the newest is."""
        from dateline.archive.recleaning import version_of

        return version_of(self.store, self.cleaner, self.get(article_id), number)

    def diff(self, article_id: str, old: int | None = None, new: int | None = None) -> Diff:
        """What changed from version `old` to version `new`; to the newest, and from the one before it, unless told otherwise."""
        from dateline.archive.recleaning import compare_versions

        return compare_versions(self.store, self.cleaner, self.find(article_id), old, new)

    def by_hand(self, article_id: str) -> dict[str, str]:
        """What was given by hand for the batch in which the newest version came in, by field."""
        from dateline.metadata.batch_metadata import list_fields

        return list_fields(self.raw(article_id).hints)

    def _with_aliases(self, query: Query) -> Query:
        def canonical(name: str) -> str | None:
            from dateline.metadata.outlets import load_outlets

            known = self.cleaner.outlets.find(name) or load_outlets().find(name)
            return known.name if known else None

        return expand_source_aliases(query, canonical)

    # Keeping it right

    def learn(self, *, keep: bool = True) -> Learned:
        """Find the lines that each source repeats on many stories, and the order in which it writes day and month.

        With `keep`, later cleaning takes those lines out, and reads by that order the dates that leave it open.
        """
        from dateline.cleaning.learning import learn
        from dateline.cleaning.templates import Templates
        from dateline.metadata.day_order import DayOrders

        found = learn(found.article for found in self.articles())
        if keep:
            with self._follower.writing(), self.store.batch():
                self.store.set_templates(found.templates)
                self.store.set_day_orders(found.day_orders)
            templates, days = Templates.of(found.templates), DayOrders.of(found.day_orders)
            self._cleaner = replace(self.cleaner, templates=templates, days=days)
        return found

    def edit(self, article_id: str, changes: Mapping[str, str | None]) -> ArchivedArticle:
        """Set fields of an article for good, whatever is read from it later; "" means unknown, None takes a change back."""
        found = self.find(article_id)
        self.edit_all([found], changes)
        return self.get(found)

    def edit_all(
        self,
        ids: Iterable[str],
        changes: Mapping[str, str | None],
        *,
        keep: bool = True,
        progress: Callable[[str, bool], None] | None = None,
    ) -> tuple[str, ...]:
        """The same for several articles; the ids of those that it changes. Without `keep` it only tells."""
        from dateline.archive.bulk_edits import check_changes, edit_articles, find_changed

        told = check_changes(changes)
        with self._follower.writing() if keep else nullcontext():
            changed = find_changed(self.store, map(self.find, to_names(ids)), told)
            for batch in edit_articles(self.store, self.cleaner, changed, told, _now()) if keep else ():
                self._follower.keep_up()
                if progress:
                    for article_id in batch:
                        progress(article_id, True)
        return changed

    def corrections(self, article_id: str) -> dict[str, str]:
        """The fields of an article that a person has set."""
        return self.store.corrections(self.find(article_id))

    def tag(self, ids: Iterable[str], put: Iterable[str] = (), taken: Iterable[str] = (), *, keep: bool = True) -> tuple[str, ...]:
        """Put tags on articles and take tags off, for good; the ids of those that it changes. Without `keep` it only tells."""
        from dateline.metadata.correction import check_tags

        on, off = check_tags(to_texts(put, "tags")), check_tags(to_texts(taken, "tags"))
        with self._follower.writing() if keep else nullcontext():
            wanted = [self.find(article_id) for article_id in to_names(ids)]
            tags = {found.id: found.article.metadata.tags for found in self.read(wanted)}
            changed = tuple(article_id for article_id, has in tags.items() if apply_own_tags(has, on, off) != has)
            if keep:
                with self.store.batch():
                    for article_id in changed:
                        self.store.tag(article_id, on, off, _now())
        return changed

    def note(self, article_id: str, text: str) -> ArchivedArticle:
        """Write a note on an article, for good, in place of the one it had; an empty text takes it off."""
        with self._follower.writing():
            article_id = self.find(article_id)
            self.store.annotate(article_id, "\n".join(to_texts(text, "a note's lines")).strip(), _now())
        return self.store.get(article_id)

    def delete(self, ids: Iterable[str], *, forget_names: bool = False) -> tuple[str, ...]:
        """Take articles away for good with all their versions, all of them or none; their whole ids.

        Their names are kept as not wanted, so that no ingest brings them back; with `forget_names` they are not.
        """
        with self._follower.writing():
            gone = tuple(dict.fromkeys(map(self.find, to_names(ids))))
            delete_articles(self.store, gone, None if forget_names else _now())
        return gone

    def _saved(self, given: object) -> dict[str, str]:
        """The texts of the saved searches, where a query that was given names one."""
        return {one.name: one.query for one in self.store.saved()} if "saved:" in str(given).lower() else {}

    def _query(self, given: Query | str) -> Query:
        return to_query(given, self._saved(given) if isinstance(given, str) else {})

    def _why(self, query: Query, index: Index) -> tuple[str, ...]:
        from dateline.search.explain import BY_MEANING, explain_no_results
        from dateline.search.suggest import suggestions

        found = explain_no_results(
            query, lambda part: index.count(self._decided(part, index)), lambda leaf: suggestions(leaf, index)
        )
        return (*found, BY_MEANING) if self.store.has_vectors else found

    def _ids(self, query: Query | str | None, unique: bool) -> Iterator[str]:
        query = None if query is None else self._query(query)
        if not unique and (query is None or isinstance(query, MatchAll)):
            return self.store.article_ids()
        return iter(self.ids(query or MatchAll(), "oldest", unique=unique))

    def _decided(self, query: Query, index: Index, *, unique: bool = False) -> Query:
        sure = post_filter(expand_copies(self._with_aliases(query), self._story), index, self._read)
        return limit_to_stories(sure, index) if unique else sure

    def read(self, ids: Iterable[str], damaged: list[str] | None = None) -> Iterator[ArchivedArticle]:
        """The articles of those ids that are there, a batch at a time; `damaged` as for `articles`."""
        from dateline.archive.worker_pool import batches

        for batch in batches(ids):
            if damaged is None:
                yield from self.store.get_many(batch).values()
            else:
                yield from read_past_damage(lambda some: self.store.get_many(some).values(), batch, damaged)

    def _read(self, ids: Iterable[str]) -> Iterator[ArchivedArticle]:
        """The same for an answer, where one whose ledger is damaged counts as far as its text goes; a remark names it."""
        from dateline.archive.worker_pool import batches

        for batch in batches(ids):
            yield from self.store.get_many(batch, self.notes).values()


def _now() -> datetime:
    return datetime.now(UTC)
