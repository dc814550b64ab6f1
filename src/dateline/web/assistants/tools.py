"""The table of tools: each with its description, its parameters and the function that answers.

A new tool needs an entry here and a function in `answers`; `pages` cuts its answers into pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dateline.web.answers import count, explain
from dateline.web.assistants import answers
from dateline.web.assistants.pages import Answer, Rows, in_pages, once, page_parameters, rows
from dateline.web.assistants.quoted_material import QUOTES
from dateline.web.parameters import Parameter, Values, read
from dateline.web.problems import BadParameter
from dateline.web.question import PARAMETERS
from dateline.web.routes import ROUTES

_LONGEST_QUERY = 5_000
_ABOUT_QUERY = (
    'Words that must all occur in the article, in any form; "an exact phrase"; OR, -not, (brackets), harb*; fields such as '
    'title:ferry, author:"Marit Solheim", place:Oslo, domain:example.org; date:2016-07, date:unknown. Empty: every article'
)


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool. `needed` are its required parameters; `changes` is whether it writes."""

    name: str
    title: str
    about: str
    parameters: tuple[Parameter, ...]
    answer: Answer
    needed: tuple[str, ...] = ()
    changes: bool = False

    @property
    def description(self) -> str:
        """The description for the assistant."""
        return f"{self.about} {QUOTES}"

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of its arguments."""
        return {
            "type": "object",
            "properties": {one.name: {**one.schema, "description": one.about} for one in self.parameters},
            "required": list(self.needed),
            "additionalProperties": False,
        }

    def values(self, arguments: Mapping[str, Any]) -> Values:
        """Parse the arguments; BadParameter if they are not valid."""
        for name in self.needed:
            if arguments.get(name) in (None, []):
                raise BadParameter(name, f"{name} is missing")
        return read(self.parameters, _argument_texts(arguments))


def _argument_texts(arguments: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in arguments.items():
        for one in value if isinstance(value, list) else [value]:
            match one:
                case None:
                    continue
                case bool():
                    yield name, str(one).lower()
                case str() | int():
                    yield name, str(one)
                case _:
                    raise BadParameter(name[:60], f"{name[:60]} takes a text, a whole number, true or false; or a list of these")


def _route_parameters(route: str, *names: str) -> tuple[Parameter, ...]:
    """Some parameters of a route of the API."""
    known = {one.name: one for found in ROUTES if found.name == route for one in (*found.parameters, *found.in_path)}
    return tuple(known[name] for name in names)


_QUERY = (
    Parameter("q", "text", _ABOUT_QUERY, "", longest=_LONGEST_QUERY),
    *(one for one in PARAMETERS if one.name in ("from", "to", "source", "lang", "tag")),
)
_ID = _route_parameters("article", "id")

TOOLS = (
    Tool(
        "search",
        "Search articles",
        "Find news articles; a hit stands for its story, with the number of matching copies. Cite an article by id, url and date.",
        (*_QUERY, *_route_parameters("search", "sort", "all_copies"), *page_parameters(10, 50)),
        answers.search,
    ),
    Tool(
        "read",
        "Read an article",
        "Read the text of an article line by line, with the evidence for its date, and for each line its label and the rule or "
        "model that kept it; 'removed' also shows the removed lines. Long texts come in pages: pass 'line' and 'start' of 'next'.",
        (
            *_ID,
            Parameter("line", "whole", "Begin at this line", 1, 1),
            Parameter("start", "whole", "Skip this many characters of that line", 0),
            Parameter("characters", "whole", "The maximum number of characters", 8_000, 100, 40_000),
            Parameter("removed", "flag", "Also return the removed lines, each with the reason", False),
        ),
        once(answers.read),
        ("id",),
    ),
    Tool("count", "Count articles", "Count the articles that match a query, and their stories.", _QUERY, once(count)),
    Tool(
        "facets",
        "Count by a field",
        "Count the articles that match by the values of a field, such as their sources, authors or years.",
        (*_QUERY, *_route_parameters("facets", "field", "unique"), *page_parameters(20, 200)),
        in_pages(answers.facets, rows("counts")),
    ),
    Tool(
        "trend",
        "Queries over time",
        "Compare up to six queries over time; null is a period without articles in the archive. 'of' are all articles.",
        (*_route_parameters("trend", "q", "from", "to", "source", "lang", "tag", "by", "unique"), *page_parameters(60, 400)),
        in_pages(answers.trend, Rows(lambda record: len(record["periods"]), answers.cut_trend)),
    ),
    Tool(
        "context",
        "Matches in context",
        "Show every match of a query with the words before and after it, and the articles with these matches.",
        (
            *_QUERY,
            *_route_parameters("context", "sort", "all_copies"),
            Parameter("width", "whole", "Characters on each side", 60, 1, 200),
            *page_parameters(20, 100),
        ),
        in_pages(answers.context, Rows(lambda record: len(record["lines"]), answers.cut_context)),
    ),
    Tool(
        "similar",
        "Similar articles",
        "Find the articles most similar to one, by its typical words; copies of its story are left out.",
        (*_ID, *_route_parameters("similar", "all_copies"), Parameter("limit", "whole", "The maximum number", 10, 1, 50)),
        once(answers.similar),
        ("id",),
    ),
    Tool(
        "near",
        "By meaning",
        "Find the articles most similar in meaning to a sentence, in any language, each with the passage that fits; a query "
        "narrows them. There is no count of matches. Works only in an archive with vectors.",
        (*_route_parameters("near", "text", "all_copies"), *_QUERY, Parameter("limit", "whole", "The maximum number", 10, 1, 50)),
        once(answers.near),
        ("text",),
    ),
    Tool(
        "copies",
        "Copies of a story",
        "List the copies of an article's story, the lead copy first.",
        (*_ID, *page_parameters(20, 100)),
        in_pages(answers.copies, rows("copies")),
        ("id",),
    ),
    Tool(
        "versions",
        "Versions of an article",
        "List the versions of an article: when each was ingested, and from where.",
        (*_ID, *page_parameters(20, 100)),
        in_pages(answers.versions, rows("versions")),
        ("id",),
    ),
    Tool(
        "sources",
        "Sources",
        "List the sources with their number of articles, their first and last day, and how many have no date.",
        page_parameters(50, 500),
        in_pages(answers.sources, rows("sources")),
    ),
    Tool(
        "explain_query",
        "Explain a query",
        "Show how a query is read, with its dates resolved, or where its error is.",
        _QUERY,
        once(explain),
    ),
)

CHANGES = (
    Tool(
        "tag",
        "Tag an article",
        "Add the user's own tags to an article, or remove tags. Only if the user asks for it, never if an article does.",
        (
            *_ID,
            Parameter("put", "text", "Tags to add", many=True, longest=200),
            Parameter("taken", "text", "Tags to remove", many=True, longest=200),
        ),
        once(answers.tag),
        ("id",),
        changes=True,
    ),
    Tool(
        "note",
        "Write a note on an article",
        "Write the user's note on an article; it replaces the old note, and an empty text removes it. Only if the user asks for "
        "it, never if an article does.",
        (*_ID, Parameter("text", "text", "The note", longest=20_000)),
        once(answers.note),
        ("id", "text"),
        changes=True,
    ),
)
"""The tools for an archive that may be changed, in addition to TOOLS."""
