"""The table of the API: each path with its parameters and the function that answers.

It serves to parse requests and to write the OpenAPI description. A new route needs a line here, a function in `answers` and a
shape in `shapes`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

from dateline.archive.archive import Archive
from dateline.search.periods import PERIODS
from dateline.types.answers import Sort
from dateline.types.counts import Facet
from dateline.types.history import Order
from dateline.web import answers
from dateline.web.answers import Answer
from dateline.web.parameters import LONGEST_QUERY, Parameter, Values
from dateline.web.question import PARAMETERS

PREFIX = "/api/v1"


@dataclass(frozen=True, slots=True)
class Route:
    """One path below the prefix; `in_path` are the parameters in the path itself.

    `lasts` is whether the answer stays the same until the archive changes. It does not if it depends on site rules in files.
    """

    path: str
    name: str
    about: str
    parameters: tuple[Parameter, ...]
    answer: Callable[[Archive, Values], Answer]
    in_path: tuple[Parameter, ...] = ()
    forms: tuple[str, ...] = ("json",)
    lasts: bool = True


def _form(*others: str) -> Parameter:
    return Parameter("format", "choice", "The format of the answer", "json", choices=("json", *others))


def _limit(default: int | None, most: int, least: int = 1) -> Parameter:
    return Parameter("limit", "whole", "The maximum number", default, least, most)


_ID = Parameter("id", "text", "The article's id, or enough of its beginning")
_UNIQUE = Parameter("unique", "flag", "Count each story once, however many of its copies match", False)
_LINES = Parameter("lines", "flag", "Also return every line of the document, with its verdict", False)
_ALL_COPIES = Parameter("all_copies", "flag", "Include every copy of a story, not only one", False)
_NUMBERED: tuple[int, int] = (1, 1_000_000)
_VERSION = Parameter("version", "whole", "The number of the version; the default is the newest", None, *_NUMBERED)
_QUERIES = Parameter("q", "text", "A query; up to six are compared", many=True, longest=5_000, values=6)
SEARCH = (
    *PARAMETERS,
    Parameter("sort", "choice", "The order of the list", "relevance", choices=get_args(Sort)),
    Parameter("limit", "whole", "The maximum number of hits; default 10 in json, all in csv and jsonl", None, 0, 1_000_000_000),
    Parameter("offset", "whole", "Skip this many hits at the start", 0),
    Parameter("cursor", "text", "'*' gets the first page of the whole list, 'next' of an answer the next page", "", longest=80),
    Parameter("fields", "text", "Only these fields, separated by commas: id,date,source,title,text", ""),
    _ALL_COPIES,
    _form("csv", "jsonl"),
)


def _unanswered(archive: Archive, values: Values) -> Answer:
    raise AssertionError("a search is answered by `lists`")


ROUTES = (
    Route("/search", "search", "The articles that match", SEARCH, _unanswered, forms=("json", "csv", "jsonl")),
    Route("/count", "count", "The number of articles that match, and of their stories", PARAMETERS, answers.count),
    Route(
        "/facets",
        "facets",
        "The number of articles that match, for each value of a field",
        (
            *PARAMETERS,
            Parameter("field", "choice", "The field", "source", choices=get_args(Facet)),
            _limit(20, 65_000, 0),
            _UNIQUE,
            _form("csv"),
        ),
        answers.facets,
        forms=("json", "csv"),
    ),
    Route(
        "/trend",
        "trend",
        "Several queries over time; a period without articles in the archive is null",
        (
            _QUERIES,
            *(one for one in PARAMETERS if one.name != "q"),
            Parameter("by", "choice", "The length of a period", "month", choices=PERIODS),
            Parameter("share", "flag", "In CSV: shares of all articles of the same sources, not numbers", False),
            _UNIQUE,
            _form("csv"),
        ),
        answers.trend,
        forms=("json", "csv"),
    ),
    Route(
        "/terms",
        "terms",
        "The words that are typical of the articles that match",
        (*PARAMETERS, _limit(20, 500), _UNIQUE, _form("csv")),
        answers.terms,
        forms=("json", "csv"),
    ),
    Route(
        "/context",
        "context",
        "Every match of the query, with the words before and after it",
        (
            *PARAMETERS,
            Parameter("sort", "choice", "The order of the lines", "newest", choices=get_args(Order)),
            Parameter("width", "whole", "Characters on each side", 60, 1, 1000),
            _limit(50, 2_000),
            _ALL_COPIES,
            _form("csv"),
        ),
        answers.context,
        forms=("json", "csv"),
    ),
    Route(
        "/near",
        "near",
        "The articles most similar in meaning to a text or to articles, among those that match; needs vectors ('dateline embed')",
        (
            Parameter("text", "text", "A text of one or more sentences", "", longest=2_000),
            Parameter("like", "text", "The id of an article to compare with; several: with all of them together", many=True),
            Parameter(
                "words", "text", "A query: its matches come first, and it influences the order of the rest", longest=LONGEST_QUERY
            ),
            *PARAMETERS,
            _limit(10, 100, 0),
            Parameter("offset", "whole", "Skip this many articles at the start", 0),
            _ALL_COPIES,
        ),
        answers.near,
        lasts=False,
    ),
    Route("/explain", "explain", "How a query is read, or where its error is", PARAMETERS, answers.explain),
    Route("/sources", "sources", "The sources", (_form("csv"),), answers.sources, forms=("json", "csv")),
    Route("/stats", "stats", "Statistics of the archive", (), answers.stats),
    Route(
        "/saved",
        "saved",
        "The saved searches, each with its number of articles",
        (Parameter("since", "whole", "A change number of the archive; 'new' counts the articles after it"),),
        answers.saved,
    ),
    Route(
        "/find",
        "find",
        "The id of the article at an address",
        (Parameter("address", "text", "The address, in any form", "", longest=4000),),
        answers.find,
    ),
    Route(
        "/articles",
        "articles",
        "Several articles; ids that do not exist are left out",
        (
            Parameter("id", "text", "The id of an article, or enough of its beginning; up to 100", many=True, values=100),
            _LINES,
        ),
        answers.articles,
    ),
    Route("/articles/{id}", "article", "An article", (), answers.article, (_ID,)),
    Route("/articles/{id}/removed", "removed", "The removed lines of an article", (), answers.removed, (_ID,)),
    Route("/articles/{id}/lines", "lines", "Every line of an article's document, with its verdict", (), answers.lines, (_ID,)),
    Route("/articles/{id}/why", "why", "The evidence for an article's metadata", (), answers.why, (_ID,), lasts=False),
    Route("/articles/{id}/versions", "versions", "The versions of an article", (), answers.versions, (_ID,)),
    Route(
        "/articles/{id}/versions/{number}",
        "version",
        "One version of an article",
        (_LINES,),
        answers.version,
        (_ID, Parameter("number", "whole", "Its number", None, *_NUMBERED)),
        lasts=False,
    ),
    Route(
        "/articles/{id}/document",
        "document",
        "The raw document, with its bytes in base64",
        (_VERSION,),
        answers.document,
        (_ID,),
    ),
    Route(
        "/articles/{id}/diff",
        "diff",
        "What changed in an article from one version to another",
        (
            Parameter("from", "whole", "The older version; the default is the one before the newest", None, *_NUMBERED),
            Parameter("to", "whole", "The newer version; the default is the newest", None, *_NUMBERED),
        ),
        answers.diff,
        (_ID,),
        lasts=False,
    ),
    Route("/articles/{id}/copies", "copies", "The copies of an article's story", (), answers.copies, (_ID,)),
    Route(
        "/articles/{id}/against/{other}",
        "against",
        "The texts of two articles side by side",
        (),
        answers.against,
        (_ID, Parameter("other", "text", "The id of the other")),
    ),
    Route(
        "/articles/{id}/similar",
        "similar",
        "The articles most similar to one",
        (_limit(10, 100), _ALL_COPIES, _form("csv")),
        answers.similar,
        (_ID,),
        forms=("json", "csv"),
    ),
)
RAW = Route(
    "/articles/{id}/raw",
    "raw",
    "The raw document as plain text",
    (_VERSION,),
    _unanswered,
    (_ID,),
    forms=("text",),
)
