"""Search results in the formats of scripts, spreadsheets, notes and reference managers."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import DatelineError
from dateline.render.citation import bibtex_entries, csl_entries, csl_record, ris_entries
from dateline.render.fields import HIT_FIELDS, field_names, field_record, from_template, template_parts
from dateline.render.layout import measure_width, plain, truncate
from dateline.render.results_record import hit_record, results_json
from dateline.render.table import csv_rows, markdown_lines, markdown_table, safe_cell, table_lines
from dateline.text import shown
from dateline.types.answers import Found, Hit, Snippet, Window
from dateline.types.articles import Metadata
from made_articles import published

HIT = Hit(
    "7kq2mzx4",
    1.5,
    Metadata(
        title="Ferry & terminal_to close",
        published=published("2024-03-05"),
        authors=("Marit van der Berg", "Harbour Gazette Staff", "Håkon Aas"),
        source="Harbour Gazette",
        place="PORT ELLIN",
        tags=("ferries", "law"),
        language="en",
    ),
    Snippet("The old ferry *terminal*", ((8, 13),)),
    "https://gazette.example/a_b",
    "a.txt",
    text="The old ferry terminal.",
)
UNKNOWN = Hit("zz11zz11", 0.0, Metadata(), Snippet(""))
JSON_PAGE = (Path(__file__).parents[2] / "docs" / "json.md").read_text("utf-8")


def test_a_table_has_the_same_columns_for_every_hit_and_cuts_long_cells() -> None:
    rows = [plain(row) for row in table_lines([HIT, UNKNOWN], 60)]
    assert rows[0].split() == ["id", "date", "source", "title"]
    assert rows[1] == "7kq2mzx4  2024-03-05  Harbour Gazette       Ferry & terminal_to…"
    assert rows[2].split() == ["zz11zz11"]
    assert all(measure_width(row) <= 64 for row in rows)


def test_a_table_shows_the_chosen_fields() -> None:
    rows = [plain(row) for row in table_lines([HIT], 200, ("words", "language", "authors"))]
    assert rows[1] == "4       en        Marit van der Berg; Harbour Gazette Staff; Håkon Aas"


@given(st.text(max_size=60), st.integers(1, 30))
def test_a_shortened_text_fits(text: str, width: int) -> None:
    assert measure_width(truncate(text, width)) <= width
    assert truncate(text, 700) == shown(text)


def test_csv_has_the_chosen_fields_as_its_header() -> None:
    rows = list(csv.reader(io.StringIO("".join(csv_rows([HIT], ("id", "authors", "text"))))))
    assert rows == [
        ["id", "authors", "text"],
        ["7kq2mzx4", "Marit van der Berg; Harbour Gazette Staff; Håkon Aas", "The old ferry terminal."],
    ]


def test_json_of_chosen_fields_keeps_lists_and_has_null_for_unknown_values() -> None:
    assert field_record(HIT, ("tags", "words")) == {"tags": ["ferries", "law"], "words": 4}
    assert field_record(UNKNOWN, ("title", "tags", "date")) == {"title": None, "tags": [], "date": None}


def test_every_field_can_be_chosen_for_every_hit() -> None:
    for hit in (HIT, UNKNOWN):
        assert list(field_record(hit, tuple(HIT_FIELDS))) == list(HIT_FIELDS)


def test_an_unknown_field_is_named_with_the_known_ones() -> None:
    with pytest.raises(DatelineError, match="no field 'colour'; fields are id"):
        field_names("id,colour")
    with pytest.raises(DatelineError, match="no field is given"):
        field_names(" , ")


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{date} {source} {title}", "2024-03-05 Harbour Gazette Ferry & terminal_to close"),
        ("{id}\\t{tags}", "7kq2mzx4\tferries; law"),
        ("{{{id}}}", "{7kq2mzx4}"),
        ("no field", "no field"),
        ("", ""),
        ("\\\\n", "\\n"),
    ],
)
def test_a_template_is_filled(template: str, expected: str) -> None:
    assert from_template(HIT, template_parts(template)) == expected


@pytest.mark.parametrize(
    ("template", "message"), [("{colour}", "no field 'colour'"), ("{id", "single {"), ("id}", "single }"), ("{}", "no field ''")]
)
def test_an_error_in_a_template_is_named(template: str, message: str) -> None:
    with pytest.raises(DatelineError, match=re.escape(message)):
        template_parts(template)


@given(st.text(max_size=40))
def test_any_template_is_filled_or_refused(template: str) -> None:
    try:
        parts = template_parts(template)
    except DatelineError:
        return
    assert isinstance(from_template(HIT, parts), str)


def test_markdown_lists_hits_with_links_and_escapes_special_characters() -> None:
    assert list(markdown_lines([HIT, UNKNOWN])) == [
        r"- [Ferry & terminal\_to close](<https://gazette.example/a_b>), Harbour Gazette, 2024-03-05 `7kq2mzx4`",
        r"  > The old **ferry** \*terminal\*",
        "- **(no title)** `zz11zz11`",
    ]


def test_markdown_has_a_table_of_chosen_fields() -> None:
    assert list(markdown_table([HIT], ("id", "title"))) == [
        "| id | title |",
        "|---|---|",
        r"| 7kq2mzx4 | Ferry & terminal\_to close |",
    ]


def test_bibtex_distinguishes_people_from_desks_and_escapes_special_characters() -> None:
    (entry,) = bibtex_entries([HIT])
    assert entry.splitlines()[0] == "@article{vanderberg2024-7kq2mzx4,"
    assert r"  title = {{Ferry \& terminal\_to close}}," in entry
    assert "  author = {van der Berg, Marit and {Harbour Gazette Staff} and Aas, Håkon}," in entry
    assert "  month = mar," in entry
    assert "  url = {https://gazette.example/a_b}," in entry
    assert entry.count("{") == entry.count("}")


def test_ris_has_a_line_for_each_fact() -> None:
    (entry,) = ris_entries([HIT])
    lines = entry.splitlines()
    assert lines[0] == "TY  - NEWS"
    assert lines[-1] == "ER  - "
    assert {"AU  - van der Berg, Marit", "AU  - Harbour Gazette Staff", "DA  - 2024/03/05", "PY  - 2024", "KW  - law"} <= set(lines)
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)


def test_csl_json_is_one_array_of_items() -> None:
    items = json.loads("".join(csl_entries([HIT, UNKNOWN])))
    assert items[0] == csl_record(HIT)
    assert items[0]["issued"] == {"date-parts": [[2024, 3, 5]]}
    assert items[0]["author"][0] == {"family": "van der Berg", "given": "Marit"}
    assert items[1] == {"id": "zz11zz11", "type": "article-newspaper"}
    assert json.loads("".join(csl_entries([]))) == []


@pytest.mark.parametrize(
    ("day", "parts", "ris"),
    [("2016", [2016], None), ("2016-07", [2016, 7], "2016/07"), ("2016-07-14T10:00:00Z", [2016, 7, 14], "2016/07/14")],
)
def test_a_citation_is_as_precise_as_the_date(day: str, parts: list[int], ris: str | None) -> None:
    hit = Hit("a", 0.0, Metadata(published=published(day)), Snippet(""))
    assert csl_record(hit)["issued"] == {"date-parts": [parts]}
    (entry,) = ris_entries([hit])
    assert (f"DA  - {ris}" in entry) if ris else ("DA  - " not in entry)


TITLES = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(TITLES, st.lists(TITLES, max_size=3))
def test_no_title_or_name_breaks_a_citation(title: str, names: list[str]) -> None:
    hit = Hit("a", 0.0, Metadata(title=title, authors=tuple(names)), Snippet(""))
    (entry,) = bibtex_entries([hit])
    bare = re.sub(r"\\[{}]", "", entry)
    assert bare.count("{") == bare.count("}")
    (record,) = ris_entries([hit])
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in record.split("\n")[:-1])
    assert len(json.loads("".join(csl_entries([hit])))) == 1


def test_an_answer_is_written_while_its_hits_are_read() -> None:
    """Thousands of hits are never in memory at once."""
    taken: list[int] = []

    def hits() -> Iterator[Hit]:
        for number in range(5):
            taken.append(number)
            yield HIT

    lines = results_json(Found(5, (), hits(), 5), Window())
    assert next(lines).endswith('"hits": [')
    assert taken == []
    next(lines)
    assert len(taken) < 5
    whole = ['{"hits": [', *lines]
    assert len(json.loads("\n".join(whole))["hits"]) == 4


def test_the_page_about_json_names_every_field_of_a_result() -> None:
    """The shape is a promise: a new or removed field changes the page, and perhaps the version."""
    parts = [JSON_PAGE.split(f"## {head}\n")[1] for head in ("What every article has", "What a search result adds")]
    tables = [re.findall(r"^\| `(\w+)` \|", part.split("\n## ")[0], re.MULTILINE) for part in parts]
    assert list(hit_record(HIT)) == tables[0] + tables[1]
    assert '"v": 1' in JSON_PAGE
    assert next(results_json(Found(0, (), iter(()), 0), Window())).startswith('{\n  "v": 1')


@pytest.mark.parametrize("cell", [*map("{}1".format, "=+-@＝＋－＠﹦﹢﹣﹫"), "\t=1", "\r=1", " =1", "\u3000=1"])
def test_a_cell_that_begins_like_a_formula_is_quoted(cell: str) -> None:
    """Spreadsheets in Japanese and Chinese treat the wide characters like the narrow ones."""
    assert safe_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", " ", "a=1", "– said the mayor", "−5", "1+1", "«=»"])
def test_a_cell_that_is_not_a_formula_stays_unchanged(cell: str) -> None:
    assert safe_cell(cell) == cell
