"""The results of a search in memory: to loop over, or as a table for notebooks (which needs the extra `pandas`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from dateline.errors import DatelineError
from dateline.render.fields import HIT_FIELDS
from dateline.types.answers import By, Found, Hit

if TYPE_CHECKING:
    from pandas import DataFrame

_KINDS = {"date": "datetime64[s]", "authors": "object", "tags": "object", "words": "int64", "copies": "int64", "score": "float64"}


@dataclass(frozen=True, slots=True)
class Results:
    """The hits of a window, the number of all matching articles, warnings for the user, and the number of stories.

    With `by` "meaning", both numbers are the number of articles that were compared.
    """

    hits: tuple[Hit, ...]
    total: int
    notes: tuple[str, ...]
    stories: int
    by: By = "words"

    @classmethod
    def of(cls, found: Found, notes: tuple[str, ...]) -> Self:
        """Read an answer to its end, and put these warnings before its own."""
        return cls(tuple(found.hits), found.total, (*notes, *found.notes), found.stories, found.by)

    def to_pandas(self) -> DataFrame:
        """Return the hits as a table in their order: a row for each, indexed by id, and a column for each field.

        Columns have texts, numbers or lists. `date` is the day of publication as a pandas time: NaT if it is unknown, the first day
        if only the month or the year is known (`published` shows which). Raise DatelineError if pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise DatelineError("tables need an extra library; install it with: pip install 'dateline[pandas]'") from error
        index = pandas.Index([hit.article_id for hit in self.hits], name="id", dtype="string")
        table = pandas.DataFrame(index=index)
        for name, read in HIT_FIELDS.items():
            if name != "id":
                kind = _KINDS.get(name, "string")
                values = [_day(hit) if name == "date" else read(hit) for hit in self.hits]
                table[name] = pandas.Series(values, index=index, dtype="object").astype(kind)
        return table


def _day(hit: Hit) -> str | None:
    published = hit.metadata.published
    return published.first_day.isoformat() if published else None
