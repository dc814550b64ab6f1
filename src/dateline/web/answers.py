"""The answers of the API, in the JSON shapes of docs/json.md, without HTTP.

Each function takes an open archive and the values of a request, and returns a record, or rows of CSV if the format is csv. The
pages, the API and the assistants' tools use them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from itertools import islice

from dateline.archive.archive import Archive
from dateline.archive.saved_searches import SavedSearches
from dateline.archive.searching import EVERY
from dateline.errors import ArticleMissing, QueryError, WrongUse
from dateline.query import Query, find_lowercase_or, parse_query
from dateline.render.article_record import archived_record, known_evidence_record, shown_record
from dateline.render.concordance import context_record, context_rows, similar_record, similar_rows, terms_record, terms_rows
from dateline.render.counts import tally_record, tally_rows
from dateline.render.evidence import evidence_report
from dateline.render.feed import saved_record
from dateline.render.json import VERSION, Record
from dateline.render.report_record import source_record, stats_record
from dateline.render.results_record import copies_record, results_record
from dateline.render.story import ledger_record
from dateline.render.table import csv_row, safe_cell
from dateline.render.trend import trend_record, trend_rows
from dateline.render.version_record import diff_record, document_record, line_record, versions_record
from dateline.search.explain import explain_query
from dateline.store.differences import compare_texts
from dateline.types.answers import Found, Window
from dateline.types.articles import ArchivedArticle
from dateline.web.parameters import Values
from dateline.web.question import QueryParameters, queries_of
from dateline.web.redaction import (
    public_diff,
    public_document,
    public_hit,
    public_notes,
    public_similar,
    public_version,
    redact_article,
)

Rows = Iterator[str]
Answer = Record | Rows


def article_named(archive: Archive, name: str) -> ArchivedArticle:
    """The article whose id is `name` or begins with it. Addresses and paths do not work here."""
    if not (name.isascii() and name.isalnum() and len(name) <= 64):
        raise ArticleMissing(f"there is no article {name[:64]!r}")
    return redact_article(archive.get(name))


def count(archive: Archive, values: Values) -> Answer:
    """How many articles match, and how many stories they are."""
    query = QueryParameters.of(values).query(archive)
    articles = archive.count(query)
    return {"v": VERSION, "query": str(query), "articles": articles, "stories": archive.count(query, unique=True)}


def facets(archive: Archive, values: Values) -> Answer:
    """How many of the articles that match have each value of a field."""
    query, field, unique = QueryParameters.of(values).query(archive), values["field"], values["unique"]
    tally = archive.facets(query, field, values["limit"] or EVERY, unique=unique)
    if values["format"] == "csv":
        return tally_rows(tally, field, unique=unique)
    return tally_record(tally, field, str(query), unique=unique)


def trend(archive: Archive, values: Values) -> Answer:
    """Several queries over time, all narrowed in the same way."""
    found = archive.trend([*queries_of(values["q"], values, archive)], values["by"], unique=values["unique"])
    if values["format"] == "csv":
        return trend_rows(found, share=values["share"])
    return trend_record(found, unique=values["unique"])


def terms(archive: Archive, values: Values) -> Answer:
    """The words that are typical of the matching articles."""
    query = QueryParameters.of(values).query(archive)
    found = archive.terms(query, values["limit"], unique=values["unique"])
    return terms_rows(found) if values["format"] == "csv" else terms_record(found, str(query), unique=values["unique"])


def context(archive: Archive, values: Values) -> Answer:
    """Every match of the query, with the words around it."""
    query = QueryParameters.of(values).query(archive)
    found = archive.context(query, width=values["width"], order=values["sort"], all_copies=values["all_copies"])
    lines = list(islice(found, values["limit"]))
    if values["format"] == "csv":
        return context_rows(lines)
    return {**context_record(lines, str(query)), "more": next(found, None) is not None}


def near(archive: Archive, values: Values) -> Answer:
    """The matching articles most similar in meaning to a text or to articles; those that match `words` come first."""
    window, where = Window(values["limit"], values["offset"]), QueryParameters.of(values).query(archive)
    like = [article_named(archive, name).id for name in values["like"]]
    words = None if values["words"] is None else QueryParameters(values["words"]).query(archive)
    found = archive.by_meaning(values["text"], where, window, like=like, words=words, all_copies=values["all_copies"])
    hits, notes = map(public_hit, found.hits), public_notes(found.notes, archive.folder)
    return results_record(Found(found.total, notes, hits, found.stories, not values["all_copies"], found.by), window)


def explain(archive: Archive, values: Values) -> Answer:
    """How a query is parsed, with its dates resolved."""
    query = QueryParameters.of(values).query(archive)
    explained = {
        "query": values["q"],
        "parsed": str(query),
        "explanation": explain_query(query),
        "notes": list(find_lowercase_or(query)),
    }
    return {"v": VERSION, **explained}


def sources(archive: Archive, values: Values) -> Answer:
    """Every source: its number of articles, first and last day, articles without a date, and learned lines."""
    undated = dict(archive.facets(parse_query("date:unknown", date.today()), "source", EVERY).counts)
    learned: dict[str, int] = {}
    for one in archive.store.templates():
        learned[one.source] = learned.get(one.source, 0) + 1
    unknown = archive.count(parse_query("date:unknown source:unknown", date.today()))
    records = []
    for found in archive.sources():
        missing = undated.get(found.name, 0) if found.name else unknown
        records.append({**source_record(found), "undated": missing, "templates": learned.get(found.name or "", 0)})
    if values["format"] == "csv":
        return _source_rows(records)
    return {"v": VERSION, "sources": records}


def _source_rows(records: list[Record]) -> Rows:
    yield csv_row(("source", "articles", "first", "last", "undated", "templates"))
    for record in records:
        yield csv_row(safe_cell("" if value is None else str(value)) for value in record.values())


def stats(archive: Archive, values: Values) -> Answer:
    """Statistics of the archive, and its change number."""
    return {**stats_record(archive.stats()), "change": archive.store.last_change()}


def saved(archive: Archive, values: Values) -> Answer:
    """The saved searches, each with its number of articles, and of those after the change `since`."""
    searches = SavedSearches(archive)
    record, since = saved_record(searches.all()), values["since"]
    for one in record["saved"]:
        query = recalled(searches, one["name"])
        one["articles"] = None if query is None else archive.count(query)
        one["new"] = None if query is None or since is None else archive.count(searches.since(query, since))
    return {**record, "change": archive.store.last_change()}


def recalled(searches: SavedSearches, name: str) -> Query | None:
    """The query of a saved search, with today's dates; None if it uses a saved search that was deleted."""
    try:
        return searches.recall(name)[0]
    except QueryError:
        return None


# One article


def article(archive: Archive, values: Values) -> Answer:
    """An article with its clean text and its removed lines."""
    return shown_record(article_named(archive, values["id"]))


def articles(archive: Archive, values: Values) -> Answer:
    """Several articles by their ids, complete; ids that do not exist are left out."""
    found = {one.id: one for one in archive.read(dict.fromkeys(values["id"]))}
    for name in values["id"]:
        if name not in found:
            with suppress(ArticleMissing):
                one = article_named(archive, name)
                found.setdefault(one.id, one)
    return {"v": VERSION, "articles": [_full_record(redact_article(one), lines=values["lines"]) for one in found.values()]}


def _full_record(found: ArchivedArticle, *, lines: bool) -> Record:
    record, known = archived_record(found), found.article.metadata
    evidence = {name: known_evidence_record(date) for name, date in (("published", known.published), ("updated", known.updated))}
    ledger = ledger_record(found)["lines"] if lines else []
    return {
        **{name: value for name, value in record.items() if name != "v"},
        "change": found.change,
        "evidence": evidence,
        "lines": ledger,
    }


def removed(archive: Archive, values: Values) -> Answer:
    """The removed lines of an article."""
    record = archived_record(article_named(archive, values["id"]))
    return {"v": VERSION, "id": record["id"], "version": record["version"], "removed": record["removed"]}


def lines(archive: Archive, values: Values) -> Answer:
    """Every line of an article's document, with its verdict."""
    return ledger_record(article_named(archive, values["id"]))


def why(archive: Archive, values: Values) -> Answer:
    """Where the fields of an article were found, all candidate dates, and the corrections."""
    found = article_named(archive, values["id"])
    evidence = archive.origins(found.id), archive.corrections(found.id), archive.batch_metadata(found.id)
    return {"v": VERSION, **evidence_report(found, *evidence)}


def versions(archive: Archive, values: Values) -> Answer:
    """The versions of an article, the oldest first."""
    found = article_named(archive, values["id"])
    return versions_record(found.id, map(public_version, archive.versions(found.id)))


def version(archive: Archive, values: Values) -> Answer:
    """One version of an article, cleaned by the current cleaner."""
    found = article_named(archive, values["id"])
    chosen = redact_article(archive.version(found.id, values["number"]))
    return {"v": VERSION, **_full_record(chosen, lines=values["lines"])}


def document(archive: Archive, values: Values) -> Answer:
    """The raw document of one version of an article."""
    whole = article_named(archive, values["id"]).id
    return document_record(whole, public_document(archive.raw(whole, values["version"])))


def diff(archive: Archive, values: Values) -> Answer:
    """The difference between two versions of an article; by default the newest and the one before."""
    found = article_named(archive, values["id"])
    return diff_record(public_diff(archive.diff(found.id, values["from"], values["to"])))


def copies(archive: Archive, values: Values) -> Answer:
    """The copies of an article's story, the lead copy first."""
    found = article_named(archive, values["id"])
    return copies_record(found.id, [(copy, redact_article(one)) for copy, one in archive.copies(found.id)])


def against(archive: Archive, values: Values) -> Answer:
    """The texts of two articles side by side, with the words that differ."""
    found, other = article_named(archive, values["id"]), article_named(archive, values["other"])
    compared = compare_texts(found.article.body, other.article.body)
    return {"v": VERSION, "id": found.id, "other": other.id, "lines": list(map(line_record, compared))}


def similar(archive: Archive, values: Values) -> Answer:
    """The articles most similar to an article, by its typical words."""
    whole = article_named(archive, values["id"]).id
    found = archive.similar(whole, values["limit"], all_copies=values["all_copies"])
    results = list(map(public_similar, found))
    return similar_rows(results) if values["format"] == "csv" else similar_record(whole, results)


def find(archive: Archive, values: Values) -> Answer:
    """The id of the article at an address, in any form of the address."""
    name = values["address"].strip()
    if "://" not in name:
        raise WrongUse("an address begins with http:// or https://")
    return {"v": VERSION, "id": archive.find(name)}


def notes_of(archive: Archive, notes: tuple[str, ...]) -> tuple[str, ...]:
    """Warnings without private paths."""
    return public_notes(notes, archive.folder)
