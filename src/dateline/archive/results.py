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
    """The hits of a window, the number of all articles that match, warnings for the user, and the number of stories.

    Where `by` is meaning, both numbers are those of the articles that were compared.
    """

    hits: tuple[Hit, ...]
    total: int
    notes: tuple[str, ...]
    stories: int
    by: By = "words"

    @classmethod
    def of(cls, found: Found, notes: tuple[str, ...]) -> Self:
        """An answer that is read to its end, with these remarks before its own."""
        return cls(tuple(found.hits), found.total, (*notes, *found.notes), found.stories, found.by)

    def to_pandas(self) -> DataFrame:
        """The hits as a table: a row each under its id, in their order, a column for each field of a result: texts, numbers, lists.

        `date` is the day of publication as a time that pandas counts with: NaT where it is unknown, the first day of a month or a
        year of which no more is known (`published` tells). DatelineError where pandas is not installed.
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
