"""Table rows have their own rules: bars between cells and bare numbers do not count against them."""

from __future__ import annotations

from dateline.cleaning import Cleaner
from dateline.types.documents import RawDocument

STORY = (
    "The council voted on Monday night to close the swimming bath, after an engineer found that the roof could not bear more snow."
)


def test_rows_of_numbers_and_rows_with_the_same_ending_are_kept() -> None:
    rows = "".join(f"<tr><td>{year}</td><td>{year * 7}</td><td>Halden</td></tr>" for year in range(2018, 2023))
    table = f"<table><tr><th>Year</th><th>Visitors</th><th>Town</th></tr>{rows}</table>"
    html = f"<article><h1>Bath to close</h1><p>{STORY}</p><p>People came, said the mayor.</p>{table}<p>{STORY[:90]}.</p>"
    lines = Cleaner(model=False).clean(RawDocument(html.encode(), "text/html", "a")).lines
    assert [line.keep for line in lines if line.kind == "row"] == [True] * 6
