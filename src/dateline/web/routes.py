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
    return Parameter("format", "choice", "The form of the answer", "json", choices=("json", *others))


def _limit(default: int | None, most: int, least: int = 1) -> Parameter:
    return Parameter("limit", "whole", "So many at most", default, least, most)


_ID = Parameter("id", "text", "The article's id, or enough of its beginning")
_UNIQUE = Parameter("unique", "flag", "Count each story once, whatever number of its copies match", False)
_LINES = Parameter("lines", "flag", "Every line of the document too, with the verdict", False)
_ALL_COPIES = Parameter("all_copies", "flag", "Every copy of a story, not one that stands for all", False)
_NUMBERED: tuple[int, int] = (1, 1_000_000)
_VERSION = Parameter("version", "whole", "The version; the newest unless given", None, *_NUMBERED)
_QUERIES = Parameter("q", "text", "A query; up to six stand side by side", many=True, longest=5_000, values=6)
SEARCH = (
    *PARAMETERS,
    Parameter("sort", "choice", "The order of the list", "relevance", choices=get_args(Sort)),
    Parameter("limit", "whole", "So many hits; in csv and jsonl all, unless it is given", None, 0, 1_000_000_000),
    Parameter("offset", "whole", "Leave out so many of the first", 0),
    Parameter("cursor", "text", "'*' begins a walk through the whole list, and 'next' of an answer leads on", "", longest=80),
    Parameter("fields", "text", "Only these fields, with commas between: id,date,source,title,text", ""),
    _ALL_COPIES,
    _form("csv", "jsonl"),
)


def _unanswered(archive: Archive, values: Values) -> Answer:
    raise AssertionError("a search is answered by `lists`")


ROUTES = (
    Route("/search", "search", "The articles that match", SEARCH, _unanswered, forms=("json", "csv", "jsonl")),
    Route("/count", "count", "How many articles match, and how many stories they are", PARAMETERS, answers.count),
    Route(
        "/facets",
        "facets",
        "How many of the articles that match have each value of a field",
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
        "Queries over time, side by side; a period of which the archive holds nothing is null",
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
        "The words that set the articles that match apart from the archive",
        (*PARAMETERS, _limit(20, 500), _UNIQUE, _form("csv")),
        answers.terms,
        forms=("json", "csv"),
    ),
    Route(
        "/context",
        "context",
        "Every place where the query hits, with the words around it",
        (
            *PARAMETERS,
            Parameter("sort", "choice", "The order of the lines", "newest", choices=get_args(Order)),
            Parameter("width", "whole", "Characters to each side", 60, 1, 1000),
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
        "The articles nearest in meaning to a text or to articles, among those that match; needs vectors ('dateline embed')",
        (
            Parameter("text", "text", "What is meant, in a sentence or some", "", longest=2_000),
            Parameter("like", "text", "The id of an article: what is near to it; several: to all of them together", many=True),
            Parameter(
                "words", "text", "A query: what matches it comes first, and it has a vote on the rest", longest=LONGEST_QUERY
            ),
            *PARAMETERS,
            _limit(10, 100, 0),
            Parameter("offset", "whole", "Leave out so many of the nearest", 0),
            _ALL_COPIES,
        ),
        answers.near,
        lasts=False,
    ),
    Route("/explain", "explain", "How a query is understood, or where the trouble with it is", PARAMETERS, answers.explain),
    Route("/sources", "sources", "Every source", (_form("csv"),), answers.sources, forms=("json", "csv")),
    Route("/stats", "stats", "The archive in numbers", (), answers.stats),
    Route(
        "/saved",
        "saved",
        "The saved searches, with how many articles each finds",
        (Parameter("since", "whole", "A change of the archive; 'new' counts what came in after it"),),
        answers.saved,
    ),
    Route(
        "/find",
        "find",
        "The id of the article at an address",
        (Parameter("address", "text", "The address, in any form of it", "", longest=4000),),
        answers.find,
    ),
    Route(
        "/articles",
        "articles",
        "Several articles, those of them that are there",
        (
            Parameter("id", "text", "The id of an article, or enough of its beginning; up to 100", many=True, values=100),
            _LINES,
        ),
        answers.articles,
    ),
    Route("/articles/{id}", "article", "An article", (), answers.article, (_ID,)),
    Route("/articles/{id}/removed", "removed", "The lines that were taken out of an article", (), answers.removed, (_ID,)),
    Route("/articles/{id}/lines", "lines", "Every line of an article's document, with the verdict", (), answers.lines, (_ID,)),
    Route("/articles/{id}/why", "why", "The evidence for an article's fields", (), answers.why, (_ID,), lasts=False),
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
        "The raw document as it was given, its bytes in base64",
        (_VERSION,),
        answers.document,
        (_ID,),
    ),
    Route(
        "/articles/{id}/diff",
        "diff",
        "What changed in an article from one version to another",
        (
            Parameter("from", "whole", "The version before; the one before the newest unless given", None, *_NUMBERED),
            Parameter("to", "whole", "The version after; the newest unless given", None, *_NUMBERED),
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
        "The articles most like one",
        (_limit(10, 100), _ALL_COPIES, _form("csv")),
        answers.similar,
        (_ID,),
        forms=("json", "csv"),
    ),
)
RAW = Route(
    "/articles/{id}/raw",
    "raw",
    "The raw document, as text that nothing takes for a page",
    (_VERSION,),
    _unanswered,
    (_ID,),
    forms=("text",),
)
