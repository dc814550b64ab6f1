"""The values of fields, as databases, spreadsheets and content systems write them."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.readers.fields import read_record

TEXT = "Talks resumed on Tuesday, and the staff went home early with their lamps."
WORDPRESS = {
    "id": 11,
    "date": "2016-07-14T10:42:00",
    "date_gmt": "2016-07-14T08:42:00",
    "modified_gmt": "2016-07-15T08:42:00",
    "guid": {"rendered": "https://wp.example/?p=11"},
    "link": "https://wp.example/2016/07/ferry/",
    "title": {"rendered": "Ferry &#8211; the mayor&#8217;s <em>plan</em>"},
    "content": {"rendered": f"<p>{TEXT}</p><p>The council thanked them.</p>", "protected": False},
    "excerpt": {"rendered": "<p>Short</p>\n"},
    "author": 3,
    "categories": [1],
    "tags": [7, 8],
}
EMBEDDED = {
    "author": [{"id": 3, "name": "Ann Lee"}],
    "wp:term": [[{"taxonomy": "category", "name": "World"}], [{"taxonomy": "post_tag", "name": "sea"}]],
}


def hints(**fields: Any) -> dict[str, str]:
    return dict(read_record({"text": TEXT, **fields}, "dump.jsonl:1", None, None).hints)


def test_a_wordpress_record_is_read_with_all_its_fields() -> None:
    found = read_record(WORDPRESS, "wp.json:1", None, None)
    assert (found.media_type, found.url) == ("text/html", "https://wp.example/2016/07/ferry/")
    assert found.content.startswith(b"<p>Talks")
    assert dict(found.hints) == {
        "title": "Ferry – the mayor’s plan",
        "published": "2016-07-14T08:42:00+00:00",
        "updated": "2016-07-15T08:42:00+00:00",
        "description": "Short",
    }
    named = read_record({**WORDPRESS, "_embedded": EMBEDDED}, "wp.json:1", None, None).hints
    assert (named["authors"], named["section"], named["tags"]) == ("Ann Lee", "World", "sea")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"$date": "2016-07-14T00:00:00Z"}, "2016-07-14T00:00:00Z"),
        ({"$date": {"$numberLong": "1468454400000"}}, "1468454400"),
        (1468454400.0, "1468454400"),
        ("1468454400.5", "1468454400"),
        (1468454400000, "1468454400"),
        (1468454400000000, "1468454400"),
        ("42565", "2016-07-14"),
        ("42565.5", "2016-07-14"),
        ("2016", "2016"),
    ],
)
def test_timestamps_are_read_in_all_usual_units(value: Any, expected: str) -> None:
    assert hints(published=value)["published"] == expected


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ("sea, harbour", ["sea", "harbour"]),
        ("sea;harbour;", ["sea", "harbour"]),
        ("Halden, Port; sea", ["Halden, Port", "sea"]),
        ("sea|harbour", ["sea", "harbour"]),
        ("['sea', 'harbour, old']", ["sea", "harbour, old"]),
        ('["sea","it\'s"]', ["sea", "it's"]),
        ("海、港", ["海", "港"]),
        ("sea ice", ["sea ice"]),
        (["sea, ice", "law"], ["sea, ice", "law"]),
        ("[unclosed, 'list'", ["[unclosed", "'list'"]),
    ],
)
def test_a_cell_with_a_list_of_tags_is_split(cell: Any, tags: list[str]) -> None:
    assert hints(tags=cell)["tags"].split("\n") == tags


def test_entities_in_plain_text_fields_are_decoded() -> None:
    found = read_record(
        {"title": "AT&amp;amp;T &#8211; caf&eacute;", "text": "The mayor&#8217;s caf&eacute; &lt; AT&amp;T."}, "x", None, None
    )
    assert found.hints["title"] == "AT&T – café"
    assert found.content.decode() == "The mayor’s café < AT&T."
    assert found.media_type == "text/plain"


def test_fully_escaped_markup_is_html_and_escaped_code_in_a_text_is_not() -> None:
    escaped = read_record({"text": f"&lt;p&gt;{TEXT}&lt;/p&gt;&lt;p&gt;{TEXT}&lt;/p&gt;"}, "x", None, None)
    assert (escaped.media_type, escaped.content[:3]) == ("text/html", b"<p>")
    code = read_record({"text": f"{TEXT} Write &lt;title&gt; first."}, "x", None, None)
    assert (code.media_type, code.content.decode()) == ("text/plain", f"{TEXT} Write <title> first.")


def test_numbers_are_not_names() -> None:
    assert hints(author=3, category=[1, 2], tags=7, source=9) == {}


def test_an_unclosed_list_does_not_hang_the_reader() -> None:
    assert hints(tags="['" + "a\\" * 50_000)["tags"]
